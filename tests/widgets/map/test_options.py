import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from widgets.map import options
from widgets.map.options import OptionBar


@pytest.fixture
def canvas(qtbot, monkeypatch):
    monkeypatch.setattr(options, "_remembered", {})
    found = QWidget()
    found.resize(600, 400)
    found.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.addWidget(found)
    with qtbot.waitExposed(found):
        found.show()
    return found


def bar(canvas):
    found = OptionBar(canvas, "road")
    found.add_number("width", "Width", 24.0, 200.0, least=0.5)
    found.add_choice("cover", "Cover", [("lawn", "Lawn"), ("shrub", "Shrubs")], "shrub")
    found.open()
    return found


def test_numbers_and_choices_are_told_and_remembered(canvas, qtbot):
    first = bar(canvas)
    assert (first.number("width"), first.choice("cover")) == (24.0, "shrub")
    with qtbot.waitSignal(first.changed):
        first.set_number("width", 12.5)
    first.set_choice("cover", "lawn")
    second = bar(canvas)
    assert (second.number("width"), second.choice("cover")) == (12.5, "lawn")


def test_numbers_stay_within_their_bounds(canvas):
    first = bar(canvas)
    first.set_number("width", 9e9)
    assert first.number("width") == 200.0
    first.set_number("width", -3.0)
    assert first.number("width") == 0.5


def test_it_stands_in_the_middle_of_the_upper_edge(canvas):
    first = bar(canvas)
    assert first.geometry().center().x() == pytest.approx(300, abs=2)
    canvas.resize(800, 400)
    QTest.qWait(10)
    assert first.geometry().center().x() == pytest.approx(400, abs=2)


def test_enter_gives_the_keyboard_back_to_the_map(canvas):
    first = bar(canvas)
    field = first._fields["width"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "36")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert first.number("width") == 36.0
    assert not field.hasFocus()
