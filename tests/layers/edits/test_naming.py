"""How sentences name parcels and values."""

from __future__ import annotations

from layers.edits.naming import LONGEST, MOST_NAMED, named, told
from tests.layers.edits.test_split import plan_of
from tests.strategies import squares


def test_parcels_are_named_by_number_and_without_one_by_id():
    layer = plan_of(squares(3), number=["A-1", None, " "]).layer("parcels")
    assert named(layer, [1]) == "A-1"
    assert named(layer, [3, 1, 2]) == "#3, A-1, #2"


def test_of_very_many_the_first_ones_are_named():
    count = MOST_NAMED + 2
    layer = plan_of(squares(count), number=[f"P{n}" for n in range(count)]).layer("parcels")
    text = named(layer, layer.ids)
    assert text.startswith("P0, P1, ")
    assert text.endswith(f"P{MOST_NAMED - 1}…")


def test_values_that_cannot_be_are_shown_as_they_were_typed_and_no_longer_than_a_line():
    assert told("五十亩") == "'五十亩'"
    assert told(2.0) == "2"
    assert told(0.1 + 0.2) == "0.3"
    assert told("\ud800") == r"'\ud800'"
    assert len(told("x" * 1000)) == LONGEST
