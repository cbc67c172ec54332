"""A problem lies within what it is about, and says how much that is."""

import numpy as np
import pytest
import shapely

from layers.coverage.problem import area_of, grouped, problem_at, written
from layers.message import Message
from layers.prepared import contains_xy
from tests.strategies import EAST, NORTH, layer, squares


def test_a_problem_lies_within_its_shape():
    horseshoe = shapely.box(EAST, NORTH, EAST + 90, NORTH + 90).difference(
        shapely.box(EAST + 10, NORTH + 10, EAST + 80, NORTH + 95)
    )
    found = problem_at("gap", layer("parcels", squares(2)), (1,), horseshoe, Message("x"))
    assert contains_xy(horseshoe, found.x, found.y)
    assert (found.ids, found.shape) == ((2,), horseshoe)


@pytest.mark.parametrize("shape", [None, shapely.Polygon(), shapely.Point(np.inf, 0)])
def test_a_problem_without_a_place_has_none(shape):
    found = problem_at("no_shape", layer("parcels", squares(1)), (0,), shape, Message("x"))
    assert (found.x, found.y, found.shape) == (None, None, None)


def test_problems_of_several_features_have_their_area_together():
    parcels = layer("parcels", [*squares(2), None])
    found = grouped("missing_number", parcels, np.array([True, False, True]), Message("x"))
    assert (found.ids, found.area_m2) == ((1, 3), 10_000)
    roads = layer("roads", [shapely.LineString([(EAST, NORTH), (EAST + 1, NORTH)])])
    assert grouped("missing_width", roads, np.array([True]), Message("x")).area_m2 is None


def test_areas_are_written_with_two_decimals():
    assert written(12_345.678) == "12\u2009345.68"
    assert area_of(shapely.Point(0, 0)) is None
