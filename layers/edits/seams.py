"""Vertices that a border inside merged parcels has left on their outline, taken out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from typing import Final, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.coverage.arrangement import meeting
from layers.layer import Layer

STRAIGHT_M: Final = 1e-6
"""A vertex that lies no further from the line past it is no corner. [m]"""

Vertex = tuple[float, float]
Sides = dict[Vertex, frozenset[Vertex]]


def without_seams(
    layer: Layer, ids: NDArray[np.int64], ground: BaseGeometry
) -> tuple[BaseGeometry, Mapping[int, BaseGeometry]]:
    """Return merged ground without the vertices of its seams, and the neighbours that had them.

    A vertex goes where the seam ended at a straight border, in the neighbour across it as well,
    so that both keep the same line to the bit; it stays where a neighbour turns there.

    Parameters
    ----------
    layer
        The parcels before they are merged.
    ids
        Of those that are merged.
    ground
        Their common ground.
    """
    own = layer.shapes(layer.places(ids))
    held = Counter(vertex for shape in own for vertex in set(_vertices(shape)))
    seams = {vertex for vertex, count in held.items() if count > 1}
    loose = seams & set(_straight(ground, seams))
    places = meeting(layer, ground)
    around = [
        (int(id_), shape)
        for id_, shape in zip(layer.ids[places], layer.shapes(places), strict=True)
        if id_ not in ids
    ]
    while loose:
        sides = _straight(ground, loose)
        needed = loose - set(sides)
        for _, shape in around:
            there = loose & set(_vertices(shape))
            across = _straight(shape, there) if there else {}
            needed |= {vertex for vertex in there if across.get(vertex) != sides.get(vertex)}
        if not needed:
            break
        loose -= needed
    if not loose:
        return ground, {}
    changed = {
        id_: _without(shape, loose) for id_, shape in around if loose & set(_vertices(shape))
    }
    return _without(ground, loose), changed


def _vertices(shape: BaseGeometry) -> list[Vertex]:
    return [(x, y) for x, y in shapely.get_coordinates(shape).tolist()]


def _straight(shape: BaseGeometry, among: Set[Vertex]) -> Sides:
    """Return those of some vertices at which no ring turns, with the vertices that then follow."""
    found: Sides = {}
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        vertices = _vertices(ring)[:-1]
        kept = [place for place, vertex in enumerate(vertices) if vertex not in among]
        for place, vertex in enumerate(vertices):
            if vertex not in among or len(kept) < 3:
                continue
            before = vertices[max((k for k in kept if k < place), default=kept[-1])]
            after = vertices[min((k for k in kept if k > place), default=kept[0])]
            if shapely.LineString([before, after]).distance(shapely.Point(vertex)) <= STRAIGHT_M:
                found[vertex] = frozenset((before, after))
    return found


def _without(shape: BaseGeometry, loose: Set[Vertex]) -> BaseGeometry:
    """Return a shape without some vertices."""
    parts: list[BaseGeometry] = []
    for part in shapely.get_parts(shape):
        rings = [
            shapely.linearrings([vertex for vertex in _vertices(ring)[:-1] if vertex not in loose])
            for ring in shapely.get_rings(part)
        ]
        parts.append(cast("BaseGeometry", shapely.polygons(rings[0], rings[1:] or None)))
    return parts[0] if len(parts) == 1 else cast("BaseGeometry", shapely.multipolygons(parts))
