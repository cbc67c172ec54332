"""Selecting by a click and by a box."""

import numpy as np
from PySide6.QtCore import QPoint, Qt

from tests.widgets.map.pointing import (
    CONTROL,
    SHIFT,
    click,
    drag,
    move,
    press,
    release,
    selected,
    square,
)
from widgets.map.box import CLICK_PX
from widgets.map.tools.select import combined


def test_a_click_takes_one_shift_adds_control_takes_out(canvas):
    click(canvas, square(canvas, 0, 0))
    assert selected(canvas) == [1]
    click(canvas, square(canvas, 1, 0), SHIFT)
    assert selected(canvas) == [1, 2]
    click(canvas, square(canvas, 0, 0), CONTROL)
    assert selected(canvas) == [2]
    click(canvas, square(canvas, 2, 1), CONTROL)
    assert selected(canvas) == [2, 6]
    click(canvas, QPoint(1, 1))
    assert selected(canvas) == []


def test_a_click_beside_the_active_kind_falls_through_to_what_is_seen(canvas):
    canvas.bridge.activate("water")
    click(canvas, square(canvas, 0, 0, 50, 50))
    # Of the roof and the parcel there, the roof is above.
    assert {kind: ids.tolist() for kind, ids in canvas.bridge.selection.items()} != {}
    assert "parcels" not in canvas.bridge.selection
    canvas.bridge.activate("parcels")
    click(canvas, square(canvas, 0, 0, 50, 50))
    assert selected(canvas) == [1]


def test_a_box_to_the_right_takes_what_is_inside_and_to_the_left_what_it_touches(canvas):
    low, high = square(canvas, 0, 0, -10, -10), square(canvas, 1, 1, 60, 110)
    drag(canvas, low, high)
    assert selected(canvas) == [1, 4]
    drag(canvas, high, low)
    assert selected(canvas) == [1, 2, 4, 5]


def test_escape_drops_a_box(canvas, qtbot):
    press(canvas, QPoint(5, 5))
    move(canvas, QPoint(200, 200))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    release(canvas, QPoint(200, 200))
    assert selected(canvas) == []


def test_selecting_a_box_on_a_hidden_kind_takes_nothing(canvas):
    canvas.bridge.show_kind("parcels", visible=False)
    drag(canvas, QPoint(1, 1), QPoint(390, 290))
    assert selected(canvas) == []


def test_a_shake_of_the_hand_is_a_click(canvas):
    place = square(canvas, 0, 0)
    press(canvas, place)
    move(canvas, place + QPoint(CLICK_PX - 1, 0))
    release(canvas, place + QPoint(CLICK_PX - 1, 0))
    assert selected(canvas) == [1]


def test_selections_of_several_kinds_join():
    old = {"parcels": np.array([1, 2]), "roads": np.array([7])}
    found = combined(old, {"parcels": np.array([2])}, shift=False, control=True)
    assert {kind: ids.tolist() for kind, ids in found.items()} == {"parcels": [1], "roads": [7]}
    assert combined(old, {}, shift=False, control=False) == {}


def test_a_click_that_falls_through_takes_the_red_line_by_its_outline_alone(canvas):
    canvas.bridge.activate("rooftops")
    canvas.bridge.show_kind("parcels", visible=False)
    click(canvas, square(canvas, 2, 1))  # inside the red line, beside any roof
    assert dict(canvas.bridge.selection) == {}
    click(canvas, square(canvas, 1, 0, 50, 0))
    assert selected(canvas, "boundary") == [1]
    canvas.bridge.activate("boundary")
    click(canvas, square(canvas, 2, 1))
    assert selected(canvas, "boundary") == [1]
