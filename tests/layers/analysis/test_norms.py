"""Shares of land and land per head beside ranges that advise."""

import json

import pytest

from layers.analysis import measures
from layers.analysis.norms import ABOVE, BELOW, WITHIN, area_of, judged
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.codes import code_set
from layers.edits.parameters import set_parameter
from tests.layers.analysis.parks import box
from tests.layers.analysis.test_hourly import with_parameters
from tests.strategies import document, layer, squares

HA = {"R": 60, "A": 30, "B": 25, "M": 260, "W": 30, "S": 75, "U": 15, "G": 55}
"""The worked example: 550 ha of urban construction land."""


def city(**columns):
    """Parcels of the worked example, each 100 m high."""
    shapes, west = [], 0
    for hectares in HA.values():
        shapes.append(box(west, 0, west + hectares * 100, 100))
        west += hectares * 100
    return document(layer("parcels", shapes, land_use=list(HA), **columns))


def norms(plan):
    found = totals(measures().evaluate(plan), stamped=False)["land"]["norms"]
    return {norm["id"].removeprefix("norm."): norm for norm in found}


def test_shares_of_the_worked_example():
    found = norms(city())
    shares = {name: found[f"LB-{name}-share"]["value"] for name in "RAMSG"}
    assert shares == pytest.approx(
        {"R": 10.909, "A": 5.455, "M": 47.273, "S": 13.636, "G": 10.0}, abs=5e-4
    )
    states = {name: found[f"LB-{name}-share"]["state"] for name in "RAMSG"}
    assert states == {"R": BELOW, "A": WITHIN, "M": ABOVE, "S": WITHIN, "G": WITHIN}


def test_classes_of_a_rule_are_added_up():
    assert norms(city())["PARK-A+B-share"]["value"] == pytest.approx(10.0)
    gb = code_set("GB50137-2011")
    assert area_of("G1", {"G1": 1.0, "G2": 2.0, "G": 4.0}, gb) == 1.0
    assert area_of("G", {"G1": 1.0, "G2": 2.0, "X": 4.0}, gb) == 3.0


def test_land_per_head_needs_residents():
    assert norms(city())["PC-A"]["value"] is None
    plan = city(population=[20_000.0, *[None] * 6, 30_000.0])
    found = totals(measures().evaluate(plan), stamped=False)["land"]
    assert found["population"] == 50_000
    assert found["per_head_m2"]["R"] == pytest.approx(600_000 / 50_000)
    assert found["per_head_m2"]["urban"] == pytest.approx(110.0)
    assert norms(plan)["PC-A"]["value"] == pytest.approx(6.0)
    assert norms(plan)["PC-UCL"]["state"] == WITHIN


def test_housing_per_head_is_compared_in_the_climate_zone_that_is_chosen():
    plan = city(population=[24_000.0, *[None] * 7])
    assert not {"PC-R-cold", "PC-R-warm"} & set(norms(plan))
    plan = plan.applied(set_parameter(plan, "plan.climate", "warm"))
    found = norms(plan)
    assert found["PC-R-warm"]["value"] == pytest.approx(25.0)
    assert found["PC-R-warm"]["state"] == WITHIN
    assert "PC-R-cold" not in found


def test_nobody_entered_is_missing_and_not_nobody():
    found = totals(measures().evaluate(city()), stamped=False)
    assert found["land"]["population"] is None
    assert {"land.population", "land.workers"} <= {lack["path"] for lack in found["missing"]}


def test_a_range_of_the_users_own_moves_the_state():
    plan = city()
    edit = set_parameter(plan, "norm.LB-M-share", {"low": 40.0, "high": 60.0})
    assert norms(plan.applied(edit))["LB-M-share"]["state"] == WITHIN


def test_why_says_that_ranges_advise():
    told = why(measures().evaluate(city()), "land.norms.norm.LB-M-share")
    assert told["value"]["state"] == ABOVE
    assert any("advise" in sentence for sentence in told["left_out"])
    assert any(term["confidence"] == "recalled" for term in told["inputs"])
    assert json.dumps(told)


def test_each_class_is_judged_by_one_range():
    found = norms(city())
    chosen = {name.removesuffix("-share") for name, one in found.items() if one["judged"]}
    assert chosen == {f"PARK-{one}" for one in ("M", "W", "R", "A+B", "S", "U", "G")}
    results = measures().evaluate(city())
    known = results.value("land.norms")
    without = [one for one in known if one.factor.id != "norm.PARK-M-share"]
    assert "norm.LB-M-share" in {one.factor.id for one in judged(without)}
    assert "norm.LB-A-share" not in {one.factor.id for one in judged(without)}


def test_no_rule_that_was_superseded_is_shipped():
    names = [name for name in city().parameters if name.startswith("norm.")]
    assert len(names) == 19
    assert not [name for name in names if "-old-" in name or "2008" in name]


def test_why_calls_construction_land_by_its_name():
    results = measures().evaluate(city(population=[20_000.0, *[None] * 6, 30_000.0]))
    for main, name in (("urban", "Urban construction land"), ("R", "Land of R")):
        assert why(results, f"land.per_head_m2.{main}")["inputs"][0]["name"] == name


def test_people_of_some_parcels_are_missing_and_the_balance_of_jobs_is_incomplete():
    plan = document(
        layer(
            "parcels",
            squares(4),
            land_use=["R2", "M1", "M1", "G1"],
            population=[1000.0, None, None, None],
            workers=[None, 500.0, None, None],
        )
    )
    found = totals(measures().evaluate(with_parameters(plan, plan__employed_pct=50.0)))
    lacks = [one for one in found["missing"] if one["path"].startswith("land.")]
    assert {"path": "land.workers", "needs": "the workers of 1 parcel", "features": 1} in lacks
    assert not any(one["path"] == "land.population" for one in lacks)
    (jobs,) = [one for one in found["indicators"] if one["id"] == "T-jobs-housing"]
    assert (jobs["value"], jobs["state"]) == (1.0, "incomplete")
