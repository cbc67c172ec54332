"""What is enclosed with a plan, in its file: one packed value a row."""

# ruff: noqa: S608 - names of tables and columns are constants of ours.
from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from layers.enclosure import MOST_BYTES, Enclosure
from layers.files import geopackage

TABLE: Final = "greenplat_enclosed"
COLUMNS: Final = "name TEXT UNIQUE NOT NULL, content BLOB"
_MOST: Final = 100


def write(connection: sqlite3.Connection, enclosed: Mapping[str, Enclosure]) -> None:
    """Bring the table, which is there, to what is enclosed with a plan."""
    connection.execute(f"DELETE FROM {TABLE}")
    connection.executemany(
        f"INSERT INTO {TABLE} (name, content) VALUES (?, ?)",
        [(name, enclosure.packed()) for name, enclosure in enclosed.items()],
    )


def read(connection: sqlite3.Connection) -> dict[str, Enclosure]:
    """Return what is enclosed, by name; what cannot be read is left out, and told as missing."""
    there = TABLE in geopackage.tables(connection)
    if not there or not {"name", "content"} <= set(geopackage.columns(connection, TABLE)):
        return {}
    rows = connection.execute(
        f"SELECT name, content FROM {TABLE} WHERE typeof(content) = 'blob'"
        f" AND length(content) <= {MOST_BYTES} LIMIT {_MOST}"
    )
    found = {str(name): Enclosure.unpacked(content) for name, content in rows}
    return {name: enclosure for name, enclosure in found.items() if enclosure is not None}
