"""Roofs on a surface: their cells, the heights they get, and the points that look around."""

import numpy as np
import pytest
import shapely

from layers.shading.roofs import Roofs, laid
from layers.shading.surface import Surface

WEST, NORTH = 500_000.0, 4_000_400.0


def surface(heights):
    return Surface(np.asarray(heights, np.float32), WEST, NORTH, 2.0)


def box(column, row, wide, high):
    """Return the shape over whole cells of the surface."""
    west, north = WEST + 2 * column, NORTH - 2 * row
    return shapely.box(west, north - 2 * high, west + 2 * wide, north)


def roofs(*shapes, heights=np.nan, pitched=False):
    array = np.array(shapes, object)
    n = len(shapes)
    return Roofs(np.arange(1, n + 1), array, shapely.bounds(array),
                 np.full(n, heights, float), np.full(n, pitched))  # fmt: skip


def test_a_roof_that_the_model_shows_stays_as_it_is_and_level():
    heights = np.zeros((60, 60))
    heights[20:30, 20:40] = 12.0
    heights[25, 30] = 13.2  # a duct
    heights[20, 20:40] = 13.0  # a parapet
    heights[24:27, 34:37] = 16.0  # a house for the lift
    found = laid(surface(heights), roofs(box(20, 20, 20, 10), heights=12.0))
    level = found.surface.heights
    assert found.raised.tolist() == [0.0]
    assert level[25, 30] == 12.0
    assert (level[20, 20:40] == 12.0).all()
    assert (level[24:27, 34:37] == 16.0).all()
    assert not level[:20].any()
    assert heights[25, 30] == 13.2


def test_a_planned_roof_is_laid_on_the_ground_around_it():
    heights = np.full((60, 60), 5.0)
    found = laid(surface(heights), roofs(box(20, 20, 20, 10), heights=18.0))
    assert found.raised.tolist() == [18.0]
    assert (found.surface.heights[20:30, 20:40] == 23.0).all()
    assert (found.surface.heights[:20] == 5.0).all()


def test_a_ridge_is_no_shade_of_its_own_roof():
    heights = np.zeros((60, 60))
    heights[20:30, 20:40] = 9.0 + np.minimum(np.arange(10), np.arange(10)[::-1])[:, None]
    shape = box(20, 20, 20, 10)
    assert np.ptp(laid(surface(heights), roofs(shape)).surface.heights[20:30, 20:40]) > 1
    pitched = laid(surface(heights), roofs(shape, pitched=True))
    assert np.ptp(pitched.surface.heights[20:30, 20:40]) == 0


def test_points_lie_evenly_inside_and_not_at_the_edge():
    found = laid(surface(np.zeros((60, 60))), roofs(box(20, 20, 20, 10)))
    row, column, roof = found.points(24)
    assert len(row) == 24
    assert not roof.any()
    assert row.min() >= 21
    assert row.max() <= 28
    assert column.min() >= 21
    assert column.max() <= 38
    assert len(set(zip(row.tolist(), column.tolist(), strict=True))) == 24
    quarters = np.histogram2d(row, column, bins=[[21, 25, 29], [21, 30, 39]])[0]
    assert quarters.min() >= 4


def test_a_narrow_roof_has_points_at_its_edge_and_one_between_cells_a_cell():
    shapes = (box(20, 20, 1, 6), shapely.box(WEST + 60.2, NORTH - 60.4, WEST + 60.4, NORTH - 60.2))
    found = laid(surface(np.zeros((60, 60))), roofs(*shapes, heights=7.0))
    row, column, roof = found.points()
    assert np.bincount(roof).tolist() == [6, 1]
    assert (row[-1], column[-1]) == (30, 30)
    assert found.surface.heights[30, 30] == 7.0


def test_a_roof_that_is_drawn_twice_has_a_point_in_the_other():
    shape = box(20, 20, 10, 10)
    found = laid(surface(np.zeros((60, 60))), roofs(shape, shape, heights=7.0))
    assert sorted(np.bincount(found.points()[2]).tolist()) == [1, 24]
    assert (found.surface.heights[20:30, 20:30] == 7.0).all()


def test_points_of_a_roof_do_not_ask_which_roofs_are_beside_it():
    shapes = [box(5, 5, 9, 8), box(30, 7, 6, 6), box(20, 40, 22, 5)]
    heights = np.random.default_rng(3).uniform(0, 1, (60, 60))

    def points(order):
        array = np.array([shapes[k] for k in order], object)
        n = len(order)
        some = Roofs(np.array(order), array, shapely.bounds(array), np.full(n, 12.0),
                     np.zeros(n, bool))  # fmt: skip
        found = laid(surface(heights), some)
        row, column, roof = found.points()
        return {
            order[k]: (row[roof == k].tolist(), column[roof == k].tolist()) for k in range(n)
        }, found

    one, first = points([0, 1, 2])
    other, second = points([2, 0, 1])
    assert one == other
    assert np.array_equal(first.surface.heights, second.surface.heights)
    assert points([1])[0][1] == one[1]


def test_where_the_model_has_no_data_there_is_no_point():
    heights = np.full((60, 60), np.nan)
    found = laid(surface(heights), roofs(box(20, 20, 20, 10), heights=9.0))
    assert len(found.points()[0]) == 0
    heights[20:24, 20:24] = 7.0
    row, column, _ = laid(surface(heights), roofs(box(20, 20, 20, 10))).points()
    assert len(row) == 9  # of four rows and columns those at the border of the roof are left out
    assert column.max() < 24


def test_of_roofs_that_overlap_the_smaller_lies_above():
    shapes = (box(10, 10, 20, 20), box(15, 15, 4, 4))
    found = laid(surface(np.zeros((60, 60))), roofs(*shapes))
    assert np.diff(found.starts).tolist() == [400 - 16, 16]


@pytest.mark.parametrize("strange", [None, shapely.Polygon(), shapely.box(0, 0, 10, 10)])
def test_strange_shapes_have_no_cells(strange):
    found = laid(surface(np.zeros((60, 60))), roofs(strange, box(20, 20, 5, 5), heights=8.0))
    assert np.diff(found.starts).tolist() == [0, 25]
    assert found.raised.tolist() == [0.0, 8.0]
