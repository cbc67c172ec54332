"""Tables of the plan file read as layers: ids, shapes and columns, and what was odd about them."""

# ruff: noqa: S608 - names of tables and columns go through `quoted` or are constants of ours.
from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from layers.coordinates import Coordinates
from layers.errors import ProjectFileError
from layers.files import columns, geopackage, rows, wkb
from layers.files.geopackage import GEOMETRY, quoted
from layers.files.kept_layers import Kept
from layers.files.shapes import COORDINATE_LIMIT_M
from layers.geometry import Geometries
from layers.kind import LayerKind, Shape
from layers.kinds import kinds
from layers.layer import PANDAS_DTYPES, Layer, empty_frame
from layers.message import Message
from resources.translations import grouped

_MOST_COLUMNS: Final = 1_000
_MOST_ROWS: Final = 20_000_000
_MANY_ROWS: Final = 20_000
"""From so many on polygons come faster through GDAL."""
_BATCH: Final = 8_192
"""Geometries made at once."""
_Found: TypeAlias = tuple[
    NDArray[np.int64], NDArray[np.object_] | Coordinates, dict[str, pd.Series], dict[str, int]
]
"""Ids, geometries and columns of a table, and how many cells of which columns are lost."""


class Read(NamedTuple):
    """A table that was read.

    Parameters
    ----------
    layer
        Its layer.
    notes
        What was found odd about it, for the user.
    whole
        Whether its columns hold all that the layer could; else cells are of a wrong type.
    """

    layer: Layer
    notes: list[Message]
    whole: bool = True


def read(
    connection: sqlite3.Connection,
    path: Path,
    kind: LayerKind,
    crs: CRS,
    next_id: int,
    *,
    kept: Kept | None = None,
) -> Read:
    """Return the layer of a table, and what was found odd about it.

    Parameters
    ----------
    connection
        Read-only connection to the file.
    path
        The file as GDAL may open it.
    crs
        The plan's reference system.
    next_id
        The least id that the next new feature may get.
    kept
        What an earlier reading of the same file has left.

    Raises
    ------
    ProjectFileError
        Where the table is not one of a plan, or holds a geometry that cannot be read.
    """
    there = geopackage.columns(connection, kind.id)
    _refuse_foreign(connection, there, kind, path)
    notes: list[Message] = []
    types = _types(there, kind, notes)
    called = _called(types, kind, notes)
    held = {called[name]: columns.HELD[type_] for name, type_ in types.items()}
    if set(types) == {column.id for column in kind.columns} and _is_empty(connection, kind.id):
        frame, none = _empty(kind.id, crs)
        return Read(Layer(kind.id, frame, next_id, geometries=none), notes)
    lost: dict[str, int] = {}
    if kept is not None and kept.dtypes == held:
        ids, found, filled = kept.ids, kept.coordinates, kept.filled
    else:
        ids, found, in_file, lost = _rows(connection, path, kind, types)
        filled = {called[name]: series for name, series in in_file.items()}
        lost = {called[name]: count for name, count in lost.items()}
    values = {**_nothing(held, len(ids)), **filled}
    if not isinstance(found, Coordinates):
        found = _with_shapes(found, kind, notes)
    arrays = _columns(kind, values, len(ids), lost, notes)
    # Each column stays the array that it is: a frame would copy them together into blocks.
    frame = pd.DataFrame(arrays, pd.Index(ids, name="fid"), copy=False)
    last = int(ids[-1]) + 1 if len(ids) else 1
    geometries = Geometries(found, crs)
    layer = Layer(kind.id, frame, max(next_id, last), geometries=geometries)
    return Read(layer, notes, not lost)


def _is_empty(connection: sqlite3.Connection, table: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {quoted(table)} LIMIT 1").fetchone() is None


@cache
def _empty(kind: str, crs: CRS) -> tuple[pd.DataFrame, Geometries]:
    # Most plans have kinds that they do not use, and an empty frame takes milliseconds.
    frame = pd.DataFrame(empty_frame(kinds()[kind], crs)).drop(columns="geometry")
    return frame, Geometries(np.empty(0, object), crs)


def _refuse_foreign(
    connection: sqlite3.Connection, there: Mapping[str, str], kind: LayerKind, path: Path
) -> None:
    if "fid" not in there or GEOMETRY not in there or len(there) > _MOST_COLUMNS:
        raise ProjectFileError(
            "{path} is damaged: its table {table} is not one of a plan (columns fid and geom, at"
            " most {most} columns). Take a copy saved earlier.",
            path=path.name,
            table=kind.id,
            most=_MOST_COLUMNS,
        )
    if _span(connection, kind.id) < _MOST_ROWS:
        return
    (count,) = connection.execute(f"SELECT count(*) FROM {quoted(kind.id)}").fetchone()
    if count > _MOST_ROWS:
        raise ProjectFileError(
            "{path} holds {count} rows of {kind}; {most} is the most that can be opened.",
            path=path.name,
            count=grouped(count),
            kind=Message(kind.title),
            most=grouped(_MOST_ROWS),
        )


def _span(connection: sqlite3.Connection, table: str) -> float:
    """Return how far apart the ids of a table are, than which it has not many more rows.

    Counting the rows would read the whole table.
    """
    keys: list[tuple[str, str]] = connection.execute(
        "SELECT name, upper(type) FROM pragma_table_info(?) WHERE pk", (table,)
    ).fetchall()
    if keys != [("fid", "INTEGER")]:
        return np.inf
    ends = [
        connection.execute(f"SELECT {end}(fid) FROM {quoted(table)}").fetchone()[0]
        for end in ("min", "max")
    ]
    return 0 if None in ends else ends[1] - ends[0]


def _rows(
    connection: sqlite3.Connection, path: Path, kind: LayerKind, types: Mapping[str, str]
) -> _Found:
    """Return what is in a table; cells of a wrong type come out as missing, never as 0."""
    if _is_empty(connection, kind.id):
        return np.empty(0, np.int64), np.empty(0, object), {}, {}
    try:
        return _streamed(connection, path, kind, types) or _one_by_one(
            connection, path, kind, types
        )
    except (rows.UnsoundError, pa.ArrowException) as error:
        raise ProjectFileError(
            "{path} is damaged: {kind} cannot be read, or a geometry in it cannot."
            " Take a copy saved earlier.",
            path=path.name,
            kind=Message(kind.title),
        ) from error


def _types(there: Mapping[str, str], kind: LayerKind, notes: list[Message]) -> dict[str, str]:
    """Return the columns that a layer can hold, and the types in which they are held."""
    types: dict[str, str] = {}
    for name, declared in there.items():
        if name in {"fid", GEOMETRY}:
            continue
        if type_ := columns.family(declared):
            types[name] = type_
        else:
            notes.append(
                Message.of(
                    "{kind}: the column {name} holds no text or numbers and was left out.",
                    kind=Message(kind.title),
                    name=name,
                )
            )
    return types


def _called(names: Iterable[str], kind: LayerKind, notes: list[Message]) -> dict[str, str]:
    """Return what columns are called in a layer: those of other programs may need another name."""
    called = {name: name for name in names if name.casefold() not in columns.RESERVED}
    for name in names:
        if name not in called:
            called[name] = columns.free_name(name, called.values())
            notes.append(
                Message.of(
                    "{kind}: the column {name} is called {other} here: plans need its name.",
                    kind=Message(kind.title),
                    name=name,
                    other=called[name],
                )
            )
    return called


def _nothing(held: Mapping[str, str], count: int) -> dict[str, pd.Series]:
    """Return columns without any value: those of one type share what they are made of."""
    made = {dtype: columns.missing(count, dtype) for dtype in set(held.values())}
    return {name: made[dtype] for name, dtype in held.items()}


def _streamed(
    connection: sqlite3.Connection, path: Path, kind: LayerKind, types: Mapping[str, str]
) -> _Found | None:
    """Return what is in a large table of polygons; None where these are not plain ones."""
    if kind.shape is not Shape.POLYGON or not _MANY_ROWS <= _span(connection, kind.id) < np.inf:
        return None
    # GDAL takes memory and time to begin with.
    from layers.files import streaming

    return streaming.read(connection, path, kind.id, types)


def _one_by_one(
    connection: sqlite3.Connection, path: Path, kind: LayerKind, types: Mapping[str, str]
) -> _Found:
    found = rows.read(connection, kind.id, types)
    if kind.shape is Shape.POLYGON:
        with (
            contextlib.suppress(wkb.NotPlainError),
            wkb.Polygons(found.shapes.nbytes, COORDINATE_LIMIT_M) as gathered,
        ):
            gathered.add(found.shapes, found.heads)
            return found.ids, gathered.coordinates(), found.columns, found.lost
    return found.ids, _objects(found.bodies(), path, kind), found.columns, found.lost


def _objects(bodies: list[bytes | None], path: Path, kind: LayerKind) -> NDArray[np.object_]:
    """Return shapely geometries of well-known binary."""
    if any(map(wkb.is_deep, filter(None, bodies))):
        raise rows.UnsoundError
    cells = np.array([*bodies, None], object)[:-1]
    try:
        found = _shapes(cells)
    except NotImplementedError:
        from layers.files import streaming

        # Arcs come as lines.
        found = _shapes(streaming.without_curves(path, kind.id))
    if int(shapely.is_missing(found).sum()) != bodies.count(None):
        raise rows.UnsoundError
    return shapely.force_2d(found) if shapely.has_z(found).any() else found


def _shapes(cells: NDArray[np.object_]) -> NDArray[np.object_]:
    # Shapely holds Python's lock meanwhile: all at once would stop the window.
    parts = [cells[first : first + _BATCH] for first in range(0, len(cells), _BATCH)]
    with np.errstate(invalid="ignore"):  # coordinates that are no numbers are told later
        return np.concatenate([shapely.from_wkb(part, on_invalid="ignore") for part in parts])


def _with_shapes(
    found: NDArray[np.object_], kind: LayerKind, notes: list[Message]
) -> NDArray[np.object_]:
    """Return shapes with those missing that lie nowhere on earth; say how many lack one."""
    coordinates = shapely.get_coordinates(found)
    # Two numbers tell in a moment what looking at each of a million vertices would.
    low, high = coordinates.min(initial=0.0), coordinates.max(initial=0.0)
    if not (low >= -COORDINATE_LIMIT_M and high <= COORDINATE_LIMIT_M):
        places = shapely.get_coordinates(found, return_index=True)[1]
        wrong = np.unique(places[~(np.abs(coordinates) <= COORDINATE_LIMIT_M).all(axis=1)])
        found = found.copy()
        found[wrong] = None
        if len(wrong):
            notes.append(
                Message.of(
                    "{kind}: the shapes of {n} features have coordinates that are no numbers, or"
                    " lie beyond every place on earth, and were left out.",
                    kind=Message(kind.title),
                    n=len(wrong),
                )
            )
    without = int((shapely.is_missing(found) | shapely.is_empty(found)).sum())
    if without:
        notes.append(
            Message.of(
                "{kind}: {n} features have no shape; they are in the table, not on the map.",
                kind=Message(kind.title),
                n=without,
            )
        )
    return found


def _columns(
    kind: LayerKind,
    read_columns: Mapping[str, pd.Series],
    count: int,
    lost: Mapping[str, int],
    notes: list[Message],
) -> dict[str, Any]:
    """Return the columns in the order and types of a layer: declared ones, further ones.

    Parameters
    ----------
    lost
        How many cells of which columns were of a wrong type when they were read.
    """
    lacking = dict(lost)
    values: dict[str, pd.Series] = {}
    for column in kind.columns:
        wanted = PANDAS_DTYPES[column.dtype]
        series = read_columns.get(column.id)
        if series is None:
            values[column.id] = columns.missing(count, wanted)
            notes.append(
                Message.of(
                    "{kind} had no column {name}; it is empty.",
                    kind=Message(kind.title),
                    name=column.id,
                )
            )
            continue
        values[column.id], unfit = columns.coerced(series, wanted)
        if unfit.any():
            lacking[column.id] = lacking.get(column.id, 0) + int(unfit.sum())
    values.update({name: s for name, s in read_columns.items() if name not in values})
    notes += [
        Message.of(
            "{kind}: {n} values of {name} are not of its type and were left out.",
            kind=Message(kind.title),
            n=lacking[name],
            name=name,
        )
        for name in values
        if name in lacking
    ]
    return {name: series.array for name, series in values.items()}
