import numpy as np
import pytest

from layers.analysis.sky import clear_sky, ineichen, plain_sky, sky_of
from layers.weather import HOURS
from tests.layers.test_weather import weather

NOON = 12


def test_a_clear_sky_is_the_one_of_pvlib():
    clearsky = pytest.importorskip("pvlib.clearsky")
    atmosphere = pytest.importorskip("pvlib.atmosphere")
    elevation, above = np.array([5.0, 20.0, 60.0, 89.0]), np.full(4, 1366.1)
    mass = atmosphere.get_relative_airmass(90 - elevation)
    mass = atmosphere.get_absolute_airmass(mass, atmosphere.alt2pres(800.0))
    wanted = clearsky.ineichen(90 - elevation, mass, 3.0, 800.0, above)
    found = ineichen(elevation, above, 3.0, 800.0)
    for name, one in zip(("ghi", "dni", "dhi"), found, strict=True):
        assert one == pytest.approx(wanted[name], rel=1e-3), name


def test_below_the_horizon_there_is_no_sun():
    found = ineichen(np.array([-0.1, -30.0]), np.full(2, 1366.1), 3.0, 0.0)
    assert np.array(found).tolist() == [[0, 0]] * 3


def test_the_level_gets_what_comes_from_the_sun_and_from_the_sky():
    sky = plain_sky(117.5, 34.9, 8.0)
    height = np.sin(np.radians(np.maximum(sky.elevation_deg, 0)))
    assert sky.dni * height + sky.dhi == pytest.approx(sky.ghi)
    assert sky.clear
    # Without clouds some 2,000 kWh/(m²·a) reach the level at 35° N; the highest at noon.
    assert 1800 < sky.ghi.sum() / 1000 < 2300
    assert sky.ghi.reshape(365, 24).sum(axis=0).argmax() in {NOON - 1, NOON}


def test_more_haze_more_light_from_the_sky_and_less_in_all():
    thin = clear_sky(117.5, 34.9, 8.0, 2.0, (15.0, 1.0))
    thick = clear_sky(117.5, 34.9, 8.0, 5.0, (15.0, 1.0))
    assert thick.ghi.sum() < thin.ghi.sum()
    assert thick.dhi.sum() > thin.dhi.sum()
    assert (thin.turbidity, thick.turbidity) == (2.0, 5.0)


def test_the_climatology_of_haze_is_that_of_the_place():
    eastern = clear_sky(117.5, 34.9, 8.0, None, (15.0, 1.0))
    lhasa = clear_sky(91.1, 29.7, 8.0, None, (15.0, 1.0))
    assert 3.3 < eastern.turbidity < 4.3
    assert lhasa.turbidity < eastern.turbidity
    assert lhasa.dni.sum() > 1.2 * eastern.dni.sum()


def test_the_sun_of_computed_and_of_exact_skies_is_the_same():
    exact = clear_sky(117.5, 34.9, 8.0, 3.5, (15.0, 1.0))
    plain = plain_sky(117.5, 34.9, 8.0)
    assert np.abs(exact.elevation_deg - plain.elevation_deg)[exact.elevation_deg > 0].max() < 0.03


def test_weather_comes_by_the_clock_of_the_plan():
    utc = weather(utc_offset_h=0.0)
    here = sky_of(utc, 8.0, exact=False)
    # What is measured at 4:30 UTC is 12:30 in China, and there the sun is high.
    assert here.ghi[NOON] == utc.hours[0][4]
    assert here.ghi[7] == utc.hours[0][HOURS - 1]
    assert here.elevation_deg[NOON::24].min() > 25
    assert not here.clear


def test_both_ways_to_the_sun_agree_for_weather():
    found = weather()
    exact, plain = sky_of(found, 8.0, exact=True), sky_of(found, 8.0, exact=False)
    assert np.abs(exact.elevation_deg - plain.elevation_deg)[exact.elevation_deg > 0].max() < 0.03
    assert exact.air_c is not plain.air_c
    assert (exact.ghi == plain.ghi).all()
