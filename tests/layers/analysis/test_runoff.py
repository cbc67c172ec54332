"""Runoff: surfaces of what is drawn, and coefficients that a person can check."""

import json

import numpy as np
import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.edits.parameters import set_parameter
from tests.layers.analysis.parks import SITE, box, line, park
from tests.strategies import document, layer, squares


def results(plan):
    return measures().evaluate(plan)


def site(plan):
    return results(plan).value("runoff.site")


def areas(plan):
    return dict(results(plan).value("runoff.areas"))


def test_each_square_metre_of_the_site_has_one_surface():
    assert areas(park()) == pytest.approx(
        {"green": 2_000, "soil_unpaved": 10_000, "pave_asphalt": 8_000}
    )


def test_the_coefficient_of_the_site_is_weighted_by_area():
    # (2,000 · 0.15 + 10,000 · 0.30 + 8,000 · 0.85) / 20,000
    assert site(park()).central == pytest.approx(0.505)


def test_the_range_runs_from_all_low_to_all_high_coefficients():
    found = site(park())
    assert found.low == pytest.approx((2_000 * 0.10 + 10_000 * 0.25 + 8_000 * 0.80) / 20_000)
    assert found.high == pytest.approx((2_000 * 0.20 + 10_000 * 0.35 + 8_000 * 0.90) / 20_000)


def test_the_worked_example_of_four_surfaces():
    """12 ha of roofs, 10 ha of asphalt, 5 ha of permeable paving, 13 ha of green: 0.5575."""
    plan = document(
        layer("boundary", [box(0, 0, 1_000, 400)]),
        layer("greens", [box(0, 0, 1_000, 130)], cover=["lawn"]),
        layer("rooftops", [box(0, 130, 1_000, 250)]),
        layer(
            "roads",
            [line((0, 300), (1_000, 300)), line((0, 375), (1_000, 375))],
            width_m=[100.0, 50.0],
            surface=["pave_asphalt", "pave_permeable"],
        ),
    )
    assert site(plan).central == pytest.approx(0.5575)


@pytest.mark.parametrize(
    ("values", "surface"),
    [
        ({"green_roof": ["ext"]}, "roof_green"),
        ({"green_roof": ["none"]}, "roof_hard"),
        ({}, "roof_hard"),
    ],
)
def test_roofs_are_hard_unless_they_are_green(values, surface):
    found = areas(park(layer("rooftops", [box(0, 0, 50, 100)], **values)))
    assert found[surface] == pytest.approx(5_000)


def test_a_road_without_a_surface_is_asphalt_and_why_says_so():
    lines = [line((0, 30), (200, 30)), line((0, 60), (200, 60))]
    plan = park(layer("roads", lines, width_m=[5.0, 5.0]))
    assert areas(plan)["pave_asphalt"] == pytest.approx(2_000 + 10_000 - 1_000 - 2_000)
    told = why(results(plan), "runoff.coefficient")["left_out"]
    assert "Assumed: asphalt or concrete on 2 roads without a surface." in told


def test_permeable_paving_of_parcels_is_a_setting():
    plan = park()
    plan = plan.applied(set_parameter(plan, "plan.permeable_pct", 25.0))
    assert areas(plan)["pave_permeable"] == pytest.approx(2_000)
    assert areas(plan)["pave_asphalt"] == pytest.approx(6_000)
    assert site(plan).central < site(park()).central


def test_parcels_have_their_own_coefficient_and_none_outside_the_site():
    plan = document(SITE, layer("parcels", squares(3), green_pct=[20.0, 100.0, 0.0]))
    found = results(plan).value("runoff.parcels").to_numpy()
    assert found[0] == pytest.approx(0.2 * 0.15 + 0.8 * 0.85)
    assert found[1] == pytest.approx(0.15)
    assert np.isnan(found[2])


def test_parcels_and_the_site_tell_the_same():
    plan = park(
        layer("greens", [box(20, 0, 60, 100)], cover=["lawn"]),
        layer("roads", [line((0, 50), (100, 50))], width_m=[10.0], surface=["pave_block"]),
    )
    found = results(plan)
    inside = found.value("carbon.covers").inside()
    whole = float((found.value("runoff.parcels").to_numpy() * inside).sum())
    assert (whole + 10_000 * 0.30) / 20_000 == pytest.approx(site(plan).central)


def test_a_plan_without_land_has_no_coefficient():
    found = totals(results(document()), stamped=False)
    assert found["runoff"]["coefficient"] is None
    needs = [lack["needs"] for lack in found["missing"] if lack["path"] == "runoff.coefficient"]
    assert needs == ["parcels, and all runoff coefficients"]
    assert json.dumps(found["runoff"])


def test_why_puts_the_values_into_the_formula_surface_by_surface():
    # (2,000 · 0.15 + 10,000 · 0.30 + 8,000 · 0.85) / 20,000 = 0.505
    found = why(results(park()), "runoff.coefficient")["steps"]
    lines = [line.replace("\u2009", " ") for line in found]
    assert any(
        line.endswith("2 000 m² × (0.1 | 0.15 | 0.2) = (200 | 300 | 400) m²") for line in lines
    )
    assert lines[-1].startswith("Runoff coefficient: (9 100 | 10 100 | 11 100) m² / 20 000 m² = ")
    assert "| 0.505 |" in lines[-1]
