"""All that is drawn of a chart, in its own numbers: marks, axes, references and legend."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from widgets.chart import Chart, Reference
from widgets.plots.bars import bars, ranges, stacked, tornado, waterfall
from widgets.plots.curves import area, dots, histogram, line, lines, places_of, steps
from widgets.plots.mark import Drawn, Entry, Mark, Point, coloured, points_of, rectangle
from widgets.plots.radar import radar

Shape = Literal["area", "line", "dot"]
_BODIES: Final[dict[str, Callable[[Chart], Iterator[Mark]]]] = {
    "bars": bars,
    "stacked": stacked,
    "ranges": ranges,
    "waterfall": waterfall,
    "tornado": tornado,
    "lines": lines,
    "steps": steps,
    "area": area,
    "histogram": histogram,
}


def drawn(chart: Chart) -> Drawn:
    """Return what is drawn of a chart."""
    if chart.kind == "radar":
        return radar(chart)
    whole = replace(chart, series=coloured(chart))
    main = tuple(series for series in whole.series if not series.drawn)
    body = list(_BODIES[chart.kind](replace(whole, series=main)))
    for series in whole.series:
        if series.drawn:
            body += line(series) if series.drawn == "line" else dots(series)
    x, y = _x_bounds(whole), _y_bounds(whole, body)
    behind: list[Mark] = []
    front: list[Mark] = []
    for reference in whole.references:
        for mark in _reference(reference, x, y):
            (behind if mark.shape == "area" else front).append(mark)
    return Drawn((*behind, *body, *front), x, y, _legend(whole))


def _x_bounds(chart: Chart) -> Point:
    if chart.categories:
        return (-0.5, len(chart.categories) - 0.5)
    found: list[float] = []
    for series in chart.series:
        x = places_of(series)
        found += [float(x.min()), float(x.max())] if len(x) else []
        if chart.kind == "steps" and len(x) == len(series.values):
            found.append(float(x.max()) + 1.0)
    low = min(found, default=0.0) if chart.x.low is None else chart.x.low
    high = max(found, default=1.0) if chart.x.high is None else chart.x.high
    return (low, high) if high > low else (low, low + 1.0)


def _y_bounds(chart: Chart, marks: Sequence[Mark]) -> Point:
    found = [mark.points[:, 1] for mark in marks if len(mark.points)]
    for reference in chart.references:
        if not reference.along:
            found += [np.asarray(reference.low, float), np.asarray(reference.high, float)]
    values = np.concatenate(found) if found else np.zeros(1)
    values = values[np.isfinite(values)]
    low = float(values.min()) if len(values) else 0.0
    high = float(values.max()) if len(values) else 1.0
    if chart.kind not in {"lines", "ranges", "tornado"}:
        low, high = min(low, chart.base), max(high, chart.base)
    texts = any(mark.shape == "text" for mark in marks)
    room = ((high - low) or abs(high) or 1.0) * (0.12 if texts else 0.05)
    from_base = low == chart.base and chart.kind != "tornado"
    start = low if from_base else low - room
    end = high if high == chart.base and low < high and chart.kind != "tornado" else high + room
    return (
        start if chart.y.low is None else chart.y.low,
        end if chart.y.high is None else chart.y.high,
    )


def _reference(one: Reference, x: Point, y: Point) -> Iterator[Mark]:
    """Yield the range or the line of a reference."""
    for place, (low, high) in enumerate(zip(one.low, one.high, strict=True)):
        if math.isnan(low) and math.isnan(high):
            continue
        first, last = y if one.along else x
        if len(one.low) > 1 and not one.along:
            first, last = place - 0.46, place + 0.46
        if low == high:
            ends = points_of((first, low), (last, low))
            yield Mark("line", _turned(ends, one), one.colour, 0.13, (4.0, 2.5))
            continue
        edges = x if one.along else y
        lower = edges[0] if math.isnan(low) else low
        upper = edges[1] if math.isnan(high) else high
        corners = rectangle(first, last, lower, upper)
        yield Mark("area", _turned(corners, one), one.colour, opacity=0.22)
        for end in (lower, upper):
            ends = points_of((first, end), (last, end))
            yield Mark("line", _turned(ends, one), one.colour, 0.12)


def _turned(points: NDArray[np.float64], one: Reference) -> NDArray[np.float64]:
    return points[:, ::-1] if one.along else points


def _legend(chart: Chart) -> tuple[Entry, ...]:
    usual: Shape = "line" if chart.kind in {"lines", "steps"} else "area"
    shapes: Mapping[str, Shape] = {"": usual, "line": "line", "dots": "dot"}
    found = [
        Entry(series.name, series.colour, shapes[series.drawn], series.dashed)
        for series in chart.series
        if series.name and not series.colours
    ]
    for one in chart.references:
        line = all(
            low == high or math.isnan(low) for low, high in zip(one.low, one.high, strict=True)
        )
        found.append(Entry(one.name, one.colour, "line" if line else "area", line, 0.35))
    return tuple(found) if len(found) > 1 or chart.references else ()
