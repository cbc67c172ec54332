"""View: what the map shows, panels, units, language and colours."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from app.action import Action
from app.window import Window
from layers.units import AREA_UNITS
from resources.translations import LANGUAGES, current, tr
from widgets.docks import panels

ORDER: Final = 6


def title() -> str:
    """Return the title of the menu."""
    return tr("&View")


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands of the menu."""
    return (*_places(window), *_panels(window), *_units(window), *_looks(window))


def _has_plan(window: Window) -> Callable[[], bool]:
    return lambda: window.bridge is not None


def _places(window: Window) -> tuple[Action, ...]:
    has_plan = _has_plan(window)

    def selected() -> bool:
        return window.bridge is not None and bool(window.bridge.selection)

    return (
        Action(
            "view.zoom_all",
            tr("&Zoom to the whole plan"),
            window.zoom_all,
            key="Ctrl+0",
            icon="zoom-all",
            toolbar=True,
            when=has_plan,
        ),
        Action(
            "view.zoom_selection",
            tr("Zoom to the &selection"),
            window.zoom_selection,
            key="Ctrl+J",
            icon="zoom-selection",
            toolbar=True,
            when=selected,
        ),
        Action(
            "view.zoom_in",
            tr("Zoom &in"),
            lambda: window.zoom(2.0),
            key="Ctrl++; Ctrl+=",
            icon="zoom-in",
            when=has_plan,
        ),
        Action(
            "view.zoom_out",
            tr("Zoom o&ut"),
            lambda: window.zoom(0.5),
            key="Ctrl+-",
            icon="zoom-out",
            when=has_plan,
        ),
    )


def _panels(window: Window) -> tuple[Action, ...]:
    def toggle(id_: str) -> None:
        dock = window.docks[id_]
        if not dock.visibleRegion().isEmpty():  # one behind another tab comes to the front
            dock.hide()
        else:
            window.show_dock(id_)

    def visible(id_: str) -> bool:
        return id_ in window.docks and not window.docks[id_].isHidden()

    found = [
        Action(
            f"view.panel_{panel.id}",
            panel.title(),
            partial(toggle, panel.id),
            key=panel.key,
            icon=panel.icon,
            tooltip=tr("Show or hide the panel {name}", name=panel.title()),
            when=_has_plan(window),
            checked=partial(visible, panel.id),
            submenu=tr("Pane&ls"),
        )
        for panel in panels()
    ]
    reset = Action(
        "view.reset_panels",
        tr("Put all panels &back"),
        window.reset_panels,
        icon="restore",
        when=_has_plan(window),
        submenu=tr("Pane&ls"),
    )
    return (*found, reset)


def _units(window: Window) -> tuple[Action, ...]:
    names = {
        "m2": tr("Square metres (m²)"),
        "ha": tr("Hectares (ha)"),
        "mu": tr("Mu (亩)"),
        "km2": tr("Square kilometres (km²)"),
    }

    def use(unit: str) -> None:
        window.settings.area_unit = unit
        if window.bridge is not None:
            window.bridge.show_areas_in(unit)
        window.commands.refresh()

    return tuple(
        Action(
            f"view.unit_{unit}",
            names[unit],
            partial(use, unit),
            tooltip=tr("Show all areas in {unit}", unit=names[unit]),
            checked=lambda unit=unit: window.settings.area_unit == unit,
            submenu=tr("&Areas in"),
        )
        for unit in AREA_UNITS
    )


def _looks(window: Window) -> tuple[Action, ...]:
    themes = {"system": tr("As the system"), "light": tr("Light"), "dark": tr("Dark")}
    languages = tuple(
        Action(
            f"view.language_{id_}",
            name,
            partial(window.rebuild, language=id_),
            checked=lambda id_=id_: current().language == id_,
            submenu="Language / 语言",
        )
        for id_, name in LANGUAGES.items()
    )
    looks = tuple(
        Action(
            f"view.theme_{id_}",
            name,
            partial(window.rebuild, theme=id_),
            tooltip=tr("Colours of the window: {name}", name=name),
            checked=lambda id_=id_: window.settings.theme == id_,
            submenu=tr("&Colours"),
        )
        for id_, name in themes.items()
    )

    def full_screen() -> None:
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()

    return (
        *languages,
        *looks,
        Action(
            "view.full_screen",
            tr("&Full screen"),
            full_screen,
            key="F11",
            icon="full-screen",
            separated=True,
            checked=window.isFullScreen,
        ),
    )
