"""Nuisance class 3 keeps away from housing, schools, hospitals, bio and food."""

import pytest

from layers.analysis import measures, nuisance
from layers.analysis.reasons import why
from layers.edit import Change
from layers.edits.parameters import set_parameter
from layers.edits.zone import zone
from tests.layers.analysis.parks import box
from tests.strategies import document, layer


def plan_of(*uses, gap=0, **columns):
    shapes = [box(n * (100 + gap), 0, n * (100 + gap) + 100, 100) for n in range(len(uses))]
    return document(layer("parcels", shapes, land_use=list(uses), **columns))


def conflicts(plan):
    return measures().evaluate(plan).value("chains.conflicts")


@pytest.mark.parametrize(
    ("uses", "pairs"),
    [
        (("M3", "R2"), [[1, 2]]),
        (("A33", "M3", "A5"), [[2, 1], [2, 3]]),
        (("M2", "R2"), []),
        (("M3", "M1"), []),
        (("M3", None), []),
    ],
)
def test_serious_nuisance_beside_what_is_to_be_protected(uses, pairs):
    assert conflicts(plan_of(*uses)).pairs.tolist() == pairs


@pytest.mark.parametrize(("gap", "count"), [(49.9, 1), (50.1, 0)])
def test_the_protective_distance_decides(gap, count):
    found = conflicts(plan_of("M3", "R2", gap=gap))
    assert len(found.pairs) == count
    assert found.distances.tolist() == pytest.approx([gap] * count)


def test_the_distance_is_a_setting():
    plan = plan_of("M3", "R2", gap=200)
    plan = plan.applied(set_parameter(plan, "plan.nuisance_m", 300.0))
    assert conflicts(plan).pairs.tolist() == [[1, 2]]


def test_a_node_of_class_3_counts_whatever_its_land_use():
    plan = plan_of("M1", "R2", chain_node=["cathode", None])
    assert conflicts(plan).pairs.tolist() == [[1, 2]]


def nearest(plan):
    return measures().evaluate(plan).value("chains.nearest")


def test_the_least_distance_is_that_of_the_nearest_pair():
    found = nearest(plan_of("R2", "M1", "M3", "M1", "M1", "A33"))
    assert (found.serious, found.protected, found.least_m) == (1, 2, pytest.approx(100.0))
    assert nearest(plan_of("M3", "M1")).least_m is None
    assert nearest(plan_of("M1", "R2")).least_m is None


def test_a_kept_distance_is_a_fresh_one():
    plan = plan_of("R2", "M1", "M3", "M1", "W1")
    known = measures().evaluate(plan)
    for ids, code in (([2], "R2"), ([3], "M1"), ([5], "M3"), ([4], "W1")):
        edit = zone(plan, ids, code)
        after = plan.applied(edit)
        kept = measures().evaluate(after, known, Change.of(edit))
        assert kept.value("chains.nearest") == nearest(after)


@pytest.mark.parametrize("gap", [0, 30, 60])
def test_kept_conflicts_are_fresh_ones(gap):
    plan = plan_of("M1", "R2", "M3", "M1", "R2", "M3", gap=gap)
    known = measures().evaluate(plan)
    for ids, code in (([1, 4], "M3"), ([3], "M1"), ([2], "M1"), ([4], "W1"), ([5, 6], "M3")):
        edit = zone(plan, ids, code)
        plan = plan.applied(edit)
        known = measures().evaluate(plan, known, Change.of(edit))
        kept, fresh = known.value("chains.conflicts"), conflicts(plan)
        assert kept.pairs.tolist() == fresh.pairs.tolist()
        assert kept.distances.tolist() == fresh.distances.tolist()
        assert known.value("chains.nearest") == nearest(plan)


def test_an_edit_elsewhere_keeps_the_very_conflicts():
    plan = plan_of("M3", "R2", "M1", "M1")
    known = measures().evaluate(plan)
    edit = zone(plan, [4], "W1")
    after = measures().evaluate(plan.applied(edit), known, Change.of(edit))
    assert after.value("chains.conflicts") is known.value("chains.conflicts")
    assert len(after.value("chains.conflicts").pairs) == 1


def test_why_tells_the_distance():
    told = why(measures().evaluate(plan_of("M3", "R2")), "chains.conflicts")
    assert [(term["value"], term["unit"]) for term in told["inputs"]] == [(50.0, "m")]


def test_what_lies_near_is_looked_at_and_the_rest_is_left(monkeypatch):
    plan = plan_of("R2", "M1", "M3", *["M1"] * 5, "R2", "M1", gap=60)
    known = measures().evaluate(plan)
    assert known.value("chains.nearest").least_m == pytest.approx(220.0)
    monkeypatch.setattr(nuisance, "_nearest", None)
    # Another one of each side: farther, nearer, and one that was not the nearest goes again.
    for ids, code, counts, least in (
        ([10], "R2", (1, 3), 220.0),
        ([7], "M3", (2, 3), 220.0),
        ([8], "M3", (3, 3), 60.0),
        ([7], "W1", (2, 3), 60.0),
        ([9], "M1", (2, 2), None),
    ):
        edit = zone(plan, ids, code)
        plan = plan.applied(edit)
        if least is None:
            with pytest.raises(TypeError):
                measures().evaluate(plan, known, Change.of(edit))
            continue
        known = measures().evaluate(plan, known, Change.of(edit))
        found = known.value("chains.nearest")
        assert (found.serious, found.protected) == counts
        assert found.least_m == pytest.approx(least)


@pytest.mark.parametrize("gap", [60, 150, 700, 3_000, 9_000])
def test_the_nearest_is_the_same_however_far_around_it_is_looked_for(monkeypatch, gap):
    plan = plan_of("M3", "R2", "M1", "M3", "R2", "A33", "M3", gap=gap)
    found = nearest(plan)
    assert found.least_m == pytest.approx(gap)
    monkeypatch.setattr(nuisance, "AROUND_M", ())
    assert nearest(plan) == found
