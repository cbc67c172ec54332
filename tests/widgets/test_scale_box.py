"""Scales as people type them, and a field for one."""

import pytest
from PySide6.QtCore import Qt

from widgets.scale_box import ScaleBox, typed_scale


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


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("1:1000", 1000, "1:1000"),
        ("1：1万", 10_000, "1:10000"),
        ("2 500", 2_500, "1:2500"),
        ("near", 25_000, "1:25000"),
        ("0", 0, "no limit"),
    ],
)
def test_a_scale_is_typed_over_another_one(qtbot, typed, value, shown):
    box = ScaleBox()
    qtbot.addWidget(box)
    box.setValue(25_000)
    box.selectAll()
    for sign in typed:  # one by one, as a hand does: each is looked at
        box.lineEdit().insert(sign)
    box.interpretText()
    assert (box.value(), box.text()) == (value, shown)


def test_a_scale_is_typed_where_none_was_and_taken_out_again(qtbot):
    box = ScaleBox()
    qtbot.addWidget(box)
    assert box.text() == "no limit"
    box.selectAll()
    qtbot.keyClicks(box, "1:500")
    box.interpretText()
    assert box.value() == 500
    box.selectAll()
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    box.interpretText()
    assert (box.value(), box.text()) == (0, "no limit")
