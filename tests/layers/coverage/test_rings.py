import numpy as np
import pytest
import shapely

from layers.coverage.rings import among, chains_of_lines, chains_of_polygons, corners_of
from tests.strategies import squares

HOLED = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
SHAPES = np.array(
    [HOLED, shapely.MultiPolygon([shapely.box(20, 0, 30, 10), HOLED]), shapely.box(10, 0, 20, 10)],
    object,
)


def test_shapes_come_back_as_they_were_and_are_the_same_where_nothing_changed():
    chains = chains_of_polygons(SHAPES)
    assert all(one is other for one, other in zip(chains.polygons(SHAPES), SHAPES, strict=True))
    line = np.array([shapely.LineString([(0, 0), (1, 1)])], object)
    assert chains_of_lines(line).lines(line)[0] is line[0]


def test_moved_places_are_moved_in_every_shape_that_has_them():
    made = chains_of_polygons(SHAPES).moved(np.array([10 + 10j]), np.array([11 + 12j]))
    assert made.touched.tolist() == [True, True, True]
    after = made.polygons(SHAPES)
    assert [
        (11, 12) in shapely.get_coordinates(one).tolist()
        or [11, 12] in shapely.get_coordinates(one).tolist()
        for one in after
    ] == [True] * 3
    assert [one.geom_type for one in after] == ["Polygon", "MultiPolygon", "Polygon"]
    assert shapely.is_valid(after).all()


def test_a_place_moved_onto_its_neighbour_is_gone():
    made = chains_of_polygons(SHAPES[2:]).moved(np.array([20 + 10j]), np.array([20 + 0j]))
    assert np.diff(made.starts).tolist() == [4]


def test_places_are_put_into_a_side_in_both_directions_and_in_their_order():
    left, right = squares(2, east=0, north=0)
    chains = chains_of_polygons(np.array([left, right], object))
    put = chains.passing(
        np.array([100 + 0j] * 2), np.array([100 + 100j] * 2), np.array([100 + 70j, 100 + 20j])
    )
    shapes = put.polygons(np.array([left, right], object))
    assert put.touched.all()
    for shape in shapes:
        coords = [y for x, y in shape.exterior.coords if x == 100]
        assert sorted(set(coords)) == [0, 20, 70, 100]
        assert shape.is_valid
        assert shape.area == 10_000
    assert shapely.coverage_is_valid(shapes)


@pytest.mark.parametrize("corner", [0, 10 + 0j, 10 + 10j, 10j])
def test_any_place_of_a_ring_can_be_left_out(corner):
    ring = np.array([shapely.box(0, 0, 10, 10)], object)
    shape = chains_of_polygons(ring).without(np.array([corner])).polygons(ring)[0]
    assert shape.area == 50
    assert shape.exterior.is_closed
    assert len(shape.exterior.coords) == 4


def test_corners_stand_in_the_order_of_the_rows():
    holed = shapely.box(0, 0, 9, 9).difference(shapely.box(2, 2, 4, 4))
    several = shapely.MultiPolygon([shapely.box(20, 0, 30, 9), holed])
    shapes = np.array([holed, several, shapely.box(9, 0, 12, 9)], object)
    assert corners_of(shapes).tolist() == chains_of_polygons(shapes).points.tolist()
    lines = np.array([shapely.LineString([(0, 1), (2, 3)]), shapely.LineString([(5, 1), (2, 3)])])
    assert corners_of(lines).tolist() == chains_of_lines(lines).points.tolist()


def test_sides_have_boxes_in_their_order():
    chains = chains_of_polygons(SHAPES)
    one, other = chains.ends(np.arange(len(chains.sides)))
    ends = np.stack([one, other], axis=1).view(np.float64).reshape(-1, 2, 2)
    assert chains.side_boxes.T.tolist() == shapely.bounds(shapely.linestrings(ends)).tolist()


def test_places_are_known_to_the_bit():
    known = np.array([2 + 1j, 1 + 2j, 1 + 1j])
    assert among(known, np.array([1 + 1j, 1 + 3j, 2 + 1j, 3])).tolist() == [1, 0, 1, 0]
    assert among(known[:0], known).tolist() == [False] * 3
