from layers.codes import code_set
from layers.factor_tables.networks import GROUPS, factors


def test_distances_have_one_value_and_belts_a_bound():
    found = {factor.id: factor for factor in factors(code_set("GB50137-2011"))}
    assert {factor.group for factor in found.values()} == set(GROUPS)
    assert found["radius.PARK-500"].central == 500.0
    assert found["radius.GRAPH-d50"].central == 500.0
    assert (found["belt.ECO-W2"].low, found["belt.ECO-W2"].high) == (12.0, 30.0)
    for factor in found.values():
        single = factor.group == "radius"
        assert (factor.central is not None) == single
        assert single or factor.low is not None or factor.high is not None
