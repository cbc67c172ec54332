"""Reading what is typed while sketching."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from widgets.map.course import Course
from widgets.map.sketch_typing import Typing
from widgets.map.tool import Stroke


@pytest.fixture
def typing(qtbot):
    canvas = QWidget()
    qtbot.addWidget(canvas)
    canvas.show()
    course = Course()
    found = Typing(canvas, lambda: course)
    found.course = course
    return found


def enter(typing, text):
    typing.begin(text[0], None)
    QTest.keyClicks(typing.entry, text[1:])
    QTest.keyClick(typing.entry, Qt.Key.Key_Return)


def test_keys_that_begin_a_number_or_a_place_open_the_entry(typing):
    def begin(signs):
        return [typing.begins_with(Stroke(Qt.Key.Key_0, text=sign)) for sign in signs]

    assert all(begin("0359xY"))
    # Before there is a place, nothing can be counted from it: these zoom the map.
    assert not any(begin([".", "-", "@", "<", "", "t", "+", "12"]))
    typing.course.add([(0.0, 0.0)])
    assert all(begin("0359xY.-@<"))
    assert not any(begin(["", "t", "+", "12"]))


def test_the_place_is_known_while_it_is_typed(typing):
    typing.course.add([(0.0, 0.0)])
    typing.begin("1", None)
    assert typing.place((0.0, 9.0)) == (0.0, 1.0)
    QTest.keyClicks(typing.entry, "0<")
    assert typing.place((0.0, 9.0)) is None
    QTest.keyClicks(typing.entry, "0")
    assert typing.place((0.0, 9.0)) == (10.0, 0.0)
    assert typing.given
    QTest.keyClick(typing.entry, Qt.Key.Key_Escape)
    assert not typing.given
    assert typing.place((0.0, 9.0)) is None


def test_enter_gives_the_place_or_says_why_there_is_none(typing):
    taken = []
    typing.taken.connect(taken.append)
    enter(typing, "@1,2")
    assert "no place yet" in typing.entry.trouble
    assert typing.open
    typing.put_away()
    enter(typing, "500010.5, 3890020.25")
    assert taken == [(500010.5, 3890020.25)]
    assert not typing.open


def test_an_angle_alone_is_held(typing):
    taken = []
    typing.taken.connect(taken.append)
    typing.course.add([(0.0, 0.0)])
    enter(typing, "<N30")
    assert taken == []
    assert typing.course.locked == pytest.approx(60.0)
    assert not typing.open


def test_trouble_of_what_is_typed_is_told_beside_the_pointer(typing):
    typing.begin("5", None)
    assert typing.place((0.0, 0.0)) is None
    assert "no place yet" in typing.trouble
    typing.put_away()
    assert typing.trouble == ""


def test_a_decimal_comma_is_told_from_a_place(typing):
    taken = []
    typing.taken.connect(taken.append)
    typing.course.add([(40_512_345.0, 3_901_234.0)])
    enter(typing, "35,2")
    assert "as in 35.2" in typing.entry.trouble
    assert taken == []
