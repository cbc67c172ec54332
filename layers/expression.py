"""Conditions on features, as planners know them from other GIS: what follows WHERE in SQL.

SQLite reads and works them out, on columns copied into its memory: nothing but reading is allowed
to it, so that a condition can come from anywhere.
"""

from __future__ import annotations

import difflib
import re
import sqlite3
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, Final, Self, cast

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers.errors import PlanError
from layers.kind import Shape
from layers.kinds import kinds
from layers.layer import Layer
from layers.message import Message
from layers.units import M2_PER_HA, M2_PER_MU
from resources.translations import LANGUAGES, translation

LONGEST: Final = 2_000
"""More than this is no condition that somebody has typed. [characters]"""
LONGEST_S: Final = 5.0
"""After this time a condition is given up; a million comparisons take about one. [s]"""
MOST_COLUMNS: Final = 1_900
"""SQLite's tables have 2000 at most."""
MOST_NAMED: Final = 100
"""Columns that a sentence names."""
_STEPS: Final = 1_000
"""Every so many steps SQLite asks whether to go on."""
_FORBIDDEN: Final = frozenset(
    {"load_extension", "randomblob", "zeroblob", "printf", "format", "fts3_tokenizer"}
)
"""Functions that reach outside or eat memory."""
_QUOTED: Final = re.compile(r"'(?:[^']|'')*'|\"((?:[^\"]|\"\")*)\"")
_COMPARED: Final = re.compile(
    r"""'(?:[^']|'')*'                                    # a text by itself
    |(?P<name>"(?:[^"]|"")*"|[^\W\d]\w*)\s*
    (?:<=|>=|<>|!=|==?|<|>)\s*
    (?:(?P<text>'(?:[^']|'')*')|(?P<number>[+-]?\d+(?:\.\d*)?(?![\w.])))
    (?!\s*\|\|)                                         # of which no longer text is made""",
    re.VERBOSE,
)
"""A column beside a value as typed, with nothing between them but a sign."""
_TABLE: Final = "features"

Floats = NDArray[np.float64]


class ExpressionError(PlanError):
    """A condition that cannot be understood, or that asks for what the features do not have."""


def _area(unit: float) -> Callable[[NDArray[np.object_]], Floats]:
    return lambda geometries: shapely.area(geometries) / unit


_SIZES: Final[Mapping[str, tuple[Callable[[NDArray[np.object_]], Floats], frozenset[Shape]]]] = {
    "area_m2": (_area(1.0), frozenset({Shape.POLYGON})),
    "area_ha": (_area(M2_PER_HA), frozenset({Shape.POLYGON})),
    "area_mu": (_area(M2_PER_MU), frozenset({Shape.POLYGON})),
    "length_m": (shapely.length, frozenset({Shape.POLYGON, Shape.LINE})),
}
"""Sizes worked out from the shapes, and for which shapes they mean something."""


def names(layer: Layer) -> tuple[str, ...]:
    """Return what a condition on a layer may name: its columns, sizes and ``fid``.

    Parameters
    ----------
    layer
        Whose features are asked for.
    """
    shape = kinds()[layer.kind].shape
    sizes = [name for name, (_, shapes) in _SIZES.items() if shape in shapes]
    columns = [name for name in layer.columns if name != "geometry"][:MOST_COLUMNS]
    # In SQL large letters are the same as small ones: of two such names the first is meant.
    found: dict[str, str] = {}
    for name in ("fid", *columns, *sizes):
        found.setdefault(name.casefold(), name)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition on the features of a layer.

    Parameters
    ----------
    text
        As typed: ``land_use = 'M1' AND area_ha > 2``, ``number LIKE 'A-%'``, ``far IS NULL``.
    reads
        The names that it asks for.
    """

    text: str
    reads: tuple[str, ...]

    @classmethod
    def parse(cls, text: str, layer: Layer) -> Self:
        """Return a condition that was typed for a layer.

        Raises
        ------
        ExpressionError
            Where it cannot be understood, or names what the layer does not have.
        """
        text = text.strip()
        if not text:
            raise ExpressionError("A condition is wanted, as in: land_use = 'M1' AND area_ha > 2.")
        if len(text) > LONGEST:
            raise ExpressionError(
                "The condition has {n} characters; {most} are the most.", n=len(text), most=LONGEST
            )
        known = names(layer)
        _check_quoted(text, layer)
        _check_sorts(text, layer)
        with _table(known) as (connection, read):
            _ask(connection, text, layer)
        return cls(text, tuple(name for name in known if name in read))

    def matching(self, layer: Layer) -> NDArray[np.bool_]:
        """Return which features of a layer fit, in the order of its ids.

        A comparison with a missing value fits nothing, as in SQL; ask with ``IS NULL`` for it.

        Parameters
        ----------
        layer
            The layer for which it was parsed, as it is now.

        Raises
        ------
        ExpressionError
            Where it takes too long, or the layer has lost a column since.
        """
        known = names(layer)
        with _table(known) as (connection, _):
            columns = [_plain(layer, name) for name in self.reads if name in known]
            chosen = [name for name in self.reads if name in known]
            marks = ", ".join("?" * (len(chosen) + 1))
            fields = ", ".join(map(_quoted, (_place(known), *chosen)))
            connection.set_authorizer(None)
            connection.execute("BEGIN")  # else each row would be a transaction of its own
            connection.executemany(
                f"INSERT INTO {_TABLE} ({fields}) VALUES ({marks})",  # noqa: S608
                zip(range(len(layer)), *columns, strict=True),
            )
            connection.execute("COMMIT")
            connection.set_authorizer(_only_reading(set()))
            rows = _ask(connection, self.text, layer)
        found = np.zeros(len(layer), bool)
        found[rows] = True
        return found


@contextmanager
def _table(known: tuple[str, ...]) -> Generator[tuple[sqlite3.Connection, set[str]]]:
    """Give an empty table with these columns that can only be read, and the columns that are."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    read: set[str] = set()
    try:
        # Columns without a type keep what is put in: a text of digits stays a text.
        columns = ", ".join(map(_quoted, known))
        place = _quoted(_place(known))
        connection.execute(f"CREATE TABLE {_TABLE} ({columns}, {place} INTEGER PRIMARY KEY)")
        connection.execute("PRAGMA case_sensitive_like = OFF")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000_000)
        connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 100)
        connection.set_authorizer(_only_reading(read))
        yield connection, read
    finally:
        connection.close()


def _only_reading(read: set[str]) -> Callable[..., int]:
    def allowed(action: int, one: str | None, other: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_READ and one == _TABLE:
            read.add(other or "")
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION:
            fine = (other or "").lower() not in _FORBIDDEN
            return sqlite3.SQLITE_OK if fine else sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK if action == sqlite3.SQLITE_SELECT else sqlite3.SQLITE_DENY

    return allowed


def _ask(connection: sqlite3.Connection, text: str, layer: Layer) -> list[int]:
    """Return the numbers of the rows that fit."""
    until = time.monotonic() + LONGEST_S
    connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    place = _quoted(_place(names(layer)))
    try:
        # The line break ends what might have been opened as a comment.
        rows = connection.execute(f"SELECT {place} FROM {_TABLE} WHERE (\n{text}\n)")  # noqa: S608
        return [row for (row,) in cast("list[tuple[int]]", rows.fetchall())]
    except (sqlite3.Warning, UnicodeEncodeError) as error:  # half a sign cannot be passed on
        raise _not_understood(ascii(text), str(error)) from error
    except sqlite3.Error as error:
        raise _told(error, text, layer) from error


def _told(error: sqlite3.Error, text: str, layer: Layer) -> ExpressionError:
    said = str(error)
    if found := re.fullmatch(r"no such column: (.+)", said):
        return _unknown(found[1], layer)
    if "interrupted" in said:
        return ExpressionError("The condition takes too long to work out; make it simpler.")
    if told := _expected(said, text):
        return _not_understood(text, told)
    return _not_understood(text, said)


def _expected(said: str, text: str) -> Message | None:
    """Return what is wanted where SQLite merely says near what it stopped; None for another word.

    The condition stands between brackets of its own, so that what is near may be no sign of it.
    """
    if "unrecognized token" in said and text.count("'") % 2:
        return Message("a text that begins with ' needs another ' at its end")
    found = re.fullmatch(r'near "(.*)": syntax error', said, re.DOTALL)
    if found is None and said != "incomplete input":
        return None
    if depth := _open_brackets(text):
        return (
            Message.of("{n} brackets are not closed; type ) at the end", n=depth)
            if depth > 0
            else Message(
                "a bracket is closed that was not opened; take it away, or type ( before it"
            )
        )
    if found is None or found[1] == ")":
        return Message("after the last word a value, a column or a condition is wanted")
    return Message.of("something else is wanted in the place of {found}", found=found[1][:40])


def _open_brackets(text: str) -> int:
    """Return how many brackets stay open, -1 where one is closed too early; none in quotes."""
    depth = 0
    for sign in re.sub(r"'[^']*'|\"[^\"]*\"", "", text):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth < 0:
            return -1
    return depth


def _not_understood(text: str, said: str | Message) -> ExpressionError:
    return ExpressionError(
        "The condition “{typed}” cannot be understood ({said}). Write it as in:"
        " land_use = 'M1' AND area_ha > 2.",
        typed=text if len(text) <= 80 else text[:79] + "…",
        said=said,
    )


def _unknown(name: str, layer: Layer) -> ExpressionError:
    if near := _meant(name, layer):
        return ExpressionError(
            "There is no column “{name}” here. Did you mean {near}?", name=name, near=near
        )
    known = names(layer)
    return ExpressionError(
        "There is no column “{name}” here. There are: {known}. Texts stand between"
        " single quotes, as in 'M1'.",
        name=name,
        known=", ".join((*known[:MOST_NAMED], *(["…"] if len(known) > MOST_NAMED else []))),
    )


def _meant(name: str, layer: Layer) -> str:
    """Return the column whose title was typed in any language, or that is written much alike."""
    kind, known = kinds()[layer.kind], names(layer)
    for column in filter(None, map(kind.column, known)):
        titles = {translation(language)(column.title).casefold() for language in LANGUAGES}
        if name.casefold() in titles:
            return column.id
    near = difflib.get_close_matches(name.casefold(), [one.casefold() for one in known], n=1)
    return next((one for one in known if one.casefold() in near), "")


def _check_quoted(text: str, layer: Layer) -> None:
    """Refuse names between double quotes that are not there: SQLite would take them for texts."""
    there = {name.casefold() for name in names(layer)}
    for found in _QUOTED.finditer(text):
        if found[1] is not None and found[1].replace('""', '"').casefold() not in there:
            raise _unknown(found[1], layer)


def _check_sorts(text: str, layer: Layer) -> None:
    """Refuse texts held against numbers: for SQL any text is more than any number."""
    known = {name.casefold(): name for name in names(layer)}
    for found in _COMPARED.finditer(text):
        typed = (found["name"] or "").strip('"').replace('""', '"')
        name = known.get(typed.casefold())
        if name is None or _is_bare(layer, name):
            continue
        if found["number"] and not _is_number(layer, name):
            raise ExpressionError(
                "“{name}” holds texts, and {value} is a number. Write it between single quotes:"
                " '{value}'.",
                name=name,
                value=found["number"],
            )
        if found["text"] and _is_number(layer, name):
            raise ExpressionError(
                "“{name}” holds numbers, and {value} is a text. Write a number without quotes.",
                name=name,
                value=found["text"][:40],
            )


def _is_bare(layer: Layer, name: str) -> bool:
    """Return whether a column holds nothing that could be of one sort or the other."""
    return name in layer.columns and not layer.values(name).notna().any()


def _is_number(layer: Layer, name: str) -> bool:
    if name not in layer.columns:  # a size, or the id
        return True
    dtype = layer.values(name).dtype
    return pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_bool_dtype(dtype)


def _place(known: tuple[str, ...]) -> str:
    """Return a name for the numbers of the rows that no column has; ``rowid`` may be one."""
    taken = {name.casefold() for name in known}
    return next(name for length in count(1) if (name := "#" * length) not in taken)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _plain(layer: Layer, name: str) -> list[Any]:
    """Return a column as values that SQLite knows, None where one is missing."""
    if name == "fid":
        return layer.ids.tolist()
    if name in layer.columns:
        values = layer.values(name)
    else:
        values = pd.Series(_SIZES[name][0](layer.geometries))
    if pd.api.types.is_bool_dtype(values.dtype):
        values = values.astype("Int64")
    if pd.api.types.is_numeric_dtype(values.dtype):
        plain = values.astype(object)
    else:
        plain = values.astype("str").astype(object)
    return plain.where(values.notna(), None).tolist()
