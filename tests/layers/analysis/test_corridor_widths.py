"""Corridors by length, ground and width."""

import numpy as np
import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from tests.layers.analysis.parks import box, line
from tests.strategies import document, layer

SITE = layer("boundary", [box(0, 0, 100, 100)])


def corridors(widths, types):
    lines = [line((0, 20 + 30 * row), (200, 20 + 30 * row)) for row in range(len(widths))]
    return layer("corridors", lines, width_m=widths, type=types)


PLAN = document(SITE, corridors([10.0, 2.0], ["ecological", "ecological"]))


def found(plan):
    return totals(measures().evaluate(plan), stamped=False)["corridors"]


def test_only_what_lies_inside_the_red_line_counts():
    one = found(PLAN)
    assert one["length_m"] == pytest.approx(200)
    assert one["area_m2"] == pytest.approx(100 * 10 + 100 * 2)


def test_corridors_that_cross_take_their_ground_once():
    crossing = layer(
        "corridors", [line((0, 50), (100, 50)), line((50, 0), (50, 100))], width_m=[10.0, 10.0]
    )
    assert found(document(SITE, crossing))["area_m2"] == pytest.approx(1000 + 1000 - 100)


def test_too_narrow_is_below_the_least_width_of_its_type():
    one = found(PLAN)
    assert (one["narrow"], one["width_kept_pct"]) == (1, pytest.approx(50))
    greenways = found(document(SITE, corridors([10.0, 20.0], ["greenway", "greenway"])))
    assert (greenways["narrow"], greenways["width_kept_pct"]) == (1, pytest.approx(50))


def test_classes_and_shares_by_corridor():
    widths = [2.0, 3.0, 12.0, 59.0, 150.0, 700.0, np.nan]
    results = measures().evaluate(document(corridors(widths, [None] * 7)))
    classes = results.value("network.width_class").tolist()
    assert classes[:6] == [0, 1, 2, 3, 5, 6]
    assert np.isnan(classes[6])
    kept = results.value("network.width_kept").tolist()
    assert kept[:2] == pytest.approx([200 / 3, 100])
    assert np.isnan(kept[6])


def test_an_area_with_a_missing_width_is_missing_and_says_how_many():
    results = measures().evaluate(document(SITE, corridors([10.0, np.nan], ["greenway"] * 2)))
    plan = totals(results, stamped=False)
    assert plan["corridors"]["area_m2"] is None
    lack = next(one for one in plan["missing"] if one["path"] == "corridors.area_m2")
    assert lack["features"] == 1
    assert "Corridors without a width: 1." in why(results, "corridors.narrow")["left_out"]
