"""Values made anew are told from those of before by what is in them."""

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
import shapely

from layers.analysis.same import same


@dataclass(frozen=True, eq=False)
class Pair:
    one: object
    other: object


def values(last=2.0):
    yield last
    yield np.array([1.0, np.nan, last])
    yield pd.Series([1.0, np.nan, last])
    yield pd.DataFrame({"a": [last]})
    yield (1, "a", last)
    yield [np.array([last])]
    yield {"a": last, "b": None}
    yield MappingProxyType({"a": np.array([last])})
    yield Pair(np.array([last, 3.0]), "a")


@pytest.mark.parametrize("place", range(9))
def test_equal_content_is_the_same_and_another_number_is_not(place):
    first, again, other = (list(values(last))[place] for last in (2.0, 2.0, 2.1))
    assert same(first, again)
    assert not same(first, other)


def test_what_cannot_be_looked_through_is_the_same_only_as_itself():
    shapes = np.array([shapely.Point(0, 0)], object)
    assert same(shapes, shapes)
    assert not same(shapes, shapes.copy())
    assert not same(object(), object())
    assert not same(Pair, 1)
    assert not same(1, 1.0)
    assert not same(True, 1)
    assert not same((1, 2), (1,))
    assert same((float("nan"), None), (float("nan"), None))
    assert not same({"a": 1}, {"b": 1})
