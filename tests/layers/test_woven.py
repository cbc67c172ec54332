import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import woven
from layers.arrays import picked
from layers.woven import Woven
from tests.layers.test_arrays import columns, same


@st.composite
def exchanges(draw):
    """Exchanges of rows that stand beside what a list of their numbers becomes."""
    present, following, steps = list(range(30)), 30, []
    for _ in range(draw(st.integers(1, 12))):
        at = sorted(draw(st.sets(st.integers(0, max(len(present) - 1, 0)), max_size=4)))
        new = draw(st.integers(0, 3))
        pieces, done, result = [], 0, []
        fresh = list(range(following, following + new))
        for place in at if present else []:
            pieces.append((True, done, place))
            result += present[done:place]
            done = place + 1
        if fresh and draw(st.booleans()):  # as a step taken back, among the others
            pieces.append((False, 0, 1))
            result.append(fresh[0])
        pieces.append((True, done, len(present)))
        result += present[done:]
        begun = len([one for one in fresh if one in result])
        if begun < new:
            pieces.append((False, begun, new))
            result += fresh[begun:]
        steps.append((pieces, fresh, result, draw(st.sets(st.sampled_from(sorted(columns([])))))))
        present, following = result, following + new
    return steps


@given(exchanges(), st.data())
def test_columns_are_what_a_list_of_the_rows_becomes_whoever_reads_when(steps, data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(woven, "MOST_STEPS", 3)
        patch.setattr(woven, "MOST_PIECES", data.draw(st.sampled_from([2, 64])))
        held = Woven(30, columns(range(30)))
        older, numbers = held, list(range(30))
        for pieces, fresh, result, read in steps:
            held = held.rearranged(pieces, columns(fresh))
            for name in read:
                assert same(held.whole(name), columns(result)[name])
            if result:
                places = data.draw(st.lists(st.integers(0, len(result) - 1), max_size=5))
                for name, expected in columns(result).items():
                    found = held.some(name, np.array(places, np.intp))
                    assert same(found, picked(expected, np.array(places, np.intp)))
            # What is put together unasked keeps up.
            assert len(held._steps) <= 3 + len(columns([]))
            assert held.count == len(result)
            numbers = result
    for name, expected in columns(numbers).items():
        assert same(held.whole(name), expected)
        assert same(older.whole(name), columns(range(30))[name])


@given(exchanges())
def test_rows_of_the_array_are_found_where_they_are_now(steps):
    held = Woven(30, columns(range(30)))
    for pieces, fresh, result, _ in steps:
        held = held.rearranged(pieces, columns(fresh))
        array, weave = held.base("row")
        assert weave is not None
        wanted = np.flatnonzero(array % 2 == 0)
        now = weave.now(wanted).tolist()
        later = [
            at + number
            for one, first, last, at in weave.later()
            for number, value in enumerate(held.brought(one, "row")[first:last])
            if value % 2 == 0
        ]
        assert sorted(now + later) == [at for at, one in enumerate(result) if one % 2 == 0]


def test_a_column_that_new_rows_have_not_is_missing_there():
    held = Woven(3, columns([1, 2, 4]))
    pieces = [(True, 0, 1), (False, 0, 2), (True, 2, 3)]
    made = held.rearranged(pieces, {"row": np.array([8, 9])})
    assert made.whole("row").tolist() == [1, 8, 9, 4]
    assert pd.isna(made.whole("text")).tolist() == [False, True, True, False]
    assert np.isnan(made.some("number", np.array([1]))).all()


def test_missing_values_stand_where_there_is_no_place():
    held = Woven(4, columns([1, 2, 4, 7]))
    held = held.rearranged([(True, 0, 2), (False, 0, 1), (True, 3, 4)], columns([11]))
    for name in ("text", "number", "whole"):
        found = held.some(name, np.array([2, -1, 0]))
        assert pd.isna(found).tolist() == [False, True, False]
        assert found[0] == columns([11])[name][0]
        assert found.dtype == held.dtype(name)


def test_an_exchange_puts_nothing_together_and_a_column_left_behind_for_long_comes_by_itself():
    held = Woven(9, columns(range(9)))
    for step in range(woven.MOST_STEPS):
        held = held.rearranged([(True, 1, 9), (False, 0, 1)], columns([9 + step]))
        assert not held.ready("text")
    for step in range(len(columns([])) // woven.AT_ONCE):
        held = held.rearranged([(True, 1, 9), (False, 0, 1)], columns([50 + step]))
    assert len(held._steps) < woven.MOST_STEPS


def test_what_was_taken_out_and_put_back_is_one_run():
    held = Woven(9, columns(range(9)))
    held = held.rearranged([(True, 0, 4), (False, 0, 2), (True, 4, 9)], columns([20, 21]))
    held = held.rearranged([(True, 0, 4), (True, 6, 11)], columns([]))
    _, weave = held.base("row")
    assert list(weave.runs) == [(-1, 0, 9)]
