"""Bookmarks: views of the plan that are kept in it under a name."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final

from layers.document import Document
from layers.edit import Edit, ValueDelta
from layers.errors import InvalidEditError
from layers.message import Message

KEY: Final = "bookmarks"
"""Name of the text among the plan's properties that holds them, as JSON."""
MOST: Final = 500
LONGEST_NAME: Final = 80
_FARTHEST_M: Final = 1e9


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A view with a name.

    Parameters
    ----------
    name
        What it is called.
    x, y
        Place in the middle, in the plan's CRS. [m]
    scale
        Denominator of the scale: 5000 for 1:5000.
    """

    name: str
    x: float
    y: float
    scale: float


def bookmarks(document: Document) -> tuple[Bookmark, ...]:
    """Return the bookmarks of a plan; what in its file is none is passed over."""
    read = (_read(entry) for entry in document.listed(KEY)[:MOST])
    return tuple(bookmark for bookmark in read if bookmark is not None)


def _read(entry: object) -> Bookmark | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        return None
    x, y, scale = (_number(entry.get(name)) for name in ("x", "y", "scale"))
    inside = abs(x) <= _FARTHEST_M and abs(y) <= _FARTHEST_M and 1 <= scale <= _FARTHEST_M
    name = _named(entry["name"])
    return Bookmark(name, x, y, scale) if inside and name else None


def _number(value: object) -> float:
    """Return a number of a file, NaN where it is none; whole numbers may be too large for one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.nan


def _named(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]


def with_bookmark(found: Sequence[Bookmark], bookmark: Bookmark) -> tuple[Bookmark, ...]:
    """Return bookmarks with one more.

    Raises
    ------
    InvalidEditError
        Where it has no name or no place, or there are very many already.
    """
    if not all(math.isfinite(value) for value in (bookmark.x, bookmark.y, bookmark.scale)):
        raise InvalidEditError("This view has no place in the plan and cannot be kept.")
    if not _named(bookmark.name):
        raise InvalidEditError("A bookmark needs a name.")
    if len(found) >= MOST:
        raise InvalidEditError(
            "The plan has {n} bookmarks already; delete some of them first.", n=len(found)
        )
    return (*found, replace(bookmark, name=_named(bookmark.name)))


def keep(document: Document, after: Sequence[Bookmark], title: Message | None = None) -> Edit:
    """Return the edit that gives a plan these bookmarks.

    Parameters
    ----------
    document
        The plan.
    after
        All bookmarks in their order.
    title
        What the step is called.
    """
    before = document.properties.get(KEY)
    entries = [asdict(bookmark) for bookmark in after]
    text = json.dumps(entries, ensure_ascii=False) if entries else None
    deltas = (ValueDelta("properties", KEY, before, text),) if text != before else ()
    return Edit(title or Message.of("Change the bookmarks"), deltas)


def add(document: Document, bookmark: Bookmark) -> Edit:
    """Return the edit that adds a bookmark behind the others."""
    after = with_bookmark(bookmarks(document), bookmark)
    return keep(document, after, Message.of("Add the bookmark {name}", name=after[-1].name))
