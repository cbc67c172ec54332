"""Direct sun summed over the sky is what it is summed over the hours."""

import numpy as np
import pytest

from layers.shading.horizons import SECTORS, Shading
from layers.shading.sun_share import energy_above, irradiation, sky_weights, sun_share


@pytest.fixture
def hours():
    random = np.random.default_rng(6)
    return tuple(random.uniform(low, high, 3_000) for low, high in ((0, 360), (-20, 75), (0, 900)))


def test_no_energy_is_lost_or_made(hours):
    azimuth, elevation, energy = hours
    found = sky_weights(*hours)
    assert found.sum() == pytest.approx(energy[elevation > 0].sum())
    assert energy_above(found)[:, 0] == pytest.approx(found.sum(axis=1))
    assert not sky_weights(azimuth, np.full(3_000, -1.0), energy).any()


def test_the_share_is_the_mean_over_the_hours(hours):
    azimuth, elevation, energy = hours
    random = np.random.default_rng(7)
    horizons = random.uniform(0, 60, (120, SECTORS))
    shading = Shading.of_points(np.arange(6), horizons, np.repeat([0, 1, 3, 4], 30))
    lit = shading.beam(azimuth, elevation)
    wanted = (lit * energy).sum(axis=1) / energy[elevation > 0].sum()
    found = sun_share(shading, sky_weights(*hours))
    assert found == pytest.approx(wanted, nan_ok=True, rel=1e-5)
    assert np.isnan(found).tolist() == [False, False, True, False, False, True]


def test_an_open_roof_loses_nothing_and_one_in_a_well_everything(hours):
    weights = sky_weights(*hours)
    well = np.full((1, SECTORS), 89.9)
    assert sun_share(Shading.open(np.array([1])), weights) == pytest.approx([1.0])
    assert sun_share(Shading.of_horizons(np.array([1]), well), weights).tolist() == [0.0]
    assert np.isnan(sun_share(Shading.open(np.array([1])), weights * 0)).all()


def test_a_level_point_gets_all_sun_and_all_sky_where_nothing_stands(hours):
    weights = sky_weights(*hours)
    around = np.zeros((3, SECTORS), np.float32)
    around[1] = 45.0
    around[2] = 90.0
    found = irradiation(around, weights, 1_000.0)
    assert found[0] == pytest.approx(weights.sum() + 1_000.0)
    assert found[1] == pytest.approx(energy_above(weights)[:, 128].sum() + 500.0, rel=1e-3)
    assert found[2] == pytest.approx(0.0, abs=1e-6)
