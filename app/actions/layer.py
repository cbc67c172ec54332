"""Layer: how layers look, and what lies below them.

A module beside this one that has no ``title`` adds its commands to a menu by their ids: one with
``ORDER`` a little above 5 and ids ``layer.…`` stands in this menu after these commands.
"""

from __future__ import annotations

from typing import Final

from app.action import Action
from app.window import Window
from resources.translations import tr

ORDER: Final = 5


def title() -> str:
    """Return the title of the menu."""
    return tr("La&yer")


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands of the menu."""
    return _visibility(window)


def _visibility(window: Window) -> tuple[Action, ...]:
    def toggle() -> None:
        bridge = window.bridge
        if bridge is not None:
            bridge.show_kind(bridge.active, visible=bridge.active in bridge.hidden)

    def visible() -> bool:
        bridge = window.bridge
        return bridge is not None and bridge.active not in bridge.hidden

    return (
        Action(
            "layer.visible",
            tr("&Show the active layer"),
            toggle,
            when=lambda: window.bridge is not None,
            checked=visible,
        ),
    )
