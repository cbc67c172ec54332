"""Horizons of roofs: which sun reaches them, and how much of the sky."""

import numpy as np
import pytest

from layers.shading.horizons import RANKS, SECTORS, STEPS_90, Shading, sky_view_of

STEP = 90.0 / STEPS_90


def test_an_open_roof_has_all_sun_above_the_horizontal_and_all_sky():
    shading = Shading.open(np.array([3, 8]))
    found = shading.beam(np.array([10.0, 180.0, 359.9, 90.0]), np.array([0.2, 5.0, 89.0, 0.0]))
    assert found.tolist() == [[1, 1, 1, 0]] * 2
    assert shading.sky_view.tolist() == [1.0, 1.0]


def test_no_sun_comes_from_below_or_from_nowhere():
    found = Shading.open(np.array([1])).beam(
        np.array([180.0, 180.0, np.nan]), np.array([-3.0, np.nan, 40.0])
    )
    assert found.tolist() == [[0, 0, 0]]


def test_a_part_of_the_roof_is_lit_where_a_part_of_its_points_is():
    horizons = np.zeros((16, SECTORS))
    horizons[4:] = 30.0  # of 16 points 12 are behind a wall
    shading = Shading.of_points(np.array([5]), horizons, np.zeros(16, int))
    low, high = shading.beam(np.array([77.0, 77.0]), np.array([20.0, 40.0]))[0]
    assert low == pytest.approx(4 / 16)
    assert high == 1.0


@pytest.mark.parametrize("points", [1, 2, 5, 24, 31])
def test_the_share_that_is_lit_is_right_to_one_rank(points):
    random = np.random.default_rng(points)
    horizons = random.uniform(0, 60, (points, SECTORS))
    shading = Shading.of_points(np.array([1]), horizons, np.zeros(points, int))
    azimuth, elevation = random.uniform(0, 360, 400), random.uniform(1, 70, 400)
    sector = np.rint(azimuth / 360 * SECTORS).astype(int) % SECTORS
    low = (horizons[:, sector] < elevation - STEP).mean(axis=0)
    high = (horizons[:, sector] < elevation + STEP).mean(axis=0)
    found = shading.beam(azimuth, elevation)[0]
    assert (found >= low - 1 / RANKS).all()
    assert (found <= high + 1 / RANKS).all()


def test_a_horizon_is_kept_to_half_a_step():
    heights = np.linspace(0, 89, 200)
    shading = Shading.of_horizons(np.arange(200), np.repeat(heights[:, None], SECTORS, 1))
    above = shading.beam(np.zeros(200), heights + 1.01 * STEP)
    below = shading.beam(np.zeros(200), heights - 1.01 * STEP)
    assert np.diag(above).all()
    assert not np.diag(below).any()


def test_of_a_roof_without_points_nothing_is_known():
    shading = Shading.of_points(np.array([1, 2, 3]), np.zeros((2, SECTORS)), np.array([0, 2]))
    assert shading.known.tolist() == [True, False, True]
    assert np.isnan(shading.sky_view).tolist() == [False, True, False]
    assert np.isnan(shading.beam(np.array([0.0]), np.array([9.0]))[:, 0]).tolist() == [
        False, True, False,
    ]  # fmt: skip


def test_some_roofs_are_as_all_of_them():
    random = np.random.default_rng(1)
    shading = Shading.of_horizons(np.arange(9), random.uniform(0, 40, (9, SECTORS)))
    azimuth, elevation = random.uniform(0, 360, 50), random.uniform(-5, 60, 50)
    whole = shading.beam(azimuth, elevation)
    assert np.array_equal(shading.beam(azimuth, elevation, slice(2, 5)), whole[2:5])
    picked = shading.picked(np.array([4, 9]), np.array([4, -1]))
    assert np.array_equal(picked.beam(azimuth, elevation)[0], whole[4])
    assert np.isnan(picked.beam(azimuth, elevation)[1]).all()


@pytest.mark.parametrize("beta", [10.0, 45.0, 80.0])
def test_before_an_endless_wall_half_the_sky_is_cut_off_as_geometry_says(beta):
    azimuth = np.arange(SECTORS) * (360.0 / SECTORS)
    across = np.clip(np.cos(np.deg2rad(azimuth)), 0, None)
    horizon = np.rad2deg(np.arctan(np.tan(np.deg2rad(beta)) * across))
    # (1 + cos β) / 2 is what a level point sees beside an endless wall of elevation β.
    expected = (1 + np.cos(np.deg2rad(beta))) / 2
    assert sky_view_of(horizon[None]) == pytest.approx(expected, abs=1e-3)
