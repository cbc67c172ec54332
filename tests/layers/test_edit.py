import numpy as np
import pandas as pd

from layers.edit import Change, Edit, LayerDelta, RowsDelta, ValueDelta
from layers.message import Message
from tests.strategies import small_plan


def rows(**values):
    return pd.DataFrame(
        values, index=pd.Index(list(range(1, 1 + len(next(iter(values.values()))))))
    )


def change_rows(ids, kind="parcels"):
    index = pd.Index(ids, dtype=np.int64)
    return RowsDelta(
        kind, pd.DataFrame({"a": [0] * len(ids)}, index), pd.DataFrame({"a": [1] * len(ids)}, index)
    )


def test_the_inverse_exchanges_before_and_after_and_turns_the_order_round():
    first, second = change_rows([1]), ValueDelta("parameters", "x", 1, 2)
    inverse = Edit(Message("Work"), (first, second)).inverted()
    assert inverse.deltas[0] == ValueDelta("parameters", "x", 2, 1)
    assert inverse.deltas[1].before is first.after
    assert inverse.deltas[1].after is first.before
    assert str(inverse.title) == "Work"


def test_the_inverse_of_the_inverse_is_the_edit():
    edit = Edit(Message("Work"), (change_rows([1]), change_rows([2])))
    twice = edit.inverted().inverted()
    for one, other in zip(edit.deltas, twice.deltas, strict=True):
        assert one.before is other.before
        assert one.after is other.after


def test_ids_and_columns_of_added_removed_and_changed_rows():
    empty = pd.DataFrame({"a": []}, index=pd.Index([], dtype=np.int64))
    added = RowsDelta("parcels", empty, rows(a=[1, 2]))
    assert added.ids.tolist() == [1, 2]
    assert added.columns == added.inverted().columns == ("a",)


def test_an_edit_without_parts_is_false_and_edits_follow_one_another():
    assert not Edit(Message("Nothing"), ())
    one, two = Edit(Message("One"), (change_rows([1]),)), Edit(Message("Two"), (change_rows([2]),))
    joined = one.followed_by(two)
    assert str(joined.title) == "Two"
    assert [delta.ids.tolist() for delta in joined.deltas] == [[1], [2]]


def test_a_change_joins_what_edits_touched():
    layer = small_plan().layer("roads")
    change = Change.of(
        Edit(Message(""), (change_rows([3, 1]), change_rows([5], "rooftops"))),
        Edit(Message(""), (change_rows([2]), ValueDelta("parameters", "x", 1, 2))),
        Edit(Message(""), (LayerDelta("roads", layer, layer), change_rows([9], "roads"))),
    )
    assert change.rows["parcels"].tolist() == [1, 2, 3]
    assert change.rows["rooftops"].tolist() == [5]
    assert change.rows["roads"] is None
    assert {("parameters", "x")} == change.values  # noqa: PD011  no frame
