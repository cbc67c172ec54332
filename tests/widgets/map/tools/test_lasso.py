"""Choosing features by a shape drawn around them."""

import itertools

from PySide6.QtCore import QEvent, QPoint, Qt

from tests.widgets.map.pointing import (
    CONTROL,
    NONE,
    RIGHT,
    SHIFT,
    click,
    mouse,
    move,
    press,
    release,
    selected,
    shown,
    square,
)

AROUND_FIRST_TWO = ((0, 0, -5, -5), (0, 0, -5, 105), (1, 0, 150, 105), (1, 0, 150, -5))
"""Clockwise around the first square and the next one, and half of the third."""


def clicked(canvas, corners, keys=NONE):
    canvas.use("lasso")
    for corner in corners:
        click(canvas, square(canvas, *corner), keys=keys)


def test_clockwise_takes_what_lies_inside_else_what_is_touched(canvas, qtbot):
    clicked(canvas, AROUND_FIRST_TWO)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert selected(canvas) == [1, 2]
    clicked(canvas, AROUND_FIRST_TWO[::-1])
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert selected(canvas) == [1, 2, 3, 4, 5, 6]  # 5 m of the upper row


def test_a_lasso_that_is_dragged_ends_with_the_button(canvas):
    canvas.use("lasso")
    corners = [square(canvas, *corner) for corner in AROUND_FIRST_TWO]
    press(canvas, corners[0])
    for start, end in itertools.pairwise(corners):
        for share in range(11):
            move(canvas, start + (end - start) * (share / 10))
    release(canvas, corners[-1])
    assert selected(canvas) == [1, 2]


def test_a_double_click_a_right_click_and_the_first_corner_close_it(canvas):
    clicked(canvas, AROUND_FIRST_TWO)
    mouse(canvas, QEvent.Type.MouseButtonDblClick, square(canvas, *AROUND_FIRST_TWO[-1]))
    assert selected(canvas) == [1, 2]
    canvas.bridge.select({})
    clicked(canvas, AROUND_FIRST_TWO)
    click(canvas, QPoint(5, 5), button=RIGHT)
    assert selected(canvas) == [1, 2]
    canvas.bridge.select({})
    clicked(canvas, [*AROUND_FIRST_TWO, AROUND_FIRST_TWO[0]])
    assert selected(canvas) == [1, 2]


def test_shift_adds_and_control_takes_out(canvas):
    canvas.bridge.select({"parcels": [2, 6]})
    clicked(canvas, [*AROUND_FIRST_TWO, AROUND_FIRST_TWO[0]], keys=SHIFT)
    assert selected(canvas) == [1, 2, 6]
    clicked(canvas, [*AROUND_FIRST_TWO, AROUND_FIRST_TWO[0]], keys=CONTROL)
    assert selected(canvas) == [6]


def test_backspace_takes_a_corner_back_and_escape_all(canvas, qtbot):
    before = shown(canvas)
    clicked(canvas, [*AROUND_FIRST_TWO, (2, 1, 50, 50)])
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    assert (shown(canvas) != before).any()
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert selected(canvas) == [1, 2]
    clicked(canvas, AROUND_FIRST_TWO[:2])
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)  # shows the cross, ends no lasso
    assert selected(canvas) == [1, 2]


def test_two_corners_are_no_shape_and_hidden_kinds_are_not_taken(canvas, qtbot):
    canvas.bridge.select({"parcels": [4]})
    clicked(canvas, AROUND_FIRST_TWO[:2])
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert selected(canvas) == [4]
    canvas.bridge.show_kind("parcels", visible=False)
    clicked(canvas, AROUND_FIRST_TWO)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert selected(canvas) == []


def test_a_shape_that_crosses_itself_takes_what_it_goes_around(canvas, qtbot):
    eight = ((0, 0, -5, -5), (1, 1, 105, 105), (1, 1, 105, 50), (0, 0, -5, 105))
    clicked(canvas, eight)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert selected(canvas)
