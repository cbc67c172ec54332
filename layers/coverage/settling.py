"""Parcels that arrive somewhere: the free ground there is theirs, what neighbours hold is not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers.coverage.arrangement import Arrangement, arranged
from layers.coverage.carving import SMALLEST_M2, free_faces, joined, lies_in
from layers.layer import Layer


def settled(
    layer: Layer, arriving: Sequence[BaseGeometry], without: Collection[int] = ()
) -> tuple[Arrangement, list[BaseGeometry | None]]:
    """Return the ground that is free for shapes, with the vertices of their neighbours.

    Parameters
    ----------
    layer
        A coverage.
    arriving
        Polygons; where two of them overlap, the first one has the ground.
    without
        Parcels that count as not there: those that move.

    Returns
    -------
    The parcels around with the vertices of the shapes, and for each shape what it gets; None for
    nothing.

    Raises
    ------
    InvalidEditError
        Where borders run so closely along one another that no common vertices are found.
    """
    rings = shapely.get_rings(shapely.get_parts(np.array([*arriving, None], object)[:-1]))
    lines = shapely.MultiLineString([shapely.LineString(ring.coords) for ring in rings])
    around = shapely.union_all(np.array([*arriving, None], object)[:-1])
    arrangement = arranged(layer, lines, around, without)
    faces = free_faces(arrangement)
    left = np.ones(len(faces), bool)
    found: list[BaseGeometry | None] = []
    for shape in arriving:
        mine = left & lies_in(faces, shape)
        left &= ~mine
        parts = [part for part in joined(faces[mine].tolist()) if part.area >= SMALLEST_M2]
        several = len(parts) > 1
        whole = shapely.union_all(parts) if several else parts[0] if parts else None
        found.append(whole)
    return arrangement, found
