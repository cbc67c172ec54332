"""Typed texts and choices made from declared columns."""

import pandas as pd
import pytest

from layers.kinds import kinds
from resources.translations import use_language
from tests.small_plan import small_plan
from widgets import forms, words


@pytest.mark.parametrize(
    ("text", "dtype", "value"),
    [
        ("12.5", "number", 12.5),
        ("1 234\N{THIN SPACE}567", "number", 1_234_567.0),
        ("\N{MINUS SIGN}3", "number", -3.0),
        ("12", "integer", 12),
        ("12.5", "integer", 12.5),
        ("", "number", None),
        (words.MISSING, "number", None),
        ("  ", "text", None),
        (" M1 ", "text", "M1"),
        ("nan", "number", "nan"),
        ("inf", "number", "inf"),
        ("a lot", "number", "a lot"),
    ],
)
def test_typed_text_becomes_a_value(text, dtype, value):
    assert forms.parsed(text, dtype) == value


def test_what_is_missing():
    assert forms.missing(None)
    assert forms.missing(float("nan"))
    assert forms.missing(pd.NA)
    assert not forms.missing(0)
    assert not forms.missing("")


def test_choices_of_columns():
    plan = small_plan()
    parcels, roofs = kinds()["parcels"], kinds()["rooftops"]
    assert ("M1", "M1  Industrial class 1 (no nuisance)") in forms.choices(
        parcels.column("land_use"), plan
    )
    assert forms.choices(roofs.column("roof_type"), plan)[0] == ("flat", "Flat")
    assert forms.choices(parcels.column("number"), plan) == []


def test_names_follow_the_language():
    plan = small_plan()
    column = kinds()["parcels"].column("land_use")
    assert forms.titled(column, plan, "M1") == "M1  Industrial class 1 (no nuisance)"
    use_language("zh")
    assert forms.titled(column, plan, "M1") == "M1  一类工业用地"
    assert forms.titled(column, plan, "X9") == "X9"


@pytest.mark.parametrize(
    ("area", "unit", "shown"),
    [(25_000, "ha", "2.50"), (25_000, "mu", "37.5"), (25_000, "m2", "25000"), (None, "ha", "–")],
)
def test_areas_in_units(area, unit, shown):
    assert words.area(area, unit).replace(words.THIN, "") == shown
