"""Missing values become NaN or False, whatever holds them."""

import numpy as np
import pandas as pd
import pytest

from layers.missing import equal, numbers_of


@pytest.mark.parametrize(
    "values",
    [np.array([1.5, np.nan]), pd.array([1.5, None], "Float64"), pd.array([1.5, np.nan])],
)
def test_a_missing_number_is_nan(values):
    found = numbers_of(values)
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found, [1.5, np.nan])


def test_whole_numbers_become_numbers():
    np.testing.assert_array_equal(numbers_of(pd.array([2026, None], "Int64")), [2026.0, np.nan])


def test_plain_numbers_are_not_copied():
    values = np.arange(3.0)
    assert numbers_of(values) is values


@pytest.mark.parametrize("dtype", ["str", "string", object])
def test_a_missing_text_equals_nothing(dtype):
    values = pd.Series(["a", None, "b"], dtype=dtype).array
    assert equal(values, "a").tolist() == [True, False, False]
