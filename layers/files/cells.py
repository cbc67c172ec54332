"""What SQLite says of cells of a table that GDAL reads: what GDAL takes for others, or is nothing.

Most columns of most plans are empty, and to read one takes as long as to read any other. So the
rows at both ends tell which columns are worth reading, and all rows are asked meanwhile whether
the others hold something after all.
"""

# ruff: noqa: S608 - names of tables and columns go through `quoted` or are constants of ours.
from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from layers.files import columns, geopackage
from layers.files.geopackage import GEOMETRY, quoted

SAMPLE: Final = 200
"""Rows at each end that are looked at."""
_TOGETHER: Final = 64
"""Columns asked for in one go; SQLite takes no more than a hundred."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was found in all rows of a table.

    Parameters
    ----------
    rows, shapes
        How many there are, and how many have a geometry.
    odd
        Columns with cells of a wrong type or with the character NUL, at which GDAL cuts texts
        off, and those that seemed to be empty and are not.
    """

    rows: int
    shapes: int
    odd: tuple[str, ...] = ()


def seen(connection: sqlite3.Connection, table: str, names: Sequence[str]) -> list[str]:
    """Return the columns of a table that hold something in its first or its last rows."""
    if not names:
        return []
    asked = ", ".join(f"max({quoted(name)} IS NOT NULL)" for name in names)
    found: set[str] = set()
    for order in ("ASC", "DESC"):
        some = f"SELECT * FROM {quoted(table)} ORDER BY fid {order} LIMIT {SAMPLE}"
        answers = connection.execute(f"SELECT {asked} FROM ({some})").fetchone()
        found |= {name for name, answer in zip(names, answers, strict=True) if answer}
    return [name for name in names if name in found]


def groups(names: Sequence[str]) -> list[Sequence[str]]:
    """Return columns in groups that `filled` takes."""
    return [names[first : first + _TOGETHER] for first in range(0, len(names), _TOGETHER)]


def filled(group: Sequence[str]) -> str:
    """Return the SQL of what is in a row where one of some columns holds something, else null."""
    # The last one first: SQLite then reads the head of a row once, not a step for each column.
    names = ", ".join(map(quoted, reversed(group)))
    return f"coalesce({names}, NULL)"


def counted(
    path: Path, table: str, types: Mapping[str, str], hollow: Sequence[str] = ()
) -> Counted:
    """Return what is in a table.

    SQLite lets every cell hold anything, and GDAL reads a text in a column of numbers as 0.

    Parameters
    ----------
    types
        Columns whose cells are looked at, and what they are declared as.
    hollow
        Columns that seem to be empty.
    """

    def suspicious(name: str) -> str:
        allowed = ", ".join(f"'{word}'" for word in ("null", *columns.STORED[types[name]]))
        # Texts are greater than all numbers and blobs greater than all texts, so that the
        # greatest value tells; a fraction among whole numbers has to be looked for.
        if columns.STORED[types[name]] == ("integer",):
            return f"max(typeof({quoted(name)}) NOT IN ({allowed}))"
        wrong = f"typeof(max({quoted(name)})) NOT IN ({allowed})"
        if types[name] == "TEXT":
            return f"max(instr({quoted(name)}, char(0))) OR {wrong}"
        return wrong

    with contextlib.closing(geopackage.read_only(path)) as connection:
        parts = groups(hollow)
        totals = (f"count({filled(part)})" for part in parts)
        looks = ("count(*)", f"count({GEOMETRY})", *map(suspicious, types), *totals)
        rows, shapes, *answers = connection.execute(
            f"SELECT {', '.join(looks)} FROM {quoted(table)}"
        ).fetchone()
        odd = [name for name, answer in zip(types, answers, strict=False) if answer]
        for part, answer in zip(parts, answers[len(types) :], strict=True):
            if answer:
                asked = ", ".join(f"count({quoted(name)})" for name in part)
                each = connection.execute(f"SELECT {asked} FROM {quoted(table)}").fetchone()
                odd += [name for name, number in zip(part, each, strict=True) if number]
    return Counted(rows, shapes, tuple(odd))
