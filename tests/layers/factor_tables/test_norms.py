from layers.codes import code_set
from layers.factor_tables.norms import factors


def test_ranges_advise_and_have_a_bound_and_a_source():
    found = list(factors(code_set("GB50137-2011")))
    for factor in found:
        assert factor.central is None
        assert factor.low is not None or factor.high is not None
        assert factor.source
        assert factor.unit in {"%", "m²"}


def test_a_set_has_the_ranges_of_its_own_classes():
    assert [factor.id for factor in factors(code_set("MNR2023"))] == ["norm.PARK-16-share"]
