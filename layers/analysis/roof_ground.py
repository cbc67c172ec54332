"""The ground of roofs: inside the red line, and each square metre of it once.

Of a roof that the red line cuts, what lies inside counts, as of land. Where roofs lie over one
another, as a tower over its podium, the higher one has the ground that they share; where no height
says which that is, the one that was drawn first.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.analysis.carrying import carried, touched_ids
from layers.analysis.overlay import (
    SLIVER_M2,
    Numbers,
    Places,
    Shapes,
    areas_inside,
    boxes_meet,
    places_of,
    sound,
)
from layers.edit import Change
from layers.measure import Inputs, Measure


@dataclass(frozen=True, slots=True, eq=False)
class RoofGround:
    """The ground of roofs, which no factor changes, in the order of their ids.

    Parameters
    ----------
    inside
        Which of them have ground inside the red line; without one all.
    roof_m2
        What each has there for itself. [m²]
    shared_m2
        What of it lies under or over another one, which has it. [m²]
    beyond_m2
        What lies outside the red line. [m²]
    """

    inside: NDArray[np.bool_]
    roof_m2: Numbers
    shared_m2: Numbers
    beyond_m2: Numbers


def _computed(inputs: Inputs, asked: Places) -> Numbers:
    """Return whether inside, own, shared and outer ground of some roofs, a row for each. [m²]."""
    roofs = inputs.shapes("rooftops")
    shapes, site = sound(roofs.taken(asked)), inputs.value("land.site")
    areas = shapely.area(shapes)
    within = areas_inside(site, shapes, areas)
    own = within.copy()
    for place, left in _left(inputs, asked, shapes).items():
        own[place] = shapely.area(left if site is None else shapely.intersection(left, site))
    inside = np.ones(len(asked), bool) if site is None else within > SLIVER_M2
    within, own = np.where(inside, within, 0.0), np.where(inside, own, 0.0)
    return np.stack([inside.astype(np.float64), own, within - own, areas - within])


def _left(inputs: Inputs, asked: Places, shapes: Shapes) -> dict[int, Any]:
    """Return what roofs before them leave of those that lie over others, by place in ``asked``."""
    boxes = inputs.shapes("rooftops").bounds
    near = np.flatnonzero(boxes_meet(boxes, boxes[asked]))
    others = sound(inputs.shapes("rooftops").taken(near))
    one, other = shapely.STRtree(others).query(shapes, predicate="intersects")
    heights = inputs.numbers("rooftops", "height_m")
    high = np.where(np.isnan(heights), -np.inf, heights)
    first, second = asked[one], near[other]
    before = (high[second] > high[first]) | ((high[second] == high[first]) & (second < first))
    one, other = one[before], other[before]
    shared = shapely.area(shapely.intersection(shapes[one], others[other])) > SLIVER_M2
    one, other = one[shared], other[shared]
    return {
        int(place): shapely.difference(
            shapes[place], shapely.union_all(others[np.sort(other[one == place])])
        )
        for place in np.unique(one)
    }


def _made(rows: Numbers) -> RoofGround:
    inside, own, shared, beyond = rows
    return RoofGround(inside > 0, own, shared, beyond)


def _ground(inputs: Inputs) -> RoofGround:
    return _made(_computed(inputs, np.arange(len(inputs.ids("rooftops")))))


def _ground_again(inputs: Inputs, before: Inputs, value: RoofGround, change: Change) -> RoofGround:
    """Look only at roofs that were touched, and at those whose box meets one of them."""
    touched = touched_ids(change, ("rooftops",))
    if touched is None or inputs.value("land.site") is not before.value("land.site"):
        return _ground(inputs)
    ids, roofs = touched["rooftops"], []
    boxes = [_boxes(each, ids) for each in (before, inputs)]
    for each in (before, inputs):
        meet = boxes_meet(each.shapes("rooftops").bounds, np.concatenate(boxes))
        roofs.append(each.ids("rooftops")[meet])
    every = np.concatenate([ids, *roofs])
    kept = carried(before.ids("rooftops"), inputs.ids("rooftops"), every)
    if kept is None:
        return _ground(inputs)
    rows = np.stack([value.inside, value.roof_m2, value.shared_m2, value.beyond_m2])
    return _made(kept.filled(rows, _computed(inputs, kept.fresh)))


def _boxes(inputs: Inputs, ids: NDArray[np.int64]) -> Numbers:
    places = places_of(ids, inputs.ids("rooftops"))
    return inputs.shapes("rooftops").bounds[places[places >= 0]]


MEASURES = (
    Measure(
        "solar.ground",
        "Ground of roofs",
        "",
        _ground,
        layers=MappingProxyType({"rooftops": ("geometry", "height_m")}),
        measures=("land.site",),
        update=_ground_again,
    ),
)
