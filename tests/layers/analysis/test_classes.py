"""Classes as a legend lists them: counts, areas, titles, and the features in each."""

from dataclasses import replace

import pytest

from layers.analysis import measures
from layers.analysis.classes import MOST_VALUES, entries_of, members
from layers.classing import categorised
from layers.edits.styles import set_style
from layers.looks import MISSING
from layers.style import Style
from tests.small_plan import small_plan
from tests.strategies import document, layer, squares

BY_AREA = Style(
    by="measure:land.areas", breaks=(5_000.0, 20_000.0), ramp=("#111111", "#222222"), scheme="equal"
)
BY_FAR = Style(by="far", breaks=(1.0, 1.5, 2.0), ramp=("#111111", "#222222", "#333333"))


def styled(style, plan=None):
    plan = plan or small_plan()
    plan = plan.applied(set_style(plan, "parcels", style))
    return plan, measures().evaluate(plan)


def listed(plan, results, kind="parcels"):
    return [
        (one.title or one.value, one.count, one.area_m2) for one in entries_of(plan, kind, results)
    ]


def test_codes_are_counted_as_the_stored_result_says():
    plan = small_plan()
    results = measures().evaluate(plan)
    found = entries_of(plan, "parcels", results)
    assert [(one.value, one.count, (one.printed or {}).get("ha")) for one in found] == [
        ("M1", 2, 2.0),
        ("G1", 1, 1.0),
        ("", 1, 1.0),
    ]
    assert [one.missing for one in found] == [False, False, True]


def test_classes_of_numbers_stand_even_where_empty_and_missing_ones_last():
    plan, results = styled(BY_FAR)
    assert listed(plan, results) == [
        ("≤ 1.0", 1, 10_000.0),
        ("1.0 – 1.5", 0, 0.0),
        ("> 1.5", 1, 10_000.0),
        ("", 2, 20_000.0),
    ]
    assert entries_of(plan, "parcels", results)[-1].look == MISSING


def test_a_measure_has_its_unit():
    plan, results = styled(BY_AREA)
    first, second = entries_of(plan, "parcels", results)
    assert (first.title.replace("\N{THIN SPACE}", " "), first.count) == ("≤ 5 000 m²", 0)
    assert (second.number, second.count, second.area_m2) == (1, 4, 40_000.0)


def test_a_column_of_the_users_is_listed_by_value():
    plan = document(layer("parcels", squares(4), owner=["b", "a", None, "b"]))
    style = categorised(Style(), "owner", ["b", "a"])
    plan, results = styled(style, plan)
    assert listed(plan, results) == [("b", 2, 20_000.0), ("a", 1, 10_000.0), ("", 1, 10_000.0)]
    first = entries_of(plan, "parcels", results)[0]
    assert first.look.fill == style.colours["b"]
    assert members(plan, "parcels", first, results).tolist() == [1, 4]


@pytest.mark.parametrize("style", [BY_FAR, BY_AREA, Style(by="number"), Style(by="gone")])
def test_every_feature_is_in_just_one_class(style):
    plan, results = styled(style)
    found = entries_of(plan, "parcels", results)
    ids = [id_ for one in found for id_ in members(plan, "parcels", one, results, found).tolist()]
    assert sorted(ids) == [1, 2, 3, 4]
    assert sum(one.count for one in found) == 4


def test_of_very_many_values_the_rest_shares_an_entry():
    names = [f"{number:03}" for number in range(MOST_VALUES + 50)]
    plan = document(layer("parcels", squares(len(names)), owner=names))
    plan, results = styled(Style(by="owner"), plan)
    found = entries_of(plan, "parcels", results)
    assert len(found) == MOST_VALUES + 1
    assert (found[-1].others, found[-1].count) == (50, 50)
    assert len(members(plan, "parcels", found[-1], results, found)) == 50


def test_where_all_look_the_same_there_are_no_classes():
    plan = small_plan()
    results = measures().evaluate(plan)
    assert entries_of(plan, "water", results) == ()
    assert entries_of(plan, "parcels", results, replace(Style(), fill="#123456")) == ()
