"""Toolbar and tools."""

import pytest
from PySide6.QtCore import Qt

from app.toolbar import ToolBar, scale_text, typed_scale
from app.tools import tool_actions
from widgets.map.tools import tools


@pytest.mark.parametrize(
    ("text", "denominator"),
    [
        ("1:5000", 5000),
        ("2 500", 2500),
        ("1:10,000", 10_000),
        ("", None),
        ("1:0", None),
        ("1：1万", 10_000),
        ("1:5千", 5_000),
        ("1/2000", 2_000),
        ("11:75002 000", None),
    ],
)
def test_scales_are_typed_as_people_do(text, denominator):
    assert typed_scale(text) == denominator


def test_a_typed_scale_reaches_the_map(opened, qtbot):
    box = opened.window.tools.scale
    assert isinstance(opened.window.tools, ToolBar)
    box.lineEdit().selectAll()
    qtbot.keyClicks(box.lineEdit(), "1:2000")
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert opened.window.canvas.viewport.denominator == pytest.approx(2000)
    assert box.currentText() == scale_text(2000)


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
