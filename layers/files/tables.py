"""One layer of the plan as one table of the plan file: written whole, by rows, and read."""

# ruff: noqa: S608 - names of tables and columns go through `quoted` or are constants of ours.
from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

from layers.document import PANDAS_DTYPES, Layer
from layers.errors import ProjectFileError
from layers.files import columns, geopackage
from layers.files.geopackage import GEOMETRY, quoted
from layers.kind import LayerKind, Shape
from layers.message import Message

_TYPES: Final = {Shape.POLYGON: "POLYGON", Shape.LINE: "LINESTRING", Shape.POINT: "POINT"}
_MOST_COLUMNS: Final = 1_000
_MOST_ROWS: Final = 20_000_000
_READ_ERRORS: Final = (DataSourceError, DataLayerError, FieldError, GeometryError)


# ---- writing ------------------------------------------------------------------------------------


def attributes(layer: Layer) -> list[str]:
    """Return the columns of a layer without its geometry."""
    return [name for name in layer.columns if name != "geometry"]


def write(
    connection: sqlite3.Connection,
    layer: Layer,
    kind: LayerKind,
    srs_id: int,
    at: Callable[[float], None],
) -> None:
    """Write a layer as a new table in the place of the old one.

    Parameters
    ----------
    at
        Told the share that is done.
    """
    _refuse_clashing(layer, kind)
    table, names = layer.kind, attributes(layer)
    foreign = geopackage.drop_triggers(connection, table)
    connection.execute(f"DROP TABLE IF EXISTS {quoted(geopackage.index_name(table))}")
    connection.execute(f"DROP TABLE IF EXISTS {quoted(table)}")
    single = geopackage.geometry_type(layer.geometries, _TYPES[kind.shape])
    described = "".join(f", {quoted(n)} {columns.declared(layer.values(n))}" for n in names)
    connection.execute(
        f"CREATE TABLE {quoted(table)} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,"
        f" {GEOMETRY} {single}{described})"
    )
    connection.execute(
        f"CREATE VIRTUAL TABLE {quoted(geopackage.index_name(table))}"
        " USING rtree(id, minx, maxx, miny, maxy)"
    )
    values = [columns.cells(layer.values(name)) for name in names]
    at(0.2)
    blobs = geopackage.blobs(layer.geometries, srs_id)
    at(0.4)
    places = ", ".join("?" * (2 + len(names)))
    connection.executemany(
        f"INSERT INTO {quoted(table)} VALUES ({places})",
        zip(layer.ids.tolist(), blobs, *values, strict=True),
    )
    at(0.7)
    geopackage.put_boxes(connection, table, geopackage.boxes(layer.ids.tolist(), layer.geometries))
    at(0.95)
    _register(connection, layer, kind, srs_id)
    geopackage.put_triggers(connection, table, foreign)


def write_rows(
    connection: sqlite3.Connection, layer: Layer, older: Layer, kind: LayerKind, srs_id: int
) -> bool:
    """Write what differs between two layers to the table that holds the older one.

    Returns
    -------
    bool
        False where the columns differ or most rows do; nothing was written then.
    """
    if _typed(layer) != _typed(older):
        return False
    removed = np.setdiff1d(older.ids, layer.ids)
    added = np.setdiff1d(layer.ids, older.ids)
    changed, names = _changed(layer, older)
    if len(removed) + len(added) + len(changed) > max(1000, len(older) // 3):
        return False
    table = layer.kind
    foreign = geopackage.drop_triggers(connection, table)
    for chunk in geopackage.chunks(removed.tolist()):
        index = quoted(geopackage.index_name(table))
        connection.executemany(f"DELETE FROM {index} WHERE id = ?", chunk)
        connection.executemany(f"DELETE FROM {quoted(table)} WHERE fid = ?", chunk)
    if len(added):
        every = attributes(layer)
        places = ", ".join("?" * (2 + len(every)))
        listed = ", ".join(quoted(name) for name in ("fid", GEOMETRY, *every))
        connection.executemany(
            f"INSERT INTO {quoted(table)} ({listed}) VALUES ({places})",
            _tuples(layer, added, [GEOMETRY, *every], srs_id),
        )
    if len(changed):
        settings = ", ".join(f"{quoted(name)} = ?" for name in names)
        rows = _tuples(layer, changed, names, srs_id)
        connection.executemany(
            f"UPDATE {quoted(table)} SET {settings} WHERE fid = ?",
            [(*row[1:], row[0]) for row in rows],
        )
    moved = np.union1d(added, changed) if GEOMETRY in names else added
    _put_boxes(connection, layer, moved)
    _register(connection, layer, kind, srs_id)
    geopackage.put_triggers(connection, table, foreign)
    return True


def _typed(layer: Layer) -> list[tuple[str, str]]:
    return [(name, columns.declared(layer.values(name))) for name in attributes(layer)]


def _changed(layer: Layer, older: Layer) -> tuple[NDArray[np.int64], list[str]]:
    """Return the ids in both layers whose rows differ, and the columns that differ somewhere."""
    same = np.array_equal(layer.ids, older.ids)
    both = layer.ids if same else np.intersect1d(layer.ids, older.ids)
    here = slice(None) if same else layer.positions(both)
    there = slice(None) if same else older.positions(both)
    differs = np.zeros(len(both), bool)
    names: list[str] = []
    for name in layer.columns:
        if layer.version(name) == older.version(name):
            continue
        if name == "geometry":
            # A geometry that was not edited is the same object; comparing shapes would be slow.
            pairs = zip(layer.geometries[here], older.geometries[there], strict=True)
            column = np.fromiter((a is not b for a, b in pairs), bool, len(both))
        else:
            new, old = layer.values(name).iloc[here], older.values(name).iloc[there]
            gone, gone_before = new.isna().to_numpy(), old.isna().to_numpy()
            unlike = new.array != old.array
            column = np.asarray(
                pd.array(unlike).fillna(False) if hasattr(unlike, "fillna") else unlike, bool
            )
            column = (column & ~gone & ~gone_before) | (gone != gone_before)
        if column.any():
            differs |= column
            names.append(GEOMETRY if name == "geometry" else name)
    return both[differs], names


def _tuples(
    layer: Layer, ids: NDArray[np.int64], names: Sequence[str], srs_id: int
) -> list[tuple[Any, ...]]:
    """Return rows as SQL takes them: the id, then the named columns."""
    frame, places = layer.frame, layer.positions(ids)
    values = [
        geopackage.blobs(layer.geometries[places], srs_id)
        if name == GEOMETRY
        else columns.cells(frame[name].iloc[places])
        for name in names
    ]
    return list(zip(ids.tolist(), *values, strict=True))


def _put_boxes(connection: sqlite3.Connection, layer: Layer, ids: NDArray[np.int64]) -> None:
    table, found = layer.kind, layer.geometries[layer.positions(ids)]
    index = quoted(geopackage.index_name(table))
    for chunk in geopackage.chunks(ids.tolist()):
        connection.executemany(f"DELETE FROM {index} WHERE id = ?", chunk)
    geopackage.put_boxes(connection, table, geopackage.boxes(ids.tolist(), found))


def _register(connection: sqlite3.Connection, layer: Layer, kind: LayerKind, srs_id: int) -> None:
    table, found = layer.kind, layer.geometries
    box = geopackage.extent(found)
    geopackage.register_contents(connection, table, "features", box=box, srs_id=srs_id)
    single = geopackage.geometry_type(found, _TYPES[kind.shape])
    geopackage.register_geometry(connection, table, single, srs_id)
    # Other programs that add rows go on counting where the plan stands: no id is used twice.
    connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
    connection.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (table, layer.next_id - 1))


def _refuse_clashing(layer: Layer, kind: LayerKind) -> None:
    seen: dict[str, str] = {}
    for name in attributes(layer):
        key = name.lower()
        if key in columns.RESERVED or key in seen or not name:
            raise ProjectFileError(
                "{kind} has a column {name} that the plan file cannot hold beside {other}."
                " Rename one of them.",
                kind=Message(kind.title),
                name=name,
                other=seen.get(key, key),
            )
        seen[key] = name


# ---- reading ------------------------------------------------------------------------------------


def read(
    connection: sqlite3.Connection,
    path: Path,
    kind: LayerKind,
    crs: str,
    next_id: int,
) -> tuple[Layer, list[Message]]:
    """Return the layer of a table, and what was found odd about it.

    Parameters
    ----------
    connection
        Read-only connection to the file.
    path
        The file as GDAL may open it.
    next_id
        The least id that the next new feature may get.

    Raises
    ------
    ProjectFileError
        Where the table is not one of a plan, or holds a geometry that cannot be read.
    """
    there = geopackage.columns(connection, kind.id)
    _refuse_foreign(connection, there, kind, path)
    notes: list[Message] = []
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
    ids, found, values = _rows(connection, path, kind, types)
    arrays = _columns(kind, values, len(ids), notes)
    frame = gpd.GeoDataFrame(
        pd.DataFrame(arrays, index=pd.Index(ids, name="fid")), geometry=found, crs=crs
    )
    last = int(ids[-1]) + 1 if len(ids) else 1
    return Layer(kind.id, frame, max(next_id, last)), notes


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
    (count,) = connection.execute(f"SELECT count(*) FROM {quoted(kind.id)}").fetchone()
    if count > _MOST_ROWS:
        raise ProjectFileError(
            "{path} holds {count} rows of {kind}; {most} is the most that can be opened.",
            path=path.name,
            count=count,
            kind=Message(kind.title),
            most=_MOST_ROWS,
        )


def _rows(
    connection: sqlite3.Connection, path: Path, kind: LayerKind, types: Mapping[str, str]
) -> tuple[NDArray[np.int64], NDArray[np.object_], dict[str, pd.Series]]:
    """Return ids, geometries and columns; cells of a wrong type come out as missing, never as 0."""
    (count, shapes) = connection.execute(
        f"SELECT count(*), count({GEOMETRY}) FROM {quoted(kind.id)}"
    ).fetchone()
    if count == 0:
        empty = {name: pd.Series([], dtype=columns.HELD[t]) for name, t in types.items()}
        return np.empty(0, np.int64), np.empty(0, object), empty
    meta, rows = _arrow(path, kind, list(types))
    if meta.get("geometry_name") != GEOMETRY or len(rows) != count:
        raise _damaged(path, kind)
    # One after the other as they lie: by id, since that is the table's key.
    ids = np.asarray(rows.column("fid").to_numpy(), np.int64)
    cells = rows.column(GEOMETRY).to_numpy(zero_copy_only=False)
    found: NDArray[np.object_] = shapely.from_wkb(cells, on_invalid="ignore")
    if len(ids) - int(shapely.is_missing(found).sum()) != shapes or (np.diff(ids) <= 0).any():
        raise _damaged(path, kind)
    if shapely.has_z(found).any():
        found = shapely.force_2d(found)
    wrong = _wrong_cells(connection, kind.id, types)
    values: dict[str, pd.Series] = {}
    for name, type_ in types.items():
        column = columns.from_arrow(rows.column(name))
        if column is None:
            raise _damaged(path, kind)
        if name in wrong:
            column = column.mask(np.isin(ids, wrong[name]))
        values[name] = column.astype(columns.HELD[type_])
    return ids, found, values


def _arrow(
    path: Path, kind: LayerKind, names: list[str]
) -> tuple[dict[str, Any], columns.ArrowTable]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            return pyogrio.read_arrow(
                path, layer=kind.id, columns=names, return_fids=True, IMMUTABLE="YES"
            )
        except (*_READ_ERRORS, pa.ArrowException, RuntimeError) as error:
            raise _damaged(path, kind) from error


def _damaged(path: Path, kind: LayerKind) -> ProjectFileError:
    return ProjectFileError(
        "{path} is damaged: {kind} cannot be read, or a geometry in it cannot."
        " Take a copy saved earlier.",
        path=path.name,
        kind=Message(kind.title),
    )


def _wrong_cells(
    connection: sqlite3.Connection, table: str, types: Mapping[str, str]
) -> dict[str, list[int]]:
    """Return the ids of rows whose value is not of the declared type, by column.

    SQLite lets every cell hold anything, and GDAL reads a text in a column of numbers as 0.
    """
    if not types:
        return {}

    def misfit(name: str) -> str:
        allowed = ", ".join(f"'{word}'" for word in ("null", *columns.STORED[types[name]]))
        return f"typeof({quoted(name)}) NOT IN ({allowed})"

    def suspicious(name: str) -> str:
        # Texts are greater than all numbers and blobs greater than all texts, so that the
        # greatest value tells; a fraction among whole numbers has to be looked for.
        if columns.STORED[types[name]] == ("integer",):
            return f"max({misfit(name)})"
        allowed = ", ".join(f"'{word}'" for word in ("null", *columns.STORED[types[name]]))
        return f"typeof(max({quoted(name)})) NOT IN ({allowed})"

    asked = ", ".join(suspicious(name) for name in types)
    answers = connection.execute(f"SELECT {asked} FROM {quoted(table)}").fetchone()
    return {
        name: [
            row[0]
            for row in connection.execute(f"SELECT fid FROM {quoted(table)} WHERE {misfit(name)}")
        ]
        for name, answer in zip(types, answers, strict=True)
        if answer
    }


def _columns(
    kind: LayerKind, read_columns: Mapping[str, pd.Series], count: int, notes: list[Message]
) -> dict[str, Any]:
    """Return the columns in the order and types of a layer: declared ones, further ones."""
    values: dict[str, pd.Series] = {}
    for column in kind.columns:
        wanted = PANDAS_DTYPES[column.dtype]
        series = read_columns.get(column.id)
        if series is None:
            values[column.id] = pd.Series([None] * count, dtype=wanted)
            notes.append(
                Message.of(
                    "{kind} had no column {name}; it is empty.",
                    kind=Message(kind.title),
                    name=column.id,
                )
            )
            continue
        values[column.id], lost = columns.coerced(series, wanted)
        if lost.any():
            notes.append(
                Message.of(
                    "{kind}: {n} values of {name} are not of its type and were left out.",
                    kind=Message(kind.title),
                    n=int(lost.sum()),
                    name=column.id,
                )
            )
    values.update({name: s for name, s in read_columns.items() if name not in values})
    return {name: series.array for name, series in values.items()}
