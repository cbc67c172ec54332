"""Conditions on features: what fits, what is told of those that cannot be understood."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers import expression
from layers.document import Document
from layers.expression import Expression, ExpressionError, names
from layers.kinds import kinds
from layers.layer import Layer, empty_frame
from tests.strategies import small_plan

CRS = "EPSG:4547"


def parcels(**columns):
    """Squares of 100 m, 200 m … beside one another, with columns."""
    sides = [100.0, 200.0, 300.0]
    frame = empty_frame(kinds()["parcels"], CRS).reindex(pd.Index([3, 5, 8], name="fid"))
    for name, values in columns.items():
        frame[name] = pd.Series(values, frame.index)
    frame["geometry"] = [shapely.box(1000 * n, 0, 1000 * n + s, s) for n, s in enumerate(sides)]
    return Layer("parcels", frame)


@pytest.fixture
def layer():
    return parcels(
        land_use=pd.array(["M1", None, "G1"], dtype="str"),
        number=pd.array(["A-01", "a-02", "B's"], dtype="str"),
        far=[1.5, float("nan"), 0.2],
        workers=pd.array([10, None, 30], dtype="Int64"),
        **{"户 主": pd.array(["甲", "乙", "丙"], dtype="str")},
    )


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("land_use = 'M1'", [3]),
        ("LAND_USE = 'M1' or far < 1", [3, 8]),
        ("land_use is null", [5]),
        ("land_use <> 'M1'", [8]),
        ("not far > 1", [8]),
        ("far is not null and workers between 5 and 20", [3]),
        ("area_ha >= 4", [5, 8]),
        ("area_mu < 60", [3]),
        ("length_m = 800", [5]),
        ("number like 'a-%'", [3, 5]),
        ("number in ('B''s', 'x')", [8]),
        ("fid in (3, 8)", [3, 8]),
        ("\"户 主\" = '乙'", [5]),
        ("户主 is null", None),
        ("substr(number, 1, 1) = 'A' -- as typed", [3]),
        ("1", [3, 5, 8]),
        ("workers / 10 = 3 AND round(far, 1) = 0.2", [8]),
    ],
)
def test_what_fits(layer, text, ids):
    if ids is None:
        with pytest.raises(ExpressionError, match="no column"):
            Expression.parse(text, layer)
        return
    found = Expression.parse(text, layer).matching(layer)
    assert layer.ids[found].tolist() == ids


def test_only_the_columns_that_it_names_are_read(layer):
    assert Expression.parse("far > 1 and AREA_HA > 1", layer).reads == ("far", "area_ha")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "condition is wanted"),
        ("land_use = ", "cannot be understood"),
        ("land_use = 'M1", "cannot be understood"),
        ('"landuse" = 1', "There is no column “landuse”"),
        ("landuse = 1", "There is no column “landuse”"),
        ('land_use = "M1"', "Texts stand between single quotes"),
        ("1); DROP TABLE features; --", "cannot be understood"),
        ("1) union select 1 from sqlite_master where (1", "cannot be understood"),
        ("load_extension('x')", "cannot be understood"),
        ("length(zeroblob(900000000)) > 1", "cannot be understood"),
        ("x" * (expression.LONGEST + 1), "characters"),
        ("(" * 200 + "1" + ")" * 200, "cannot be understood"),
    ],
)
def test_what_cannot_be_understood_is_told(layer, text, said):
    with pytest.raises(ExpressionError) as error:
        Expression.parse(text, layer)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("land_use =", "after the last word a value, a column or a condition is wanted"),
        ("far > 1 AND", "after the last word a value, a column or a condition is wanted"),
        ("(far > 1", "1 bracket is not closed; type ) at the end"),
        ("((far > 1", "2 brackets are not closed; type ) at the end"),
        ("far > 1)", "a bracket is closed that was not opened"),
        ("far > > 1", "something else is wanted in the place of >"),
        ("land_use = 'M1", "a text that begins with ' needs another ' at its end"),
        ("land_use = ')' AND", "after the last word"),
    ],
)
def test_what_is_wanted_is_said_and_not_what_is_near(layer, text, said):
    with pytest.raises(ExpressionError) as error:
        Expression.parse(text, layer)
    assert said in str(error.value)
    assert "near" not in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "(with recursive n(x) as (select 1 union all select x + 1 from n) select max(x) from n)",
        "(select count(*) from features a, features b, features c)",
    ],
)
def test_a_condition_without_end_is_given_up(layer, text, monkeypatch):
    monkeypatch.setattr(expression, "LONGEST_S", 0.0)
    monkeypatch.setattr(expression, "_STEPS", 1)
    with pytest.raises(ExpressionError, match=r"too long|cannot be understood"):
        Expression.parse(f"{text} > 1", layer).matching(layer)


def test_lines_have_no_area_and_points_no_size():
    plan = small_plan()
    assert "area_ha" not in names(plan.layer("roads"))
    assert "length_m" in names(plan.layer("roads"))
    assert "length_m" not in names(plan.layer("facilities"))


def test_an_empty_layer_fits_nothing():
    layer = Document.new("x", CRS, base_year=2026).layer("parcels")
    assert Expression.parse("far > 1", layer).matching(layer).tolist() == []


@given(st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), min_size=3, max_size=3))
def test_a_comparison_is_numpys(values):
    far = np.array([np.nan if value is None else value for value in values])
    layer = parcels(far=far)
    found = Expression.parse("far >= 1.25", layer).matching(layer)
    assert found.tolist() == (far >= 1.25).tolist()


def with_columns(layer, names):
    """The layer with columns in front that hold 10, 20, 30."""
    tens = [10 * number for number in range(1, len(layer) + 1)]
    front = pd.DataFrame(dict.fromkeys(names, tens), index=layer.frame.index)
    return Layer(layer.kind, pd.concat([layer.frame, front], axis=1)[[*names, *layer.columns]])


@pytest.mark.parametrize(
    "name", ["rowid", "oid", "_rowid_", "select", "features", "#", "中文", 'a"b', "a b", "", "1x"]
)
def test_any_name_of_a_column_can_be_asked_for(layer, name):
    found = with_columns(layer, [name])
    quoted = '"' + name.replace('"', '""') + '"'
    fits = Expression.parse(f"{quoted} > 10", found).matching(found)
    assert fits.tolist() == [False] + [True] * (len(found) - 1)


def test_of_names_that_differ_in_large_letters_the_first_is_meant(layer):
    found = with_columns(layer, ["FID", "Number", "AREA_HA"])
    assert "FID" not in names(found)
    assert {"fid", "Number", "AREA_HA"} <= set(names(found))
    assert Expression.parse("AREA_ha = 10 AND FID = 3", found).matching(found).sum() == 1


def test_more_columns_than_a_table_can_have_are_no_reason_to_stop(layer):
    found = with_columns(layer, [f"c{number}" for number in range(2_100)])
    assert Expression.parse("c1800 = 10", found).matching(found).sum() == 1
    with pytest.raises(ExpressionError) as error:
        Expression.parse("nothing = 10", found)
    assert len(str(error.value)) < 1_500


def test_half_a_sign_is_not_understood(layer):
    with pytest.raises(ExpressionError, match="cannot be understood"):
        Expression.parse("number = '\ud800'", layer)


def test_a_million_steps_are_not_too_many(layer):
    count = 400_000
    rows = layer.frame.iloc[np.zeros(count, int)].reset_index(drop=True)
    rows.index.name = "fid"
    many = Layer(layer.kind, rows)
    assert Expression.parse("far IS NULL OR far > -1", many).matching(many).all()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("容积率", "far"), ("用地性质", "land_use"), ("qqq", ""), ("landuse", "land_use")],
)
def test_a_title_and_a_slip_of_the_pen_are_told_the_column(layer, typed, meant):
    with pytest.raises(ExpressionError) as told:
        Expression.parse(f"{typed} = 1", layer)
    said = str(told.value.message)
    assert said.endswith(f"Did you mean {meant}?") if meant else "There are: fid" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("land_use > 5", "“land_use” holds texts, and 5 is a number"),
        ('far > 1 AND "number" = 12', "“number” holds texts, and 12 is a number"),
        ("far >= '2'", "“far” holds numbers, and '2' is a text"),
        ("area_ha<'2'", "“area_ha” holds numbers, and '2' is a text"),
    ],
)
def test_texts_are_not_held_against_numbers(layer, text, said):
    with pytest.raises(ExpressionError, match=said):
        Expression.parse(text, layer)


@pytest.mark.parametrize(
    "text",
    [
        "number = 'far > ''2'' AND land_use > 5'",  # within a text
        "CAST(number AS INTEGER) > 5",
        "length(land_use) = 2",
        "land_use = 1 || 'x'",
        "green_pct = '2' OR height_max_m > 5",  # of nothing but missing values nothing is known
        "far > -1.5",
    ],
)
def test_what_may_be_held_against_one_another_is_left_to_sql(layer, text):
    Expression.parse(text, layer).matching(layer)
