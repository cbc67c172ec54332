"""Working with the keyboard alone."""

import pytest
from PySide6.QtCore import Qt

from tests.strategies import EAST, NORTH
from tests.widgets.map.pointing import move, selected
from widgets.map.snap_choice import Snapping
from widgets.map.viewport import MapX, MapY

SHIFT = Qt.KeyboardModifier.ShiftModifier


def centre(canvas, column, row):
    x, y = MapX(EAST + column * 100 + 50), MapY(NORTH + row * 100 + 70)
    canvas.show_viewport(canvas.viewport.centred(x, y))


def test_enter_shows_the_cross_and_takes_what_lies_under_it(canvas, qtbot):
    centre(canvas, 1, 1)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.cross.shown
    assert not canvas.bridge.selection
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert selected(canvas) == [5]
    centre(canvas, 2, 0)
    qtbot.keyClick(canvas, Qt.Key.Key_Return, SHIFT)
    assert selected(canvas) == [3, 5]


def test_space_clicks_too_where_it_has_drawn_nothing_along(canvas, qtbot):
    centre(canvas, 1, 1)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)  # an arrow shows the cross
    assert canvas.cross.shown
    centre(canvas, 0, 1)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert selected(canvas) == [4]


def test_the_mouse_takes_the_cross_away(canvas, qtbot):
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.cross.shown
    move(canvas, canvas.rect().center(), Qt.MouseButton.NoButton)
    assert not canvas.cross.shown
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert not canvas.bridge.selection


def test_a_length_is_measured_by_keys(canvas, qtbot):
    canvas.snapping = Snapping(on=False)
    canvas.use("measure")
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    for _ in range(2):
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    places = canvas.gesture("measure").measured
    assert len(places) == 2
    assert places[1][0] - places[0][0] == pytest.approx(100 / canvas.viewport.px_per_m)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert len(canvas.gesture("measure").measured) == 2
