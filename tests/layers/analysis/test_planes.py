"""Planes against pvlib, step by step, and what a person knows of the sun."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.analysis.planes import (
    MONTH_HOURS,
    Planes,
    System,
    months,
    pvwatts_loss,
    through_glass,
    year,
)
from layers.analysis.sky import plain_sky

SKY = plain_sky(117.5, 34.9, 8.0)


def planes(*looks, flush=False):
    tilt, azimuth = np.array(looks, np.float64).T
    return Planes(tilt, azimuth, np.full(len(looks), flush))


def yields(*looks, system=None, **given):
    found = year(SKY, planes(*looks, **given), system or System(), np.ones(len(looks)))
    return found.monthly.sum(axis=1)


def test_the_losses_of_pvwatts_make_14_percent():
    assert 100 * pvwatts_loss(np.array([2, 3, 0, 2, 2, 0.5, 1.5, 1, 0, 3])) == pytest.approx(
        14.08, abs=0.005
    )
    assert pvwatts_loss(np.zeros(10)) == 0


@pytest.mark.parametrize("flush", [False, True])
@pytest.mark.parametrize("look", [(0, 180), (10, 180), (30, 180), (30, 95), (75, 300)])
def test_each_step_is_the_one_of_pvlib(look, flush):
    irradiance = pytest.importorskip("pvlib.irradiance")
    iam = pytest.importorskip("pvlib.iam")
    inverter = pytest.importorskip("pvlib.inverter")
    pvsystem = pytest.importorskip("pvlib.pvsystem")
    temperature = pytest.importorskip("pvlib.temperature")
    tilt, azimuth = look
    system = System()
    for found in months(SKY, planes(look, flush=flush), system):
        at = found.hours
        zenith, sun = 90 - SKY.elevation_deg[at], SKY.azimuth_deg[at]
        ghi, dni, dhi = SKY.ghi[at], SKY.dni[at], SKY.dhi[at]
        parts = irradiance.haydavies(
            tilt,
            azimuth,
            dhi,
            dni,
            SKY.above[at],
            solar_zenith=zenith,
            solar_azimuth=sun,
            return_components=True,
        )
        aoi = irradiance.aoi(tilt, azimuth, zenith, sun)
        beam = np.maximum(dni * np.cos(np.radians(aoi)), 0)
        ground = irradiance.get_ground_diffuse(tilt, ghi, albedo=0.2)
        sky = parts["poa_isotropic"]
        around = parts["poa_circumsolar"]
        plane = beam + around + sky + ground
        assert found.plane_w_m2[0] == pytest.approx(plane, rel=1e-6)

        passed = iam.physical(aoi, n_ar=1)
        above = iam.physical(59.7 - 0.1388 * tilt + 0.001497 * tilt**2)
        below = iam.physical(90 - 0.5788 * tilt + 0.002693 * tilt**2)
        seen = (beam + around) * passed + sky * above + ground * below
        name = "close_mount_glass_glass" if flush else "open_rack_glass_polymer"
        how = temperature.TEMPERATURE_MODEL_PARAMETERS["sapm"][name]
        cell = temperature.sapm_cell(plane, SKY.air_c[at], SKY.wind_m_s[at], **how)
        direct = pvsystem.pvwatts_dc(seen, cell, 1.0, -0.0035) * (1 - system.loss)
        wanted = inverter.pvwatts(direct, 1 / 1.1 / 0.96)
        assert found.ac_kwh_kwp[0] == pytest.approx(wanted, abs=3e-4)


def test_glass_lets_through_what_pvlib_says():
    iam = pytest.importorskip("pvlib.iam")
    angles = np.array([0.0, 30.0, 60.0, 80.0, 89.0])
    assert through_glass(np.cos(np.radians(angles))) == pytest.approx(iam.physical(angles))


def test_in_the_north_modules_look_south():
    south, north, east, west, level = yields((30, 180), (30, 0), (30, 90), (30, 270), (0, 0))
    assert south > level > north
    assert east == pytest.approx(west, rel=0.02)
    steeper = yields((10, 0), (20, 0), (30, 0), (40, 0))
    assert (np.diff(steeper) < 0).all()


def test_flush_modules_are_warmer_and_yield_less():
    assert yields((10, 180), flush=True) < yields((10, 180))


def test_a_doubled_loss_of_everything_leaves_nothing():
    assert yields((10, 180), system=System(loss=1.0)) == 0


def test_what_the_inverter_cannot_take_is_lost():
    wide, narrow = (yields((30, 180), system=System(dc_ac=ratio)) for ratio in (1.0, 2.0))
    assert narrow < wide
    found = year(SKY, planes((30, 180)), System(dc_ac=2.0), np.ones(1))
    assert found.hourly.max() <= 0.5


def test_hours_add_up_to_months():
    found = year(SKY, planes((10, 180), (30, 90)), System(), np.array([3.0, 5.0]))
    starts = np.concatenate([[0], np.cumsum(MONTH_HOURS)[:-1]])
    assert np.add.reduceat(found.hourly, starts) == pytest.approx([3.0, 5.0] @ found.monthly)
    assert MONTH_HOURS.sum() == len(found.hourly) == 8760


def test_more_planes_than_are_worked_at_once():
    tilts = np.linspace(0, 60, 150)
    many = planes(*((tilt, 180) for tilt in tilts))
    found = year(SKY, many, System(), np.ones(150))
    alone = year(SKY, many.some(np.array([149])), System(), np.ones(1))
    assert found.monthly[149] == pytest.approx(alone.monthly[0])
    assert found.hourly.sum() == pytest.approx(found.monthly.sum())


def test_planes_that_are_alike_are_computed_once():
    many = planes((10, 180), (0, 90), (10, 540), (0, 180), (10, 180))
    found, owner = many.distinct()
    assert len(found) == 2
    assert found.tilt_deg[owner].tolist() == [10, 0, 10, 0, 10]


class Shade:
    """A plane in the sun before noon alone, that sees a part of the sky."""

    def __init__(self, share, sky_view):
        self.share, self.sky_view = share, np.array([sky_view])

    def beam(self, azimuth_deg, _):
        return np.where(azimuth_deg < 180, 1.0, self.share)[None]


def test_shade_takes_of_the_sun_and_of_the_sky():
    look = planes((10, 180))
    free = year(SKY, look, System(), np.ones(1))
    same = year(SKY, look, System(), np.ones(1), Shade(1.0, 1.0))
    noon = year(SKY, look, System(), np.ones(1), Shade(0.0, 1.0))
    deep = year(SKY, look, System(), np.ones(1), Shade(0.0, 0.5))
    assert same.monthly == pytest.approx(free.monthly)
    assert noon.plane_kwh_m2[0] == pytest.approx(free.plane_kwh_m2[0] * 0.52, rel=0.05)
    assert deep.plane_kwh_m2[0] < noon.plane_kwh_m2[0]


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_planes_do_not_know_one_another_and_power_scales_what_they_yield(seed):
    random = np.random.default_rng(seed)
    tilt, azimuth = random.uniform(0, 90, 5), random.uniform(0, 360, 5)
    all_of_them = Planes(tilt, azimuth, random.random(5) < 0.5)
    order = random.permutation(5)
    kwp = random.uniform(0, 1000, 5)
    found = year(SKY, all_of_them, System(), kwp)
    mixed = year(SKY, all_of_them.some(order), System(), 3 * kwp[order])
    assert mixed.monthly == pytest.approx(found.monthly[order])
    assert mixed.hourly == pytest.approx(3 * found.hourly)
    assert (found.monthly >= 0).all()
