import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import arrays, woven
from layers.columns import Rows


def frame(ids, **further):
    ids = np.asarray(ids, np.int64)
    held = {
        "text": pd.Series([f"t{one}" if one % 3 else None for one in ids], dtype="str").array,
        "number": np.where(ids % 4, ids / 2, np.nan),
        "whole": pd.array([int(one) if one % 5 else None for one in ids], dtype="Int64"),
        **further,
    }
    return pd.DataFrame(held, index=pd.Index(ids, name="fid"))


def rows(ids):
    return Rows.of(frame(ids))


@pytest.mark.parametrize("few", [0, 64])
def test_values_are_picked_in_the_order_asked_and_missing_ones_for_places_that_are_none(
    monkeypatch, few
):
    monkeypatch.setattr(arrays, "FEW", few)
    monkeypatch.setattr(woven, "FEW", few)
    held = rows(range(1, 9))
    places = np.array([6, 0, -1, 2])
    for name in held.names:
        found = held.picked(name, places)
        assert found.dtype == held.column(name).dtype
        assert pd.isna(found[2])
        assert [found[0], found[1]] == [held.values(name)[7], held.values(name)[1]]
    assert held.taken(np.array([6, 1])).frame.equals(frame([7, 2]))


def test_whole_numbers_and_truth_values_of_the_users_can_be_missing():
    held = Rows.of(frame([1, 2], built=[True, False], storeys=[1, 2]))
    assert [str(held.column(name).dtype) for name in ("built", "storeys")] == ["boolean", "Int64"]


def test_a_value_changes_in_its_rows_alone_and_a_new_column_is_missing_elsewhere():
    held = rows([1, 2, 4])
    made = held.updated(np.array([1]), "text", pd.array(["new"], dtype="str"))
    made = made.updated(np.array([2]), "note", pd.array(["here"], dtype="str"))
    assert made.values("text").tolist()[:2] == ["t1", "new"]
    assert made.values("note").isna().tolist() == [True, True, False]
    assert held.frame.equals(frame([1, 2, 4]))


@pytest.mark.parametrize("most", [0, 64])
def test_runs_of_old_and_new_rows_follow_one_another(monkeypatch, most):
    monkeypatch.setattr(woven, "MOST_PIECES", most)
    held = rows([1, 2, 3, 7])
    pieces = [(True, 0, 1), (False, 0, 2), (True, 2, 4), (False, 2, 3)]
    made = held.rearranged(pieces, Rows.of(frame([4, 5, 9])))
    assert made.frame.equals(frame([1, 4, 5, 3, 7, 9]))
    assert held.rearranged([], rows([])).frame.equals(frame([]))
    blank = held.rearranged([(True, 0, 4), (False, 0, 1)], Rows.of(frame([9])[["text"]]))
    assert blank.values("whole").isna().tolist()[-1:] == [True]


@given(st.lists(st.integers(0, 30), max_size=40))
def test_columns_of_texts_stay_in_few_parts_whatever_comes_and_goes(taken):
    held = rows(range(1, 40))
    following = 40
    expected = list(range(1, 40))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "MOST_CHUNKS", 5)
        for place in taken:
            pieces = [(True, 0, place), (True, place + 1, len(expected)), (False, 0, 1)]
            held = held.rearranged(pieces, rows([following]))
            expected = [*expected[:place], *expected[place + 1 :], following]
            following += 1
            assert held.column("text").__arrow_array__().num_chunks <= 5
    assert held.frame.equals(frame(expected))


def test_a_frame_that_is_written_to_leaves_the_rows_as_they_were():
    held = rows([1, 2])
    handed = held.frame
    handed.loc[1, "text"] = "other"
    handed.loc[1, "number"] = -1.0
    assert held.frame.equals(frame([1, 2]))
    handed = held.values("number")
    handed[1] = -1.0
    assert held.frame.equals(frame([1, 2]))


def test_a_column_without_numbers_takes_no_memory_until_it_gets_one():
    held = Rows.of(frame([1, 2, 3], empty=[np.nan] * 3))
    assert held.column("empty").strides == (0,)
    pieces = [(True, 0, 2), (False, 0, 1)]
    none = held.rearranged(pieces, Rows.of(frame([4], empty=[np.nan])))
    assert none.column("empty").strides == (0,)
    assert none.frame.equals(frame([1, 2, 4], empty=[np.nan] * 3))
    some = held.rearranged(pieces, Rows.of(frame([4], empty=[7.0])))
    assert some.frame.equals(frame([1, 2, 4], empty=[np.nan, np.nan, 7.0]))
    given = held.updated(np.array([1]), "empty", np.array([5.0]))
    assert given.values("empty").tolist()[1] == 5.0
    assert held.values("empty").isna().all()
    handed = held.values("empty")
    handed[1] = 5.0
    assert held.values("empty").isna().all()


def test_texts_with_a_beginning_are_found_though_rows_came_and_went():
    held = rows(range(1, 27))
    assert held.beginning_with("text", "t2") == ["t2", "t20", "t22", "t23", "t25", "t26"]
    held = held.rearranged([(True, 0, 1), (True, 2, 26), (False, 0, 3)], rows([30, 200, 31]))
    held = held.rearranged([(True, 0, 20), (True, 21, 27), (False, 0, 1)], rows([260]))
    found = held.beginning_with("text", "t2")
    assert found == ["t20", "t23", "t25", "t26", "t200", "t260"]
    # No other answer than that of the column put together.
    assert found == [one for one in held.values("text").dropna() if one.startswith("t2")]
    assert found == held.beginning_with("text", "t2")
