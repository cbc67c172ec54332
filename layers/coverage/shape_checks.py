"""Shapes that are none, that cross themselves, are drawn twice, or have faults too small to see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers.coverage.ground import Ground
from layers.coverage.problem import Problem, area_of, grouped, problem_at, written
from layers.kind import Shape
from layers.kinds import kinds
from layers.message import Message

SHAPES: Final[Mapping[Shape, tuple[int, ...]]] = {
    Shape.POLYGON: (3, 6),
    Shape.LINE: (1, 5),
    Shape.POINT: (0,),
}
"""Type numbers of GEOS that a kind takes."""

TINY_M2: Final = 1.0
"""A part or a hole below this is left over from drawing: less than a tree pit takes. [m²]"""


def wrong_shapes(ground: Ground) -> Iterator[Problem]:
    """Yield features without a shape, with one of another sort, and with one that is not valid."""
    layer = ground.layer
    shapes = layer.geometries
    absent = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    if absent.any():
        text = Message.of("{n} features have no shape.", n=_count(absent))
        yield grouped("no_shape", layer, absent, text)
    other = ~absent & ~np.isin(shapely.get_type_id(shapes), SHAPES[kinds()[layer.kind].shape])
    if other.any():
        text = Message.of("{n} features have a shape of another sort.", n=_count(other))
        yield grouped("other_shape", layer, other, text)
    for place in np.flatnonzero(~ground.valid & ~absent):
        reason = str(shapely.is_valid_reason(shapes[place])).partition("[")[0]
        text = Message.of(
            "The shape crosses itself or is not closed: {reason}.", reason=Message(reason)
        )
        yield problem_at("invalid_shape", layer, (int(place),), shapes[place], text)


def duplicates(ground: Ground) -> Iterator[Problem]:
    """Yield shapes that are drawn more than once, whatever corner they begin at."""
    shapes = ground.layer.geometries
    there = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    if len(there) < 2:
        return
    # Only those with equal boxes can be equal; comparing all of them costs seconds.
    boxes = pd.DataFrame(shapely.bounds(shapes[there]))
    alike = there[boxes.duplicated(keep=False).to_numpy()]
    if not len(alike):
        return
    same = pd.Series(shapely.to_wkb(shapely.normalize(shapes[alike])))
    for places in same.groupby(same).indices.values():
        if len(places) > 1:
            at = tuple(int(alike[place]) for place in places)
            shape = shapes[at[0]]
            text = Message.of("{n} features have the same shape.", n=len(at))
            yield problem_at("duplicate", ground.layer, at, shape, text, area_m2=area_of(shape))


def tiny_parts(ground: Ground) -> Iterator[Problem]:
    """Yield parts and holes too small to be meant.

    Holes of a coverage are left to the check of gaps: a parcel may fill them.
    """
    layer = ground.layer
    coverage = kinds()[layer.kind].coverage
    parts, of_part = shapely.get_parts(ground.shapes[ground.polygonal], return_index=True)
    counts = np.bincount(of_part, minlength=len(ground.polygonal))
    small = (shapely.area(parts) < TINY_M2) & (counts[of_part] > 1)
    for number in np.flatnonzero(small):
        place = int(ground.polygonal[of_part[number]])
        area = float(parts[number].area)
        text = Message.of(
            "A part of feature {id} covers {area} m² only.",
            id=ground.name(place),
            area=written(area),
        )
        yield problem_at("tiny_part", layer, (place,), parts[number], text, area_m2=area)
    if coverage:
        return
    holed = np.flatnonzero(shapely.get_num_interior_rings(parts) > 0)
    for number in holed:
        place = int(ground.polygonal[of_part[number]])
        for ring in parts[number].interiors:
            hole = shapely.Polygon(ring)
            if hole.area < TINY_M2:
                text = Message.of(
                    "A hole in feature {id} measures {area} m² only.",
                    id=ground.name(place),
                    area=written(hole.area),
                )
                yield problem_at("tiny_part", layer, (place,), hole, text, area_m2=hole.area)


def repeated_vertices(ground: Ground) -> Iterator[Problem]:
    """Yield features with vertices that follow another one within the tolerance."""
    layer = ground.layer
    corners = ground.corners
    for place, at in corners.by_feature(corners.following()):
        text = Message.of(
            "{n} vertices of feature {id} lie upon the one before them.",
            n=len(at),
            id=ground.name(place),
        )
        points = shapely.MultiPoint([(one.real, one.imag) for one in corners.xy[at].tolist()])
        yield problem_at("repeated_vertex", layer, (place,), points, text)


def spikes(ground: Ground) -> Iterator[Problem]:
    """Yield corners that are so sharp that they enclose no ground to speak of."""
    layer = ground.layer
    coverage = kinds()[layer.kind].coverage
    corners = ground.corners
    for place, found in corners.by_feature(corners.sharp()):
        for number in found:
            triangle = shapely.Polygon([(p.real, p.imag) for p in corners.beside(int(number))])
            if triangle.area <= 0:
                continue  # there and back on one line: the shape is not valid, which is told
            inner = shapely.Point(*np.mean(triangle.exterior.coords[:3], axis=0))
            if coverage and not ground.shapes[place].contains(inner):
                continue  # the neighbour's spike, or a gap
            text = Message.of("Feature {id} has a spike.", id=ground.name(place))
            yield problem_at("spike", layer, (place,), triangle, text, area_m2=area_of(triangle))


def _count(places: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(places))
