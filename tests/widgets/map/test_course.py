"""The course of a sketch: steps, arcs and held directions."""

import math

import pytest

from widgets.map.course import Course
from widgets.map.snapping import Snap


def course(*places):
    found = Course()
    for place in places:
        found.add([place])
    return found


def test_steps_are_taken_back_and_again_as_they_came():
    found = course((0.0, 0.0), (10.0, 0.0))
    found.add([(11.0, 1.0), (12.0, 3.0), (12.0, 5.0)])  # an arc
    assert len(found.places) == 5
    found.back()
    assert found.places == [(0.0, 0.0), (10.0, 0.0)]
    found.back()
    found.again()
    found.again()
    assert found.places[-1] == (12.0, 5.0)
    found.again()  # nothing more
    found.back()
    found.add([(3.0, 3.0)])
    assert found.undone == []
    for _ in range(5):
        found.back()
    assert found.places == []


def test_arcs_and_borders_are_marked_at_their_ends_alone():
    found = course((0.0, 0.0), (10.0, 0.0))
    found.add([(11.0, 1.0), (12.0, 3.0), (12.0, 5.0)])
    assert found.marks == [(0.0, 0.0), (10.0, 0.0), (12.0, 5.0)]
    assert Course().marks == []
    assert course((1.0, 2.0)).marks == [(1.0, 2.0)]


def test_a_place_on_the_last_one_is_none():
    found = course((0.0, 0.0))
    assert not found.add([(0.0, 0.0)])
    assert found.add([(0.0, 0.0), (1.0, 0.0)])
    assert found.places == [(0.0, 0.0), (1.0, 0.0)]
    found.back()
    assert found.places == [(0.0, 0.0)]


def test_an_arc_through_three_takes_a_place_on_it_first():
    found = course((0.0, 0.0))
    found.bow()
    assert found.arc == "three"
    assert found.add([(1.0, 1.0)])
    assert found.places == [(0.0, 0.0)]
    assert found.middle == (1.0, 1.0)
    way = found.up_to((2.0, 0.0))
    assert way[-1] == (2.0, 0.0)
    assert all(math.dist(place, (1.0, 0.0)) == pytest.approx(1.0) for place in way)
    found.back()  # the place on it first
    assert found.middle is None
    assert found.places == [(0.0, 0.0)]


def test_arcs_from_the_last_side_come_after_there_is_one():
    found = course((0.0, 0.0))
    found.bow()
    found.bow()
    assert found.arc == ""
    found.add([(5.0, 0.0)])
    found.bow()
    found.bow()
    assert found.arc == "tangent"
    way = found.up_to((8.0, 3.0))
    assert all(math.dist(place, (5.0, 3.0)) == pytest.approx(3.0) for place in way)
    found.trace()
    assert (found.arc, found.tracing) == ("", True)
    found.free()
    assert not found.bound


def test_directions_are_held_or_go_in_steps():
    found = course((0.0, 0.0), (10.0, 0.0))
    assert found.held((20.0, 9.0), stepping=False) is None
    assert found.held((20.0, 9.0), stepping=True) == 45.0
    found.locked = 30.0
    assert found.held((20.0, 9.0), stepping=True) == 30.0
    assert found.on_line(90.0, (14.0, 7.0), None) == (10.0, 7.0)
    edge = Snap(14.0, 7.0, "edge", edge=((12.0, 7.0), (16.0, 7.0)))
    assert found.on_line(45.0, (14.0, 7.0), edge) == pytest.approx((17.0, 7.0))
    found.add([(10.0, 8.0)])
    assert found.locked is None
