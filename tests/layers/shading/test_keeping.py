"""Shading as a plan keeps it: what of it still holds after roofs have changed."""

import numpy as np
import pytest
import shapely

from layers.enclosure import Enclosure
from layers.shading.horizons import SECTORS, Shading
from layers.shading.keeping import BEYOND, METHOD, SEEN, KeptShading, keys_of, near
from layers.shading.roofs import Roofs

SHAPES = np.array([shapely.box(100 * k, 0, 100 * k + 20, 20) for k in range(10)], object)
HEIGHTS = np.full(10, 10.0)


def roofs(places=range(10), shapes=SHAPES, heights=HEIGHTS):
    places = np.array(places)
    return Roofs(places + 1, shapes[places], shapely.bounds(shapes[places]), heights[places],
                 np.zeros(len(places), bool))  # fmt: skip


def kept(of, raised=0.0, horizon=10.0):
    n = len(of)
    return KeptShading(
        "dsm", "dsm.tif", "abc", 2000.0,
        Shading.of_horizons(of.ids, np.full((n, SECTORS), horizon)),
        keys_of(of.shapes, of.heights, of.pitched), of.boxes, np.full(n, raised, np.float32),
        np.full(n, SEEN, np.uint8), np.ones(n, np.float32),
    )  # fmt: skip


def fresh(one, of):
    keys = keys_of(of.shapes, of.heights, of.pitched)
    return one.fresh(of.ids, keys, of.boxes, of.heights)


def test_it_comes_back_from_a_plan():
    one = kept(roofs(), raised=4.0)
    found = KeptShading.of(Enclosure.unpacked(one.enclosure().packed()))
    assert found.enclosure() == one.enclosure()
    assert (found.source, found.file, found.stamp) == ("dsm", "dsm.tif", "abc")
    sun = (np.array([180.0, 180.0]), np.array([5.0, 30.0]))
    assert np.array_equal(found.shading.beam(*sun), one.shading.beam(*sun))


@pytest.mark.parametrize(
    ("facts", "arrays"),
    [
        ({"method": METHOD + 1}, {}),
        ({"reach_m": "far"}, {}),
        ({}, {"ids": np.arange(10)[::-1].copy()}),
        ({}, {"ids": np.float64(3).reshape(())}),
        ({}, {"keys": np.zeros(10, np.int64)}),
        ({}, {"table": np.zeros((10, 3, 8), np.uint8)}),
        ({}, {"states": np.zeros(9, np.uint8)}),
    ],
)
def test_what_is_strange_in_a_file_is_no_shading(facts, arrays):
    one = kept(roofs()).enclosure()
    assert KeptShading.of(one) is not None
    other = Enclosure({**one.facts, **facts}, {**one.arrays, **arrays})
    assert KeptShading.of(other) is None
    assert KeptShading.of(None) is None


def test_nothing_is_stale_where_nothing_has_changed():
    places, good = fresh(kept(roofs(), raised=10.0), roofs())
    assert places.tolist() == list(range(10))
    assert good.all()


def test_a_roof_that_the_model_shows_is_stale_alone():
    moved = SHAPES.copy()
    moved[3] = shapely.box(303, 0, 323, 20)
    good = fresh(kept(roofs()), roofs(shapes=moved))[1]
    assert np.flatnonzero(~good).tolist() == [3]


@pytest.mark.parametrize("change", ["moved", "higher", "gone"])
def test_a_roof_that_was_laid_on_the_ground_makes_its_neighbours_stale(change):
    shapes, heights, places = SHAPES.copy(), HEIGHTS.copy(), list(range(10))
    if change == "moved":
        shapes[3] = shapely.box(301, 0, 321, 20)
    if change == "higher":
        heights[3] = 10.5
    if change == "gone":
        del places[3]
    now = roofs(places, shapes, heights)
    good = fresh(kept(roofs(), raised=10.0), now)[1]
    # 10 m are lower than 3° beyond 190 m: two neighbours on each side are nearer.
    assert set(now.ids[~good].tolist()) == {2, 3, 4, 5, 6} - ({4} if change == "gone" else set())


def test_a_new_roof_makes_its_neighbours_stale_where_it_has_a_height():
    one = kept(roofs([0, 1, 2, 4, 5, 6, 7, 8, 9]))
    places, good = fresh(one, roofs())
    assert places[3] == -1
    assert np.flatnonzero(~good).tolist() == [1, 2, 3, 4, 5]
    flat = HEIGHTS.copy()
    flat[3] = np.nan
    assert np.flatnonzero(~fresh(one, roofs(heights=flat))[1]).tolist() == [3]


def test_what_was_looked_at_again_takes_the_place_of_what_was_known():
    now = roofs([0, 2, 3, 4])
    newer = kept(roofs([2, 4]), horizon=40.0)
    found = kept(roofs([0, 1, 2, 3])).merged(newer, now, np.zeros(4))
    assert found.ids.tolist() == [1, 3, 4, 5]
    high = found.shading.beam(np.array([90.0]), np.array([30.0]))[:, 0]
    assert high.tolist() == [1, 0, 1, 0]


def test_keys_differ_by_shape_height_and_slope():
    shapes = np.array([SHAPES[0], SHAPES[1], SHAPES[0], SHAPES[0], None, None], object)
    heights = np.array([1.0, 1.0, 2.0, 1.0, 1.0, np.nan])
    keys = keys_of(shapes, heights, np.array([0, 0, 0, 1, 0, 0], bool))
    assert len(set(keys.tolist())) == 6
    assert keys_of(shapes[:1], heights[:1], np.array([False])).tolist() == keys[:1].tolist()


def test_many_boxes_are_compared_with_many():
    random = np.random.default_rng(5)
    low = random.uniform(0, 9_000, (3_000, 2))
    boxes = np.hstack([low, low + 10])
    others, reach = boxes[:2_500] + 40.0, np.full(2_500, 5.0)
    found = near(boxes, others, reach)
    grown = shapely.box(*(others + np.array([-5, -5, 5, 5])).T)
    hit = shapely.STRtree(grown).query(shapely.box(*boxes.T), predicate="intersects")[0]
    assert np.flatnonzero(found).tolist() == np.unique(hit).tolist()


def test_states_are_kept():
    one = kept(roofs())
    one.states[4] = BEYOND
    assert KeptShading.of(one.enclosure()).states.tolist() == [0] * 4 + [1] + [0] * 5


def test_some_of_its_roofs_are_kept_as_they_are():
    one = kept(roofs(), raised=4.0)
    some = one.picked(np.array([2, 5]))
    assert some.ids.tolist() == [3, 6]
    assert fresh(some, roofs([2, 5]))[1].all()
    assert KeptShading.of(some.enclosure()).enclosure() == some.enclosure()
