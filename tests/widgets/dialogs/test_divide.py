import pytest

from layers.errors import InvalidEditError
from tests.strategies import small_plan
from widgets import words
from widgets.dialogs.divide import AREAS, EQUAL, SHARES, DivideDialog, numbers_of


@pytest.fixture
def dialog(qtbot):
    plan = small_plan()
    found = DivideDialog(plan, 2, "mu")
    qtbot.addWidget(found)

    def follow():
        try:
            found.show_edit(found.verb(plan))
        except InvalidEditError as error:
            found.show_refusal(words.sentence(error.message))

    found.changed.connect(follow)
    follow()
    return found


def listed(dialog, column=1):
    found = [dialog.list.item(row, column).text() for row in range(dialog.list.rowCount())]
    return [text.replace(words.THIN, "") for text in found]


def test_equal_parts_are_listed_with_their_numbers_and_areas(dialog):
    assert listed(dialog, 0) == ["A2a", "A2b"]
    dialog.parts.setValue(4)
    assert listed(dialog) == ["2500.00"] * 4
    assert listed(dialog, 2) == ["0.2500"] * 4
    assert listed(dialog, 3) == ["3.750"] * 4
    assert dialog.outcome.text() == "Divide parcel A2 into 4"


def test_areas_are_typed_in_the_unit_that_is_chosen(dialog):
    dialog.way.setCurrentIndex(AREAS)
    dialog.areas.setText("3 6")  # of 15 mu
    assert listed(dialog, 3) == ["3.000", "6.000", "6.000"]
    dialog.unit.setCurrentIndex(dialog.unit.findData("ha"))
    dialog.areas.setText("0.25")
    assert listed(dialog) == ["2500.00", "7500.00"]


def test_shares_are_in_proportion(dialog):
    dialog.way.setCurrentIndex(SHARES)
    dialog.shares.setText("1:1：2")
    assert listed(dialog) == ["2500.00", "2500.00", "5000.00"]


def test_what_cannot_be_is_said_and_cannot_be_done(dialog):
    dialog.way.setCurrentIndex(AREAS)
    dialog.areas.setText("99")
    assert "Take 56\u2009000.00 m² off" in dialog.problem.text.text()
    assert not dialog.act.isEnabled()
    assert listed(dialog) == []
    dialog.areas.setText("5 five")
    assert "five is none" in dialog.problem.text.text()
    dialog.way.setCurrentIndex(EQUAL)
    assert dialog.act.isEnabled()
    assert dialog.problem.isHidden()


def test_the_sides_are_named_by_where_they_lie(dialog):
    texts = [dialog.side.itemText(place) for place in range(dialog.side.count())]
    assert texts == [
        "the longest side",
        "east, 100.0 m",
        "north, 100.0 m",
        "west, 100.0 m",
        "south, 100.0 m",
    ]
    dialog.side.setCurrentIndex(1)
    dialog.cuts.setCurrentIndex(1)
    assert listed(dialog) == ["5000.00"] * 2


@pytest.mark.parametrize("text", ["", " , ", "a", "1 2 x", "1e999x"])
def test_a_list_without_numbers_is_refused(text):
    with pytest.raises(InvalidEditError):
        numbers_of(text)
