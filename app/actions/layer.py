"""Layer: how layers look, and what lies below them.

A module beside this one that has no ``title`` adds its commands to a menu by their ids: one with
``ORDER`` a little above 5 and ids ``layer.…`` stands in this menu after these commands.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from app.action import Action
from app.window import Window
from resources.translations import tr
from widgets.dialogs.style import StyleDialog

ORDER: Final = 5


def title() -> str:
    """Return the title of the menu."""
    return tr("La&yer")


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands of the menu."""
    return (*_styles(window), *_visibility(window))


def _styles(window: Window) -> tuple[Action, ...]:
    window.edit_style = partial(edit_style, window)

    def ask() -> None:
        if window.bridge is not None:
            window.bridge.request_style(window.bridge.active)

    return (
        Action(
            "layer.style",
            tr("S&tyle…"),
            ask,
            key="F7",
            icon="palette",
            tooltip=tr("Colours, lines and labels of the active layer"),
            when=lambda: window.bridge is not None,
        ),
    )


def edit_style(window: Window, kind: str) -> None:
    """Open the editor of a layer's style."""
    if window.bridge is not None:
        dialog = StyleDialog(window.bridge, kind, window)
        dialog.exec()
        dialog.deleteLater()


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
