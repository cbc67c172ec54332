import numpy as np
import shapely

from layers.coverage.settling import settled
from tests.layers.coverage.test_carving import box, two


def test_a_shape_gets_the_ground_that_is_free():
    arrangement, (found,) = settled(two(), [box(150, 50, 250, 150)])
    assert found.area == 10_000 - 2_500
    beside = arrangement.passing(np.array([found], object))
    assert set(beside) == {2}
    assert shapely.coverage_is_valid(np.array([beside[2], found], object), gap_width=0.001)


def test_a_shape_on_others_gets_nothing():
    _, found = settled(two(), [box(20, 20, 60, 60), box(300, 0, 310, 10)])
    assert found[0] is None
    assert found[1].area == 100


def test_of_two_that_overlap_the_first_has_the_ground():
    _, found = settled(two(), [box(200, 0, 240, 40), box(220, 0, 260, 40)])
    assert [shape.area for shape in found] == [1600, 800]


def test_those_that_move_leave_their_ground_free():
    _, (found,) = settled(two(), [box(120, 0, 220, 100)], without=[2])
    assert found.area == 10_000


def test_ground_in_several_pieces_is_one_shape():
    _, (found,) = settled(two(), [box(-10, 40, 210, 60)])
    assert (found.geom_type, found.area) == ("MultiPolygon", 400)


def test_a_shape_in_several_parts_gets_the_ground_of_each():
    parts = shapely.MultiPolygon([box(220, 0, 240, 40), box(180, 60, 230, 80)])
    arrangement, (found,) = settled(two(), [parts])
    assert found.area == 20 * 40 + 30 * 20
    assert 2 in arrangement.passing(np.array([found], object))
