"""Access to parks in a straight line, with shares that a person can check."""

import math

import numpy as np
import pytest
import shapely

from layers.analysis import measures
from layers.analysis.access import covered
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.edit import Change
from layers.edits.draw import delete, draw
from layers.edits.parameters import set_parameter
from layers.edits.zone import zone
from tests.layers.analysis.parks import box
from tests.strategies import document, layer

PARK = box(0, 0, 100, 60)
"""6,000 m²: serves 500 m around."""


def plan_of(parcels, uses, parks=(PARK,), roles=("park",), **columns):
    return document(
        layer("parcels", list(parcels), land_use=list(uses), **columns),
        layer("greens", list(parks), role=list(roles)),
    )


def access(plan):
    return totals(measures().evaluate(plan), stamped=False)["access"]


def test_land_within_reach_is_a_share_of_all_housing():
    near, far = box(200, 0, 300, 100), box(2_000, 0, 2_100, 100)
    assert access(plan_of([near, far], ["R2", "R1"]))["park_500m_pct"] == pytest.approx(50.0)


def test_a_parcel_across_the_border_counts_by_its_share():
    # 500 m from the park's eastern side lies the middle of the parcel.
    plan = plan_of([box(550, 0, 650, 60)], ["R2"])
    assert access(plan)["park_500m_pct"] == pytest.approx(50.0, abs=1e-6)


def test_small_parks_serve_less_and_tiny_ones_nobody():
    parcel = box(350, 0, 360, 10)
    small, tiny = box(0, 0, 40, 30), box(0, 0, 30, 30)
    assert access(plan_of([parcel], ["R2"], [small]))["park_500m_pct"] == 0.0
    nearer = box(100, 0, 110, 10)
    assert access(plan_of([nearer], ["R2"], [small]))["park_500m_pct"] == pytest.approx(100.0)
    plan = plan_of([nearer], ["R2"], [tiny])
    assert access(plan)["park_500m_pct"] == 0.0
    told = why(measures().evaluate(plan), "access.park_500m_pct")["left_out"]
    assert any("smaller than 1,000 m²" in sentence for sentence in told)


def test_only_greens_that_are_open_to_all_serve():
    parcel = box(200, 0, 300, 100)
    found = totals(
        measures().evaluate(plan_of([parcel], ["R2"], [PARK], ["protective"])), stamped=False
    )
    assert found["access"]["park_500m_pct"] is None
    needs = {lack["needs"] for lack in found["missing"] if lack["path"].startswith("access.park")}
    assert needs == {"greens whose role is park or square"}


def test_people_are_counted_where_they_live_and_work():
    near, far = box(200, 0, 300, 100), box(2_000, 0, 2_100, 100)
    plan = plan_of([near, far], ["R2", "M1"], population=[300.0, 100.0], workers=[None, 50.0])
    found = access(plan)
    assert found["residents_pct"] == pytest.approx(75.0)
    assert found["workers_pct"] == 0.0
    assert found["work_pct"] == 0.0


def test_nobody_entered_is_missing():
    assert access(plan_of([box(200, 0, 300, 100)], ["R2"]))["residents_pct"] is None


def test_the_reach_is_a_factor_of_the_plan():
    plan = plan_of([box(550, 0, 650, 60)], ["R2"])
    plan = plan.applied(set_parameter(plan, "radius.PARK-500", 600.0))
    assert access(plan)["park_500m_pct"] == pytest.approx(100.0)


def test_more_parks_never_serve_less():
    parcels = [box(x, 0, x + 100, 100) for x in range(200, 2_000, 150)]
    few = plan_of(parcels, ["R2"] * len(parcels))
    many = plan_of(parcels, ["R2"] * len(parcels), [PARK, box(1_500, 0, 1_600, 60)], ["park"] * 2)
    assert access(many)["park_500m_pct"] > access(few)["park_500m_pct"]


@pytest.mark.parametrize(
    "verb",
    [
        lambda plan: delete(plan, "parcels", [1]),
        lambda plan: delete(plan, "greens", [1]),
        lambda plan: zone(plan, [2], "R2"),
        lambda plan: draw(plan, "parcels", box(520, 200, 620, 300), {"land_use": "R2"}),
    ],
)
def test_kept_access_is_fresh(verb):
    plan = plan_of([box(200, 0, 300, 100), box(550, 0, 650, 60)], ["R2", "M1"])
    results, edit = measures().evaluate(plan), verb(plan)
    after = plan.applied(edit)
    kept = measures().evaluate(after, results, Change.of(edit))
    assert totals(kept, stamped=False)["access"] == access(after)


def test_the_covered_share_of_a_circle():
    circle = shapely.Point(0, 0).buffer(10, quad_segs=64)
    (found,) = covered(shapely.box(0, -20, 20, 20), np.array([circle])).tolist()
    assert math.isclose(found, 0.5, rel_tol=1e-9)
