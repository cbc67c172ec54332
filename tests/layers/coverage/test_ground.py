"""What a layer covers together, with and without faults."""

import numpy as np
import pytest
import shapely

from layers.coverage.ground import Ground, blocks, mean_width
from layers.errors import CancelledError
from layers.progress import Progress
from tests.strategies import EAST, NORTH, document, layer, squares


def ground(shapes, progress=None, **values):
    plan = document(layer("parcels", shapes, **values))
    return Ground(plan, plan.layer("parcels"), progress)


def test_blocks_hold_each_feature_once_and_all_that_touch_it():
    shapes = np.array(squares(30, 20), object)
    seen = np.zeros(600, int)
    for around, inner in blocks(shapely.bounds(shapes), 40):
        own = around[inner]
        seen[own] += 1
        touching = shapely.STRtree(shapes).query(shapes[own], predicate="intersects")[1]
        assert set(touching) <= set(around)
    assert (seen == 1).all()
    assert not list(blocks(np.empty((0, 4))))


def test_where_neighbours_match_nothing_is_doubtful_and_the_rim_is_theirs():
    found = ground(squares(5, 5))
    assert not len(found.unmatched)
    assert not len(found.overlaps[0])
    # The middle one touches none of the rim's.
    assert set(range(25)) - set(found.rim.tolist()) == {12}
    assert found.covered.equals(shapely.box(EAST, NORTH, EAST + 500, NORTH + 500))


def test_overlaps_are_pairs_with_what_they_share():
    over = shapely.box(EAST + 90, NORTH + 20, EAST + 110, NORTH + 40)
    found = ground([*squares(2), over])
    pairs, shared = found.overlaps
    assert pairs.tolist() == [[0, 2], [1, 2]]
    assert shapely.area(shared).tolist() == [200, 200]
    assert found.covered.area == pytest.approx(20_000)


def test_shapes_are_made_sound_and_flat_before_they_are_looked_at():
    bow = shapely.Polygon(
        [(EAST, NORTH), (EAST + 20, NORTH + 20), (EAST + 20, NORTH), (EAST, NORTH + 20)]
    )
    high = shapely.force_3d(squares(3)[2], 5.0)
    found = ground([bow, high, None, shapely.Polygon()])
    assert found.valid.tolist() == [False, True, False, True]
    assert shapely.is_valid(found.shapes[:2]).all()
    assert not shapely.has_z(found.shapes[:2]).any()
    assert found.polygonal.tolist() == [0, 1]


def test_a_parcel_is_called_by_its_number_where_it_has_one():
    found = ground(squares(3), number=["A-01", " ", None])
    assert [found.name(place) for place in range(3)] == ["A-01", "2", "3"]


def test_a_strip_is_as_wide_as_its_sides_are_apart():
    strip = np.array([shapely.box(0, 0, 0.5, 1_000), shapely.Point(0, 0)], object)
    assert mean_width(strip).tolist() == pytest.approx([0.5, 0.0], abs=1e-3)


def test_long_work_can_be_stopped():
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        _ = ground(squares(4), progress).unmatched
