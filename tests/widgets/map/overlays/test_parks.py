"""Parcels with people that a park serves, and those out of its reach."""

from layers.analysis import measures
from layers.edits.draw import delete
from tests.layers.analysis.parks import box
from tests.strategies import document, layer
from widgets.map.overlays.parks import SERVED, UNSERVED, make

PLAN = document(
    layer("greens", [box(0, 0, 100, 100)], role=["park"]),
    layer(
        "parcels",
        [box(150, 0, 250, 100), box(5000, 0, 5100, 100), box(300, 0, 400, 100)],
        land_use=["R2", "M1", "S1"],
    ),
)


def drawn(plan):
    return make(measures().evaluate(plan))


def test_served_and_unserved_parcels_have_signs_and_roads_have_none():
    found = drawn(PLAN)
    assert [(len(one.xy), one.colour, one.crossed) for one in found.dots] == [
        (1, SERVED, False),
        (1, UNSERVED, True),
    ]
    assert found.dots[1].xy[0, 0] - found.dots[0].xy[0, 0] > 4000
    assert len(found.told) == 3
    # The park of 1 ha serves within 500 m.
    west, _, east, _ = found.bounds
    (reach,) = found.lines
    xs = reach.shapes.xy[:, 0]
    assert abs(xs.max() - xs.min() - 1100) < 1
    assert east > xs.max() > xs.min() == west


def test_a_plan_without_parks_draws_no_reach_and_one_without_land_nothing():
    bare = document(PLAN.layer("parcels"))
    found = drawn(bare)
    assert not found.lines
    assert [len(one.xy) for one in found.dots] == [0, 2]
    assert drawn(document()).bounds is None


def test_results_of_an_earlier_plan_draw_what_is_still_there():
    results = measures().evaluate(PLAN)
    after = type(results)(PLAN.applied(delete(PLAN, "parcels", [2])), results.entries)
    assert [len(one.xy) for one in make(after).dots] == [1, 0]
