"""Neighbours share their vertices to the bit, and nothing else is changed."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.coverage.matching import matched

ORIGIN = (39_500_000.123, 3_500_000.456)
"""A place with eight-digit eastings, where a double holds about 7 nm."""


def coverage(columns: int, rows: int, seed: int = 0, pieces: int = 4) -> np.ndarray:
    """Return wiggly parcels that share their vertices exactly."""
    dice = np.random.default_rng(seed)
    x = ORIGIN[0] + np.arange(columns + 1) * 40.0
    y = ORIGIN[1] + np.arange(rows + 1) * 40.0
    corners = np.stack(np.meshgrid(x, y, indexing="ij"), -1)
    corners += dice.uniform(-5, 5, corners.shape)
    share = (np.arange(1, pieces) / pieces)[:, None]

    def edges(a, b):
        between = a[:, :, None] * (1 - share) + b[:, :, None] * share
        return between + dice.uniform(-0.8, 0.8, between.shape)

    across = edges(corners[:-1], corners[1:])
    up = edges(corners[:, :-1], corners[:, 1:])
    rings = [
        np.vstack(
            [
                corners[i, j][None], across[i, j], corners[i + 1, j][None], up[i + 1, j],
                corners[i + 1, j + 1][None], across[i, j + 1][::-1], corners[i, j + 1][None],
                up[i, j][::-1], corners[i, j][None],
            ]
        )
        for i in range(columns)
        for j in range(rows)
    ]  # fmt: skip
    return shapely.polygons(np.array(rings))


def jittered(polygons: np.ndarray, places, dice: np.random.Generator, most: float) -> np.ndarray:
    result = polygons.copy()
    for place in places:
        ring = shapely.get_coordinates(result[place])[:-1]
        ring = ring + dice.uniform(-most, most, ring.shape)
        result[place] = shapely.polygons(np.vstack([ring, ring[:1]]))
    return result


def unmatched(polygons: np.ndarray) -> int:
    edges = shapely.coverage_invalid_edges(polygons, gap_width=0.001)
    return int((~shapely.is_empty(edges)).sum())


def test_a_coverage_that_matches_stays_the_same_objects():
    polygons = coverage(6, 5)
    result = matched(polygons)
    assert all(a is b for a, b in zip(result.geometries, polygons, strict=True))
    assert (len(result.features), result.vertices, result.area_change_m2) == (0, 0, 0.0)


@given(seed=st.integers(0, 1000), share=st.sampled_from([0.1, 0.5, 1.0]))
@settings(max_examples=20, deadline=None)
def test_vertices_off_by_less_than_the_tolerance_become_one(seed, share):
    dice = np.random.default_rng(seed)
    polygons = coverage(6, 5, seed)
    places = np.flatnonzero(dice.random(len(polygons)) < share)
    spoilt = jittered(polygons, places, dice, 0.0003)
    result = matched(spoilt)
    assert unmatched(result.geometries) == 0
    assert len(result.unmatched) == 0
    assert shapely.is_valid(result.geometries).all()
    # 160 m of border a parcel moved by less than 1 mm on each side.
    assert np.abs(shapely.area(result.geometries) - shapely.area(spoilt)).max() < 0.2
    union = shapely.union_all(result.geometries)
    assert union.geom_type == "Polygon"
    assert len(union.interiors) == 0


def test_a_vertex_of_two_neighbours_is_put_into_the_edge_of_the_third():
    wide = shapely.box(0, 0, 10, 10)
    low, high = shapely.box(10, 0, 20, 4), shapely.box(10, 4, 20, 10)
    result = matched(np.array([wide, low, high]))
    assert result.features.tolist() == [0]
    assert result.vertices == 1
    assert result.area_change_m2 == 0.0
    assert shapely.get_num_coordinates(result.geometries).tolist() == [6, 5, 5]
    assert unmatched(result.geometries) == 0


def test_real_overlaps_and_gaps_stay_and_are_named():
    # 10 mm of overlap, 10 mm of gap: ten times the tolerance.
    polygons = np.array(
        [shapely.box(0, 0, 10, 10), shapely.box(9.99, 0, 20, 10), shapely.box(20.01, 0, 30, 10)]
    )
    result = matched(polygons)
    assert shapely.equals(result.geometries, polygons).all()
    assert shapely.area(result.geometries).tolist() == shapely.area(polygons).tolist()
    assert result.unmatched.tolist() == [0, 1]
    assert shapely.intersection(*result.geometries[:2]).area == pytest.approx(0.1)


def test_all_polygons_that_hold_a_vertex_move_it_together():
    # Four parcels meet at (10, 10); in one of them the corner is 0.4 mm off.
    off = shapely.Polygon([(10.0004, 10), (20, 10), (20, 20), (10, 20)])
    polygons = np.array(
        [shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), shapely.box(0, 10, 10, 20), off]
    )
    result = matched(polygons)
    assert result.features.tolist() == [3]
    assert (10.0, 10.0) in list(result.geometries[3].exterior.coords)
    # The triangle of 0.4 mm by 10 m: 0.002 m².
    assert result.area_change_m2 == pytest.approx(0.002, rel=1e-6)


def test_holes_and_several_parts_are_matched_and_kept():
    ring = shapely.Polygon(
        shapely.box(0, 0, 30, 30).exterior.coords, [shapely.box(10, 10, 20, 20).exterior.coords]
    )
    two = shapely.MultiPolygon([shapely.box(10, 10, 20.0003, 15), shapely.box(40, 40, 50, 50)])
    rest = shapely.box(10, 15, 20, 20)
    result = matched(np.array([ring, two, rest]))
    assert [each.geom_type for each in result.geometries] == ["Polygon", "MultiPolygon", "Polygon"]
    assert len(result.geometries[0].interiors) == 1
    assert unmatched(result.geometries) == 0
    assert shapely.union_all(result.geometries).area == pytest.approx(1000.0, abs=0.01)


def test_missing_empty_and_other_geometries_are_passed_over():
    polygons = np.array(
        [
            None,
            shapely.Polygon(),
            shapely.Point(1, 1),
            shapely.box(0, 0, 1, 2),
            shapely.box(1, 0, 2, 1),
        ]
    )
    result = matched(polygons)
    assert result.features.tolist() == [3]
    assert result.geometries[0] is None
    assert result.geometries[2].geom_type == "Point"


@pytest.mark.parametrize("first", [0, 1])
def test_vertices_move_onto_those_of_settled_polygons(first):
    settled = shapely.box(0, 0, 1, 1)
    others = [shapely.box(1.0004, 0, 2, 1), shapely.box(1.0004, 1, 2, 2)]
    polygons = np.array([settled, *others] if first == 0 else [*others, settled])
    there = polygons == settled
    result = matched(polygons, settled=there)
    assert result.geometries[there][0].bounds == (0.0, 0.0, 1.0, 1.0)
    assert [shape.bounds[0] for shape in result.geometries[~there]] == [1.0, 1.0]
    # Without a word about it, the place that two of the three hold would stay.
    assert matched(polygons).geometries[there][0].bounds[2] == 1.0004


def test_nothing_at_all_is_matched():
    assert len(matched(np.array([], dtype=object)).geometries) == 0


def test_a_polygon_of_less_than_the_tolerance_stays_and_stops_no_other():
    tiny = shapely.box(50, 50, 50.0004, 50.0004)
    beside = shapely.box(50.0004, 50, 60, 50.0008)
    polygons = np.array([tiny, beside, shapely.box(0, 0, 1, 2), shapely.box(1, 0, 2, 1)])
    result = matched(polygons)
    assert shapely.equals_identical(result.geometries[0], tiny)
    assert shapely.get_num_coordinates(result.geometries[2]) == 6
    assert shapely.is_valid(result.geometries).all()


@given(seed=st.integers(0, 200))
@settings(max_examples=10, deadline=None)
def test_the_order_of_features_does_not_matter_for_who_is_matched(seed):
    dice = np.random.default_rng(seed)
    spoilt = jittered(coverage(5, 4, seed), [2, 7, 11], dice, 0.0003)
    order = dice.permutation(len(spoilt))
    assert unmatched(matched(spoilt[order]).geometries) == 0
    assert len(matched(spoilt).geometries) == len(spoilt)


def test_a_vertex_beside_a_sharp_corner_is_put_into_the_nearer_side_alone():
    left = shapely.Polygon([(200, 0), (0, 0), (0, 470)])
    corner = (0.0007, 469.9987)
    right = shapely.Polygon([corner, (0, 470), (0.0007, 500), (500, 500), (500, 0), (200, 0)])
    result = matched(np.array([left, right]))
    assert shapely.is_valid(result.geometries).all()
    assert shapely.coverage_is_valid(result.geometries)
    assert list(result.geometries[0].exterior.coords).count(corner) == 1
