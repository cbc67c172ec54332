"""How figures of parcels and their limits are written, in the language of the window."""

from __future__ import annotations

import math
from typing import cast

from layers.analysis.kept_limits import held_of_one
from layers.document import Document
from layers.indicators import INDICATORS, ClassLimits, Indicator
from layers.limits import Footing, footing
from layers.measure import Results
from resources.translations import tr
from widgets import words
from widgets.docks.factors import confidences

Row = tuple[str, str]


def figure_text(one: Indicator, value: float) -> str:
    """Return a figure with its unit, a dash for a missing one."""
    if math.isnan(value):
        return words.MISSING
    return f"{words.figures(value, 5)} {one.unit}".rstrip()


def planned_text(one: Indicator, value: float, *, roofed: bool) -> str:
    """Return what is planned, and whether roofs say so."""
    text = figure_text(one, value)
    return tr("{figure} as the roofs say", figure=text) if roofed else text


def limit_text(one: Indicator, low: float, high: float) -> str:
    """Return a limit: at least, at most, or a range.

    Examples
    --------
    >>> far = INDICATORS[0]
    >>> limit_text(far, 1.0, 2.5), limit_text(far, 1.0, math.nan), limit_text(far, math.nan, 2.5)
    ('1 – 2.5', '≥ 1', '≤ 2.5')
    """
    if math.isnan(low):
        return f"≤ {figure_text(one, high)}"
    if math.isnan(high):
        return f"≥ {figure_text(one, low)}"
    return f"{words.figures(low, 5)} – {figure_text(one, high)}"


def force_text(*, own: bool, mandatory: bool) -> str:
    """Return how a limit binds."""
    if not own:
        return tr("class default")
    return tr("mandatory") if mandatory else tr("guiding")


def source_text(found: Footing) -> str:
    """Return where a limit comes from, and how sure a default is."""
    sure = confidences().get(found.confidence, found.confidence)
    return " · ".join(filter(None, (sure, words.source(found.source))))


def limit_rows(document: Document, results: Results, id_: int) -> list[Row]:
    """Return the figures of a parcel beside their limits; only those that it has any of.

    Parameters
    ----------
    document
        The plan.
    results
        What was computed.
    id_
        The parcel.
    """
    held, classes = held_of_one(results, id_), cast("ClassLimits", results.value("limits.classes"))
    if held is None:
        return []
    rows: list[Row] = []
    for number, one in enumerate(INDICATORS):
        figure = float(held.figures[number, 0])
        low, high = float(held.low[number, 0]), float(held.high[number, 0])
        own = bool(held.own[number, 0])
        parts = [planned_text(one, figure, roofed=bool(held.roofed[number, 0]))]
        if not (math.isnan(low) and math.isnan(high)):
            factor = "" if own else classes.factors[int(held.classes[0])][number]
            mandatory = bool(held.mandatory[number, 0])
            parts += [
                limit_text(one, low, high),
                force_text(own=own, mandatory=mandatory),
                source_text(footing(document, id_, number, factor)),
            ]
            if held.below[number, 0] or held.above[number, 0]:
                limit = low if held.below[number, 0] else high
                parts.insert(1, _beyond(one, figure, limit))
        elif math.isnan(figure):
            continue
        rows.append((words.declared(one.title), "  ·  ".join(filter(None, parts))))
    return rows


def _beyond(one: Indicator, figure: float, limit: float) -> str:
    by = figure_text(one, abs(figure - limit))
    return tr("{by} too little", by=by) if figure < limit else tr("{by} too much", by=by)
