"""Enlarging what a box goes around."""

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.widgets.map.pointing import SHIFT, click, drag, move, press, shown
from widgets.map.viewport import PixelX, PixelY

ALT = Qt.KeyboardModifier.AltModifier


def places(canvas, *pixels):
    return [canvas.viewport.place(PixelX(x), PixelY(y)) for x, y in pixels]


def test_the_box_becomes_the_view(canvas):
    canvas.use("zoom")
    (west, north), (east, south) = places(canvas, (100, 90), (300, 240))
    drag(canvas, QPoint(100, 90), QPoint(300, 240))
    assert canvas.viewport.bounds == pytest.approx((west, south, east, north))


@pytest.mark.parametrize("keys", [ALT, SHIFT])
def test_with_alt_or_shift_the_view_becomes_as_small_as_the_box(canvas, keys):
    canvas.use("zoom")
    (place,) = places(canvas, (100, 75))
    before = canvas.viewport.px_per_m
    drag(canvas, QPoint(50, 60), QPoint(150, 90), keys=keys)
    # 100 of 400 px across is more than 30 of 300 px down.
    assert canvas.viewport.px_per_m == pytest.approx(before / 4)
    assert canvas.viewport.pixel(*place) == pytest.approx((100, 75))


def test_a_click_doubles_or_halves_at_its_place(canvas):
    canvas.use("zoom")
    (place,) = places(canvas, (120, 80))
    before = canvas.viewport.px_per_m
    click(canvas, QPoint(120, 80))
    assert canvas.viewport.px_per_m == pytest.approx(before * 2)
    assert canvas.viewport.pixel(*place) == pytest.approx((120, 80))
    click(canvas, QPoint(120, 80), keys=ALT)
    assert canvas.viewport.px_per_m == pytest.approx(before)


def test_escape_drops_the_box(canvas, qtbot):
    canvas.use("zoom")
    before = canvas.viewport
    empty = shown(canvas)
    press(canvas, QPoint(100, 90))
    move(canvas, QPoint(300, 240))
    assert (shown(canvas) != empty).any()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert (shown(canvas) == empty).all()
    click(canvas, QPoint(0, 0), button=Qt.MouseButton.RightButton)
    assert canvas.viewport == before
