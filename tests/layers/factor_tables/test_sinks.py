from layers.codes import code_set
from layers.factor_tables.sinks import GROUPS, factors


def test_sinks_have_their_range_in_order_and_the_tools_own_choice_has_all_of_it():
    found = {factor.id: factor for factor in factors(code_set("GB50137-2011"))}
    assert {factor.group for factor in found.values()} == set(GROUPS)
    for factor in found.values():
        known = [one for one in (factor.low, factor.central, factor.high) if one is not None]
        assert known == sorted(known), factor.id
        assert len(known) == 3 or not factor.default, factor.id
    assert found["sink.lawn"].growth_years == 30.0
    assert found["sink.sealed"].central == 0.0


def test_a_central_value_that_its_note_calls_an_assumption_is_one():
    found = {factor.id: factor for factor in factors(code_set("GB50137-2011"))}
    assert "is an assumption" in found["sink.greenroof_ext"].note
    assert found["sink.greenroof_ext"].confidence == "assumption"
