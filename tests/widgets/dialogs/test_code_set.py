"""The dialog that changes the plan's code set."""

import pytest
from PySide6.QtWidgets import QComboBox

from layers.edits.code_set import convert_codes
from layers.edits.own_codes import own_codes
from tests.strategies import document, layer, squares
from widgets.dialogs.code_set import CodeSetDialog


def park():
    return document(
        layer(
            "parcels",
            squares(5),
            land_use=["M1", "A3", "A3", "H11", "G1"],
            land_use_existing=["E2", None, None, None, None],
        )
    )


@pytest.fixture
def dialog(qtbot):
    found = CodeSetDialog(park(), "ha")
    qtbot.addWidget(found)
    return found


def lines(dialog):
    found = {}
    for row in range(dialog.table.rowCount()):
        code, parcels, area = (dialog.table.item(row, column).text() for column in range(3))
        found[code.partition(" ")[0]] = (parcels, area, dialog.table.cellWidget(row, 3))
    return found


def test_codes_with_one_match_show_it_and_the_others_come_first(dialog):
    found = lines(dialog)
    assert list(found)[:3] == ["A3", "H11", "E2"]
    assert found["A3"][:2] == ("2", "2.00")
    assert found["E2"][0] == "0 · existing 1"
    assert found["M1"][2].currentData() == "100101"
    assert found["A3"][2].currentIndex() == -1
    assert "4 of" not in dialog.summary.text()
    assert "2 of 5 codes are converted. On 3 parcels these codes stay" in dialog.summary.text()
    assert dialog.to == "MNR2023"
    assert dialog.choices == {}


def test_what_is_chosen_is_what_the_edit_gets(dialog):
    dialog.choose("A3", "0804")
    dialog.choose("H11", "16")  # not among the matches
    dialog.choose("M1", None)
    dialog.choose("G1", "1402")
    assert dialog.choices == {"A3": "0804", "H11": "16", "M1": None, "G1": "1402"}
    after = park().applied(convert_codes(park(), dialog.to, dialog.choices))
    assert after.layer("parcels").values("land_use").tolist() == [
        "M1",
        "0804",
        "0804",
        "16",
        "1402",
    ]


def test_another_class_offers_all_of_them(dialog):
    box = lines(dialog)["A3"][2]
    assert isinstance(box, QComboBox)
    few = box.count()
    box.setCurrentIndex(few - 1)
    box.activated.emit(few - 1)
    assert box.count() > 80
    assert box.findData("16") > 0
    assert "A3" in dialog.summary.text()
    assert dialog.choices == {}
    box.hidePopup()


def test_a_code_that_would_be_another_class_keeps_the_dialog_open(qtbot):
    plan = park()
    rows = [{"code": "A3", "name": "Third axis", "counts_as": "S1"}]
    plan = plan.applied(own_codes(plan, "Own", rows))
    dialog = CodeSetDialog(plan, "ha", "own")
    qtbot.addWidget(dialog)
    assert dialog.to == "own"
    assert not dialog.change.isEnabled()
    assert "A3 would be taken for other classes" in dialog.problem.text.text()
    dialog.choose("A3", "A3")
    assert dialog.change.isEnabled()
