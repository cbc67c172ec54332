"""Where the pointer is, and a button whose release went astray."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from tests.widgets.map.pointing import LEFT, land_use, move, press, square
from widgets.map.pointing import Hold, pointer_of
from widgets.map.tool import Pointer
from widgets.map.viewport import Viewport

NO, MIDDLE = Qt.MouseButton.NoButton, Qt.MouseButton.MiddleButton


def at(across, button=NO, held=NO):
    return Pointer(0.0, 0.0, across, 0.0, button, held)


def test_the_pointer_is_told_in_the_plan_and_on_the_canvas():
    view = Viewport(1000.0, 2000.0, 2.0, 100, 80)
    where = QPointF(70, 30)
    keys = Qt.KeyboardModifier.ShiftModifier
    event = QMouseEvent(QEvent.Type.MouseMove, where, where, NO, LEFT, keys)
    found = pointer_of(event, view)
    assert (found.x, found.y, found.across, found.down) == (1010.0, 2005.0, 70.0, 30.0)
    assert (found.held, found.shift, found.control) == (LEFT, True, False)


@pytest.mark.parametrize("button", [LEFT, MIDDLE])
def test_a_release_that_went_astray_is_told_once_where_the_pointer_was(button):
    hold = Hold()
    assert hold.note(at(1, button, button)) is None
    assert hold.note(at(2, held=button)) is None
    lost = hold.note(at(9))
    assert lost is not None
    assert (lost.across, lost.button, lost.held) == (2, LEFT, NO)
    assert hold.note(at(10)) is None


def test_a_release_that_came_is_not_lacking():
    hold = Hold()
    hold.note(at(1, LEFT, LEFT))
    assert hold.note(at(2, LEFT)) is None
    assert hold.note(at(3)) is None


def test_a_stroke_ends_where_a_dialog_took_the_release(canvas):
    canvas.use("zone")
    canvas.gesture("zone").land_use = "R2"
    before = land_use(canvas)
    press(canvas, square(canvas, 0, 0))
    move(canvas, square(canvas, 2, 0), NO)  # the button is up: nothing is painted on the way
    assert land_use(canvas) == ["R2", *before[1:]]


def test_a_drag_of_the_map_ends_where_a_dialog_took_the_release(canvas):
    press(canvas, square(canvas, 0, 0), MIDDLE)
    move(canvas, square(canvas, 1, 0), MIDDLE)
    before = canvas.viewport
    move(canvas, square(canvas, 2, 2), NO)
    assert canvas.viewport == before
