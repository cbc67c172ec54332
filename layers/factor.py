"""A coefficient with its range and its footing, and the tables in which such ones are shipped."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from resources import shipped


@dataclass(frozen=True, slots=True)
class Factor:
    """A coefficient with its range and its footing.

    Parameters
    ----------
    id
        ``<group>.<name>``; see `layers.factor_tables` for the groups.
    title, title_zh
        What it is, in English and in Simplified Chinese.
    unit
        Unit of the three values.
    low, central, high
        The value and its range; None where the source gives none. [unit]
    source, year, confidence
        Where it was read, when that was published, and how sure that is (``verified``,
        ``recalled``, ``assumption``, or ``user`` once it was edited).
    default
        Whether it belongs to the tool's own choice of rows.
    growth_years
        Years of growth for which a sink holds; None where the table says nothing. [a]
    note
        What to know before using it.
    """

    id: str
    title: str
    title_zh: str
    unit: str
    low: float | None
    central: float | None
    high: float | None
    source: str = ""
    year: str = ""
    confidence: str = ""
    default: bool = True
    growth_years: float | None = None
    note: str = ""

    @property
    def group(self) -> str:
        """The part of the id before the first point."""
        return self.id.partition(".")[0]

    def edited(self, **values: float | None) -> Factor:
        """Return the factor with other values, marked as the user's."""
        return replace(self, confidence="user", **values)


Value = Factor | str | int | float | None
"""What a parameter of a plan can be."""


def number(text: str) -> float | None:
    """Return the number in a cell, None where it is empty."""
    return float(text) if text.strip() else None


def cited(source: str, clause: str) -> str:
    """Return a source with its clause, if a table names one; a dash names none.

    Examples
    --------
    >>> cited("GB 50137-2011", "4.3.2"), cited("practice", "-")
    ('GB 50137-2011 · 4.3.2', 'practice')
    """
    return " · ".join(filter(None, (source, clause.strip(" -"))))


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a shipped table of factors by the names of its columns."""
    yield from csv.DictReader(io.StringIO(shipped("factors", name).read_text(encoding="utf-8")))
