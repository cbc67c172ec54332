"""What roofs say of the buildings of parcels, for plans that take them for such.

A roof stands on the parcel that holds its inner point, with its whole ground plan: eaves and all,
so that it says a little more than the building. Nothing is known of a parcel without a roof.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Shapes = NDArray[np.object_]

HIGH_STOREY_M: Final = 8.0
"""Storeys above this count once more in the floor area ratio. [m]"""
SETTING: Final = "plan.buildings"
ROOFS: Final = "roofs"
"""Value of the setting for plans whose roofs stand for buildings."""
READ: Final = ("geometry", "floors", "height_m")
"""Columns of roofs that are read."""


def buildings(
    parcels: Shapes, roofs: Shapes, floors: Numbers, heights_m: Numbers
) -> Mapping[str, Numbers]:
    """Return what stands on parcels by the name of its column, NaN where it is not known.

    Parameters
    ----------
    parcels, roofs
        Polygons.
    floors, heights_m
        Storeys [-] and heights [m] of the roofs, NaN where they are missing.

    Examples
    --------
    >>> square = shapely.box(0, 0, 100, 100)
    >>> roofs = shapely.box(np.array([10, 50]), 10, np.array([30, 80]), 60)
    >>> found = buildings(np.array([square]), roofs, np.array([2.0, 1.0]), np.array([9.0, 10.0]))
    >>> {
    ...     name: numbers.tolist() for name, numbers in found.items()
    ... }  # doctest: +NORMALIZE_WHITESPACE
    {'footprint_m2': [2500.0], 'floor_area_m2': [3500.0], 'high_floor_area_m2': [1500.0],
     'height_m': [10.0]}
    """
    owner = owners(parcels, roofs)
    there = owner >= 0
    owner, floors, heights_m = owner[there], floors[there], heights_m[there]
    areas = shapely.area(roofs[there])
    count = len(parcels)
    tallest = np.full(len(parcels), -np.inf)
    with np.errstate(divide="ignore", invalid="ignore"):
        storey = np.where(floors > 0, heights_m / floors, np.nan)
        np.maximum.at(tallest, owner, heights_m)  # one that is missing leaves it missing
    high = np.where(np.isnan(storey), np.nan, areas * floors * (storey > HIGH_STOREY_M))
    none = np.bincount(owner, minlength=count) == 0
    found = {
        "footprint_m2": np.bincount(owner, areas, count),
        "floor_area_m2": np.bincount(owner, areas * floors, count),
        "high_floor_area_m2": np.bincount(owner, high, count),
        "height_m": tallest,
    }
    return MappingProxyType(
        {name: np.where(none, np.nan, numbers) for name, numbers in found.items()}
    )


def owners(parcels: Shapes, roofs: Shapes) -> NDArray[np.intp]:
    """Return the place of the parcel of each roof; -1 where it stands on none.

    Parameters
    ----------
    parcels, roofs
        Polygons.
    """
    owner = np.full(len(roofs), -1, np.intp)
    if not len(parcels) or not len(roofs):
        return owner
    valid = shapely.is_valid(roofs) & np.isfinite(shapely.area(roofs))
    places = np.flatnonzero(valid & ~shapely.is_empty(roofs))
    points = shapely.point_on_surface(roofs[places])
    point, parcel = shapely.STRtree(parcels).query(points, predicate="intersects")
    order = np.lexsort((parcel, point))[::-1]  # where parcels overlap the first one has it
    owner[places[point[order]]] = parcel[order]
    return owner
