"""The yield of a plane beside what PVGIS says of it: ``python -m tests.pvgis FILE``.

FILE is weather of PVGIS: its typical year as CSV or JSON, or hourly data of the level. One is in
the source archive of pvlib (``tests/data/tmy_45.000_8.000_2005_2023.json``); any other comes from
https://re.jrc.ec.europa.eu/pvg_tools. What PVGIS gives for the same place and mounting under
"Grid connected" (free standing, crystalline silicon) is put beside it by ``--irradiation`` and
``--energy``. PVGIS means many years and the typical year is one, so that some percent between them
are the weather's and not the model's.
"""

from __future__ import annotations

import argparse
from pathlib import Path

TOLERANCE_PCT = 5.0
"""By so much yearly sums may differ from those of PVGIS. [%]"""
MOUNTINGS = ((0.0, 0.0), (10.0, 0.0), (35.0, 0.0), (35.0, -90.0), (35.0, 90.0), (90.0, 0.0))
"""Slopes, and azimuths as PVGIS counts them: from south, west positive. [°]"""


def plane(path: Path, slope: float, aspect: float, loss_pct: float) -> tuple[float, float]:
    """Return irradiation in a plane [kWh/(m²·a)] and its yield [kWh/(kWp·a)]."""
    import numpy as np

    from layers.analysis.planes import Planes, System, year
    from layers.analysis.sky import sky_of
    from layers.files.weather_files import read_weather

    weather = read_weather(path).weather
    sky = sky_of(weather, weather.utc_offset_h, exact=True)
    look = Planes(np.array([slope]), np.array([180.0 + aspect]), np.array([False]))
    found = year(sky, look, System(loss=loss_pct / 100.0), np.ones(1))
    return float(found.plane_kwh_m2[0]), float(found.monthly.sum())


def main() -> None:
    """Print irradiation and yield of some mountings, or of one beside PVGIS."""
    parser = argparse.ArgumentParser(prog="python -m tests.pvgis", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--slope", type=float)
    parser.add_argument("--aspect", type=float, default=0.0)
    parser.add_argument("--loss", type=float, default=14.0)
    parser.add_argument("--irradiation", type=float, help="of PVGIS, kWh/(m²·a)")
    parser.add_argument("--energy", type=float, help="of PVGIS for 1 kWp, kWh/a")
    options = parser.parse_args()
    mountings = MOUNTINGS if options.slope is None else ((options.slope, options.aspect),)
    print("slope  aspect  in the plane [kWh/(m²·a)]  yield [kWh/(kWp·a)]")
    for slope, aspect in mountings:
        sun, kwh = plane(options.file, slope, aspect, options.loss)
        print(f"{slope:5.0f}  {aspect:6.0f}  {sun:25.1f}  {kwh:19.1f}")
        for name, ours, theirs in (
            ("in the plane", sun, options.irradiation),
            ("yield", kwh, options.energy),
        ):
            if theirs is not None:
                pct = 100.0 * (ours / theirs - 1.0)
                verdict = "within" if abs(pct) <= TOLERANCE_PCT else "BEYOND"
                print(f"  {name}: PVGIS {theirs:.1f}, {pct:+.1f} %, {verdict} {TOLERANCE_PCT} %")


if __name__ == "__main__":
    main()
