"""GCJ-02, the shifted longitudes and latitudes of maps published in China, and the way back.

The authorities' algorithm is not published. What stands here is the approximation that has gone
round since 2013 and that open libraries share [1]_; their worked points are in the tests. Against
the real shift it is said to be right within a few metres, which a base map bears and a survey
does not: nothing but the place of tiles goes through it.

References
----------
.. [1] eviltransform, https://github.com/googollee/eviltransform; coordtransform,
   https://github.com/wandergis/coordtransform. Both MIT; constants and the rectangle are theirs.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

AXIS_M: Final = 6_378_245.0
"""Semi-major axis of the ellipsoid of Krasovsky, which the formula uses. [m]"""
ECCENTRICITY2: Final = 0.006_693_421_622_965_943
"""Square of its first eccentricity. [-]"""
SHIFTED_IN: Final = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east and north of the rectangle in which places are shifted. [°]"""
STEPS: Final = 12
"""Steps of the way back; each brings the place about a thousand times nearer."""


def shifted_there(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Return whether places are in the rectangle in which they are shifted."""
    west, south, east, north = SHIFTED_IN
    lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def shift(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return how far GCJ-02 lies from WGS 84 at places of WGS 84, wherever they are. [°]."""
    x, y = lon - 105.0, lat - 35.0
    pi, root = np.pi, np.sqrt(np.abs(x))
    fine = 20.0 * np.sin(6.0 * pi * x) + 20.0 * np.sin(2.0 * pi * x)
    north = fine + 20.0 * np.sin(pi * y) + 40.0 * np.sin(pi * y / 3.0)
    north += 160.0 * np.sin(pi * y / 12.0) + 320.0 * np.sin(pi * y / 30.0)
    north = north * 2.0 / 3.0
    north += -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    east = fine + 20.0 * np.sin(pi * x) + 40.0 * np.sin(pi * x / 3.0)
    east += 150.0 * np.sin(pi * x / 12.0) + 300.0 * np.sin(pi * x / 30.0)
    east = east * 2.0 / 3.0
    east += 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    # Metres become degrees by the radii of curvature along the meridian and across it.
    flat = 1.0 - ECCENTRICITY2 * np.sin(np.radians(lat)) ** 2
    along = AXIS_M * (1.0 - ECCENTRICITY2) / (flat * np.sqrt(flat))
    across = AXIS_M / np.sqrt(flat) * np.cos(np.radians(lat))
    return np.degrees(east / across), np.degrees(north / along)


def to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Return places of WGS 84 in GCJ-02; outside China they are the same.

    Parameters
    ----------
    lon, lat
        Longitudes and latitudes of WGS 84. [°]

    Examples
    --------
    >>> lon, lat = to_gcj02(116.404, 39.915)
    >>> f"{lon:.6f}, {lat:.6f}"
    '116.410244, 39.916404'
    """
    lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    inside = shifted_there(lon, lat)
    safe_lon, safe_lat = np.where(inside, lon, 105.0), np.where(inside, lat, 35.0)
    east, north = shift(safe_lon, safe_lat)
    return np.where(inside, lon + east, lon), np.where(inside, lat + north, lat)


def to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Return places of GCJ-02 in WGS 84, by going there and comparing; better than 1e-9 °.

    Parameters
    ----------
    lon, lat
        Longitudes and latitudes of GCJ-02. [°]
    """
    lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    inside = shifted_there(lon, lat)
    found_lon, found_lat = np.where(inside, lon, 105.0), np.where(inside, lat, 35.0)
    wanted_lon, wanted_lat = found_lon, found_lat
    for _ in range(STEPS):
        east, north = shift(found_lon, found_lat)
        found_lon, found_lat = wanted_lon - east, wanted_lat - north
    return np.where(inside, found_lon, lon), np.where(inside, found_lat, lat)
