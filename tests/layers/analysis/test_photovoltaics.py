import numpy as np
import pytest

from layers.analysis.photovoltaics import (
    avoided_t,
    ground_coverage,
    life_kwh,
    peak_power_kwp,
    yearly_kwh,
)
from layers.parameters import shipped_factors


def test_worked_metal_roof_in_zaozhuang():
    kwp = peak_power_kwp(np.array([10_000.0]), np.array([0.75]), np.array([0.92]), 220.0)[0]
    assert kwp == pytest.approx(1518.0)
    assert yearly_kwh(kwp, 1210.0) == pytest.approx(1_836_780.0)
    factor = shipped_factors()["emission.grid_shandong_2023"].central
    assert avoided_t(1_836_780.0, factor) == pytest.approx(1137.15, rel=1e-4)


def test_worked_yield_over_25_years():
    assert life_kwh(1_836_780.0, 25, 0.01, 0.0045) == pytest.approx(43_283_821.0, rel=1e-6)


@pytest.mark.parametrize(
    ("latitude", "tilt", "coverage"),
    [
        (35, 10, 0.7221),
        (35, 30, 0.4956),
        (32, 25, 0.5698),
        (39.6, 35, 0.4004),
        (25, 15, 0.7367),
    ],
)
def test_worked_spacing_of_rows(latitude, tilt, coverage):
    assert ground_coverage(latitude, tilt) == pytest.approx(coverage, rel=1e-4)


def test_rows_far_north_are_not_spaced_and_those_far_south_as_in_the_north():
    assert np.isnan(ground_coverage(54.0, 30.0))
    assert np.isnan(ground_coverage(-60.0, np.array([10.0, 30.0]))).all()
    assert ground_coverage(-35.0, 30.0) == ground_coverage(35.0, 30.0)


def test_a_tilted_roof_has_its_own_share_of_the_yield():
    assert yearly_kwh(100.0, 1000.0, 0.92) == 92_000
    assert yearly_kwh(np.array([100.0, np.nan]), 1000.0)[0] == 100_000


def test_a_life_of_one_year_loses_half_of_the_first_years_loss():
    assert life_kwh(1000.0, 1, 0.02, 0.005) == pytest.approx(990.0)


def test_flat_rows_cover_all_ground():
    assert ground_coverage(35.0, 0.0) == pytest.approx(1.0)
