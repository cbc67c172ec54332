"""Merging the parts of a split leaves the outline as it was before."""

import numpy as np
import shapely

from layers.edits.divide import divide
from layers.edits.merge import merge
from layers.edits.seams import without_seams
from layers.edits.split import split
from tests.layers.edits.test_split import plan_of, whole
from tests.strategies import EAST, NORTH, squares


def points(shape):
    return set(map(tuple, shapely.get_coordinates(shape).tolist()))


def shape_of(plan, id_):
    layer = plan.layer("parcels")
    return layer.shapes(layer.places(np.array([id_])))[0]


def test_split_and_merge_give_the_outline_back_and_that_of_the_neighbour():
    plan = plan_of(squares(2))
    line = shapely.LineString([(EAST - 7, NORTH + 31.7), (EAST + 107, NORTH + 68.3)])
    halves = plan.applied(split(plan, line, [1]))
    assert len(points(shape_of(halves, 2))) == 5  # the split has put its end into the neighbour
    after = halves.applied(merge(halves, [3, 4]))
    assert points(shape_of(after, 5)) == points(shape_of(plan, 1))
    assert points(shape_of(after, 2)) == points(shape_of(plan, 2))
    assert whole(after)


def test_many_parts_leave_nothing_behind():
    plan = plan_of(squares(2))
    parts = plan.applied(divide(plan, 1, 5))
    after = parts.applied(merge(parts, parts.layer("parcels").ids[1:]))
    (id_,) = (one for one in after.layer("parcels").ids.tolist() if one != 2)
    assert points(shape_of(after, id_)) == points(shape_of(plan, 1))
    assert points(shape_of(after, 2)) == points(shape_of(plan, 2))


def test_a_vertex_in_which_two_neighbours_meet_stays():
    left = [
        shapely.box(EAST, NORTH, EAST + 50, NORTH + 50),
        shapely.box(EAST, NORTH + 50, EAST + 50, NORTH + 100),
    ]
    right = [shapely.transform(one, lambda xy: xy + np.array([50.0, 0.0])) for one in left]
    plan = plan_of([*left, *right])
    after = plan.applied(merge(plan, [1, 2]))
    assert (EAST + 50, NORTH + 50) in points(shape_of(after, 5))
    assert (EAST, NORTH + 50) not in points(shape_of(after, 5))
    assert whole(after)


def test_corners_stay_and_vertices_that_no_seam_made():
    corners = [(0, 0), (50, 0), (100, 0), (120, 50), (0, 50)]
    low = shapely.Polygon([(EAST + x, NORTH + y) for x, y in corners])
    high = shapely.box(EAST, NORTH + 50, EAST + 120, NORTH + 100)
    plan = plan_of([low, high])
    ground = shapely.union_all([low, high])
    shape, around = without_seams(plan.layer("parcels"), np.array([1, 2]), ground)
    assert (EAST + 50, NORTH) in points(shape)
    assert (EAST + 120, NORTH + 50) in points(shape)
    assert (EAST, NORTH + 50) not in points(shape)
    assert around == {}
