"""Directions and arcs."""

import math
from itertools import pairwise

import pytest

from layers.directions import (
    MOST_CHORDS,
    along,
    arc_tangent,
    arc_through,
    azimuth,
    crossing,
    direction,
    last_direction,
    stepped,
    unit,
)

EAST, NORTH = 40_512_345.678, 3_901_234.567


def test_directions_along_the_axes_are_exact():
    assert [unit(angle) for angle in (0, 90, 180, 270, -90, 450)] == [
        (1, 0),
        (0, 1),
        (-1, 0),
        (0, -1),
        (0, -1),
        (0, 1),
    ]
    assert unit(30) == pytest.approx((math.sqrt(3) / 2, 0.5))
    assert direction((EAST, NORTH), (EAST, NORTH - 5)) == 270
    assert azimuth(direction((0, 0), (-1, 0))) == 270
    assert azimuth(45) == 45


def test_the_last_side_has_a_direction_even_where_a_place_is_repeated():
    assert last_direction([(0, 0)]) is None
    assert last_direction([(0, 0), (0, 0)]) is None
    assert last_direction([(0, 0), (0, 2), (0, 2)]) == 90


def test_lines_are_met_where_they_cross():
    assert along((EAST, NORTH), 0.0, (EAST + 7, NORTH + 3)) == (EAST + 7, NORTH)
    found = crossing((EAST, NORTH), 45.0, (EAST + 10, NORTH), (EAST + 10, NORTH + 1))
    assert found == pytest.approx((EAST + 10, NORTH + 10), abs=1e-8)
    assert crossing((0, 0), 30.0, (5, 5), (5 + math.sqrt(3), 6)) is None
    assert stepped(358.0, 15.0) == 0.0
    assert stepped(100.0, 90.0, base=20.0) == pytest.approx(110.0)


def _checked(places, centre, radius, tolerance=0.001):
    """All places lie on the circle, and no chord is farther from it than allowed."""
    for (x, y), (u, v) in pairwise(places):
        assert math.dist((x, y), centre) == pytest.approx(radius, abs=1e-6)
        middle = ((x + u) / 2, (y + v) / 2)
        assert 0 <= radius - math.dist(middle, centre) <= tolerance * 1.000001


def test_an_arc_through_three_places_is_made_of_chords_within_a_millimetre():
    centre, radius = (EAST, NORTH), 50.0
    at = [
        (EAST + radius * math.cos(angle), NORTH + radius * math.sin(angle))
        for angle in (0.0, 1.0, 2.5)
    ]
    for start, middle, end in (at, at[::-1], [at[1], at[0], at[2]]):
        found = arc_through(start, middle, end)
        _checked([start, *found], centre, radius)
        assert found[-1] == end
        # It passes the middle one, on the right side of the circle.
        assert min(math.dist(place, middle) for place in found) < 0.5
    # 2 * acos(1 - 0.001/50) = 0.01265 rad for each chord: 2.5 rad are 198 of them.
    assert len(arc_through(*at)) == 198


def test_places_in_a_row_give_straight_sides():
    assert arc_through((0, 0), (1, 1), (3, 3)) == [(1, 1), (3, 3)]
    assert arc_through((0, 0), (0, 0), (3, 3)) == [(3, 3)]
    assert arc_through((0, 0), (3, 3), (3, 3)) == [(3, 3)]


def test_a_tangent_arc_goes_on_from_the_last_side():
    # A quarter to the left around (0, 10), then one to the right around (0, -10).
    for side in (10.0, -10.0):
        found = arc_tangent((0, 0), 0.0, (10.0, side))
        assert found[-1] == (10.0, side)
        _checked([(0, 0), *found], (0.0, side), 10.0)
        assert abs(found[0][1]) < 0.01
        # A quarter of the circle, not three.
        length = sum(math.dist(a, b) for a, b in zip([(0, 0), *found], found, strict=False))
        assert length == pytest.approx(math.tau * 10 / 4, rel=1e-4)
    assert arc_tangent((0, 0), 0.0, (10.0, 0.0)) == [(10.0, 0.0)]


def test_arcs_of_very_large_circles_have_so_many_chords_and_no_more():
    found = arc_tangent((0, 0), 0.0, (100_000.0, 100_000.0))
    assert len(found) == MOST_CHORDS
    assert len(arc_tangent((0, 0), 0.0, (0.0, 0.004), tolerance=0.01)) <= 2
