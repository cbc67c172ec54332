"""Where an axis has its marks, and what is written there."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Final

from resources.translations import grouped
from widgets import words
from widgets.chart import Axis

MOST: Final = 8
"""Most marks of an axis of values."""
STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
"""Distances of marks, in powers of ten."""


def step_of(span: float, most: int) -> float:
    """Return the round distance at which an axis has no more marks than wanted.

    Examples
    --------
    >>> step_of(100.0, 6), step_of(0.9, 5), step_of(8760.0, 5)
    (20.0, 0.2, 2000.0)
    """
    least = span / max(most, 1)
    if not (math.isfinite(least) and least > 0):
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    step = next(step for step in STEPS if step * power >= least * (1 - 1e-9))
    return step * power


def ticks(low: float, high: float, most: int) -> list[float]:
    """Return round places of marks from ``low`` to ``high``.

    Examples
    --------
    >>> ticks(-12.0, 31.0, 5)
    [-10.0, 0.0, 10.0, 20.0, 30.0]
    """
    step = step_of(high - low, most)
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    return [n * step + 0.0 for n in range(first, min(last, first + 1000) + 1)]


def tick_names(places: Sequence[float]) -> list[str]:
    """Return what is written at marks, all with as many decimals as their distance needs.

    Examples
    --------
    >>> tick_names([0.0, 2.5, 5.0]), tick_names([0.0, 20.0])
    (['0.0', '2.5', '5.0'], ['0', '20'])
    """
    steps = [after - before for before, after in itertools.pairwise(places)]
    step = min((abs(step) for step in steps if step), default=abs(places[0]) if places else 1.0)
    decimals = 0
    while decimals < 6 and abs(round(step, decimals) - step) > 1e-6 * max(step, 1e-12):
        decimals += 1
    return [grouped(place + 0.0, decimals) for place in places]


def shown(axis: Axis, low: float, high: float, most: int) -> list[tuple[float, str]]:
    """Return the marks of an axis between two of its places, with what is written there."""
    if axis.ticks:
        names = axis.names or tuple(tick_names(axis.ticks))
        edge = (high - low) * 1e-9
        within = [
            (place, name)
            for place, name in zip(axis.ticks, names, strict=True)
            if low - edge <= place <= high + edge
        ]
        every = max(1, math.ceil(len(within) / max(most, 1)))
        return within[::every]
    places = ticks(low, high, most)
    return list(zip(places, tick_names(places), strict=True))


def value_text(axis: Axis, value: float) -> str:
    """Return a value as it is read, with its unit; a dash for a missing one.

    Examples
    --------
    >>> value_text(Axis("Share"), 12.345), value_text(Axis(), float("nan"))
    ('12.35', '–')
    """
    if not math.isfinite(value):
        return words.MISSING
    if axis.decimals is not None:
        text = grouped(value, axis.decimals)
    else:
        text = words.figures(value + 0.0, 4)
    return f"{text}\N{THIN SPACE}{axis.unit}" if axis.unit else text
