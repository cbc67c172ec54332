"""Moving the map with the hand."""

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.widgets.map.pointing import RIGHT, move, press, release
from widgets.map.viewport import PixelX, PixelY


@pytest.fixture
def hand(canvas):
    canvas.use("pan")
    return canvas.gesture("pan")


@pytest.mark.usefixtures("hand")
def test_the_place_under_the_hand_stays_under_it(canvas):
    x, y = canvas.viewport.place(PixelX(100), PixelY(100))
    press(canvas, QPoint(100, 100))
    for across in (120, 90, 160):
        move(canvas, QPoint(across, 130))
    assert canvas.viewport.pixel(x, y) == pytest.approx((160, 130))
    release(canvas, QPoint(160, 130))
    after = canvas.viewport
    move(canvas, QPoint(10, 10), Qt.MouseButton.NoButton)
    assert canvas.viewport == after


@pytest.mark.usefixtures("hand")
def test_only_the_left_button_draws_along(canvas):
    before = canvas.viewport
    press(canvas, QPoint(100, 100), RIGHT)
    move(canvas, QPoint(150, 150), RIGHT)
    assert canvas.viewport == before


def test_escape_lets_go(canvas, hand):
    assert not hand.cancel()
    press(canvas, QPoint(100, 100))
    assert hand.cancel()
    before = canvas.viewport
    move(canvas, QPoint(150, 150))
    assert canvas.viewport == before


@pytest.mark.usefixtures("hand")
def test_enter_while_the_button_is_held_ends(canvas, qtbot):
    press(canvas, QPoint(100, 100))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.cross.shown
    release(canvas, QPoint(100, 100))
