"""Key numbers of a plan side by side."""

from layers.analysis import measures
from tests.small_plan import small_plan
from widgets import key_totals


def test_numbers_that_are_missing_are_left_out():
    found = key_totals.values(measures().evaluate(small_plan(roofs=False)))
    assert "solar.kwh_per_a" not in found
    assert found["carbon.sink_t_per_a.central"] > 0


def test_changes_are_told_in_one_unit_with_their_share():
    before = {
        "carbon.sink_t_per_a.central": 30_000.0,
        "solar.kwh_per_a": 1.0,
        "runoff.coefficient": 0.5,
    }
    after = {"carbon.sink_t_per_a.central": 15_000.0, "runoff.coefficient": 0.5}
    rows = list(key_totals.changes(before, after))
    assert rows == [
        ("Carbon sink", "30", "15 kt CO₂/a", "−50.0 %"),
        ("Roof PV, yield", "1", "–", ""),
    ]
