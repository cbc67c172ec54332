"""Plan files that are damaged, or that others have changed: refused or read in words."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import struct
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from layers.errors import ProjectFileError
from layers.files import project
from layers.parameters import Factor
from tests.layers.files.plans import (
    plan,
)


def altered(tmp_path: Path, *statements: str) -> Path:
    path = tmp_path / "plan.gpkg"
    project.save(plan(), path)
    connection = sqlite3.connect(path)
    for table in ("parcels",):
        rows = connection.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name=?", (table,)
        ).fetchall()
        for (name,) in rows:
            connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DROP TABLE greenplat_meta", "not a plan of this program"),
        (
            "UPDATE greenplat_meta SET value='\"2.0\"' WHERE key='format'",
            r"format 2\.0; this one reads up to 1\.2",
        ),
        (
            "UPDATE greenplat_meta SET value='\"x\"' WHERE key='format'",
            "entry format cannot be read",
        ),
        ("UPDATE greenplat_meta SET value='[' WHERE key='crs'", "entry crs cannot be read"),
        (
            "UPDATE greenplat_meta SET value='\"EPSG:4326\"' WHERE key='crs'",
            "EPSG:4326 is not one of a plan",
        ),
        (
            "UPDATE greenplat_meta SET value='\"EPSG:3857\"' WHERE key='crs'",
            "EPSG:3857 is not one of a plan",
        ),
        ("UPDATE parcels SET geom = X'475000' WHERE fid = 2", "Parcels cannot be read"),
        (
            "UPDATE parcels SET geom = X'4750000110270000010300000005000000' WHERE fid = 2",
            "Parcels cannot be read",
        ),
        ("UPDATE parcels SET geom = 'text' WHERE fid = 2", "Parcels cannot be read"),
        ("ALTER TABLE parcels RENAME COLUMN geom TO shape", "table parcels is not one of a plan"),
        (
            "UPDATE greenplat_parameters SET central = 'much' WHERE id = 'sink.lawn'",
            "entry sink.lawn",
        ),
        ("DELETE FROM greenplat_parameters", "no code set"),
        ("DROP TABLE parcels", "its table parcels is not there"),
    ],
)
def test_a_damaged_plan_is_refused_with_a_sentence(tmp_path, statement, sentence):
    path = altered(tmp_path, statement)
    with pytest.raises(ProjectFileError, match=sentence) as caught:
        project.load(path)
    assert "\n" not in str(caught.value)
    assert path.name in str(caught.value)


@pytest.mark.parametrize("name", ["a%20b", "30%", "a\nb", "a?b#c", "绿地率30%20"])
def test_signs_with_a_meaning_may_stand_in_a_path(tmp_path, name):
    (tmp_path / name).mkdir()
    path = tmp_path / name / f"{name}.gpkg"
    project.save(plan(), path)
    assert len(project.load(path).document.layer("parcels")) == 6


def test_arcs_of_another_program_are_read_as_lines(tmp_path):
    wkb = struct.pack("<BII", 1, 10, 1) + struct.pack("<BII", 1, 8, 5)
    ring = [(0, 0), (10, 10), (20, 0), (10, -10), (0, 0)]
    wkb += b"".join(struct.pack("<dd", x + 500_000, y + 2_500_000) for x, y in ring)
    blob = struct.pack("<2sBBi", b"GP", 0, 1, 4547) + wkb
    path = altered(tmp_path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE parcels SET geom = ? WHERE fid = 2", (blob,))
    found = project.load(path).document.layer("parcels").geometries[1]
    assert found.area == pytest.approx(np.pi * 100, rel=0.01)


def test_what_is_no_geopackage_is_refused(tmp_path):
    (tmp_path / "a.gpkg").write_bytes(b"")
    (tmp_path / "b.gpkg").write_text("<OGRVRTDataSource/>")
    (tmp_path / "c.gpkg").write_bytes(b"SQLite format 3\0" + bytes(100))
    for name in ("a.gpkg", "b.gpkg", "c.gpkg", "none.gpkg"):
        with pytest.raises(ProjectFileError, match=name):
            project.load(tmp_path / name)
    path = altered(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(ProjectFileError, match=r"damaged"):
        project.load(path)


def test_a_view_in_the_place_of_a_table_is_not_run(tmp_path):
    path = altered(
        tmp_path,
        "ALTER TABLE greenplat_meta RENAME TO x",
        "CREATE VIEW greenplat_meta AS SELECT * FROM x",
    )
    with pytest.raises(ProjectFileError, match=r"not a plan"):
        project.load(path)


def test_cells_of_a_wrong_type_are_missing_and_not_zero(tmp_path):
    path = altered(
        tmp_path,
        "UPDATE parcels SET far = 'much' WHERE fid = 1",
        "UPDATE parcels SET land_use = X'FF00' WHERE fid = 2",
    )
    layer = project.load(path).document.layer("parcels")
    assert pd.isna(layer.values("far")[1])
    assert layer.values("far")[3] == 0.1 + 0.2
    assert layer.values("land_use").isna().tolist() == [False, True, True, False, False, True]


def test_a_column_of_another_type_is_read_where_it_can_be_and_noted(tmp_path):
    path = altered(
        tmp_path,
        "ALTER TABLE parcels DROP COLUMN far",
        "ALTER TABLE parcels ADD COLUMN far TEXT",
        "UPDATE parcels SET far = '1.5' WHERE fid < 3",
        "UPDATE parcels SET far = 'high' WHERE fid = 3",
        "ALTER TABLE parcels DROP COLUMN workers",
        "ALTER TABLE parcels ADD COLUMN picture BLOB",
    )
    opened = project.load(path)
    far = opened.document.layer("parcels").values("far")
    assert far.dropna().to_dict() == {1: 1.5, 2: 1.5}
    notes = " ".join(map(str, opened.notes))
    assert "1 value of far" in notes
    assert "no column workers" in notes
    assert "picture" in notes


def test_a_newer_minor_version_opens_with_a_note(tmp_path):
    path = altered(tmp_path, "UPDATE greenplat_meta SET value='\"1.7\"' WHERE key='format'")
    opened = project.load(path)
    assert opened.format == (1, 7)
    assert "1.7" in str(opened.notes[0])


def test_factors_that_the_file_lacks_come_from_the_shipped_tables(tmp_path):
    path = altered(tmp_path, "DELETE FROM greenplat_parameters WHERE id = 'sink.lawn'")
    opened = project.load(path)
    assert isinstance(opened.document.parameters["sink.lawn"], Factor)
    (note,) = opened.notes
    assert str(note) == "1 factor that the file lacks was taken from the shipped tables."
    assert note.values["details"] == ("sink.lawn",)  # noqa: PD011


def test_nothing_of_this_machine_is_in_the_file(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(plan(), path)
    data = path.read_bytes()
    assert str(tmp_path).encode() not in data
    assert b"layers.parameters" not in data
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT value FROM greenplat_meta").fetchall()
    connection.close()
    assert all(json.loads(value) is not None for (value,) in rows)
