"""All tables together: found by looking, each factor and setting once."""

from collections import Counter

import pytest

from layers import factor_tables
from layers.codes import CODE_SETS, code_set


@pytest.mark.parametrize("set_id", CODE_SETS)
def test_no_two_tables_have_a_factor_of_one_id(set_id):
    ids = Counter(factor.id for factor in factor_tables.factors(code_set(set_id)))
    assert [name for name, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("set_id", CODE_SETS)
def test_each_factor_has_a_group_both_names_a_unit_and_a_confidence(set_id):
    for factor in factor_tables.factors(code_set(set_id)):
        assert factor.group in factor_tables.groups()
        assert factor.title, factor.id
        assert factor.title_zh, factor.id
        # Ratios that parcels and parks are held to have none, as floor area ratios.
        assert factor.unit or factor.group in {"limit", "target"}, factor.id
        assert factor.confidence in {"verified", "recalled", "assumption"}, factor.id


def test_settings_are_those_of_the_plan_first():
    settings = factor_tables.settings()
    assert next(iter(settings)) == "plan.code_set"
    assert all(id_ == one.id and id_.startswith("plan.") for id_, one in settings.items())


def test_a_setting_of_factors_points_at_some():
    known = [factor.id for factor in factor_tables.factors(code_set("GB50137-2011"))]
    for one in factor_tables.settings().values():
        if one.factors:
            assert any(name.startswith(one.factors) for name in known), one.id
        if one.factors and one.default is not None:
            assert f"{one.factors}{one.default}" in known
