"""Features that are drawn together: found by id, with other classes, without some."""

import numpy as np

from layers.kind import Shape
from tests.strategies import squares
from widgets.map.chunk import Chunk
from widgets.map.ragged import Ragged


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
    after = first.without(np.array([4, 9]))
    assert after.positions(np.array([2, 4, 6])).tolist() == [0, 2]
    assert first.positions(np.array([2, 4, 6])).tolist() == [0, 1, 2]
    assert after.without(np.array([4])) is after
