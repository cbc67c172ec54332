"""Hatches as lines: paper and SVG know no brush with a pattern."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
from shapely.geometry.base import BaseGeometry

from layers.kind import Shape
from layers.prepared import contains_xy, prepared
from widgets.map import symbols
from widgets.map.ragged import Ragged
from widgets.map.viewport import Bounds, Viewport

POINT: Final = 0.01
"""Length of the line that a dot is, in diameters: of no length at all not all viewers draw one."""


def pen(pattern: str, colour: str, px_per_mm: float) -> QPen:
    """Return the pen of a hatch's lines; dots are very short round ones."""
    found = QPen(symbols.colour(colour), symbols.HATCH_LINE_MM * px_per_mm)
    found.setCapStyle(Qt.PenCapStyle.FlatCap)
    if pattern == "dots":
        found.setWidthF(symbols.DOT_MM * px_per_mm)
        found.setCapStyle(Qt.PenCapStyle.RoundCap)
    return found


def lines(
    areas: NDArray[np.object_], patterns: Sequence[str], viewport: Viewport
) -> Iterator[list[Ragged]]:
    """Yield the lines over each area: one group of parallels, or two that cross; or dots.

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
    m_per_mm = viewport.px_per_mm / viewport.px_per_m
    apart = symbols.HATCH_MM * m_per_mm
    kinds = np.array(patterns, object)
    rising = iter(_inside(areas[kinds != "dots"], apart, falling=False))
    falling = iter(_inside(areas[kinds == "cross"], apart, falling=True))
    for area, pattern in zip(areas, patterns, strict=True):
        if pattern == "dots":
            yield [_dots(area, apart, symbols.DOT_MM * m_per_mm)]
        else:
            yield [next(rising), next(falling)] if pattern == "cross" else [next(rising)]


def _dots(area: BaseGeometry, apart: float, wide: float) -> Ragged:
    """Return dots as short lines, as the spots of a five on a die, wholly inside an area."""
    if area.is_empty:
        return Ragged.of(np.array([None], object), Shape.LINE)
    west, south, east, north = shapely.bounds(area).tolist()
    half = apart / 2
    columns = np.arange(math.floor(west / half), math.ceil(east / half) + 1)
    rows = np.arange(math.floor(south / half), math.ceil(north / half) + 1)
    x, y = np.meshgrid(columns, rows)
    spots = (x + y) % 2 == 0
    x, y = x[spots] * half, y[spots] * half
    area = prepared(area)
    for across, down in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)):
        there = contains_xy(area, x + across * wide / 2, y + down * wide / 2)
        x, y = x[there], y[there]
    places = np.stack([x, y], axis=1)
    short = np.array([POINT * wide / 2, 0.0])
    xy = np.stack([places - short, places + short], axis=1).reshape(-1, 2)
    rings = np.arange(0, len(xy) + 1, 2)
    return Ragged.joined(Shape.LINE, xy, rings, np.array([0, len(rings) - 1]))


def _inside(areas: NDArray[np.object_], apart: float, *, falling: bool) -> list[Ragged]:
    """Return what of parallel diagonals lies in each area."""
    if len(areas) == 0:
        return []
    bounds = shapely.bounds(areas).tolist()
    wide = np.array([_diagonals(one, apart, falling=falling) for one in bounds], object)
    found = Ragged.of(shapely.intersection(wide, areas), Shape.LINE)
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
