import numpy as np
import pytest
import shapely

from layers.analysis import measures
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.edit import Edit, ValueDelta
from layers.message import Message
from tests.strategies import EAST, NORTH, document, layer

ROOF = shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)
"""1 ha at 114° E, 35.1° N: Zhengzhou is nearest."""


def solar(plan):
    return totals(measures().evaluate(plan), stamped=False)["solar"]


def roofs(*shapes, **values):
    return document(layer("rooftops", shapes, **values))


def with_parameter(plan, id_, value):
    before = plan.parameters[id_]
    return plan.applied(Edit(Message("set"), (ValueDelta("parameters", id_, before, value),)))


# ---- plans ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "kwp", "yield_kwh"),
    [
        # 10,000 m² × usable × packing × 0.22 kWp; × 1130 kWh/kWp of Zhengzhou × 0.92 if flat
        ({"roof_type": "flat"}, 10_000 * 0.6 * 0.7 * 0.22, 1130 * 0.92),
        ({"roof_type": "metal"}, 10_000 * 0.75 * 0.92 * 0.22, 1130 * 0.92),
        ({"roof_type": "pitched"}, 10_000 * 0.3 * 0.92 * 0.22, 1130),
        ({"roof_type": None}, 10_000 * 0.6 * 0.7 * 0.22, 1130 * 0.92),
        ({"roof_type": "thatched"}, 10_000 * 0.6 * 0.7 * 0.22, 1130 * 0.92),
        ({"roof_type": "flat", "usable_share": 0.5}, 10_000 * 0.5 * 0.7 * 0.22, 1130 * 0.92),
        ({"roof_type": "metal", "tilt_deg": 30.0}, 10_000 * 0.75 * 0.92 * 0.22, 1130),
        ({"roof_type": "pitched", "tilt_deg": 8.0}, 10_000 * 0.3 * 0.92 * 0.22, 1130 * 0.92),
    ],
)
def test_roofs_by_type(values, kwp, yield_kwh):
    found = solar(roofs(ROOF, **{key: [one] for key, one in values.items()}))
    assert found["roof_m2"] == 10_000
    assert found["kwp"] == pytest.approx(kwp)
    assert found["kwh_per_a"] == pytest.approx(kwp * yield_kwh)
    assert found["avoided_t_per_a"] == pytest.approx(kwp * yield_kwh * 0.5306 / 1000)


def test_the_potential_counts_every_roof_and_shows_planned_and_built_apart():
    shapes = [ROOF, shapely.transform(ROOF, lambda xy: xy + np.array([200, 0]))]
    plan = roofs(*shapes, roof_type=["metal", "metal"], pv=["planned", "none"])
    found = solar(plan)
    assert found["kwp"] == pytest.approx(2 * 1518)
    assert found["planned"]["kwp"] == pytest.approx(1518)
    assert found["built"]["kwp"] == 0


def test_roofs_outside_the_red_line_are_left_out_and_named():
    plan = document(
        layer("boundary", [ROOF]),
        layer(
            "rooftops",
            [ROOF.buffer(-10), shapely.transform(ROOF, lambda xy: xy + np.array([200, 0]))],
        ),
    )
    results = measures().evaluate(plan)
    assert totals(results)["solar"]["roof_m2"] == pytest.approx(6400, rel=1e-3)
    assert "1 roof outside the red line is left out." in why(results, "solar.kwp")["left_out"]


def test_a_city_can_be_chosen_and_another_grid():
    plan = with_parameter(roofs(ROOF, roof_type=["pitched"]), "plan.yield_city", "zaozhuang")
    plan = with_parameter(plan, "plan.grid_factor", "grid_shandong_2023")
    found = solar(plan)
    assert found["yield_city"] == "zaozhuang"
    assert found["kwh_per_a"] == pytest.approx(607.2 * 1210)
    assert found["avoided_t_per_a"] == pytest.approx(607.2 * 1210 * 0.6191 / 1000)


def test_far_from_all_cities_the_yield_is_missing():
    far = with_parameter(roofs(ROOF, roof_type=["metal"]), "plan.yield_city", "atlantis")
    found = totals(measures().evaluate(far), stamped=False)
    assert found["solar"]["kwp"] == pytest.approx(1518)
    assert found["solar"]["kwh_per_a"] is None
    assert found["solar"]["avoided_t_per_a"] is None
    assert {one["path"] for one in found["missing"]} >= {
        "solar.yield_city",
        "solar.kwh_per_a",
        "solar.avoided_t_per_a",
    }


NOTHING = dict.fromkeys(("roof_m2", "usable_m2", "kwp", "kwh_per_a", "avoided_t_per_a"))


def test_without_roofs_the_numbers_are_missing_and_not_nothing():
    found = totals(measures().evaluate(document(layer("boundary", [ROOF]))), stamped=False)
    assert {key: found["solar"][key] for key in NOTHING} == NOTHING
    assert found["solar"]["planned"] == found["solar"]["built"] == NOTHING
    assert found["solar"]["yield_city"] == "zhengzhou"
    lacks = [one for one in found["missing"] if one["path"].startswith("solar")]
    needs = {one["path"]: one["needs"] for one in lacks}
    assert {path for path, text in needs.items() if text == "rooftops"} >= {
        *(f"solar.{key}" for key in NOTHING),
        "solar.planned",
        "solar.built",
        "solar.life_kwh",
        "solar.monthly_kwh",
    }


def test_without_roofs_why_has_no_roof_area():
    found = why(measures().evaluate(document(layer("boundary", [ROOF]))), "solar.kwp")
    assert found["value"] is None
    assert found["inputs"][0]["value"] is None
    assert found["left_out"] == ["Missing for Roof PV, power: rooftops"]


def test_roofs_none_of_which_is_inside_add_up_to_nothing():
    apart = shapely.transform(ROOF, lambda xy: xy + np.array([500, 0]))
    found = solar(document(layer("boundary", [ROOF]), layer("rooftops", [apart])))
    assert (found["roof_m2"], found["kwp"]) == (0, 0)


def test_a_missing_factor_is_named_and_none_is_called_an_analysis_to_come():
    plan = with_parameter(roofs(ROOF, pv=["planned"]), "plan.yield_city", "atlantis")
    found = totals(measures().evaluate(plan), stamped=False)
    needs = {one["path"]: one["needs"] for one in found["missing"]}
    assert needs["solar.planned.kwh_per_a"] == needs["solar.kwh_per_a"]
    assert needs["solar.planned.avoided_t_per_a"] == "the yield and a grid factor"
    assert found["solar"]["built"]["kwh_per_a"] == 0


def test_why_names_city_factors_and_assumptions():
    found = why(measures().evaluate(roofs(ROOF)), "solar.kwh_per_a")
    assert found["value"] == pytest.approx(10_000 * 0.6 * 0.7 * 0.22 * 1130 * 0.92)
    assert found["unit"] == "kWh/a"
    assert found["features"] == {"rooftops": 1}
    names = [one["name"] for one in found["inputs"]]
    assert any("Zhengzhou" in name for name in names)
    assert any("Yield factor of flush" in name for name in names)
    assert "Assumed: 1 roof without a known type is flat." in found["left_out"]
    assert any("the nearest city of the table" in text for text in found["left_out"])


ROOF_KWP = 1518.0
"""10,000 m² × 0.75 × 0.92 × 0.22 kWp/m². [kWp]"""


def test_the_worked_roof_of_zaozhuang_over_25_years():
    plan = with_parameter(roofs(ROOF, roof_type=["metal"]), "plan.yield_city", "zaozhuang")
    plan = with_parameter(plan, "plan.grid_factor", "grid_shandong_2023")
    flat = plan.factor("pv.yield_flat_factor")
    plan = with_parameter(plan, "pv.yield_flat_factor", flat.edited(central=1.0))
    found = solar(plan)
    assert found["kwp"] == pytest.approx(ROOF_KWP)
    assert found["kwh_per_a"] == pytest.approx(1_836_780)
    assert found["avoided_t_per_a"] == pytest.approx(1137.15, abs=0.01)
    assert found["life_kwh"] == pytest.approx(43_283_821, abs=1)


def test_a_life_that_cannot_be_is_none():
    plan = roofs(ROOF, roof_type=["metal"])
    life = plan.factor("pv.life")
    for years in (0.0, 1e9, None):
        found = solar(with_parameter(plan, "pv.life", life.edited(central=years)))
        assert found["life_kwh"] is None
        assert found["kwh_per_a"] > 0
