"""How names, numbers and values are written on what leaves the plan, in a chosen language."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import Final

import pandas as pd

from layers.analysis.planting import COVER_TITLES
from layers.codes import CODE_SETS, CodeSet, LandUseClass, shipped_names
from layers.footing import footing
from layers.kind import Column
from layers.kinds import kinds
from layers.parameters import Factor
from layers.units import M2_PER_HA, M2_PER_MU
from resources.translations import translation

MISSING: Final = "\N{EN DASH}"
"""Stands where an input is missing; never a zero."""


Setting = str | int | float | None
"""Value of a setting of the plan."""

_CHOSEN_FROM: Final[Mapping[str, tuple[str, ...]]] = {
    "plan.attached_cover": ("sink",),
    "plan.grid_factor": ("emission",),
}
"""Beginnings of the ids of factors among which a setting chooses."""


def missing(value: object) -> bool:
    """Return whether a value of a table is missing.

    Examples
    --------
    >>> missing(None), missing(float("nan")), missing(pd.NA), missing(0), missing("")
    (True, True, True, False, False)
    """
    return value is None or value is pd.NA or value is pd.NaT or value != value  # noqa: PLR0124


def number(value: object, decimals: int = 0) -> str:
    """Return a number with commas between thousands, a dash for a missing one.

    Examples
    --------
    >>> number(1234567.891, 1), number(None), number(-0.001, 2)
    ('1,234,567.9', '–', '0.00')
    """
    if not isinstance(value, Real) or missing(value):
        return MISSING
    return f"{round(float(value), decimals) + 0.0:,.{decimals}f}"


def shortest(value: float) -> str:
    """Return a number with up to 4 decimals, and no more than it has.

    Examples
    --------
    >>> shortest(1.5), shortest(24.0), shortest(1250.25)
    ('1.5', '24', '1,250.25')
    """
    text = number(value, 4)
    return text.rstrip("0").rstrip(".")


def hectares(area_m2: float | None) -> str:
    """Return an area in hectares with two decimals, without the sign.

    Examples
    --------
    >>> hectares(123_456.0)
    '12.35'
    """
    return number(None if area_m2 is None else area_m2 / M2_PER_HA, 2)


def mu(area_m2: float | None) -> str:
    """Return an area in 亩 with one decimal, without the sign.

    Examples
    --------
    >>> mu(10_000.0)
    '15.0'
    """
    return number(None if area_m2 is None else area_m2 / M2_PER_MU, 1)


class Wording:
    """The words of one export.

    Parameters
    ----------
    language
        ``en`` or ``zh``.
    codes
        The plan's code set.
    factors
        The plan's parameters, for the names of covers.
    """

    def __init__(self, language: str, codes: CodeSet, factors: Mapping[str, object]) -> None:
        self.language = language
        self.tr = translation(language)
        self._codes = codes
        self._factors = factors

    @property
    def mu(self) -> str:
        """The sign of the Chinese unit of land, in letters that readers of the language have."""
        return "亩" if self.language == "zh" else "mu"

    def named(self, thing: Factor | LandUseClass) -> str:
        """Return the name of something shipped with both names."""
        return thing.title_zh if self.language == "zh" and thing.title_zh else thing.title

    def confidence(self, word: str) -> str:
        """Return how sure a value is, in words; empty where nothing is said of it."""
        if word == "user":
            return self.tr("edited")
        return self.tr(word) if word else ""

    def source(self, text: str) -> str:
        """Return where a factor comes from; titles of papers stay."""
        return footing(text, self.tr.sentence)

    def note(self, text: str) -> str:
        """Return what is to be known of a factor."""
        return footing(text, self.tr.sentence)

    def land_use(self, code: str) -> str:
        """Return the name of a land use, both of a mixed one; empty where a code is unknown."""
        return " / ".join(self.named(found) for found in self._codes.named(code))

    def cover(self, cover: str) -> str:
        """Return the name of a cover."""
        factor = self._factors.get(f"sink.{cover}")
        if isinstance(factor, Factor):
            return self.named(factor)
        found = COVER_TITLES.get(cover)
        return self.tr.sentence(found) if found else cover

    def setting(self, id_: str, value: Setting) -> Setting:
        """Return a setting of the plan by the name of what it chooses; a number as it is."""
        if not isinstance(value, str):
            return value
        for group in _CHOSEN_FROM.get(id_, ()):
            factor = self._factors.get(f"{group}.{value}")
            if isinstance(factor, Factor):
                return self.named(factor)
        if id_ != "plan.code_set":
            return value
        return self._codes.title if value == self._codes.id else CODE_SETS.get(value, value)

    def column(self, kind: str, column: str) -> str:
        """Return the head of a column with its unit in brackets; a user's column as it is."""
        declared = kinds()[kind].column(column)
        if declared is None:
            return column
        title = self.tr(declared.title)
        return f"{title} [{declared.unit}]" if declared.unit else title

    def value(self, column: Column | None, value: object) -> str:
        """Return a value of a feature as text, empty where it is missing."""
        if missing(value):
            return ""
        if column is not None and str(value) in column.choices:
            return self.tr(column.choices[str(value)])
        if column is not None and column.table == "cover":
            return self.cover(str(value))
        if column is not None and column.table in {"surface", "node"}:
            titles = shipped_names(column.table).get(str(value))
            return titles[self.language == "zh"] if titles else str(value)
        return self._plain(column, value)

    def _plain(self, column: Column | None, value: object) -> str:
        if isinstance(value, bool) or not isinstance(value, Real):
            return str(value)
        if column is not None and column.dtype == "integer":
            return f"{float(value):.0f}"
        return shortest(float(value))

    def with_unit(self, column: Column | None, value: object) -> str:
        """Return a value with its unit, empty where it is missing."""
        text = self.value(column, value)
        unit = column.unit if column is not None else ""
        # A year of the calendar is one as it stands.
        return f"{text} {unit}" if text and unit not in {"", "a"} else text
