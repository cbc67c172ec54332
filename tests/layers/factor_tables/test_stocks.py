from layers.codes import CODE_SETS, code_set
from layers.factor_tables.stocks import SOIL, covers, factors


def test_stocks_have_a_range_in_order_and_name_no_unknown_class():
    found = {factor.id: factor for factor in factors(code_set("GB50137-2011"))}
    for factor in found.values():
        assert factor.low <= factor.central <= factor.high
        assert factor.confidence in {"recalled", "assumption"}
    assert f"stock.{SOIL}" in found
    for stock, classes in covers():
        assert f"stock.{stock}" in found
        for one in classes:
            set_id, _, code = one.partition(":")
            assert set_id in CODE_SETS
            assert code in code_set(set_id)
