import csv
import io

import numpy as np
import pytest
import shapely

from layers.analysis import measures
from layers.analysis.photovoltaics import (
    avoided_t,
    ground_coverage,
    life_kwh,
    peak_power_kwp,
    yearly_kwh,
)
from layers.analysis.totals import totals, why
from layers.analysis.yields import nearest_place, yield_places
from layers.edit import Edit, ValueDelta
from layers.message import Message
from layers.parameters import shipped_factors
from resources import shipped
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


# ---- worked numbers -------------------------------------------------------------------------


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
    assert "1 roofs outside the red line are left out." in why(results, "solar.kwp")["left_out"]


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


def test_no_roofs_give_nothing_rather_than_missing():
    found = solar(document())
    assert (found["roof_m2"], found["kwp"], found["kwh_per_a"]) == (0, 0, 0)


def test_nearest_city():
    assert nearest_place(117.3, 34.8)[0].city == "zaozhuang"
    assert nearest_place(2.0, 47.0)[1] > 5_000


def test_every_yield_has_its_place():
    text = shipped("factors", "rooftop_pv_parameters.csv").read_text(encoding="utf-8")
    yields = {
        row["param_id"].removeprefix("yield_")
        for row in csv.DictReader(io.StringIO(text))
        if row["group"] == "specific_yield" and row["use_as_default_0_1"] == "1"
    } - {"flat_factor"}
    assert {place.city for place in yield_places()} == yields
    assert len(yields) == 35


def test_why_names_city_factors_and_assumptions():
    found = why(measures().evaluate(roofs(ROOF)), "solar.kwh_per_a")
    assert found["value"] == pytest.approx(10_000 * 0.6 * 0.7 * 0.22 * 1130 * 0.92)
    assert found["unit"] == "kWh/a"
    assert found["features"] == {"rooftops": 1}
    names = [one["name"] for one in found["inputs"]]
    assert any("Zhengzhou" in name for name in names)
    assert any("yield factor of flush" in name for name in names)
    assert "Assumed: 1 roofs without a known type are flat." in found["left_out"]
    assert any("the nearest city of the table" in text for text in found["left_out"])
