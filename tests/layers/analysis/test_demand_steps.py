"""Lines of energy, water and transport: one hectare of offices with a thousand workers."""

import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from tests.layers.analysis.energy_plans import plan, with_settings

OFFICE = plan("B2", floor_area_m2=[50_000.0], process_kwh=[0.0], workers=[1000.0])


def steps(found, path):
    lines = why(measures().evaluate(found), path)["steps"]
    return [line.replace("\u2009", " ") for line in lines]


@pytest.mark.parametrize(
    ("path", "end"),
    [
        ("energy.floor_m2", "floor area: Σ = 50 000 m²"),
        ("energy.by_type.office.electricity_kwh_per_a", ": 50 000 × 85 = 4 250 000 kWh/a"),
        ("energy.by_type.office.heat_gj_per_a", ": 50 000 × 60 × 0.0036 = 10 800 GJ/a"),
        ("energy.heat_gj_per_a", "× 1 + 0 × 1 = (0 | 10 800 | 18 000) GJ/a"),
        (
            "energy.tce_per_a",
            "(0.1229 × 4 250 000 + 1.33 × 0) / 1000 + 0.03412 × 10 800 = 890.821 tce/a",
        ),
        ("energy.sink_pct", "100 × 0.1862 / 3 713.1 = 0.00501467 %"),
        ("energy.ledger.green", "0 - (0.8374 | 0.1862 | 0) = (−0.8374 | −0.1862 | 0) t CO₂/a"),
    ],
)
def test_offices_have_the_numbers_of_their_floor_area(path, end):
    assert steps(OFFICE, path)[-1].endswith(end)


def test_water_is_land_times_its_largest_day_over_the_mean_one():
    first, whole = steps(OFFICE, "energy.water_m3_per_a")
    # 1 ha · 85 m³ / 1.3 · 365
    assert "10 000 / 10000 × (50 | 85 | 120) / (1.5 | 1.3 | 1.1) × 365" in first
    assert "| 23 865.4 |" in whole
    works = steps(OFFICE, "energy.ledger.water")[-1]
    assert "((0.2 | 0.35 | 0.6) + (0.7 | 0.8 | 0.9) × (0.3 | 0.4 | 0.5)) × 0.5306 / 1000" in works


def test_ways_are_told_factor_by_factor():
    # 1,000 · 2 · 10 km · 250 d · (0.35 / 1.3 · 0.055 · 2.9251 + 0.3 · 0.03) / 1000
    first, whole = steps(OFFICE, "energy.ledger.transport")
    assert first.startswith("Workers: 1 000 × 2 × (5 | 10 | 20) × (240 | 250 | 280) × (")
    assert "| 261.57 |" in whole


def test_what_is_entered_stands_for_itself():
    found = with_settings(OFFICE, transport_t=500.0, water_m3=1000.0)
    assert steps(found, "energy.ledger.transport")[-1].endswith(": 500 = 500 t CO₂/a")
    assert steps(found, "energy.water_m3_per_a") == ["water use: 1 000 = 1 000 m³/a"]


def test_heat_pumps_take_electricity():
    found = with_settings(OFFICE, heat_supply="heat_pump")
    last = steps(found, "energy.electricity_kwh_per_a")[-1]
    assert "4 250 000" in last
    assert "(0 | 10 800 | 18 000) × (" in last


def test_a_balance_without_roofs_has_no_line_of_pv():
    assert "–" not in steps(OFFICE, "carbon.net_t_per_a")[-1]
