"""The dialog of a plan's own code set."""

import pytest
from PySide6.QtWidgets import QDialogButtonBox

from layers.edits.code_set import convert_codes
from layers.edits.own_codes import own_codes
from tests.strategies import small_plan
from widgets.dialogs.own_codes import OwnCodesDialog

TEXT = "code,name,name_zh,parent,colour,counts_as\nI,Industry,工业,,,M\nX,Something,,I,#112233,\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "our codes.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def made(qtbot):
    def make(plan):
        found = OwnCodesDialog(plan)
        qtbot.addWidget(found)
        return found

    return make


def ok(dialog):
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()


def cells(dialog):
    table = dialog.table
    return [
        [table.item(row, column).text() for column in range(5)] for row in range(table.rowCount())
    ]


def test_a_table_is_read_named_after_its_file_and_shown(made, table):
    dialog = made(small_plan())
    assert not ok(dialog)
    assert not dialog.take_away.isEnabled()
    dialog.take(table)
    assert ok(dialog)
    assert dialog.set_name == "our codes"
    assert cells(dialog) == [
        ["I", "Industry", "工业", "", "M  Industrial"],
        ["X", "Something", "", "I", "M  Industrial"],
    ]
    dialog.name.clear()
    assert not ok(dialog)


def test_what_is_wrong_with_a_table_is_said_row_by_row_and_nothing_taken(made, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text(TEXT + "".join(f"A/{n},x,,,,\n" for n in range(9)), encoding="utf-8")
    dialog = made(small_plan())
    dialog.take(path)
    said = dialog.problem.text.text()
    assert said.startswith("bad.csv was not taken:\nRow 4: A/0 cannot be a code.")
    assert said.endswith("… and 3 more")
    assert not ok(dialog)
    dialog.take(tmp_path / "gone.csv")
    assert "cannot be read" in dialog.problem.text.text()


def test_a_known_set_is_written_to_begin_with(made, tmp_path):
    dialog = made(small_plan())
    dialog.start.setCurrentIndex(dialog.start.findData("MNR2023"))
    path = tmp_path / "start.csv"
    dialog.write(path)
    assert "start.csv was written" in dialog.doubt.text()
    dialog.take(path)
    assert len(dialog.classes) > 80
    dialog.write(tmp_path / "no folder" / "x.csv")
    assert "could not be written" in dialog.problem.text.text()


def test_the_set_of_a_plan_is_shown_and_taken_away_only_while_not_followed(made):
    plan = small_plan()
    rows = [{"code": "I", "name": "Industry", "counts_as": "M1"}]
    plan = plan.applied(own_codes(plan, "Own", rows))
    dialog = made(plan)
    assert (dialog.set_name, len(dialog.classes)) == ("Own", 1)
    dialog.take_away.click()
    assert dialog.removed
    assert ok(dialog)
    used = plan.applied(convert_codes(plan, "own"))
    dialog = made(used)
    assert not dialog.take_away.isEnabled()
    assert dialog.then.isHidden()
