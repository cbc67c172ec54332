"""The green network as a graph: patches, wide roads, and the gaps between parts."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis import measures
from layers.analysis.green_graph import counted
from layers.analysis.topology import Topology
from layers.edit import Change
from layers.edits.draw import draw
from layers.edits.parameters import set_parameter
from tests.layers.analysis.parks import box, line
from tests.likeness import difference
from tests.strategies import EAST, NORTH, document, layer

WANTED = ("network.graph", "network.gaps", "network.connectivity", "network.importance")


def results(plan, *before):
    return measures().behind(WANTED).evaluate(plan, *before)


def greens(*boxes):
    return layer("greens", [box(*one) for one in boxes])


def corridors(*lines, **values):
    return layer("corridors", [line(*one) for one in lines], **values)


def roads(*lines, width_m):
    return layer("roads", [line(*one) for one in lines], width_m=width_m)


PAIR = greens((0, 0, 100, 100), (300, 0, 400, 100))
BRIDGE = corridors(((100, 50), (300, 50)))


def graph(*layers):
    return results(document(*layers)).value("network.graph")


def test_a_corridor_joins_two_patches():
    found = graph(PAIR, BRIDGE)
    assert found.topology == Topology(2, 1, 1)
    assert found.network.lengths.tolist() == [200]
    assert found.areas.tolist() == [1e4, 1e4]


def test_a_star_of_three_patches_round_a_junction():
    found = graph(
        greens((0, 0, 10, 10), (100, 0, 110, 10), (50, 100, 60, 110)),
        corridors(((10, 5), (100, 5)), ((55, 5), (55, 100))),
    )
    assert found.topology == Topology(4, 3, 1)


def test_a_ring_of_three_patches_has_one_circuit():
    found = graph(
        greens((0, 0, 10, 10), (100, 0, 110, 10), (50, 100, 60, 110)),
        corridors(((10, 5), (100, 5)), ((105, 10), (60, 105)), ((5, 10), (50, 105))),
    )
    assert found.topology == Topology(3, 3, 1)
    assert found.topology.circuits == 1


def test_two_parts_with_a_gap_of_25_metres():
    found = results(document(PAIR, corridors(((100, 50), (200, 50)), ((225, 50), (300, 50)))))
    assert found.value("network.graph").topology.parts == 2
    gaps = found.value("network.gaps")
    assert gaps.lengths.tolist() == [25]
    assert gaps.places.tolist() == [[EAST + 212.5, NORTH + 50]]
    assert not gaps.by_road.any()


def test_greens_that_touch_are_one_patch():
    found = graph(greens((0, 0, 100, 100), (100.5, 0, 200, 100), (202, 0, 300, 100)))
    assert found.areas.tolist() == pytest.approx([19_950, 9_800])
    assert found.patch_of["greens"].tolist() == [0, 0, 1]


def test_a_corridor_in_two_pieces_is_one_link():
    found = graph(PAIR, corridors(((100, 50), (180, 50)), ((180, 50), (300, 50))))
    assert len(found.network.ends) == 2
    assert found.topology == Topology(2, 1, 1)


@pytest.mark.parametrize(("width", "parts", "broken"), [(30, 1, 0), (31, 2, 1)])
def test_a_road_wider_than_the_largest_gap_breaks_a_corridor(width, parts, broken):
    road = roads(((200, -100), (200, 200)), width_m=[width])
    found = results(document(PAIR, BRIDGE, road))
    assert found.value("network.graph").topology.parts == parts
    gaps = found.value("network.gaps")
    # What the road parts is listed once.
    assert gaps.lengths.tolist() == [width] * broken
    assert gaps.by_road.tolist() == [True] * broken


TRIANGLE = greens((0, 0, 10, 10), (100, 0, 110, 10), (50, 100, 60, 110))
SIDES = (((10, 5), (100, 5)), ((105, 10), (60, 105)), ((5, 10), (50, 105)))


def test_a_corridor_that_a_road_breaks_counts_as_if_it_were_not_there():
    road = roads(((55, -50), (55, 50)), width_m=[40.0])
    broken = results(document(TRIANGLE, corridors(*SIDES), road))
    counts = broken.value("network.graph").topology
    assert counts == graph(TRIANGLE, corridors(*SIDES[1:])).topology == Topology(3, 2, 1)
    assert counts.beta == pytest.approx(2 / 3)
    assert (counts.circuits, counts.alpha) == (0, 0.0)
    assert broken.value("network.gaps").lengths.tolist() == [40]


def test_a_branch_that_leads_nowhere_is_no_link_and_its_end_no_node():
    branch = (((55, 5), (55, 30)), ((55, 30), (70, 30)))
    assert graph(TRIANGLE, corridors(*SIDES, *branch)).topology == Topology(3, 3, 1)


def test_corridors_that_join_no_patch_are_no_network():
    assert graph(corridors(((0, 0), (100, 0)))).topology == Topology(0, 0, 0)


def test_a_corridor_along_a_wide_road_is_not_broken():
    found = graph(PAIR, BRIDGE, roads(((0, 60), (500, 40)), width_m=[40.0]))
    assert found.topology.parts == 1


def test_a_road_of_two_pieces_is_crossed_once():
    road = roads(((200, -100), (200, 45)), ((200, 45), (200, 200)), width_m=[40.0, 40.0])
    assert len(graph(PAIR, BRIDGE, road).breaks) == 1


def test_roads_without_a_width_break_nothing_and_are_counted():
    found = graph(PAIR, BRIDGE, roads(((200, -100), (200, 200)), width_m=[np.nan]))
    assert (found.topology.parts, found.unmeasured) == (1, 1)


def test_water_counts_where_the_plan_says_so():
    plan = document(PAIR, layer("water", [box(500, 0, 600, 100)]))
    assert len(results(plan).value("network.graph").areas) == 2
    edited = plan.applied(set_parameter(plan, "plan.network_water", "patches"))
    assert len(results(edited).value("network.graph").areas) == 3


def test_what_is_below_the_smallest_patch_is_none():
    plan = document(greens((0, 0, 100, 100), (300, 0, 310, 10)))
    edited = plan.applied(set_parameter(plan, "plan.network_least_m2", 101.0))
    assert results(edited).value("network.graph").patch_of["greens"].tolist() == [0, -1]


def test_green_beyond_the_red_line_has_no_area():
    found = graph(layer("boundary", [box(0, 0, 350, 100)]), PAIR, BRIDGE)
    assert found.areas.tolist() == [1e4, 5e3]


def test_gaps_are_the_fewest_that_make_one_of_all_parts():
    found = results(document(greens((0, 0, 10, 10), (30, 0, 40, 10), (100, 0, 110, 10))))
    assert found.value("network.gaps").lengths.tolist() == [20, 60]


def test_a_part_too_far_from_all_others_is_in_no_gap():
    found = results(document(greens((0, 0, 10, 10), (511, 0, 521, 10))))
    assert len(found.value("network.gaps").lengths) == 0


def test_of_a_ring_of_pieces_one_place_stays():
    assert counted(np.array([[0, 1], [1, 2], [2, 0]]), 3) == Topology(1, 1, 1)


@st.composite
def parks(draw):
    """Some boxes and lines on a grid of 60 m."""
    at = st.integers(0, 6)
    corners = draw(st.lists(st.tuples(at, at), min_size=1, max_size=6, unique=True))
    boxes = [(60 * x, 60 * y, 60 * x + 30, 60 * y + 30) for x, y in corners]
    tips = draw(st.lists(st.tuples(at, at, at, at), max_size=6))
    lines = [((60 * a, 60 * b), (60 * c, 60 * d)) for a, b, c, d in tips if (a, b) != (c, d)]
    return boxes, lines


def moved(boxes, lines, by):
    return (
        [tuple(side + by for side in one) for one in boxes],
        [tuple((x + by, y + by) for x, y in one) for one in lines],
    )


def told(boxes, lines):
    found = results(document(greens(*boxes), corridors(*lines)))
    worth = found.value("network.connectivity")
    return found.value("network.graph").topology, worth.ec_pc_m2, worth.ec_iic_m2


@given(parks(), st.randoms(use_true_random=False))
def test_neither_order_nor_place_matters(drawn, random):
    boxes, lines = drawn
    shuffled = random.sample(boxes, len(boxes)), random.sample(lines, len(lines))
    counts, *worth = told(boxes, lines)
    for other in (shuffled, moved(boxes, lines, 1000.0)):
        found, *values = told(*other)
        assert found == counts
        assert values == pytest.approx(worth, rel=1e-6)


@given(parks())
def test_the_circuits_of_a_network_are_never_negative(drawn):
    counts, *_ = told(*drawn)
    assert counts.circuits >= 0
    assert counts.parts <= counts.nodes


def test_shapes_that_are_missing_empty_or_nowhere_are_passed_over():
    with np.errstate(invalid="ignore"):
        nowhere = shapely.from_wkt("LINESTRING (0 0, nan 5)")
    odd = [
        nowhere,
        None,
        shapely.LineString(),
        shapely.LineString([(0, 0), (0, 0)]),
        shapely.MultiLineString([[(0, 5), (10, 5)], [(5, 0), (5, 10)]]),
    ]
    polygons = [None, shapely.Polygon(), shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])]
    plan = document(
        layer("boundary", [shapely.box(-5, -5, 20, 20)]),
        layer("greens", polygons),
        layer("corridors", odd, width_m=[5.0] * 5),
        layer("roads", odd, width_m=[50.0] * 5),
        layer("paths", odd),
    )
    wanted = [id_ for id_ in measures().measures if id_.startswith(("network.", "slow."))]
    found = measures().behind(wanted).evaluate(plan)
    assert found.value("network.graph").areas.tolist() == [2.0]
    assert found.value("network.extent").length_m == 20.0
    assert found.value("slow.lengths").path_m == 20.0


def test_a_road_that_breaks_no_corridor_leaves_the_network_as_it_was():
    plan = document(PAIR, BRIDGE, roads(((200, -100), (200, 200)), width_m=[40.0]))
    before = results(plan)
    for ends, width, same in (
        (((0, 300), (500, 300)), 40.0, True),
        (((250, -50), (250, 150)), 10.0, True),
        (((150, -50), (150, 150)), 40.0, False),
        (((270, -50), (270, 150)), None, False),  # one more without a width
    ):
        edit = draw(plan, "roads", line(*ends), {"width_m": width})
        after = results(plan.applied(edit), before, Change.of(edit))
        kept = after.value("network.graph")
        assert (kept is before.value("network.graph")) == same
        assert (after.value("network.gaps") is before.value("network.gaps")) == same
        assert not difference(kept, results(plan.applied(edit)).value("network.graph"))
