from layers.codes import code_set
from layers.factor_tables.runoff import GROUPS, SETTINGS, factors


def test_coefficients_lie_between_none_and_all_and_in_order():
    found = [one for one in factors(code_set("GB50137-2011")) if one.group == "runoff"]
    assert len(found) == 16
    for factor in found:
        assert 0.0 <= factor.low <= factor.central <= factor.high <= 1.0, factor.id


def test_design_rainfall_grows_with_the_share_of_control():
    found = {one.id: one for one in factors(code_set("GB50137-2011")) if one.group == "rain"}
    cities = {name.split(".")[1].rpartition("_")[0] for name in found}
    assert cities == set(SETTINGS[0].choices)
    for city in cities:
        rains = [found[f"rain.{city}_{share}"].central for share in (60, 70, 75, 80, 85)]
        assert rains == sorted(rains)
    assert {factor.confidence for factor in found.values()} == {"recalled"}
    assert set(GROUPS) == {"runoff", "rain"}
