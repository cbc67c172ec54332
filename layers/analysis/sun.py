"""Where the sun stands, hour by hour, with arithmetic alone: for shapes of a day and a year.

What the yield itself rests on asks pvlib; see `layers.analysis.sky`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.weather import HOURS

Numbers = NDArray[np.float64]

YEAR: Final = 2025
"""Whose sun is taken: a year without a leap day; from year to year it moves by 0.1°."""
SOLAR_CONSTANT: Final = 1366.1
"""Irradiance above the air at the sun's mean distance (ASTM E490). [W/m²]"""
_FIRST_DAY: Final = 9131.5
"""Days from noon of 2000-01-01 to midnight of `YEAR`-01-01, UTC. [d]"""


def hours_utc(utc_offset_h: float, middle_min: float) -> Numbers:
    """Return for each hour of a clock the instant for which it stands, from midnight UTC on. [h].

    Examples
    --------
    >>> hours_utc(8.0, 30.0)[:2].tolist()
    [-7.5, -6.5]
    """
    return np.arange(HOURS, dtype=np.float64) + middle_min / 60.0 - utc_offset_h


def sun_at(hours: Numbers, lon: float, lat: float) -> tuple[Numbers, Numbers]:
    """Return azimuth and elevation of the sun, refraction inside, to about 0.02°.

    Low-precision formulas of the Astronomical Almanac (Michalsky 1988, Solar Energy 40, 227-235).

    Parameters
    ----------
    hours
        Instants of `YEAR`, from midnight of January 1st UTC on. [h]
    lon, lat
        Where it is looked at, WGS 84. [°]

    Returns
    -------
    tuple of numpy.ndarray
        Azimuth clockwise from north, and elevation. [°]

    Examples
    --------
    On the equator at noon of the equinox, March 20th, the sun stands overhead:

    >>> azimuth, elevation = sun_at(np.array([78 * 24 + 12 + 0.12]), 0.0, 0.0)
    >>> bool(elevation[0] > 89.8)
    True
    """
    days = _FIRST_DAY + hours / 24.0
    mean_longitude = np.mod(280.460 + 0.9856474 * days, 360.0)
    anomaly = np.radians(np.mod(357.528 + 0.9856003 * days, 360.0))
    ecliptic = np.radians(mean_longitude + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2 * anomaly))
    tilt = np.radians(23.439 - 0.0000004 * days)
    ascension = np.arctan2(np.cos(tilt) * np.sin(ecliptic), np.cos(ecliptic))
    declination = np.arcsin(np.sin(tilt) * np.sin(ecliptic))
    sidereal_h = 6.697375 + 0.0657098242 * days + np.mod(hours, 24.0)
    angle = np.radians(np.mod(sidereal_h * 15.0 + lon, 360.0)) - ascension
    phi = np.radians(lat)
    sine = np.sin(phi) * np.sin(declination) + np.cos(phi) * np.cos(declination) * np.cos(angle)
    elevation = np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0)))
    east = -np.cos(declination) * np.sin(angle)
    north = np.cos(phi) * np.sin(declination) - np.sin(phi) * np.cos(declination) * np.cos(angle)
    return np.mod(np.degrees(np.arctan2(east, north)), 360.0), elevation + _refraction(elevation)


def _refraction(elevation: Numbers) -> Numbers:
    """Return by how much air lifts the sun; none where it stands well below the horizon. [°]."""
    seen = np.maximum(elevation, -1.0)
    lifted = 1.02 / np.tan(np.radians(seen + 10.3 / (seen + 5.11))) / 60.0
    return np.where(elevation > -1.0, lifted, 0.0)


def above_air(hours: Numbers) -> Numbers:
    """Return the irradiance above the air, normal to the rays (Spencer 1971). [W/m²].

    Examples
    --------
    The sun is nearest in early January and farthest in early July:

    >>> above_air(np.array([2 * 24.0, 185 * 24.0])).round().tolist()
    [1414.0, 1320.0]
    """
    day = 2 * np.pi / 365.0 * np.floor(hours / 24.0)
    distance = 1.00011 + 0.034221 * np.cos(day) + 0.00128 * np.sin(day)
    return SOLAR_CONSTANT * (distance + 0.000719 * np.cos(2 * day) + 0.000077 * np.sin(2 * day))
