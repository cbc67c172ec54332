"""Spokes with values from the centre outwards."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from widgets.chart import Chart
from widgets.plots import ticks
from widgets.plots.mark import Drawn, Entry, Mark, coloured

_UPRIGHT: Final = 0.2
"""Names of spokes that lean less than this stand above their middle. [-]"""


def spokes(count: int) -> NDArray[np.float64]:
    """Return the ends of spokes around the centre, the first at the top, clockwise."""
    angles = math.pi / 2 - 2 * math.pi * np.arange(count) / max(count, 1)
    return np.column_stack([np.cos(angles), np.sin(angles)])


def radar(chart: Chart) -> Drawn:
    """Return spokes with values from the centre outwards; both axes run from -1 to 1."""
    series = coloured(chart)
    ring = spokes(len(chart.categories))
    low = 0.0 if chart.y.low is None else chart.y.low
    values = [value for one in series for value in one.values if math.isfinite(value)]
    high = max(values, default=low + 1.0) if chart.y.high is None else chart.y.high
    high = high if high > low else low + 1.0
    marks: list[Mark] = []
    for place in ticks.ticks(low, high, 4):
        share = (place - low) / (high - low)
        if share > 0 and len(ring):
            marks.append(Mark("line", _closed(ring * share), "border", 0.07))
            text = ticks.value_text(replace(chart.y, unit=""), place)
            marks.append(Mark("text", ring[:1] * share, "muted", text=text, away=(-1, 0)))
    for end, name in zip(ring, chart.categories, strict=True):
        marks.append(Mark("line", np.vstack([np.zeros(2), end]), "border", 0.07))
        away = (_side(float(end[0])), _side(float(end[1])))
        marks.append(Mark("text", end[None] * 1.04, "text", text=name, away=away, broken=True))
    for one in series:
        shares = (np.asarray(one.values, np.float64) - low) / (high - low)
        corners = ring * np.clip(np.nan_to_num(shares), 0.0, 1.0)[:, None]
        there = np.isfinite(shares)
        if there.all():  # a missing value is no zero: then there are dots alone
            marks.append(Mark("area", corners, one.colour, opacity=0.18))
            marks.append(Mark("line", _closed(corners), one.colour, 0.16))
        marks += [Mark("dot", corners[n : n + 1], one.colour, 0.26) for n in np.flatnonzero(there)]
    legend = tuple(Entry(one.name, one.colour, "line") for one in series if one.name)
    return Drawn(tuple(marks), (-1.0, 1.0), (-1.0, 1.0), legend if len(legend) > 1 else ())


def _closed(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.vstack([points, points[:1]])


def _side(share: float) -> int:
    return 0 if abs(share) < _UPRIGHT else (1 if share > 0 else -1)
