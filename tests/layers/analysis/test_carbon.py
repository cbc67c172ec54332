import math
from random import Random

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from layers.analysis import measures
from layers.analysis.planting import age_ramp
from layers.analysis.sink import sink_t
from layers.analysis.totals import totals, why
from layers.edit import Change, Edit, RowsDelta, ValueDelta
from layers.message import Message
from layers.parameters import shipped_factors
from layers.units import CO2_PER_C, GJ_PER_KWH, M2_PER_MU, MU_PER_HA
from tests.strategies import EAST, NORTH, coverages, document, documents, layer, shapes, squares


def box(west, south, east, north):
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def line(*points):
    return shapely.LineString([(EAST + x, NORTH + y) for x, y in points])


def carbon(plan):
    return totals(measures().evaluate(plan), stamped=False)["carbon"]


def areas(plan):
    return {cover: one["area_m2"] for cover, one in carbon(plan)["by_cover"].items()}


SITE = layer("boundary", [box(0, 0, 200, 100)])


def park(*layers, **parcel):
    """One parcel of 1 ha beside 1 ha of unassigned land."""
    values = {"land_use": "M1", "green_pct": 20.0} | parcel
    return document(
        SITE, layer("parcels", squares(1), **{key: [one] for key, one in values.items()}), *layers
    )


# ---- worked numbers -------------------------------------------------------------------------


def test_worked_sink_of_a_park():
    ground = {"tree_urban": 200_000, "shrub": 50_000, "lawn": 80_000, "water": 30_000}
    factors = {cover: shipped_factors()[f"sink.{cover}"] for cover in ground}
    central = sum(sink_t(area, factors[cover].central) for cover, area in ground.items())
    low = sum(sink_t(area, factors[cover].low) for cover, area in ground.items())
    assert central == pytest.approx(202.451, rel=1e-4)
    assert low == pytest.approx(128.0, rel=1e-4)


def test_worked_sink_of_a_plan():
    plan = document(
        layer("boundary", [box(0, 0, 1000, 360)]),
        layer(
            "greens",
            [box(0, 0, 1000, 200), box(0, 200, 1000, 250), box(0, 250, 1000, 330)],
            cover=["tree_urban", "shrub", "lawn"],
        ),
        layer("water", [box(0, 330, 1000, 360)]),
    )
    sink = carbon(plan)["sink_t_per_a"]
    assert sink["central"] == pytest.approx(202.451, rel=1e-4)
    assert sink["low"] == pytest.approx(128.0, rel=1e-4)
    assert sink["high"] == pytest.approx(250 + 30 + 33.496 + 6.234, rel=1e-4)


def test_worked_units():
    assert pytest.approx(666.6667, rel=1e-6) == M2_PER_MU
    assert 300 / MU_PER_HA == 20
    assert pytest.approx(3.6667, rel=1e-4) == CO2_PER_C
    assert pytest.approx(0.36667, rel=1e-4) == CO2_PER_C * 1000 / 1e4
    assert GJ_PER_KWH == 0.0036


# ---- one cover each -------------------------------------------------------------------------


def test_the_green_ratio_asks_for_attached_green_and_the_rest_is_sealed():
    assert areas(park()) == {"lawn": 2_000, "water": 0, "bare": 10_000, "sealed": 8_000}


def test_greens_inside_the_parcel_count_towards_its_ratio():
    plan = park(layer("greens", [box(0, 0, 10, 100)], cover=["shrub"]))
    assert areas(plan) == pytest.approx(
        {"shrub": 1_000, "lawn": 1_000, "water": 0, "bare": 10_000, "sealed": 8_000}
    )


def test_attached_green_ends_with_the_rest_of_the_parcel():
    plan = park(layer("rooftops", [box(0, 0, 90, 100)]))
    assert areas(plan)["lawn"] == pytest.approx(1_000)
    assert areas(plan)["sealed"] == pytest.approx(9_000)


@pytest.mark.parametrize(
    ("values", "lawn"),
    [
        ({"green_pct": 30.0, "green_min_pct": 10.0}, 3_000),
        ({"green_pct": None, "green_min_pct": 10.0}, 1_000),
        ({"green_pct": None, "land_use": "R2"}, 3_000),
        ({"green_pct": None, "land_use": "M1"}, 0),
        ({"green_pct": None, "land_use": "S1"}, 0),
        ({"green_pct": None, "land_use": None}, 0),
        ({"green_pct": 0.0, "land_use": "R2"}, 0),
    ],
)
def test_which_green_ratio_counts(values, lawn):
    assert areas(park(**values)).get("lawn", 0) == pytest.approx(lawn)


def test_water_goes_before_greens_corridors_roads_and_roofs():
    whole = box(0, 0, 100, 100)
    plan = park(
        layer("water", [box(0, 0, 100, 20)]),
        layer("greens", [box(0, 0, 100, 40)], cover=["tree_urban"]),
        layer("corridors", [line((0, 30), (100, 30))], width_m=[60.0], cover=["shrub"]),
        layer("roads", [line((0, 40), (100, 40))], width_m=[80.0]),
        layer("rooftops", [whole], green_roof=["ext"]),
        green_pct=0.0,
    )
    found = areas(plan)
    assert found["water"] == pytest.approx(2_000)
    assert found["tree_urban"] == pytest.approx(2_000)
    assert found["shrub"] == pytest.approx(2_000)
    assert found["sealed"] == pytest.approx(2_000)
    assert found["greenroof_ext"] == pytest.approx(2_000)
    assert carbon(plan)["counted_once_m2"] == pytest.approx(2000 + 4000 + 6000 + 8000 + 10000 - 1e4)


def test_of_two_greens_on_the_same_ground_the_smaller_counts():
    big, small = box(0, 0, 100, 100), box(20, 20, 30, 30)
    for greens, covers in (([big, small], ["lawn", "shrub"]), ([small, big], ["shrub", "lawn"])):
        found = areas(park(layer("greens", greens, cover=covers)))
        assert found["shrub"] == pytest.approx(100)
        assert found["lawn"] == pytest.approx(9_900)


def test_of_two_greens_on_the_very_same_ground_the_older_counts():
    greens = [box(0, 0, 50, 100), box(0, 0, 50, 100)]
    plan = park(layer("greens", greens, cover=["shrub", "lawn"]), green_pct=0.0)
    assert areas(plan)["shrub"] == pytest.approx(5_000)
    assert "lawn" not in areas(plan)


def test_a_corridor_is_cut_at_the_red_line():
    plan = park(layer("corridors", [line((-50, 50), (50, 50))], width_m=[10.0], cover=["shrub"]))
    assert areas(plan)["shrub"] == pytest.approx(500)


def test_roofs_are_sealed_unless_they_are_green():
    roofs = [box(0, 0, 10, 10), box(20, 0, 30, 10), box(40, 0, 50, 10)]
    plan = park(layer("rooftops", roofs, green_roof=["int", "none", None]), green_pct=0.0)
    assert areas(plan)["greenroof_int"] == pytest.approx(100)
    assert areas(plan)["sealed"] == pytest.approx(9_900)


def test_street_trees_take_no_ground():
    plan = park(
        layer(
            "roads",
            [line((100, 50), (300, 50))],
            width_m=[10.0],
            street_tree_crown_m2=[400.0],
        )
    )
    found = carbon(plan)["by_cover"]["street_tree"]
    # Half of the road lies inside the red line.
    assert found["crown_m2"] == pytest.approx(200)
    assert found["area_m2"] == 0
    assert found["extra"] is True
    assert found["central"] == pytest.approx(200 * 0.75 / 1000)
    assert sum(areas(plan).values()) == pytest.approx(20_000)


def test_overlapping_parcels_are_shared_out_once():
    plan = document(
        SITE,
        layer(
            "parcels",
            [box(0, 0, 120, 100), box(100, 0, 200, 100)],
            land_use=["R2", "M1"],
            green_pct=[50.0, 0.0],
        ),
    )
    assert sum(areas(plan).values()) == pytest.approx(20_000)
    assert areas(plan)["lawn"] == pytest.approx(5_000)


# ---- missing and assumed --------------------------------------------------------------------


def test_a_green_without_a_cover_is_missing_and_not_nothing():
    plan = park(layer("greens", [box(0, 0, 50, 10)]), green_pct=0.0)
    found = totals(measures().evaluate(plan), stamped=False)
    assert found["carbon"]["by_cover"]["unknown"] == {
        "area_m2": 500.0,
        "low": None,
        "central": None,
        "high": None,
    }
    assert {
        "path": "carbon.sink_t_per_a",
        "needs": "the cover of Green land",
        "features": 1,
    } in found["missing"]


def test_a_cover_without_a_factor_keeps_its_name():
    found = totals(
        measures().evaluate(park(layer("greens", [box(0, 0, 50, 10)], cover=["moss"]))),
        stamped=False,
    )
    assert found["carbon"]["by_cover"]["moss"]["central"] is None
    assert any("sink factor" in one["needs"] for one in found["missing"])


def test_a_corridor_without_a_width_takes_no_ground_and_is_named():
    plan = park(layer("corridors", [line((0, 50), (100, 50))], cover=["shrub"]))
    found = totals(measures().evaluate(plan), stamped=False)
    assert "shrub" not in found["carbon"]["by_cover"]
    assert {
        "path": "carbon.sink_t_per_a",
        "needs": "the width of Green corridors",
        "features": 1,
    } in found["missing"]


def test_what_is_not_computed_yet_is_null_and_named():
    found = totals(measures().evaluate(park()), stamped=False)
    assert found["carbon"]["operational_t_per_a"] is None
    assert found["carbon"]["net_t_per_a"] is None
    assert {one["path"] for one in found["missing"]} >= {
        "carbon.operational_t_per_a",
        "carbon.net_t_per_a",
        "runoff.coefficient",
    }


def test_why_names_assumptions_and_sources():
    found = why(measures().evaluate(park(green_pct=None, land_use="R2")), "carbon.sink_t_per_a")
    assert found["value"]["central"] == pytest.approx(3000 * 0.0931 / 1000)
    assert found["unit"] == "t CO₂/a"
    assert "Assumed: green ratio 30.0 % for 1 parcels of R2 without one." in found["left_out"]
    assert "Assumed: attached green is covered with Managed lawn." in found["left_out"]
    lawn = next(one for one in found["inputs"] if one["name"] == "Managed lawn")
    assert (lawn["value"], lawn["unit"], lawn["year"], lawn["confidence"]) == (
        0.0931,
        "kg CO₂/(m²·a)",
        "2011",
        "verified",
    )
    assert "Zirkle" in lawn["source"]
    assert found["features"] == {"parcels": 1}


# ---- age ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("planted", "share"),
    [(2025, 0.0), (2024, 0.2), (2020, 1.0), (1985, 1.0), (1984, 0.3), (2030, 0.0), (None, 1.0)],
)
def test_age_of_trees(planted, share):
    # Urban trees grow for 40 years; the base year of the plan is 2025.
    plan = park(layer("greens", [box(0, 0, 100, 100)], cover=["tree_urban"], planted=[planted]))
    assert carbon(plan)["sink_t_per_a"]["central"] == pytest.approx(9.0 * share)


def test_age_counts_from_the_base_year_of_the_plan():
    plan = park(layer("greens", [box(0, 0, 100, 100)], cover=["tree_urban"], planted=[2025]))
    later = plan.applied(
        Edit(Message("later"), (ValueDelta("parameters", "plan.base_year", 2025, 2027),))
    )
    assert carbon(later)["sink_t_per_a"]["central"] == pytest.approx(9.0 * 0.4)
    assert age_ramp(np.array([3.0]), None).tolist() == [0.6]


# ---- properties -----------------------------------------------------------------------------


@st.composite
def crowded(draw):
    """Plans in which everything lies over everything else, and the red line cuts through it."""
    number = st.integers(0, 250)
    covers = st.sampled_from(["lawn", "shrub", "tree_urban", "water", None, "moss"])

    def boxes():
        corners = draw(st.lists(st.tuples(number, number), min_size=1, max_size=4, unique=True))
        sizes = st.tuples(st.integers(5, 90), st.integers(5, 90))
        found = []
        for x, y in corners:
            width, height = draw(sizes)
            found.append(box(x, y, x + width, y + height))
        return found

    def lines():
        ends = st.tuples(number, number, number, number).filter(lambda one: one[:2] != one[2:])
        return [
            line(one[:2], one[2:])
            for one in draw(st.lists(ends, min_size=1, max_size=3, unique_by=lambda one: one[:2]))
        ]

    parcels, greens, corridors, roads = draw(coverages()), boxes(), lines(), lines()
    widths = st.sampled_from([8.0, 31.5, None])
    return document(
        layer("boundary", [shapely.Point(EAST + 130, NORTH + 120).buffer(110)]),
        layer(
            "parcels",
            parcels,
            land_use=[draw(st.sampled_from(["M1", "R2", "G1", "S1", None])) for _ in parcels],
            green_pct=[draw(st.sampled_from([None, 0.0, 30.0, 90.0])) for _ in parcels],
        ),
        layer("water", boxes()),
        layer("greens", greens, cover=[draw(covers) for _ in greens]),
        layer(
            "corridors",
            corridors,
            width_m=[draw(widths) for _ in corridors],
            cover=[draw(covers) for _ in corridors],
        ),
        layer("roads", roads, width_m=[draw(widths) for _ in roads]),
        layer("rooftops", boxes()),
    )


class Shown:
    """A plan that a failure prints in one line."""

    def __init__(self, plan):
        self.plan = plan

    def __repr__(self):
        return repr({kind: len(one) for kind, one in self.plan.layers.items() if len(one)})


PLANS = (crowded() | documents()).map(Shown)
SEEDS = st.integers(0, 2**32 - 1)
"""Seeds of Python's own random numbers: what hypothesis draws shrinks towards no change."""


@given(PLANS)
def test_each_square_metre_has_exactly_one_cover(shown):
    plan = shown.plan
    results = measures().evaluate(plan)
    found = totals(results, stamped=False)
    site = found["land"]["site_m2"]
    total = sum(one["area_m2"] for one in found["carbon"]["by_cover"].values())
    assert total == pytest.approx(site, rel=1e-6)
    # The same by another way: pieces share no ground, and together they are the union.
    partition = results.value("carbon.covers")
    union = shapely.union_all(partition.claims.rests)
    assert math.fsum(partition.areas) == pytest.approx(shapely.area(union), abs=1e-3)
    claimed = shapely.union_all(partition.claims.whole)
    assert shapely.area(union) == pytest.approx(shapely.area(claimed), abs=1e-3)
    land = shapely.union_all([claimed, *plan.layer("parcels").geometries])
    boundary = shapely.union_all(plan.layer("boundary").geometries)
    bare = shapely.area(shapely.difference(boundary, land))
    assert partition.bare_m2 == pytest.approx(bare, abs=1e-3)


@given(PLANS, SEEDS)
def test_no_order_of_rows_matters(shown, seed):
    plan = shown.plan
    claims = measures().evaluate(plan).value("carbon.covers").claims
    # Of two features of a kind on the very same ground the older one keeps it.
    grounds = zip(claims.kinds, shapely.to_wkb(shapely.normalize(claims.whole)), strict=True)
    assume(len(set(grounds)) == len(claims.ids))
    random = Random(seed)  # noqa: S311
    turned = plan
    for kind in ("greens", "corridors", "roads", "rooftops", "water", "parcels"):
        frame = plan.layer(kind).frame
        if len(frame) > 1:
            order = list(range(len(frame)))
            random.shuffle(order)
            rows = frame.iloc[order]
            rows.index = frame.index
            turned = turned.with_layer(type(plan.layer(kind))(kind, rows))
    assert areas(turned) == pytest.approx(areas(plan), abs=1e-3)


def test_a_zone_change_keeps_the_covers():
    plan = park()
    before = measures().evaluate(plan)
    old = pd.DataFrame({"land_use": pd.Series(["M1"], index=[1], dtype="str")})
    new = pd.DataFrame({"land_use": pd.Series(["R2"], index=[1], dtype="str")})
    edit = Edit(Message("zone"), (RowsDelta("parcels", old, new),))
    after = measures().evaluate(plan.applied(edit), before, Change.of(edit))
    assert after.value("carbon.covers") is before.value("carbon.covers")
    assert after.value("solar.roofs") is before.value("solar.roofs")
    assert after.value("land.areas") is before.value("land.areas")
    assert after.value("land.by_code") == {"R2": 10_000.0}


KINDS = ("parcels", "greens", "corridors", "roads", "rooftops", "water")


def moved(plan, kind, random, fresh):
    """An edit that moves, adds or removes one feature."""
    found = plan.layer(kind)
    frame = found.frame[["geometry"]]
    choice = random.choice(["move", "add", "remove"])
    if choice == "add" or not len(found):
        row = found.frame.reindex([found.next_id])
        row = row.set_geometry([fresh], crs=plan.crs)
        row.index.name = "fid"
        if "width_m" in row:
            row["width_m"] = random.choice([5.0, 30.0])
        return Edit(Message("add"), (RowsDelta(kind, found.frame.iloc[:0], row),))
    id_ = random.choice(found.ids.tolist())
    before = found.frame.loc[[id_]]
    if choice == "remove":
        return Edit(Message("remove"), (RowsDelta(kind, before, before.iloc[:0]),))
    after = frame.loc[[id_]].translate(random.uniform(-40, 40), random.uniform(-40, 40))
    return Edit(
        Message("move"),
        (RowsDelta(kind, frame.loc[[id_]], frame.loc[[id_]].set_geometry(after)),),
    )


@given(PLANS, st.data(), SEEDS)
def test_kept_results_equal_fresh_ones(shown, data, seed):
    plan = shown.plan
    claims = measures().evaluate(plan).value("carbon.covers").claims
    # Of two features of a kind on the very same ground the older one keeps it.
    grounds = zip(claims.kinds, shapely.to_wkb(shapely.normalize(claims.whole)), strict=True)
    assume(len(set(grounds)) == len(claims.ids))
    random = Random(seed)  # noqa: S311
    results = measures().evaluate(plan)
    for _ in range(6):
        kind = random.choice(KINDS)
        edit = moved(plan, kind, random, data.draw(shapes(kind)))
        plan = plan.applied(edit)
        results = measures().evaluate(plan, results, Change.of(edit))
    fresh = measures().evaluate(plan)
    kept, anew = totals(results), totals(fresh)
    assert kept["plan"] == anew["plan"]
    for part in ("site_m2", "parcels_m2", "overlap_m2", "unassigned_m2"):
        assert kept["land"][part] == pytest.approx(anew["land"][part], abs=1e-6)
    for cover, one in anew["carbon"]["by_cover"].items():
        assert kept["carbon"]["by_cover"][cover]["area_m2"] == pytest.approx(
            one["area_m2"], abs=1e-6
        )
    np.testing.assert_allclose(
        results.value("carbon.covers").rest, fresh.value("carbon.covers").rest, atol=1e-6
    )
    np.testing.assert_array_equal(results.value("land.inside"), fresh.value("land.inside"))
