"""Layer: how layers look, and what lies below them.

A module beside this one that has no ``title`` adds its commands to a menu by their ids: one with
``ORDER`` a little above 5 and ids ``layer.…`` stands in this menu after these commands.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import Final

from app.action import Action
from app.window import Window
from layers import classing
from layers.document import Document
from layers.edit import Edit
from layers.edits.styles import reset_style, set_style, show_labels
from layers.looks import style_of
from layers.style import Style
from resources.translations import tr
from widgets import style_text
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
        *_carried(window),
    )


def _carried(window: Window) -> tuple[Action, ...]:
    """Return the commands that carry a style from layer to layer, switch its labels, reset it."""

    def there() -> bool:
        return window.bridge is not None

    def style() -> Style:
        bridge = window.bridge
        return style_of(bridge.document, bridge.active) if bridge is not None else Style()

    def attempt(verb: Callable[[Document, str], Edit]) -> None:
        bridge = window.bridge
        if bridge is not None:
            bridge.attempt(lambda document: verb(document, bridge.active))

    def paste() -> None:
        copied = style_text.copied()
        if copied is not None:
            attempt(lambda document, kind: set_style(document, kind, copied))

    def labels() -> None:
        shown = style().labels.shown
        attempt(lambda document, kind: show_labels(document, kind, shown=not shown))

    def own() -> bool:
        bridge = window.bridge
        return bridge is not None and bridge.active in bridge.document.styles

    def editable() -> bool:
        return window.documents.editable

    return (
        Action(
            "layer.labels",
            tr("La&bels"),
            labels,
            when=editable,
            checked=lambda: there() and style().labels.shown,
        ),
        Action("layer.copy_style", tr("&Copy style"), lambda: style_text.copy(style()), when=there),
        Action(
            "layer.paste_style",
            tr("&Paste style"),
            paste,
            when=lambda: editable() and style_text.copied() is not None,
        ),
        Action(
            "layer.reset_style",
            tr("&Reset style"),
            partial(attempt, reset_style),
            when=lambda: editable() and own(),
        ),
    )


def edit_style(window: Window, kind: str) -> None:
    """Open the editor of a layer's style."""
    if window.bridge is not None:
        # What finds classes takes long to load: it is there when it is asked for.
        Thread(target=classing.load, daemon=True).start()
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

    def zoom() -> None:
        bridge = window.bridge
        if bridge is not None:
            bridge.look_at(bridge.active)

    return (
        Action(
            "layer.visible",
            tr("&Show the active layer"),
            toggle,
            when=lambda: window.bridge is not None,
            checked=visible,
            separated=True,
        ),
        Action(
            "layer.zoom",
            tr("&Zoom to the active layer"),
            zoom,
            key="Ctrl+Shift+J",
            icon="zoom-all",
            when=lambda: window.bridge is not None,
        ),
    )
