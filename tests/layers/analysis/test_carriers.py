import numpy as np
import pytest

from layers.analysis import measures
from layers.analysis.carriers import bought_kg_kwh, heat_t
from tests.layers.analysis.energy_plans import plan, with_settings


def carriers(**settings):
    return measures().evaluate(with_settings(plan("M1"), **settings)).value("energy.carriers")


def test_the_grid_factor_of_the_plan_counts():
    assert carriers().bought == 0.5306
    assert carriers(grid_factor="grid_shandong_2023").bought == 0.6191


def test_green_power_leaves_the_residual_mix_of_the_same_year():
    # half of it green: 0.5 · 0.6096
    assert carriers(green_power_pct=50.0).bought == pytest.approx(0.3048)
    assert carriers(green_power_pct=50.0, grid_factor="grid_cn_avg_2021").residual == 0.5942
    assert carriers(green_power_pct=100.0).bought == 0.0
    assert bought_kg_kwh(0.6096, 0.0) == 0.6096


def test_without_a_grid_factor_it_is_missing():
    assert np.isnan(carriers(grid_factor="atlantis").bought)


def test_a_gigajoule_of_a_network_is_itself():
    assert carriers().heat.tolist() == [[0, 0, 0], [1, 1, 1], [0, 0, 0]]


def test_a_gigajoule_of_gas_by_hand():
    # 1.33 kgce/m³ · 29.307 MJ = 0.038978 GJ/m³; 0.9 of it is used: 28.506 m³
    found = carriers(heat_supply="gas")
    assert found.heat[2, 1] == pytest.approx(1 / (0.9 * 1.33 * 0.029307))
    assert found.heat[2, 0] < found.heat[2, 1] < found.heat[2, 2]
    assert found.process_heat[1, 1] == 1


def test_a_gigajoule_of_a_heat_pump_by_hand():
    # 1 GJ = 277.78 kWh of heat, a third of it electricity
    assert carriers(heat_supply="heat_pump").heat[0, 1] == pytest.approx(1 / 0.0036 / 3)


def test_heat_by_hand():
    # 50,000 m² · 60 kWh/m² · 0.0036 · 0.11 t/GJ
    assert heat_t(50_000 * 60, 0.11) == pytest.approx(1188.0)
