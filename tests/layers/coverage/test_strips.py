"""Strips are cut across where their neighbours change, and nowhere else."""

import numpy as np
import pytest
import shapely

from layers.coverage.strips import cut_across
from tests.strategies import EAST, NORTH, squares


def box(west, south, east, north):
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def test_a_strip_along_three_is_cut_twice():
    strip = shapely.Polygon(
        [
            (EAST + x, NORTH + y)
            for x, y in ((0, 0), (0, -0.3), (300, -0.3), (300, 0), (200, 0), (100, 0))
        ]
    )
    pieces = cut_across(strip, squares(3))
    assert sorted(shapely.area(pieces)) == pytest.approx([30, 30, 30])
    assert shapely.union_all(pieces).symmetric_difference(strip).area < 1e-6


def test_a_strip_between_two_stays_whole():
    strip = box(0, 100, 100, 100.2)
    pieces = cut_across(strip, [box(0, 0, 100, 100), box(0, 100.2, 100, 200)])
    assert pieces.tolist() == [strip]


def test_wide_ground_and_ground_with_holes_stay_whole():
    assert len(cut_across(box(0, 0, 100, 100), squares(3, 1, north=NORTH - 100))) == 1
    holed = box(0, 0, 50, 0.4).difference(box(10, 0.1, 11, 0.2))
    assert cut_across(holed, squares(2, 1, side=25.0, north=NORTH - 25)).tolist() == [holed]


def test_without_neighbours_there_is_nothing_to_cut():
    assert np.array_equal(cut_across(box(0, 0, 90, 0.1), []), [box(0, 0, 90, 0.1)])
