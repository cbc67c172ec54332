"""The verbs `repair` and `clean`: what they ask for, and coverages damaged by chance."""

import json
from contextlib import suppress

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.coverage.checks import check
from layers.coverage.matching import TOLERANCE
from layers.edits.clean import clean, repair
from layers.edits.draw import delete, draw
from layers.edits.operations import run
from layers.errors import InvalidEditError
from tests.likeness import plan_print
from tests.strategies import EAST, NORTH, coverages, document, layer, squares


def two(gap=0.0, **values):
    """Two squares beside each other with a gap between them, or an overlap where it is below 0."""
    right = shapely.box(EAST + 100 + gap, NORTH, EAST + 200, NORTH + 100)
    return document(layer("parcels", [squares(1)[0], right], **values))


def codes(plan):
    return {problem.code for problem in check(plan)} - {"missing_number", "missing_land_use"}


def broken(plan):
    shapes = plan.layer("parcels").geometries
    edges = shapely.coverage_invalid_edges(shapes, gap_width=TOLERANCE)
    return float(shapely.length(edges).sum())


def test_clean_closes_what_is_narrow_and_leaves_what_is_wide():
    thin, wide = two(-0.04), two(-0.4)
    assert codes(thin) == codes(wide) == {"overlap"}
    assert codes(thin.applied(clean(thin))) == set()
    assert not clean(wide)
    assert codes(wide.applied(clean(wide, overlap_m=0.5))) == set()
    assert not clean(thin, overlap_m=0.0)


def test_clean_closes_a_gap_that_is_enclosed():
    left = [(0, 0), (100, 0), (100, 40), (99.96, 50), (100, 60), (100, 100), (0, 100)]
    right = [(100, 0), (200, 0), (200, 100), (100, 100), (100, 60), (100, 40)]
    shapes = [shapely.Polygon([(EAST + x, NORTH + y) for x, y in one]) for one in (left, right)]
    plan = document(layer("parcels", shapes))
    assert codes(plan) == {"narrow_gap"}
    cleaned = plan.applied(clean(plan))
    assert codes(cleaned) == set()
    assert cleaned.layer("parcels").areas.sum() == pytest.approx(20_000)
    assert "narrow_gap" in codes(plan.applied(clean(plan, gap_m=0.01)))


def test_clean_merges_slivers_where_that_is_asked_for():
    shapes = [
        shapely.box(EAST + west, NORTH, EAST + east, NORTH + 100)
        for west, east in ((0, 100), (100, 100.3), (100.3, 200))
    ]
    plan = document(layer("parcels", shapes, population=[5.0, 1.0, None]))
    assert not clean(plan)
    cleaned = plan.applied(clean(plan, sliver_m=0.5)).layer("parcels")
    assert len(cleaned) == 2
    assert cleaned.values("population").sum() == 6.0


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        (lambda plan: clean(plan, "rooftops"), "no coverage"),
        (lambda plan: clean(plan, gap_m=-1.0), "from 0 to 10 m"),
        (lambda plan: clean(plan, overlap_m=11.0), "from 0 to 10 m"),
        (lambda plan: clean(plan, "sky"), "No layer"),
        (lambda plan: repair(plan, "overlaps"), "overlap"),
        (lambda plan: repair(plan, "overlap", ids=[1, 7]), "no such problem"),
        (lambda plan: repair(plan, "missing_number", ids=[1, 2]), "no repair"),
        (lambda plan: repair(plan, "overlap", how="paint"), "cut, first, second"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(verb, sentence):
    with pytest.raises(InvalidEditError, match=sentence):
        verb(two(-10.0))


def test_the_command_line_knows_both():
    plan = two(-0.04)
    over = shapely.box(EAST + 50, NORTH + 50, EAST + 60, NORTH + 150)
    plan = plan.applied(draw(plan, "parcels", over))
    outcome = run(
        plan,
        [
            json.dumps({"op": "clean", "gap_m": 0.05}),
            json.dumps({"op": "repair", "code": "overlap", "ids": [1, 3], "how": "second"}),
        ],
    )
    assert (outcome.done, codes(outcome.document)) == (2, set())
    assert outcome.document.layer("parcels").areas[2] == pytest.approx(500)


def test_of_two_gaps_between_the_same_parcels_the_one_at_a_place_is_mended():
    ground = shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)
    holes = [shapely.box(EAST + x, NORTH + 40, EAST + x + 10, NORTH + 50) for x in (20, 60)]
    plan = document(layer("parcels", [ground.difference(shapely.union_all(holes))]))
    edit = repair(plan, "gap", "parcels", ids=[1], at=(EAST + 65, NORTH + 45))
    after = plan.applied(edit)
    assert after.layer("parcels").geometries[1].equals(holes[1])
    assert len(check(after, codes=("gap",))) == 1


# ---- random -------------------------------------------------------------------------------------


class Case:
    """A damaged plan, by how much it is, and the ground before; printed in one line."""

    def __init__(self, plan, amount, before):
        self.plan, self.amount, self.before = plan, amount, before

    def __repr__(self):
        return f"{self.plan!r} damaged by {self.amount} m"


@st.composite
def damaged(draw_):
    """A coverage of which some parcels were moved or blown up by a little."""
    shapes = draw_(coverages(9))
    amount = draw_(st.sampled_from([0.0003, 0.004, 0.03, 0.2]))
    random = np.random.default_rng(draw_(st.integers(0, 2**32 - 1)))
    chosen = draw_(st.sets(st.integers(0, len(shapes) - 1), min_size=1, max_size=4))
    before = shapely.union_all(shapes)
    for number in chosen:
        if draw_(st.booleans()):
            move = random.uniform(-amount, amount, 2) * 0.7
            shapes[number] = shapely.transform(shapes[number], lambda xy, by=move: xy + by)
        else:
            grown = shapes[number].buffer(random.uniform(-amount, amount), join_style="mitre")
            if grown.geom_type == "Polygon" and not grown.is_empty:
                shapes[number] = grown
    return Case(document(layer("parcels", shapes)), amount, before)


@given(damaged())
def test_a_coverage_damaged_by_little_is_whole_after_cleaning(case):
    plan, amount, before = case.plan, case.amount, case.before
    # A gap between borders of which both were moved is twice as wide as one was.
    edit = clean(plan, gap_m=4 * amount + 0.01, overlap_m=4 * amount + 0.01)
    after = plan.applied(edit)
    assert broken(after) <= TOLERANCE
    shapes = after.layer("parcels").geometries
    assert shapely.is_valid(shapes).all()
    union = shapely.union_all(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(union.area, abs=1e-3)
    # All that was covered before it was damaged is covered but for a seam along the rim.
    seam = 4 * amount + 2 * TOLERANCE
    # Where borders lie within the tolerance they match, whatever is between them.
    hairline = TOLERANCE * float(shapely.length(shapes).sum())
    assert before.buffer(-seam).difference(union).area < 0.01 + hairline
    assert union.difference(before.buffer(seam)).area < 0.01
    assert plan_print(after.applied(edit.inverted())) == plan_print(plan)


@given(damaged(), st.data())
def test_mending_each_sort_in_turn_makes_a_coverage_whole(case, data):
    plan = case.plan
    ids = plan.layer("parcels").ids.tolist()
    if len(ids) > 3 and data.draw(st.booleans()):
        plan = plan.applied(delete(plan, "parcels", [data.draw(st.sampled_from(ids))]))
    after = plan
    sorts = ("repeated_vertex", "spike", "unmatched", "overlap", "narrow_gap", "gap")
    for code in sorts * 3:
        if check(after, codes=(code,)):
            # What hangs together with another problem is refused until that is mended.
            with suppress(InvalidEditError):
                after = after.applied(repair(after, code))
    assert broken(after) <= TOLERANCE
    assert not check(after, codes=("unmatched", "overlap", "gap", "narrow_gap"))
