import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.units import CO2_PER_C, GJ_PER_KWH, KG_PER_T, M2_PER_HA, M2_PER_MU, hectares, mu


def test_one_hectare_is_15_mu():
    assert mu(10_000) == 15.0
    assert pytest.approx(666.6667, abs=1e-4) == M2_PER_MU


def test_one_tonne_of_carbon_is_44_twelfths_of_carbon_dioxide():
    assert pytest.approx(3.6667, abs=1e-4) == CO2_PER_C


def test_300_mu_are_20_hectares():
    assert hectares(300 * M2_PER_MU) == pytest.approx(20.0)
    assert mu(200_000.0) == pytest.approx(300.0)


def test_a_kilowatt_hour_of_heat_is_3600_kilojoules():
    assert GJ_PER_KWH == 0.0036


def test_a_tonne_of_carbon_by_hectare_is_told_by_square_metre():
    assert pytest.approx(0.36667, abs=1e-5) == CO2_PER_C * KG_PER_T / M2_PER_HA


@given(st.floats(0, 1e10))
def test_hectares_and_mu_tell_the_same_area(area):
    assert mu(area) == pytest.approx(15 * hectares(area))
