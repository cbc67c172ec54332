"""Large tables of polygons, read by GDAL as arrays: a million at once in seconds."""

# ruff: noqa: S608 - names of tables and columns go through `quoted` or are constants of ours.
from __future__ import annotations

import contextlib
import sqlite3
import warnings
from collections.abc import Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio.raw
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

from layers.coordinates import Coordinates
from layers.files import cells, columns, rows, wkb
from layers.files.geopackage import GEOMETRY, quoted
from layers.files.plain import plain
from layers.files.rows import UnsoundError
from layers.files.shapes import COORDINATE_LIMIT_M

_BATCH: Final = 8_192
"""Rows read at once: little enough that the memory of one batch serves for the next."""
_MUCH_BYTES: Final = 1_000_000_000
"""Up to so many for a file there is room; of a larger one the geometries are counted first."""
_ERRORS: Final = (DataSourceError, DataLayerError, FieldError, GeometryError)
_WHOLE: Final = MappingProxyType(
    {"TEXT": pa.string(), "INTEGER": pa.int64(), "REAL": pa.float64(), "BOOLEAN": pa.bool_()}
)
"""As what GDAL reads the columns of each type whose cells it leaves as they are."""


class Streamed(NamedTuple):
    """A table of polygons: ids, shapes, and columns and lost cells as `rows.Rows` has them."""

    ids: NDArray[np.int64]
    shapes: Coordinates
    columns: dict[str, pd.Series]
    lost: dict[str, int]


def read(
    connection: sqlite3.Connection, path: Path, table: str, types: Mapping[str, str]
) -> Streamed | None:
    """Return what is in a table of polygons.

    None where a polygon is not plain, or GDAL does not find what SQLite finds.

    Parameters
    ----------
    connection
        Read-only connection to the file.
    path
        The file as GDAL may open it.
    types
        The columns, and the types they are declared with, one of `columns.HELD`.
    """
    names = cells.seen(connection, table, list(types))
    seen = {name: types[name] for name in names}
    hollow = [name for name in types if name not in seen]
    with ThreadPoolExecutor(max_workers=1) as beside:
        counting = beside.submit(cells.counted, path, table, seen, hollow)
        found = _streamed(path, table, names, _most_bytes(connection, path, table))
        counted = counting.result()
    if found is None:
        return None
    read_rows, shapes = found
    # One after the other as they lie: by id, since that is the table's key.
    ids = np.asarray(read_rows.column("fid").to_numpy(), np.int64)
    if (np.diff(ids) <= 0).any() or (len(ids), len(shapes)) != (counted.rows, counted.shapes):
        return None
    values: dict[str, pd.Series] = {}
    # What GDAL would take for something else, or was not asked for, SQLite reads as it is.
    odd = {name: types[name] for name in counted.odd}
    for name, type_ in seen.items():
        there = name not in odd and name in read_rows.column_names
        column = _whole(read_rows.column(name), type_) if there else None
        if column is None:
            odd[name] = type_
        else:
            values[name] = column.astype(columns.HELD[type_])
    others, lost = rows.columns_of(connection, table, odd) if odd else ({}, {})
    return Streamed(ids, shapes, values | others, lost)


def _whole(column: columns.ArrowColumn, type_: str) -> pd.Series | None:
    """Return a column that GDAL leaves as it is; None where it may not, or holds no texts."""
    if column.type != _WHOLE.get(type_):
        return None
    with contextlib.suppress(pa.ArrowInvalid):
        column.validate(full=True)
        return columns.from_arrow(column)
    return None


def _most_bytes(connection: sqlite3.Connection, path: Path, table: str) -> int:
    """Return no less than what the geometries of a table take."""
    size = path.stat().st_size
    if size > _MUCH_BYTES:
        # Most of it may be other tables, as those of imagery, for which memory may not do.
        asked = f"SELECT total(length({GEOMETRY})) FROM {quoted(table)}"
        size = min(size, int(connection.execute(asked).fetchone()[0]))
    return size


def _streamed(
    path: Path, table: str, names: list[str], most_bytes: int
) -> tuple[columns.ArrowTable, Coordinates] | None:
    batches: list[Any] = []
    try:
        with (
            wkb.Polygons(most_bytes, COORDINATE_LIMIT_M) as gathered,
            _readable(path) as place,
            pyogrio.raw.open_arrow(
                place,
                layer=table,
                columns=names,
                return_fids=True,
                batch_size=_BATCH,
                use_pyarrow=True,
                IMMUTABLE="YES",
            ) as (meta, reader),
        ):
            if meta.get("geometry_name") != GEOMETRY or meta.get("fid_column") != "fid":
                return None
            # GDAL takes a column OGR_GEOMETRY that is not asked for for the geometries.
            if GEOMETRY not in reader.schema.names:
                return None
            for batch in reader:
                gathered.add(batch.column(GEOMETRY))
                # As a copy: what is read of a batch keeps all of it, geometries as well.
                rest = batch.drop_columns([GEOMETRY])
                batches.append(rest.take(pa.array(np.arange(len(rest)))))
            return pa.Table.from_batches(batches), gathered.coordinates()
    except (wkb.NotPlainError, UnsoundError):
        return None


def without_curves(path: Path, table: str) -> NDArray[np.object_]:
    """Return the shapes of a table by id, with chains of short lines in place of arcs."""
    # A layer comes as its rows lie, which is not by id where that is not the table's key.
    asked = f"SELECT {GEOMETRY} FROM {quoted(table)} ORDER BY fid"
    with _readable(path) as place:
        return pyogrio.raw.read(place, sql=asked, IMMUTABLE="YES")[2]


@contextlib.contextmanager
def _readable(path: Path) -> Generator[Path]:
    """Give a path that GDAL opens; what it or Arrow cannot read is unsound."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            with plain(path) as place:
                yield place
        except (*_ERRORS, pa.ArrowException, OSError, RuntimeError) as error:
            raise UnsoundError from error
