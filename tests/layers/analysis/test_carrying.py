"""Which rows an edit left as they were, so that their values are carried on."""

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis.carrying import carried, kept_rows, touched_ids
from layers.analysis.overlay import FEW
from layers.edit import Change
from layers.inputs import Inputs


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        ({}, []),
        ({"parcels": [3]}, [3]),
        ({"parcels": None}, None),
        ({"parcels": range(FEW + 1)}, None),
    ],
)
def test_many_touched_rows_are_computed_anew(ids, found):
    rows = {kind: None if one is None else np.array(one, np.int64) for kind, one in ids.items()}
    touched = touched_ids(Change(rows, frozenset()), ("parcels",))
    assert (None if touched is None else touched["parcels"].tolist()) == found


@given(
    st.lists(st.integers(1, 20), unique=True),
    st.lists(st.integers(1, 20), unique=True),
    st.lists(st.integers(1, 25), unique=True),
)
def test_values_of_untouched_rows_are_carried_and_the_others_are_fresh(before, now, touched):
    before, now = (np.array(sorted(ids), np.int64) for ids in (before, now))
    kept = carried(before, now, np.array(touched, np.int64))
    if {*before.tolist()} - {*touched} != {*now.tolist()} - {*touched}:
        assert kept is None
        return
    assert kept.gone.tolist() == [n for n, id_ in enumerate(before) if id_ in touched]
    assert kept.fresh.tolist() == [n for n, id_ in enumerate(now) if id_ in touched]
    values = kept.filled(before * 10, now[kept.fresh] * -1)
    assert values.tolist() == [-id_ if id_ in touched else 10 * id_ for id_ in now.tolist()]


@pytest.mark.parametrize("shape", [(3,), (2, 3)])
def test_values_of_which_none_is_another_are_the_same_array(shape):
    ids = np.array([1, 2, 3])
    kept = carried(ids, ids, np.array([2]))
    before = np.full(shape, 4.0)
    before[..., 1] = np.nan
    assert kept.filled(before, np.full((*shape[:-1], 1), np.nan)) is before
    other = kept.filled(before, np.full((*shape[:-1], 1), 5.0))
    assert other is not before
    assert np.isnan(before[..., 1]).all()
    assert (other[..., 1] == 5.0).all()
    one_less = carried(ids, ids[:2], np.array([3]))
    assert one_less.filled(before, before[..., :0]).shape[-1] == 2
    words = np.array(["a", None, "b"], object)
    assert kept.filled(words, words[1:2]) is not words


CLASSES = object()


def read(*ids, classes=CLASSES):
    return cast(
        "Inputs",
        SimpleNamespace(
            ids=lambda kind: np.array(ids if kind == "parcels" else [], np.int64),
            value={"limits.classes": classes}.__getitem__,
        ),
    )


def kept(*, before=None, parcels=(2,), boundary=()):
    rows = {"parcels": np.array(parcels, np.int64), "boundary": np.array(boundary, np.int64)}
    return kept_rows(
        read(1, 2, 3),
        before or read(1, 2, 3),
        Change(rows, frozenset()),
        "parcels",
        untouched=("boundary",),
        same=("limits.classes",),
    )


def test_rows_stay_where_nothing_else_was_touched():
    assert kept().fresh.tolist() == [1]
    assert kept(parcels=()).fresh.tolist() == []
    assert kept(before=read(1, 3)).fresh.tolist() == [1]


def test_all_rows_are_looked_at_where_something_concerns_them_all():
    assert kept(boundary=(1,)) is None
    assert kept(before=read(1, 2, 3, classes=object())) is None
    assert kept(before=read(1, 2)) is None
    assert kept(parcels=range(FEW + 1)) is None


def once(inputs):
    """Let a layer have its ids, and not others that are equal, whenever it is asked."""
    found = inputs.ids("parcels")
    inputs.ids = {"parcels": found}.__getitem__
    return inputs


def test_what_one_measure_has_found_serves_the_others():
    change = Change({"parcels": np.array([2], np.int64)}, frozenset())
    before, now, other = (once(read(*ids)) for ids in ((1, 2, 3), (1, 2, 3), (1, 3)))
    first = kept_rows(now, before, change, "parcels")
    assert kept_rows(now, before, change, "parcels") is first
    gone = kept_rows(other, before, change, "parcels")
    assert (gone.fresh.tolist(), gone.count) == ([], 2)
    assert kept_rows(now, before, change, "parcels").fresh.tolist() == [1]
