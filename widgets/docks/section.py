"""A table of the totals: its heads and its rows of figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from widgets.docks.figures import Row

Totals = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the totals.

    Parameters
    ----------
    id
        Key in the totals.
    title
        Its heading.
    heads
        Heads of its columns.
    rows
        Its rows.
    empty
        What to do next where it has nothing to show; empty where it has.
    subjects
        Whose measures it tells of, by the beginning of their ids; its own id where none is given.
    """

    id: str
    title: str
    heads: tuple[str, ...]
    rows: list[Row]
    empty: str = ""
    subjects: tuple[str, ...] = ()
