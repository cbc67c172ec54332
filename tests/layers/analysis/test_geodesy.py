"""Lengths and areas on the ellipsoid."""

import math

import pytest

from layers.analysis.geodesy import azimuths, ellipsoid
from tests.strategies import CRS, EAST, NORTH


def test_at_the_central_meridian_plane_and_ellipsoid_agree():
    figure = ellipsoid(CRS)
    line = [(EAST, NORTH), (EAST, NORTH + 1000)]
    assert figure.lengths(line) == pytest.approx([1000.0], abs=1e-4)
    square = [(EAST, NORTH), (EAST + 100, NORTH), (EAST + 100, NORTH + 100), (EAST, NORTH + 100)]
    assert figure.area(square) == pytest.approx(10_000.0, abs=0.01)
    assert figure.area(square[::-1]) == pytest.approx(10_000.0, abs=0.01)


def test_away_from_it_the_plane_is_too_long():
    # y²/2R² with 135 km and 6371 km is 0.000 224 5.
    figure = ellipsoid(CRS)
    start = (EAST + 135_000, NORTH)
    (length,) = figure.lengths([start, (start[0], start[1] + 1000)])
    assert 1000 - length == pytest.approx(0.2245, abs=0.002)


def test_directions_go_round_with_the_clock():
    corner = [(0, 0), (0, 5), (5, 5), (5, 0), (0, 0)]
    assert azimuths(corner) == pytest.approx([0, 90, 180, 270])
    assert azimuths([(0, 0), (-1e-18, 1)])[0] < 360


def test_places_outside_the_reach_are_nan_and_systems_without_a_place_are_none():
    figure = ellipsoid(CRS)
    assert math.isnan(figure.lengths([(EAST, NORTH), (1e300, NORTH)])[0])
    assert math.isnan(figure.area([(EAST, NORTH), (1e300, NORTH), (EAST, NORTH + 1)]))
    assert figure.area([(EAST, NORTH)]) == 0.0
    assert ellipsoid("no system") is None
