from layers.codes import code_set
from layers.factor_tables.emissions import GROUPS, factors


def test_all_emission_factors_are_single_values_and_one_grid_is_the_default():
    found = {factor.id: factor for factor in factors(code_set("GB50137-2011"))}
    assert {factor.group for factor in found.values()} == set(GROUPS)
    assert all((one.low, one.high) == (None, None) for one in found.values())
    assert all(one.source for one in found.values())
    grids = [
        name for name, one in found.items() if name.startswith("emission.grid") and one.default
    ]
    assert grids == ["emission.grid_cn_avg_2023"]
    assert found[grids[0]].central == 0.5306
    assert found[grids[0]].unit == "kg CO₂/kWh"


def test_what_a_readme_quotes_is_recalled_and_not_verified():
    found = {factor.id: factor for factor in factors(code_set("GB50137-2011"))}
    quoted = [one for one in found.values() if one.source.startswith("unnamed data set")]
    assert {one.id.removeprefix("emission.grid_") for one in quoted} == {
        "hk",
        "jp",
        "kr",
        "us",
        "is",
    }
    assert {one.confidence for one in quoted} == {"recalled"}
