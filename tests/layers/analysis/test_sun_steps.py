"""Lines of roof PV: a hectare of flat roof and one of metal."""

import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from tests.layers.analysis.arithmetic import faults
from tests.layers.analysis.test_hourly import ROOF, hourly, roofs, shaded_roofs
from tests.strategies import small_plan


def steps(plan, path):
    lines = why(measures().evaluate(plan), path)["steps"]
    return [line.replace("\u2009", " ") for line in lines]


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("solar.roof_m2", ["Roof area: 3 600 + 3 600 = 7 200 m²"]),
        (
            "solar.usable_m2",
            [
                "flat roofs: 3 600 × 0.6 = 2 160 m²",
                "metal roofs: 3 600 × 0.75 = 2 700 m²",
                "Usable roof area: Σ = 4 860 m²",
            ],
        ),
        (
            "solar.avoided_t_per_a",
            ["Emissions avoided by PV: 913 933 × 0.5306 / 1000 = 484.933 t CO₂/a"],
        ),
        ("solar.planned.kwp", ["power: 0 = 0 kWp"]),
    ],
)
def test_roofs_of_the_table(path, lines):
    assert steps(small_plan(), path) == lines


def test_a_life_is_the_first_year_and_a_row_of_later_ones():
    # 1 % in the first of 25 years, 0.45 % in each later one.
    answer = why(measures().evaluate(small_plan()), "solar.life_kwh")
    later = "(1 - 1 / 100) × (1 - (1 - 0.45 / 100) ^ (25 - 1)) / (0.45 / 100)"
    assert f"(1 - 1 / 200 + {later})" in answer["steps"][0]
    assert list(faults("solar.life_kwh", answer)) == []


@pytest.mark.parametrize("route", ["hourly", "shaded"])
def test_hours_are_power_sun_losses_and_what_warmth_leaves(route):
    plan = shaded_roofs(pv=["planned", "none"])
    plan = plan if route == "shaded" else hourly(plan)
    results = measures().evaluate(plan)
    answer = why(results, "solar.planned.kwh_per_a")
    assert list(faults("solar.planned.kwh_per_a", answer)) == []
    losses, roof, _ = answer["steps"]
    # Computed shading is no loss of 3 % besides.
    assert losses.endswith("= 0.140757" if route == "hourly" else "= 0.114182")
    kept = float(roof.partition(" = ")[0].rpartition("× ")[2])
    assert 0.8 < kept < 1.0  # of warm cells and the inverter


def test_months_are_added_up():
    (line,) = steps(hourly(roofs(ROOF)), "solar.monthly_kwh")
    assert line.startswith("Counted roofs, the months of a year: ")


def test_shading_is_the_mean_by_roof_area():
    for path in ("solar.sky_view", "solar.sun_lost_pct", "solar.shaded_roofs"):
        answer = why(measures().evaluate(shaded_roofs()), path)
        assert answer["steps"]
        assert list(faults(path, answer)) == []
