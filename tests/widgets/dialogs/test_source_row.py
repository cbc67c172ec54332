from pathlib import Path

from widgets.dialogs.source_row import SourceRow
from widgets.dialogs.sources import FileWish, Found


def row_of(qtbot, kind="parcels"):
    row = SourceRow(lambda wish: Found(("YT",), "", "lies" if wish.crs is None else ""), kind)
    qtbot.addWidget(row)
    return row


def test_without_a_file_nothing_is_asked(qtbot):
    row = row_of(qtbot)
    assert row.path is None
    assert row.ready
    assert not row.fields.isEnabled()


def test_a_file_that_is_not_there_is_named(qtbot, tmp_path):
    row = row_of(qtbot)
    row.line.setText(str(tmp_path / "none.shp"))
    assert not row.ready
    assert str(tmp_path / "none.shp") in row.warning.text.text()


def test_what_is_said_for_all_holds_where_the_file_says_nothing_of_its_own(qtbot, tmp_path):
    path = tmp_path / "roads.shp"
    path.touch()
    row = row_of(qtbot, "roads")
    with qtbot.waitSignal(row.changed):
        row.line.setText(str(path))
    assert row.warning.text.text() == "lies"
    row.read_as(FileWish(Path(), "roads", crs="EPSG:4547"))
    assert row.warning.isHidden()
    assert row.wish.crs == "EPSG:4547"
    row.take(FileWish(path, "roads", crs="EPSG:4548"))
    assert row.wish.crs == "EPSG:4548"
