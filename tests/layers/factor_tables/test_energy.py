"""Tables of energy: each land has a type that is there, and no factor is without its footing."""

import pytest

from layers.codes import CODE_SETS, code_set
from layers.factor_tables.energy import (
    GROUPS,
    LAND_SETTINGS,
    NOTHING,
    building_types,
    factors,
    land_setting,
    nearest,
    water_uses,
)

CODES = code_set("GB50137-2011")


def test_factors_have_a_group_a_title_a_source_and_a_confidence():
    for factor in factors(CODES):
        assert factor.group in GROUPS
        assert factor.title
        assert factor.title_zh
        assert factor.source
        assert factor.confidence in {"verified", "recalled", "assumption"}


def test_bounds_stand_in_their_order():
    for factor in factors(CODES):
        bounds = [one for one in (factor.low, factor.central, factor.high) if one is not None]
        assert bounds == sorted(bounds), factor.id


def test_every_type_that_land_can_have_has_electricity_and_heat():
    known = {factor.id for factor in factors(CODES) if factor.central is not None}
    for type_ in building_types():
        assert {f"building.{type_}.electricity", f"building.{type_}.heat"} <= known


def test_what_stands_on_land_at_first_is_a_type_that_can_be_chosen():
    for setting in LAND_SETTINGS:
        assert setting.default in setting.choices
        assert NOTHING in setting.choices


@pytest.mark.parametrize("set_id", CODE_SETS)
def test_settings_and_water_name_classes_that_there_are(set_id):
    classes = code_set(set_id).classes
    named = [name for name in water_uses() if name.startswith(f"{set_id}:")]
    assert named
    assert all(name.partition(":")[2] in classes for name in named)
    assert any(land_setting(code_set(set_id), code) for code in classes)


def test_both_code_sets_have_the_same_buildings_on_the_same_land():
    for code, other in (("M1", "100101"), ("R2", "070102"), ("W1", "110101"), ("A35", "0802")):
        assert land_setting(CODES, code) == land_setting(code_set("MNR2023"), other) != ""


def test_a_class_without_an_entry_has_that_of_the_class_above_it():
    assert land_setting(CODES, "U12") == land_setting(CODES, "U")
    assert nearest(CODES, "R22", {"GB50137-2011:R": "x"}) == ""  # no such class
    assert nearest(CODES, "A33", {"GB50137-2011:A": "x"}) == "x"


def test_parks_roads_and_fields_have_no_buildings():
    assert [land_setting(CODES, code) for code in ("G1", "S1", "E2", "E1")] == [""] * 4
