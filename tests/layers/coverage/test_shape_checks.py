"""Faults of single shapes, and where they begin to be faults."""

import pytest
import shapely

from layers.coverage.checks import check
from tests.strategies import EAST, NORTH, document, layer, squares


def polygon(*places):
    return shapely.Polygon([(EAST + x, NORTH + y) for x, y in places])


def found(plan, code):
    return check(plan, codes=(code,))


@pytest.mark.parametrize(("tip", "count"), [((130, 50), 1), ((101, 50), 0), ((70, 50), 1)])
def test_a_spike_is_sharp_and_narrow_inwards_or_outwards(tip, count):
    shape = polygon((0, 0), (100, 0), (100, 50.02 - 0.04), tip, (100, 50.02), (100, 100), (0, 100))
    problems = found(document(layer("rooftops", [shape])), "spike")
    assert [one.ids for one in problems] == [(1,)] * count
    if count:
        assert problems[0].area_m2 == pytest.approx(0.6, rel=0.01)


def test_a_spike_into_a_neighbour_is_told_of_the_one_that_has_it():
    tip = [(100, 50), (130, 50.02), (100, 50.04)]
    left = polygon((0, 0), (100, 0), *tip, (100, 100), (0, 100))
    right = polygon((100, 0), (200, 0), (200, 100), (100, 100), *reversed(tip))
    problems = found(document(layer("parcels", [left, right])), "spike")
    assert [one.ids for one in problems] == [(1,)]


def test_vertices_upon_one_another_are_counted_by_feature():
    shape = polygon((0, 0), (50, 0), (50.0005, 0), (100, 0), (100, 0), (100, 100), (0, 100))
    problems = found(document(layer("parcels", [shape, squares(3)[2]])), "repeated_vertex")
    assert [one.ids for one in problems] == [(1,)]
    assert "2 vertices" in str(problems[0].text)
    near = polygon((0, 0), (50, 0), (50.002, 0), (100, 100), (0, 100))
    assert not found(document(layer("parcels", [near])), "repeated_vertex")


def test_tiny_parts_and_holes_are_told_with_their_area():
    parts = shapely.MultiPolygon([squares(1)[0], polygon((200, 0), (200.5, 0), (200, 0.5))])
    holed = squares(3)[2].difference(polygon((250, 50), (250.5, 50), (250.5, 50.5), (250, 50.5)))
    roofs = found(document(layer("rooftops", [parts, holed])), "tiny_part")
    assert [(one.ids, round(one.area_m2, 3)) for one in roofs] == [((1,), 0.125), ((2,), 0.25)]
    # A parcel may fill the hole of another one: it is told as a gap where none does.
    parcels = document(layer("parcels", [parts, holed]))
    assert [one.ids for one in found(parcels, "tiny_part")] == [(1,)]
    assert [one.area_m2 for one in found(parcels, "narrow_gap")] == pytest.approx([0.25])
    whole = document(layer("rooftops", [polygon((0, 0), (0.5, 0), (0, 0.5))]))
    assert not found(whole, "tiny_part")


def test_shapes_with_heights_are_looked_at_as_well():
    high = shapely.force_3d(squares(1)[0], 12.0)
    assert not check(document(layer("rooftops", [high])), codes=("spike", "repeated_vertex"))
    plan = document(layer("parcels", [high, squares(2)[1]]))
    assert not check(plan, codes=("unmatched", "overlap"))
