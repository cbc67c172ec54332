import itertools

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from layers import arrays
from layers.arrays import (
    beginning_with,
    exchanged,
    is_nothing,
    joined,
    listed,
    nothing,
    picked,
    places_beginning_with,
    written,
)


def columns(numbers):
    numbers = np.asarray(numbers, np.int64)
    return {
        "text": pd.array([f"t{one}" if one % 3 else None for one in numbers], dtype="str"),
        "number": np.where(numbers % 4, numbers / 2, np.nan),
        "whole": pd.array([int(one) if one % 5 else None for one in numbers], dtype="Int64"),
        "row": numbers,
        "box": np.stack([numbers, numbers + 1.0]).T,
        "empty": nothing(len(numbers)),
    }


def same(one, other):
    if isinstance(other, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(
            one, other, equal_nan=other.dtype == float
        )
    return one.equals(other)


@pytest.mark.parametrize("name", ["text", "number", "whole", "row"])
def test_values_are_exchanged_and_written_in_their_places_alone(name):
    before, other = columns([1, 2, 4, 7])[name], columns([11, 13])[name]
    made = exchanged(before, np.array([3, 1]), other)
    assert same(made, columns([1, 13, 4, 11])[name])
    assert same(before, columns([1, 2, 4, 7])[name])
    if name != "row":
        made = written(before, {0: None, 2: other[0]})
        assert pd.isna(made).tolist() == [True, False, False, False]
        assert made[2] == other[0]
        assert same(before, columns([1, 2, 4, 7])[name])


def test_texts_in_many_parts_are_put_together(monkeypatch):
    monkeypatch.setattr(arrays, "MOST_CHUNKS", 4)
    text = columns(range(9))["text"]
    found = joined(text, [(text, at, at + 1) for at in range(9)])
    assert same(found, text)
    assert found.__arrow_array__().num_chunks == 1


@pytest.mark.parametrize("name", ["text", "number", "whole"])
@pytest.mark.parametrize("several", [False, True])
def test_values_are_picked_in_the_order_asked(name, several):
    held = columns(range(9))[name]
    if several:
        held = joined(held, [(held, 0, 4), (held, 4, 9)])
    assert same(picked(held, np.array([7, 0, 7])), columns([7, 0, 7])[name])
    found = picked(held, np.array([7, -1]))
    assert pd.isna(found).tolist() == [False, True]
    assert found.dtype == held.dtype


def test_missing_values_are_listed_as_none():
    found = columns([1, 3, 4, 5, 8])
    assert listed(found["text"]) == ["t1", None, "t4", "t5", "t8"]
    assert listed(found["number"]) == [0.5, 1.5, None, 2.5, None]
    assert listed(found["whole"]) == [1, 3, 4, None, 8]


def test_texts_with_a_beginning_are_found_whatever_holds_them():
    texts = ["A-1", "B-1", None, "A-12", "xA-1"]
    for dtype in ("str", object):
        array = pd.Series(texts, dtype=dtype).array
        assert beginning_with(array, "A-1") == ["A-1", "A-12"]
        assert beginning_with(array, "A-12", "B") == ["B-1", "A-12"]
        assert beginning_with(array, "A-12", "A-13") == ["A-12"]


def test_of_many_texts_that_begin_alike_those_wanted_are_found():
    texts = [f"A-{n}" for n in range(5_000)]
    held = columns(range(9))["text"]
    many = type(held)._from_sequence([*texts, None], dtype=held.dtype)
    expected = [one for one in texts if one.startswith(("A-12", "A-4999"))]
    assert beginning_with(many, "A-12", "A-4999") == expected
    assert places_beginning_with(many, "A-4999", "A-12").tolist()[-1] == 4999


def test_columns_of_missing_numbers_alone_are_known_and_take_no_memory():
    assert is_nothing(nothing(3))
    assert is_nothing(np.full(3, np.nan))
    assert not is_nothing(np.array([np.nan, 1.0]))
    assert not is_nothing(np.array([None, None]))
    both = joined(nothing(3), [(nothing(3), 0, 2), (np.full(2, np.nan), 0, 2)])
    assert both.strides == (0,)
    assert len(both) == 4


def test_what_is_taken_of_many_columns_is_what_each_gives_by_itself():
    places = np.array([3, -1, 0, 3])
    few = arrays.Few(places)
    for name, column in columns(range(9)).items():
        if name != "box":
            assert same(few.of(column), picked(column, places)), name
    blank = pd.array([None] * 9, dtype="str")
    assert few.of(blank).isna().all()
    assert len(few.of(blank)) == 4
    assert len(arrays.Few(places[:0]).of(columns(range(9))["text"])) == 0


@pytest.mark.parametrize("cut", [0, 3, 70])
def test_columns_of_missing_values_stay_so_until_one_gets_a_value(cut):
    blank, empty = pd.array([None] * 100, dtype="str"), nothing(100)
    some = pd.array([None, "a"], dtype="str")
    parts = [(blank, 0, cut), (blank, cut, 100), (blank, 0, 30)]
    assert joined(blank, parts).isna().all()
    assert len(joined(blank, parts)) == 130
    made = joined(blank, [(blank, 0, cut), (some, 0, 2), (blank, cut, 100)])
    assert [one for one in listed(made) if one] == ["a"]
    assert listed(made)[cut + 1] == "a"
    assert is_nothing(joined(empty, [(empty, cut, 100), (np.full(2, np.nan), 0, 1)]))
    assert joined(empty, [(empty, 0, cut), (np.array([7.0]), 0, 1)])[cut] == 7.0


@pytest.mark.parametrize("alike", [0, 500])
@pytest.mark.parametrize("cuts", [[], [5], [3, 3, 64, 199]])
def test_texts_with_a_beginning_are_found_in_many_parts_and_among_missing_ones(
    monkeypatch, alike, cuts
):
    monkeypatch.setattr(arrays, "MANY_ALIKE", alike)
    texts = [f"A-{n % 7}{n}" if n % 5 else None for n in range(300)]
    whole = pd.array(texts, dtype="str")
    ends = [0, *cuts, 300]
    parts = [(whole, first, last) for first, last in itertools.pairwise(ends)]
    column = joined(whole, parts)
    for asked in (("A-6",), ("A-61", "A-2"), ("A-6", "A-61"), ("B",), ("",), ("B", "A-3")):
        known = [n for n, one in enumerate(texts) if one and one.startswith(asked)]
        assert places_beginning_with(column, *asked).tolist() == known
        assert places_beginning_with(column[7:], *asked).tolist() == [
            n - 7 for n in known if n >= 7
        ]


@pytest.mark.parametrize("missing", [0.0, 0.08])
def test_truth_values_of_pyarrow_are_found_across_parts_that_begin_anywhere(missing):
    random = np.random.default_rng(1)
    shares = [0.1 - missing, 0.9, missing]
    every = pa.array(random.choice([True, False, None], 900, p=shares).tolist())
    ends = [3, 11, 11, 300, 301, 900]
    parts = [every[first:last] for first, last in itertools.pairwise(ends)]
    known = np.flatnonzero([one is True for one in every.to_pylist()[3:]])
    assert arrays._true(pa.chunked_array(parts)).tolist() == known.tolist()
    assert arrays._true(pa.chunked_array([], pa.bool_())).tolist() == []
