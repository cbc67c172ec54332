"""Indicators and their targets as the table says them."""

import pytest

from layers.factor_tables.indicators import (
    REPORTED,
    SETS,
    YES,
    Target,
    items,
    quantities,
    target_of,
    used,
)
from layers.parameters import new_parameters, shipped_factors


@pytest.mark.parametrize(
    ("text", "operator", "target"),
    [
        ("90", ">=", Target(90.0, None)),
        ("0.3", "<=", Target(None, 0.3)),
        ("0.8-1.2", "between", Target(0.8, 1.2)),
        ("0.8–1.2", ">=", Target(0.8, 1.2)),
        ("0.8 ~ 1.2", ">=", Target(0.8, 1.2)),
        (" ≥ 40 ", "<=", Target(40.0, None)),
        ("<=0.2", ">=", Target(None, 0.2)),
        ("−5", "<=", Target(None, -5.0)),
        ("= 2", ">=", Target(2.0, 2.0)),
        ("具备", "=", Target(1.0, None)),
        ("完善", "=", Target(1.0, None)),
        ("level 2 of the national limit", "<=", Target(1.0, None)),
        ("report only", ">=", None),
        ("", ">=", None),
        ("1.2-0.8", "between", None),
        ("ninety", ">=", None),
    ],
)
def test_targets_are_read_as_they_are_written(text, operator, target):
    assert target_of(text, operator) == target


def test_the_national_set_has_one_core_indicator_by_size_and_five_that_guide():
    national = [one for one in items().values() if one.set == "national"]
    core = [one for one in national if one.level == "core"]
    assert [(one.energy_from, one.energy_to) for one in core] == [(2e5, 1e6), (1e6, None)]
    assert [one.target for one in core] == [Target(None, 0.2), Target(None, 0.3)]
    assert [one.level for one in national].count("guiding") == 5
    assert {one.confidence for one in national} == {"verified"}


def test_green_parks_have_18_required_indicators_with_recalled_values():
    miit = [one for one in items().values() if one.set == "miit"]
    assert len(miit) == 31
    assert [one.level for one in miit].count("required") == 18
    assert {one.confidence for one in miit} == {"recalled"}
    assert sum(one.unit == YES for one in miit) == 4


def test_each_indicator_has_a_set_a_source_and_a_target_or_only_informs():
    for one in items().values():
        assert one.set in SETS
        assert one.source
        assert one.title_zh
        assert one.target is not None or one.set == REPORTED or one.wanted == "report only", one.id


def test_indicators_of_several_sets_ask_for_one_quantity():
    sets = {one.set for one in items().values() if one.quantity == "water_reuse"}
    assert {"national", "hunan_2027", "jiangsu", "miit", REPORTED} <= sets
    assert quantities()["water_reuse"].id == "NZCP-water"
    assert not any(one.set == REPORTED for one in quantities().values())


def test_targets_are_factors_of_the_plan_and_never_between_their_bounds():
    factors = shipped_factors()
    core = factors["target.NZCP-core-small"]
    assert (core.low, core.central, core.high) == (None, None, 0.2)
    assert core.source.startswith("NDRC")
    jobs = factors["target.T-jobs-housing"]
    assert (jobs.low, jobs.high, jobs.confidence) == (0.8, 1.2, "assumption")
    assert "target.SEED4-water" not in factors
    assert "target.T-sink-ratio" not in factors


def test_a_new_plan_has_the_national_indicators_and_its_own():
    plan = dict(new_parameters(2025))
    assert used(plan) == ("national", "own")
    plan |= {"plan.indicators_hunan": "2030", "plan.indicators_national": "no"}
    assert used(plan) == ("hunan_2030", "own")
