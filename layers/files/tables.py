"""Layers of the plan written as tables of the plan file: whole, or only the rows that differ."""

# ruff: noqa: S608 - names of tables and columns go through `quoted` or are constants of ours.
from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.errors import ProjectFileError
from layers.files import columns, geopackage
from layers.files.geopackage import GEOMETRY, quoted
from layers.kind import LayerKind, Shape
from layers.layer import Layer
from layers.message import Message

_TYPES: Final = {Shape.POLYGON: "POLYGON", Shape.LINE: "LINESTRING", Shape.POINT: "POINT"}


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
        False where the columns differ, or those of the table, or most rows; nothing was written
        then.
    """
    if _typed(layer) != _typed(older):
        return False
    removed = np.setdiff1d(older.ids, layer.ids)
    added = np.setdiff1d(layer.ids, older.ids)
    changed, names = _changed(layer, older)
    if len(removed) + len(added) + len(changed) > max(1000, len(older) // 3):
        return False
    table = layer.kind
    if not _takes(connection, layer, added, names):
        return False
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


def _takes(
    connection: sqlite3.Connection, layer: Layer, added: NDArray[np.int64], names: Sequence[str]
) -> bool:
    """Return whether a table has an index, and the columns that give back what is to be written.

    A number with a fraction in a column that another program has made one of whole numbers would
    not be read again.
    """
    new = layer.plain_rows(layer.positions(added))
    filled = [name for name in attributes(layer) if bool(new[name].notna().to_numpy().any())]
    there = geopackage.columns(connection, layer.kind)
    if len(added) and not there.keys() >= {*attributes(layer)}:
        return False
    return bool(geopackage.columns(connection, geopackage.index_name(layer.kind))) and all(
        columns.family(there.get(name, "")) == columns.declared(layer.values(name))
        for name in {*names, *filled} - {GEOMETRY}
    )


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
