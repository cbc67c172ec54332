import numpy as np
import pandas as pd
import pytest

from layers.analysis.sun import YEAR, above_air, hours_utc, sun_at


def zenith_at_noon(lat, day):
    """The least distance of the sun from overhead on a day, at longitude 0. [°]."""
    minutes = 24.0 * day + np.arange(11.5, 12.5, 1 / 60)
    return 90.0 - sun_at(minutes, 0.0, lat)[1].max()


@pytest.mark.parametrize("lat", [0.0, 20.0, 34.9, 51.5, -34.9])
def test_at_noon_of_the_equinox_the_sun_is_as_far_from_overhead_as_the_place_from_the_equator(lat):
    assert zenith_at_noon(lat, 78) == pytest.approx(abs(lat), abs=0.15)  # 2025-03-20


def test_at_the_solstices_it_is_23_degrees_and_a_half_from_that():
    assert zenith_at_noon(40.0, 171) == pytest.approx(40.0 - 23.44, abs=0.05)  # June 21st
    assert zenith_at_noon(40.0, 354) == pytest.approx(40.0 + 23.44, abs=0.05)  # December 21st


def test_the_sun_rises_in_the_east_and_stands_in_the_south_at_noon():
    hours = 24.0 * 78 + np.array([6.3, 12.12, 18.0])
    azimuth, elevation = sun_at(hours, 0.0, 40.0)
    assert azimuth == pytest.approx([92, 180, 270], abs=1.5)
    assert elevation[1] == pytest.approx(50, abs=0.2)
    assert abs(elevation[[0, 2]]).max() < 3


def test_shadows_are_where_pvlib_says():
    solarposition = pytest.importorskip("pvlib.solarposition")
    hours = hours_utc(8.0, 30.0)
    times = pd.Timestamp(f"{YEAR}-01-01", tz="UTC") + pd.to_timedelta(hours, unit="h")
    wanted = solarposition.get_solarposition(times, 34.9, 117.5)
    azimuth, elevation = sun_at(hours, 117.5, 34.9)
    up = elevation > 0
    assert np.abs(elevation - wanted["apparent_elevation"])[up].max() < 0.03
    turned = (azimuth - wanted["azimuth"] + 180) % 360 - 180
    assert np.abs(turned * np.cos(np.radians(elevation)))[up].max() < 0.03


def test_the_distance_of_the_sun_evens_out_over_the_year():
    assert above_air(np.arange(8760.0)).mean() == pytest.approx(1366.1, rel=1e-3)
