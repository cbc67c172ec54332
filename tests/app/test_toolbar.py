"""Toolbar and tools."""

import pytest
from PySide6.QtCore import Qt

from app.toolbar import ToolBar, scale_text
from app.tools import tool_actions
from widgets.map.tools import tools
from widgets.scale_box import typed_scale


def test_a_typed_scale_reaches_the_map(opened, qtbot):
    box = opened.window.tools.scale
    assert isinstance(opened.window.tools, ToolBar)
    box.lineEdit().selectAll()
    qtbot.keyClicks(box.lineEdit(), "1:2000")
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert opened.window.canvas.viewport.denominator == pytest.approx(2000)
    assert box.currentText() == scale_text(2000)


@pytest.mark.parametrize("factor", [1e30, 1e-30])
def test_the_scale_is_read_and_typed_again_however_far_the_map_is_zoomed(opened, factor):
    window, box = opened.window, opened.window.tools.scale
    furthest = window.canvas.viewport.zoomed(0.0, 0.0, factor).denominator
    window.tools.show_scale(furthest)
    assert typed_scale(box.currentText()) == pytest.approx(furthest)
    line = box.lineEdit()
    assert line.fontMetrics().horizontalAdvance(line.text()) < line.width()


def test_a_click_into_the_scale_marks_it_and_esc_leaves_it(opened, qtbot):
    window, box = opened.window, opened.window.tools.scale
    window.show_scale(5000)
    line = box.lineEdit()
    window.activateWindow()
    line.setFocus()
    qtbot.waitUntil(lambda: line.selectedText() == scale_text(5000))
    qtbot.keyClicks(line, "nonsense")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert box.currentText() == scale_text(5000)
    line.setFocus()
    qtbot.keyClicks(line, "1:77")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert box.currentText() == scale_text(5000)
    assert window.canvas.hasFocus()
    assert window.canvas.viewport.denominator == pytest.approx(5000)


def test_every_tool_is_a_command_that_chooses_it(opened):
    window = opened.window
    assert len(tool_actions(window)) == len(tools())
    for action in tool_actions(window):
        window.run(action.id)
        assert window.canvas.tool == action.id.partition("tool_")[2]
        assert window.commands[action.id].isChecked()


def test_the_brush_and_the_palette_have_one_land_use(opened):
    bridge, brush = opened.documents.bridge, opened.window.canvas.gesture("zone")
    bridge.choose_land_use("B1")
    assert brush.land_use == "B1"
    brush.land_use = "G1"
    assert bridge.land_use == "G1"


def test_the_scale_box_is_seen_in_a_small_window(opened, qtbot):
    window, tools = opened.window, opened.window.tools
    window.show()
    needed = tools.sizeHint().width()  # letters differ from machine to machine
    for wide in (needed + 200, needed - 40, 100, needed + 200):  # 100: as small as it can be
        window.resize(wide, 700)
        qtbot.waitUntil(lambda: (tools.iconSize().width() < 20) is (window.width() < needed))
        qtbot.waitUntil(tools.scale.isVisible)
        assert tools.scale.geometry().right() <= tools.width()
