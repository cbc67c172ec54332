"""What is true of all tools."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from tests.widgets.map.pointing import (
    drag,
    mouse,
    move,
    settle,
    shown,
    square,
)
from widgets.map.tool import Gesture, Stroke
from widgets.map.tools import tools


def test_keys_and_places_of_tools_are_their_own():
    found = tools().values()
    assert len({tool.key for tool in found}) == len(found)
    assert len({tool.order for tool in found}) == len(found)
    assert next(iter(tools())) == "select"


def test_a_sketch_under_way_has_the_keys_x_and_y_and_digits_for_itself():
    # So no tool is chosen by them.
    assert not {tool.key for tool in tools().values()} & set("XY0123456789")


def test_a_gesture_wants_no_key_and_has_lost_nothing_by_itself(canvas):
    gesture = Gesture(canvas)
    assert not gesture.wants(Stroke(Qt.Key.Key_T, text="t"))
    assert gesture.lost_at == 0
    assert not gesture.restore()
    assert not canvas.restore()


@pytest.mark.parametrize("tool", tools())
def test_each_tool_stands_a_whole_gesture_and_draws(canvas, tool, qtbot):
    with qtbot.waitSignal(canvas.tool_changed, raising=tool != "select", timeout=100):
        canvas.use(tool)
    drag(canvas, square(canvas, 0, 0), square(canvas, 1, 1))
    move(canvas, square(canvas, 2, 1), Qt.MouseButton.NoButton)
    shown(canvas)
    mouse(canvas, QEvent.Type.MouseButtonDblClick, square(canvas, 0, 1))
    for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        qtbot.keyClick(canvas, key)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    canvas.use("select")
    settle(canvas, qtbot)
