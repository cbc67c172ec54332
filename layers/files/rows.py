"""Rows of the plan file read by SQLite itself: each cell is what it is, and no other program's.

For tables of some thousands of rows nothing is faster, and GDAL, which takes memory and time to
begin with, is not needed.
"""

# ruff: noqa: S608 - names of tables and columns go through `quoted` or are constants of ours.
from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from layers.files import cells, columns, geopackage
from layers.files.columns import ArrowColumn
from layers.files.geopackage import GEOMETRY, quoted

_BATCH: Final = 500
"""Rows fetched at once: few enough to be gone before Python looks for garbage."""
_NONE: Final = type(None)
_ALLOWED: Final[Mapping[str, frozenset[type]]] = MappingProxyType(
    {
        "TEXT": frozenset({str}),
        "INTEGER": frozenset({int}),
        "REAL": frozenset({float, int}),
        "BOOLEAN": frozenset({int}),
        "DATETIME": frozenset({str}),
    }
)
"""What Python makes of the storage classes of `columns.STORED`."""


class UnsoundError(Exception):
    """A table that is not one of a plan: its ids are none, or a geometry is."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of a table, by id.

    Parameters
    ----------
    ids
        Feature ids, ascending.
    shapes
        Their geometries as binaries of Arrow, null where one has none.
    heads
        How many bytes of each of these lie before the well-known binary.
    columns
        Those of their columns that hold something, in the types in which columns are held.
    lost
        How many cells of which of these are missing since they are of a wrong type.
    """

    ids: NDArray[np.int64]
    shapes: ArrowColumn
    heads: NDArray[np.int64]
    columns: dict[str, pd.Series]
    lost: dict[str, int]

    def bodies(self) -> list[bytes | None]:
        """Return the geometries as well-known binary, None where one has none."""
        cells = zip(self.shapes.to_pylist(), self.heads.tolist(), strict=True)
        return [None if cell is None else cell[head:] for cell, head in cells]


def read(connection: sqlite3.Connection, table: str, types: Mapping[str, str]) -> Rows:
    """Return all rows of a table that has some.

    Parameters
    ----------
    types
        Its columns, and the types they are declared with, one of `columns.HELD`.

    Raises
    ------
    UnsoundError
        Where an id or a geometry is none.
    """
    names = cells.seen(connection, table, list(types))
    hollow = [cells.filled(group) for group in cells.groups([n for n in types if n not in names])]
    asked = ["fid", GEOMETRY, *map(quoted, names), *hollow]
    ids, shapes, *found = _fetched(connection, table, asked)
    if set(map(type, ids)) != {int}:
        raise UnsoundError
    numbers = np.array(ids, np.int64)
    if (np.diff(numbers) <= 0).any():
        raise UnsoundError
    values, lost = _held(dict(zip(names, found, strict=False)), types)
    if any(column.count(None) < len(column) for column in found[len(names) :]):
        unseen = {name: types[name] for name in types if name not in names}
        late, late_lost = columns_of(connection, table, unseen)
        values, lost = values | late, lost | late_lost
    return Rows(numbers, *_geometries(shapes), values, lost)


def columns_of(
    connection: sqlite3.Connection, table: str, types: Mapping[str, str]
) -> tuple[dict[str, pd.Series], dict[str, int]]:
    """Return some columns of a table as `Rows` has them, and how many of their cells are lost."""
    found = _fetched(connection, table, list(map(quoted, types)))
    return _held(dict(zip(types, found, strict=True)), types)


def _geometries(found: list[Any]) -> tuple[ArrowColumn, NDArray[np.int64]]:
    """Return cells with geometries as binaries, and how long their headers are."""
    if not set(map(type, found)) <= {bytes, _NONE}:
        raise UnsoundError
    made = pa.array(found, pa.large_binary())
    there = made.drop_null()
    _, offsets, data = there.buffers()
    bounds = np.frombuffer(offsets, np.int64)[: len(there) + 1]
    heads = np.zeros(len(made), np.int64)
    if len(there):
        lengths = geopackage.heads(np.frombuffer(data, np.uint8), bounds)
        if lengths is None:
            raise UnsoundError
        heads[made.is_valid().to_numpy(zero_copy_only=False)] = lengths
    return made, heads


def _fetched(connection: sqlite3.Connection, table: str, asked: Sequence[str]) -> list[list[Any]]:
    """Return what is asked for of all rows, column by column."""
    asking = f"SELECT {', '.join(asked)} FROM {quoted(table)} ORDER BY fid"
    try:
        return _columns(connection.execute(asking), len(asked))
    except sqlite3.OperationalError:
        # A text may be none; what can be read of it is worth more than the plan without it.
        connection.text_factory = partial(str, encoding="utf-8", errors="replace")
        return _columns(connection.execute(asking), len(asked))
    finally:
        connection.text_factory = str


def _columns(cursor: sqlite3.Cursor, count: int) -> list[list[Any]]:
    found: list[list[Any]] = [[] for _ in range(count)]
    while some := cursor.fetchmany(_BATCH):
        for column, new in zip(found, zip(*some, strict=True), strict=True):
            column.extend(new)
    return found


def _held(
    found: Mapping[str, list[Any]], types: Mapping[str, str]
) -> tuple[dict[str, pd.Series], dict[str, int]]:
    """Return the columns that hold something; cells of a wrong type are missing, never 0."""
    held: dict[str, pd.Series] = {}
    lost: dict[str, int] = {}
    for name, values in found.items():
        filled = len(values) - values.count(None)
        if filled:
            held[name] = _series(_fitting(values, types[name]), types[name])
            wrong = filled - int(held[name].count())
            if wrong:
                lost[name] = wrong
    return held, lost


def _fitting(values: list[Any], type_: str) -> list[Any]:
    allowed = _ALLOWED[type_]
    if set(map(type, values)) <= allowed | {_NONE}:
        return values
    return [value if type(value) in allowed else None for value in values]


def _series(values: list[Any], type_: str) -> pd.Series:
    """Return cells of one type as a column is held."""
    held = columns.HELD[type_]
    match type_:
        case "REAL":
            numbers = [np.nan if value is None else float(value) for value in values]
            return pd.Series(numbers, dtype=held)
        case "INTEGER" | "BOOLEAN":
            missing = np.array([value is None for value in values])
            whole = np.array([value or 0 for value in values], np.int64)
            if type_ == "BOOLEAN":
                return pd.Series(pd.arrays.BooleanArray(whole != 0, missing))
            return pd.Series(pd.arrays.IntegerArray(whole, missing))
        case "DATETIME":
            times = pd.to_datetime(pd.Series(values), utc=True, format="ISO8601", errors="coerce")
            return times.astype(held)
        case _:
            texts = pa.array(columns.without_nuls(values), pa.string())
            return texts.to_pandas().astype(held)
