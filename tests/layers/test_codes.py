import csv
import io
import re

import pytest

from layers.codes import CODE_SETS, code_set, shipped_names
from layers.errors import PlanError
from resources import shipped


def test_main_classes_stand_above_their_classes():
    codes = code_set("GB50137-2011")
    assert codes.main_class("M1") == "M"
    assert codes.main_class("M") == "M"
    assert codes.main_class("Q") is None
    assert [one.code for one in codes.main_classes()][:3] == ["R", "A", "B"]


def test_colours_follow_the_drawing_convention():
    assert code_set("GB50137-2011").colour("R") == "#ffff00"
    assert code_set("GB50137-2011").colour("Q") is None


@pytest.mark.parametrize("name", CODE_SETS)
def test_every_class_has_its_parent_and_both_names(name):
    codes = code_set(name)
    for one in codes.classes.values():
        assert not one.parent or one.parent in codes
        assert one.title
        assert any("\u4e00" <= sign <= "\u9fff" for sign in one.title_zh)
        assert codes.main_class(one.code) is not None


@pytest.mark.parametrize("name", CODE_SETS)
def test_urban_land_is_construction_land(name):
    assert [
        one.code for one in code_set(name).classes.values() if one.urban > one.construction
    ] == []


def test_an_unknown_code_set_names_the_known_ones():
    with pytest.raises(PlanError, match="GB50137-2011, MNR2023"):
        code_set("GB")


def test_classes_cannot_be_changed():
    with pytest.raises(TypeError):
        code_set("MNR2023").classes["X"] = None


def test_shipped_tables_name_what_their_columns_take():
    surfaces, nodes = shipped_names("surface"), shipped_names("node")
    assert surfaces["pave_asphalt"][0]
    assert "H_beijing_60" not in surfaces
    assert nodes["wind_turbine"] == ("Wind turbine manufacturing", "风电装备")


def test_classes_lie_in_those_above_them_in_their_own_set():
    industry = {"GB50137-2011:M", "MNR2023:1001"}
    gb, mnr = code_set("GB50137-2011"), code_set("MNR2023")
    assert gb.lies_in("M2", industry)
    assert mnr.lies_in("100102", industry)
    assert not gb.lies_in("W1", industry)
    assert not mnr.lies_in("1002", industry)
    assert not gb.lies_in("Z9", industry)


def test_a_mixed_use_is_known_where_all_its_codes_are():
    gb = code_set("GB50137-2011")
    assert gb.knows("M1/B2")
    assert not gb.knows("M1/Z9")
    assert [one.code for one in gb.named("M1/B2")] == ["M1", "B2"]
    assert gb.named("M1/Z9") == ()
    assert gb.colour("M1/B2") == gb.colour("M1")


def test_the_table_of_classes_names_its_sources_in_words():
    text = shipped("codes", "land_use_classes.csv").read_text(encoding="utf-8")
    assert re.findall(r"\bEV\d\d\b", text) == []
    rows = list(csv.DictReader(io.StringIO(text)))
    assert all(row["color_source"] and row["class_source"] for row in rows)


def test_classes_have_places_in_the_order_of_the_standard():
    found = code_set("GB50137-2011")
    assert sorted(found.classes, key=found.place_of) == list(found.classes)
