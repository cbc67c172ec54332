"""Styles in files."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from layers.errors import ImportDataError, ProjectFileError
from layers.style import Labels, Style
from tests.small_plan import small_plan
from widgets.dialogs.style import StyleDialog
from widgets.dialogs.style_file import ask_save, read, written

STYLE = Style(fill="#123456", stroke="#010203", by="far", breaks=(1.0, 2.0),
              ramp=("#000000", "#ffffff"), labels=Labels(template="{far}", halo=0.5))  # fmt: skip


def test_a_style_comes_back_from_its_file(tmp_path):
    plan = small_plan()
    own, other = tmp_path / "parcels.style.json", tmp_path / "parcels.qml"
    written(plan, "parcels", STYLE, own)
    assert read(plan, "parcels", Style(), own) == STYLE
    written(plan, "parcels", STYLE, other)
    found = read(plan, "parcels", Style(), other)
    assert (found.by, found.breaks, found.ramp) == ("far", (1.0, 2.0), ("#000000", "#ffffff"))


def test_what_is_no_style_is_refused(tmp_path):
    plan, rubbish = small_plan(), tmp_path / "x.json"
    rubbish.write_text('{"other": 1}', encoding="utf-8")
    for path in (rubbish, tmp_path / "gone.style.json"):
        with pytest.raises(ImportDataError, match="holds no style"):
            read(plan, "parcels", Style(), path)
    with pytest.raises(ProjectFileError, match="cannot be written"):
        written(plan, "parcels", STYLE, tmp_path / "no folder" / "a.qml")


@pytest.mark.parametrize(
    ("typed", "sort", "found"),
    [
        ("", "", None),
        ("/d/roads.style.json", "Style (*.style.json)", "/d/roads.style.json"),
        ("/d/roads.style.json", "QGIS style (*.qml)", "/d/roads.qml"),
        ("/d/roads.qml", "Style (*.style.json)", "/d/roads.qml"),
        ("/d/roads", "QGIS style (*.qml)", "/d/roads.qml"),
    ],
)
def test_the_sort_of_a_file_gives_its_ending(qtbot, monkeypatch, typed, sort, found):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (typed, sort))
    parent = QWidget()
    qtbot.addWidget(parent)
    assert ask_save(parent, "roads") == (None if found is None else Path(found))


def test_no_file_is_replaced_that_was_not_named(qtbot, monkeypatch, tmp_path):
    (tmp_path / "roads.qml").touch()
    named = (str(tmp_path / "roads.style.json"), "QGIS style (*.qml)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: named)
    parent = QWidget()
    qtbot.addWidget(parent)
    with pytest.raises(ProjectFileError, match="exists already"):
        ask_save(parent, "roads")


def test_the_editor_takes_the_style_of_a_file_and_writes_one(
    computed, qtbot, tmp_path, monkeypatch
):
    dialog = StyleDialog(computed, "parcels")
    qtbot.addWidget(dialog)
    path = tmp_path / "a.style.json"
    written(computed.document, "parcels", STYLE, path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    dialog.load.click()
    assert computed.document.styles["parcels"].breaks == (1.0, 2.0)
    saved = tmp_path / "b.qml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved), ""))
    dialog.save.click()
    assert "graduatedSymbol" in saved.read_text(encoding="utf-8")
    path.write_text("rubbish", encoding="utf-8")
    dialog.load.click()
    assert dialog.problem.text.text().startswith("a.style.json holds no style")
    dialog.reject()
    assert "parcels" not in computed.document.styles
