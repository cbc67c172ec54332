"""What keys mean while something is sketched, even those that commands of the window have."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from widgets.map.tool import Stroke

if TYPE_CHECKING:
    from widgets.map.sketch import SketchGesture

RESTORE_KEY: Final = "Ctrl+R"
"""Brings back a sketch that was dropped; a command of the window."""
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_OTHERS: Final = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_UNDO: Final = frozenset({Qt.Key.Key_Z, Qt.Key.Key_Y})
_ACTS: Final[dict[Qt.Key, Callable[[SketchGesture], object]]] = {
    Qt.Key.Key_Backspace: lambda sketch: sketch.take_back(),
    Qt.Key.Key_Return: lambda sketch: sketch.end(),
    Qt.Key.Key_Enter: lambda sketch: sketch.end(),
    Qt.Key.Key_T: lambda sketch: sketch.trace(),
    Qt.Key.Key_A: lambda sketch: sketch.bow(),
    Qt.Key.Key_P: lambda sketch: sketch.hold(0.0),
    Qt.Key.Key_O: lambda sketch: sketch.hold(90.0),
}
"""What keys do while a sketch is under way."""


def wanted(sketch: SketchGesture, stroke: Stroke) -> bool:
    """Return whether a key belongs to a sketch now."""
    if stroke.keys & _CONTROL:
        steps = sketch.course.undone if _is_redo(stroke) else sketch.course.steps
        return stroke.key in _UNDO and bool(steps)
    if stroke.keys & _OTHERS:
        return False
    return sketch.typing.begins_with(stroke) or (sketch.under_way and stroke.key in _ACTS)


def take(sketch: SketchGesture, stroke: Stroke) -> None:
    """Do what a key means that a sketch wants."""
    if stroke.keys & _CONTROL:
        if _is_redo(stroke):
            sketch.again()
        else:
            sketch.take_back()
    elif sketch.typing.begins_with(stroke):
        sketch.begin_typing(stroke.text)
    else:
        _ACTS[stroke.key](sketch)


def _is_redo(stroke: Stroke) -> bool:
    shift = Qt.KeyboardModifier.ShiftModifier
    return stroke.key is Qt.Key.Key_Y or bool(stroke.keys & shift)
