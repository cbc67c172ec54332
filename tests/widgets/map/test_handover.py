"""Lines that two features have: drawn with one of them, and with the other when that one goes."""

import numpy as np
import pytest
import shapely

from layers.kind import Shape
from tests.bench.coverage import generated
from tests.strategies import squares
from widgets.map import handover, thinning
from widgets.map.chunk import Chunk
from widgets.map.detail import Detail
from widgets.map.handover import Around, Lines, adopted, around, handed_on
from widgets.map.ragged import Ragged
from widgets.map.reshaping import NOWHERE
from widgets.map.thinning import KEPT, LEVEL, OWN


def read(polygons, shape=Shape.POLYGON):
    return Ragged.of(np.array(polygons, object), shape)


def chunk(ragged, first=1, codes=None):
    ids = np.arange(first, first + len(ragged))
    detail = None if codes is None else Detail(ragged, codes)
    return Chunk(ids, ragged, np.zeros(len(ids), np.int32), np.ones(len(ids), bool), detail=detail)


@pytest.fixture(scope="module")
def detail():
    ragged = read(generated(200, 3, cached=False))
    return Detail(ragged, thinning.coded(ragged))


def test_what_stayed_keeps_its_codes_and_what_is_new_is_always_drawn(detail):
    ragged, codes = detail.part(np.array([5, 6]))
    before = Lines.of(ragged, codes)
    nothing = before.sides[:0]
    assert 0 < before.drawn.sum() < before.begins.sum()
    assert (handed_on(ragged, Around([], before, nothing)) == codes).all()
    moved = Ragged.joined(Shape.POLYGON, ragged.xy + 0.5, ragged.rings, ragged.features)
    assert (handed_on(moved, Around([], before, nothing)) & LEVEL == KEPT).all()


def test_a_side_has_one_number_in_both_directions_and_a_corner_from_both_sides():
    here, there = squares(2)
    ragged = read([here, there, shapely.reverse(here), None])
    lines = Lines.of(ragged, np.full(len(ragged.xy), OWN | KEPT, np.uint8))
    sides = [set(lines.sides[5 * n : 5 * n + 4].tolist()) for n in range(3)]
    assert [len(one) for one in sides] == [4, 4, 4]
    assert len(sides[0] & sides[1]) == 1
    assert sides[0] == sides[2]
    corners = [set(lines.corners[5 * n : 5 * n + 5].tolist()) for n in range(3)]
    assert corners[0] == corners[2]
    assert not corners[0] & corners[1]
    assert lines.begins.tolist() == [True, True, True, True, False] * 3
    assert lines.drawn.sum() == 12
    assert lines.taken(lines.begins).begins.all()


def test_neighbours_take_over_the_lines_of_what_is_gone():
    ragged = read(squares(2))
    codes = thinning.coded(ragged)
    found = Detail(ragged, codes)
    # Two squares of four lines each; the one between is drawn with the first.
    assert [(codes[:5] >= OWN).sum(), (codes[5:] >= OWN).sum()] == [4, 3]
    places = adopted(found, np.array([False, True]))
    assert len(places) == 1
    assert places[0] >= 5
    assert codes[places[0]] < OWN
    assert len(adopted(found, np.array([True, False]))) == 0


def found_around(chunks, gone, fresh=NOWHERE):
    """Rows that lean, chunk by chunk, and the rest."""
    found = around(chunks, [np.array(rows, np.int64) for rows in gone], fresh)
    return [rows.tolist() for rows in found.leaning], found


def test_those_that_lean_on_what_is_gone_come_from_all_chunks():
    """Four squares in a row, in two chunks: each draws the line to the next one."""
    ragged = read(squares(4))
    codes = thinning.coded(ragged)
    first = chunk(ragged.taken(np.array([0, 1])), 1, codes[:10])
    second = chunk(ragged.taken(np.array([2, 3])), 3, codes[10:])
    rows, found = found_around((first, second), [[1], []])
    assert rows == [[], [0]]
    assert len(found.before.codes) == 10
    assert len(found.drawn) == 4
    rows, found = found_around((first, second), [[], [1]])
    assert rows == [[], []]
    assert len(found.before.codes) == 5
    # The dead have nothing to take over.
    rows, _ = found_around((first, second.without(np.array([0]))), [[1], []])
    assert rows == [[], []]


def test_what_comes_draws_no_line_that_somebody_else_draws():
    ragged = read(squares(3))
    known = chunk(ragged, 1, thinning.coded(ragged)).without(np.array([1]))
    fresh = ragged.taken(np.array([1]))
    rows, found = found_around((known,), [[]], fresh.bounds)
    assert rows == [[]]
    codes = handed_on(fresh, found)
    # The western one draws the line between; the eastern one leant on what was there before.
    assert (codes >= OWN).sum() == 3


def test_without_levels_nothing_is_handed_on():
    ragged = read(squares(3))
    plain = chunk(ragged)
    assert around((plain,), [np.array([1])], NOWHERE) is None
    line = read([shapely.LineString([(0, 0), (1, 0)])], Shape.LINE)
    lined = chunk(line, 1, np.full(2, OWN | KEPT, np.uint8))
    assert around((lined,), [np.array([0])], NOWHERE) is None
    # Beside others that have levels those without draw all that is theirs.
    rows, found = found_around((plain, chunk(ragged, 4, thinning.coded(ragged))), [[1], []])
    assert rows == [[], [1, 2]]
    assert found.before.drawn.sum() == 4 + 3 + 3


def test_what_is_gone_and_has_no_place_leaves_nobody_leaning():
    ragged = read([*squares(2), None])
    known = chunk(ragged, 1, thinning.coded(ragged))
    rows, found = found_around((known,), [[2]])
    assert rows == [[]]
    assert not len(found.before.codes)
    assert not len(found.drawn)
    assert (handed_on(read(squares(1)), found) >= OWN).sum() == 4


def test_neighbours_of_scattered_features_are_the_same_however_they_are_found(detail, monkeypatch):
    known = chunk(detail.ragged, 1, detail.codes)
    gone = [[3, 60, 150, 199]]
    rows, found = found_around((known,), gone)
    assert len(rows[0]) > 4
    monkeypatch.setattr(handover, "MANY_NEAR", 5)
    again, other = found_around((known,), gone)
    assert again == rows
    sides = [set(one.before.sides[one.before.begins].tolist()) for one in (found, other)]
    assert sides[0] == sides[1]


def test_a_ring_of_which_nothing_would_be_left_is_drawn_in_full():
    ragged = read([shapely.Point(0, 0).buffer(5.0)])
    lines = Lines.of(ragged, np.full(len(ragged.xy), OWN, np.uint8))
    found = handed_on(ragged, Around([], lines, lines.sides[:0]))
    assert (found & LEVEL == KEPT).all()
