from layers.codes import code_set
from layers.factor_tables.photovoltaics import GROUPS, factors


def test_factors_have_a_source_a_confidence_and_a_unit():
    found = list(factors(code_set("GB50137-2011")))
    assert len(found) > 20
    for factor in found:
        assert factor.group in GROUPS
        assert factor.title
        assert factor.title_zh
        assert factor.confidence in {"verified", "recalled", "assumption"}
        assert factor.unit
