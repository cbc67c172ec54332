"""Fields, lines, dots and texts: what a chart is drawn of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from widgets.chart import Chart, Series

COLOURS: Final = ("#2f7f6b", "#d0892f", "#4a78a8", "#a4572e", "#7a6aa0", "#6b8f3c", "#8a7d5a")
"""Colours of series that name none: told apart by lightness too, so that they print in grey."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that is drawn.

    Parameters
    ----------
    shape
        An ``area`` is closed and filled.
    points
        Corners along the chart and by value; of a text the place it stands at.
    colour
        ``#rrggbb``, or the name of a colour of the theme.
    width
        Of lines; radius of dots. [sizes of type]
    dash
        Dash and gap. [widths of the line]
    opacity
        Of fields. [-]
    text
        What is written.
    away
        On which side of its place a text stands: along the chart and by value, -1, 0 or 1.
    broken
        Whether a text is broken into lines where there is no room for it in one.
    """

    shape: Literal["area", "line", "dot", "text"]
    points: NDArray[np.float64]
    colour: str
    width: float = 0.12
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    text: str = ""
    away: tuple[int, int] = (0, 0)
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend.

    Parameters
    ----------
    name, colour
        What it is, and in which colour.
    shape
        How it is drawn.
    dashed
        Whether its line is dashed.
    opacity
        Of a field. [-]
    """

    name: str
    colour: str
    shape: Literal["area", "line", "dot"]
    dashed: bool = False
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """All that is drawn of a chart.

    Parameters
    ----------
    marks
        From below to above, places along the chart first, values second.
    x, y
        Where the axes begin and end: along the chart, and of the values.
    legend
        What colours mean; empty where there is one series alone.
    """

    marks: tuple[Mark, ...]
    x: Point
    y: Point
    legend: tuple[Entry, ...]


def coloured(chart: Chart) -> tuple[Series, ...]:
    """Return the series of a chart, each with a colour."""
    free = iter(COLOURS * (1 + len(chart.series) // len(COLOURS)))
    return tuple(
        series if series.colour else replace(series, colour=next(free)) for series in chart.series
    )


def points_of(*points: Point) -> NDArray[np.float64]:
    """Return points as an array."""
    return np.asarray(points, np.float64)


def rectangle(left: float, right: float, low: float, high: float) -> NDArray[np.float64]:
    """Return the corners of a field."""
    return points_of((left, low), (right, low), (right, high), (left, high))


def colour_at(series: Series, place: int) -> str:
    """Return the colour of one value."""
    return series.colours[place] if place < len(series.colours) else series.colour
