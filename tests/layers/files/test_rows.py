"""Rows read by SQLite are those that GDAL streams, but for cells that GDAL takes for others."""

from __future__ import annotations

import contextlib
import sqlite3

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.files import geopackage, rows
from tests.conftest import GEOMETRIES

TYPES = {"text": "TEXT", "whole": "INTEGER", "real": "REAL", "yes": "BOOLEAN", "at": "DATETIME"}
BOX = geopackage.blobs(np.array([shapely.box(0, 0, 1, 1)], object), 4547)[0]
CELLS = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    st.binary(max_size=5),
    st.sampled_from(["2026-05-04T03:02:01.250Z", "1999-12-31T00:00:00Z", "1", "2.5", ""]),
)


def made(connection, values, shape=BOX, key="INTEGER PRIMARY KEY"):
    """Make a table of plots, with one row for each tuple of cells."""
    declared = ", ".join(f"{name} {type_}" for name, type_ in TYPES.items())
    connection.execute(f"CREATE TABLE plots (fid {key}, geom BLOB, {declared})")
    connection.executemany(
        "INSERT INTO plots VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(row + 1, shape, *cells) for row, cells in enumerate(values)],
    )
    return connection


def of_type(value, type_):
    """What SQLite holds of a value in a column, and what of that is of the column's type."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE one (cell {type_})")
        connection.execute("INSERT INTO one VALUES (?)", (value,))
        (held,) = connection.execute("SELECT cell FROM one").fetchone()
    fits = {"TEXT": str, "INTEGER": int, "REAL": float}[type_]
    return held if isinstance(held, fits) else None


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_each_cell_is_what_sqlite_holds_or_missing(cells):
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        made(connection, [(*three, None, None) for three in cells])
        found = rows.read(connection, "plots", TYPES)
    assert found.ids.tolist() == list(range(1, len(cells) + 1))
    for name, place in (("text", 0), ("whole", 1), ("real", 2)):
        wanted = [of_type(three[place], TYPES[name]) for three in cells]
        if name not in found.columns:
            assert all(three[place] is None for three in cells)
            continue
        column = found.columns[name]
        assert [None if column.isna()[n] else column[n] for n in range(len(cells))] == wanted


def test_truths_and_times():
    values = [
        ("a", 1, 1.0, 0, "2026-05-04T03:02:01.250Z"),
        (None, None, None, 2, "yesterday"),
        (None, None, None, "x", None),
    ]
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        found = rows.read(made(connection, values), "plots", TYPES).columns
    assert found["yes"].fillna(value=False).tolist() == [False, True, False]
    assert found["yes"].isna().tolist() == [False, False, True]
    assert found["at"].isna().tolist() == [False, True, True]
    assert str(found["at"][0]) == "2026-05-04 03:02:01.250000+00:00"
    assert {name: str(one.dtype) for name, one in found.items()} == {
        "text": "str",
        "whole": "Int64",
        "real": "float64",
        "yes": "boolean",
        "at": "datetime64[ms, UTC]",
    }


def test_columns_that_hold_nothing_are_left_out_and_late_ones_found(monkeypatch):
    monkeypatch.setattr("layers.files.cells.SAMPLE", 1)
    values = [("a", None, None, None, None)] * 5
    values[2] = ("b", None, 2.5, None, None)
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        found = rows.read(made(connection, values), "plots", TYPES).columns
    assert list(found) == ["text", "real"]
    assert found["real"].fillna(-1).tolist() == [-1, -1, 2.5, -1, -1]


def test_a_text_that_is_none_costs_no_other_cell():
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        made(connection, [("甲", 1, 1.0, 1, None), ("乙", 2, 2.0, 0, None)])
        connection.execute("UPDATE plots SET text = CAST(x'41ff' AS TEXT) WHERE fid = 2")
        connection.execute("UPDATE plots SET real = CAST(x'ff' AS TEXT) WHERE fid = 1")
        found = rows.read(connection, "plots", TYPES).columns
        assert found["text"].tolist() == ["甲", "A\N{REPLACEMENT CHARACTER}"]
        assert found["real"].fillna(-1).tolist() == [-1, 2.0]
        assert connection.text_factory is str


@pytest.mark.parametrize("key", ["TEXT", "INTEGER"])
@pytest.mark.parametrize("id_", ["x", None, 1])
def test_ids_that_are_none_or_come_twice_are_refused(key, id_):
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        made(connection, [("a", 1, 1.0, 1, None)], key=key)
        connection.execute("INSERT INTO plots (fid, geom) VALUES (?, ?)", (id_, BOX))
        with pytest.raises(rows.UnsoundError):
            rows.read(connection, "plots", TYPES)


def read_back(*cells):
    """The well-known binary of geometries that a table holds."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        made(connection, [("a", 1, 1.0, 1, None)] * len(cells))
        for row, cell in enumerate(cells):
            connection.execute("UPDATE plots SET geom = ? WHERE fid = ?", (cell, row + 1))
        return rows.read(connection, "plots", TYPES).bodies()


@pytest.mark.parametrize("flags", [0x01, 0x11, 0x21])
@pytest.mark.parametrize("envelope", [0, 1, 2, 3, 4])
def test_a_geometry_comes_out_of_any_header(envelope, flags):
    body = shapely.to_wkb(shapely.box(0, 0, 1, 1))
    head = b"GP\0" + bytes([envelope << 1 | flags]) + bytes(4 + (0, 32, 48, 48, 64)[envelope])
    assert read_back(BOX, head + body, None, BOX) == [BOX[40:], body, None, BOX[40:]]
    assert read_back(None) == [None]


@pytest.mark.parametrize(
    "cell",
    [
        b"",
        b"GP\0\1",
        b"PG\0\1" + bytes(40),
        b"GP\0\x0b" + bytes(80),
        b"GP\0\x03" + bytes(30),
        "GP",
        5,
    ],
)
def test_a_cell_that_is_no_geometry_is_refused(cell):
    with pytest.raises(rows.UnsoundError):
        read_back(BOX, cell)


@pytest.mark.parametrize("name", GEOMETRIES)
def test_geometries_come_back_as_they_were_written(name):
    geometry = GEOMETRIES[name]
    (cell,) = geopackage.blobs(np.array([geometry], object), 4547)
    wanted = None
    if geometry is not None:
        wanted = shapely.to_wkb(geometry, output_dimension=2, byte_order=1, flavor="iso")
    assert read_back(cell) == [wanted]
