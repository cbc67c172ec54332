"""Corners and edges near a place, against a search through all of them."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import EAST, NORTH, document, jittered, layer
from widgets.map import nearby as nearby_module
from widgets.map.nearby import Edges, nearby


@pytest.fixture
def busy(opened):
    """A coverage with a line, points, and an outline of very many corners with a hole."""
    cells = jittered(6, 5, np.random.default_rng(4))
    outline = shapely.segmentize(
        shapely.box(EAST - 20, NORTH - 20, EAST + 520, NORTH + 420).difference(
            shapely.box(EAST + 200, NORTH + 100, EAST + 300, NORTH + 250)
        ),
        0.5,
    )
    ground = shapely.box(EAST + 350, NORTH + 300, EAST + 500, NORTH + 390)
    holed = ground.difference(shapely.box(EAST + 400, NORTH + 330, EAST + 450, NORTH + 350))
    line = shapely.LineString([(EAST, NORTH), (EAST + 250, NORTH + 390), (EAST + 480, NORTH)])
    points = [shapely.Point(EAST + 41, NORTH + 77), shapely.Point(EAST + 300, NORTH + 200)]
    return opened(
        document(
            layer("boundary", [outline]),
            layer("parcels", cells),
            layer("roads", [line]),
            layer("water", [holed]),
            layer("facilities", points),
        )
    )


def expected(canvas, place, reach):
    """Corners in the box and edges that meet it, by shapely and one by one."""
    box = shapely.box(place[0] - reach, place[1] - reach, place[0] + reach, place[1] + reach)
    corners, edges = [], []
    for kind, found in canvas.bridge.document.layers.items():
        for id_, shape in zip(found.ids.tolist(), found.geometries, strict=True):
            if shape.geom_type == "Point":
                lines = []
                corners += [(kind, id_, shape.x, shape.y)] if box.intersects(shape) else []
            elif shape.geom_type == "LineString":
                lines = [shape]
            else:
                lines = [shape.exterior, *shape.interiors]
            for line in lines:
                xy = shapely.get_coordinates(line)
                inside = np.all(np.abs(xy - place) <= reach, axis=1)
                corners += [(kind, id_, *one) for one in xy[inside].tolist()]
                sides = shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1))
                met = shapely.intersects(box, sides)
                edges += [
                    (kind, id_, frozenset(map(tuple, shapely.get_coordinates(side).tolist())))
                    for side in sides[met]
                ]
    return set(corners), set(edges)


def every_edge(canvas):
    found = set()
    for kind, layer_ in canvas.bridge.document.layers.items():
        for id_, shape in zip(layer_.ids.tolist(), layer_.geometries, strict=True):
            rings = [shape.exterior, *shape.interiors] if shape.geom_type == "Polygon" else [shape]
            for ring in rings:
                places = [tuple(place) for place in shapely.get_coordinates(ring).tolist()]
                found |= {(kind, id_, frozenset(pair)) for pair in pairwise(places)}
    return found


def found(canvas, place, reach):
    near = nearby(canvas, place, reach)
    corners = {
        (kind, id_, *one)
        for kind, id_, one in zip(near.kinds, near.ids.tolist(), near.xy.tolist(), strict=True)
    }
    edges = {
        (near.edges.kinds[row], int(near.edges.ids[row]), frozenset(near.edges.row(row)))
        for row in range(len(near.edges))
    }
    return near, corners, edges


@pytest.mark.parametrize("reach", [3.0, 12.0])
def test_all_that_lies_near_is_found_and_the_corners_are_the_features_own(busy, reach):
    random = np.random.default_rng(7)
    places = random.uniform((EAST - 30, NORTH - 30), (EAST + 530, NORTH + 430), (60, 2)).tolist()
    places += [(EAST + 200, NORTH + 100), (EAST - 20, NORTH - 20), (EAST + 41, NORTH + 77)]
    # Between the end of the outline's outer ring and the beginning of the hole's.
    places += [(EAST + 310 - n * 5, NORTH + 115 + n * 5) for n in range(-40, 40)]
    places += [(EAST + 350 + n, NORTH + 310 + n / 2) for n in range(0, 100, 4)]
    real = every_edge(busy)
    for place in places:
        wanted_corners, wanted_edges = expected(busy, place, reach)
        near, corners, edges = found(busy, place, reach)
        assert not near.crowded
        assert corners == wanted_corners
        # An edge may pass a corner of the box outside; the box around it meets this one then.
        assert wanted_edges <= edges <= real
        for _, _, ends in edges - wanted_edges:
            low, high = np.min(list(ends), axis=0), np.max(list(ends), axis=0)
            assert (low <= np.add(place, reach)).all()
            assert (high >= np.subtract(place, reach)).all()


def test_hidden_layers_give_nothing(busy):
    for kind in busy.bridge.document.layers:
        busy.bridge.show_kind(kind, visible=kind == "facilities")
    near, corners, edges = found(busy, (EAST + 41, NORTH + 77), 5.0)
    assert {one[0] for one in corners} == {"facilities"}
    assert not edges
    assert not near.crowded


def test_features_that_are_gone_or_moved_are_not_found_where_they_were(busy):
    from layers.edits.draw import delete

    place = (EAST + 41, NORTH + 77)
    busy.bridge.perform(delete(busy.bridge.document, "facilities", [1]))
    _, corners, _ = found(busy, place, 2.0)
    assert not {one for one in corners if one[0] == "facilities"}


def test_where_too_much_lies_nothing_is_looked_at(busy, monkeypatch):
    monkeypatch.setattr(nearby_module, "MOST_FEATURES", 12)
    near = nearby(busy, (EAST + 240, NORTH + 200), 200.0)
    assert near.crowded
    assert len(near.xy) == len(near.edges) == 0
    assert not nearby(busy, (EAST + 41, NORTH + 77), 0.5).crowded


EIGHTHS = st.integers(-400, 400).map(lambda number: number / 8)
PLACES = st.tuples(EIGHTHS, EIGHTHS)


@given(st.lists(st.tuples(PLACES, PLACES), min_size=1, max_size=8), PLACES)
def test_feet_are_the_nearest_places_of_edges(pairs, place):
    edges = Edges.of(pairs)
    feet = edges.feet(place)
    for row, pair in enumerate(pairs):
        away = shapely.distance(shapely.LineString(pair), shapely.Point(place))
        assert np.hypot(*(feet[row] - place)) == pytest.approx(away, abs=1e-6)
    near = edges.nearest(place, 2)
    assert len(near) == min(len(pairs), 2)


def test_crossings_have_shares_on_both_edges_and_parallels_none():
    one = Edges.of([((0, 0), (10, 0)), ((0, 0), (10, 0))])
    other = Edges.of([((4, -1), (4, 3)), ((0, 5), (10, 5))])
    xy, share, of_other = one.crossings(other)
    assert xy[0].tolist() == [4, 0]
    assert (share[0], of_other[0]) == (0.4, 0.25)
    assert not np.isfinite(share[1])
