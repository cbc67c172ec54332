"""Columns keep type and value on their way to a file and back; missing stays missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from layers.files import columns


@pytest.mark.parametrize(
    ("values", "dtype", "declared"),
    [
        (["a", None], "str", "TEXT"),
        ([1, None], "Int64", "INTEGER"),
        ([1.5, None], "float64", "REAL"),
        ([True, None], "boolean", "BOOLEAN"),
        (["2025-03-01", None], "datetime64[ms, UTC]", "DATETIME"),
        ([{"a": 1}, None], "object", "TEXT"),
    ],
)
def test_each_type_is_declared_and_held(values, dtype, declared):
    series = pd.Series(values, dtype=dtype)
    assert columns.declared(series) == declared
    held = columns.canonical(series)
    assert str(held.dtype) == columns.HELD[declared]
    assert held.isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("sql", "family"),
    [
        ("TEXT(40)", "TEXT"),
        ("varchar(10)", "TEXT"),
        ("DATE", "TEXT"),
        ("MEDIUMINT", "INTEGER"),
        ("FLOAT", "REAL"),
        ("BOOLEAN", "BOOLEAN"),
        ("DATETIME", "DATETIME"),
        ("BLOB", ""),
        ("", ""),
    ],
)
def test_types_of_other_programs_belong_to_one_of_ours(sql, family):
    assert columns.family(sql) == family


def test_objects_and_large_numbers_are_held_without_loss():
    assert columns.canonical(pd.Series([1, "b", None], dtype=object)).tolist()[:2] == ["1", "b"]
    large = pd.Series([2**63], dtype="uint64")
    assert columns.canonical(large).tolist() == [2.0**63]


def test_cells_are_as_sql_takes_them():
    assert columns.cells(pd.Series([1.5, np.nan])) == [1.5, None]
    assert columns.cells(pd.Series([7, None], dtype="Int64")) == [7, None]
    assert columns.cells(pd.Series([True, None], dtype="boolean")) == [1, None]
    assert columns.cells(pd.Series(["a\0b", None], dtype="str")) == ["ab", None]
    times = pd.Series(pd.to_datetime(["2025-03-01T08:30:00.250Z", None], utc=True))
    assert columns.cells(times) == ["2025-03-01T08:30:00.250Z", None]


def test_a_zero_is_no_missing_value():
    assert columns.cells(pd.Series([0.0, np.nan])) == [0.0, None]
    assert columns.cells(pd.Series([0, None], dtype="Int64")) == [0, None]


@pytest.mark.parametrize(
    ("array", "dtype", "values"),
    [
        (pa.array([1, None], pa.int32()), "Int64", [1, None]),
        (pa.array([1.5, None], pa.float32()), "float64", [1.5, None]),
        (pa.array([True, None]), "boolean", [True, None]),
        (pa.array(["甲", None]), "str", ["甲", None]),
        (pa.array([0, None], pa.timestamp("us")), "datetime64[ms, UTC]", ["1970-01-01", None]),
    ],
)
def test_columns_that_were_read_are_held_in_our_types(array, dtype, values):
    found = columns.from_arrow(pa.chunked_array([array]))
    assert str(found.dtype) == dtype
    assert found.isna().tolist() == [False, True]
    wanted = pd.Timestamp(values[0], tz="UTC") if dtype.startswith("datetime") else values[0]
    assert found[0] == wanted


def test_binaries_are_no_columns():
    assert columns.from_arrow(pa.chunked_array([pa.array([b"x"])])) is None
    assert columns.from_arrow(pa.chunked_array([pa.array([[1]])])) is None


def test_numbers_are_read_out_of_texts_and_lost_ones_named():
    texts = pd.Series([" 12.5 ", "about 20", "", None, "inf"], dtype="str")
    found, lost = columns.coerced(texts, "float64")
    assert found[0] == 12.5
    assert found.isna().tolist() == [False, True, True, True, True]
    assert lost.tolist() == [False, True, False, False, True]


def test_fractions_are_lost_where_whole_numbers_are_wanted():
    found, lost = columns.coerced(pd.Series([3.0, 2.5, np.nan]), "Int64")
    assert found[0] == 3
    assert found.isna().tolist() == [False, True, True]
    assert lost.tolist() == [False, True, False]


@pytest.mark.parametrize("dtype", ["float64", "Int64"])
def test_times_are_no_numbers(dtype):
    times = pd.to_datetime(pd.Series(["2025-03-01", None]), utc=True)
    found, lost = columns.coerced(times, dtype)
    assert str(found.dtype) == dtype
    assert found.isna().tolist() == [True, True]
    assert lost.tolist() == [True, False]


def test_whole_numbers_become_texts_without_a_point():
    found, lost = columns.coerced(pd.Series([701.0, 0.5, np.nan]), "str")
    assert found.tolist()[:2] == ["701", "0.5"]
    assert found.isna().tolist() == [False, False, True]
    assert not lost.any()


@pytest.mark.parametrize("dtype", sorted(columns.HELD.values()))
def test_a_column_without_values_is_like_one_of_missing_ones(dtype):
    for count in (0, 1, 3):
        pd.testing.assert_series_equal(
            columns.missing(count, dtype), pd.Series([None] * count, dtype=dtype)
        )
