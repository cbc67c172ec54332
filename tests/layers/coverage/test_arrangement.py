import numpy as np
import pytest
import shapely

from layers.coverage import arrangement
from layers.coverage.arrangement import Arrangement, arranged, faces_of, meeting
from tests.strategies import EAST, NORTH, layer, squares


def line(*places):
    return shapely.LineString([(EAST + x, NORTH + y) for x, y in places])


def test_only_parcels_near_the_line_are_looked_at():
    found = arranged(layer("parcels", squares(9, 9)), line((150, 120), (150, 180)))
    assert found.ids.tolist() == [11]
    assert arranged(layer("parcels", squares(2)), line((900, 0), (900, 9))).ids.tolist() == []


def test_neighbours_get_the_vertices_of_a_cut_and_none_that_lie_elsewhere():
    found = arranged(layer("parcels", squares(3)), line((-10, 40), (310, 40)))
    assert found.ids[found.noded].tolist() == [1, 2, 3]
    beside = found.beside([1])
    assert sorted(beside) == [2]
    corners = [(x - EAST, y - NORTH) for x, y in beside[2].exterior.coords]
    assert (100, 40) in corners
    assert (200, 40) not in corners


def test_faces_are_what_the_line_cuts_the_largest_first():
    found = arranged(layer("parcels", squares(2)), line((30, -1), (30, 101)))
    assert shapely.area(found.faces(0)).tolist() == [7_000.0, 3_000.0]
    assert found.crossed.tolist() == [0]
    beyond = arranged(layer("parcels", squares(2)), line((30, -1), (30, 99)))
    assert len(beyond.faces(0)) == 1


def test_lines_that_cross_one_another_have_a_vertex_there():
    cross = shapely.MultiLineString([line((50, -1), (50, 101)), line((-1, 50), (101, 50))])
    found = arranged(layer("parcels", squares(1)), cross)
    assert shapely.area(found.faces(0)).tolist() == [2_500.0] * 4


@pytest.mark.parametrize("many", [0, 10_000])
def test_a_long_line_meets_the_parcels_along_it(monkeypatch, many):
    monkeypatch.setattr(arrangement, "MANY", many)
    rows = layer("parcels", squares(20, 20))
    diagonal = line((-5, -7), (1_200, 1_900), (2_010, 100))
    wanted = np.flatnonzero(shapely.intersects(rows.geometries, diagonal))
    assert meeting(rows, diagonal).tolist() == wanted.tolist()
    ground = shapely.box(EAST + 150, NORTH + 150, EAST + 450, NORTH + 250)
    assert (
        meeting(rows, ground).tolist()
        == np.flatnonzero(shapely.intersects(rows.geometries, ground)).tolist()
    )
    assert meeting(rows, shapely.LineString()).tolist() == []


def test_holes_are_no_faces():
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    sides = np.array([[[0, 5], [4, 5]], [[6, 5], [10, 5]]], float)
    polygon = shapely.Polygon(
        [(0, 0), (10, 0), (10, 5), (10, 10), (0, 10), (0, 5)],
        [[(4, 4), (4, 5), (4, 6), (6, 6), (6, 5), (6, 4)]],
    )
    assert polygon.equals(ring)
    assert shapely.area(faces_of(polygon, sides)).tolist() == [48.0, 48.0]


def test_a_vertex_that_only_the_neighbour_had_is_one_that_a_parcel_gets():
    def shape(*places):
        return shapely.Polygon([(EAST + x, NORTH + y) for x, y in places])

    before = [
        shape((0, 0), (100, 0), (100, 100), (0, 100)),
        shape((100, 0), (200, 0), (200, 100), (100, 100), (100, 40)),
    ]
    after = [
        shape((0, 0), (100, 0), (100, 40), (100, 100), (0, 100), (0, 40)),
        shape((100, 0), (200, 0), (200, 40), (200, 100), (100, 100), (100, 40)),
    ]
    ids = np.array([1, 2])
    found = Arrangement(
        ids - 1, ids, np.array(before), np.array(after), np.array([line((-9, 40), (209, 40))])
    )
    corner = shapely.box(EAST + 100, NORTH + 40, EAST + 101, NORTH + 41)
    passing = found.passing(np.array([corner]))
    assert sorted(passing) == [1]
    places = shapely.get_coordinates(passing[1]) - [EAST, NORTH]
    assert places.tolist() == [[0, 0], [100, 0], [100, 40], [100, 100], [0, 100], [0, 0]]
    assert found.beside([1]) == {}
