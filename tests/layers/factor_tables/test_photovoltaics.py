from layers.codes import code_set
from layers.factor_tables.photovoltaics import GROUPS, factors


def test_ranges_are_in_order_and_yields_have_all_three():
    found = {factor.id: factor for factor in factors(code_set("GB50137-2011"))}
    assert {factor.group for factor in found.values()} == set(GROUPS)
    for factor in found.values():
        known = [one for one in (factor.low, factor.central, factor.high) if one is not None]
        assert known, factor.id
        assert known == sorted(known), factor.id
    yields = [factor for name, factor in found.items() if name.startswith("pv.yield_class")]
    assert len(yields) == 3
    assert all(one.low and one.central and one.high for one in yields)
    assert all(one.unit == "kWh/(kWp·a)" for one in yields)
