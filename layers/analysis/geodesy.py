"""Lengths, areas and directions on the ellipsoid, beside those in the plane of the plan.

A plan's projection enlarges: at the edge of a 3-degree zone by some 1:7 000 in length, which over
a kilometre is a hand's breadth, and twice as much in area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import CRSError, ProjError

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ellipsoid:
    """The figure of the Earth of a plan's reference system.

    Parameters
    ----------
    geod
        Its ellipsoid.
    to_degrees
        Turns places of the plan into longitude and latitude on it.
    """

    geod: Geod
    to_degrees: Transformer

    def degrees(self, places: Sequence[Place]) -> NDArray[np.float64]:
        """Return (n, 2) longitudes and latitudes; nan outside the system's reach. [°]."""
        x, y = np.asarray(places, float).reshape(-1, 2).T
        found = np.column_stack(self.to_degrees.transform(x, y))
        found[~np.isfinite(found).all(axis=1)] = np.nan
        return found

    def lengths(self, places: Sequence[Place]) -> list[float]:
        """Return the lengths of the geodesics between places in a row. [m]."""
        points = self.degrees(places)
        if not np.isfinite(points).all():
            return [float("nan")] * max(len(places) - 1, 0)
        _, _, found = self.geod.inv(*points[:-1].T, *points[1:].T)
        return [float(length) for length in found]

    def area(self, places: Sequence[Place]) -> float:
        """Return the area inside a line of geodesics, closed to its beginning. [m²]."""
        points = self.degrees(places)
        if len(points) < 3 or not np.isfinite(points).all():
            return 0.0 if len(points) < 3 else float("nan")
        area, _ = self.geod.polygon_area_perimeter(*points.T)
        return abs(float(area))


@lru_cache(maxsize=8)
def ellipsoid(crs: str) -> Ellipsoid | None:
    """Return the ellipsoid of a plan's reference system; None where it has no place on Earth.

    Parameters
    ----------
    crs
        As `layers.document.Document` names it.
    """
    try:
        system = CRS.from_user_input(crs)
        geodetic = system.geodetic_crs
        geod = system.get_geod()
        if geodetic is None or geod is None:
            return None
        return Ellipsoid(geod, Transformer.from_crs(system, geodetic, always_xy=True))
    except (CRSError, ProjError):
        return None


def azimuths(places: Sequence[Place]) -> list[float]:
    """Return the directions of lines between places in a row, from the plan's north clockwise. [°].

    Examples
    --------
    >>> azimuths([(0.0, 0.0), (0.0, 5.0), (5.0, 5.0), (0.0, 0.0)])
    [0.0, 90.0, 225.0]
    """
    found = [
        float(np.degrees(np.arctan2(u - x, v - y))) % 360.0 for (x, y), (u, v) in pairwise(places)
    ]
    return [0.0 if degrees >= 360.0 else degrees for degrees in found]
