"""Fields for numbers: their text stands off the edge, everywhere."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from widgets import theme
from widgets.spin import DoubleSpinBox, SpinBox

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("field", [SpinBox, DoubleSpinBox])
def test_text_stands_as_far_from_the_edge_as_in_other_fields(qtbot, qapp: QApplication, field):
    theme.use_theme(qapp, "light")
    box, other = field(), QLineEdit("7")
    for one in (box, other):
        qtbot.addWidget(one)
        one.resize(160, 28)
        one.show()
        one.setFocus()
    inner = box.lineEdit()
    inner.setCursorPosition(0)
    other.setCursorPosition(0)
    left = inner.x() + inner.cursorRect().center().x()
    assert abs(left - other.cursorRect().center().x()) <= 4
    qapp.setStyleSheet("")


def test_no_other_field_for_numbers_is_made():
    made = [
        str(path.relative_to(ROOT))
        for package in ("app", "widgets")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"\bQ(Double)?SpinBox\(\)(?!:)", path.read_text(encoding="utf-8"))
    ]
    assert not made, "use widgets.spin"
