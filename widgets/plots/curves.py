"""What stands along numbers: lines, stairs, areas and histograms."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from widgets.chart import Chart, Series
from widgets.plots.mark import Mark, colour_at, points_of, rectangle


def places_of(series: Series) -> NDArray[np.float64]:
    """Return the places of values along the chart: those given, else their numbers."""
    if len(series.x):
        return np.asarray(series.x, np.float64)
    return np.arange(len(series.values), dtype=np.float64)


def lines(chart: Chart) -> Iterator[Mark]:
    """Yield the lines of all series."""
    for series in chart.series:
        yield from line(series)


def line(series: Series) -> Iterator[Mark]:
    """Yield a line in the pieces between which values are missing."""
    x, y = places_of(series), np.asarray(series.values, np.float64)
    there = np.isfinite(y)
    for piece in np.split(np.arange(len(y)), np.flatnonzero(np.diff(there.astype(int))) + 1):
        if len(piece) and there[piece[0]]:
            points = np.column_stack([x[piece], y[piece]])
            dash = (3.0, 2.0) if series.dashed else ()
            yield Mark("line", points, series.colour, 0.16, dash)


def dots(series: Series) -> Iterator[Mark]:
    """Yield a dot for each value."""
    for place, (x, y) in enumerate(zip(places_of(series), series.values, strict=True)):
        if math.isfinite(y):
            yield Mark("dot", points_of((float(x), y)), colour_at(series, place), 0.34)


def borders_of(series: Series) -> NDArray[np.float64]:
    """Return the borders between which values hold: one more than values."""
    edges = places_of(series)
    return np.append(edges, edges[-1:] + 1.0) if len(edges) == len(series.values) else edges


def steps(chart: Chart) -> Iterator[Mark]:
    """Yield lines that hold each value to the next border."""
    for series in chart.series:
        x = np.repeat(borders_of(series), 2)[1:-1]
        values = np.repeat(np.asarray(series.values, np.float64), 2)
        yield from line(replace(series, x=x.tolist(), values=values.tolist()))


def area(chart: Chart) -> Iterator[Mark]:
    """Yield areas on one another, and the line above each."""
    below: NDArray[np.float64] | None = None
    for series in chart.series:
        x, values = places_of(series), np.nan_to_num(np.asarray(series.values, np.float64))
        if below is None:
            below = np.full(len(values), chart.base)
        above = below + values
        top = np.column_stack([x, above])
        points = np.vstack([top, np.column_stack([x, below])[::-1]])
        yield Mark("area", points, series.colour, opacity=0.75)
        yield Mark("line", top, series.colour, 0.1)
        below = above


def histogram(chart: Chart) -> Iterator[Mark]:
    """Yield how many there are between two borders."""
    for series in chart.series:
        edges = borders_of(series)
        gaps = np.diff(edges) * 0.03
        for place, value in enumerate(series.values):
            left, right = edges[place] + gaps[place], edges[place + 1] - gaps[place]
            corners = rectangle(float(left), float(right), chart.base, value)
            yield Mark("area", corners, colour_at(series, place))
