"""Layer: the base map, which one and whether it is shown."""

from __future__ import annotations

from typing import Final

from app.action import Action
from app.base_map import BaseMaps
from app.window import Window
from resources.translations import tr

ORDER: Final = 5.8


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands that the menu of layers has for base maps."""
    maps = BaseMaps(window)

    def has_plan() -> bool:
        return window.bridge is not None

    return (
        Action(
            "layer.base_map_shown",
            tr("Base map s&hown"),
            maps.toggle,
            key="Ctrl+Shift+U",
            tooltip=tr("Show or hide the base map below the plan"),
            when=has_plan,
            checked=lambda: maps.visible,
            separated=True,
        ),
        Action(
            "layer.base_map",
            tr("Base &map…"),
            maps.choose,
            icon="map",
            tooltip=tr("Choose what lies below the plan: streets, imagery, an own address"),
            when=has_plan,
        ),
    )
