"""Following borders."""

import pytest
import shapely

from tests.strategies import EAST, NORTH, document, layer, small_plan
from widgets.map.tracing import traced


def local(way):
    return [(x - EAST, y - NORTH) for x, y in way]


def at(x, y):
    return (EAST + x, NORTH + y)


@pytest.fixture
def bay(opened):
    """A parcel with a bay, whose ring begins within it, with a hole; a road beside it."""
    ring = [
        at(40, 20),
        at(40, 60),
        at(100, 60),
        at(100, 0),
        at(0, 0),
        at(0, 60),
        at(20, 60),
        at(20, 20),
    ]
    hole = [at(60, 20), at(80, 20), at(80, 40), at(60, 40)]
    road = shapely.LineString([at(0, -10), at(50, -20), at(100, -10)])
    return opened(
        document(layer("parcels", [shapely.Polygon(ring, [hole])]), layer("roads", [road]))
    )


def test_the_shorter_way_is_followed_and_with_shift_the_other(bay):
    start, end = at(20, 60), at(40, 60)
    # Down into the bay and up again: 40 + 20 + 40 m; around the outside it is 320 m.
    assert local(traced(bay, start, end)) == [(20, 20), (40, 20), (40, 60)]
    assert local(traced(bay, start, end, longer=True)) == [
        (0, 60),
        (0, 0),
        (100, 0),
        (100, 60),
        (40, 60),
    ]
    assert local(traced(bay, end, start)) == [(40, 20), (20, 20), (20, 60)]


def test_places_on_edges_are_followed_from_and_to_in_both_directions(bay):
    start, end = at(10, 0), at(100, 30)
    assert local(traced(bay, start, end)) == [(100, 0), (100, 30)]
    assert local(traced(bay, end, start)) == [(100, 0), (10, 0)]
    # On the same edge there is no corner between, the long way all of them.
    assert local(traced(bay, at(30, 0), at(70, 0))) == [(70, 0)]
    assert len(traced(bay, at(30, 0), at(70, 0), longer=True)) == 9
    # Over the place where the ring begins.
    assert local(traced(bay, at(30, 20), at(40, 50))) == [(40, 20), (40, 50)]
    assert local(traced(bay, at(40, 50), at(30, 20))) == [(40, 20), (30, 20)]


def test_holes_and_lines_are_followed_too(bay):
    assert local(traced(bay, at(60, 30), at(80, 30))) in (
        [(60, 20), (80, 20), (80, 30)],
        [(60, 40), (80, 40), (80, 30)],
    )
    assert local(traced(bay, at(100, -10), at(0, -10))) == [(50, -20), (0, -10)]
    # A line has one way alone.
    assert traced(bay, at(0, -10), at(100, -10), longer=True) == traced(
        bay, at(0, -10), at(100, -10)
    )


def test_without_a_border_in_common_there_is_no_way(bay):
    assert traced(bay, at(60, 30), at(100, 30)) == []  # the hole and the outside do not touch
    assert traced(bay, at(50, 30), at(100, 30)) == []
    assert traced(bay, at(100, 30), at(100, 30)) == []
    bay.bridge.show_kind("roads", visible=False)
    assert traced(bay, at(0, -10), at(100, -10)) == []


def test_corners_of_the_way_are_the_features_own_to_the_bit(opened):
    canvas = opened(small_plan())
    ring = shapely.get_coordinates(canvas.bridge.document.layer("parcels").geometries[0])
    way = traced(canvas, at(0, 50), at(50, 100))
    assert [place for place in way if place in set(map(tuple, ring.tolist()))]
    assert way[-1] == at(50, 100)


def test_several_features_that_touch_are_followed(opened):
    canvas = opened(small_plan())
    canvas.bridge.show_kind("boundary", visible=False)
    # From the western to the eastern square of the southern row, along the middle one.
    assert local(traced(canvas, at(50, 0), at(250, 0))) == [(100, 0), (200, 0), (250, 0)]
    around = local(traced(canvas, at(0, 150), at(300, 150)))
    assert around[-1] == (300, 150)
    assert len(around) == 5
