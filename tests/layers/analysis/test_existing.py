"""Existing land use beside the plan's."""

import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.edit import Change
from layers.edits.attributes import set_values
from tests.layers.analysis.parks import SITE
from tests.strategies import document, layer, squares


def land(plan):
    return totals(measures().evaluate(plan), stamped=False)


def plan_of(existing):
    """Three parcels of 1 ha, two of them inside the red line of 2 ha."""
    return document(
        SITE, layer("parcels", squares(3), land_use=["M1"] * 3, land_use_existing=existing)
    )


def test_the_balance_of_what_is_there_adds_up_as_the_planned_one_does():
    found = land(plan_of(["E2", "R2", "R2"]))["land"]
    rows = {row["code"]: row for row in found["existing"] if row["area_m2"]}
    assert {code: row["area_m2"] for code, row in rows.items()} == {"R": 10_000, "E": 10_000}
    assert rows["R"]["share_pct"] == 100.0
    assert found["existing_urban_m2"] == 10_000


def test_parcels_without_an_existing_code_are_a_row_and_are_missing():
    found = land(plan_of(["R2", None, None]))
    rows = {row["kind"]: row["area_m2"] for row in found["land"]["existing"] if row["area_m2"]}
    assert rows == {"urban": 10_000, "uncoded": 10_000}
    lacks = [lack for lack in found["missing"] if lack["path"] == "land.existing"]
    assert [(lack["needs"], lack["features"]) for lack in lacks] == [
        ("the existing land use of every parcel", 2)
    ]


def test_where_no_parcel_has_one_the_balance_is_missing_and_not_nothing():
    found = land(plan_of([None, " ", None]))
    assert found["land"]["existing"] == []
    assert found["land"]["existing_urban_m2"] is None
    assert "land.existing_urban_m2" in {lack["path"] for lack in found["missing"]}


def test_an_edit_of_one_parcel_moves_it():
    plan = plan_of(["E2", "R2", "R2"])
    results = measures().evaluate(plan)
    edit = set_values(plan, "parcels", [1], {"land_use_existing": "R2"})
    again = measures().evaluate(plan.applied(edit), results, Change.of(edit))
    assert dict(again.value("land.existing_by_code")) == {"R2": 20_000}


def test_why_names_the_rule_of_shares():
    told = why(measures().evaluate(plan_of(["E2", "R2", "R2"])), "land.existing_urban_m2")
    assert "GB 50137-2011" in told["formula"]
    assert told["value"] == pytest.approx(10_000)
