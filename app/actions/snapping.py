"""Edit, continued: what the pointer snaps to while drawing, and a sketch that was dropped."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from app.action import Action
from app.window import Window
from resources.translations import tr
from widgets.dialogs.snapping import SnappingDialog
from widgets.map.sketch_keys import RESTORE_KEY
from widgets.map.snap_choice import GRID_M, REACH_PX, SORTS

ORDER: Final = 2.5


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands that join the menu Edit."""
    restore = Action(
        "edit.restore_sketch",
        tr("Bring the s&ketch back"),
        partial(_restore, window),
        key=RESTORE_KEY,
        icon="restore",
        tooltip=tr("Bring back the sketch that was dropped with Esc or by choosing another tool"),
        separated=True,
        when=lambda: window.maps.current is not None,
    )
    return (restore, *_snapping(window))


def _restore(window: Window) -> None:
    canvas = window.maps.current
    if canvas is not None and not canvas.restore():
        canvas.say(tr("No sketch was dropped that could be brought back."))


def _snapping(window: Window) -> tuple[Action, ...]:
    def has_plan() -> bool:
        return window.bridge is not None

    def switch() -> None:
        now = window.maps.snapping
        window.maps.snap(replace(now, on=not now.on))
        if window.canvas is not None:
            text = tr("Snapping is off.") if now.on else tr("Snapping is on.")
            window.canvas.say(text)

    def toggle(sort: str) -> None:
        now = window.maps.snapping
        window.maps.snap(replace(now, sorts=now.sorts ^ {sort}))

    submenu = tr("Snappin&g")
    titles = _titles()
    on_off = Action(
        "edit.snap",
        tr("&Snap"),
        switch,
        key="F3",
        tooltip=tr("Take places from what lies near the pointer; with Alt held it is off"),
        submenu=submenu,
        when=has_plan,
        checked=lambda: window.maps.snapping.on,
    )
    sorts = tuple(
        Action(
            f"edit.snap_{sort}",
            titles[sort][0],
            partial(toggle, sort),
            tooltip=titles[sort][1],
            submenu=submenu,
            when=lambda: has_plan() and window.maps.snapping.on,
            checked=lambda sort=sort: sort in window.maps.snapping.sorts,
        )
        for sort in SORTS
    )
    sizes = Action(
        "edit.snap_sizes",
        tr("&Distance and grid…"),
        partial(_ask_sizes, window),
        tooltip=tr("How near the pointer snaps, and how wide the grid is"),
        submenu=submenu,
        when=has_plan,
    )
    return (on_off, *sorts, sizes)


def _titles() -> dict[str, tuple[str, str]]:
    """Return what the menu says of each sort, and what it means."""
    return {
        "vertex": (tr("&Vertices"), tr("Snap to corners of features, exactly as they have them")),
        "intersection": (tr("&Intersections"), tr("Snap to where edges cross")),
        "midpoint": (tr("&Midpoints"), tr("Snap to the middle of an edge")),
        "perpendicular": (
            tr("&Perpendiculars"),
            tr("Snap to where the side meets an edge at a right angle"),
        ),
        "extension": (
            tr("E&xtensions"),
            tr("Snap to the line of an edge beyond its end; touch the edge or its end first"),
        ),
        "edge": (tr("&Edges"), tr("Snap to the nearest place on an edge")),
        "grid": (tr("&Grid"), tr("Snap to a grid of round coordinates")),
    }


def _ask_sizes(window: Window) -> None:
    now = window.maps.snapping
    dialog = SnappingDialog((now.reach_px, REACH_PX), (now.grid_m, GRID_M), parent=window)
    if dialog.exec():
        reach, grid = dialog.reach.value(), dialog.grid.value()
        window.maps.snap(replace(now, reach_px=reach, grid_m=grid))
    dialog.deleteLater()
