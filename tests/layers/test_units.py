import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.units import CO2_PER_C, M2_PER_MU, hectares, mu


def test_one_hectare_is_15_mu():
    assert mu(10_000) == 15.0
    assert pytest.approx(666.6667, abs=1e-4) == M2_PER_MU


def test_one_tonne_of_carbon_is_44_twelfths_of_carbon_dioxide():
    assert pytest.approx(3.6667, abs=1e-4) == CO2_PER_C


@given(st.floats(0, 1e10))
def test_hectares_and_mu_tell_the_same_area(area):
    assert mu(area) == pytest.approx(15 * hectares(area))
