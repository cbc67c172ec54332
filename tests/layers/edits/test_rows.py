import numpy as np
import pytest

from layers.edits.rows import changed_rows, layer_of, near
from layers.errors import InvalidEditError
from tests.strategies import small_plan


def test_ids_come_in_any_order_and_twice():
    delta = changed_rows(small_plan().layer("parcels"), [5, 1, 5], {"number": "Z"})
    assert list(delta.before.index) == [1, 5]
    assert list(delta.before["number"]) == ["A1", "B2"]
    assert list(delta.after["number"]) == ["Z", "Z"]


def test_rows_keep_the_columns_dtype():
    layer = small_plan().layer("rooftops")
    delta = changed_rows(layer, np.array([1]), {"floors": 3, "height_m": None})
    assert delta.after.dtypes.astype(str).to_dict() == {"floors": "Int64", "height_m": "float64"}


def test_nothing_that_differs_is_none():
    assert changed_rows(small_plan().layer("parcels"), [1], {"number": "A1", "far": None}) is None
    assert changed_rows(small_plan().layer("parcels"), [], {"number": "Z"}) is None


def test_words_like_one_ignore_case_and_fall_back_to_the_first():
    assert near("FAR", ["number", "far"]) == "far"
    assert near("☃", ["a", "b", "c"], 2) == "a, b"


def test_an_unknown_layer_names_the_known_ones():
    with pytest.raises(InvalidEditError, match="parcels"):
        layer_of(small_plan(), "lots")
