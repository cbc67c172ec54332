"""Names of the parts of paths."""

from layers.analysis.leaf_titles import part_title
from layers.message import Message


def test_keys_types_and_covers_have_names_and_strange_ones_have_none():
    assert str(part_title("monthly_kwh", {})) == "months"
    assert str(part_title("housing", {})) == "Housing / talent apartments"
    assert part_title("lawn", {"lawn": Message("Lawn")}) == Message("Lawn")
    assert part_title("strange", {}) is None
