import math
from random import Random

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis import measures
from layers.analysis.covers import NOTHING, Some
from layers.analysis.totals import totals
from layers.edit import Change, Edit, RowsDelta
from layers.edits.split import split
from layers.message import Message
from tests.layers.analysis.parks import SITE, areas, box, line, park
from tests.likeness import difference
from tests.strategies import EAST, NORTH, coverages, document, documents, layer, squares


def test_claims_rests_and_bare_land_add_up_to_the_site():
    # 200 × 100 m of site: a pond of 20 × 20 m on the border of the parcel takes 200 m² of it.
    found = measures().evaluate(park(layer("water", [box(90, 0, 110, 20)])))
    partition = found.value("carbon.covers")
    assert partition.claims.areas.tolist() == [400.0]
    assert partition.pieces.areas.tolist() == [200.0]
    assert partition.inside().tolist() == [10_000.0]
    assert partition.rest().tolist() == [9_800.0]
    assert partition.bare_m2 == pytest.approx(20_000 - 400 - 9_800)
    assert partition.total_m2 == 20_000
    assert partition.claims.counted_once_m2 == 0


def test_without_a_red_line_all_land_is_the_union_of_what_there_is():
    plan = document(layer("parcels", squares(1)), layer("water", [box(90, 0, 110, 20)]))
    partition = measures().evaluate(plan).value("carbon.covers")
    assert partition.total_m2 == pytest.approx(10_200)
    assert partition.bare_m2 == 0


def test_lines_without_a_width_are_listed_by_kind():
    lines = [line((0, 0), (50, 0)), line((0, 50), (50, 50))]
    partition = (
        measures().evaluate(park(layer("roads", lines, width_m=[None, 8.0]))).value("carbon.covers")
    )
    assert partition.claims.without_width["roads"].tolist() == [1]
    assert partition.claims.without_width["corridors"].tolist() == []


def test_a_road_counts_by_its_share_inside_the_red_line():
    # The red line ends 200 m east of the corner.
    roads = [line((0, 50), (100, 50)), line((150, 50), (350, 50)), line((300, 0), (300, 9))]
    shares = measures().evaluate(park(layer("roads", roads))).value("carbon.road_shares")
    assert shares.tolist() == pytest.approx([1.0, 0.25, 0.0])


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
    assert math.fsum(partition.claims.areas) == pytest.approx(shapely.area(union), abs=1e-3)
    claimed = shapely.union_all(partition.claims.whole)
    assert shapely.area(union) == pytest.approx(shapely.area(claimed), abs=1e-3)
    land = shapely.union_all([claimed, *plan.layer("parcels").geometries])
    boundary = shapely.union_all(plan.layer("boundary").geometries)
    bare = shapely.area(shapely.difference(boundary, land))
    assert partition.bare_m2 == pytest.approx(bare, abs=1e-3)


def grounds_differ(plan):
    """Whether no two features of a kind claim the very same ground: the older one would keep it."""
    claims = measures().evaluate(plan).value("carbon.covers").claims
    grounds = zip(claims.kinds, shapely.to_wkb(shapely.normalize(claims.whole)), strict=True)
    return len(set(grounds)) == len(claims.ids)


@given(PLANS, SEEDS)
def test_no_order_of_rows_matters(shown, seed):
    plan = shown.plan
    if not grounds_differ(plan):
        return
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


KINDS = ("parcels", "greens", "corridors", "roads", "rooftops", "water")


def fresh(kind, random):
    """A shape of a kind near the corner."""
    west, south = random.randint(0, 500), random.randint(0, 500)
    width, height = random.randint(1, 120), random.randint(1, 120)
    if kind in {"corridors", "roads"}:
        return line((west, south), (west + width, south + height - 60))
    return box(west, south, west + width, south + height)


def moved(plan, kind, random):
    """An edit that moves, adds or removes one feature."""
    found = plan.layer(kind)
    frame = found.frame[["geometry"]]
    choice = random.choice(["move", "add", "remove"])
    if choice == "add" or not len(found):
        row = found.frame.reindex([found.next_id])
        row = row.set_geometry([fresh(kind, random)], crs=plan.crs)
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


@given(PLANS, SEEDS)
def test_kept_results_equal_fresh_ones(shown, seed):
    plan, random = shown.plan, Random(seed)  # noqa: S311
    results = measures().evaluate(plan)
    for _ in range(6):
        edit = moved(plan, random.choice(KINDS), random)
        plan = plan.applied(edit)
        results = measures().evaluate(plan, results, Change.of(edit))
    again = measures().evaluate(plan)
    kept, anew = totals(results), totals(again)
    assert kept["plan"] == anew["plan"]
    for part in ("site_m2", "parcels_m2", "overlap_m2", "unassigned_m2"):
        assert kept["land"][part] == pytest.approx(anew["land"][part], abs=1e-6)
    for cover, one in anew["carbon"]["by_cover"].items():
        assert kept["carbon"]["by_cover"][cover]["area_m2"] == pytest.approx(
            one["area_m2"], abs=1e-6
        )
    for id_ in ("carbon.claims", "carbon.covers", "carbon.planted_inside", "carbon.rests"):
        assert not difference(results.value(id_), again.value(id_), id_)
    np.testing.assert_array_equal(results.value("land.inside"), again.value("land.inside"))


def divided(plan, id_):
    """An edit that halves a parcel."""
    west, south, east, north = plan.layer("parcels").rows([id_]).total_bounds
    middle = (west + east) / 2
    return split(plan, shapely.LineString([(middle, south - 9), (middle, north + 9)]), [id_])


def test_what_no_claim_meets_is_divided_and_no_piece_is_another_one():
    plan = document(
        layer("parcels", squares(6)),
        layer("greens", [box(10, 10, 150, 20)], cover=["lawn"]),
        layer("roads", [line((0, 50), (120, 50))], width_m=[4.0]),
    )
    before = measures().evaluate(plan)
    far = divided(plan, 4)
    after = measures().evaluate(plan.applied(far), before, Change.of(far))
    for id_ in ("carbon.claims", "carbon.planted", "carbon.planted_inside", "runoff.surfaces"):
        assert after.value(id_) is before.value(id_), id_
    old, new = (results.value("carbon.covers") for results in (before, after))
    assert new.pieces is old.pieces
    left = [8_700.0, 9_420.0, *[10_000.0] * 3, 5_000.0, 5_000.0]
    assert new.rest().tolist() == pytest.approx(left)
    near = divided(plan, 1)
    again = measures().evaluate(plan.applied(near), before, Change.of(near))
    assert again.value("carbon.planted_inside").ids.tolist() == [2, 7, 8]
    assert again.value("carbon.covers").rest().sum() == pytest.approx(new.rest().sum())


def test_parcels_that_overlap_elsewhere_leave_the_rest_to_be_looked_at_alone():
    shapes = [*squares(3), box(250, 0, 330, 100), box(290, 0, 400, 100)]
    plan = document(
        layer("parcels", shapes), layer("greens", [box(10, 10, 20, 20)], cover=["lawn"])
    )
    before = measures().evaluate(plan)
    edit = divided(plan, 1)
    after = measures().evaluate(plan.applied(edit), before, Change.of(edit))
    again = measures().evaluate(plan.applied(edit))
    old, new, fresh = (one.value("carbon.covers") for one in (before, after, again))
    assert new.shared is old.shared
    assert len(fresh.shared.ids) == 3
    assert not difference(new, fresh)
    assert float(new.inside().sum()) == pytest.approx(40_000)


def test_sums_of_some_parcels_tell_of_which_they_differ():
    some = Some.summed(np.array([7, 3, 7]), np.array([1.0, 2.0, 4.0]))
    assert (some.ids.tolist(), some.areas.tolist()) == ([3, 7], [2.0, 5.0])
    assert some.of(np.array([1, 3, 7, 9])).tolist() == [0.0, 2.0, 5.0, 0.0]
    other = Some(np.array([3, 8]), np.array([2.0, 1.0]))
    assert sorted(some.differing(other).tolist()) == [7, 8]
    again = some.exchanged(np.array([5, 7]), Some(np.array([5, 8]), np.array([4.0, 1.0])))
    assert (again.ids.tolist(), again.areas.tolist()) == ([3, 5, 8], [2.0, 4.0, 1.0])
    assert some.differing(some).tolist() == NOTHING.differing(NOTHING).tolist() == []
