"""Templates as QGIS evaluates them; the wanted texts were tried in QGIS 3.22."""

import pytest

from layers.files.layer_styles.expressions import label
from resources.translations import use_language
from tests.small_plan import small_plan


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ("{number}", ("number", False)),
        ("{far:.1f}", ("replace(format_number(\"far\", 1, 'en'), ',', '')", True)),
        ("{area_m2:,.0f}", ("format_number(area($geometry), 0, 'en')", True)),
        ("{far}", ('to_string(round("far", 4))', True)),
        ("{far:,.0%}", ("format_number(\"far\" * 100, 0, 'en') || '%'", True)),
        ("{fid}", ("to_string($id)", True)),
        ("{measure:carbon.sink}", ("", False)),
        ("{number", ("", False)),
        ("it's", ("'it''s'", True)),
    ],
)  # fmt: skip
def test_fields_become_expressions(template, wanted):
    assert label(small_plan(), "parcels", template) == wanted


def test_lines_without_a_value_are_left_out():
    told, expression = label(small_plan(), "parcels", "{number}\n{far:.1f} x")
    assert expression
    assert told == (
        'array_to_string(array_filter(array("number", CASE WHEN'
        " replace(format_number(\"far\", 1, 'en'), ',', '') IS NOT NULL THEN"
        " coalesce(replace(format_number(\"far\", 1, 'en'), ',', ''), '–') || ' x' END),"
        " @element IS NOT NULL), '\\n')"
    )


def test_titles_are_those_of_the_language_of_the_window():
    assert "'G1', 'Park green'" in label(small_plan(), "parcels", "{land_use_title}")[0]
    use_language("zh")
    assert "'G1', '公园绿地'" in label(small_plan(), "parcels", "{land_use_title}")[0]
