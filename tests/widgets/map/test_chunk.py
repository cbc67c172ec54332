"""Features that are drawn together: found by id, with other classes, without some."""

from dataclasses import replace

import numpy as np
import shapely
import shapely.affinity

from layers.kind import Shape
from tests.bench.coverage import generated
from tests.strategies import squares
from widgets.map import thinning
from widgets.map.chunk import Chunk, joined, steps_of
from widgets.map.detail import Detail
from widgets.map.ragged import Ragged
from widgets.map.thinning import KEPT, OWN


def chunk():
    ids = np.array([2, 4, 6])
    ragged = Ragged.of(np.array(squares(3), object), Shape.POLYGON)
    return Chunk(ids, ragged, np.zeros(3, np.int32), np.ones(3, bool))


def test_other_classes_are_for_the_ids_that_are_here():
    first = chunk()
    after = first.with_classes(np.array([4, 5, 6]), np.array([1, 2, 3], np.int32))
    assert after.classes.tolist() == [0, 1, 3]
    assert first.classes.tolist() == [0, 0, 0]
    assert first.with_classes(np.array([5]), np.array([1], np.int32)) is first


def test_what_is_removed_is_found_no_more():
    first = chunk()
    after = first.without(np.array([1]))
    assert after.positions(np.array([2, 4, 6])).tolist() == [0, 2]
    assert first.positions(np.array([2, 4, 6])).tolist() == [0, 1, 2]
    assert after.positions(np.array([6, 2, 6, 9])).tolist() == [0, 2]
    assert after.without(np.array([], np.int64)) is after


def test_joined_are_those_that_live_by_their_ids():
    first = chunk().with_classes(np.array([2, 4, 6]), np.array([1, 2, 3], np.int32))
    other = replace(first, ids=np.array([5, 1, 3])).without(np.array([1]))
    found = joined([first, other])
    assert found.ids.tolist() == [2, 3, 4, 5, 6]
    assert found.classes.tolist() == [1, 3, 2, 1, 3]
    assert found.alive.all()
    assert found.detail is None
    west = found.ragged.bounds[0] - first.ragged.bounds[0, 0]
    assert west.tolist() == [0.0, 200.0, 100.0, 0.0, 200.0]
    nothing = joined([first.without(np.arange(3)), other.without(np.arange(3))])
    assert (len(nothing.ids), len(nothing.ragged)) == (0, 0)


def test_joined_go_on_with_the_levels_that_are_known():
    first = chunk()
    codes = thinning.coded(first.ragged)
    known = replace(first, detail=Detail(first.ragged, codes)).without(np.array([1]))
    other = replace(first, ids=np.array([1, 3, 7]))
    found = joined([known, other])
    assert found.ids.tolist() == [1, 2, 3, 6, 7]
    whole = np.full(5, OWN | KEPT, np.uint8)
    expected = [whole, codes[:5], whole, codes[10:], whole]
    assert found.detail.codes.tolist() == np.concatenate(expected).tolist()


def test_levels_are_those_of_the_first_chunk_that_has_any():
    first = chunk()
    codes = thinning.coded(first.ragged)
    levels = [Detail(first.ragged, codes, steps) for steps in [(0, 6), (0, 7)]]
    unknown = replace(first, detail=Detail(first.ragged))
    known = [replace(first, detail=one) for one in levels]
    assert steps_of([first, unknown, *known], Shape.POLYGON) == (0, 6)
    assert steps_of([first, unknown], Shape.POLYGON) == steps_of(known, Shape.LINE) == ()
    assert joined(known[:1], (0, 7)).detail.steps == (0, 7)


def test_how_crowded_it_is_goes_by_the_scale_and_not_by_what_was_edited():
    first = chunk()
    west, south, east, north = first.ragged.bounds
    # Three squares of 100 m in a row stand in one square of eight of them.
    assert first.largest == 100.0
    assert first.crowding(1.0) == len(first.ragged.xy) / 800**2
    assert first.crowding(0.5) == 4 * first.crowding(1.0)
    after = first.without(np.array([1])).with_classes(np.array([2]), np.array([1], np.int32))
    assert after.crowding(1.0) == first.crowding(1.0)
    assert (east - west == 100.0).all()
    assert (north - south == 100.0).all()


def test_ground_between_places_far_apart_is_not_counted():
    here = squares(3)
    there = [shapely.affinity.translate(one, 1e6) for one in here]
    ragged = Ragged.of(np.array([*here, *there, None], object), Shape.POLYGON)
    numbers = np.arange(7)
    far = Chunk(numbers, ragged, np.zeros(7, np.int32), np.ones(7, bool))
    assert far.crowding(1.0) == chunk().crowding(1.0)
    none = Ragged.of(np.array([None], object), Shape.POLYGON)
    nothing = Chunk(numbers[:1], none, np.zeros(1, np.int32), np.ones(1, bool))
    assert nothing.crowding(1.0) == nothing.largest == 0.0


def test_without_levels_some_are_drawn_in_full_and_with_them_as_the_scale_needs():
    ragged = Ragged.of(generated(200, 3, cached=False), Shape.POLYGON)
    classes, alive = np.zeros(200, np.int32), np.ones(200, bool)
    plain = Chunk(np.arange(200), ragged, classes, alive)
    rows = np.array([3, 4, 90])
    full = plain.thinned(rows, 0.01)
    assert (full.ragged.xy == ragged.taken(rows).xy).all()
    assert (full.own == full.begins).all()
    fine = replace(plain, detail=Detail(ragged, thinning.coded(ragged)))
    assert len(fine.thinned(rows, 100.0).ragged.xy) == len(full.ragged.xy)
    assert len(fine.thinned(rows, 0.01).ragged.xy) < len(full.ragged.xy) / 3
