import itertools
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from layers.edits.inheritance import FEW, Numbers, additive_columns, shared, shares_of, suffixes
from tests.strategies import layer, squares

WEIGHTS = st.lists(st.floats(0, 1e9), min_size=1, max_size=9).filter(lambda all_: sum(all_) > 1e-3)


@given(st.floats(0, 1e12), WEIGHTS)
def test_parts_sum_to_the_number_to_the_last_digit(value, weights):
    parts = shared(value, weights)
    assert math.fsum(parts) == value
    assert sum(parts) == sum(reversed(parts)) == value
    assert len(parts) == len(weights)


@given(st.integers(0, 10**9), WEIGHTS)
def test_whole_numbers_are_shared_in_whole_numbers_within_one_of_their_share(value, weights):
    parts = shared(value, weights)
    assert all(part.is_integer() and part >= 0 for part in parts)
    assert sum(parts) == value
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - value * (weight / sum(weights))) <= 1 + 1e-6 * value


@given(st.floats(0.001, 1e9), WEIGHTS)
def test_broken_numbers_are_shared_in_proportion(value, weights):
    assume(not value.is_integer())
    for part, weight in zip(shared(value, weights), weights, strict=True):
        assert part == pytest.approx(value * weight / sum(weights), rel=1e-9, abs=1e-9 * value)


def test_only_what_is_counted_is_shared_and_missing_stays_missing():
    rows = layer("parcels", squares(1), population=[9.0], far=[2.0], workers=[None])
    assert {"population", "workers", "process_kwh"} <= set(additive_columns(rows))
    assert "far" not in additive_columns(rows)
    counted = {name: rows.values(name).iloc[0] for name in additive_columns(rows)}
    assert shares_of(counted, [20.0, 10.0]) == [{"population": 6.0}, {"population": 3.0}]


def test_parts_get_the_next_free_letters():
    rows = layer("parcels", squares(4), number=["A-1", "A-1a", "A-1c", None])
    numbers = Numbers(rows)
    assert numbers.parts("A-1", 2) == ["A-1b", "A-1d"]
    assert numbers.parts("A-1", 1) == ["A-1e"]
    assert numbers.parts(None, 2) == [None, None]
    assert list(itertools.islice(suffixes(), 25, 29)) == ["z", "aa", "ab", "ac"]


def test_numbers_of_parents_that_are_looked_for_at_once_are_the_same():
    names = ["A-1", "A-1a", "A-12", "B-7", None, "A-1c"]
    rows = layer("parcels", squares(6), number=names)
    one, other = Numbers(rows), Numbers(rows, ["A-1", None, "B-7", " "])
    for name in ["A-1", "B-7", None, "A-12", "A-1", " "]:
        assert one.parts(name, 2) == other.parts(name, 2)
    assert other.taken("A-1b")
    assert not other.taken("C-1")


def test_numbers_of_many_parcels_are_the_same_as_one_by_one():
    names = [f"B-{n}" for n in range(2 * FEW)]
    rows = layer("parcels", squares(2 * FEW + 2), number=[*names, "B-3a", None])
    numbers = Numbers(rows)
    found = [numbers.parts(name, 2) for name in [*names, "B-3"]]
    assert found[0] == ["B-0a", "B-0b"]
    assert found[3] == ["B-3b", "B-3c"]
    assert found[-1] == ["B-3d", "B-3e"]
    assert len({one for pair in found for one in pair}) == 2 * len(found)
    assert numbers.taken("B-15")
    assert numbers.taken("B-15a")
    assert not numbers.taken("C")
