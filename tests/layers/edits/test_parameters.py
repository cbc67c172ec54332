import math

import pytest

from layers.edits.attributes import reset_parameter, set_parameter
from layers.errors import InvalidEditError
from layers.parameters import Factor, new_parameters
from tests.strategies import BASE_YEAR, small_plan


def test_a_factor_gets_another_central_value_and_is_marked_as_the_users():
    plan = small_plan()
    edit = set_parameter(plan, "sink.tree_urban", 1.0)
    after = plan.applied(edit).factor("sink.tree_urban")
    assert (after.low, after.central, after.high) == (0.66, 1.0, 1.25)
    assert after.confidence == "user"
    assert plan.factor("sink.tree_urban").central == 0.9
    assert str(edit.title) == "Set the factor Urban treed green"


def test_the_whole_range_moves_at_once():
    plan = small_plan()
    value = {"low": 2, "central": 3, "high": 4}
    after = plan.applied(set_parameter(plan, "sink.tree_urban", value)).factor("sink.tree_urban")
    assert (after.low, after.central, after.high) == (2.0, 3.0, 4.0)


def test_a_range_can_be_taken_away():
    plan = small_plan()
    value = {"low": None, "central": 3, "high": None}
    after = plan.applied(set_parameter(plan, "sink.tree_urban", value)).factor("sink.tree_urban")
    assert (after.low, after.central, after.high) == (None, 3.0, None)


def test_setting_what_is_there_is_an_empty_edit():
    assert not set_parameter(small_plan(), "sink.tree_urban", 0.9)
    assert not set_parameter(small_plan(), "plan.base_year", BASE_YEAR)
    assert not reset_parameter(small_plan(), "sink.tree_urban")


def test_reset_brings_back_what_is_shipped():
    plan = small_plan()
    changed = plan.applied(set_parameter(plan, "sink.tree_urban", 1.0))
    back = changed.applied(reset_parameter(changed, "sink.tree_urban"))
    assert back.factor("sink.tree_urban") == plan.factor("sink.tree_urban")


def test_a_negative_sink_is_taken_only_where_the_shipped_range_goes_below_zero():
    plan = small_plan()
    assert set_parameter(plan, "sink.water", {"low": -0.4})
    with pytest.raises(InvalidEditError, match="cannot be -1"):
        set_parameter(plan, "sink.tree_urban", -1)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("sink.tree_urbn", 1, "Names like it are sink.tree_urban"),
        ("sink.tree_urban", "1", "must be a number"),
        ("sink.tree_urban", True, "must be a number"),
        ("sink.tree_urban", math.inf, "must be a number"),
        ("sink.tree_urban", {"middle": 1}, "middle is none of them"),
        ("sink.tree_urban", 5, "would run from 0.66 over 5 to 1.25"),
        ("green.M1", 101, "cannot be 101 %"),
        ("limit.M1.far", 2, "M1 FAR – Industrial class 1 (no nuisance) has no value central"),
        ("limit.M1.far", {"low": 4}, "would run from 4 over – to 3"),
        ("limit.M1.density", {"high": 101}, "cannot be 101 %"),
        ("pv.usable_metal", {"high": 1.2}, "m² usable / m² roof. Give a number from 0 to 1."),
        ("supply.storage_efficiency", 1.5, "cannot be 1.5. Give a number from 0.1 to 1."),
        ("emission.heat_default", -1, "cannot be -1 t CO₂/GJ. Give 0 or more."),
        ("limit.M.high_storeys", {"low": 1}, "has no value low. Give central"),
        ("plan.base_year", 1800, "must be a whole number from 1900 to 2200; 1800 is none."),
        ("plan.base_year", "2025", "must be a whole number from 1900 to 2200; '2025' is none."),
        ("plan.nuisance_m", -5.0, "must be a number from 0 to 10000 m; -5 is none."),
        ("plan.nuisance_m", "五十", "'五十' is none."),
        ("plan.nuisance_m", None, "cannot be empty. Give a number from 0 to 10000 m."),
        ("plan.storage_mw", "abc", "must be a number of 0 MW or more; 'abc' is none."),
        ("plan.network_least_m2", None, "cannot be empty. Give 0 m² or more."),
        ("plan.turbidity", 11, "from 1 to 10; 11 is none."),
        ("plan.code_set", "GB", "Choose one of GB50137-2011"),
        ("plan.attached_cover", "lawns", "Choose one of lawn"),
        ("plan.grid_factor", None, "cannot be empty. Choose one of grid_"),
        ("plan.grid_factor", 3, "cannot be 3."),
        ("plan.yield_city", "atlantis", "cannot be atlantis"),
        ("plan.buildings", "huts", "Choose one of"),
        ("plan.colour", 1, "no factor or setting plan.colour"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(name, value, said):
    with pytest.raises(InvalidEditError) as caught:
        set_parameter(small_plan(), name, value)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("plan.base_year", 2030),
        ("plan.base_year", None),
        ("plan.attached_cover", "shrub"),
        ("plan.grid_factor", "grid_cn_avg_2022"),
        ("plan.yield_city", "jinan"),
        ("plan.buildings", "roofs"),
    ],
)
def test_a_setting_is_set_and_taken_back(name, value):
    plan = small_plan()
    edit = set_parameter(plan, name, value)
    after = plan.applied(edit)
    assert after.parameters[name] == value
    assert after.applied(edit.inverted()).parameters == plan.parameters


def test_a_default_limit_is_set_to_a_range_and_back():
    plan = small_plan()
    after = plan.applied(set_parameter(plan, "limit.M.height", {"low": 12, "high": 36}))
    found = after.factor("limit.M.height")
    assert (found.low, found.central, found.high, found.confidence) == (12.0, None, 36.0, "user")
    assert (
        after.applied(reset_parameter(after, "limit.M.height")).factor("limit.M.height").low is None
    )


def test_another_code_set_brings_its_green_ratios_and_undo_takes_them_away():
    plan = small_plan()
    edit = set_parameter(plan, "plan.code_set", "MNR2023")
    after = plan.applied(edit)
    assert after.codes.id == "MNR2023"
    assert dict(after.parameters) == dict(new_parameters(BASE_YEAR, "MNR2023"))
    assert dict(after.applied(edit.inverted()).parameters) == dict(plan.parameters)


def test_the_plans_own_factor_has_nothing_to_be_set_back_to():
    plan = small_plan()
    own = Factor("sink.own", "Own", "自有", "kg CO₂/(m²·a)", None, 1.0, None)
    plan = plan.__class__(plan.crs, plan.layers, {**plan.parameters, "sink.own": own})
    with pytest.raises(InvalidEditError, match="none is shipped"):
        reset_parameter(plan, "sink.own")
