"""The field for numbers on the map."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from widgets.map.sketch_entry import SketchEntry
from widgets.map.tool import Pointer


@pytest.fixture
def entry(qtbot):
    canvas = QWidget()
    canvas.resize(600, 400)
    canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.addWidget(canvas)
    found = SketchEntry(canvas)
    canvas.show()
    qtbot.waitExposed(canvas)
    return found


def pointer(across, down):
    return Pointer(0.0, 0.0, across, down)


def test_it_opens_beside_the_pointer_with_what_was_typed(entry):
    assert entry.isHidden()
    entry.begin("3", pointer(100, 200))
    assert entry.isVisible()
    assert entry.text() == "3"
    assert not entry.geometry().contains(QPoint(100, 200))
    said = []
    entry.changed.connect(said.append)
    QTest.keyClicks(entry, "5<N4")
    assert said[-1] == "35<N4"


@pytest.mark.parametrize("corner", [(0, 0), (599, 0), (599, 399), (0, 399)])
def test_it_and_its_complaint_stay_inside_the_map(entry, corner):
    entry.begin("3", pointer(*corner))
    entry.complain("A sentence that is long enough to be broken into several lines, at least two.")
    whole = entry.parentWidget().rect()
    assert whole.contains(entry.geometry())
    assert whole.contains(entry._trouble.geometry())
    assert not entry.geometry().intersects(entry._trouble.geometry())
    assert not entry.geometry().contains(QPoint(*corner))


def test_enter_hands_the_text_on_and_escape_gives_the_keyboard_back(entry):
    taken, left = [], []
    entry.taken.connect(taken.append)
    entry.left.connect(lambda: left.append(1))
    entry.begin("3", None)
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert taken == ["3"]
    entry.complain("No.")
    assert entry.trouble == "No."
    QTest.keyClicks(entry, "1")
    assert entry.trouble == ""
    QTest.keyClick(entry, Qt.Key.Key_Escape)
    assert entry.isHidden()
    assert left == [1]
    entry.begin("7", None)
    assert entry.text() == "7"
    QTest.keyClick(entry, Qt.Key.Key_Backspace)
    assert entry.isVisible()
    QTest.keyClick(entry, Qt.Key.Key_Backspace)  # nothing is left to be taken back
    assert entry.isHidden()
