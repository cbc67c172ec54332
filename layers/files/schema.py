"""The plan's own tables: what it is called, factors and settings, styles, rasters, history."""

# ruff: noqa: S608 - names of tables and columns go through `quoted` or are constants of ours.
from __future__ import annotations

import json
import math
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from layers.document import Document
from layers.enclosure import Enclosure
from layers.errors import ProjectFileError
from layers.files import enclosures, geopackage, raster_paths, told
from layers.history import Step
from layers.message import Message
from layers.parameters import Factor, Value
from layers.raster import Raster
from layers.style import Style

FORMAT: Final = (1, 2)
"""Major and minor version of what this program writes. 1.1 came with rasters, 1.2 with what is
enclosed with a plan: large values, as the shading of its roofs."""

META: Final = "greenplat_meta"
PARAMETERS: Final = "greenplat_parameters"
STYLES: Final = "greenplat_styles"
RASTERS: Final = "greenplat_rasters"
HISTORY: Final = "greenplat_history"

TABLES: Final[Mapping[str, str]] = {
    META: "key TEXT UNIQUE NOT NULL, value TEXT",
    PARAMETERS: "id TEXT UNIQUE NOT NULL, title TEXT, title_zh TEXT, unit TEXT, low REAL,"
    " central REAL, high REAL, source TEXT, year TEXT, confidence TEXT, is_default BOOLEAN,"
    " growth_years REAL, note TEXT, value TEXT",
    STYLES: "kind TEXT UNIQUE NOT NULL, style TEXT",
    RASTERS: "key TEXT UNIQUE NOT NULL, path TEXT, raster TEXT",
    enclosures.TABLE: enclosures.COLUMNS,
    HISTORY: "title TEXT, title_values TEXT, who TEXT, done_at TEXT",
}
_FACTOR_COLUMNS: Final = (
    "id", "title", "title_zh", "unit", "low", "central", "high", "source", "year", "confidence",
    "is_default", "growth_years", "note",
)  # fmt: skip
_MOST_STEPS: Final = 10_000
_MOST_VALUES: Final = 50_000
_MOST_RASTERS: Final = 1_000
_LONGEST_TEXT: Final = 10_000_000
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A step of work as the plan file remembers it.

    Parameters
    ----------
    title
        What was done.
    who
        Account that did it, empty where unknown.
    when
        Time in UTC, ISO 8601.
    """

    title: Message
    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Meta:
    """What a plan file says about the plan."""

    format: tuple[int, int]
    crs: str
    next_ids: Mapping[str, int]
    properties: Mapping[str, object]


def create(connection: sqlite3.Connection) -> None:
    """Make the tables that are not there, and enter them for other programs."""
    for table, columns in TABLES.items():
        names = ("fid", *(one.split()[0] for one in columns.split(", ")))
        geopackage.make_room(connection, table, names)
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {table}"
            f" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {columns})"
        )
        geopackage.register_contents(connection, table, "attributes")


# ---- writing ------------------------------------------------------------------------------------


def write(
    connection: sqlite3.Connection,
    document: Document,
    history: Sequence[Step],
    folder: Path | None = None,
) -> None:
    """Bring the plan's tables up to a document, and add the steps that are not yet there.

    Where rasters are is said from ``folder`` on, in which the plan file will stand.
    """
    create(connection)
    _replace(connection, META, _meta_rows(document))
    _replace(connection, PARAMETERS, _parameter_rows(document))
    _replace(
        connection,
        STYLES,
        [{"kind": kind, "style": _json(_plain(style))} for kind, style in document.styles.items()],
    )
    _replace(connection, RASTERS, _raster_rows(document, folder or Path.cwd()))
    enclosures.write(connection, document.enclosed)
    _append_history(connection, history)


def _replace(
    connection: sqlite3.Connection, table: str, rows: Sequence[Mapping[str, object]]
) -> None:
    connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
    _insert(connection, table, rows)


def _insert(
    connection: sqlite3.Connection, table: str, rows: Sequence[Mapping[str, object]]
) -> None:
    for row in rows:
        names = ", ".join(row)
        places = ", ".join("?" * len(row))
        connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({places})",
            tuple(row.values()),
        )


def _meta_rows(document: Document) -> list[Mapping[str, object]]:
    values: dict[str, object] = {
        "format": "{}.{}".format(*FORMAT),
        "crs": document.crs,
        "next_ids": {kind: layer.next_id for kind, layer in document.layers.items()},
        "properties": dict(document.properties),
    }
    return [{"key": key, "value": _json(value)} for key, value in values.items()]


def _parameter_rows(document: Document) -> list[Mapping[str, object]]:
    rows: list[Mapping[str, object]] = []
    for id_, value in document.parameters.items():
        if isinstance(value, Factor):
            row = {name: getattr(value, name) for name in _FACTOR_COLUMNS if name != "is_default"}
            rows.append({**row, "id": id_, "is_default": int(value.default)})
        else:
            rows.append({"id": id_, "value": _json(value)})
    return rows


def _raster_rows(document: Document, folder: Path) -> list[Mapping[str, object]]:
    return [
        {
            "key": key,
            "path": raster_paths.from_folder(raster.path, folder),
            "raster": _json(raster.plain()),
        }
        for key, raster in document.rasters.items()
    ]


def _append_history(connection: sqlite3.Connection, steps: Sequence[Step]) -> None:
    """Add steps; those of an earlier save of the same session are there already."""
    rows = [
        (step.edit.title.text, _json(told.told(step.edit.title)), step.who, step.when)
        for step in steps
    ]
    there = Counter(connection.execute(f"SELECT title, title_values, who, done_at FROM {HISTORY}"))
    for row in rows:
        if there[row]:
            there[row] -= 1
        else:
            connection.execute(
                f"INSERT INTO {HISTORY} (title, title_values, who, done_at) VALUES (?,?,?,?)",
                row,
            )


def _json(value: object) -> str:
    # Half a sign, as an escape in JSON may say, is none that can be stored.
    return json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "replace").decode()


def _plain(style: object) -> object:
    if not isinstance(style, Style):
        return {"value": style}
    return {"style": style.plain()}


# ---- reading ------------------------------------------------------------------------------------


def read_meta(connection: sqlite3.Connection, path: str) -> Meta:
    """Return what the file says about the plan.

    Raises
    ------
    ProjectFileError
        Where it is no plan, or one of a newer version.
    """
    if META not in geopackage.tables(connection):
        raise ProjectFileError(
            "{path} is a GeoPackage, but not a plan of this program."
            " Make a new plan from it with “New plan from files”.",
            path=path,
        )
    rows = _rows(connection, META, ("key", "value"))
    values = {str(row["key"]): _parsed(row["value"]) for row in rows}
    found = _version(values.get("format"), path)
    crs, next_ids = values.get("crs"), values.get("next_ids")
    properties = values.get("properties")
    if not isinstance(crs, str) or not crs:
        raise _damaged(path, "crs")
    return Meta(
        found,
        crs,
        {
            kind: number
            for kind, number in _mapping(next_ids).items()
            if isinstance(number, int) and 0 < number < 2**62
        },
        _mapping(properties),
    )


def read_parameters(connection: sqlite3.Connection, path: str) -> dict[str, Value]:
    """Return the factors and settings of the file, in their order."""
    found: dict[str, Value] = {}
    if PARAMETERS not in geopackage.tables(connection):
        return found
    for row in _rows(connection, PARAMETERS, (*_FACTOR_COLUMNS, "value")):
        id_ = str(row["id"])
        if row["value"] is not None:
            value = _parsed(row["value"])
            if value is not None and not isinstance(value, str | int | float):
                raise _damaged(path, id_)
            found[id_] = value
        else:
            found[id_] = _factor(id_, row, path)
    return found


def _factor(id_: str, row: Mapping[str, object], path: str) -> Factor:
    def text(name: str) -> str:
        value = row[name]
        return "" if value is None else str(value)

    def number(name: str) -> float | None:
        value = row[name]
        if value is None:
            return None
        if not isinstance(value, int | float) or not math.isfinite(value):
            raise _damaged(path, id_)
        return float(value)

    return Factor(
        id=id_,
        title=text("title"),
        title_zh=text("title_zh"),
        unit=text("unit"),
        low=number("low"),
        central=number("central"),
        high=number("high"),
        source=text("source"),
        year=text("year"),
        confidence=text("confidence"),
        default=bool(row["is_default"]),
        growth_years=number("growth_years"),
        note=text("note"),
    )


def read_styles(connection: sqlite3.Connection) -> dict[str, object]:
    """Return the styles of the file by kind; one that cannot be read is left out."""
    found: dict[str, object] = {}
    if STYLES not in geopackage.tables(connection):
        return found
    for row in _rows(connection, STYLES, ("kind", "style")):
        read = _mapping(_parsed(row["style"]))
        if "value" in read:
            found[str(row["kind"])] = read["value"]
        elif (style := Style.read(_mapping(read.get("style")))) is not None:
            found[str(row["kind"])] = style.sound()
    return found


def read_rasters(connection: sqlite3.Connection, folder: Path) -> dict[str, Raster]:
    """Return the rasters of the file by key, with their files as found from its folder."""
    if RASTERS not in geopackage.tables(connection):
        return {}
    rows = _rows(connection, RASTERS, ("key", "path", "raster"))[:_MOST_RASTERS]
    found: dict[str, Raster] = {}
    for row in rows:
        key, path = str(row["key"]), raster_paths.in_folder(str(row["path"] or ""), folder)
        found[key] = Raster.read(key, path, _mapping(_parsed(row["raster"])))
    return found


def read_enclosed(connection: sqlite3.Connection) -> dict[str, Enclosure]:
    """Return what is enclosed with the plan, by name."""
    return enclosures.read(connection)


def read_history(connection: sqlite3.Connection) -> tuple[Entry, ...]:
    """Return the newest steps of the file, oldest first."""
    if HISTORY not in geopackage.tables(connection):
        return ()
    rows = connection.execute(
        f"SELECT title, title_values, who, done_at FROM {HISTORY}"
        f" ORDER BY fid DESC LIMIT {_MOST_STEPS}"
    ).fetchall()
    return tuple(
        Entry(
            told.read(str(title or ""), _mapping(_parsed(values))), str(who or ""), str(when or "")
        )
        for title, values, who, when in reversed(rows)
    )


def _rows(
    connection: sqlite3.Connection, table: str, wanted: Sequence[str]
) -> list[dict[str, object]]:
    """Return the rows of one of our tables; columns that it lacks are null."""
    there = geopackage.columns(connection, table)
    names = ", ".join(name if name in there else f"NULL AS {name}" for name in wanted)
    order = "fid" if "fid" in there else "rowid"
    rows = connection.execute(f"SELECT {names} FROM {table} ORDER BY {order} LIMIT {_MOST_VALUES}")
    return [dict(zip(wanted, row, strict=True)) for row in rows]


def _parsed(text: object) -> object:
    if not isinstance(text, str) or len(text) > _LONGEST_TEXT:
        return None
    read: Callable[[str], object] = json.loads
    try:
        found = read(text)
        return read(_json(found)) if _HALF.search(text) else found
    except (ValueError, RecursionError):
        return None


def _mapping(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _version(value: object, path: str) -> tuple[int, int]:
    parts = str(value).split(".")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
        raise _damaged(path, "format")
    found = (int(parts[0]), int(parts[1]))
    if found[0] > FORMAT[0]:
        raise ProjectFileError(
            "{path} was saved by a newer version of the program (format {found}; this one reads"
            " up to {known}). Open it with the newer program.",
            path=path,
            found=f"{found[0]}.{found[1]}",
            known=f"{FORMAT[0]}.{FORMAT[1]}",
        )
    return found


def _damaged(path: str, part: str) -> ProjectFileError:
    return ProjectFileError(
        "{path} is damaged: its entry {part} cannot be read. Take a copy saved earlier.",
        path=path,
        part=part,
    )
