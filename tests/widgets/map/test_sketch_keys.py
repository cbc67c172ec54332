"""Which keys belong to a sketch."""

from PySide6.QtCore import QPoint, Qt

from tests.widgets.map.pointing import click
from widgets.map.sketch_keys import wanted
from widgets.map.tool import Stroke

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LETTERS = (Qt.Key.Key_T, Qt.Key.Key_A, Qt.Key.Key_P, Qt.Key.Key_O, Qt.Key.Key_Backspace)


def test_letters_belong_to_a_sketch_only_while_there_is_one(canvas):
    canvas.bridge.activate("greens")
    canvas.use("draw")
    sketch = canvas.gesture("draw")
    assert not any(wanted(sketch, Stroke(key)) for key in LETTERS)
    assert wanted(sketch, Stroke(Qt.Key.Key_4, text="4"))
    assert not wanted(sketch, Stroke(Qt.Key.Key_Z, CONTROL))
    click(canvas, QPoint(100, 100))
    assert all(wanted(sketch, Stroke(key)) for key in LETTERS)
    assert wanted(sketch, Stroke(Qt.Key.Key_Z, CONTROL))
    assert not wanted(sketch, Stroke(Qt.Key.Key_Z, CONTROL | SHIFT))
    assert not wanted(sketch, Stroke(Qt.Key.Key_S, CONTROL))
    assert not wanted(sketch, Stroke(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier, "4"))
    assert not wanted(sketch, Stroke(Qt.Key.Key_Escape))
    sketch.take(Stroke(Qt.Key.Key_Z, CONTROL))
    assert wanted(sketch, Stroke(Qt.Key.Key_Z, CONTROL | SHIFT))
    assert wanted(sketch, Stroke(Qt.Key.Key_Y, CONTROL))
    sketch.take(Stroke(Qt.Key.Key_Y, CONTROL))
    assert len(sketch.places) == 1
