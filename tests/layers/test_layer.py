import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.edit import Edit, RowsDelta
from layers.errors import InvalidEditError
from layers.layer import Layer
from layers.message import Message
from tests.strategies import layer, small_plan, squares


def edit(*deltas):
    return Edit(Message("Work"), deltas)


def test_rows_are_found_by_id_and_missing_ones_are_named():
    parcels = small_plan().layer("parcels")
    assert parcels.rows([5, 2])["number"].tolist() == ["A2", "B2"]
    with pytest.raises(InvalidEditError, match="99"):
        parcels.rows([1, 99])


@given(st.lists(st.integers(-2, 9), unique=True), st.lists(st.integers(1, 7), unique=True))
def test_positions_are_those_of_a_search_in_a_list(asked, there):
    there = sorted(there)
    found = Layer(
        "parcels",
        layer("parcels", squares(len(there))).frame.set_index(
            pd.Index(there, dtype=np.int64, name="fid")
        ),
    )
    expected = [there.index(one) if one in there else -1 for one in asked]
    assert found.positions(np.array(asked, np.int64)).tolist() == expected


def test_versions_tell_which_columns_changed():
    plan = small_plan()
    before = plan.layer("parcels")
    rows = pd.DataFrame(before.rows([1]))[["number"]]
    after = plan.applied(edit(RowsDelta("parcels", rows, rows.assign(number="Z")))).layer("parcels")
    assert before.version("number") != after.version("number")
    assert before.version("land_use", "geometry") == after.version("land_use", "geometry")
    assert before.version() != after.version()
    assert before.version("nonsense") == (0,)


def test_truth_values_and_whole_numbers_of_the_users_can_be_missing():
    found = layer("parcels", squares(2), built=[True, False], storeys=[1, 2], share=[0.5, 1.0])
    dtypes = found.frame.dtypes.astype(str)
    assert (dtypes["built"], dtypes["storeys"], dtypes["share"]) == ("boolean", "Int64", "float64")
