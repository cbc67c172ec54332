import numpy as np
import pytest
import shapely

from sample_data import place


def test_ground_and_design_plane_are_inverse() -> None:
    points = np.random.default_rng(1).uniform(-2500, 2500, (500, 2))
    assert np.abs(place.to_design(place.to_ground(points)) - points).max() < 1e-9


def test_the_way_to_the_ground_keeps_areas() -> None:
    square = place.dense(((0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0)), 2.0)
    ground = shapely.Polygon(place.to_ground(square))
    assert ground.area == pytest.approx(1_000_000, rel=1e-5)


def test_smooth_curve_passes_its_corners() -> None:
    corners = ((0.0, 0.0), (100.0, 50.0), (200.0, 0.0))
    curve = shapely.LineString(place.smooth(corners, step=5.0))
    assert max(curve.distance(shapely.Point(corner)) for corner in corners) < 1e-9
    steps = np.hypot(*np.diff(shapely.get_coordinates(curve), axis=0).T)
    assert steps.max() < 10.0


def test_placed_moves_to_the_origin_in_whole_millimetres() -> None:
    point = place.placed(shapely.Point(1.00049, 2.0))
    assert (point.x, point.y) == (place.ORIGIN[0] + 1.0, place.ORIGIN[1] + 2.0)


def test_waters_are_valid_and_lakes_keep_off_the_river() -> None:
    river = place.river()
    assert river.is_valid
    assert 55 < river.area / place.river_course().length < 90  # width in m
    for lake in place.lakes().values():
        assert lake.is_valid
        assert lake.distance(river) > 30
