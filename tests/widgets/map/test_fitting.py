"""Where boxes have room in areas: as geometry says, worked out without it."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.kind import Shape
from tests.strategies import EAST, NORTH, coverages
from widgets.map import fitting
from widgets.map.chunk import Chunk
from widgets.map.ragged import Ragged


def ragged(*shapes):
    return Ragged.of(np.array(shapes, object), Shape.POLYGON)


def moved(shape):
    return shapely.transform(shape, lambda xy: xy + np.array([EAST, NORTH]))


ARMS = moved(shapely.box(0, 0, 300, 4).union(shapely.box(0, 0, 40, 40)))
RING = moved(shapely.Point(0, 0).buffer(100).difference(shapely.Point(0, 0).buffer(60)))


def test_centres_are_those_of_geometry():
    shapes = [ARMS, RING, moved(shapely.box(5, 5, 9, 30))]
    two = shapely.union(moved(shapely.box(0, 0, 10, 10)), moved(shapely.box(90, 0, 100, 10)))
    found = fitting.centroids(ragged(*shapes, two, None))
    for place, shape in zip(found, [*shapes, two], strict=False):
        assert place == pytest.approx([shape.centroid.x, shape.centroid.y], abs=1e-6)
    assert np.isfinite(found).all()


@given(coverages(), st.integers(0, 2**32 - 1))
def test_a_box_fits_where_geometry_says_that_it_lies_inside(shapes, seed):
    random = np.random.default_rng(seed)
    shapes = [*shapes, ARMS, RING]
    n = len(shapes)
    west, south, east, north = shapely.bounds(np.array(shapes, object)).T
    middles = np.stack([random.uniform(west, east), random.uniform(south, north)], 1)
    across, up = random.uniform(0.5, 40, n), random.uniform(0.5, 10, n)
    found = fitting.fit(ragged(*shapes), middles, across, up)
    x, y = middles.T
    boxes = shapely.box(x - across, y - up, x + across, y + up)
    areas = np.array(shapes, object)
    # By a hair it may be either.
    assert shapely.contains(shapely.buffer(areas, 1e-6), boxes)[found].all()
    assert found[shapely.contains(shapely.buffer(areas, -1e-6), boxes)].all()


def test_a_hole_and_a_gap_are_no_room():
    here = np.array([[EAST, NORTH]])
    assert not fitting.fit(ragged(RING), here, np.array([5.0]), np.array([2.0]))[0]
    beside = here + np.array([80.0, 0.0])
    assert fitting.fit(ragged(RING), beside, np.array([5.0]), np.array([5.0]))[0]
    assert not fitting.fit(ragged(RING), beside, np.array([25.0]), np.array([5.0]))[0]
    assert fitting.fit(ragged(), np.empty((0, 2)), np.empty(0), np.empty(0)).shape == (0,)


def test_the_pole_is_where_most_room_is_for_a_line_of_text():
    (arms, ring) = fitting.poles(ragged(ARMS, RING))
    assert arms == pytest.approx([EAST + 20, NORTH + 20], abs=6)
    assert np.hypot(*(ring - (EAST, NORTH))) == pytest.approx(80, abs=12)
    # Text is wide: the ring has most room above or below its hole, not beside it.
    assert abs(ring[1] - NORTH) > abs(ring[0] - EAST)


def test_the_pole_of_what_has_no_ground_or_crosses_itself_is_a_place_all_the_same():
    bow = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    flat = shapely.Polygon([(0, 0), (10, 0), (20, 0)])
    found = fitting.poles(ragged(moved(bow), moved(flat)))
    assert np.isfinite(found).all()


def test_poles_are_kept_with_the_chunk_and_bounded(monkeypatch):
    shapes = ragged(ARMS, RING, ARMS)
    chunk = Chunk(np.arange(3), shapes, np.zeros(3, np.int32), np.ones(3, bool))
    first = fitting.poles_of(chunk, np.array([0, 2]))
    assert set(chunk.anchors) == {0, 2}
    asked = []
    real = fitting.poles
    monkeypatch.setattr(fitting, "poles", lambda some: asked.append(len(some)) or real(some))
    assert fitting.poles_of(chunk, np.array([2, 0, 1])).shape == (3, 2)
    assert asked == [1]
    assert np.array_equal(fitting.poles_of(chunk, np.array([0, 2])), first)
    monkeypatch.setattr(fitting, "MOST_ANCHORS", 1)
    chunk.anchors.clear()
    assert np.array_equal(fitting.poles_of(chunk, np.array([0, 2])), first)
    fitting.poles_of(chunk, np.array([1]))
    assert set(chunk.anchors) == {1}
