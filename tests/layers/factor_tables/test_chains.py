from layers.codes import code_set
from layers.factor_tables.chains import edges, factors


def test_each_edge_has_a_weight_and_a_distance():
    found = {factor.id: factor for factor in factors(code_set("GB50137-2011"))}
    assert len(found) == 2 * len(edges())
    for edge in edges():
        assert 0.0 < found[f"chain.{edge.id}"].central <= 1.0
        assert found[f"reach.{edge.id}"].central > 0.0
        assert found[f"reach.{edge.id}"].unit == "m"
