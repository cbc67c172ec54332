"""A condition typed in a dialog: what fits is counted beside the window, what is wrong is told."""

import pytest
from PySide6.QtCore import Qt

from widgets.dialogs.select_by import SelectDialog


@pytest.fixture
def dialog(bridge, qtbot):
    found = SelectDialog(bridge)
    qtbot.addWidget(found)
    found.show()
    found.ways.setCurrentWidget(found.condition)
    yield found
    found.condition.close_down()


def test_what_fits_is_counted_and_selected(dialog, bridge, qtbot):
    assert not dialog.buttons.select.isEnabled()
    with qtbot.waitSignal(dialog.condition.found, check_params_cb=lambda ids: ids is not None):
        qtbot.keyClicks(dialog.condition.text, "fid in (1, 4) or area_ha > 100000")
    assert dialog.buttons.select.isEnabled()
    qtbot.mouseClick(dialog.buttons.select, Qt.MouseButton.LeftButton)
    assert bridge.selection["parcels"].tolist() == [1, 4]


def test_what_cannot_be_understood_is_told_and_nothing_can_be_selected(dialog, qtbot):
    dialog.condition.text.setPlainText("fid = 1")
    qtbot.waitUntil(dialog.buttons.select.isEnabled)
    dialog.condition.text.setPlainText("landuse = 1")
    assert not dialog.buttons.select.isEnabled()
    qtbot.waitUntil(lambda: "landuse" in dialog.condition.trouble.text())
    assert not dialog.buttons.select.isEnabled()
    dialog.condition.text.setPlainText("fid = 2")
    qtbot.waitUntil(dialog.buttons.select.isEnabled)
    assert dialog.condition.trouble.text() == ""


def test_a_column_is_inserted_as_a_condition_needs_it(dialog):
    dialog.condition.insert("land_use")
    dialog.condition.insert("户 主")
    dialog.condition.insert("2a")
    assert dialog.condition.text.toPlainText() == 'land_use"户 主""2a"'
    titles = [action.text() for action in dialog.condition.columns.menu().actions()]
    assert any(title.startswith("area_ha") for title in titles)


def test_the_other_way_asks_again(dialog, qtbot):
    dialog.condition.text.setPlainText("fid = 2")
    qtbot.waitUntil(dialog.buttons.select.isEnabled)
    dialog.ways.setCurrentIndex(0)
    assert not dialog.buttons.select.isEnabled()
    dialog.ways.setCurrentWidget(dialog.condition)
    qtbot.waitUntil(dialog.buttons.select.isEnabled)
    assert dialog.found.tolist() == [2]


def test_a_long_sentence_about_what_is_wrong_covers_nothing(dialog, qtbot):
    dialog.condition.text.setPlainText("landuse = 1")
    qtbot.waitUntil(lambda: "landuse" in dialog.condition.trouble.text())
    assert dialog.count.text() == ""  # not: type a condition
    row = dialog.condition.columns
    assert row.y() >= dialog.condition.text.geometry().bottom()
    area = dialog.condition.trouble.parentWidget().parentWidget()
    assert area.y() >= row.geometry().bottom()
    told = dialog.condition.trouble
    qtbot.waitUntil(lambda: told.height() >= told.heightForWidth(told.width()))  # to be scrolled
    dialog.condition.text.setPlainText(" ")
    qtbot.waitUntil(lambda: dialog.count.text() != "")
