"""What GDAL streams of a table is what SQLite holds in it."""

from __future__ import annotations

import contextlib
import sqlite3

import numpy as np
import pandas as pd
import pytest
import shapely

from layers.files import cells, columns, geopackage, project, rows, streaming, wkb
from tests.small_plan import small_plan


@pytest.fixture
def path(tmp_path):
    """A file of four parcels."""
    found = tmp_path / "a plan 100%.gpkg"
    project.save(small_plan(), found)
    return found


def spoilt(path, statement, *values):
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(name, 1, lambda _: 0)
        connection.execute(statement, values)
    return path


def both(path):
    """The parcels as they are streamed, and as SQLite has them."""
    with contextlib.closing(geopackage.read_only(path)) as connection:
        there = geopackage.columns(connection, "parcels")
        types = {n: columns.family(t) for n, t in there.items() if n not in {"fid", "geom"}}
        streamed = streaming.read(connection, path, "parcels", types)
        return streamed, rows.read(connection, "parcels", types)


def filled(values):
    return {
        name: one.astype(object).where(one.notna(), None).tolist() for name, one in values.items()
    }


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1",
        "UPDATE parcels SET far = 'high', number = x'00', population = 7 WHERE fid = 2",
        "UPDATE parcels SET height_m = 12.5 WHERE fid = 3",
        "UPDATE parcels SET land_use = NULL",
        "UPDATE parcels SET number = CAST(x'41ff' AS TEXT) WHERE fid = 2",
        "UPDATE parcels SET far = CAST(x'ff' AS TEXT), population = x'ff' WHERE fid = 2",
        "UPDATE parcels SET number = 'a' || char(0) || 'b' WHERE fid = 2",
    ],
)
def test_both_ways_read_the_same(path, statement, monkeypatch):
    monkeypatch.setattr(cells, "SAMPLE", 1)
    streamed, found = both(spoilt(path, statement))
    assert streamed is not None
    ids, shapes, values, lost = streamed
    assert lost == found.lost
    assert ids.tolist() == found.ids.tolist()
    assert shapely.to_wkb(shapes.objects()).tolist() == found.bodies()
    there = {name: one for name, one in filled(values).items() if set(one) != {None}}
    assert there == {name: one for name, one in filled(found.columns).items() if set(one) != {None}}
    assert {name: str(values[name].dtype) for name in there} == {
        name: str(found.columns[name].dtype) for name in there
    }


def test_what_is_not_plain_is_left_to_others(path):
    high = geopackage.blobs(np.array([shapely.Point(1, 2)], object), 4547)[0]
    assert both(spoilt(path, "UPDATE parcels SET geom = ? WHERE fid = 1", high))[0] is None
    assert both(spoilt(path, "UPDATE parcels SET geom = NULL WHERE fid = 1"))[0] is None


def test_what_gdal_cannot_read_or_finds_less_of_is_left_to_sqlite(path, monkeypatch):
    counted = cells.counted

    def one_more(*values):
        found = counted(*values)
        return cells.Counted(found.rows + 1, found.shapes + 1)

    with monkeypatch.context() as patch:
        patch.setattr(cells, "counted", one_more)
        assert both(path)[0] is None
    assert both(path)[0] is not None
    spoilt(path, "DELETE FROM gpkg_geometry_columns WHERE table_name = 'parcels'")
    assert both(path)[0] is None
    nothing = path.with_name("nothing.gpkg")
    nothing.write_text("nothing")
    with contextlib.closing(geopackage.read_only(path)) as connection:
        found = streaming._streamed(nothing, "parcels", ["far"], 1_000)
        assert found is None
        assert rows.read(connection, "parcels", {"far": "REAL"}).ids.tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("declared", "value", "wanted"),
    [
        ("SMALLINT", 70_000, 70_000),
        ("MEDIUMINT", 2**40, 2**40),
        ("FLOAT", 0.1, 0.1),
        ("VARCHAR(3)", "longer", "longer"),
        ("DATE", "spring 2026", "spring 2026"),
        ("DATETIME", "2026-01-02T03:04:05Z", pd.Timestamp("2026-01-02T03:04:05Z")),
    ],
)
@pytest.mark.parametrize("name", ["owner", "x.y", "geometry", "count(*)"])
def test_columns_of_other_programs_hold_what_sqlite_holds(path, declared, value, wanted, name):
    spoilt(path, f'ALTER TABLE parcels ADD COLUMN "{name}" {declared}')
    statement = f'UPDATE parcels SET "{name}" = ? WHERE fid = 2'  # noqa: S608
    streamed, found = both(spoilt(path, statement, value))
    assert streamed is not None
    assert filled(streamed[2])[name] == filled(found.columns)[name] == [None, wanted, None, None]


def test_other_tables_of_a_large_file_take_no_memory(path, monkeypatch):
    spoilt(path, "CREATE TABLE tiles AS SELECT zeroblob(5000000) AS tile")
    asked = []

    class Noted(wkb.Polygons):
        def __init__(self, most_bytes, limit):
            asked.append(most_bytes)
            super().__init__(most_bytes, limit)

    monkeypatch.setattr(wkb, "Polygons", Noted)
    monkeypatch.setattr(streaming, "_MUCH_BYTES", 1_000_000, raising=False)
    streamed, found = both(path)
    assert streamed is not None
    assert shapely.to_wkb(streamed[1].objects()).tolist() == found.bodies()
    assert asked[0] < 1_000


def test_columns_of_plans_are_left_to_gdal(path, monkeypatch):
    monkeypatch.setattr(rows, "columns_of", None)
    with contextlib.closing(geopackage.read_only(path)) as connection:
        types = {"number": "TEXT", "far": "REAL"}
        streamed = streaming.read(connection, path, "parcels", types)
    assert streamed is not None
    assert list(streamed[2]) == ["number", "far"]


def test_shapes_with_arcs_come_by_id_however_their_rows_lie(path):
    spoilt(path, "CREATE TABLE other AS SELECT * FROM parcels ORDER BY fid DESC")
    spoilt(path, "DROP TABLE parcels")
    spoilt(path, "ALTER TABLE other RENAME TO parcels")
    assert shapely.to_wkb(shapely.from_wkb(streaming.without_curves(path, "parcels"))).tolist() == (
        shapely.to_wkb(small_plan().layer("parcels").geometries).tolist()
    )


def test_shapes_with_arcs_come_as_lines(path):
    assert shapely.to_wkb(shapely.from_wkb(streaming.without_curves(path, "parcels"))).tolist() == (
        shapely.to_wkb(small_plan().layer("parcels").geometries).tolist()
    )
