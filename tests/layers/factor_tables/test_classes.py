"""What classes ask for, of shipped code sets and of own ones."""

from layers.codes import code_set
from layers.factor_tables.classes import factors


def test_each_class_of_a_set_asks_for_a_green_ratio_and_industry_for_none():
    found = {factor.id: factor for factor in factors(code_set("GB50137-2011"))}
    asked = [name for name in found if name.startswith("green.")]
    assert len(asked) == len(code_set("GB50137-2011").classes)
    assert found["green.M1"].central == 0.0


def test_limits_are_those_of_the_set_alone():
    found = {factor.id for factor in factors(code_set("MNR2023"))}
    assert "limit.1001.far" in found
    assert not any(name.startswith("limit.M") for name in found)
