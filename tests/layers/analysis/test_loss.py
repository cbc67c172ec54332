"""What is lost once where vegetated land is built over."""

import pytest

from layers.analysis import measures
from layers.analysis.loss import loss_t, stock_of
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.codes import code_set
from tests.layers.analysis.parks import SITE, box
from tests.strategies import document, layer, squares


def plan_of(existing, planned, **columns):
    """Three parcels of 1 ha, two of them inside the red line."""
    return document(
        SITE,
        layer("parcels", squares(3), land_use=planned, land_use_existing=existing, **columns),
    )


def lost(plan):
    return totals(measures().evaluate(plan), stamped=False)["carbon"]["lost_once_t"]


def test_cropland_under_industry_loses_its_biomass_and_a_fifth_of_its_soil_carbon():
    # 1 ha, 20 % of it green: 4.7 t C of crops and 0.8 ha · 12.8 t C/ha of soil.
    found = lost(plan_of(["E2", "M1", "E2"], ["M1", "M1", "M1"], green_pct=[20.0] * 3))
    assert found["central"] == pytest.approx((4.7 + 0.8 * 12.8) * 44 / 12)
    assert found["low"] < found["central"] < found["high"]


@pytest.mark.parametrize(
    ("existing", "planned"), [("E2", "E2"), ("M1", "R2"), ("E1", "M1"), ("E2", None)]
)
def test_land_that_stays_or_bears_nothing_loses_nothing(existing, planned):
    assert lost(plan_of([existing, "M1", "M1"], [planned, "M1", "M1"]))["central"] == 0.0


def test_green_that_is_drawn_keeps_the_soil_below_it():
    plan = plan_of(["E2", "M1", "M1"], ["M1"] * 3, green_pct=[0.0] * 3)
    green = document(
        SITE,
        plan.layer("parcels"),
        layer("greens", [box(0, 0, 50, 100)], cover=["lawn"]),
    )
    assert lost(plan)["central"] - lost(green)["central"] == pytest.approx(0.5 * 12.8 * 44 / 12)


def test_without_existing_land_use_it_is_missing():
    found = totals(measures().evaluate(plan_of([None] * 3, ["M1"] * 3)), stamped=False)
    assert found["carbon"]["lost_once_t"] == {"low": None, "central": None, "high": None}
    assert "carbon.lost_once_t" in {lack["path"] for lack in found["missing"]}


def test_the_classification_of_2023_tells_covers_apart():
    codes = code_set("MNR2023")
    assert [stock_of(code, codes) for code in ("01", "02", "0301", "04", "1001")] == [
        "cropland",
        "orchard",
        "woodland",
        "grassland",
        "",
    ]


def test_twice_the_land_loses_twice():
    assert loss_t(20_000.0, 5.0) == pytest.approx(2 * loss_t(10_000.0, 5.0))
    assert loss_t(10_000.0, 12.0) == pytest.approx(44.0)


def test_why_says_that_it_is_lost_once():
    told = why(measures().evaluate(plan_of(["E2"] * 3, ["M1"] * 3)), "carbon.lost_once_t.central")
    assert "once" in told["formula"]
    assert {term["confidence"] for term in told["inputs"]} >= {"recalled"}
    assert told["unit"] == "t CO₂"
