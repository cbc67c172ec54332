import pytest

from layers.analysis.coal_equivalent import clean_share, coal_equivalent_tce, core_t_tce

# Computed apart from this program: all electricity from the grid of 2023, 0.5306 kg CO₂/kWh.
ALL_GRID = {"calorific": 4.3173, "equal value": 1.7687}
CLEAN = {"calorific": 0.9537, "equal value": 0.8869}
KGCE = {"calorific": 0.1229, "equal value": 0.30}


@pytest.mark.parametrize("convention", KGCE)
def test_an_all_electric_park_on_the_grid(convention):
    energy = coal_equivalent_tce(1e6, electricity_kgce_kwh=KGCE[convention])
    found = core_t_tce(530.6, energy)
    assert found == pytest.approx(ALL_GRID[convention], abs=5e-5)
    assert clean_share(0.2, found) == pytest.approx(CLEAN[convention], abs=5e-5)


def test_heat_and_gas_by_hand():
    # 1 GJ = 0.03412 tce; 1000 m³ of gas = 1.33 tce
    assert coal_equivalent_tce(0.0, 1.0) == pytest.approx(0.03412)
    assert coal_equivalent_tce(0.0, 0.0, 1000.0) == pytest.approx(1.33)


def test_without_energy_there_is_no_ratio():
    assert core_t_tce(1.0, 0.0) is None


def test_a_park_that_is_clean_enough_needs_nothing():
    assert clean_share(0.2, 0.1) == 0.0
