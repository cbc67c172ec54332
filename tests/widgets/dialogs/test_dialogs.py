"""The dialogs: what they ask, and what they give back."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton

from layers.message import Message
from tests.small_plan import small_plan
from widgets.dialogs import questions
from widgets.dialogs.about import AboutDialog
from widgets.dialogs.commands import CommandsDialog
from widgets.dialogs.export import ExportDialog, Format
from widgets.dialogs.import_file import ImportDialog
from widgets.dialogs.import_report import ImportReportDialog
from widgets.dialogs.new_plan import NewPlanDialog
from widgets.dialogs.report import ReportDialog
from widgets.dialogs.select_by import SelectDialog, matching
from widgets.dialogs.sources import Found, kind_of, value_of
from widgets.sizes import SIZE


@pytest.mark.parametrize(
    ("column", "operator", "text", "ids"),
    [
        ("land_use", "=", "M1", [1, 2]),
        ("land_use", "!=", "M1", [3]),
        ("land_use", "missing", "", [4]),
        ("land_use", "given", "", [1, 2, 3]),
        ("land_use", "starts", "g", [3]),
        ("number", "contains", "-0", [1, 2, 3, 4]),
        ("far", ">", "1", [2]),
        ("far", ">=", "1", [1, 2]),
        ("far", "<", "1.5", [1]),
        ("far", "<=", "2", [1, 2]),
        ("far", "=", "2", [2]),
        ("far", "=", "two", []),
        ("far", "missing", "", [3, 4]),
    ],
)
def test_features_that_fit(column, operator, text, ids):
    assert matching(small_plan(), "parcels", column, operator, text).tolist() == ids


def test_selecting_by_attribute_counts_before_it_selects(bridge, qtbot):
    dialog = SelectDialog(bridge)
    qtbot.addWidget(dialog)
    assert dialog.column.currentData() == "land_use"
    assert not dialog.buttons.select.isEnabled()
    dialog.value.setEditText("M1  Industrial class 1 (no nuisance)")
    assert dialog.count.text() == "2 features fit."
    qtbot.mouseClick(dialog.buttons.select, Qt.MouseButton.LeftButton)
    assert bridge.selection["parcels"].tolist() == [1, 2]


def test_selecting_can_add(bridge, qtbot):
    bridge.select({"parcels": [4], "greens": [1]})
    dialog = SelectDialog(bridge)
    qtbot.addWidget(dialog)
    dialog.value.setEditText("G1")
    dialog.buttons.add.click()
    assert bridge.selection["parcels"].tolist() == [3, 4]
    assert bridge.selection["greens"].tolist() == [1]


def test_the_command_list_finds_by_words_and_takes_with_enter(qtbot):
    done = []
    actions = [QAction("&Save"), QAction("Save &as…"), QAction("Zoom &in")]
    for action in actions:
        action.triggered.connect(lambda _, action=action: done.append(action.text()))
    actions[0].setEnabled(False)
    dialog = CommandsDialog(actions)
    qtbot.addWidget(dialog)
    dialog.search.setText("save")
    assert dialog.list.topLevelItemCount() == 2
    assert dialog.list.currentItem().text(0) == "Save as…"  # what can be used comes first
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.list.currentItem().text(0) == "Save as…"  # what cannot be used is skipped
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.chosen is actions[1]


def test_the_command_list_finds_by_the_title_of_a_submenu_and_says_where_nothing_fits(qtbot):
    actions = [QAction("&English"), QAction("&Save")]
    actions[0].setData("Language / 语言")
    dialog = CommandsDialog(actions)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.empty.isVisible()
    dialog.search.setText("language")
    assert dialog.list.topLevelItemCount() == 1
    assert dialog.list.currentItem().text(0) == "Language / 语言 › English"
    dialog.search.setText("no such thing")
    assert dialog.empty.isVisible()


FORMATS = [
    Format(".pdf", "Sheet as PDF", ("sheet", "paper", "scale", "lang", "title", "grid")),
    Format(".geojson", "GeoJSON", ("kind",)),
    Format(".gpkg", "GeoPackage", ("kind",)),
    Format(".xlsx", "Excel workbook", ("lang",)),
]


def test_export_asks_only_what_the_format_reads(qtbot):
    dialog = ExportDialog(FORMATS, [("land_use", "Land-use plan"), ("green", "Green plan")])
    qtbot.addWidget(dialog)
    assert dialog.wish.suffix == ".pdf"
    assert dialog.wish.values == {
        "sheet": "land_use",
        "paper": "A3",
        "scale": None,
        "lang": "en",
        "title": None,
        "grid": True,
    }
    dialog.format.setCurrentIndex(1)
    assert dialog.wish.values == {"kind": "parcels"}
    assert not dialog.form.isRowVisible(dialog.fields["paper"])
    dialog.format.setCurrentIndex(2)
    assert dialog.wish.values == {}  # a GeoPackage takes all layers


def test_export_begins_with_what_was_asked_for(qtbot):
    dialog = ExportDialog(FORMATS, [("land_use", "a"), ("green", "b")], (".pdf", "green"))
    qtbot.addWidget(dialog)
    assert dialog.wish.values["sheet"] == "green"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("parcels_2025", "parcels"),
        ("红线", "boundary"),
        ("rooftops", "rooftops"),
        ("绿廊", "corridors"),
        ("something", "parcels"),
    ],
)
def test_a_file_name_speaks_of_a_kind(name, kind):
    assert kind_of(Path(f"{name}.shp")) == kind


def look(wish):
    told = f"{wish.path.name} {wish.encoding or 'UTF-8'}"
    return Found(("DKBH", "YT", "RJL"), told, automatic={"far": "RJL"})


def test_the_import_dialog_offers_the_fields_of_the_file(qtbot, tmp_path):
    file = tmp_path / "地块.shp"
    file.touch()
    dialog = ImportDialog(look, file)
    qtbot.addWidget(dialog)
    assert dialog.kind.currentData() == "parcels"
    assert dialog.columns["far"].currentText() == "automatic: RJL"
    assert dialog.columns["land_use"].currentText() == "automatic"
    dialog.columns["land_use"].setCurrentText("YT")
    dialog.system.setEditText("EPSG:4547")
    dialog.encoding.setCurrentText("GBK")
    assert dialog.told.text() == "地块.shp GBK"
    dialog.columns["land_use"].setCurrentText("YT")
    wish = dialog.wish
    assert (wish.path, wish.kind, wish.encoding, wish.crs) == (file, "parcels", "GBK", "EPSG:4547")
    assert wish.fields == {"land_use": "YT"}
    assert wish.layer is None


def test_without_a_file_nothing_can_be_imported(qtbot, tmp_path):
    dialog = ImportDialog(look)
    qtbot.addWidget(dialog)
    assert not dialog.accept_button.isEnabled()
    dialog.path.setText(str(tmp_path / "gone.shp"))
    dialog.look()
    assert not dialog.accept_button.isEnabled()


def test_a_new_plan_takes_files_by_their_names(qtbot, tmp_path):
    files = [tmp_path / "地块.shp", tmp_path / "红线.geojson"]
    for file in files:
        file.touch()
    dialog = NewPlanDialog(look, files)
    qtbot.addWidget(dialog)
    assert dialog.make.isEnabled()
    dialog.land_use.setCurrentText("YT")
    wishes = {wish.kind: wish for wish in dialog.wishes}
    assert set(wishes) == {"parcels", "boundary"}
    assert wishes["parcels"].fields == {"land_use": "YT"}
    assert wishes["boundary"].fields == {}
    dialog.paths["water"].setText(str(tmp_path / "gone.shp"))
    assert not dialog.make.isEnabled()


def test_a_new_plan_needs_a_file(qtbot):
    dialog = NewPlanDialog(look)
    qtbot.addWidget(dialog)
    assert not dialog.make.isEnabled()
    assert dialog.wishes == []
    assert value_of(dialog.encoding) is None


def test_the_import_report_shows_its_sentences(qtbot):
    dialog = ImportReportDialog([Message.of("{n} rows read.", n=3)])
    qtbot.addWidget(dialog)
    assert dialog.list.item(0).text() == "3 rows read."


def test_a_bug_report_can_be_copied(qtbot):
    dialog = ReportDialog("Traceback: it broke", Path("aside.gpkg"))
    qtbot.addWidget(dialog)
    dialog.copy()
    assert QGuiApplication.clipboard().text() == "Traceback: it broke"


def test_about_lists_the_keys_escaped(qtbot):
    dialog = AboutDialog([("&Save <now>", "Ctrl+S"), ("No key", "")])
    qtbot.addWidget(dialog)
    text = dialog.text.toPlainText()
    assert "Save <now>" in text
    assert "No key" not in text


@pytest.mark.parametrize(
    ("button", "answer"), [("Save", "save"), ("Discard", "discard"), ("Cancel", "cancel")]
)
@pytest.mark.usefixtures("qtbot")
def test_the_unsaved_question_has_three_answers(monkeypatch, button, answer):
    def click(box):
        next(b for b in box.findChildren(QPushButton) if b.text() == button).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", click)
    assert questions.ask_unsaved(None, "Plan") == answer


def test_numbers_are_compared_without_missing_ones():
    found = matching(small_plan(), "rooftops", "height_m", "<", "5")
    assert found.dtype == np.int64
    assert found.tolist() == []


def test_features_are_selected_by_their_area_and_codes_in_any_case():
    plan = small_plan()
    assert matching(plan, "rooftops", SIZE, ">", "2000").tolist() == [1]
    assert matching(plan, "rooftops", SIZE, ">", "0.2", unit="ha").tolist() == [1]
    assert matching(plan, "parcels", "land_use", "=", "m1").tolist() == [1, 2]
    assert matching(plan, "parcels", "land_use", "!=", "m1").tolist() == [3]


def test_the_area_is_offered_with_its_unit(bridge, qtbot):
    dialog = SelectDialog(bridge)
    qtbot.addWidget(dialog)
    dialog.column.setCurrentIndex(dialog.column.findData(SIZE))
    assert dialog.column.currentText() == "Area [ha]"
    dialog.operator.setCurrentIndex(dialog.operator.findData(">="))
    dialog.value.setEditText("1")
    assert dialog.count.text() == "4 features fit."
