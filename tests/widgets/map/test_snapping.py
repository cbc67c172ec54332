"""What the pointer snaps to."""

from dataclasses import replace

import pytest
import shapely

from tests.strategies import EAST, NORTH, document, layer, small_plan
from widgets.map.snap_choice import SORTS, Snapping
from widgets.map.snapping import Snapper
from widgets.map.tool import Pointer
from widgets.map.viewport import MapX, MapY

ODD = 0.123456789012345


@pytest.fixture
def plain(opened):
    """Two parcels with an edge in common, a road across, and a roof; corners are odd numbers."""
    west = shapely.Polygon(
        [
            (EAST + ODD, NORTH + ODD),
            (EAST + 100 / 3, NORTH),
            (EAST + 100 / 3, NORTH + 50),
            (EAST, NORTH + 50),
        ]
    )
    east = shapely.Polygon(
        [
            (EAST + 100 / 3, NORTH),
            (EAST + 80, NORTH),
            (EAST + 80, NORTH + 50),
            (EAST + 100 / 3, NORTH + 50),
        ]
    )
    road = shapely.LineString([(EAST + 10, NORTH - 20), (EAST + 70, NORTH + 70)])
    canvas = opened(
        document(
            layer("parcels", [west, east]),
            layer("roads", [road]),
            layer("facilities", [shapely.Point(EAST + 60, NORTH + 20)]),
        )
    )
    canvas.show_scale(500)
    return canvas


def at(canvas, x, y, **held):
    """The pointer at a place of the plan; `x` and `y` count from the corner of all plans. [m]."""
    east, north = MapX(EAST + x), MapY(NORTH + y)
    return Pointer(east, north, *canvas.viewport.pixel(east, north), **held)


def snapped(canvas, x, y, places=(), *, only=None, **held):
    if only is not None:
        canvas.snapping = replace(canvas.snapping, sorts=frozenset(only))
    return Snapper(canvas).snap(at(canvas, x, y, **held), places)


def test_a_vertex_is_the_features_own_to_the_bit(plain):
    found = snapped(plain, 0.5, 0.4)
    assert (found.sort, found.kind, found.id) == ("vertex", "parcels", 1)
    assert found.place == (EAST + ODD, NORTH + ODD)
    corner = snapped(plain, 33, 1)
    assert corner.place in {
        tuple(one)
        for one in shapely.get_coordinates(
            plain.bridge.document.layer("parcels").geometries[1]
        ).tolist()
    }
    assert snapped(plain, 60.4, 20.3).kind == "facilities"


def test_the_active_kind_comes_first_among_equals(opened):
    square = shapely.box(EAST, NORTH, EAST + 50, NORTH + 50)
    canvas = opened(document(layer("parcels", [square]), layer("greens", [square])))
    canvas.show_scale(500)
    for kind in ("parcels", "greens"):
        canvas.bridge.activate(kind)
        assert snapped(canvas, 0.2, 0.1).kind == kind


def test_intersections_lie_on_both_lines(plain):
    # The road runs from (10, -20) to (70, 70): it meets the parcels' border at x = 100/3.
    y = -20 + (100 / 3 - 10) * 1.5
    found = snapped(plain, 33, y + 0.5)
    assert found.sort == "intersection"
    assert found.place == pytest.approx((EAST + 100 / 3, NORTH + y), abs=1e-6)


def test_edges_that_meet_at_a_corner_or_not_at_all_do_not_cross(plain):
    # At these corners of the parcels edges end, and none goes on.
    assert snapped(plain, 33.3, 0.2, only={"intersection"}) is None
    assert snapped(plain, 80.0, 49.5, only={"intersection"}) is None


def test_midpoints_feet_and_edges(plain):
    middle = snapped(plain, 56.5, 0.3)
    assert middle.sort == "midpoint"
    assert middle.place == pytest.approx((EAST + (100 / 3 + 80) / 2, NORTH))
    edge = snapped(plain, 45, 0.6)
    assert edge.sort == "edge"
    assert edge.place == pytest.approx((EAST + 45, NORTH), abs=1e-6)
    assert {end[0] for end in edge.edge} == {EAST + 100 / 3, EAST + 80}
    places = [(MapX(EAST + 65), MapY(NORTH + 30))]
    right = snapped(plain, 64.2, 0.5, places)
    assert right.sort == "perpendicular"
    assert right.place == pytest.approx((EAST + 65, NORTH), abs=1e-6)


def test_a_perpendicular_that_misses_its_edge_is_none(plain):
    # Its foot would lie on the line of the southern border, a metre beyond the corner.
    places = [(MapX(EAST + 81), MapY(NORTH + 30))]
    assert snapped(plain, 81, 0, places, only={"perpendicular"}) is None
    places = [(MapX(EAST + 79), MapY(NORTH + 30))]
    assert snapped(plain, 79, 0, places).sort == "perpendicular"


def test_an_edge_that_was_touched_is_gone_on_from(plain):
    snapper = Snapper(plain)
    beyond = at(plain, 95, 50.4)
    assert snapper.snap(beyond) is None
    assert snapper.snap(at(plain, 79.8, 50.2)).sort == "vertex"
    found = snapper.snap(beyond)
    assert found.sort == "extension"
    assert found.place == pytest.approx((EAST + 95, NORTH + 50))
    # The other edge that ends there, northwards.
    found = snapper.snap(at(plain, 80.3, 66))
    assert found.place == pytest.approx((EAST + 80, NORTH + 66))
    snapper.forget()
    assert snapper.held == ()
    assert snapper.snap(beyond) is None


def test_two_edges_are_gone_on_from_to_where_they_would_meet(plain):
    snapper = Snapper(plain)
    snapper.snap(at(plain, 66, 64))  # the road
    assert snapper.snap(at(plain, 79.8, 0.2)).sort == "vertex"  # the eastern border
    met = -20 + (80 - 10) * 1.5
    found = snapper.snap(at(plain, 80.5, met + 0.5))
    assert found.sort == "extension"
    assert found.place == pytest.approx((EAST + 80, NORTH + met), abs=1e-6)


def test_the_sketchs_own_places_are_vertices_and_its_last_side_goes_on(plain):
    places = [(MapX(EAST + 50), MapY(NORTH + 20)), (MapX(EAST + 55), MapY(NORTH + 25))]
    found = snapped(plain, 50.3, 20.2, places)
    assert (found.sort, found.kind, found.place) == ("vertex", "", places[0])
    found = snapped(plain, 62, 32.2, places)
    assert found.sort == "extension"
    assert found.x - EAST - 50 == pytest.approx(found.y - NORTH - 20)


def test_the_grid_is_counted_from_round_coordinates(plain):
    plain.snapping = Snapping(sorts=frozenset({"grid"}), grid_m=5.0)
    found = snapped(plain, 20.4, 34.7)
    assert found.sort == "grid"
    assert found.place == (EAST + 20, NORTH + 35)
    assert snapped(plain, 22.5, 32.5) is None


def test_the_surer_sort_is_taken_and_only_those_that_are_switched_on(plain):
    # At a corner of the two parcels all sorts but the crossing are within reach.
    plain.snapping = replace(plain.snapping, sorts=frozenset(SORTS))
    assert snapped(plain, 33.3, 0.2).sort == "vertex"
    for sort in ("midpoint", "edge"):
        assert snapped(plain, 56.6, 0.2, only={sort}).sort == sort
    assert snapped(plain, 56.6, 0.2, only={"edge", "midpoint"}).sort == "midpoint"
    assert snapped(plain, 33.3, 0.2, only=set()) is None


def test_alt_and_the_switch_take_the_pointers_own_place(plain):
    assert snapped(plain, 0.5, 0.4, alt=True) is None
    plain.snapping = replace(plain.snapping, on=False)
    assert snapped(plain, 0.5, 0.4) is None


def test_reach_is_counted_in_pixels(plain):
    near = plain.snapping.reach_px / plain.viewport.px_per_m
    assert snapped(plain, 80 + near * 0.9, 0, only={"vertex"}).sort == "vertex"
    assert snapped(plain, 80 + near * 1.1, 0, only={"vertex"}) is None
    plain.snapping = replace(plain.snapping, reach_px=30.0)
    assert snapped(plain, 80 + near * 2.5, 0).sort == "vertex"


def test_the_direction_of_an_edge_is_there_with_snapping_off(plain):
    plain.snapping = replace(plain.snapping, on=False)
    snapper = Snapper(plain)
    assert snapper.direction(at(plain, 45, 0.6)) % 180 == pytest.approx(0)
    assert snapper.direction(at(plain, 80.3, 25)) % 180 == pytest.approx(90)
    assert snapper.direction(at(plain, 55, 26)) is None


def test_after_an_edit_the_new_corners_are_snapped_to(opened):
    from layers.edits.draw import draw

    canvas = opened(small_plan())
    canvas.show_scale(1000)
    triangle = shapely.Polygon(
        [(EAST + 130.5, NORTH + 30.25), (EAST + 150, NORTH + 30), (EAST + 140, NORTH + 45)]
    )
    assert snapped(canvas, 130.4, 30.3) is None
    canvas.bridge.perform(draw(canvas.bridge.document, "greens", triangle))
    assert snapped(canvas, 130.4, 30.3).place == (EAST + 130.5, NORTH + 30.25)
    canvas.bridge.undo()
    assert snapped(canvas, 130.4, 30.3) is None
