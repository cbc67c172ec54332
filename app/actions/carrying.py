"""Edit, continued: copying and pasting features, moving and rotating them by numbers."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
from PySide6.QtGui import QGuiApplication

from app.action import Action
from app.previewed import perform
from app.window import Window
from layers.edits.paste import copied, is_copied, paste
from resources.translations import tr
from widgets.dialogs.shifting import MoveDialog, RotateDialog

ORDER: Final = 2.2


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands that join the menu Edit."""

    def selected() -> bool:
        return window.bridge is not None and bool(window.bridge.selection)

    def changing() -> bool:
        return selected() and window.documents.editable

    def has_map() -> bool:
        return window.canvas is not None

    return (
        Action(
            "edit.copy",
            tr("C&opy features"),
            partial(_copy, window),
            key="Ctrl+C",
            icon="copy",
            tooltip=tr("Copy the selected features, to paste them here or into another plan"),
            separated=True,
            on_map=True,
            when=has_map,
        ),
        Action(
            "edit.paste",
            tr("&Paste features"),
            partial(_paste, window),
            key="Ctrl+V",
            icon="paste",
            tooltip=tr("Add the copied features where they were; parcels take free ground alone"),
            on_map=True,
            when=lambda: has_map() and window.documents.editable,
        ),
        Action(
            "edit.duplicate",
            tr("Duplicat&e…"),
            partial(_move, window, copies=True),
            key="Ctrl+Shift+D",
            icon="copy",
            tooltip=tr("Put copies of the selected features beside them"),
            when=changing,
        ),
        Action(
            "edit.move",
            tr("&Move…"),
            partial(_move, window, copies=False),
            key="Ctrl+M",
            icon="move",
            tooltip=tr("Move the selected features by so many metres"),
            when=changing,
        ),
        Action(
            "edit.rotate",
            tr("Ro&tate…"),
            partial(_rotate, window),
            key="Ctrl+T",
            icon="rotate",
            tooltip=tr("Rotate the selected features about their middle"),
            when=changing,
        ),
    )


def _copy(window: Window) -> None:
    bridge, canvas = window.bridge, window.maps.current
    # What a tool has found, as a measured length, goes before the selection.
    if bridge is None or (canvas is not None and canvas.copy()):
        return
    if not bridge.selection:
        if canvas is not None:
            canvas.say(tr("Select what is to be copied first."))
        return
    QGuiApplication.clipboard().setText(copied(bridge.document, bridge.selection))
    if canvas is not None:
        count = sum(map(len, bridge.selection.values()))
        canvas.say(tr("{n} features were copied.", n=count))


def _paste(window: Window) -> None:
    bridge, canvas = window.bridge, window.maps.current
    if bridge is None:
        return
    text = QGuiApplication.clipboard().text()
    if not is_copied(text):
        if canvas is not None:
            canvas.say(tr("No features were copied. Select some, and copy them first."))
        return
    before = {kind: layer.next_id for kind, layer in bridge.document.layers.items()}
    bridge.seal()
    if bridge.attempt(lambda document: paste(document, text)):
        layers = bridge.document.layers.items()
        bridge.select({kind: np.asarray(one.ids[one.ids >= before[kind]]) for kind, one in layers})


def _move(window: Window, *, copies: bool) -> None:
    if window.bridge is not None and window.bridge.selection:
        perform(window, MoveDialog(window.bridge.selection, copies=copies, parent=window))


def _rotate(window: Window) -> None:
    if window.bridge is not None and window.bridge.selection:
        perform(window, RotateDialog(window.bridge.selection, window))
