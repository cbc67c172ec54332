"""What is read from a chart at a place along it: all its values there, as text."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from resources.translations import grouped
from widgets.chart import Chart, Reference, Series
from widgets.plots import ticks
from widgets.plots.bars import bounds_of
from widgets.plots.curves import borders_of, places_of


def places(chart: Chart) -> NDArray[np.float64]:
    """Return the places along a chart at which it can be read, ascending."""
    if chart.categories:
        return np.arange(len(chart.categories), dtype=np.float64)
    found: list[NDArray[np.float64]] = []
    for series in chart.series:
        if chart.kind in {"steps", "histogram"} and not series.drawn:
            edges = borders_of(series)
            found.append((edges[:-1] + edges[1:]) / 2)
        else:
            found.append(places_of(series))
    return np.unique(np.concatenate(found)) if found else np.empty(0)


def nearest(chart: Chart, along: float) -> int:
    """Return the number of the place that is nearest, -1 where there is none."""
    known = places(chart)
    return int(np.argmin(np.abs(known - along))) if len(known) else -1


def read(chart: Chart, number: int) -> str:
    """Return what is read at one of the places: where it is, and all values with their units."""
    known = places(chart)
    if not 0 <= number < len(known):
        return ""
    return "\n".join(_lines(chart, number, float(known[number])))


def _lines(chart: Chart, number: int, along: float) -> Iterator[str]:
    if chart.categories:
        yield chart.categories[number]
    elif chart.kind != "histogram":
        yield chart.x.read[number] if number < len(chart.x.read) else _where(chart, along)
    for series in chart.series:
        place = number if chart.categories else _place_in(chart, series, along)
        if place is None or place >= len(series.values):
            continue
        if chart.kind == "histogram" and not series.drawn:
            edges = borders_of(series)
            yield _range(chart, float(edges[place]), float(edges[place + 1]))
        value = series.values[place]
        text = ticks.value_text(chart.y, value)
        bounds = bounds_of(series, place)
        if bounds is not None:
            bare = replace(chart.y, unit="")
            text += f" ({ticks.value_text(bare, bounds[0])} – {ticks.value_text(bare, bounds[1])})"
        if chart.kind == "tornado" and math.isfinite(value):
            change = value - chart.base
            sign = "+" if change > 0 else ""
            text += f" ({sign}{ticks.value_text(replace(chart.y, unit=''), change)})"
        yield f"{series.name}: {text}" if series.name else text
    for reference in chart.references:
        place = number if len(reference.low) > 1 and not reference.along else 0
        yield from _held_against(chart, reference, place)


def _where(chart: Chart, along: float) -> str:
    names = dict(zip(chart.x.ticks, chart.x.names, strict=False))
    if along in names:
        return names[along]
    text = (
        grouped(along, 0)
        if along == round(along)
        else ticks.value_text(replace(chart.x, unit=""), along)
    )
    head = f"{chart.x.title} {text}".strip()
    return f"{head}\N{THIN SPACE}{chart.x.unit}" if chart.x.unit else head


def _range(chart: Chart, low: float, high: float) -> str:
    bare = ticks.value_text(replace(chart.x, unit=""), low)
    return f"{bare} – {ticks.value_text(chart.x, high)}"


def _place_in(chart: Chart, series: Series, along: float) -> int | None:
    """Return which value of a series holds at a place, None where it has none there."""
    if chart.kind in {"steps", "histogram"} and not series.drawn:
        place = int(np.searchsorted(borders_of(series), along, side="right")) - 1
        return place if 0 <= place < len(series.values) else None
    known = places_of(series)
    place = int(np.argmin(np.abs(known - along))) if len(known) else -1
    return place if place >= 0 and math.isclose(known[place], along, abs_tol=1e-9) else None


def _held_against(chart: Chart, one: Reference, place: int) -> Iterator[str]:
    for number, (low, high) in enumerate(zip(one.low, one.high, strict=True)):
        if (one.along or number == place) and not (math.isnan(low) and math.isnan(high)):
            axis = chart.x if one.along else chart.y
            bare = replace(axis, unit="")
            text = ticks.value_text(axis, high)
            if low != high:
                text = f"{ticks.value_text(bare, low)} – {text}"
            yield f"{one.name}: {text}"
