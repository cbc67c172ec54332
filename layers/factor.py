"""A coefficient with its range and its footing, and the tables in which such ones are shipped."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from resources import shipped

Bounds = tuple[float | None, float | None]
"""Least and most that a value can be, included; None for no end."""

_SHARE: Final[Bounds] = (0.0, 1.0)
_BY_UNIT: Final[Mapping[str, Bounds]] = MappingProxyType(
    {
        "-": _SHARE,
        "yes/no": _SHARE,
        "m² PV roof / m² roof": _SHARE,
        "m² module / m² usable": _SHARE,
        "m² suitable / m² roof": _SHARE,
        "m² usable / m² roof": _SHARE,
        "%": (0.0, 100.0),
        "%/a": (0.0, 100.0),
        "%/K": (-5.0, 0.0),
        # The sun brings 1,000 W to a square metre where modules are rated.
        "Wp/m² covered": (0.0, 500.0),
        "Wp/m² module": (0.0, 500.0),
        "Wp/m² suitable roof": (0.0, 500.0),
        "kWh/(kWp·a)": (0.0, 3000.0),
        "d/a": (0.0, 366.0),
        "yr": (1.0, 100.0),
        "°C": (-60.0, 60.0),
    }
)
_BY_ID: Final[Mapping[str, Bounds]] = MappingProxyType(
    {
        "pv.dc_ac": (0.5, 3.0),
        "transport.car_persons": (1.0, 9.0),
        # Boilers that condense give more than the lower heating value.
        "supply.gas_efficiency": (0.1, 1.1),
        "supply.cop": (1.0, 10.0),
        "supply.storage_efficiency": (0.1, 1.0),
        "water.peak_day": (1.0, 5.0),
        # Water gives off carbon too, and waste heat is given to others.
        "sink.water": (None, None),
        "building.datacentre.heat": (None, None),
    }
)
_PHYSICAL: Final[Bounds] = (0.0, None)
"""Of everything else: there is none, or some of it."""


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

    @property
    def bounds(self) -> Bounds:
        """Least and most that its values can be, by its id or its unit. [unit].

        Examples
        --------
        >>> Factor("runoff.green", "Green", "绿地", "-", 0.1, 0.15, 0.2).bounds
        (0.0, 1.0)
        """
        return _BY_ID.get(self.id) or _BY_UNIT.get(self.unit, _PHYSICAL)

    @property
    def beyond(self) -> tuple[float, ...]:
        """Those of its values that cannot be. [unit]."""
        given = (bound for bound in (self.low, self.central, self.high) if bound is not None)
        return tuple(bound for bound in given if not self.admits(bound))

    def admits(self, value: float) -> bool:
        """Return whether one of its values can be this. [unit]."""
        low, high = self.bounds
        return (low is None or value >= low) and (high is None or value <= high)

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
