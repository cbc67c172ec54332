"""Corners of many rings at once."""

import numpy as np
import shapely

from layers.coverage.corners import Corners
from tests.strategies import EAST, NORTH, squares


def corners(shapes):
    return Corners(np.array([None, *shapes], object)[1:], np.arange(len(shapes)))


def test_neighbours_of_a_corner_go_round_the_ring():
    (shape,) = squares(1)
    found = corners([shape])
    before, at, after = found.beside(0)
    xy = [complex(x, y) for x, y in shape.exterior.coords]
    assert (before, at, after) == (xy[-2], xy[0], xy[1])


def test_features_whose_sides_are_all_shared_are_not_lonely():
    whole = squares(3, 3)
    assert corners(whole).lonely().tolist() == [0, 1, 2, 3, 5, 6, 7, 8]
    split = [shapely.segmentize(shape, 60) if n == 4 else shape for n, shape in enumerate(whole)]
    assert corners(split).lonely().tolist() == list(range(9))
    assert corners([*whole, whole[4]]).lonely().tolist() == list(range(10))


def test_vertices_after_an_equal_one_are_led_back_to_it():
    ring = [(0, 0), (5, 0), (5, 0.0004), (5, 0.0008), (5, 5)]
    shape = shapely.Polygon([(EAST + x, NORTH + y) for x, y in ring])
    found = corners([shape])
    assert found.following().tolist() == [2, 3]
    ((old, new),) = found.repeated().items()
    assert (old.imag - NORTH, new.imag - NORTH) == (old.imag - NORTH, 0.0)
    assert not corners(squares(3)).repeated()


def test_nothing_is_found_in_nothing():
    found = corners([])
    assert len(found.sharp()) == len(found.following()) == 0


def test_a_shape_in_several_parts_has_the_corners_of_all():
    one, other, beside = squares(3)
    found = corners([shapely.MultiPolygon([one, beside]), other])
    assert len(found.xy) == 15
    assert found.lonely().tolist() == [0, 1]
    assert [place for place, _ in found.by_feature(np.array([0, 6, 12]))] == [0, 1]
