"""Colours by value and by number."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from layers.classing import ramps
from layers.errors import PlanError
from layers.looks import style_of
from layers.style import Style
from tests.widgets.dialogs.test_style import choose
from widgets.dialogs import style_classes
from widgets.dialogs.style_classes import NUMBERS, SINGLE, VALUES, ClassesPage


@pytest.fixture
def page(computed, qtbot):
    found = ClassesPage(computed, "parcels")
    qtbot.addWidget(found)
    found.show_style(style_of(computed.document, "parcels"))
    found.show()
    return found


def cells(page, column):
    return [page.table.item(row, column).text() for row in range(page.table.rowCount())]


def test_codes_are_listed_with_their_counts(page):
    assert page.mode.currentData() == VALUES
    assert cells(page, 1) == ["M1", "G1"]
    assert cells(page, 2)[1] == "Park green"
    assert cells(page, 3) == ["2", "1"]


def test_numbers_make_classes_at_once(page, qtbot):
    with qtbot.waitSignal(page.changed):
        choose(page.mode, NUMBERS)
    choose(page.subject, "far")
    style = page.styled(Style())
    assert (style.by, style.breaks, style.scheme) == ("far", (1.0, 2.0), "natural")
    assert style.ramp == next(iter(ramps().values())).colours(2)
    assert cells(page, 3) == ["1", "1"]
    page.backwards.click()
    assert page.styled(Style()).ramp == style.ramp[::-1]


def test_a_measure_without_a_number_is_told(page):
    choose(page.mode, NUMBERS)
    choose(page.subject, "population")
    with pytest.raises(PlanError):
        page.styled(Style())
    assert not cells(page, 1)  # neither codes nor the classes of another column
    choose(page.subject, "far")
    assert page.styled(Style()).by == "far"
    assert len(cells(page, 1)) == 2
    choose(page.subject, "population")
    page.histogram.repaint()
    assert not cells(page, 1)


def test_a_bound_that_is_typed_makes_classes_by_hand(page):
    choose(page.mode, NUMBERS)
    choose(page.subject, "far")
    page.table.item(0, 1).setText("1.5")
    style = page.styled(Style())
    assert (style.breaks, style.scheme) == ((1.5, 2.0), "")
    page.table.item(0, 1).setText("3")
    with pytest.raises(PlanError):
        page.styled(Style())


def test_own_colours_are_a_ramp_and_stay_with_other_classes(page):
    own = ("#ff0000", "#0000ff", "#00ff00")
    page.show_style(Style(by="far", breaks=(0.5, 1.0, 2.0), ramp=own))
    assert page.ramp.currentText() == "Own colours"
    choose(page.scheme, "natural")
    assert page.styled(Style()).ramp == (own[0], own[2])
    for _ in range(2):
        page.backwards.click()
    assert page.styled(Style()).ramp == (own[0], own[2])
    choose(page.ramp, "growth")
    assert page.styled(Style()).ramp == ramps()["growth"].colours(2)
    page.recolour(0, "#123456")
    assert page.ramp.currentText() == "Own colours"


def test_typing_a_bound_leaves_the_table_where_it_is(page, qtbot, qtlog):
    choose(page.mode, NUMBERS)
    choose(page.subject, "far")
    cell = page.table.item(0, 1)
    page.table.setCurrentItem(cell)
    page.table.editItem(cell)
    editor = page.table.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "1.5")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.styled(Style()).breaks == (1.5, 2.0))
    qtbot.waitUntil(lambda: page.table.state() is not page.table.State.EditingState)
    assert page.table.currentItem() is page.table.item(0, 1)
    assert not [record for record in qtlog.records if "editor" in record.message]


def test_a_colour_of_a_class_can_be_chosen_by_key(page, qtbot, monkeypatch):
    monkeypatch.setattr(style_classes, "ask_colour", lambda *_: "#123456")
    page.table.setCurrentCell(1, 0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.styled(Style()).colours == {"G1": "#123456"}
    page.recolour(0, "")
    assert page.styled(Style()).colours == {"G1": "#123456"}
    choose(page.mode, NUMBERS)
    choose(page.subject, "far")
    page.recolour(1, "#000001")
    assert page.styled(Style()).ramp[1] == "#000001"


def test_one_colour(page):
    choose(page.mode, SINGLE)
    assert not page.table.isVisible()
    page.fill.take("#00ff00")
    style = page.styled(Style(by="far", breaks=(1.0,), ramp=("#000000",)))
    assert (style.by, style.fill, style.graduated) == ("", "#00ff00", False)


def test_values_of_another_column_get_colours(page):
    choose(page.mode, VALUES)
    choose(page.subject, "number")
    style = page.styled(Style())
    assert set(style.colours) == {"A-01", "A-02", "A-03", "A-04"}
    assert page.form.isRowVisible(page.fill)
    for coded in ("land_use_existing", "land_use"):
        choose(page.subject, coded)
        assert page.styled(Style()).colours == {}
        assert not page.form.isRowVisible(page.fill)


def test_ways_that_count_by_themselves_leave_the_wanted_number(page):
    choose(page.mode, NUMBERS)
    choose(page.subject, "far")
    page.count.setValue(4)
    assert page.count.isEnabled()
    choose(page.scheme, "rounded")
    assert not page.count.isEnabled()
    assert page.count.value() == len(page.styled(Style()).breaks)
    choose(page.scheme, "equal")
    assert page.count.isEnabled()
    assert page.count.value() == 4


def test_classes_are_called_as_in_the_legend(page):
    choose(page.mode, NUMBERS)
    choose(page.subject, "far")
    assert page.table.horizontalHeaderItem(1).text() == "Up to"
    assert cells(page, 2) == ["≤ 1", "> 1"]
    choose(page.mode, VALUES)
    assert page.table.horizontalHeaderItem(1).text() == "Value"


def test_a_bound_that_is_dragged_makes_classes_by_hand(page):
    assert page.histogram.isHidden()
    choose(page.mode, NUMBERS)
    choose(page.subject, "far")
    assert not page.histogram.isHidden()
    page.histogram.moved.emit(0, 1.25)
    style = page.styled(Style())
    assert (style.breaks, style.scheme) == ((1.25, 2.0), "")
    assert cells(page, 1)[0] == "1.25"
    assert page.scheme.currentData() == ""
