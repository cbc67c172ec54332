"""Bars of all sorts: side by side, on one another, from low to high, as waterfall and tornado."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from widgets import words
from widgets.chart import Chart, Series
from widgets.plots import ticks
from widgets.plots.mark import Mark, colour_at, points_of, rectangle

FULL: Final = 0.72
"""Share of its place that a bar, or all bars beside one another, take up. [-]"""
_VALUED: Final = 12
"""Up to so many bars have their values written at them."""


def bars(chart: Chart) -> Iterator[Mark]:
    """Yield bars side by side, those of one category together."""
    count = max(len(chart.series), 1)
    wide = FULL / count
    for number, series in enumerate(chart.series):
        for place, value in _there(series.values):
            left = place - FULL / 2 + number * wide
            gap = wide * 0.06 if count > 1 else 0.0
            corners = rectangle(left + gap, left + wide - gap, chart.base, value)
            yield Mark("area", corners, colour_at(series, place))
            yield from _bracket(series, place, left + wide / 2, wide * 0.22)
            if count == 1 and len(series.values) <= _VALUED:
                at = points_of((place, _free_above(chart, series, place, value)))
                text = words.figures(value, 3)
                if chart.y.decimals is not None:
                    text = words.number(value, chart.y.decimals)
                yield Mark("text", at, "text", text=text, away=(0, 1))


def _free_above(chart: Chart, series: Series, place: int, value: float) -> float:
    """Return where the text of a value stands clear of its bounds and of its range."""
    reach = max(value, *(bounds_of(series, place) or (value,)))
    for one in chart.references:
        if not one.along and place < len(one.high):
            low, high = one.low[place], one.high[place]
            if low - (high - low) <= reach < high:
                reach = high
    return reach


def _there(values: Sequence[float]) -> Iterator[tuple[int, float]]:
    """Yield the values that are not missing, with their places."""
    for place, value in enumerate(values):
        if math.isfinite(value):
            yield place, value


def bounds_of(series: Series, place: int) -> tuple[float, float] | None:
    """Return the bounds of a value, None where it has none."""
    if place >= min(len(series.low), len(series.high)):
        return None
    low, high = series.low[place], series.high[place]
    return (low, high) if math.isfinite(low) and math.isfinite(high) else None


def _bracket(
    series: Series, place: int, at: float, half: float, begin: float = 0.0
) -> Iterator[Mark]:
    """Yield the bounds of a value as a bracket around ``at``."""
    bounds = bounds_of(series, place)
    if bounds is not None:
        low, high = bounds[0] + begin, bounds[1] + begin
        yield Mark("line", points_of((at, low), (at, high)), "text", 0.09)
        for end in (low, high):
            yield Mark("line", points_of((at - half, end), (at + half, end)), "text", 0.09)


def stacked(chart: Chart) -> Iterator[Mark]:
    """Yield bars on one another: what is positive upwards, what is negative downwards."""
    count = len(chart.categories)
    up, down = np.full(count, chart.base), np.full(count, chart.base)
    for series in chart.series:
        for place, value in _there(series.values):
            ends = up if value > 0 else down
            start, end = float(ends[place]), float(ends[place]) + value
            ends[place] = end
            corners = rectangle(place - FULL / 2, place + FULL / 2, start, end)
            yield Mark("area", corners, colour_at(series, place))


def ranges(chart: Chart) -> Iterator[Mark]:
    """Yield bars from low to high with a line at the value."""
    wide = FULL / max(len(chart.series), 1)
    for number, series in enumerate(chart.series):
        for place, value in enumerate(series.values):
            left = place - FULL / 2 + number * wide
            bounds = bounds_of(series, place)
            if bounds is not None:
                corners = rectangle(left + wide * 0.06, left + wide * 0.94, *bounds)
                yield Mark("area", corners, colour_at(series, place), opacity=0.55)
            if math.isfinite(value):
                yield Mark("line", points_of((left, value), (left + wide, value)), "text", 0.18)


def waterfall(chart: Chart) -> Iterator[Mark]:
    """Yield changes that begin where the last one ended, and sums that begin at the base."""
    series = chart.series[0]
    bare = replace(chart.y, unit="")
    level = chart.base
    for place, value in _there(series.values):
        whole = place in chart.sums
        start, end = (chart.base, value) if whole else (level, level + value)
        corners = rectangle(place - FULL / 2, place + FULL / 2, start, end)
        yield Mark("area", corners, colour_at(series, place))
        if place < len(series.values) - 1:
            join = points_of((place + FULL / 2, end), (place + 1 - FULL / 2, end))
            yield Mark("line", join, "muted", 0.07)
        yield from _bracket(series, place, place, 0.09, chart.base if whole else start)
        reach = (start, end, *(start + end for end in bounds_of(series, place) or ()))
        up = value >= 0
        edge = points_of((place, max(reach) if up else min(reach)))
        text = ticks.value_text(bare, value)
        yield Mark("text", edge, "text", text=text, away=(0, 1 if up else -1))
        level = end


def tornado(chart: Chart) -> Iterator[Mark]:
    """Yield bars from the base to what a low and a high assumption make of it."""
    for series in chart.series:
        for place, value in _there(series.values):
            corners = rectangle(place - FULL / 2, place + FULL / 2, chart.base, value)
            yield Mark("area", corners, colour_at(series, place))
    ends = points_of((-0.5, chart.base), (len(chart.categories) - 0.5, chart.base))
    yield Mark("line", ends, "text", 0.1)
