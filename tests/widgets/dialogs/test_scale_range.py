"""From which scale to which."""

from math import inf

from PySide6.QtWidgets import QToolButton

from widgets.dialogs.scale_range import ScaleRange


def test_no_limit_is_zero_and_infinity(qtbot):
    box = ScaleRange(4_812.4)
    qtbot.addWidget(box)
    box.show_range(0.0, inf)
    assert box.range == (0.0, inf)
    assert box.nearest.text() == "no limit"
    with qtbot.waitSignal(box.changed):
        box.findChildren(QToolButton)[1].click()
    assert box.range == (0.0, 4812.0)
    assert box.farthest.text() == "1:4812"


def test_without_a_map_there_is_no_present_scale(qtbot):
    box = ScaleRange(0.0)
    qtbot.addWidget(box)
    assert not any(button.isEnabled() for button in box.findChildren(QToolButton))
