"""Land: zoning."""

from __future__ import annotations

from functools import partial
from typing import Final

from app.action import Action
from app.window import Window
from layers.edits.zone import zone
from resources.translations import tr
from widgets import words

ORDER: Final = 3


def title() -> str:
    """Return the title of the menu."""
    return tr("&Land")


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands of the menu."""

    def parcels_selected() -> bool:
        bridge = window.bridge
        return bridge is not None and "parcels" in bridge.selection and window.documents.editable

    def zone_label() -> str:
        bridge = window.bridge
        if bridge is None or not bridge.land_use:
            return tr("&Zone the selection")
        land_use = words.land_use(bridge.document.codes, bridge.land_use)
        return tr("&Zone the selection as {land_use}", land_use=land_use)

    return (
        Action(
            "land.zone",
            tr("&Zone the selection"),
            partial(_zone, window, clear=False),
            key="Ctrl+Return",
            icon="palette",
            tooltip=tr("Give the selected parcels the land use of the palette"),
            label=zone_label,
            when=parcels_selected,
        ),
        Action(
            "land.clear",
            tr("&Take the land use from the selection"),
            partial(_zone, window, clear=True),
            icon="deselect",
            when=parcels_selected,
        ),
        Action(
            "land.choose",
            tr("&Choose a land use"),
            partial(_choose, window),
            key="Ctrl+L",
            icon="search",
            tooltip=tr("Type a code or a name to choose what the zone brush paints"),
            when=lambda: window.bridge is not None,
        ),
    )


def _zone(window: Window, *, clear: bool) -> None:
    bridge = window.bridge
    if bridge is not None and "parcels" in bridge.selection:
        land_use = None if clear else bridge.land_use
        bridge.attempt(lambda plan: zone(plan, bridge.selection["parcels"], land_use))


def _choose(window: Window) -> None:
    window.show_dock("palette")
    window.docks["palette"].widget().setFocus()
