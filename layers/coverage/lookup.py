"""Finding vertices and sides of features: at a place, or to the bit."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.coverage.matching import TOLERANCE
from layers.layer import Layer

Place = tuple[float, float]

NEAR_M: Final = 0.01
"""A vertex that is named by its coordinates may be written to a centimetre. [m]"""


def nearest_vertex(layer: Layer, place: Place, reach: float = NEAR_M) -> Place | None:
    """Return the vertex nearest to a place to the bit, None where none is within reach."""
    x, y = place
    places = layer.meeting((x - reach, y - reach, x + reach, y + reach))
    points = as_complex(shapely.get_coordinates(layer.shapes(places)))
    away = np.abs(points - complex(x, y))
    if not len(away) or away.min() > reach:
        return None
    found = points[int(np.argmin(away))]
    return float(found.real), float(found.imag)


def holding(layer: Layer, points: NDArray[np.complex128], ids: Sequence[int] | None) -> list[int]:
    """Return the ids of the features that have one of the points as a vertex."""
    near = [layer.meeting((x, y, x, y)) for x, y in zip(points.real, points.imag, strict=True)]
    places = np.unique(np.concatenate(near)) if near else np.empty(0, np.intp)
    if ids is not None:
        places = places[np.isin(layer.ids[places], np.asarray(ids, np.int64))]
    xy, owner = shapely.get_coordinates(layer.shapes(places), return_index=True)
    hit = np.isin(as_complex(xy), points)
    return layer.ids[places[np.unique(owner[hit])]].tolist()


def side_at(
    layer: Layer, place: Place, reach: float = TOLERANCE, ids: Sequence[int] | None = None
) -> tuple[Place, Place] | None:
    """Return both ends of the side nearest to a place, None where none is within reach.

    Parameters
    ----------
    layer
        Whose features have sides.
    place
        Where to look. [m]
    reach
        How far away a side may be. [m]
    ids
        Only the sides of these features; all where None.
    """
    x, y = place
    places = layer.meeting((x - reach, y - reach, x + reach, y + reach))
    if ids is not None:
        places = places[np.isin(layer.ids[places], np.asarray(ids, np.int64))]
    best: tuple[float, Place, Place] | None = None
    spot = complex(x, y)
    for row in itertools.chain.from_iterable(map(rows_of, layer.shapes(places))):
        along = row[1:] - row[:-1]
        length = np.abs(along)
        share = np.clip(((spot - row[:-1]) * along.conj()).real / length**2, 0, 1)
        away = np.abs(row[:-1] + share * along - spot)
        at = int(np.argmin(away))
        if away[at] <= reach and (best is None or away[at] < best[0]):
            ends = [(float(one.real), float(one.imag)) for one in row[at : at + 2]]
            best = (float(away[at]), ends[0], ends[1])
    return None if best is None else best[1:]


def rows_of(shape: BaseGeometry) -> list[NDArray[np.complex128]]:
    """Return the rings or lines of a shape as places x + iy. [m]."""
    lines = shapely.get_rings(shape) if shape.area > 0 else shapely.get_parts(shape)
    return [as_complex(shapely.get_coordinates(line)) for line in lines]


def as_complex(xy: NDArray[np.float64]) -> NDArray[np.complex128]:
    """Return coordinates as x + iy, so that a place is one value."""
    return np.ascontiguousarray(xy).view(np.complex128).ravel()
