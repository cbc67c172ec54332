"""Features that lie where others are: inside, across, or within a distance of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.analysis.groups import around
from layers.analysis.overlay import FEW, boxes_meet
from layers.layer import Layer
from layers.progress import Progress

Relation = Literal["meets", "inside", "holds", "near", "apart"]
BLOCK: Final = 20_000
"""Features are looked through in blocks of so many, so that the work can be stopped."""
_PREDICATES: Final[Mapping[str, str]] = MappingProxyType(
    {"meets": "intersects", "apart": "intersects", "inside": "covered_by", "holds": "covers"}
)
SHARED_M: Final = 0.01
"""Neighbours share a border at least so long; a corner alone makes none. [m]"""
NEAR_M: Final = 0.001
"""Borders this close are taken for shared. [m]"""


def related(
    layer: Layer,
    others: NDArray[np.object_],
    relation: Relation,
    distance: float = 0.0,
    progress: Progress | None = None,
    *,
    among: bool = False,
) -> NDArray[np.int64]:
    """Return the ids of features that stand in a relation to some others, ascending.

    Parameters
    ----------
    layer
        Where to look.
    others
        Shapes that the relation goes to.
    relation
        ``meets`` any of the others, lies ``inside`` one of them, ``holds`` one of them entirely,
        is ``near`` one of them, or stands ``apart`` from all of them.
    distance
        What near is. [m]
    progress
        Told how far it is; may stop the work.
    among
        Whether the others are the layer's own features in their order: one is no other to itself.
    """
    progress = progress or Progress()
    found = np.zeros(len(layer), bool)
    if len(others):
        tree = shapely.STRtree(others)
        for start in range(0, len(layer), BLOCK):
            progress.at(start / len(layer))
            shapes = layer.shapes(np.arange(start, min(start + BLOCK, len(layer))))
            if relation == "near":
                rows, hits = tree.query(shapes, predicate="dwithin", distance=distance)
            else:
                rows, hits = tree.query(shapes, predicate=_PREDICATES[relation])  # pyright: ignore[reportArgumentType]
            rows = start + rows
            found[rows[rows != hits] if among else rows] = True
    if relation == "apart":
        found = ~found & ~np.isnan(layer.bounds[:, 0])
    return layer.ids[found]


def neighbours(layer: Layer, ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the ids of features that share a border with some, those left out, ascending.

    Areas are neighbours along a common border; lines and points where they touch.

    Parameters
    ----------
    layer
        Where they are.
    ids
        Those whose neighbours are asked for; ids that are not there are passed over.
    """
    places = layer.positions(ids)
    places = places[places >= 0]
    mine = layer.shapes(places)
    if len(mine) == 0:
        return ids[:0]
    boxes = layer.bounds[places] + np.array([-NEAR_M, -NEAR_M, NEAR_M, NEAR_M])
    boxes = boxes[~np.isnan(boxes[:, 0])]
    if len(boxes) > FEW:
        # Of many one box: what lies in it and near none of them is sorted out by the tree.
        boxes = np.array([around(np.arange(len(boxes)), boxes)])
    near = np.flatnonzero(boxes_meet(layer.bounds, boxes))
    near = near[~np.isin(near, places)]
    theirs = layer.shapes(near)
    rows, others = shapely.STRtree(theirs).query(mine, predicate="dwithin", distance=NEAR_M)
    one, other, others = mine[rows], theirs[others], near[others]
    areas = (shapely.get_dimensions(one) == 2) & (shapely.get_dimensions(other) == 2)
    touching = ~areas
    # Along a common border both keep close to it; at a corner hardly anything does.
    strip = shapely.intersection(shapely.boundary(other[areas]), shapely.buffer(one[areas], NEAR_M))
    touching[areas] = shapely.length(strip) >= SHARED_M
    return layer.ids[np.unique(others[touching])]
