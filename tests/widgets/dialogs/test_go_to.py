"""Going to a place."""

import pytest
from PySide6.QtCore import Qt

from widgets.dialogs import go_to
from widgets.dialogs.go_to import GoToDialog


@pytest.fixture
def dialog(bridge, qtbot, monkeypatch):
    monkeypatch.setattr(go_to, "_typed", [""])
    found = GoToDialog(bridge)
    qtbot.addWidget(found)
    return found


def test_features_are_proposed_while_one_types_and_enter_takes_one(dialog, qtbot):
    assert dialog.list.count() == 0
    assert "For instance" in dialog.state.text()
    number = dialog._bridge.document.layer("parcels").values("number").loc[2]
    qtbot.keyClicks(dialog.line, str(number))
    qtbot.waitUntil(lambda: dialog.list.count() > 0)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.chosen.ids.tolist() == [2]
    assert dialog.result() == dialog.DialogCode.Accepted


def test_arrows_choose_another_one(dialog, qtbot):
    dialog.line.setText("#1")
    dialog.look()
    assert dialog.list.count() > 1
    qtbot.keyClick(dialog.line, Qt.Key.Key_Down)
    assert dialog.list.currentRow() == 1
    qtbot.keyClick(dialog.line, Qt.Key.Key_Up)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Up)
    assert dialog.list.currentRow() == 0


def test_what_fits_nothing_gets_a_sentence_and_enter_does_nothing(dialog, qtbot):
    dialog.line.setText("nowhere")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.chosen is None
    assert "Nothing in the plan is called nowhere" in dialog.state.text()


def test_what_was_typed_last_is_there_again(dialog, bridge, qtbot):
    dialog.line.setText("#1")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    again = GoToDialog(bridge)
    qtbot.addWidget(again)
    assert again.line.text() == "#1"
    assert again.line.selectedText() == "#1"
