"""What a file is, before it is opened or imported."""

from PySide6.QtWidgets import QApplication

from app.files import is_plan, look, sheets
from layers.files import project
from resources.translations import use_language
from tests.small_plan import small_plan
from widgets.dialogs.sources import FileWish


def test_a_plan_is_told_from_another_geopackage(tmp_path):
    plan, other = tmp_path / "plan.gpkg", tmp_path / "other.gpkg"
    project.save(small_plan(), plan)
    other.write_bytes(b"no database at all")
    assert is_plan(plan)
    assert not is_plan(other)
    assert not is_plan(tmp_path / "gone.gpkg")
    small_plan().layer("parcels").frame.to_file(other.with_name("data.gpkg"))
    assert not is_plan(tmp_path / "data.gpkg")


def test_a_look_names_fields_and_system(tmp_path):
    path = tmp_path / "parcels.geojson"
    small_plan().layer("parcels").frame.to_crs(4326).to_file(path)
    found = look(FileWish(path, "parcels"))
    assert "land_use" in found.fields
    assert found.told.startswith("4 features")


def test_a_look_into_rubbish_says_so(tmp_path):
    path = tmp_path / "rubbish.shp"
    path.write_bytes(b"rubbish")
    found = look(FileWish(path, "parcels"))
    assert found.fields == ()
    assert "rubbish.shp" in found.wrong


def test_sheets_are_named_in_the_language():
    assert ("land_use", "Land-use plan") in sheets()
    use_language("zh")
    assert ("land_use", "土地利用规划图") in sheets()


def test_a_dropped_file_is_told_of_before_it_is_read(opened, tmp_path, monkeypatch):
    path = tmp_path / "blocks.geojson"
    small_plan().layer("parcels").frame.to_crs(4326).to_file(path)
    window, said = opened.window, []

    def read(*arguments, **named):
        said.append((window.notice.text.text(), QApplication.overrideCursor() is not None))
        return look(*arguments, **named)

    monkeypatch.setattr("app.files.look", read)
    monkeypatch.setattr("app.files.ImportDialog.exec", lambda _: 0)
    window.take_files([path])
    assert said[0] == ("Looking at blocks.geojson", True)
    assert QApplication.overrideCursor() is None
    assert window.notice.isHidden()
