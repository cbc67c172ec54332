"""A year of weather, hour by hour, as a plan keeps it: one text among its parameters.

It lies in the plan and not beside it, so that whoever opens the plan sees the same numbers.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

STORED: Final = "plan.weather"
"""Parameter that holds the weather."""
HOURS: Final = 8760
"""Of a year without a leap day."""
COLUMNS: Final = ("ghi", "dni", "dhi", "temp_air", "wind_speed")
"""What is kept of an hour: global, direct normal and diffuse irradiance, air, wind at 10 m."""
_STEP: Final = 0.1
"""To which numbers are kept. [W/m², °C, m/s]"""
_LONGEST: Final = 1_000_000
_LIMITS: Final = ((0, 1600), (0, 1600), (0, 1600), (-80, 70), (0, 100))


@dataclass(frozen=True, slots=True, eq=False)
class Weather:
    """A year of weather of a place.

    Parameters
    ----------
    source
        What the file says of itself: name, data base, years.
    sort
        ``EPW``, ``TMY3``, ``PVGIS TMY`` or ``PVGIS hourly``.
    lon, lat
        Where it holds, WGS 84. [°]
    altitude_m
        Height above the sea. [m]
    utc_offset_h
        Clock of its hours: the first begins at midnight of January 1st by it. [h]
    middle_min
        For which minute of its hour the irradiance stands: 30 for means of the hour. [min]
    hours
        `COLUMNS` by row, one column for each hour. [W/m², °C, m/s]
    """

    source: str
    sort: str
    lon: float
    lat: float
    altitude_m: float
    utc_offset_h: float
    middle_min: float
    hours: Numbers

    @property
    def ghi_kwh_m2(self) -> float:
        """Global irradiation on the level of the year. [kWh/(m²·a)]."""
        return float(self.hours[0].sum()) / 1000.0


def text_of(weather: Weather) -> str:
    """Return the weather as the text that a plan keeps."""
    steps = np.rint(weather.hours / _STEP).astype("<i2")
    # Differences from hour to hour are small numbers, which pack well.
    packed = zlib.compress(np.diff(steps, axis=1, prepend=np.int16(0)).astype("<i2").tobytes(), 9)
    return json.dumps(
        {
            "source": weather.source,
            "sort": weather.sort,
            "lon": weather.lon,
            "lat": weather.lat,
            "altitude_m": weather.altitude_m,
            "utc_offset_h": weather.utc_offset_h,
            "middle_min": weather.middle_min,
            "hours": base64.b64encode(packed).decode("ascii"),
        },
        ensure_ascii=False,
    )


@lru_cache(maxsize=4)
def weather_in(text: object) -> Weather | None:
    """Return the weather of a text, None where it is none: it may come from any file.

    Parameters
    ----------
    text
        What a plan keeps as `STORED`.
    """
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    try:
        found: Any = json.loads(text)
        return _read(cast("dict[str, Any]", found)) if isinstance(found, dict) else None
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, zlib.error):
        return None


def _read(found: dict[str, Any]) -> Weather | None:
    size = len(COLUMNS) * HOURS * 2
    loader = zlib.decompressobj()
    raw = loader.decompress(base64.b64decode(found["hours"], validate=True), size + 1)
    if len(raw) != size:
        return None
    steps = np.frombuffer(raw, "<i2").reshape(len(COLUMNS), HOURS)
    values = np.cumsum(steps, axis=1, dtype=np.int16).astype(np.float64) * _STEP
    values.flags.writeable = False
    lon, lat, altitude_m = (float(found[name]) for name in ("lon", "lat", "altitude_m"))
    offset, middle = (float(found[name]) for name in ("utc_offset_h", "middle_min"))
    fits = abs(lon) <= 180 and abs(lat) <= 90 and abs(altitude_m) <= 9000 and abs(offset) <= 14
    if not (fits and abs(middle) <= 120 and sound(values)):
        return None
    source, sort = str(found["source"])[:300], str(found["sort"])[:40]
    return Weather(source, sort, lon, lat, altitude_m, offset, middle, values)


def sound(values: Numbers) -> bool:
    """Return whether the numbers of all hours can be those of a weather on earth."""
    return all(
        bool(((row >= low) & (row <= high)).all())
        for row, (low, high) in zip(values, _LIMITS, strict=True)
    )
