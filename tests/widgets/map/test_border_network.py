"""Ways along the borders of several features."""

import math
from itertools import pairwise

import numpy as np
import pytest
import shapely

from tests.strategies import EAST, NORTH, document, jittered, layer
from widgets.map import border_network
from widgets.map.border_network import way


@pytest.fixture
def cells(opened):
    return opened(document(layer("parcels", jittered(6, 5, np.random.default_rng(2)))))


def corner(canvas, cell, number):
    shape = canvas.bridge.document.layer("parcels").geometries[cell]
    x, y = shapely.get_coordinates(shape)[number].tolist()
    return x, y


def floyd(sides, start, end):
    """The length of the shortest way, all ways between all corners being tried."""
    corners = sorted({place for side in sides for place in side})
    lengths = np.full((len(corners), len(corners)), np.inf)
    for side in sides:
        one, other = (corners.index(place) for place in side)
        lengths[one, other] = lengths[other, one] = math.dist(*side)
    for between in range(len(corners)):
        over = lengths[:, [between]] + lengths[[between], :]
        lengths = np.minimum(lengths, over)
    return lengths[corners.index(start), corners.index(end)]


def test_the_way_runs_along_borders_and_is_the_shortest(cells):
    shapes = cells.bridge.document.layer("parcels").geometries
    sides = set()
    for shape in shapes:
        ring = [tuple(place) for place in shapely.get_coordinates(shape).tolist()]
        sides |= {frozenset(pair) for pair in pairwise(ring)}
    start, end = corner(cells, 0, 0), corner(cells, len(shapes) - 1, 2)
    found = [start, *way(cells, start, end)]
    assert found[-1] == end
    assert {frozenset(pair) for pair in pairwise(found)} <= sides
    line = shapely.LineString(found)
    assert line.length == pytest.approx(floyd(sides, start, end))
    reverse = way(cells, end, start)
    assert shapely.LineString([end, *reverse]).length == pytest.approx(line.length)


def test_places_within_edges_are_joined_to_their_ends(cells):
    (x0, y0), (x1, y1) = corner(cells, 0, 0), corner(cells, 0, 1)
    one = ((x0 * 3 + x1) / 4, (y0 * 3 + y1) / 4)
    other = ((x0 + x1 * 3) / 4, (y0 + y1 * 3) / 4)
    assert way(cells, one, other) == [other]
    assert way(cells, one, (x1, y1)) == [(x1, y1)]


def test_beside_borders_and_among_too_many_there_is_none(cells, monkeypatch):
    start = corner(cells, 0, 0)
    assert way(cells, start, (EAST + 41.0, NORTH + 39.0)) == []
    monkeypatch.setattr(border_network, "MOST_EDGES", 10)
    assert way(cells, start, corner(cells, 14, 2)) == []
