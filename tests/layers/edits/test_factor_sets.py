"""Many assumptions at once: compared, taken in one step, set back."""

import pytest

from layers.edits.factor_sets import compared, restore_all, set_parameters
from layers.edits.operations import operations
from layers.errors import PlanError
from layers.parameters import factors_of
from tests.small_plan import small_plan


def test_a_comparison_tells_what_differs_what_is_same_and_what_cannot_be():
    plan = small_plan()
    shipped = plan.factor("sink.lawn")
    found = compared(
        plan,
        {
            "sink.lawn": {"low": 0.0, "central": 0.2, "high": 0.4187},
            "sink.shrub": {"central": plan.factor("sink.shrub").central},
            "sink.unheard": {"central": 1.0},
            "pv.usable_flat": {"central": "plenty"},
            "pv.gcr_flush": {"low": 0.9, "central": 2.0, "high": 2.0},
            "plan.code_set": "other",
        },
    )
    (one,) = found.differences
    assert (one.id, one.before, one.after.central) == ("sink.lawn", shipped, 0.2)
    assert one.after.confidence == "user"
    assert found.same == 1
    assert set(found.refused) == {
        "sink.unheard",
        "pv.usable_flat",
        "pv.gcr_flush",
        "plan.code_set",
    }
    assert "from 0 to 1" in str(found.refused["pv.gcr_flush"])
    assert plan.factor("sink.lawn") is shipped


def test_a_set_is_one_step_all_or_nothing():
    plan = small_plan()
    edit = set_parameters(plan, {"sink.lawn": 0.2, "sink.shrub": {"central": 0.5}})
    assert len(edit.deltas) == 2
    after = plan.applied(edit)
    assert after.factor("sink.lawn").central == 0.2
    assert after.factor("sink.shrub").central == 0.5
    with pytest.raises(PlanError):
        set_parameters(plan, {"sink.lawn": 0.2, "sink.unheard": 1.0})


def test_all_factors_come_back_and_settings_stay():
    plan = small_plan()
    assert not restore_all(plan).deltas
    edited = plan.applied(set_parameters(plan, {"sink.lawn": 0.2, "pv.usable_flat": 0.5}))
    edited = edited.applied(set_parameters(edited, {"plan.buildings": "roofs"}))
    edit = restore_all(edited)
    assert {delta.key for delta in edit.deltas} == {"sink.lawn", "pv.usable_flat"}
    after = edited.applied(edit)
    assert after.factor("sink.lawn") == factors_of(plan.codes)["sink.lawn"]
    assert after.parameters["plan.buildings"] == "roofs"


def test_the_command_line_has_both():
    plan = small_plan()
    edit = operations()["parameters"].edit(plan, {"values": {"sink.lawn": 0.2}})
    after = plan.applied(edit)
    assert after.factor("sink.lawn").central == 0.2
    assert len(operations()["reset_all"].edit(after, {}).deltas) == 1
