"""Sun, planes and power beside PVGIS: ``python -m tests.pvgis FILE``.

FILE is of PVGIS (https://re.jrc.ec.europa.eu/pvg_tools). Some stand in the source archive of pvlib,
in ``tests/data``; any other can be taken from there. What is compared follows from what it holds:

- a typical year (``tmy_45.000_8.000_2005_2023.json``): level sun hour by hour against its parts,
  which tells by our height of the sun, and the yield of some mountings against the power model of
  PVGIS over all hours, as pvlib has it (Huld 2011, Faiman 2008, Martin and Ruiz 2001);
- hours with power (``pvgis_hourly_..._10kWp_CIS_...json``): height of the sun, and power of the
  plane that the file gives, against those of PVGIS itself;
- hours with the parts of a plane (``pvgis_hourly_..._30deg_0deg_...csv``): irradiance in it.

What PVGIS gives for the same place and mounting under "Grid connected" (free standing, crystalline
silicon) is put beside a typical year by ``--irradiation`` and ``--energy``. PVGIS means many years
and the typical year is one, so that some percent between them are the weather's.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from layers.analysis.planes import Planes, System, months, year
from layers.analysis.sky import Sky, sky_of
from layers.analysis.sun import sun_at
from layers.files.weather_files import read_weather
from layers.weather import HOURS

TOLERANCE_PCT = 5.0
"""By so much yearly sums may differ from those of PVGIS. [%]"""
HOUR_PCT = 8.0
"""By so much the sum of single hours may. [%]"""
HEIGHT_DEG = 0.2
"""By so much heights of the sun may. [°]"""
MOUNTINGS = ((0.0, 0.0), (10.0, 0.0), (35.0, 0.0), (35.0, -90.0), (35.0, 90.0), (90.0, 0.0))
"""Slopes, and azimuths as PVGIS counts them: from south, west positive. [°]"""
FAIMAN = (26.9, 6.2)
"""Loss of heat of free standing modules in PVGIS (Koehl 2011). [W/(m²·K)], [W·s/(m³·K)]"""


# ---- hours --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hours:
    """Hours of PVGIS: place, mounting and rows by name of column."""

    lon: float
    lat: float
    kwp: float
    loss: float
    slope: float | None
    aspect: float
    rows: tuple[Mapping[str, Any], ...]


def read_hours(path: Path) -> Hours:
    """Return the hours of a file of PVGIS; a slope of None for a tracker on two axes."""
    text = path.read_text("utf-8", errors="replace")
    if path.suffix == ".json":
        found = json.loads(text)
        given = found["inputs"]
        place, module = given["location"], given["pv_module"]
        fixed = given["mounting_system"].get("fixed")
        return Hours(
            place["longitude"],
            place["latitude"],
            float(module["peak_power"] or 0.0),
            float(module["system_loss"] or 0.0) / 100.0,
            float(fixed["slope"]["value"]) if fixed else None,
            float(fixed["azimuth"]["value"]) if fixed else 0.0,
            tuple(found["outputs"]["hourly"]),
        )
    lines = text.splitlines()
    begun = next(place for place, line in enumerate(lines) if line.startswith("time,"))
    rows = [row for row in csv.DictReader(lines[begun:]) if row["time"][:8].isdigit()]

    def told(beginning: str) -> float:
        line = next(line for line in lines[:begun] if line.startswith(beginning))
        return float(line.partition(":")[2].replace("deg.", ""))

    return Hours(
        told("Longitude"), told("Latitude"), 0.0, 0.0, told("Slope"), told("Azimuth"), tuple(rows)
    )


def moment(row: Mapping[str, Any]) -> float:
    """Return the hours from the beginning of the row's year, UTC."""
    time = datetime.strptime(row["time"], "%Y%m%d:%H%M")  # noqa: DTZ007
    return (time - datetime(time.year, 1, 1)).total_seconds() / 3600.0  # noqa: DTZ001


def sun(hours: Hours, row: Mapping[str, Any]) -> tuple[float, float]:
    """Return azimuth and height of the sun as the program has them. [°]."""
    azimuth, height = sun_at(np.array([moment(row)]), hours.lon, hours.lat)
    return float(azimuth[0]), float(height[0])


def one_hour(hours: Hours, row: Mapping[str, Any], ghi: float, dni: float, dhi: float) -> Sky:
    """Return a year that is dark but for the hour of a row."""
    azimuth, height = sun(hours, row)
    place = int(moment(row)) % HOURS
    values = (azimuth, height, ghi, dni, dhi, float(row["T2m"]), float(row["WS10m"]))
    lit = np.zeros((len(values), HOURS))
    lit[:, place] = values
    return Sky(*lit[:5], np.full(HOURS, 1412.0), *lit[5:], clear=False)


def lit_month(sky: Sky, planes: Planes, system: System) -> tuple[float, float]:
    """Return irradiance [W/m²] and power [kW/kWp] of the one lit hour."""
    found = next(one for one in months(sky, planes, system) if len(one.hours))
    return float(found.plane_w_m2[0, 0]), float(found.ac_kwh_kwp[0, 0])


def power_w(hours: Hours, row: Mapping[str, Any]) -> float:
    """Return the power of a plane that gets what PVGIS says, all of it as good as direct. [W]."""
    azimuth, height = sun(hours, row)
    light = float(row["G(i)"])
    sky = one_hour(hours, row, light, light, 0.0)
    planes = Planes(np.array([90.0 - height]), np.array([azimuth]), np.array([False]))
    system = System(loss=hours.loss, dc_ac=1.0, inverter=0.96, albedo=0.0)
    return 1000.0 * hours.kwp * lit_month(sky, planes, system)[1]


def plane_w_m2(hours: Hours, row: Mapping[str, Any]) -> float:
    """Return the irradiance of a plane from the level sun that its parts in PVGIS come from.

    The beam in the plane gives the beam; what the ground throws back, a fifth, the level sun.
    """
    azimuth, height = sun(hours, row)
    slope = hours.slope or 0.0
    tilt, up = math.radians(slope), math.radians(height)
    turn = math.radians(azimuth - 180.0 - hours.aspect)
    facing = math.cos(tilt) * math.sin(up) + math.sin(tilt) * math.cos(up) * math.cos(turn)
    dni = float(row["Gb(i)"]) / facing
    ghi = float(row["Gr(i)"]) / (0.2 * (1.0 - math.cos(tilt)) / 2.0)
    dhi = max(0.0, ghi - dni * math.sin(up))
    planes = Planes(np.array([slope]), np.array([180.0 + hours.aspect]), np.array([False]))
    return lit_month(one_hour(hours, row, ghi, dni, dhi), planes, System())[0]


def compared(hours: Hours) -> Iterator[tuple[str, str, float, float]]:
    """Yield time, what it is, ours, and that of PVGIS, of all lit hours."""
    for row in hours.rows:
        if float(row["H_sun"]) <= 0:
            continue
        yield row["time"], "height [°]", sun(hours, row)[1], float(row["H_sun"])
        if "P" in row:
            yield row["time"], "power [W]", power_w(hours, row), float(row["P"])
        if "Gb(i)" in row:
            parts = sum(float(row[f"G{part}(i)"]) for part in "bdr")
            yield row["time"], "plane [W/m²]", plane_w_m2(hours, row), parts


# ---- a year -------------------------------------------------------------------------------------


def plane(path: Path, slope: float, aspect: float, loss_pct: float) -> tuple[float, float]:
    """Return irradiation in a plane [kWh/(m²·a)] and its yield [kWh/(kWp·a)]."""
    weather = read_weather(path).weather
    sky = sky_of(weather, weather.utc_offset_h, exact=True)
    look = Planes(np.array([slope]), np.array([180.0 + aspect]), np.array([False]))
    found = year(sky, look, System(loss=loss_pct / 100.0), np.ones(1))
    return float(found.plane_kwh_m2[0]), float(found.monthly.sum())


def closure(path: Path) -> tuple[float, float, float]:
    """Return level sun from beam, height and diffuse, as PVGIS says, and mean square difference.

    ``G(h) = Gb(n) · sin(height) + Gd(h)`` holds hour by hour as far as the height is that of PVGIS.
    [kWh/(m²·a)], [kWh/(m²·a)], [W/m²]
    """
    weather = read_weather(path).weather
    sky = sky_of(weather, weather.utc_offset_h, exact=True)
    up = np.sin(np.radians(np.maximum(sky.elevation_deg, 0.0)))
    ours = sky.dni * up + sky.dhi
    apart = float(np.sqrt(np.mean((ours - sky.ghi)[sky.ghi > 0] ** 2)))
    return float(ours.sum() / 1000.0), float(sky.ghi.sum() / 1000.0), apart


def power_of_pvgis(sky: Sky, slope: float, aspect: float, loss_pct: float) -> float:
    """Return the yield by the power model of PVGIS 5, of the same sun in the plane. [kWh/kWp].

    Spectral effects are not in it.
    """
    from pvlib import iam, irradiance, pvarray, temperature

    zenith, azimuth = 90.0 - sky.elevation_deg, 180.0 + aspect
    parts = irradiance.get_total_irradiance(
        slope, azimuth, zenith, sky.azimuth_deg, sky.dni, sky.ghi, sky.dhi,
        dni_extra=sky.above, albedo=0.2, model="haydavies",
    )  # fmt: skip
    incidence = irradiance.aoi(slope, azimuth, zenith, sky.azimuth_deg)
    passed = iam.martin_ruiz_diffuse(slope)
    caught = (
        np.nan_to_num(parts["poa_direct"]) * iam.martin_ruiz(incidence)
        + np.nan_to_num(parts["poa_sky_diffuse"]) * passed["sky"]
        + np.nan_to_num(parts["poa_ground_diffuse"]) * passed["ground"]
    )
    whole = np.nan_to_num(parts["poa_global"])
    cells = temperature.faiman(whole, sky.air_c, sky.wind_m_s, *FAIMAN)
    power = np.maximum(pvarray.huld(caught, cells, 1.0, cell_type="cSi"), 0.0)
    return float(power.sum()) * (1.0 - loss_pct / 100.0)


# ---- printed ------------------------------------------------------------------------------------


def _told(name: str, ours: float, theirs: float, pct: float = TOLERANCE_PCT) -> None:
    apart = 100.0 * (ours / theirs - 1.0)
    verdict = "within" if abs(apart) <= pct else "BEYOND"
    print(f"{name}: ours {ours:.1f}, PVGIS {theirs:.1f}, {apart:+.1f} %, {verdict} {pct} %")


def _print_hours(path: Path) -> None:
    sums: dict[str, list[float]] = {}
    for time, what, ours, theirs in compared(read_hours(path)):
        print(f"{time}  {what:13}  ours {ours:8.2f}  PVGIS {theirs:8.2f}")
        if what.startswith("height"):
            verdict = "within" if abs(ours - theirs) <= HEIGHT_DEG else "BEYOND"
            print(f"               {ours - theirs:+.2f}°, {verdict} {HEIGHT_DEG}°")
            continue
        both = sums.setdefault(what, [0.0, 0.0])
        both[0] += ours
        both[1] += theirs
    for what, (ours, theirs) in sums.items():
        _told(f"Sum of {what}", ours, theirs, HOUR_PCT)


def _print_year(options: argparse.Namespace) -> None:
    path = options.file
    ours, theirs, apart = closure(path)
    _told("Level sun of the year [kWh/m²]", ours, theirs, 1.0)
    print(f"  hour by hour {apart:.1f} W/m² (root of the mean square)")
    weather = read_weather(path).weather
    sky = sky_of(weather, weather.utc_offset_h, exact=True)
    mountings = MOUNTINGS if options.slope is None else ((options.slope, options.aspect),)
    print("slope  aspect  plane [kWh/(m²·a)]  yield [kWh/(kWp·a)]  power model of PVGIS")
    for slope, aspect in mountings:
        light, kwh = plane(path, slope, aspect, options.loss)
        model = power_of_pvgis(sky, slope, aspect, options.loss)
        apart = 100.0 * (kwh / model - 1.0)
        print(
            f"{slope:5.0f}  {aspect:6.0f}  {light:18.1f}  {kwh:19.1f}  {model:.1f} ({apart:+.1f} %)"
        )
        for name, found, told in (
            ("  in the plane", light, options.irradiation),
            ("  yield", kwh, options.energy),
        ):
            if told is not None:
                _told(name, found, told)


def main() -> None:
    """Print a file of PVGIS beside what the program makes of the same."""
    parser = argparse.ArgumentParser(prog="python -m tests.pvgis", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--slope", type=float)
    parser.add_argument("--aspect", type=float, default=0.0)
    parser.add_argument("--loss", type=float, default=14.0)
    parser.add_argument("--irradiation", type=float, help="of PVGIS, kWh/(m²·a)")
    parser.add_argument("--energy", type=float, help="of PVGIS for 1 kWp, kWh/a")
    options = parser.parse_args()
    text = options.file.read_text("utf-8", errors="replace")
    if "H_sun" in text and "time(UTC)" not in text:
        _print_hours(options.file)
    else:
        _print_year(options)


if __name__ == "__main__":
    main()
