"""View, continued: going to places, back to where one was, and what stands on the map."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from app.action import Action
from app.bookmarks import MOST_SHOWN
from app.window import Window
from resources.translations import tr
from widgets import words
from widgets.dialogs.bookmarks import BookmarksDialog
from widgets.dialogs.go_to import GoToDialog
from widgets.map.canvas import MapCanvas

ORDER: Final = 5.9
"""Before the other commands of the menu."""


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands that join the menu View."""
    return (*_ways(window), *_bookmarks(window), *_maps(window), *_ornaments(window))


def _has_map(window: Window) -> bool:
    return window.maps.current is not None


def _ways(window: Window) -> tuple[Action, ...]:
    def on_map(verb: Callable[[MapCanvas], object]) -> Callable[[], object]:
        return lambda: window.maps.current and verb(window.maps.current)

    def older() -> bool:
        return window.maps.current is not None and window.maps.current.views.has_older

    def newer() -> bool:
        return window.maps.current is not None and window.maps.current.views.has_newer

    return (
        Action(
            "view.back",
            tr("Bac&k"),
            on_map(MapCanvas.go_back),
            key="Alt+Left",
            icon="arrow-left",
            tooltip=tr("Show the part of the plan that was shown before"),
            separated=True,
            toolbar=True,
            when=older,
        ),
        Action(
            "view.forward",
            tr("For&ward"),
            on_map(MapCanvas.go_forward),
            key="Alt+Right",
            icon="forward",
            tooltip=tr("Show the part of the plan that was left by going back"),
            toolbar=True,
            when=newer,
        ),
        Action(
            "view.go_to",
            tr("&Go to…"),
            partial(_go_to, window),
            key="Ctrl+G",
            icon="place",
            tooltip=tr("Go to a parcel by its number, or to coordinates"),
            when=partial(_has_map, window),
        ),
        Action(
            "view.copy_measured",
            tr("Copy what was &measured"),
            on_map(MapCanvas.copy),
            icon="copy",
            tooltip=tr("Copy sides, lengths and areas as a table; Ctrl+C on the map does it too"),
            when=lambda: window.canvas is not None and window.canvas.tool == "measure",
        ),
    )


def _go_to(window: Window) -> None:
    canvas, bridge = window.maps.current, window.bridge
    if canvas is None or bridge is None:
        return
    dialog = GoToDialog(bridge, window)
    dialog.exec()
    found = dialog.chosen
    dialog.deleteLater()
    if found is None:
        return
    if found.ids is None:
        canvas.show_place(found.x, found.y)
    else:
        bridge.show_kind(found.kind, visible=True)
        canvas.show_features(found.kind, found.ids)
    canvas.setFocus()


def _bookmarks(window: Window) -> tuple[Action, ...]:
    marks = window.bookmarks
    menu = tr("&Bookmarks")

    def title(place: int) -> str:
        found = marks.all
        if place >= len(found):
            return ""
        return words.shortened(found[place].name, words.MENU_LETTERS).replace("&", "&&")

    def manage() -> None:
        dialog = BookmarksDialog(marks.all, window)
        if dialog.exec():
            marks.keep(dialog.kept)
        dialog.deleteLater()

    return (
        Action(
            "view.bookmark_add",
            tr("&Add this view"),
            marks.add,
            key="Ctrl+B",
            icon="bookmark",
            tooltip=tr("Keep this part of the plan under a name"),
            when=partial(_has_map, window),
            submenu=menu,
        ),
        Action(
            "view.bookmarks",
            tr("&Manage…"),
            manage,
            key="Ctrl+Shift+B",
            tooltip=tr("Rename, order and delete bookmarks"),
            when=lambda: bool(marks.all),
            submenu=menu,
        ),
        *(
            Action(
                f"view.bookmark_{place + 1}",
                tr("Bookmark {n}", n=place + 1),
                partial(marks.show, place),
                icon="bookmark",
                when=lambda place=place: place < len(marks.all),
                label=partial(title, place),
                submenu=menu,
            )
            for place in range(MOST_SHOWN)
        ),
    )


def _maps(window: Window) -> tuple[Action, ...]:
    return (
        Action(
            "view.new_map",
            tr("&New map"),
            window.maps.open_another,
            key="Ctrl+Shift+M",
            icon="map",
            tooltip=tr("Open a further map of the plan in a window of its own"),
            when=lambda: window.canvas is not None and window.maps.has_room,
        ),
        Action(
            "view.next_pane",
            tr("Next &pane"),
            partial(window.maps.step_pane, 1),
            key="F6",
            tooltip=tr("Give the keyboard to the next part of the window"),
            when=partial(_has_map, window),
        ),
        Action(
            "view.previous_pane",
            tr("P&revious pane"),
            partial(window.maps.step_pane, -1),
            key="Shift+F6",
            tooltip=tr("Give the keyboard to the part of the window before"),
            when=partial(_has_map, window),
        ),
    )


def _ornaments(window: Window) -> tuple[Action, ...]:
    titles = {
        "overview": (tr("&Overview"), tr("Show the whole plan small in a corner of the map")),
        "north": (tr("&North arrow"), tr("Show the north arrow on the map")),
        "scale_bar": (tr("S&cale bar"), tr("Show the scale bar on the map")),
        "hover": (
            tr("Outline under the &pointer"),
            tr("Outline what a click would take while the pointer moves"),
        ),
    }

    return tuple(
        Action(
            f"view.show_{id_}",
            title,
            partial(window.maps.switch, id_),
            tooltip=tooltip,
            when=partial(_has_map, window),
            checked=partial(window.maps.shows, id_),
            submenu=tr("On &the map"),
        )
        for id_, (title, tooltip) in titles.items()
    )
