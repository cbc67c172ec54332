"""Offers under a field: the keyboard stays in the field, and takes one of them or none."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from widgets.completing import Completion
from widgets.offers import offers

Key = Qt.Key


@pytest.fixture(params=[QLineEdit, QPlainTextEdit])
def field(request, bridge, qtbot):
    found = request.param()
    qtbot.addWidget(found)
    plan = bridge.document
    found.offers = Completion(
        found, lambda text, asked: offers(text, plan.layer("parcels"), plan, asked=asked)
    )
    found.show()
    found.activateWindow()
    found.setFocus()
    qtbot.waitUntil(found.hasFocus)
    return found


def written(field):
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def test_tab_takes_the_first_and_typing_goes_on_behind_it(field, qtbot):
    qtbot.keyClicks(field, "land_u")
    assert field.offers.isVisible()
    qtbot.keyClick(field, Key.Key_Tab)
    assert written(field) == "land_use"
    assert not field.offers.isVisible()
    qtbot.keyClicks(field, " = 'indus")
    qtbot.keyClick(field, Key.Key_Tab)
    assert written(field) == "land_use = 'M1'"
    assert field.hasFocus()


def test_arrows_and_enter_take_another_and_escape_none(field, qtbot):
    qtbot.keyClicks(field, "land_use = ")
    qtbot.keyClick(field, Key.Key_Down)
    qtbot.keyClick(field, Key.Key_Down)
    second = field.offers.currentItem().text().split()[0]
    qtbot.keyClick(field, Key.Key_Return)
    assert written(field) == f"land_use = {second}"
    qtbot.keyClicks(field, " a")
    qtbot.keyClick(field, Key.Key_Escape)
    assert not field.offers.isVisible()
    assert written(field).endswith(" a")


def test_enter_without_a_choice_is_the_fields_own(field, qtbot):
    qtbot.keyClicks(field, "lan")
    qtbot.keyClick(field, Key.Key_Return)
    assert written(field).strip() == "lan"
    assert not field.offers.isVisible()


def test_all_are_shown_on_ctrl_space_and_one_is_taken_with_the_mouse(field, qtbot):
    qtbot.keyClick(field, Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    found = field.offers
    assert found.isVisible()
    place = found.visualItemRect(found.item(1)).center()
    qtbot.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert written(field) == found.item(1).text().split()[0]


def test_in_the_middle_of_a_text_the_rest_stays(field, qtbot):
    qtbot.keyClicks(field, " AND fid = 1")
    qtbot.keyClick(field, Key.Key_Home)
    qtbot.keyClicks(field, "area_h")
    qtbot.keyClick(field, Key.Key_Tab)
    assert written(field) == "area_ha AND fid = 1"


def test_offers_go_with_the_focus(field, qtbot):
    qtbot.keyClicks(field, "lan")
    field.clearFocus()
    assert not field.offers.isVisible()


def test_offers_stay_where_the_field_is_laid_out_anew(field, qtbot):
    qtbot.keyClicks(field, "lan")
    before = field.offers.pos()
    field.move(field.pos().x() + 40, field.pos().y())
    qtbot.waitUntil(lambda: field.offers.pos() != before)
    assert field.offers.isVisible()
