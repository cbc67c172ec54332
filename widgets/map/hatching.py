"""Hatches as lines: paper and SVG know no brush with a pattern."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from layers.kind import Shape
from widgets.map import symbols
from widgets.map.ragged import Ragged
from widgets.map.viewport import Bounds, Viewport


def pen(pattern: str, colour: str, px_per_mm: float) -> QPen:
    """Return the pen of a hatch's lines; a row of dots is a line of round dashes."""
    found = QPen(symbols.colour(colour), symbols.HATCH_LINE_MM * px_per_mm)
    found.setCapStyle(Qt.PenCapStyle.FlatCap)
    if pattern == "dots":
        width = symbols.DOT_MM * px_per_mm
        found.setWidthF(width)
        found.setCapStyle(Qt.PenCapStyle.RoundCap)
        apart = symbols.HATCH_MM * px_per_mm / math.sqrt(2)
        found.setDashPattern([0.01, apart / width])
    return found


def lines(
    areas: NDArray[np.object_], patterns: Sequence[str], viewport: Viewport
) -> Iterator[list[Ragged]]:
    """Yield the lines over each area: one group of parallels, or two that cross.

    Parameters
    ----------
    areas
        Polygons. [m]
    patterns
        ``diagonal``, ``cross`` or ``dots`` for each.
    viewport
        What a millimetre is; the lines go on from one area to the next.
    """
    areas = shapely.make_valid(areas)
    apart = symbols.HATCH_MM * viewport.px_per_mm / viewport.px_per_m
    # Dots stand on diagonals half as far from one another.
    distances = np.array([apart / 2 if one == "dots" else apart for one in patterns])
    rising = _inside(areas, distances, falling=False)
    crossed = np.flatnonzero(np.array([one == "cross" for one in patterns]))
    falling = iter(_inside(areas[crossed], distances[crossed], falling=True))
    for pattern, found in zip(patterns, rising, strict=True):
        yield [found, next(falling)] if pattern == "cross" else [found]


def _inside(
    areas: NDArray[np.object_], distances: NDArray[np.float64], *, falling: bool
) -> list[Ragged]:
    """Return what of parallel diagonals lies in each area."""
    if len(areas) == 0:
        return []
    wide = [
        _diagonals(bounds, distance, falling=falling)
        for bounds, distance in zip(shapely.bounds(areas).tolist(), distances, strict=True)
    ]
    found = Ragged.of(shapely.intersection(np.array(wide, object), areas), Shape.LINE)
    return [found.taken(np.array([row])) for row in range(len(found))]


def _diagonals(bounds: Bounds, distance: float, *, falling: bool) -> shapely.Geometry:
    """Return parallel diagonals over some bounds, counted from the CRS's origin."""
    west, south, east, north = bounds
    if not west <= east:
        return shapely.MultiLineString()
    high = north - south
    base = west + south - high if falling else west - north
    first = math.floor(base / distance) * distance
    starts = np.arange(first, first + (east - west) + 3 * high + 2 * distance, distance)
    # Rising lines keep x - y, falling ones x + y.
    low = np.stack([starts - south if falling else starts + south, np.full_like(starts, south)])
    top = np.stack([starts - north if falling else starts + north, np.full_like(starts, north)])
    return cast(
        "shapely.MultiLineString", shapely.multilinestrings(np.stack([low.T, top.T], axis=1))
    )
