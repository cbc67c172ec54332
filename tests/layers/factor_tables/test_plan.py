from layers.codes import CODE_SETS, code_set
from layers.factor_tables.plan import SETTINGS, factors


def test_the_plan_itself_has_settings_and_no_factors():
    assert list(factors(code_set("GB50137-2011"))) == []
    found = {one.id: one for one in SETTINGS}
    assert found["plan.code_set"].choices == CODE_SETS
    assert found["plan.base_year"].default is None
