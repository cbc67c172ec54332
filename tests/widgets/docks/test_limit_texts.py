import math

import pytest

from layers.analysis import measures
from layers.indicators import INDICATORS
from layers.limits import Footing
from layers.measure import MeasureSet
from tests.strategies import document, layer, squares
from widgets.docks.limit_texts import figure_text, force_text, limit_rows, limit_text, source_text

FAR, DENSITY, _, _, HEIGHT = INDICATORS


def test_figures_have_their_unit_and_missing_ones_a_dash():
    assert figure_text(FAR, 1.3) == "1.3"
    assert figure_text(DENSITY, 35.0) == "35 %"
    assert figure_text(HEIGHT, math.nan) == "–"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(30.0, 50.0, "30 – 50 %"), (30.0, math.nan, "≥ 30 %"), (math.nan, 50.0, "≤ 50 %")],
)
def test_limits_are_at_least_at_most_or_a_range(low, high, text):
    assert limit_text(DENSITY, low, high) == text


def test_how_a_limit_binds_and_what_it_rests_on():
    assert force_text(own=True, mandatory=True) == "mandatory"
    assert force_text(own=True, mandatory=False) == "guiding"
    assert force_text(own=False, mandatory=False) == "class default"
    assert source_text(Footing("Sheet 3")) == "Sheet 3"
    assert source_text(Footing("GB", "recalled")) == "recalled · GB"
    assert source_text(Footing("")) == ""


def test_a_parcel_tells_its_figures_beside_its_limits():
    plan = document(
        layer(
            "parcels",
            squares(1),
            land_use=["M1"],
            far=[3.0],
            far_max=[2.5],
            far_source=["图则 A"],
            green_pct=[25.0],
            height_m=[24.0],
        )
    )
    known = measures().measures
    names = ("land.areas", "limits.classes", "limits.roofs")
    results = MeasureSet(known[name] for name in names).evaluate(plan)
    rows = dict(limit_rows(plan, results, 1))
    assert rows["FAR"] == "3  ·  0.5 too much  ·  ≤ 2.5  ·  mandatory  ·  图则 A"
    assert rows["Green ratio"].startswith("25 %  ·  5 % too much  ·  ≤ 20 %  ·  class default")
    assert "recalled" in rows["Green ratio"]
    assert rows["Building coefficient"].startswith("–  ·  ≥ 30 %")
    assert rows["Building height"] == "24 m"
    assert limit_rows(plan, results, 7) == []
