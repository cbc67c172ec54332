"""Files of weather, read hour by hour: EPW, TMY3, and what PVGIS gives as a table or as JSON.

pvlib reads them; whatever it makes of a file is looked at before it is believed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.sky import sky_of
from layers.analysis.sun import YEAR
from layers.errors import ImportDataError
from layers.message import Message
from layers.weather import COLUMNS, HOURS, Weather, sound

Numbers = NDArray[np.float64]

_LARGEST: Final = 100_000_000
_SUN: Final = 3
"""The first so many columns are irradiance, which nothing stands in for."""
_GAPS: Final = HOURS // 50
"""Hours of air and wind that may be missing: between the hours beside them they change little."""
_CALM_M_S: Final = 1.0
_MISSING: Final = (2000.0, 2000.0, 2000.0, 90.0, 200.0)
"""From these on numbers stand for missing ones: 9999, 99.9, 999. [W/m², °C, m/s]"""
_MISFIT: Final = 0.15
"""Share of a year's sun by which its parts may differ from the whole. [-]"""
_MINUTES: Final = tuple(float(minute) for minute in range(-30, 100, 10))
"""Minutes of the hour that are tried for the sun of a file. [min]"""
_CLEARLY: Final = 0.03
"""By so much another minute must fit better than the one that the file's format has. [-]"""
_LEAST, _MOST = 300.0, 3200.0
"""What the level gets in a year, from the poles to the high deserts. [kWh/(m²·a)]"""
_LOW_SUN: Final = 0.05
_NOTHING: Final = frozenset({"", "-", "na", "n/a", "nan", "none", "unknown"})
"""What stands in the head of a file for a name that nobody knew."""
_TITLES: Final = MappingProxyType(
    {
        "ghi": Message.of("global irradiance"),
        "dni": Message.of("direct normal irradiance"),
        "dhi": Message.of("diffuse irradiance"),
        "temp_air": Message.of("temperature of the air"),
        "wind_speed": Message.of("speed of the wind"),
    }
)
"""What the columns are called in sentences."""
_BROKEN: Final = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    StopIteration,
)
"""What readers raise who find something else than they expect."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Weather of a file, and what the user should know of it."""

    weather: Weather
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """What a reader makes of a file."""

    sort: str
    table: Any
    about: str
    lon: float
    lat: float
    altitude_m: float
    utc_offset_h: float
    middle_min: float
    late_h: int = 0


def read_weather(path: Path) -> Found:
    """Return the weather of a file.

    Parameters
    ----------
    path
        An EPW or TMY3 file, or a table or JSON of PVGIS: its typical year, or its hourly data of
        the level.

    Raises
    ------
    ImportDataError
        Where it is none of them, or what it says cannot be a year of weather.
    """
    text = _text(path)
    reader = _reader(text, path)
    try:
        read = reader(text)
    except ImportDataError:
        raise
    except _BROKEN as error:
        raise _unreadable(path) from error
    hours, notes = _hours(read, path)
    source = " · ".join(filter(None, (path.name, read.about)))[:300]
    place = (read.lon, read.lat, read.altitude_m, read.utc_offset_h)
    if not (np.isfinite(place).all() and abs(read.lat) <= 90 and abs(read.lon) <= 180):
        raise ImportDataError("{path} does not say for which place it holds.", path=path.name)
    found = Weather(source, read.sort, *_rounded(*place), read.middle_min, hours)
    middle = _checked_sun(found, path)
    if late := round(middle - found.middle_min):
        text = (
            "The sun of the file is that of {minutes} minutes later than its hours say, and is"
            " taken so."
            if late > 0
            else "The sun of the file is that of {minutes} minutes earlier than its hours say, and"
            " is taken so."
        )
        notes.append(Message.of(text, minutes=abs(late)))
    return Found(replace(found, middle_min=middle), tuple(notes))


def _rounded(
    lon: float, lat: float, altitude_m: float, offset: float
) -> tuple[float, float, float, float]:
    return round(lon, 4), round(lat, 4), min(max(round(altitude_m, 1), -500.0), 9000.0), offset


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise ImportDataError(
                "{path} is larger than a year of weather is ({mb} MB). Choose an EPW, TMY3 or PVGIS"
                " file.",
                path=path.name,
                mb=round(path.stat().st_size / 1e6),
            )
        data = path.read_bytes()
    except OSError as error:
        raise ImportDataError(
            "{path} cannot be read: {reason}.", path=path.name, reason=error.strerror or str(error)
        ) from error
    # Only names and remarks hold other than plain letters.
    return data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")


def _unreadable(path: Path) -> ImportDataError:
    return ImportDataError(
        "{path} is no weather file that can be read. Wanted is a year hour by hour: EPW, TMY3, or a"
        " PVGIS file (typical year, or hourly data with its parts) as CSV or JSON.",
        path=path.name,
    )


def _reader(text: str, path: Path) -> Callable[[str], _Read]:
    """Return what reads a file, by how it begins: its name may say anything."""
    head = text[:4000]
    if head.startswith("LOCATION,"):
        return _epw
    if "Date (MM/DD/YYYY)" in head:
        return _tmy3
    as_json = head.lstrip().startswith("{")
    if '"tmy_hourly"' in text or "\ntime(UTC)," in head:
        return partial(_pvgis_year, as_json=as_json)
    if (as_json and '"hourly"' in text) or "\ntime," in head:
        return partial(_pvgis_hours, as_json=as_json)
    raise _unreadable(path)


def _epw(text: str) -> _Read:
    from pvlib import iotools

    table, meta = cast("tuple[Any, dict[str, Any]]", iotools.read_epw(io.StringIO(text)))
    about = _known(meta, "city", "country", "data_type")
    return _Read("EPW", table, about, *_place(meta, "altitude"), float(meta["TZ"]), 30.0)


def _tmy3(text: str) -> _Read:
    from pvlib import iotools

    table, meta = cast("tuple[Any, dict[str, Any]]", iotools.read_tmy3(io.StringIO(text)))
    about = _known(meta, "Name", "State")
    # Not all who write such files write its heads as NREL does.
    heads = {name: name[:3].lower() for name in table.columns if "(W/m^2)" in name}
    wanted = {old: new for old, new in heads.items() if new in COLUMNS and new not in table}
    table = table.rename(columns=wanted)
    # Its hours are named by their end.
    place = _place(meta, "altitude")
    return _Read("TMY3", table, about, *place, float(meta["TZ"]), 30.0, late_h=1)


def _known(meta: Mapping[str, Any], *keys: str) -> str:
    """Return what a file says of where it comes from, without what says that it does not know."""
    parts = (str(meta[key]).strip() for key in keys)
    return ", ".join(part for part in parts if part.casefold() not in _NOTHING)


def _place(meta: Mapping[str, Any], height: str) -> tuple[float, float, float]:
    return float(meta["longitude"]), float(meta["latitude"]), float(meta[height])


def _pvgis_year(text: str, *, as_json: bool) -> _Read:
    from pvlib import iotools

    file = io.StringIO(text) if as_json else io.BytesIO(text.encode())
    kind = "json" if as_json else "csv"
    table, meta = cast("tuple[Any, Any]", iotools.read_pvgis_tmy(file, pvgis_format=kind))
    inputs = meta["inputs"]
    place = inputs.get("location", inputs)
    late = place.get("irradiance_time_offset", place.get("irradiance time offset", 0.0))
    about = str(inputs.get("meteo_data", {}).get("radiation_db", ""))
    return _Read(
        "PVGIS TMY", table, about, *_place(place, "elevation"), 0.0, round(60.0 * float(late), 1)
    )


def _pvgis_hours(text: str, *, as_json: bool) -> _Read:
    from pvlib import iotools

    kind = "json" if as_json else "csv"
    table, meta = cast(
        "tuple[Any, Any]", iotools.read_pvgis_hourly(io.StringIO(text), pvgis_format=kind)
    )
    inputs = meta["inputs"]
    place = inputs.get("location", inputs)
    if "poa_direct" not in table or not np.allclose(table["poa_ground_diffuse"], 0.0, atol=0.5):
        raise ImportDataError(
            "The PVGIS file is that of a tilted plane, or lacks the parts of the sun. Ask PVGIS for"
            " slope 0 with the radiation components, or for its typical year (TMY)."
        )
    about = inputs.get("meteo_data", {}).get("radiation_db", inputs.get("radiation_database", ""))
    table, year = _median_year(table)
    minute = float(table.index[0].minute)
    sine = np.sin(np.radians(table["solar_elevation"].to_numpy(np.float64)))
    direct = table["poa_direct"].to_numpy(np.float64)
    table = table.assign(
        ghi=direct + table["poa_sky_diffuse"].to_numpy(np.float64),
        dhi=table["poa_sky_diffuse"],
        dni=np.where(sine > _LOW_SUN, direct / np.maximum(sine, _LOW_SUN), 0.0),
    )
    about = f"{about} {year}"
    return _Read("PVGIS hourly", table, about, *_place(place, "elevation"), 0.0, minute)


def _median_year(table: Any) -> tuple[Any, int]:  # noqa: ANN401  a table of pandas
    """Return the whole year of several whose sun is the median, and which one it is."""
    times = cast("pd.DatetimeIndex", table.index)
    sums = {
        int(year): float(table["poa_direct"][times.year == year].sum())
        for year in np.unique(times.year)
        if (times.year == year).sum() >= HOURS
    }
    if not sums:
        raise ImportDataError(
            "The file has {n} hours, and no whole year among them. Wanted are all 8760 hours of a"
            " year.",
            n=len(table),
        )
    year = sorted(sums, key=sums.__getitem__)[(len(sums) - 1) // 2]
    return table[times.year == year], year


# ---- hours --------------------------------------------------------------------------------------


def _hours(read: _Read, path: Path) -> tuple[Numbers, list[Message]]:
    """Return the hours of the year, in order, and what was put in for missing ones."""
    times = pd.DatetimeIndex(read.table.index) - pd.Timedelta(hours=read.late_h)
    month, day, hour = (np.asarray(part) for part in (times.month, times.day, times.hour))
    whole = ~((month == 2) & (day == 29))
    stamps = (month * 100 + day) * 100 + hour
    if not np.array_equal(stamps[whole], _calendar()):
        raise ImportDataError(
            "{path} has {n} rows that are not the 8760 hours of a year in their order. Attach a"
            " file of one whole year.",
            path=path.name,
            n=int(whole.sum()),
        )
    lacking = [name for name in COLUMNS[: _SUN + 1] if name not in read.table]
    if lacking:
        raise ImportDataError(
            "{path} lacks {names}. Wanted are global, direct normal and diffuse irradiance, and the"
            " air's temperature.",
            path=path.name,
            names=Message.listed(_TITLES[name] for name in lacking),
        )
    rows, notes = np.full((len(COLUMNS), HOURS), np.nan, np.float64), list[Message]()
    for place, name in enumerate(COLUMNS):
        if name in read.table:
            column: Any = pd.to_numeric(read.table[name], errors="coerce")
            rows[place] = column.to_numpy(np.float64)[whole]
    rows[:_SUN] = np.where((rows[:_SUN] < 0) & (rows[:_SUN] > -20), 0.0, rows[:_SUN])
    for place, name in enumerate(COLUMNS):
        notes += _filled(rows[place], place, name, path)
    if not sound(rows):
        raise ImportDataError(
            "{path} holds numbers that no weather on earth has. Attach another file.",
            path=path.name,
        )
    return np.asarray(np.round(rows, 1), np.float64), notes


def _calendar() -> NDArray[np.int64]:
    times = pd.date_range(f"{YEAR}-01-01", periods=HOURS, freq="h")
    return np.asarray((times.month * 100 + times.day) * 100 + times.hour, np.int64)


def _filled(row: Numbers, place: int, name: str, path: Path) -> list[Message]:
    """Fill gaps of air and wind in place, and say so; refuse those of the sun."""
    row[(row >= _MISSING[place]) | (row <= -100.0)] = np.nan
    gaps = np.isnan(row)
    count = int(gaps.sum())
    if not count:
        return []
    if name == "wind_speed" and count > _GAPS:
        row[:] = _CALM_M_S
        return [Message.of("The file has no wind: 1 m/s is taken for all hours.")]
    if place < _SUN or count > _GAPS:
        raise ImportDataError(
            "{path} lacks {name} in {n} of 8760 hours. Attach a file without such gaps.",
            path=path.name,
            name=_TITLES[name],
            n=count,
        )
    there = np.flatnonzero(~gaps)
    row[gaps] = np.interp(np.flatnonzero(gaps), there, row[there])
    return [
        Message.of(
            "{n} hours without {name} are taken from those beside them.",
            n=count,
            name=_TITLES[name],
        )
    ]


def _checked_sun(weather: Weather, path: Path) -> float:
    """Return for which minute of its hours the sun of the file stands; refuse what cannot be."""
    level = weather.ghi_kwh_m2
    if not _LEAST <= level <= _MOST:
        raise ImportDataError(
            "{path} has {kwh} kWh/m² of sun in a year; on earth there are {least} to {most}. Its"
            " numbers may be in another unit than W/m².",
            path=path.name,
            kwh=round(level),
            least=round(_LEAST),
            most=round(_MOST),
        )
    misfits = {minute: _misfit(weather, minute) for minute in (*_MINUTES, weather.middle_min)}
    best = min(misfits, key=misfits.__getitem__)
    said = misfits[weather.middle_min]
    if misfits[best] > _MISFIT:
        raise ImportDataError(
            "In {path} the sun shines when it does not stand over its place: global, direct and"
            " diffuse irradiance differ by {pct} %. Its place or time zone may be wrong.",
            path=path.name,
            pct=round(100 * said),
        )
    return best if said - misfits[best] > _CLEARLY else weather.middle_min


def _misfit(weather: Weather, minute: float) -> float:
    """Return by which share of the sun its parts differ from the whole, by the sun at a minute."""
    sky = sky_of(replace(weather, middle_min=minute), weather.utc_offset_h, exact=False)
    height = np.sin(np.radians(np.maximum(sky.elevation_deg, 0.0)))
    return float(np.abs(sky.ghi - sky.dhi - sky.dni * height).sum() / sky.ghi.sum())
