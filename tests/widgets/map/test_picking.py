import numpy as np
import pytest
import shapely

from layers.kind import Shape
from tests.bench.coverage import generated
from widgets.map import picking
from widgets.map.ragged import Ragged

HOLED = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
TWO = shapely.MultiPolygon([shapely.box(20, 0, 30, 10), shapely.box(40, 0, 50, 10)])


@pytest.fixture(scope="module")
def parcels():
    return generated(1_000, 1, cached=False)


@pytest.fixture(scope="module")
def ragged(parcels):
    return Ragged.of(parcels, Shape.POLYGON)


def places(parcels, count):
    west, south, east, north = shapely.total_bounds(parcels)
    random = np.random.default_rng(5)
    return np.stack([random.uniform(west, east, count), random.uniform(south, north, count)], 1)


def test_what_lies_under_random_places_is_what_shapely_says(parcels, ragged):
    tree = shapely.STRtree(parcels)
    hit = 0
    for x, y in places(parcels, 2_000):
        expected = np.sort(tree.query(shapely.Point(x, y), predicate="within"))
        assert picking.under(ragged, x, y).tolist() == expected.tolist()
        hit += len(expected)
    assert hit > 1_500  # the rest lies outside or in a pond


def test_a_hole_is_not_part_of_a_parcel_but_each_of_two_parts_is():
    ragged = Ragged.of(np.array([HOLED, None, TWO], object), Shape.POLYGON)
    found = [picking.under(ragged, x, 5.0).tolist() for x in (5, 2, 25, 35, 45, 60)]
    assert found == [[], [0], [2], [], [2], []]


def test_upper_edges_and_corners_belong_to_one_neighbour_only():
    squares = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], object)
    ragged = Ragged.of(squares, Shape.POLYGON)
    assert len(picking.under(ragged, 1.0, 0.5)) == 1


def test_lines_and_points_are_hit_within_a_tolerance():
    line = Ragged.of(np.array([shapely.LineString([(0, 0), (10, 0)])], object), Shape.LINE)
    assert picking.under(line, 5, 2, 2.0).tolist() == [0]
    assert picking.under(line, 5, 2.1, 2.0).tolist() == []
    point = Ragged.of(np.array([shapely.Point(0, 0)], object), Shape.POINT)
    assert picking.under(point, 3, 4, 5.0).tolist() == [0]
    assert picking.under(point, 3, 4, 4.9).tolist() == []


def test_boxes_inside_and_touching_agree_with_shapely(parcels, ragged):
    corners = places(parcels, 40)
    for (x0, y0), (x1, y1) in zip(corners[::2], corners[1::2], strict=True):
        bounds = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        box = shapely.box(*bounds)
        inside = np.flatnonzero(shapely.covers(box, parcels))
        assert picking.inside(ragged, bounds).tolist() == inside.tolist()
        touching = np.flatnonzero(shapely.intersects(box, parcels))
        assert picking.touching(ragged, bounds).tolist() == touching.tolist()


def test_a_box_in_a_hole_touches_nothing():
    ragged = Ragged.of(np.array([HOLED, None], object), Shape.POLYGON)
    assert picking.touching(ragged, (4.5, 4.5, 5.5, 5.5)).tolist() == []
    assert picking.touching(ragged, (3.5, 4.5, 5.5, 5.5)).tolist() == [0]
    assert picking.inside(ragged, (-1, -1, 11, 11)).tolist() == [0]


def test_a_stroke_touches_what_shapely_says(parcels, ragged):
    corners = places(parcels, 20)
    for start, end in zip(corners[::2], corners[1::2], strict=True):
        expected = np.flatnonzero(shapely.intersects(shapely.LineString([start, end]), parcels))
        assert picking.along(ragged, tuple(start), tuple(end)).tolist() == expected.tolist()
    inside = shapely.point_on_surface(parcels[7])
    place = (inside.x, inside.y)
    assert picking.along(ragged, place, place).tolist() == [7]


def test_an_outline_is_hit_within_a_tolerance_and_its_inside_is_not():
    ragged = Ragged.of(np.array([HOLED, None], object), Shape.POLYGON)
    found = [picking.outlined(ragged, x, 5.0, 0.5).tolist() for x in (-0.6, -0.4, 2, 3.6, 5)]
    assert found == [[], [0], [], [0], []]
