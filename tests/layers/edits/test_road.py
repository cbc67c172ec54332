import math

import numpy as np
import pytest
import shapely

from layers.edits.operations import operations
from layers.edits.parameters import set_parameter
from layers.edits.road import quadrant_chords, road, road_ground
from layers.errors import InvalidEditError
from tests.strategies import EAST, NORTH, document, layer, small_plan, squares


def line(*places):
    return shapely.LineString([(EAST + x, NORTH + y) for x, y in places])


def rows(plan):
    """Area and values of the parcels by id."""
    found = plan.layer("parcels").frame
    return {
        int(id_): (round(row.geometry.area, 3), row["land_use"], row["number"])
        for id_, row in found.iterrows()
    }


def is_whole(plan):
    return bool(shapely.coverage_is_valid(plan.layer("parcels").geometries, gap_width=0.001))


def test_a_road_takes_its_land_from_the_parcels():
    plan = small_plan()
    edit = road(plan, line((90, 50), (300, 50)), 20)
    after = plan.applied(edit)
    found = rows(after)
    assert found[1] == (9800.0, "M1", "A1")  # 10 m of the road's end
    assert found[7] == (4000.0, "M2", "A2a")
    assert found[8] == (4000.0, "M2", "A2b")
    assert found[11][:2] == (4200.0, "S1")
    assert 2 not in found
    assert is_whole(after)
    assert shapely.area(after.layer("parcels").geometries).sum() == pytest.approx(60_000.0)
    assert str(edit.title) == "Road of 20 m: 4\u2009200 m² out of 3 parcels"


def test_the_centre_line_is_a_road_with_its_width_and_name():
    plan = small_plan()
    after = plan.applied(road(plan, line((0, 100), (300, 100)), 24, name="经一路"))
    (row,) = after.layer("roads").frame.itertuples()
    assert (row.name, row.width_m, row.geometry.length) == ("经一路", 24.0, 300.0)


def test_a_parcel_within_the_road_is_gone_and_counted():
    plan = document(layer("parcels", squares(3, side=10.0)))
    edit = road(plan, line((12, 5), (18, 5)), 40)
    assert str(road(plan, line((8, 5), (22, 5)), 40).title).endswith("1 of them gone")
    assert "gone" not in edit.title.values


def test_what_is_counted_is_shared_over_what_is_left():
    plan = document(layer("parcels", squares(1), population=[90.0], number=["A"]))
    after = plan.applied(road(plan, line((30, 0), (30, 100)), 20)).layer("parcels")
    # 20 m and 60 m are left beside 20 m of road.
    assert after.values("population").tolist()[:2] == [68.0, 22.0]
    assert math.isnan(after.values("population").tolist()[2])
    assert after.values("number").tolist()[:2] == ["Aa", "Ab"]


def test_a_parcel_left_in_one_piece_keeps_its_id_and_all_that_is_counted():
    plan = document(layer("parcels", squares(1), population=[90.0]))
    after = plan.applied(road(plan, line((0, 0), (100, 0)), 20)).layer("parcels")
    assert after.ids.tolist() == [1, 2]
    assert after.values("population").iloc[0] == 90.0
    assert after.areas.tolist() == [9000.0, 1000.0]


def test_inner_corners_of_bends_are_rounded():
    plan = document(layer("parcels", squares(1)))
    bend = line((0, 50), (50, 50), (50, 100))
    sharp = plan.applied(road(plan, bend, 20)).layer("parcels").areas[-1]
    rounded = plan.applied(road(plan, bend, 20, fillet=10)).layer("parcels").areas[-1]
    assert rounded - sharp == pytest.approx(100 * (1 - math.pi / 4), rel=0.01)


def test_a_junction_with_road_land_is_rounded_and_that_land_is_not_carved():
    plan = small_plan()
    first = plan.applied(road(plan, line((150, 0), (150, 200)), 20))
    before = first.layer("parcels").rows([11]).geometry.iloc[0]
    after = first.applied(road(first, line((0, 100), (145, 100)), 20, fillet=10))
    assert after.layer("parcels").rows([11]).geometry.iloc[0].area == before.area == 4000.0
    made = after.layer("parcels").geometries[-1]
    # 140 m to the border of the first road, and two corners of it.
    assert made.area == pytest.approx(2800 + 2 * 100 * (1 - math.pi / 4), abs=0.2)
    assert is_whole(after)


def test_a_road_that_meets_another_at_an_angle_leaves_no_wedge():
    plan = document(layer("parcels", squares(2), land_use=["M1", "S1"]))
    after = plan.applied(road(plan, line((40, 40), (100, 80)), 12)).layer("parcels")
    shared = shapely.intersection(after.geometries[-1].boundary, shapely.box(*SIDE))
    # Across the border a road of 12 m is 12 / cos α wide; tan α = 40 / 60.
    assert shared.length == pytest.approx(12 * math.hypot(60, 40) / 60, abs=0.01)


SIDE = (EAST + 99.9999, NORTH, EAST + 100.0001, NORTH + 100)


def test_roads_are_joined_in_the_codes_of_the_land_and_sea_set():
    plan = small_plan()
    plan = plan.applied(set_parameter(plan, "plan.code_set", "MNR2023"))
    after = plan.applied(road(plan, line((0, 50), (300, 50)), 20))
    assert rows(after)[max(rows(after))][1] == "1207"


def test_ground_in_no_parcel_becomes_road_land_within_the_red_line_alone():
    parcels = layer("parcels", squares(1))
    without = document(parcels)
    red = shapely.box(EAST, NORTH, EAST + 150, NORTH + 100)
    within = document(layer("boundary", [red]), parcels)
    long = line((50, 50), (300, 50))
    assert without.applied(road(without, long, 20)).layer("parcels").areas[-1] == 1000.0
    after = within.applied(road(within, long, 20))
    assert after.layer("parcels").areas[-1] == pytest.approx(2000.0)
    assert is_whole(after)


def test_a_road_beside_the_plan_takes_no_land_and_is_drawn():
    plan = small_plan()
    edit = road(plan, line((400, 50), (600, 50)), 20)
    after = plan.applied(edit)
    assert after.layer("parcels") is plan.layer("parcels")
    assert len(after.layer("roads")) == 1


@pytest.mark.parametrize("seed", range(4))
def test_random_roads_leave_the_coverage_whole(seed):
    random = np.random.default_rng(seed)
    plan = document(layer("parcels", squares(4, 3, side=80.0), population=[7.0] * 12))
    people = 84.0
    for _ in range(4):
        places = random.uniform(-40, 340, (3, 2))
        width, fillet = float(random.choice([6, 24])), float(random.choice([0, 12]))
        try:
            plan = plan.applied(road(plan, line(*places), width, fillet=fillet))
        except InvalidEditError:
            continue
        found = plan.layer("parcels")
        assert is_whole(plan)
        assert found.areas.sum() == pytest.approx(76_800.0, abs=0.001)
        assert found.areas.min() >= 0.01
        assert np.nansum(found.values("population")) <= people


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"line": "LINESTRING (500000 3890000, 500000 3890000)"}, "no length"),
        ({"line": "POINT (500000 3890000)"}, "A line is wanted"),
        ({"line": "LINESTRING (0 0, 9 9)"}, "km from the plan"),
        ({"width": 0}, "width of a road"),
        ({"width": 1e9}, "width of a road"),
        ({"fillet": -1}, "radius of corners"),
        ({"land_use": "XY"}, "no land use XY"),
    ],
)
def test_what_cannot_be_a_road_is_refused_with_a_sentence(given, said):
    values = {"line": line((0, 50), (300, 50)).wkt, "width": 20, **given}
    with pytest.raises(InvalidEditError, match=said):
        operations()["road"].edit(small_plan(), values)


def test_chords_lie_within_a_centimetre_of_the_arc():
    chords = quadrant_chords(12.0)
    assert 12.0 * (1 - math.cos(math.pi / 4 / chords)) <= 0.01
    ground, met = road_ground(small_plan(), line((0, 50), (50, 50), (50, 100)), 20, 12.0)
    assert met == []
    assert ground.is_valid


def test_the_land_of_a_road_keeps_what_most_of_it_is_used_for_today():
    uses = ["E2", "R2", None]
    plan = document(layer("parcels", squares(3), land_use=["M1"] * 3, land_use_existing=uses))
    for places, wanted in (
        ([(10, 50), (160, 50)], "E2"),  # 90 m of the first, 60 m of the second
        ([(80, 50), (190, 50)], "R2"),
        ([(150, 50), (290, 50)], "R2"),  # of the third nothing is known
        ([(210, 50), (290, 50)], None),
    ):
        after = plan.applied(road(plan, line(*places), 20)).layer("parcels")
        found = after.frame.loc[after.frame["land_use"] == "S1", "land_use_existing"].tolist()
        assert [None if one != one else one for one in found] == [wanted]  # noqa: PLR0124
