"""The green network as lines and dots."""

import pytest

from layers.analysis import measures
from tests.layers.analysis.parks import box, line
from tests.strategies import document, layer
from widgets.map.overlays import overlays
from widgets.map.overlays.green_network import BREAK, GAP, LEAST_MM, LINK, make

PLAN = document(
    layer("greens", [box(0, 0, 100, 100), box(300, 0, 400, 100), box(300, 150, 310, 160)]),
    layer("corridors", [line((100, 50), (300, 50))]),
)
ROAD = layer("roads", [line((200, -50), (200, 90))], width_m=[40.0])


def test_corridors_patches_and_the_gap_to_what_is_apart():
    found = make(measures().evaluate(PLAN))
    assert [one.colour for one in found.lines] == [LINK, GAP]
    sizes = found.dots[1].sizes_mm
    assert sizes.argmin() == 2
    assert sizes.min() == pytest.approx(LEAST_MM, abs=0.1)
    assert found.bounds[0] < found.bounds[2]


def test_a_wide_road_that_breaks_a_corridor_is_crossed_out():
    plan = PLAN.with_layer(ROAD)
    found = make(measures().evaluate(plan))
    assert [one.colour for one in found.lines] == [LINK, GAP, BREAK]
    assert found.dots[2].crossed
    assert len(found.dots[2].xy) == 1


def test_a_plan_without_green_has_an_empty_picture():
    assert make(measures().evaluate(document())).bounds is None


def test_overlays_are_found_by_looking():
    assert [one.id for one in overlays()] == ["network", "slow", "parks", "chains"]
    known = measures().measures
    assert all(id_ in known for one in overlays() for id_ in one.reads)
