"""Straight cuts that divide a block into plots of a wanted size."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon

OVERSHOOT = 0.3
"""How far a cut runs beyond the line it ends at, so that both certainly meet. [m]"""

_FAR = 3000.0


@dataclass(frozen=True, slots=True)
class Cut:
    """A straight cut: its line, and the land to the right (below) and left (above) of it."""

    line: LineString
    low: Polygon
    high: Polygon


def axes(shape: Polygon) -> tuple[NDArray[np.float64], float, float]:
    """Return the unit vector of the long side, and both sides of the narrowest rectangle, in m."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape))
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    a, b = float(np.hypot(*first)), float(np.hypot(*second))
    if a < b:
        first, a, b = second, b, a
    unit = first / a
    return (unit if unit[0] >= 0 else -unit), a, b


def cut_at(shape: Polygon, unit: NDArray[np.float64], area: float) -> Cut | None:
    """Cut a shape square to `unit` so that the part that lies back along `unit` has the area."""
    ground = shapely.get_coordinates(shape) @ unit
    low, high = float(ground.min()), float(ground.max())
    for _ in range(14):
        middle = (low + high) / 2
        if shapely.area(shapely.intersection(shape, _half_plane(unit, middle))) < area:
            low = middle
        else:
            high = middle
    middle = (low + high) / 2
    half = _half_plane(unit, middle)
    below = _largest(shapely.intersection(shape, half))
    above = _largest(shapely.difference(shape, half))
    square = np.array((-unit[1], unit[0]))
    long = LineString((unit * middle - square * _FAR, unit * middle + square * _FAR))
    line = _nearest(shapely.intersection(long, shape.buffer(OVERSHOOT, quad_segs=2)), below)
    if below is None or above is None or line is None:
        return None
    return Cut(line, below, above)


def _half_plane(unit: NDArray[np.float64], at: float) -> Polygon:
    square = np.array((-unit[1], unit[0])) * 2 * _FAR
    front, back = unit * at, unit * (at - 3 * _FAR)
    return Polygon((front - square, front + square, back + square, back - square))


def _largest(shape: shapely.Geometry) -> Polygon | None:
    parts = [part for part in shapely.get_parts(shape).tolist() if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area) if parts else None


def _nearest(shape: shapely.Geometry, land: Polygon | None) -> LineString | None:
    parts = [part for part in shapely.get_parts(shape).tolist() if isinstance(part, LineString)]
    if not parts or land is None:
        return None
    return min(parts, key=lambda part: part.interpolate(0.5, normalized=True).distance(land))


def plots(
    shape: Polygon, wanted: float, random: Generator, emit: Callable[[LineString], None]
) -> None:
    """Divide a shape into plots of about the wanted area, handing each cut to `emit`, in m²."""
    count = round(shape.area / wanted)
    if count < 2:
        return
    unit, long, short = axes(shape)
    rows = 2 if count >= 4 and short > 1.15 * np.sqrt(wanted) and long < 2.4 * short else 1
    if rows == 2 and random.random() < 0.5:
        unit = np.array((-unit[1], unit[0]))
    share = (count // 2) / count * (1.0 + random.uniform(-0.08, 0.08))
    cut = cut_at(shape, unit, shape.area * share)
    if cut is None:
        return
    emit(cut.line)
    plots(cut.low, wanted, random, emit)
    plots(cut.high, wanted, random, emit)


def site(
    shape: Polygon, near: Point, area: float, emit: Callable[[LineString], None]
) -> tuple[Polygon, list[Polygon]] | None:
    """Cut a site of the area off the corner of a shape that is nearest to a point, in m².

    Returns the site and the rest, or None where the shape is too small.
    """
    if shape.area < 1.7 * area:
        return None
    unit, _, short = axes(shape)
    depth = np.sqrt(area * 1.15)
    strip_area = area if short < 1.5 * depth else depth * short
    if strip_area > 0.75 * shape.area:
        strip_area = area
    strip = cut_at(shape, _towards(shape, unit, near), strip_area)
    if strip is None:
        return None
    emit(strip.line)
    if strip_area <= 1.2 * area:
        return strip.low, [strip.high]
    square = np.array((-unit[1], unit[0]))
    corner = cut_at(strip.low, _towards(strip.low, square, near), area)
    if corner is None:
        return None
    emit(corner.line)
    return corner.low, [strip.high, corner.high]


def _towards(shape: Polygon, unit: NDArray[np.float64], near: Point) -> NDArray[np.float64]:
    """Return the axis turned so that the point lies at its back end."""
    middle = shape.centroid
    ahead = float(np.dot(unit, (near.x - middle.x, near.y - middle.y)))
    return -unit if ahead > 0 else unit
