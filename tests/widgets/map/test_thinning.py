import numpy as np
import pytest
import shapely

from layers.kind import Shape
from tests.bench.coverage import generated
from tests.strategies import EAST, NORTH, squares
from widgets.map import thinning
from widgets.map.detail import Detail
from widgets.map.ragged import Ragged
from widgets.map.thinning import FINEST_M, KEPT, LEVEL, OWN


def read(polygons):
    return Ragged.of(np.array(polygons, object), Shape.POLYGON)


def groups(ragged):
    """For each place of the plan the number that tells it from others."""
    mm = np.rint(ragged.xy * 1000).astype(np.int64)
    return np.unique(mm, axis=0, return_inverse=True)[1].ravel()


@pytest.mark.parametrize("seed", range(4))
def test_neighbours_leave_out_the_same_places(seed):
    ragged = read(generated(150 + 50 * seed, seed, cached=False))
    levels = thinning.coded(ragged) & LEVEL
    place = groups(ragged)
    least, most = np.full(place.max() + 1, 999), np.zeros(place.max() + 1, int)
    np.minimum.at(least, place, levels)
    np.maximum.at(most, place, levels)
    assert (least == most).all()
    assert len(np.unique(levels)) > 5


@pytest.mark.parametrize("seed", range(3))
def test_what_is_left_is_a_coverage_of_the_same_ground_within_the_tolerance(seed):
    polygons = generated(150, seed, cached=False)
    ragged = read(polygons)
    detail = Detail(ragged, thinning.coded(ragged))
    for level in (3, 5, 7, 9):
        less = detail.at(level).ragged
        assert (np.diff(less.rings) >= 4).all()
        assert (less.xy[less.rings[:-1]] == less.xy[less.rings[1:] - 1]).all()
        found = less.geometries()
        assert shapely.is_valid(found).all()
        assert shapely.coverage_is_valid(found)
        away = shapely.hausdorff_distance(shapely.boundary(found), shapely.boundary(polygons))
        assert away.max() <= FINEST_M * 2 ** (level - 1) + 0.001


def turned(polygons, random):
    """The same polygons with rings that begin at any of their places."""

    def begun(ring):
        places = np.array(ring.coords)[:-1]
        return np.roll(places, int(random.integers(len(places))), axis=0)

    return [
        shapely.Polygon(begun(one.exterior), [begun(ring) for ring in one.interiors])
        for one in polygons
    ]


@pytest.mark.parametrize("seed", range(4))
def test_each_line_is_drawn_once_and_none_is_missing(seed):
    polygons = [*generated(150, seed, cached=False)] if seed else squares(4, 3)
    ragged = read(turned(polygons, np.random.default_rng(seed)))
    detail = Detail(ragged, thinning.coded(ragged))
    for level in (0, 5, 8):
        thinned = detail.at(level)
        places = groups(thinned.ragged)
        starts = np.flatnonzero(thinned.begins)
        ends = np.sort(np.stack([places[starts], places[starts + 1]], axis=1), axis=1)
        there = {tuple(pair) for pair in ends.tolist()}
        drawn = [tuple(pair) for pair in ends[thinned.own[starts]].tolist()]
        assert set(drawn) == there
        assert len(drawn) == len(there)


def test_corners_of_squares_stay_and_places_between_go():
    square = shapely.segmentize(shapely.box(EAST, NORTH, EAST + 100, NORTH + 100), 30.0)
    levels = thinning.coded(read([square])) & LEVEL
    kept = Ragged.of(np.array([square], object), Shape.POLYGON).xy[levels >= 7]
    corners = {(EAST + x, NORTH + y) for x in (0, 100) for y in (0, 100)}
    assert {tuple(place) for place in kept.tolist()} == corners
    assert len(levels) > 12


def test_a_pond_filled_by_its_own_parcel_keeps_its_shape_on_both_sides():
    ring = shapely.Point(EAST, NORTH).buffer(20, quad_segs=16)
    around = shapely.box(EAST - 50, NORTH - 50, EAST + 50, NORTH + 50).difference(ring)
    ragged = read([around, ring])
    detail = Detail(ragged, thinning.coded(ragged))
    hole, pond = detail.at(12).ragged.geometries()
    assert not pond.is_empty
    assert shapely.equals(shapely.Polygon(hole.geoms[0].interiors[0]), pond)


def test_ends_of_lines_stay_and_all_lines_are_drawn():
    line = shapely.LineString([(EAST + x, NORTH + 0.001 * (x % 2)) for x in range(50)])
    ragged = Ragged.of(np.array([line], object), Shape.LINE)
    codes = thinning.coded(ragged)
    assert (codes[[0, -1]] & LEVEL).tolist() == [KEPT, KEPT]
    assert (codes[1:-1] & LEVEL).min() == 0
    assert (codes[:-1] >= OWN).all()


def test_points_nothing_and_half_the_earth_have_no_codes():
    points = Ragged.of(np.array([shapely.Point(1, 1)], object), Shape.POINT)
    assert thinning.coded(points) is None
    assert thinning.coded(read([])) is None
    assert thinning.coded(read([shapely.box(0, 0, 3e6, 10)])) is None


def test_work_ends_when_told_to():
    assert thinning.coded(read(squares(3, 2)), lambda: True) is None


@pytest.mark.parametrize("stripe", [1, 7, 500])
def test_codes_are_the_same_however_many_stripes(monkeypatch, stripe):
    # Squares have a few corners of their own that all who share them must keep.
    coverage = [*generated(120, 4, cached=False)]
    west, south = shapely.total_bounds(coverage)[:2]
    coverage += squares(4, 3, east=west - 500, north=south - 500)
    rings = [shapely.LineString(one.exterior.coords) for one in coverage]
    shapes = [read(coverage), Ragged.of(np.array(rings, object), Shape.LINE)]
    expected = [thinning.coded(one) for one in shapes]
    monkeypatch.setattr(thinning, "STRIPE", stripe)
    for one, codes in zip(shapes, expected, strict=True):
        assert len(thinning._stripes(np.zeros((3 * stripe, 2), np.uint32))) == 1
        assert (thinning.coded(one) == codes).all()


def test_stripes_hold_all_places_once(monkeypatch):
    mm = np.random.default_rng(1).integers(0, 9_000, (10_000, 2)).astype(np.uint32)
    everything = np.ones(len(mm), bool)
    monkeypatch.setattr(thinning, "STRIPE", 300)
    stripes = thinning._stripes(mm)
    assert len(stripes) == 33
    found = [thinning._within(mm, everything, *edges) for edges in stripes]
    assert np.sort(np.concatenate(found)).tolist() == list(range(len(mm)))
