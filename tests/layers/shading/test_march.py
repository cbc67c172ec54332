"""Horizons found by marching, against geometry and against another way to march."""

import numpy as np
import pytest

from layers.errors import CancelledError
from layers.progress import Progress
from layers.shading.march import distances, horizons
from layers.shading.surface import Surface

NORTH, EAST, SOUTH, WEST = 0, 18, 36, 54


def surface(heights, cell=2.0):
    return Surface(np.asarray(heights, np.float32), 500_000.0, 4_000_000.0, cell)


def seen(heights, row, column, **options):
    return horizons(surface(heights), np.array([row]), np.array([column]), **options)[0]


def walked(heights, row, column, azimuth_deg, cell=2.0, reach=600.0):
    """March along one ray the long way: in steps of a fifth of a cell, through exact cells.

    A cell is a box: the ray meets it first at its near side.
    """
    x, y = column + 0.5, row + 0.5
    east, north = np.sin(np.radians(azimuth_deg)), np.cos(np.radians(azimuth_deg))
    best = 0.0
    for step in np.arange(0.2, reach / cell, 0.2):
        i, j = int(np.floor(y - step * north)), int(np.floor(x + step * east))
        if not (0 <= i < heights.shape[0] and 0 <= j < heights.shape[1]):
            break
        if (i, j) != (row, column) and np.isfinite(heights[i, j]):
            best = max(best, (heights[i, j] - heights[row, column]) / (step * cell))
    return np.degrees(np.arctan(best))


def test_level_ground_has_no_horizon():
    assert not seen(np.full((60, 60), 37.0), 30, 30).any()


def test_what_lies_lower_is_no_horizon():
    heights = np.zeros((60, 60))
    heights[30, 30] = 80.0
    assert not seen(heights, 30, 30).any()


@pytest.mark.parametrize("height", [3.0, 12.0, 100.0])
@pytest.mark.parametrize("cells", [3, 40, 150])
def test_a_wall_is_as_high_as_its_height_over_its_distance(height, cells):
    heights = np.zeros((41, 400))
    heights[:, 20 + cells] = height  # its near side is half a cell nearer than its middle
    heights[:, 20 + cells + 1 :] = height
    distance = (cells - 0.5) * 2.0
    expected = np.degrees(np.arctan(height / distance))
    # Within the 2 % by which steps grow.
    assert seen(heights, 20, 20)[EAST] == pytest.approx(expected, rel=0.02)
    assert seen(heights, 20, 20)[WEST] == 0.0


def test_a_tower_stands_where_it_is_and_nowhere_else():
    heights = np.zeros((200, 200))
    heights[140:150, 95:106] = 60.0  # south of the point, 80 m away, 22 m wide
    found = seen(heights, 100, 100)
    half = np.degrees(np.arctan(11.0 / 79.0))
    directions = np.arange(72) * 5.0
    inside = np.abs(directions - 180.0) < half - 1.0
    outside = np.abs(directions - 180.0) > half + 1.0
    expected = np.degrees(np.arctan(60.0 / 79.0))
    assert found[inside] == pytest.approx(expected, abs=0.5)
    assert not found[outside].any()


def test_a_city_looks_as_it_does_on_the_long_way():
    random = np.random.default_rng(4)
    heights = np.zeros((300, 300))
    for _ in range(80):
        row, column = random.integers(0, 280, 2)
        deep, wide = random.integers(5, 20, 2)
        heights[row : row + deep, column : column + wide] = random.uniform(4, 50)
    points = random.integers(20, 280, (6, 2))
    found = horizons(surface(heights), *points.T, sectors=36, reach_m=600.0)
    wanted = np.array([[walked(heights, *p, 10.0 * s) for s in range(36)] for p in points])
    # A ray may pass a corner on its one side or the other: single directions differ.
    assert np.abs(found - wanted).mean() < 0.5
    assert np.median(np.abs(found - wanted)) < 0.1
    assert found.mean() == pytest.approx(wanted.mean(), rel=0.03)


def test_before_an_endless_wall_the_sky_is_as_geometry_says():
    heights = np.zeros((2001, 60))
    heights[:, 40:] = 19.0  # its side is 19 m from the middle of column 30
    found = seen(heights, 1000, 30)
    view = np.mean(np.cos(np.radians(found)) ** 2)
    assert view == pytest.approx((1 + np.cos(np.radians(45.0))) / 2, abs=0.01)


def test_what_has_no_data_is_open():
    heights = np.zeros((60, 60))
    heights[:, 40:] = 30.0
    assert seen(heights, 30, 30)[EAST] > 50.0
    heights[:, 40:] = np.nan
    assert not seen(heights, 30, 30).any()


def test_north_of_the_grid_is_not_that_of_the_earth():
    heights = np.zeros((101, 101))
    heights[20, 50] = 40.0  # straight up on the grid
    found = seen(heights, 50, 50, turn_deg=-5.0)
    # The first direction is 5° anticlockwise of up: the tower is seen in the second.
    assert found[1] > 30.0
    assert found[0] == 0.0
    assert found[2] == 0.0


def test_it_does_not_matter_with_which_others_a_point_is_looked_at():
    random = np.random.default_rng(2)
    heights = random.uniform(0, 20, (150, 150))
    rows, columns = random.integers(0, 150, (2, 30))
    whole = horizons(surface(heights), rows, columns, reach_m=150.0)
    order = random.permutation(30)
    other = horizons(surface(heights), rows[order], columns[order], reach_m=150.0)
    assert np.array_equal(other, whole[order])
    assert np.array_equal(seen(heights, rows[3], columns[3], reach_m=150.0), whole[3])


def test_no_points_have_no_horizons():
    none = np.empty(0, np.intp)
    assert horizons(surface(np.zeros((5, 5))), none, none).shape == (0, 72)


def test_steps_grow_and_end_within_reach():
    found = distances(2.0, 500.0)
    assert (np.diff(found) >= 2.0).all()
    assert (np.diff(found) <= np.maximum(2.0, 0.02 * found[:-1]) + 1e-9).all()
    assert 480.0 < found[-1] <= 500.0


def test_it_tells_how_far_it_is_and_can_be_stopped():
    told = []
    progress = Progress(told.append)
    points = np.arange(50)
    horizons(surface(np.zeros((60, 60))), points, points, progress=progress)
    assert told[-1] == 1.0
    assert told == sorted(told)
    progress.cancel()
    with pytest.raises(CancelledError):
        horizons(surface(np.zeros((60, 60))), points, points, progress=progress)
