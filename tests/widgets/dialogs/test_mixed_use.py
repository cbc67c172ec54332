"""The dialog of mixed use."""

import pytest
from PySide6.QtWidgets import QDialogButtonBox

from layers.codes import code_set
from widgets.dialogs.mixed_use import MixedUseDialog


@pytest.fixture
def made(qtbot):
    def make(text=""):
        found = MixedUseDialog(code_set("GB50137-2011"), text, 2)
        qtbot.addWidget(found)
        return found

    return make


def ok(dialog):
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()


def test_a_code_is_the_first_use_and_no_share_is_assumed(made):
    dialog = made("M1")
    assert dialog.uses[0].currentData() == "M1"
    assert not ok(dialog)
    dialog.uses[1].setCurrentText("b2")
    assert not ok(dialog)  # no share yet
    assert not dialog.problem.isVisibleTo(dialog)
    dialog.shares[0].setValue(70)
    assert dialog.shares[1].value() == 30
    assert ok(dialog)
    assert dialog.text == "M1:70/B2:30"
    assert dialog.summary.text().endswith("(70/30 %)")


def test_a_mixed_use_is_shown_and_can_grow_and_shrink(made):
    dialog = made("M1:70/B2:30")
    assert (dialog.text, ok(dialog)) == ("M1:70/B2:30", True)
    dialog.more.click()
    dialog.uses[2].setCurrentIndex(dialog.uses[2].findData("G1"))
    dialog.shares[1].setValue(20)
    assert dialog.text == "M1:70/B2:20/G1:10"
    dialog.less.click()
    assert dialog.text == "M1:70/B2:30"
    assert not dialog.less.isEnabled()


def test_shares_may_be_unknown(made):
    dialog = made("M1/B2")
    assert not ok(dialog)
    dialog.unknown.setChecked(True)
    assert (dialog.text, ok(dialog)) == ("M1/B2", True)


@pytest.mark.parametrize(
    ("first", "share", "said"),
    [
        ("Z9", 50, "has no land use Z9"),
        ("B2", 50, "2 to 6 different codes"),
        ("M1", 100, "share of B2 must be a number above 0"),
    ],
)
def test_what_cannot_be_is_said_and_cannot_be_taken(made, first, share, said):
    dialog = made("M1/B2")
    dialog.uses[0].setCurrentText(first)
    dialog.shares[0].setValue(share)
    assert said in dialog.problem.text.text()
    assert not ok(dialog)
