import csv
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis import measures
from layers.analysis.balance import balanced
from layers.analysis.totals import totals
from layers.codes import code_set
from layers.document import Document
from layers.layer import Layer
from tests.strategies import CRS, EAST, NORTH, coverages, document, layer, small_plan, squares

HUIZHOU = Path(__file__).parents[4] / "shared" / "data" / "huizhou_zhongkai"
GB = code_set("GB50137-2011")
MNR = code_set("MNR2023")


def box(west, south, east, north):
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def land(plan):
    return totals(measures().evaluate(plan), stamped=False)["land"]


def row(found, code):
    return next(one for one in found["balance"] if one["code"] == code)


def test_a_plan_of_six_hectares():
    found = land(small_plan())
    assert found["site_m2"] == 60_000
    assert found["parcels_m2"] == 60_000
    assert found["unassigned_m2"] == 0
    assert found["overlap_m2"] == 0
    assert found["by_code"] == {"": 30_000.0, "G1": 10_000.0, "M1": 10_000.0, "M2": 10_000.0}
    assert row(found, "M")["share_pct"] == 66.67
    assert row(found, "G")["share_pct"] == 33.33
    assert row(found, "M")["site_pct"] == 33.33
    assert row(found, "")["area_ha"] == 3.0
    assert row(found, "")["share_pct"] is None
    assert [child["code"] for child in row(found, "M")["children"]] == ["M1", "M2"]


def test_land_outside_the_red_line_is_in_no_sum():
    plan = document(
        layer("boundary", [box(0, 0, 150, 100)]),
        layer("parcels", squares(3), land_use=["M1", "M1", "G1"]),
    )
    found = land(plan)
    assert found["parcels_m2"] == pytest.approx(15_000)
    assert found["outside_m2"] == pytest.approx(15_000)
    assert found["by_code"] == {"M1": pytest.approx(15_000)}


def test_without_a_red_line_there_is_no_unassigned_land():
    found = totals(measures().evaluate(document(layer("parcels", squares(2)))), stamped=False)
    assert found["land"]["site_m2"] is None
    assert found["land"]["unassigned_m2"] is None
    assert found["land"]["parcels_m2"] == 20_000
    assert found["land"]["balance"][0]["site_pct"] is None
    assert {"path": "land.site_m2", "needs": "a red line", "features": 0} in found["missing"]


def test_an_empty_plan_has_totals():
    found = land(document())
    assert found["parcels_m2"] == 0
    assert found["by_code"] == {}
    assert all(one["share_pct"] is None for one in found["balance"])


@pytest.mark.parametrize(
    ("shapes", "overlap"),
    [
        ([box(0, 0, 100, 100), box(90, 0, 190, 100)], 1_000),
        ([box(0, 0, 100, 100), box(0, 0, 100, 100)], 10_000),
        ([box(0, 0, 100, 100), box(40, 40, 60, 60)], 400),
        ([box(0, 0, 100, 100), box(0, 0, 100, 100), box(0, 0, 100, 100)], 20_000),
        ([box(0, 0, 100, 100), box(100, 0, 200, 100)], 0),
        ([box(0, 0, 100, 100), box(100, 50, 200, 80)], 0),
    ],
)
def test_overlaps_are_the_sum_less_the_union(shapes, overlap):
    plan = document(layer("boundary", [box(0, 0, 300, 100)]), layer("parcels", shapes))
    found = land(plan)
    assert found["overlap_m2"] == pytest.approx(overlap, abs=1e-6)
    union = float(shapely.area(shapely.union_all(shapes)))
    assert found["unassigned_m2"] == pytest.approx(30_000 - union, abs=1e-6)
    assert sum(one["area_m2"] for one in found["balance"]) == pytest.approx(30_000)


def test_an_invalid_shape_does_not_stop_the_totals():
    crossed = shapely.Polygon(
        [(EAST, NORTH), (EAST + 2, NORTH + 2), (EAST + 2, NORTH), (EAST, NORTH + 2)]
    )
    plan = document(
        layer("boundary", [box(-10, -10, 1.5, 300)]),
        layer("parcels", [crossed, box(0, 0, 100, 100)]),
    )
    assert land(plan)["site_m2"] == pytest.approx(11.5 * 310)


@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")
@pytest.mark.parametrize("place", [float("inf"), float("nan")])
def test_a_shape_with_a_place_that_is_no_number_has_no_land(place):
    lost = shapely.Polygon([(EAST, NORTH), (EAST + 9, NORTH), (EAST, place)])
    plan = document(
        layer("boundary", [box(0, 0, 100, 100)]), layer("parcels", [lost, box(0, 0, 50, 100)])
    )
    found = land(plan)
    assert (found["parcels_m2"], found["unassigned_m2"]) == (5_000, 5_000)


def test_worked_shares_of_a_park():
    areas_ha = {"R": 60, "A": 30, "B": 25, "M": 260, "W": 30, "S": 75, "U": 15, "G": 55}
    shares = {
        "R": 10.909,
        "A": 5.455,
        "B": 4.545,
        "M": 47.273,
        "W": 5.455,
        "S": 13.636,
        "U": 2.727,
        "G": 10.0,
    }
    balance = balanced({code: area * 1e4 for code, area in areas_ha.items()}, GB)
    found = {one.code: one.share_pct for one in balance.rows if one.area_m2}
    assert found == pytest.approx(shares, abs=0.01)
    assert round(sum(found.values()), 2) == 100.00
    assert balance.urban_ha == 550.0


def test_mixed_main_classes_stand_in_both_parts_under_their_own_codes():
    balance = balanced({"1207": 1e4, "1202": 2e4, "1502": 1e4, "1506": 3e4}, MNR)
    found = {one.code: (one.kind, one.area_ha) for one in balance.rows if one.area_m2}
    assert found == {
        "12": ("urban", 1.0),
        "1502": ("urban", 1.0),
        "1202": ("other", 2.0),
        "15": ("other", 3.0),
    }


def test_land_coded_by_its_main_class_is_a_row_of_its_own_beside_sub_classes():
    found = next(one for one in balanced({"M": 1e4, "M1": 2e4}, GB).rows if one.code == "M")
    assert [(child.code, child.area_ha) for child in found.children] == [("M", 1.0), ("M1", 2.0)]


def test_unknown_codes_are_rows_after_the_known_ones():
    balance = balanced({"X9": 1e4, "": 2e4, "M1": 3e4}, GB, 7e4, 1e4)
    tail = [(one.code, one.kind) for one in balance.rows if one.area_m2]
    assert tail == [
        ("M", "urban"),
        ("X9", "unknown"),
        ("", "uncoded"),
        ("unassigned", "unassigned"),
    ]


CODES = st.dictionaries(
    st.sampled_from([*GB.classes, "X1", ""]), st.floats(0, 5e6), min_size=1, max_size=20
)


@given(CODES, st.floats(0, 1e6), st.sampled_from(["ha", "mu", "km2"]))
def test_the_table_adds_up_as_printed(areas, unassigned, unit):
    site = sum(areas.values()) + unassigned
    balance = balanced(areas, GB, site, unassigned)
    urban = [one for one in balance.rows if one.kind == "urban"]
    assert round(sum(one.area_ha for one in balance.rows), 2) == balance.total_ha
    assert balance.total_ha == pytest.approx(site / 1e4, abs=0.00501)
    assert round(sum(one.area_ha for one in urban), 2) == balance.urban_ha
    if balance.urban_m2 > 0:
        assert round(sum(one.share_pct for one in urban), 2) == 100.00
    if site > 0:
        assert round(sum(one.site_pct for one in balance.rows), 2) == 100.00
    for one in balance.rows:
        if one.children:
            assert round(sum(child.area_ha for child in one.children), 2) == one.area_ha
        assert (
            one.area_ha == round(one.area_m2 / 1e4, 2)
            or "area_ha" in one.adjusted
            or (abs(one.area_ha - one.area_m2 / 1e4) < 0.00501)
        )
    size, decimals = {"ha": (1e4, 2), "mu": (1e4 / 15, 1), "km2": (1e6, 3)}[unit]
    printed = sum(one.printed[unit] for one in balance.rows)
    assert printed == pytest.approx(balance.printed(unit), abs=1e-6)
    assert printed == pytest.approx(site / size, abs=0.5001 * 10**-decimals + 1e-6)
    for one in balance.rows:
        if one.children:
            parts = sum(child.printed[unit] for child in one.children)
            assert parts == pytest.approx(one.printed[unit], abs=1e-6)
    assert balance.printed(unit, urban=True) == pytest.approx(
        sum(one.printed[unit] for one in urban), abs=1e-6
    )


@given(coverages(), st.randoms(use_true_random=False))
def test_no_order_of_rows_matters(shapes, random):
    codes = [random.choice(["M1", "R2", "G1", None]) for _ in shapes]
    turned = list(range(len(shapes)))
    random.shuffle(turned)
    site = layer("boundary", [box(-50, -50, 250, 250)])
    one = land(document(site, layer("parcels", shapes, land_use=codes)))
    other = land(
        document(
            site,
            layer(
                "parcels",
                [shapes[place] for place in turned],
                land_use=[codes[place] for place in turned],
            ),
        )
    )
    assert other["by_code"] == pytest.approx(one["by_code"], abs=1e-6)
    assert other["overlap_m2"] == pytest.approx(one["overlap_m2"], abs=1e-6)


@pytest.mark.skipif(not HUIZHOU.exists(), reason="the open data are not here")
def test_published_areas_of_a_real_plan():
    found = gpd.read_file(HUIZHOU / "huizhou_parcels_epsg4547.gpkg", layer="parcels")
    column = next(name for name in ("Layer", "land_use", "code") if name in found.columns)
    plan = Document.new("Huizhou", CRS, base_year=2025)
    parcels = layer("parcels", found.geometry.array, land_use=found[column].tolist())
    areas = land(plan.with_layer(Layer("parcels", parcels.frame)))["by_code"]
    with (HUIZHOU / "land_balance_by_code.csv").open(encoding="utf-8-sig") as file:
        known = {one["Layer"]: float(one["area_ha"]) * 1e4 for one in csv.DictReader(file)}
    total = known.pop("TOTAL", None)
    assert areas == pytest.approx(
        {code: area for code, area in known.items() if code in areas}, abs=1
    )
    assert sum(areas.values()) == pytest.approx(2_888_173.58, abs=1)
    assert total is None or total == pytest.approx(2_888_173.58, abs=1)


def test_areas_are_kept_per_parcel():
    areas = measures().evaluate(small_plan()).value("land.areas")
    assert isinstance(areas, pd.Series)
    assert areas.index.tolist() == [1, 2, 3, 4, 5, 6]
    np.testing.assert_allclose(areas, 10_000)
