import math

import pandas as pd
import pytest

from layers.edits.attributes import set_values
from layers.errors import InvalidEditError
from layers.kinds import kinds
from tests.strategies import document, layer, small_plan, squares


def cell(plan, kind, fid, column):
    value = plan.layer(kind).rows([fid]).iloc[0][column]
    return None if pd.isna(value) else value


@pytest.mark.parametrize(
    ("kind", "column", "value"),
    [
        ("parcels", "number", "A-17"),
        ("parcels", "number", "甲1"),
        ("parcels", "land_use", "G1"),
        ("parcels", "far", 2),
        ("parcels", "far", 0.0),
        ("parcels", "far", 30),
        ("parcels", "chain_node", "wind_turbine"),
        ("parcels", "owner", "AG"),
        ("rooftops", "floors", 4),
        ("rooftops", "floors", 4.0),
        ("rooftops", "roof_type", "pitched"),
        ("corridors", "cover", "shrub"),
        ("parcels", "number", None),
        ("rooftops", "height_m", None),
    ],
)
def test_a_value_is_set_and_taken_back(kind, column, value):
    plan = small_plan()
    before = cell(plan, kind, 1, column)
    edit = set_values(plan, kind, [1], {column: value})
    after = plan.applied(edit)
    assert cell(after, kind, 1, column) == value
    assert cell(after.applied(edit.inverted()), kind, 1, column) == before


def test_several_columns_enter_where_they_differ_and_are_counted_in_the_title():
    edit = set_values(
        small_plan(), "parcels", [1, 2, 3], {"land_use": "M1", "number": "A1", "far": None}
    )
    (delta,) = edit.deltas
    assert delta.columns == ("land_use", "number")
    assert list(delta.ids) == [2, 3]
    assert str(edit.title) == "Parcels: set 2 columns of 2"


def test_setting_what_is_there_already_is_an_empty_edit():
    assert not set_values(small_plan(), "rooftops", [1], {"height_m": 12, "roof_type": "flat"})
    assert not set_values(small_plan(), "rooftops", [2], {"height_m": None})


def test_an_empty_text_is_a_missing_value():
    plan = small_plan()
    assert (
        cell(
            plan.applied(set_values(plan, "parcels", [1], {"number": " "})), "parcels", 1, "number"
        )
        is None
    )


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        ("parcels", {"colour": "red"}, "has no column colour. It has number, land_use"),
        ("parcels", {"geometry": "POINT (0 0)"}, "has no column geometry"),
        ("parcels", {"far": 31}, "between 0 and 30; 31 does not"),
        ("parcels", {"green_pct": -1}, "between 0 and 100 %; -1 does not"),
        ("parcels", {"population": -1}, "at least 0"),
        ("parcels", {"far": "2"}, "must be a number"),
        ("parcels", {"far": True}, "must be a number"),
        ("parcels", {"far": math.nan}, "must be a number"),
        ("parcels", {"far": 10**400}, "must be a number"),
        ("parcels", {"number": 12}, "must be a text"),
        ("parcels", {"number": "\ud800"}, "must be a text"),
        ("parcels", {"number": "a\0b"}, "must be a text"),
        ("parcels", {"number": "x" * 10_001}, "10000 characters"),
        ("parcels", {"land_use": "Q7"}, "has no land use Q7"),
        ("parcels", {"chain_node": "wind_turbin"}, "Choose one of wind_turbine"),
        ("rooftops", {"floors": 1.5}, "whole number"),
        ("rooftops", {"roof_type": "round"}, "Choose one of flat, metal, pitched"),
        ("corridors", {"cover": "trees"}, "Cover cannot be trees"),
        ("roads", {"surface": "H_beijing_60"}, "Surface cannot be"),
        ("trees", {"far": 1}, "No layer is called trees"),
    ],
)
def test_what_a_column_does_not_take_is_refused_with_a_sentence(kind, values, said):
    with pytest.raises(InvalidEditError) as caught:
        set_values(small_plan(), kind, [], values)
    assert said in str(caught.value)


def test_the_users_further_columns_take_what_their_dtype_holds():
    plan = document(
        layer(
            "parcels",
            squares(1),
            count=[3],
            share=[0.5],
            built=[True],
            since=pd.to_datetime(["2020-01-01"]),
        )
    )
    values = {"count": 4, "share": 1, "built": False, "since": "2024-05-31"}
    after = plan.applied(set_values(plan, "parcels", [1], values))
    assert cell(after, "parcels", 1, "count") == 4
    assert cell(after, "parcels", 1, "since") == pd.Timestamp("2024-05-31")
    empty = after.applied(set_values(after, "parcels", [1], dict.fromkeys(values)))
    assert [cell(empty, "parcels", 1, name) for name in values] == [None] * 4
    for name, value in {"count": 1.5, "share": "x", "built": 1, "since": "soon"}.items():
        with pytest.raises(InvalidEditError, match=name):
            set_values(plan, "parcels", [1], {name: value})


@pytest.mark.parametrize("kind", kinds())
def test_every_declared_column_names_a_table_that_is_there_and_takes_missing(kind):
    plan = document()
    for column in kinds()[kind].columns:
        assert not set_values(plan, kind, [], {column.id: None})
        if column.table:
            first = next(iter(plan.known(column.table)))
            assert not set_values(plan, kind, [], {column.id: first})


def test_a_merge_key_goes_along():
    assert set_values(small_plan(), "parcels", [1], {"far": 1}, merge_key="far").merge_key == "far"


def test_the_table_takes_mixed_use_with_shares_and_clears_them_with_it():
    plan = small_plan()
    plan = plan.applied(set_values(plan, "parcels", [1], {"land_use": "M1:70/B2:30"}))
    assert cell(plan, "parcels", 1, "land_use") == "M1/B2"
    assert cell(plan, "parcels", 1, "land_use_shares") == "70/30"
    plan = plan.applied(set_values(plan, "parcels", [1], {"land_use_shares": "55/45"}))
    assert cell(plan, "parcels", 1, "land_use_shares") == "55/45"
    plan = plan.applied(set_values(plan, "parcels", [1], {"land_use": None, "far": 1.0}))
    assert pd.isna(cell(plan, "parcels", 1, "land_use_shares"))


@pytest.mark.parametrize("shares", ["70/20", "100", "x", "50/25/25"])
def test_shares_that_do_not_fit_the_use_of_a_parcel_are_refused(shares):
    plan = small_plan()
    plan = plan.applied(set_values(plan, "parcels", [1], {"land_use": "M1/B2"}))
    with pytest.raises(InvalidEditError, match="do not fit it"):
        set_values(plan, "parcels", [1], {"land_use_shares": shares})


def test_shares_beside_a_single_use_are_left_behind():
    plan = small_plan()
    values = {"land_use": "M2", "land_use_shares": "70/30"}
    plan = plan.applied(set_values(plan, "parcels", [1], values))
    assert cell(plan, "parcels", 1, "land_use") == "M2"
    assert pd.isna(cell(plan, "parcels", 1, "land_use_shares"))
    values = {"land_use": "M1/B2", "land_use_shares": "30/70"}
    plan = plan.applied(set_values(plan, "parcels", [1], values))
    assert cell(plan, "parcels", 1, "land_use") == "B2/M1"
    with pytest.raises(InvalidEditError, match="add up to 60 %"):
        set_values(plan, "parcels", [1], {**values, "land_use_shares": "40/20"})
