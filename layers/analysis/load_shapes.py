"""When electricity is needed: hours of a year by the shapes of loads.

A shape has 24 hours of a working day, 24 of a weekend, and twelve months; its hours of a year are
normalised to sum 1. The year has 8,760 hours in local standard time, no leap day, and begins on a
Monday. No shape was metered: all are assumptions, and so is each hour made from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np

from layers.analysis.overlay import Numbers
from layers.factor import rows

HOURS: Final = 8760
DAY: Final = 24
DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
HEATING: Final = "heating"
"""Shape of what heat pumps take."""


@dataclass(frozen=True, slots=True, eq=False)
class LoadShape:
    """How a load is spread over a year.

    Parameters
    ----------
    title, title_zh
        What it is the shape of.
    hours
        Share of each hour of the year; they sum to 1. [-]
    source, confidence
        Its footing.
    """

    title: str
    title_zh: str
    hours: Numbers
    source: str
    confidence: str


@cache
def load_shapes() -> Mapping[str, LoadShape]:
    """Return the shipped shapes by id.

    Examples
    --------
    >>> round(float(load_shapes()["office"].hours.sum()), 12)
    1.0
    """
    parts: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows("load_shapes.csv"):
        parts.setdefault(row["shape"], {})[row["part"]] = row
    found: dict[str, LoadShape] = {}
    for id_, part in parts.items():
        weights = {name: np.array(row["weights"].split(), np.float64) for name, row in part.items()}
        row = part["month"]
        found[id_] = LoadShape(
            row["name_en"],
            row["name_zh"],
            hours_of(weights["workday"], weights["weekend"], weights["month"]),
            row["source"],
            row["confidence"],
        )
    return MappingProxyType(found)


def hours_of(workday: Numbers, weekend: Numbers, month: Numbers) -> Numbers:
    """Return the share of each hour of a year, ``w = month · hour of the day / Σ``.

    Parameters
    ----------
    workday, weekend
        Weights of the 24 hours of a day. [-]
    month
        Weights of a day of each month. [-]

    Examples
    --------
    >>> flat = hours_of(np.ones(24), np.ones(24), np.ones(12))
    >>> len(flat), bool(np.allclose(flat, 1 / 8760))
    (8760, True)
    """
    days = np.arange(HOURS // DAY)
    weights = np.where((days % 7 < 5)[:, None], workday, weekend)
    weights *= np.repeat(month, DAYS)[:, None]
    found = weights.ravel()
    return found / found.sum()
