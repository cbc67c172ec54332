"""Narrow ground along several parcels, cut across where one neighbour ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from layers.coverage.ground import mean_width
from layers.coverage.matching import TOLERANCE

ACROSS: Final = 4.0
"""How many times longer than the strip is wide a cut through it may be."""
LEAST_M: Final = 0.02
"""Narrower strips are not cut: the corners of the cuts would lie as near to each other as those
of neighbours that should be one. [m]"""
CORNER_M: Final = 0.05
"""Neighbours that border on a strip together for longer than this face each other. [m]"""


def cut_across(strip: BaseGeometry, neighbours: Sequence[BaseGeometry]) -> NDArray[np.object_]:
    """Return the pieces of a strip, each beside other neighbours; the strip alone where none.

    Parameters
    ----------
    strip
        A narrow polygon without holes.
    neighbours
        Polygons that border on it.
    """
    whole = np.array([strip], object)
    if strip.geom_type != "Polygon" or shapely.get_num_interior_rings(strip) > 0:
        return whole
    width = float(mean_width(whole)[0])
    if width < LEAST_M:
        return whole
    ring = shapely.boundary(strip)
    borders = [ring.intersection(one.buffer(2 * TOLERANCE)) for one in neighbours]
    cuts: list[BaseGeometry] = []
    for one, other in combinations(borders, 2):
        for common in shapely.get_parts(shapely.line_merge(one.intersection(other))):
            if common.length > CORNER_M:
                continue
            corner = shapely.Point(_nearest(ring, common))
            cut = _across(ring, corner, ACROSS * width)
            if cut is not None:
                cuts.append(cut)
    if not cuts:
        return whole
    faces = shapely.get_parts(
        shapely.polygonize(
            shapely.get_parts(shapely.node(shapely.GeometryCollection([ring, *cuts])))
        )
    )
    pieces = faces[shapely.contains(strip.buffer(TOLERANCE), shapely.point_on_surface(faces))]
    lost = abs(float(shapely.area(pieces).sum()) - strip.area)
    return pieces if len(pieces) > 1 and lost < TOLERANCE * width else whole


def _nearest(ring: BaseGeometry, shape: BaseGeometry) -> NDArray[np.float64]:
    """Return the vertex of a ring that is nearest to a shape."""
    xy = shapely.get_coordinates(ring)
    return xy[int(np.argmin(shapely.distance(shapely.points(xy), shape)))]


def _across(ring: BaseGeometry, corner: shapely.Point, longest: float) -> BaseGeometry | None:
    """Return the line from a corner of a ring to its other side; None where that is far. [m]."""
    xy = shapely.get_coordinates(ring)[:-1]
    start = int(np.argmin(np.hypot(*(xy - shapely.get_coordinates(corner)[0]).T)))
    turned = np.roll(xy, -start, axis=0)
    line = shapely.LineString([*turned, turned[0]])
    if line.length <= 2 * longest:
        return None
    other = substring(line, longest, line.length - longest)
    cut = shapely.shortest_line(corner, other)
    return cut if 0 < cut.length <= longest else None
