"""The sky over a place, hour by hour of a year: of attached weather, or computed without clouds.

Where the yield rests on it the sun's place and clear skies come from pvlib, which is imported
when the first one is asked for; it needs a second and 70 MB.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from layers.analysis.sun import YEAR, above_air, hours_utc, sun_at
from layers.weather import HOURS, Weather

Numbers = NDArray[np.float64]

MIDDLE_MIN: Final = 30.0
"""Computed skies stand for the middle of their hour. [min]"""
PLAIN_TURBIDITY: Final = 3.5
"""Linke turbidity of the sky that shapes the hours of the table's yield. [-]"""


@dataclass(frozen=True, slots=True, eq=False)
class Sky:
    """A year of sun over a place, by local standard time; the first hour begins at midnight.

    Parameters
    ----------
    azimuth_deg, elevation_deg
        Where the sun stands: clockwise from north, and above the horizon. [°]
    ghi, dni, dhi
        Global irradiance on the level, direct on a plane normal to the rays, diffuse on the level.
        [W/m²]
    above
        Irradiance above the air, normal to the rays. [W/m²]
    air_c, wind_m_s
        Air, and wind 10 m above the ground. [°C], [m/s]
    clear
        Whether it was computed without clouds, so that what it gives is an upper bound.
    turbidity
        Mean Linke turbidity of a computed sky, NaN of measured weather. [-]
    """

    azimuth_deg: Numbers
    elevation_deg: Numbers
    ghi: Numbers
    dni: Numbers
    dhi: Numbers
    above: Numbers
    air_c: Numbers
    wind_m_s: Numbers
    clear: bool
    turbidity: float = np.nan


def ineichen(
    elevation_deg: Numbers, above: Numbers, turbidity: Numbers | float, altitude_m: float
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the sun under a sky without clouds: GHI, DNI and DHI. [W/m²].

    Ineichen and Perez 2002 (Solar Energy 73, 151-157), with the air mass of Kasten and Young 1989;
    the same that ``pvlib.clearsky.ineichen`` computes.

    Parameters
    ----------
    elevation_deg
        Height of the sun, refraction inside. [°]
    above
        Irradiance above the air. [W/m²]
    turbidity
        Linke turbidity. [-]
    altitude_m
        Height of the place above the sea. [m]
    """
    zenith = 90.0 - elevation_deg
    up = zenith < 90.0
    cosine = np.maximum(np.cos(np.radians(zenith)), 0.0)
    shown = np.where(up, zenith, 90.0)
    mass = 1.0 / (np.cos(np.radians(shown)) + 0.50572 * (6.07995 + 90.0 - shown) ** -1.6364)
    mass = mass * (1.0 - altitude_m / 44331.514) ** 5.25588
    near, far = np.exp(-altitude_m / 8000.0), np.exp(-altitude_m / 1250.0)
    first, second = 5.09e-5 * altitude_m + 0.868, 3.92e-5 * altitude_m + 0.0387
    ghi = np.exp(-second * mass * (near + far * (turbidity - 1.0)))
    ghi = first * above * cosine * np.maximum(ghi, 0.0)
    bright = 0.664 + 0.163 / near
    dni = above * np.maximum(bright * np.exp(-0.09 * mass * (turbidity - 1.0)), 0.0)
    share = (1 - (0.1 - 0.2 * np.exp(-turbidity)) / (0.1 + 0.882 / near)) / np.maximum(cosine, 1e-9)
    dni = np.minimum(dni, ghi * np.clip(share, 0.0, 1e20))
    ghi, dni = np.where(up, ghi, 0.0), np.where(up, dni, 0.0)
    return ghi, dni, ghi - dni * cosine


def _times(utc_offset_h: float, middle_min: float) -> Any:  # noqa: ANN401  pandas' index
    import pandas as pd

    start = pd.Timestamp(f"{YEAR}-01-01", tz="UTC")
    return start + pd.to_timedelta(hours_utc(utc_offset_h, middle_min), unit="h")


def _exact_sun(lon: float, lat: float, altitude_m: float, times: Any) -> tuple[Numbers, Numbers]:  # noqa: ANN401
    """Return azimuth and elevation by NREL's algorithm, refraction inside. [°]."""
    from pvlib import solarposition

    found = solarposition.get_solarposition(times, lat, lon, altitude_m)
    columns = (found["azimuth"], found["apparent_elevation"])
    azimuth, elevation = (np.asarray(column, np.float64) for column in columns)
    return azimuth, elevation


def _climatology(lon: float, lat: float) -> Numbers:
    """Return the Linke turbidity of all hours by SoDa's monthly means, straight between them."""
    import pandas as pd
    from pvlib import clearsky

    firsts = pd.date_range(f"{YEAR}-01-01", periods=12, freq="MS", tz="UTC")
    found = clearsky.lookup_linke_turbidity(firsts, lat, lon, interp_turbidity=False)
    lengths = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    middles = 24.0 * (np.cumsum(lengths) - lengths / 2.0)
    hours = np.arange(HOURS, dtype=np.float64)
    return np.interp(hours, middles, np.asarray(found, np.float64), period=float(HOURS))


@lru_cache(maxsize=4)
def clear_sky(
    lon: float,
    lat: float,
    utc_offset_h: float,
    turbidity: float | None,
    air: tuple[float, float],
) -> Sky:
    """Return the sky without clouds over a place: an upper bound of what a year brings.

    Parameters
    ----------
    lon, lat
        The place, WGS 84. [°]
    utc_offset_h
        Local standard time before UTC. [h]
    turbidity
        Linke turbidity; the monthly climatology of the place (SoDa, in pvlib) where None. [-]
    air
        Its temperature and the wind at all hours. [°C], [m/s]
    """
    from pvlib import location

    times = _times(utc_offset_h, MIDDLE_MIN)
    altitude_m = max(float(location.lookup_altitude(lat, lon)), 0.0)
    azimuth, elevation = _exact_sun(lon, lat, altitude_m, times)
    above = above_air(hours_utc(utc_offset_h, MIDDLE_MIN))
    linke = turbidity or _climatology(lon, lat)
    ghi, dni, dhi = ineichen(elevation, above, linke, altitude_m)
    warm, wind = (np.full(len(ghi), number) for number in air)
    mean = float(np.mean(linke))
    return Sky(azimuth, elevation, ghi, dni, dhi, above, warm, wind, clear=True, turbidity=mean)


@lru_cache(maxsize=4)
def plain_sky(lon: float, lat: float, utc_offset_h: float) -> Sky:
    """Return a sky without clouds that gives hours their shape, not their height; no pvlib."""
    hours = hours_utc(utc_offset_h, MIDDLE_MIN)
    azimuth, elevation = sun_at(hours, lon, lat)
    above = above_air(hours)
    ghi, dni, dhi = ineichen(elevation, above, PLAIN_TURBIDITY, 0.0)
    air, wind = np.full(len(ghi), 15.0), np.full(len(ghi), 1.0)
    return Sky(
        azimuth, elevation, ghi, dni, dhi, above, air, wind, clear=True, turbidity=PLAIN_TURBIDITY
    )


@lru_cache(maxsize=4)
def sky_of(weather: Weather, utc_offset_h: float, *, exact: bool) -> Sky:
    """Return the sky of attached weather by the plan's clock.

    Parameters
    ----------
    weather
        Weather of a year. The sun is looked at from its place, not from the plan's: else beam and
        sun would not agree at sunrise.
    utc_offset_h
        Local standard time before UTC. [h]
    exact
        Whether pvlib is asked where the sun stands.
    """
    hours = hours_utc(weather.utc_offset_h, weather.middle_min)
    if exact:
        times = _times(weather.utc_offset_h, weather.middle_min)
        azimuth, elevation = _exact_sun(weather.lon, weather.lat, weather.altitude_m, times)
    else:
        azimuth, elevation = sun_at(hours, weather.lon, weather.lat)
    # The hours of another clock come earlier or later; what leaves the year begins it.
    late = round(utc_offset_h - weather.utc_offset_h)
    rows = (azimuth, elevation, *weather.hours[:3], above_air(hours), *weather.hours[3:])
    azimuth, elevation, ghi, dni, dhi, above, air, wind = (np.roll(row, late) for row in rows)
    return Sky(azimuth, elevation, ghi, dni, dhi, above, air, wind, clear=False)
