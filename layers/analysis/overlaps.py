"""Parcels that share ground.

Planned parcels cover the land without overlaps; where they do not, what is shared counts once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.analysis.carrying import touched_ids
from layers.analysis.groups import MOST, with_neighbours
from layers.analysis.overlay import (
    SLIVER_M2,
    Ids,
    Places,
    Shapes,
    boxes_meet,
    clipped,
    places_of,
    sound,
)
from layers.edit import Change
from layers.geometry import Geometries
from layers.measure import Inputs, Measure
from layers.memory import give_back


@dataclass(frozen=True, slots=True, eq=False)
class Overlaps:
    """Parcels that share ground.

    Parameters
    ----------
    pairs
        Ids of two parcels each, the smaller first. [n × 2]
    overlap_m2
        Sum of the areas inside the site less the area of the union. [m²]
    """

    pairs: Ids
    overlap_m2: float


def overlapping_pairs(shapes: Shapes, ids: Ids) -> Ids:
    """Return the pairs of parcels that share more ground than a sliver.

    Where borders match vertex by vertex there is nothing to lay over one another; only parcels
    with a border that does not match are compared with what is near them.

    Examples
    --------
    >>> shapes = shapely.box(np.array([0.0, 10.0, 18.0]), 0, np.array([10.0, 20.0, 30.0]), 10)
    >>> overlapping_pairs(shapes, np.array([1, 2, 3])).tolist()
    [[2, 3]]
    """
    return _pairs_of(shapes, ids, np.ones(len(shapes), bool))


def _pairs_of(shapes: Shapes, ids: Ids, asked: NDArray[np.bool_]) -> Ids:
    """Return the pairs in which one of the asked shares ground with another one."""
    if not len(shapes):
        return np.empty((0, 2), np.int64)
    doubtful = ~shapely.is_empty(shapely.coverage_invalid_edges(shapes))
    return _pairs(shapes, ids, np.flatnonzero(doubtful & asked))


def _pairs_by_groups(parcels: Geometries, ids: Ids, *, repaired: bool) -> Ids:
    """Return all pairs, without objects of all parcels at once.

    Whether the border of a parcel matches depends only on those whose boxes meet its own.
    """
    found = [np.empty((0, 2), np.int64)]
    for near, asked in with_neighbours(parcels.bounds):
        shapes = parcels.taken(near)
        found.append(_pairs_of(sound(shapes) if repaired else shapes, ids[near], asked))
    return np.unique(np.concatenate(found), axis=0)


def _pairs(shapes: Shapes, ids: Ids, doubtful: Places) -> Ids:
    """Return the pairs in which one of some doubtful parcels shares ground."""
    if not len(doubtful):
        return np.empty((0, 2), np.int64)
    first, second = shapely.STRtree(shapes).query(shapes[doubtful], predicate="intersects")
    first = doubtful[first]
    apart = first != second
    low, high = np.minimum(first, second)[apart], np.maximum(first, second)[apart]
    pairs = np.unique(np.stack([low, high], axis=1), axis=0)
    shared = shapely.area(shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]]))
    return cast("Ids", ids[pairs[shared > SLIVER_M2]].reshape(-1, 2))


def _overlaps(inputs: Inputs) -> Overlaps:
    """Return which parcels overlap, and by how much inside the red line."""
    parcels, ids = inputs.shapes("parcels"), inputs.ids("parcels")
    try:
        pairs = _pairs_by_groups(parcels, ids, repaired=False)
    except shapely.GEOSException:
        pairs = _pairs_by_groups(parcels, ids, repaired=True)
    if len(ids) > MOST:
        # The objects of one group after another leave holes that nothing else fills.
        give_back()
    return Overlaps(pairs, _overlap_m2(pairs, inputs))


def _overlaps_again(inputs: Inputs, before: Inputs, value: Overlaps, change: Change) -> Overlaps:
    """Compare only the parcels that were touched with those near them."""
    touched = touched_ids(change, ("parcels",))
    if touched is None:
        return _overlaps(inputs)
    parcels, ids = inputs.shapes("parcels"), inputs.ids("parcels")
    kept = value.pairs
    if len(kept):
        kept = kept[~np.isin(kept, touched["parcels"]).any(axis=1)]
    places = places_of(touched["parcels"], ids)
    near = _near(parcels, places[places >= 0])
    # Of two that overlap the border of one alone may be doubtful: that of a parcel within another.
    everyone, shapes = np.ones(len(near), bool), parcels.taken(near)
    try:
        found = _pairs_of(shapes, ids[near], everyone)
    except shapely.GEOSException:
        found = _pairs_of(sound(shapes), ids[near], everyone)
    if len(found) or len(kept) < len(value.pairs):
        pairs = np.unique(np.concatenate([kept, found]), axis=0)
        return Overlaps(pairs, _overlap_m2(pairs, inputs))
    if inputs.value("land.site") is before.value("land.site"):
        return value
    return Overlaps(value.pairs, _overlap_m2(value.pairs, inputs))


def _near(parcels: Geometries, places: Places) -> Places:
    """Return the places of the parcels whose bounds meet those of some, ascending."""
    boxes = parcels.boxes(places)
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    if not len(boxes):
        return places[:0]
    west, south = boxes[:, :2].min(axis=0).tolist()
    east, north = boxes[:, 2:].max(axis=0).tolist()
    # What an edit touches lies together.
    around = parcels.meeting((west, south, east, north))
    return around[boxes_meet(parcels.boxes(around), boxes)]


def _overlap_m2(pairs: Ids, inputs: Inputs) -> float:
    """Return the summed area of overlapping parcels less that of their union [m²]."""
    if not len(pairs):
        return 0.0
    places = places_of(np.unique(pairs), inputs.ids("parcels"))
    parts = clipped(inputs.value("land.site"), sound(inputs.shapes("parcels").taken(places)))
    whole = math.fsum(shapely.area(parts).tolist())
    return max(0.0, whole - float(shapely.area(shapely.union_all(parts))))


MEASURES = (
    Measure(
        "land.overlaps",
        "Overlapping parcels",
        "m²",
        _overlaps,
        layers=MappingProxyType({"parcels": ("geometry",)}),
        measures=("land.site",),
        update=_overlaps_again,
    ),
)
