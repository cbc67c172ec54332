"""What paper can show: the grid of its places, outlines, hatches and generalised borders."""

from itertools import pairwise

import numpy as np
import pytest
import shapely

from layers.kind import Shape
from layers.style import Style
from tests.bench.coverage import generated
from tests.strategies import EAST, NORTH, document, layer, squares
from widgets.map import paper
from widgets.map.ragged import Ragged
from widgets.map.scene import Scene
from widgets.map.viewport import Viewport


def page(denominator, dpi=254):
    """Return 200 mm by 150 mm of paper."""
    size = 200 * dpi / 25.4, 150 * dpi / 25.4
    return Viewport.at_scale((EAST + 100, NORTH + 75), denominator, size, dpi=dpi)


def shown(style=None, **columns):
    """Return squares of 100 m as a layer."""
    plan = document(layer("parcels", squares(2, 2), **columns))
    return Scene.of(plan, {"parcels": style} if style else None).layers["parcels"]


def polygons(xy, rings):
    return shapely.polygons([shapely.linearrings(xy[a:b]) for a, b in pairwise(rings)])


def test_a_page_in_steps_of_the_grid_shows_the_same_ground():
    for dpi in (254, 1270):
        given = page(2000, dpi)
        grid, steps = paper.in_grid(given)
        assert grid.px_per_mm == pytest.approx(1 / paper.GRID_MM)
        assert grid.bounds == pytest.approx(given.bounds)
        assert grid.denominator == pytest.approx(2000)
        place = np.array([[EAST, NORTH]])
        assert grid.pixels(place) / steps == pytest.approx(given.pixels(place))


def test_lines_that_would_hide_the_colours_are_left_out():
    filled = shown(Style(fill="#ff0000", stroke="#000000", width=0.2))
    # A parcel of 100 m is 0.8 mm at 1:125,000, which is four times the line.
    assert paper.is_outlined(filled, page(124_000))
    assert not paper.is_outlined(filled, page(126_000))
    borders = shown(Style(stroke="#000000", width=0.2))
    assert paper.is_outlined(borders, page(1_000_000))
    assert not paper.is_outlined(shown(Style(fill="#ff0000")), page(1000))


def test_small_areas_have_a_tint_in_place_of_a_hatch():
    missing = shown()
    assert paper.is_hatched(missing, page(95_000))  # 1.05 mm, half of the lines' distance
    assert not paper.is_hatched(missing, page(96_000))
    assert paper.tinted("", "#000000") == paper.tinted("#ffffff", "#000000")


def test_only_what_is_seen_is_counted_for_generalising(monkeypatch):
    parcels = shown()
    monkeypatch.setattr(paper, "MOST_PLACES", 19)  # four squares have 20 places
    assert paper.is_coarse(parcels, page(2000))
    aside = Viewport.at_scale((EAST + 50, NORTH + 50), 500, (1000, 1000), dpi=254)
    assert not paper.is_coarse(parcels, aside)


def test_nothing_may_lie_under_an_edge_that_is_drawn_over():
    assert paper.plain_fill("#ff0000", Style())
    assert not paper.plain_fill("#ff000080", Style())
    assert not paper.plain_fill("#ff0000", Style(opacity=0.5))
    assert not paper.plain_fill("", Style())


def test_coarse_borders_keep_the_ground_and_fit_their_neighbours():
    parcels = generated(150, 4, cached=False)
    ragged = Ragged.of(parcels, Shape.POLYGON)
    step = 6.0
    moved = ragged.xy - ragged.xy.min(axis=0)
    xy, rings = paper.coarsened(moved, ragged.rings, step)
    assert len(xy) < 0.75 * len(moved)
    assert (xy % step == 0).all()
    # Each border is moved alike in both parcels: nothing is there twice, and nothing is lost.
    found = polygons(xy, rings)
    shells = shapely.is_ccw(shapely.get_exterior_ring(found))
    ground = shapely.area(found[shells]).sum() - shapely.area(found[~shells]).sum()
    union = shapely.union_all(shapely.make_valid(found[shells]))
    holes = shapely.union_all(shapely.make_valid(found[~shells]))
    whole = shapely.area(shapely.union_all(parcels))
    assert ground == pytest.approx(whole, rel=2e-3)
    assert shapely.area(union) == pytest.approx(ground + shapely.area(holes) / 2, rel=5e-3)


def test_places_on_a_straight_line_and_rings_without_an_area_are_gone():
    square = [(0, 0), (5, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    speck = [(3.1, 3.1), (3.2, 3.1), (3.2, 3.2), (3.1, 3.1)]
    sliver = [(0, 4), (9, 4), (9, 4.1), (0, 4)]
    rings = np.array([0, 6, 10, 14])
    xy, kept = paper.coarsened(np.array(square + speck + sliver, float), rings, 1.0)
    assert xy.tolist() == [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
    assert kept.tolist() == [0, 5]
    nothing = paper.coarsened(np.array(speck, float), np.array([0, 4]), 1.0)
    assert [len(part) for part in nothing] == [0, 1]
    assert [len(part) for part in paper.coarsened(np.empty((0, 2)), np.zeros(1, int), 1.0)] == [
        0,
        1,
    ]


def test_a_border_of_two_areas_is_there_once():
    two = Ragged.of(np.array(squares(2, side=10.0, east=0.0, north=0.0), object), Shape.POLYGON)
    xy, lines = paper.once(two)
    drawn = shapely.multilinestrings([shapely.linestrings(xy[a:b]) for a, b in pairwise(lines)])
    # Seven sides of ten metres, where two squares have eight.
    assert shapely.length(drawn) == pytest.approx(70)
    assert shapely.equals(drawn, shapely.union_all(shapely.boundary(polygons(two.xy, two.rings))))
