"""Land by phase: each parcel once, and all of them in the end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis import measures
from layers.analysis.totals import totals
from layers.edit import Change
from layers.edits.attributes import set_values
from layers.edits.draw import delete
from tests.layers.analysis.parks import box
from tests.strategies import document, layer, squares


def plan_of(phases, **columns):
    """Four parcels of 1 ha side by side."""
    return document(
        layer("parcels", squares(4), land_use=["M1", "M1", "R2", "G1"]),
        layer("phases", phases, **columns),
    )


def found(plan):
    return totals(measures().evaluate(plan), stamped=False)["land"]["phases"]


NESTED = ([box(0, 0, 400, 100), box(0, 0, 200, 100)], {"name": ["II", "I"], "order": [2, 1]})


def test_a_later_phase_adds_what_the_earlier_does_not_hold():
    one, two = found(plan_of(NESTED[0], **NESTED[1], year=[2030, 2026]))
    assert (one["id"], one["year"], dict(one["by_code"])) == ("I", 2026, {"M1": 20_000})
    assert dict(two["by_code"]) == {"R2": 10_000, "G1": 10_000}
    assert dict(two["cumulative"]) == {"M1": 20_000, "R2": 10_000, "G1": 10_000}


def test_phases_apart_add_up_and_the_rest_is_in_none():
    rows = found(plan_of([box(0, 0, 100, 100)], name=["I"], order=[1]))
    assert [row["id"] for row in rows] == ["I", ""]
    assert rows[-1]["area_m2"] == pytest.approx(30_000)
    assert sum(rows[-1]["cumulative"].values()) == pytest.approx(40_000)


def test_parcels_in_no_phase_are_named():
    plan = plan_of([box(0, 0, 100, 100)], name=["I"], order=[1])
    lacks = totals(measures().evaluate(plan), stamped=False)["missing"]
    assert [lack["features"] for lack in lacks if lack["path"] == "land.phases"] == [3]


def test_without_phases_there_is_nothing_to_tell():
    assert found(plan_of([])) == []


@given(st.permutations([0, 1]))
def test_the_order_of_rows_does_not_matter(order):
    shapes, columns = NESTED
    shuffled = {name: [values[place] for place in order] for name, values in columns.items()}
    plan = plan_of([shapes[place] for place in order], **shuffled)
    assert found(plan) == found(plan_of(shapes, **columns))


@pytest.mark.parametrize(
    "verb",
    [
        lambda plan: delete(plan, "parcels", [2]),
        lambda plan: delete(plan, "phases", [1]),
        lambda plan: set_values(plan, "phases", [1], {"order": 9}),
        lambda plan: set_values(plan, "parcels", [1], {"land_use": "W1"}),
    ],
)
def test_kept_phases_are_fresh_ones(verb):
    plan = plan_of(NESTED[0], **NESTED[1])
    results, edit = measures().evaluate(plan), verb(plan)
    after = plan.applied(edit)
    kept = measures().evaluate(after, results, Change.of(edit))
    fresh = measures().evaluate(after)
    assert totals(kept, stamped=False)["land"] == totals(fresh, stamped=False)["land"]
