"""What a condition may go on with where the cursor stands."""

import pytest

from resources.translations import use_language
from widgets.offers import offers, quoted


def texts(before, bridge, **options):
    plan = bridge.document
    return [one.text for one in offers(before, plan.layer("parcels"), plan, **options)[1]]


@pytest.mark.parametrize(
    ("before", "first"),
    [
        ("land_us", "land_use"),
        ("area", "area_m2"),
        ("fid = 1 AND area_h", "area_ha"),
        ("exist", "land_use_existing"),  # by a part of the name, or of the title
        ("rou", "round("),
        ("land_use ", "="),
        ("land_use L", "LIKE "),
        ("far B", "BETWEEN "),
        ("land_use IS ", None),
        ("land_use IS N", "NULL"),
        ("fid = 1 A", "AND "),
        ("", None),
    ],
)
def test_columns_signs_and_words_are_offered_where_they_may_stand(before, first, bridge):
    found = texts(before, bridge)
    assert (found[0] if found else None) == first


@pytest.mark.parametrize(
    "before",
    [
        "land_use = ",
        "land_use='",
        "land_use IN ('M1', ",
        "land_use NOT IN (",
        "land_use LIKE '",
        'fid = 1 AND "land_use" <> ',
    ],
)
def test_values_that_occur_are_offered_in_quotes(before, bridge):
    assert {"'M1'", "'G1'"} <= set(texts(before, bridge))


def test_a_value_is_found_by_its_title_and_numbers_have_no_quotes(bridge):
    assert texts("land_use = 'industr", bridge)[0] == "'M1'"
    assert "1" in texts("far BETWEEN 0 AND ", bridge)
    assert texts("area_ha > ", bridge) == []


def test_the_place_is_that_of_the_word(bridge):
    layer = bridge.document.layer("parcels")
    for before, start in (("fid = 1 AND lan", 12), ("land_use = 'M", 11), ("land_use ", 9)):
        assert offers(before, layer, bridge.document)[0] == start


def test_a_word_that_is_typed_in_full_is_not_offered_again(bridge):
    assert texts("number", bridge) == []


def test_all_columns_are_offered_where_they_are_asked_for(bridge):
    found = texts("", bridge, asked=True)
    assert found[0] == "fid"
    assert {"land_use", "abs("} <= set(found)


def test_a_column_is_found_by_its_title_in_the_language_of_the_window(bridge):
    use_language("zh")
    try:
        assert "land_use" in texts("用地", bridge)
    finally:
        use_language("en")


def test_names_that_need_quotes_have_them():
    assert [quoted(name) for name in ("far", "户 主", "2a", "in")] == [
        "far",
        '"户 主"',
        '"2a"',
        '"in"',
    ]
