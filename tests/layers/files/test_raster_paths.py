"""Paths of rasters: from the plan's folder on, and nothing from elsewhere."""

import contextlib
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from layers.files import project, raster_paths, schema
from layers.raster import Raster, RasterStyle
from tests.small_plan import small_plan


def test_a_path_leads_there_and_back(tmp_path):
    for name in ("dsm.tif", "../other/影像 1.tif", "sub/x.tif", "2026-05-01 10:30.tif"):
        text = raster_paths.from_folder(str(tmp_path / name), tmp_path)
        assert text == name
        found = raster_paths.in_folder(text, tmp_path)
        assert found == str((tmp_path / name).resolve())


@pytest.mark.parametrize(
    "text",
    [
        "/etc/x.tif",
        "//server/share/x.tif",
        r"\\server\share\x.tif",
        r"C:\data\x.tif",
        "/vsicurl/http://host/x.tif",
        "http://host/x.tif",
        "x.tif\0",
    ],
)
def test_what_leads_elsewhere_is_looked_for_beside_the_plan(tmp_path, text):
    assert raster_paths.in_folder(text, tmp_path) == str(tmp_path / "x.tif")


@pytest.mark.parametrize("text", ["x" * 2_000, "x" * 256, "影" * 90, f"a/{'b' * 300}/c.tif"])
def test_a_name_that_no_file_can_have_is_none(tmp_path, text):
    assert raster_paths.in_folder(text, tmp_path) == ""
    assert not Path(raster_paths.in_folder("x" * 255, tmp_path)).is_file()


def test_a_plan_moves_with_its_rasters_and_says_nothing_absolute(tmp_path):
    (tmp_path / "a").mkdir()
    raster = Raster("dsm", "dsm", str(tmp_path / "a" / "d" / "x.tif"), style=RasterStyle(gamma=2.0))
    plan = replace(small_plan(), rasters={"dsm": raster})
    project.save(plan, tmp_path / "a" / "plan.gpkg")
    assert project.load(tmp_path / "a" / "plan.gpkg").document.rasters == plan.rasters
    assert str(tmp_path).encode() not in (tmp_path / "a" / "plan.gpkg").read_bytes()
    (tmp_path / "a").rename(tmp_path / "b")
    opened = project.load(tmp_path / "b" / "plan.gpkg")
    assert opened.document.rasters["dsm"] == replace(
        raster, path=str(tmp_path / "b" / "d" / "x.tif")
    )


def test_an_older_plan_opens_without_the_table(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(small_plan(), path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"DROP TABLE {schema.RASTERS}")
        connection.execute("UPDATE greenplat_meta SET value = '\"1.0\"' WHERE key = 'format'")
        connection.commit()
    opened = project.load(path)
    assert (opened.format, dict(opened.document.rasters), opened.notes) == ((1, 0), {}, ())
