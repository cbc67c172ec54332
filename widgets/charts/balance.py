"""Shares of urban construction land against the ranges that the standard has for whole cities."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import cast

from layers.analysis.balance import URBAN, Balance
from layers.analysis.norms import Norm
from layers.measure import Results
from layers.message import Message
from layers.parameters import Factor
from resources.translations import tr
from widgets import words
from widgets.chart import Axis, Chart, ChartMaker, Choice, Reference, Series


def ranges(results: Results) -> Mapping[str, Factor]:
    """Return the plan's ranges for shares of urban construction land by main class."""
    norms = cast("tuple[Norm, ...]", results.value("land.norms"))
    return {norm.subject: norm.factor for norm in norms if norm.of_urban}


def make(results: Results, choice: Choice) -> Chart | Message:
    """Return the shares of the main classes beside their ranges."""
    del choice
    balance = cast("Balance", results.value("land.balance"))
    shown = [row for row in balance.rows if row.kind == URBAN and row.code]
    if not balance.urban_m2 or not shown:
        return Message.of(
            "No parcel is urban construction land. Give parcels land-use codes to see the balance."
        )
    codes, known = results.document.codes, ranges(results)
    shown = [row for row in shown if row.area_m2 or row.code in known]
    names = tuple(f"{row.code} {words.of_two(row.title, row.title_zh)}" for row in shown)
    series = Series(
        tr("Planned"),
        tuple(math.nan if row.share_pct is None else row.share_pct for row in shown),
        colours=tuple(codes.colour(row.code) or "muted" for row in shown),
    )
    axis = Axis(tr("Share of urban construction land"), "%", low=0.0, decimals=2)
    bounds = [known.get(row.code) for row in shown]
    there = [one for one in bounds if one is not None]
    references: tuple[Reference, ...] = ()
    notes = (tr("The code set of this plan has no ranges to compare with."),)
    if there:
        low = tuple(math.nan if one is None or one.low is None else one.low for one in bounds)
        high = tuple(math.nan if one is None or one.high is None else one.high for one in bounds)
        references = (Reference(tr("Range for whole cities"), low, high),)
        notes = (_note(there),)
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


def _note(shown: Sequence[Factor]) -> str:
    """Say where the ranges come from and how sure they are."""
    standard, _, clause = shown[0].source.partition(" · ")
    sure = dict.fromkeys("edited" if one.confidence == "user" else one.confidence for one in shown)
    return tr(
        "Ranges: {standard}, {clause} ({confidence}). They are advice and made for whole "
        "cities; an industrial park as a rule has more industrial land.",
        standard=words.designation(standard),
        clause=clause,
        confidence=", ".join(map(words.declared, sure)),
    )


CHART = ChartMaker(
    id="balance",
    title="Land balance and the standard's ranges",
    order=10,
    make=make,
    reads=("land.balance", "land.norms"),
)
