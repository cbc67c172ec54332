"""What SQLite says of cells: which columns hold something, and what is of a wrong type."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest

from layers.files import cells

COLUMNS = {"text": "TEXT", "whole": "INTEGER", "number": "REAL", "yes": "BOOLEAN"}


@pytest.fixture
def table(tmp_path, monkeypatch):
    """A table of ten rows of which two at each end are looked at; gives a way to write to it."""
    monkeypatch.setattr(cells, "SAMPLE", 2)
    path = tmp_path / "plan.gpkg"

    def write(*statements):
        with contextlib.closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        return path

    declared = ", ".join(f"{name} {type_}" for name, type_ in COLUMNS.items())
    write(
        f"CREATE TABLE plots (fid INTEGER PRIMARY KEY, geom BLOB, {declared})",
        "INSERT INTO plots (fid, geom) SELECT value, x'00' FROM"
        " json_each('[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]')",
    )
    return write


def seen(path, names=tuple(COLUMNS)):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return cells.seen(connection, "plots", names)


def test_columns_with_something_at_an_end_are_seen(table):
    assert seen(table()) == []
    path = table(
        "UPDATE plots SET yes = 0 WHERE fid = 2",
        "UPDATE plots SET text = '' WHERE fid = 9",
        "UPDATE plots SET whole = 5 WHERE fid = 5",
    )
    assert seen(path) == ["text", "yes"]
    assert seen(path, ()) == []


def test_columns_that_hold_something_elsewhere_come_out(table):
    path = table("UPDATE plots SET whole = 0, number = 2.5 WHERE fid = 5")
    found = cells.counted(path, "plots", {"text": "TEXT"}, ["whole", "number", "yes"])
    assert found.odd == ("whole", "number")
    assert cells.counted(path, "plots", COLUMNS).odd == ()
    assert cells.counted(path, "plots", {}, ["yes"]).odd == ()
    assert cells.counted(path, "plots", {}, ["whole"]).odd == ("whole",)


def test_many_columns_are_asked_for_in_turn(table):
    names = [f"more{n}" for n in range(200)]
    path = table(
        *(f"ALTER TABLE plots ADD COLUMN {name} TEXT" for name in names),
        "UPDATE plots SET more7 = 'a', more150 = 'b', more199 = 'c' WHERE fid = 5",
    )
    found = cells.counted(path, "plots", COLUMNS, names)
    assert found.odd == ("more7", "more150", "more199")


def test_rows_shapes_and_wrong_cells_are_counted(table):
    path = table(
        "UPDATE plots SET geom = NULL WHERE fid = 3",
        "UPDATE plots SET text = x'00', number = 'a' WHERE fid = 4",
        "UPDATE plots SET whole = 1.5 WHERE fid IN (5, 6)",
        "UPDATE plots SET number = 3, whole = 3, text = 'a', yes = 1 WHERE fid = 7",
    )
    found = cells.counted(path, "plots", COLUMNS)
    assert (found.rows, found.shapes) == (10, 9)
    assert found.odd == ("text", "whole", "number")
