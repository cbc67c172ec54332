"""What classes are called, in the language of the sheet."""

import pytest

from app.exporters.class_titles import class_title
from app.exporters.wording import Wording
from layers.analysis.classes import ClassEntry, entries_of
from layers.looks import Look, style_of
from layers.style import Style
from tests.app.exporters.plans import park, results_of


def titles(kind, style, language="en"):
    plan = park()
    wording = Wording(language, plan.codes, plan.parameters)
    entries = entries_of(plan, kind, results_of(plan), style)
    return [class_title(plan, kind, style, one, wording) for one in entries]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Roof type: Flat", "Roof type: Metal", "Roof type: no value"]),
        ("zh", ["屋面类型：平屋面", "屋面类型：金属屋面", "屋面类型：无值"]),
    ],
)
def test_a_value_stands_behind_what_it_is_a_value_of(language, expected):
    found = titles("rooftops", Style(by="roof_type"), language)
    assert found == expected


def test_land_use_has_its_code_and_its_name():
    found = titles("parcels", style_of(park(), "parcels"))
    assert "Land use: M1 Industrial class 1 (no nuisance)" in found
    assert found[-1] == "Land use: no value"


def test_numbers_have_the_bounds_of_their_class():
    far = Style(by="far", breaks=(1.0, 2.0), ramp=("#111111", "#222222"))
    assert titles("parcels", far) == ["FAR: ≤ 1", "FAR: > 1", "FAR: no value"]


def test_a_column_of_the_users_own_keeps_its_name_in_every_language():
    assert titles("parcels", Style(by="备注"))[0].startswith("备注: ")


def test_many_values_share_one_line():
    plan = park()
    wording = Wording("en", plan.codes, plan.parameters)
    rest = ClassEntry("", "", Look(None, "#ffffff", known=False), 40, others=37)
    style = Style(by="enterprise")
    assert class_title(plan, "parcels", style, rest, wording).endswith("37 more values")
