"""The ground of roofs that lie over one another, or across the red line."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis import measures
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.edit import Change
from layers.edits.attributes import set_values
from layers.edits.draw import delete, draw
from tests.layers.analysis.parks import box
from tests.strategies import document, layer

FIRST, SECOND = box(0, 0, 100, 100), box(20, 0, 120, 100)


def ground(plan):
    return measures().behind(("solar.ground",)).evaluate(plan).value("solar.ground")


def plan(*shapes, site=None, **values):
    rest = [layer("boundary", [site])] if site is not None else []
    return document(layer("rooftops", list(shapes), **values), *rest)


def test_ground_under_two_roofs_counts_once():
    results = measures().evaluate(plan(FIRST, SECOND, roof_type=["metal", "metal"]))
    found = results.value("solar.ground")
    assert found.roof_m2.tolist() == [10_000, 2_000]
    assert found.shared_m2.tolist() == [0, 8_000]
    solar = totals(results, stamped=False)["solar"]
    assert solar["roof_m2"] == 12_000
    assert solar["kwp"] == pytest.approx(1.2 * 1518)
    told = why(results, "solar.roof_m2")["left_out"]
    assert any("8000" in one and "count once" in one for one in told)


def test_the_higher_roof_has_what_they_share():
    found = ground(plan(FIRST, SECOND, box(0, 0, 10, 10), height_m=[8.0, 30.0, None]))
    assert found.roof_m2.tolist() == [2_000, 10_000, 0]


def test_roofs_that_only_touch_share_nothing():
    found = ground(plan(FIRST, box(100, 0, 200, 100)))
    assert found.roof_m2.tolist() == [10_000, 10_000]
    assert not found.shared_m2.any()


def test_what_lies_outside_the_red_line_does_not_count_and_is_named():
    across = plan(FIRST, SECOND, box(300, 0, 310, 10), site=box(0, 0, 60, 100))
    found = ground(across)
    assert found.roof_m2.tolist() == pytest.approx([6_000, 0, 0])
    assert found.inside.tolist() == [True, True, False]
    assert found.beyond_m2.tolist() == pytest.approx([4_000, 6_000, 100])
    told = why(measures().evaluate(across), "solar.roof_m2")["left_out"]
    assert any("across the red line" in one for one in told)


SPOTS = st.lists(st.tuples(*[st.integers(0, 12)] * 2), min_size=1, max_size=8)


@given(SPOTS, SPOTS, st.booleans(), st.data())
def test_the_roofs_have_the_ground_of_their_union_and_edits_leave_it_so(spots, more, cut, data):
    site = box(0, 0, 70, 200) if cut else None
    shapes = [box(10 * x, 10 * y, 10 * x + 35, 10 * y + 25) for x, y in spots]
    before = plan(*shapes, site=site, height_m=[float(x % 3) for x, _ in spots])
    chosen = measures().behind(("solar.ground",))
    results = chosen.evaluate(before)
    for x, y in more:
        ids = before.layer("rooftops").ids
        edit = draw(before, "rooftops", box(10 * x, 10 * y, 10 * x + 15, 10 * y + 45), {})
        sort = data.draw(st.sampled_from(["draw", "delete", "raise"]))
        if len(ids) > 1 and sort == "delete":
            edit = delete(before, "rooftops", [int(ids[x % len(ids)])])
        elif sort == "raise":
            edit = set_values(before, "rooftops", [int(ids[y % len(ids)])], {"height_m": float(x)})
        before = before.applied(edit)
        results = chosen.evaluate(before, results, Change.of(edit))
        kept, fresh = results.value("solar.ground"), ground(before)
        for name in ("inside", "roof_m2", "shared_m2", "beyond_m2"):
            assert np.array_equal(getattr(kept, name), getattr(fresh, name))
    union = before.layer("rooftops").geometries
    whole = union[0]
    for one in union[1:]:
        whole = whole.union(one)
    area = whole.area if site is None else whole.intersection(site).area
    assert ground(before).roof_m2.sum() == pytest.approx(area)
