"""Figures of PVGIS, taken down with their source, beside those of the program.

Hours are of the files ``pvgis_hourly_Timeseries_45.000_8.000_*`` in pvlib's source archive (PVGIS
© European Union); yearly sums for Brașov of PVGIS 5.3, SARAH-3, 1 kWp crystalline silicon, free
standing, 35° south, 14 % loss. Yearly sums of a place with its weather file are compared by
``python -m tests.pvgis``.
"""

import numpy as np
import pytest

from layers.analysis.planes import Planes, System, months
from layers.analysis.sky import Sky, plain_sky
from layers.analysis.sun import sun_at
from layers.weather import HOURS

TURIN = {"lon": 8.0, "lat": 45.0}


@pytest.mark.parametrize(
    ("hour", "height"),
    [(8, 8.06), (9, 14.80), (10, 19.54), (11, 21.82), (12, 21.41)],
)
def test_the_sun_stands_as_high_as_pvgis_says(hour, height):
    # January 1st, ten past the hour, UTC. [°]
    _, found = sun_at(np.array([hour + 10 / 60]), **TURIN)
    assert found[0] == pytest.approx(height, abs=0.2)


def one_hour(hour, ghi, dni, dhi, air, wind):
    """A year that is dark but for one hour of January 1st."""
    azimuth, elevation = sun_at(np.array([hour + 10 / 60]), **TURIN)
    dark = np.zeros(HOURS)

    def lit(value):
        found = dark.copy()
        found[hour] = value
        return found

    above = np.full(HOURS, 1412.0)
    angles = (lit(azimuth[0]), lit(elevation[0]))
    return Sky(*angles, lit(ghi), lit(dni), lit(dhi), above, lit(air), lit(wind), clear=False)


@pytest.mark.parametrize(
    ("hour", "beam", "diffuse", "ground"),
    [(8, 26.71, 8.28, 0.21), (9, 14.69, 5.76, 0.16)],
)
def test_a_plane_of_30_degrees_gets_what_pvgis_says(hour, beam, diffuse, ground):
    azimuth, elevation = sun_at(np.array([hour + 10 / 60]), **TURIN)
    tilt, height, turn = np.radians(30), np.radians(elevation[0]), np.radians(azimuth[0] - 180)
    facing = np.cos(tilt) * np.sin(height) + np.sin(tilt) * np.cos(height) * np.cos(turn)
    dni = beam / facing
    ghi = ground / (0.2 * (1 - np.cos(tilt)) / 2)  # the ground throws back a fifth
    sky = one_hour(hour, ghi, dni, ghi - dni * np.sin(height), 4.0, 1.0)
    look = Planes(np.array([30.0]), np.array([180.0]), np.array([False]))
    january = next(iter(months(sky, look, System())))
    assert january.plane_w_m2[0] == pytest.approx([beam + diffuse + ground], rel=0.1)


@pytest.mark.parametrize(
    ("hour", "plane", "air", "wind", "watts"),
    [(8, 129.59, 0.97, 0.97, 1187.2), (9, 423.28, 1.89, 0.69, 3950.1)],
)
def test_ten_kilowatts_give_what_pvgis_says(hour, plane, air, wind, watts):
    # A tracker that looks at the sun, CIS modules, 5 % loss: all light is as good as direct.
    azimuth, elevation = sun_at(np.array([hour + 10 / 60]), **TURIN)
    sky = one_hour(hour, plane, plane, 0.0, air, wind)
    look = Planes(90.0 - elevation, azimuth, np.array([False]))
    system = System(loss=0.05, dc_ac=1.0, inverter=0.96, albedo=0.0)
    january = next(iter(months(sky, look, system)))
    assert january.plane_w_m2[0] == pytest.approx([plane])
    assert 10_000 * january.ac_kwh_kwp[0] == pytest.approx([watts], rel=0.08)


def test_the_share_that_is_left_of_the_sun_in_the_plane_is_that_of_pvgis():
    # PVGIS for Brașov: 1148.54 kWh of 1481.51 kWh/m², 0.775. It takes off what weak light and its
    # colours cost besides, some 3 %, which PVWatts does not.
    sky = plain_sky(25.63, 45.65, 2.0)
    air = 9.0 - 12.0 * np.cos(2 * np.pi * np.arange(HOURS) / HOURS)
    clouded = Sky(
        sky.azimuth_deg,
        sky.elevation_deg,
        0.62 * sky.ghi,
        0.45 * sky.dni,
        0.62 * sky.ghi - 0.45 * sky.dni * np.sin(np.radians(np.maximum(sky.elevation_deg, 0))),
        sky.above,
        air,
        np.full(HOURS, 2.0),
        clear=False,
    )
    look = Planes(np.array([35.0]), np.array([180.0]), np.array([False]))
    found = list(months(clouded, look, System(loss=0.14)))
    plane = sum(month.plane_w_m2.sum() for month in found) / 1000
    kwh = sum(month.ac_kwh_kwp.sum() for month in found)
    assert kwh / plane == pytest.approx(1148.54 / 1481.51, rel=0.05)
