import pytest

from layers.codes import CODE_SETS, code_set
from layers.parameters import SETTINGS, Factor, in_order, new_parameters, shipped_factors


def test_factors_keep_what_the_table_says():
    trees = shipped_factors()["sink.tree_urban"]
    assert (trees.low, trees.central, trees.high) == (0.66, 0.9, 1.25)
    assert trees.growth_years == 40
    assert trees.group == "sink"
    assert trees.confidence == "assumption"


@pytest.mark.parametrize("set_id", CODE_SETS)
def test_all_factors_have_a_footing_and_an_ascending_range(set_id):
    for id_, factor in shipped_factors(set_id).items():
        assert id_ == factor.id
        assert factor.title
        assert factor.confidence
        bounds = [one for one in (factor.low, factor.central, factor.high) if one is not None]
        assert bounds == sorted(bounds), id_


def test_the_green_ratio_of_a_class_is_its_lower_limit_else_nothing():
    factors = shipped_factors()
    assert factors["green.R"].central == 30.0
    assert factors["green.M1"].central == 0.0


@pytest.mark.parametrize(("set_id", "code"), [("GB50137-2011", "M"), ("MNR2023", "1001")])
def test_industry_has_an_upper_green_ratio_and_a_least_building_coefficient(set_id, code):
    factors = shipped_factors(set_id)
    green, coefficient = factors[f"limit.{code}.green"], factors[f"limit.{code}.coefficient"]
    assert (green.low, green.high, green.confidence) == (None, 20.0, "recalled")
    assert (coefficient.low, coefficient.high, coefficient.unit) == (30.0, None, "%")
    assert "72" in coefficient.note  # the edition that followed
    assert factors[f"limit.{code}.high_storeys"].central == 2.0
    assert f"{code} " in factors[f"limit.{code}.far"].title_zh


def test_no_limit_of_a_class_has_a_value_between_its_bounds():
    limits = [one for one in shipped_factors().values() if one.group == "limit"]
    assert len(limits) > 100
    assert {one.id for one in limits if one.central is not None} == {"limit.M.high_storeys"}


def test_an_edited_factor_is_marked_as_the_users():
    factor = Factor("sink.x", "X", "某", "kg", 1.0, 2.0, 3.0, confidence="verified")
    edited = factor.edited(central=2.5)
    assert (edited.low, edited.central, edited.high) == (1.0, 2.5, 3.0)
    assert (edited.confidence, factor.confidence) == ("user", "verified")


def test_a_new_plan_has_all_factors_and_settings():
    found = new_parameters(2025, "MNR2023")
    assert found["plan.base_year"] == 2025
    assert found["plan.code_set"] == "MNR2023"
    assert set(SETTINGS) <= set(found)
    assert set(shipped_factors("MNR2023")) <= set(found)


def test_settings_point_at_factors_that_are_shipped():
    found = new_parameters(2025)
    assert f"sink.{found['plan.attached_cover']}" in found
    assert f"emission.{found['plan.grid_factor']}" in found


def test_parameters_cannot_be_changed():
    with pytest.raises(TypeError):
        new_parameters(2025)["plan.base_year"] = 2026


def test_parameters_lie_as_in_a_new_plan_and_others_after_them():
    wanted = list(new_parameters(2026))
    turned = {"own.one": 1, **dict.fromkeys(reversed(wanted), 0)}
    found = in_order(turned, code_set("GB50137-2011"))
    assert list(found) == [*wanted, "own.one"]
    assert found == turned
