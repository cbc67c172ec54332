"""On which parcel each roof stands: the one that holds its inner point."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import numpy as np
import shapely

from layers.analysis.carrying import touched_ids
from layers.analysis.overlay import Ids, Places, Shapes, boxes_meet, places_of, sound
from layers.buildings import owners
from layers.edit import Change
from layers.measure import Inputs, Measure

NONE: Final = -1
"""Id of no parcel."""


def _owners(inputs: Inputs) -> Ids:
    """Return the feature id of each roof's parcel; -1 where it stands on none."""
    return _found(inputs, inputs.geometries("rooftops"))


def _found(inputs: Inputs, roofs: Shapes) -> Ids:
    """Return the id of the parcel of each of these roofs, from the parcels whose box meets one."""
    if not len(roofs):
        return np.empty(0, np.int64)
    parcels = inputs.shapes("parcels")
    near = np.flatnonzero(boxes_meet(parcels.bounds, shapely.bounds(roofs)))
    return _named(owners(sound(parcels.taken(near)), roofs), inputs.ids("parcels")[near])


def _named(places: Places, ids: Ids) -> Ids:
    return np.append(ids, NONE)[places]


def _owners_again(inputs: Inputs, before: Inputs, value: Ids, change: Change) -> Ids:
    """Look only at roofs that stood on a touched parcel, or whose box meets one."""
    del before
    touched = touched_ids(change, ("parcels", "rooftops"))
    if touched is None or len(touched["rooftops"]):
        return _owners(inputs)
    if not len(value):
        return value
    now = places_of(touched["parcels"], inputs.ids("parcels"))
    boxes = inputs.shapes("parcels").boxes(now[now >= 0])
    near = boxes_meet(inputs.shapes("rooftops").bounds, boxes)
    asked = np.flatnonzero(near | np.isin(value, touched["parcels"]))
    if not len(asked):
        return value
    found = value.copy()
    found[asked] = _found(inputs, inputs.shapes("rooftops").taken(asked))
    return found


MEASURES = (
    Measure(
        "solar.roof_parcels",
        "Parcels of roofs",
        "",
        _owners,
        layers=MappingProxyType({"rooftops": ("geometry",), "parcels": ("geometry",)}),
        update=_owners_again,
    ),
)
