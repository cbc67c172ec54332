"""Shares of urban construction land against the ranges that the standard has for whole cities."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, cast

from layers.analysis.balance import URBAN, Balance
from layers.factor import number, rows
from layers.measure import Results
from layers.message import Message
from resources.translations import tr
from widgets import words
from widgets.chart import Axis, Chart, ChartMaker, Choice, Reference, Series

_SHARE: Final = "share of urban construction land"
_STANDARD: Final = "GB50137"
"""Beginning of the code sets whose classes the ranges are made for."""


@dataclass(frozen=True, slots=True)
class Range:
    """The range of one main class.

    Parameters
    ----------
    low, high
        Bounds of its share. [%]
    standard, clause
        Where it stands.
    confidence
        How sure that is.
    """

    low: float
    high: float
    standard: str
    clause: str
    confidence: str


@cache
def ranges() -> Mapping[str, Range]:
    """Return the ranges in force by main class.

    Examples
    --------
    >>> ranges()["M"].low, ranges()["M"].high, ranges()["M"].confidence
    (15.0, 30.0, 'recalled')
    """
    found: dict[str, Range] = {}
    for row in rows("land_balance_standards.csv"):
        if row["metric"] != _SHARE or row["severity"] != "advisory":
            continue
        low, high = number(row["min_value"]), number(row["max_value"])
        found[row["subject_codes"]] = Range(
            math.nan if low is None else low,
            math.nan if high is None else high,
            row["standard"],
            row["clause"],
            row["confidence"],
        )
    return MappingProxyType(found)


def make(results: Results, choice: Choice) -> Chart | Message:
    """Return the shares of the main classes beside their ranges."""
    del choice
    balance = cast("Balance", results.value("land.balance"))
    shown = [row for row in balance.rows if row.kind == URBAN and row.code]
    if not balance.urban_m2 or not shown:
        return Message.of(
            "No parcel is urban construction land. Give parcels land-use codes to see the balance."
        )
    codes = results.document.codes
    known = ranges() if codes.id.startswith(_STANDARD) else {}
    shown = [row for row in shown if row.area_m2 or row.code in known]
    names = tuple(f"{row.code} {words.of_two(row.title, row.title_zh)}" for row in shown)
    series = Series(
        tr("Planned"),
        tuple(math.nan if row.share_pct is None else row.share_pct for row in shown),
        colours=tuple(codes.colour(row.code) or "muted" for row in shown),
    )
    axis = Axis(tr("Share of urban construction land"), "%", low=0.0, decimals=2)
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()
    if any(row.code in known for row in shown):
        none = Range(math.nan, math.nan, "", "", "")
        bounds = [known.get(row.code, none) for row in shown]
        one = next(found for found in bounds if found.standard)
        references = (
            Reference(
                tr("Range for whole cities"),
                tuple(found.low for found in bounds),
                tuple(found.high for found in bounds),
            ),
        )
        notes = (
            tr(
                "Ranges: {standard}, {clause} ({confidence}). They are advice and made for whole "
                "cities; an industrial park as a rule has more industrial land.",
                standard=words.designation(one.standard),
                clause=one.clause,
                confidence=words.declared(one.confidence),
            ),
        )
    else:
        notes = (tr("The code set of this plan has no ranges to compare with."),)
    return Chart(
        "bars",
        tr("Land balance and the standard's ranges"),
        (series,),
        y=axis,
        categories=names,
        references=references,
        notes=notes,
        horizontal=True,
    )


CHART = ChartMaker(
    id="balance",
    title="Land balance and the standard's ranges",
    order=10,
    make=make,
    reads=("land.balance",),
)
