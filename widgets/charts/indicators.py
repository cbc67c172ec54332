"""How far the indicators of a set come to their targets, as a radar."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from layers.analysis.indicators import State, share_of_leading
from layers.analysis.totals import totals
from layers.factor_tables.indicators import SETS, Target
from layers.measure import Results
from layers.message import Message
from resources.translations import current, tr
from widgets import indicator_words, words
from widgets.chart import Axis, Chart, ChartMaker, Choice, Option, Series

SET: Final = "set"
LEAST: Final = 3
"""A radar has at least so many spokes."""
LETTERS: Final = 48
"""Of a name beside its spoke, where it is broken into lines."""

Row = Mapping[str, Any]


def _rows(results: Results) -> list[Row]:
    found = totals(results, speak=current().sentence, stamped=False)["indicators"]
    return [row for row in found if row["target"]]


def sets(results: Results) -> Sequence[tuple[str, str]]:
    """Return the sets in use that have targets enough for a radar, first those with values."""
    rows = _rows(results)
    known, drawn = ([row["set"] for row in some] for some in (rows, _judged(rows)))
    shown = [name for name in SETS if known.count(name) >= LEAST]
    shown.sort(key=lambda name: drawn.count(name) < LEAST)
    return [(name, indicator_words.set_title(name)) for name in shown]


def _judged(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that are held against their targets: whose value is there, and whole."""
    return [row for row in rows if row["value"] is not None and row["state"] != State.INCOMPLETE]


def reached_pct(row: Row) -> float:
    """Return how far a value comes to its target, at most 100; NaN where it is missing. [%].

    Examples
    --------
    >>> reached_pct({"value": 45.0, "low": 90.0, "high": None})
    50.0
    >>> reached_pct({"value": 2.4, "low": 0.8, "high": 1.2})
    50.0
    >>> reached_pct({"value": None, "low": 0.8, "high": 1.2})
    nan
    """
    if row["value"] is None:
        return math.nan
    value, low, high = float(row["value"]), row["low"], row["high"]
    parts = [
        share_of_leading(value, target)
        for target, bound in ((Target(low, None), low), (Target(None, high), high))
        if bound is not None
    ]
    return 100.0 * min(parts)


def _short(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…"


def make(results: Results, choice: Choice) -> Chart | Message:
    """Return how far the indicators of a set come to their targets."""
    asked = [row for row in _rows(results) if row["set"] == choice.get(SET)]
    rows = _judged(asked)
    if len(rows) < LEAST:
        return Message.of(
            "A radar needs three indicators that have a target and a value without missing inputs."
            " Choose sets in Assumptions, and type values that are missing in Targets."
        )
    notes = [tr("100 % is the target; what is better than it ends there too.")]
    missing = [indicator_words.title(row) for row in asked if row["value"] is None]
    if missing:
        notes.append(tr("No value yet: {names}.", names=words.listed(missing)))
    partial = [
        indicator_words.title(row)
        for row in asked
        if row["value"] is not None and row["state"] == State.INCOMPLETE
    ]
    if partial:
        text = "Left out, as inputs of the value are missing: {names}."
        notes.append(tr(text, names=words.listed(partial)))
    if any(row["confidence"] in {"recalled", "assumption"} for row in rows):
        notes.append(tr("Targets that are recalled or assumed advise and are not enforced."))
    title = indicator_words.set_title(str(choice[SET]))
    return Chart(
        "radar",
        tr("Indicators and their targets: {title}", title=title),
        (Series(tr("Share of the target"), tuple(reached_pct(row) for row in rows)),),
        y=Axis(tr("Share of the target"), "%", low=0.0, high=100.0, decimals=0),
        categories=tuple(_short(indicator_words.title(row)) for row in rows),
        notes=tuple(notes),
    )


CHART = ChartMaker(
    id="indicators",
    title="Indicators and their targets",
    order=80,
    make=make,
    options=(Option(SET, "Set", sets),),
)
