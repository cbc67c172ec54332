import numpy as np
import pytest
import shapely

from layers.edits.operations import operations
from layers.edits.trim import trim
from layers.errors import InvalidEditError
from tests.strategies import EAST, NORTH, document, layer, small_plan, squares


def plan_within(west, south, east, north, *others, **values):
    red = shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)
    return document(layer("boundary", [red]), layer("parcels", squares(3, 2), **values), *others)


def is_whole(plan):
    return bool(shapely.coverage_is_valid(plan.layer("parcels").geometries, gap_width=0.001))


def test_parcels_are_cut_along_the_red_line():
    plan = plan_within(-10, -10, 150, 120)
    edit = trim(plan, "parcels")
    after = plan.applied(edit).layer("parcels")
    assert after.ids.tolist() == [1, 2, 4, 5]
    assert after.areas.tolist() == [10_000, 5_000, 2_000, 1_000]
    assert is_whole(plan.applied(edit))
    assert str(edit.title) == "Parcels: 3 cut along the red line, 2 taken away"


def test_some_parcels_are_cut_and_their_neighbours_get_the_vertices():
    plan = plan_within(-10, -10, 150, 120)
    after = plan.applied(trim(plan, "parcels", [2]))
    assert after.layer("parcels").areas.tolist() == [10_000, 5_000, *[10_000] * 4]
    assert is_whole(after)
    assert [EAST + 150, NORTH + 100] in shapely.get_coordinates(
        after.layer("parcels").geometries[4]
    ).tolist()


def test_a_parcel_left_in_pieces_is_several():
    red = shapely.box(EAST, NORTH, EAST + 300, NORTH + 200).difference(
        shapely.box(EAST + 40, NORTH - 1, EAST + 60, NORTH + 101)
    )
    parcels = layer("parcels", squares(3, 2), number=["A", "B", "C", "D", "E", "F"])
    plan = document(layer("boundary", [red]), parcels)
    after = plan.applied(trim(plan, "parcels"))
    assert is_whole(after)
    found = after.layer("parcels")
    assert found.values("number").tolist()[-2:] == ["Aa", "Ab"]
    assert found.areas.tolist() == [10_000, 10_000, 9_980, 10_000, 10_000, 4_000, 4_000]


def test_nothing_to_trim_changes_nothing():
    plan = small_plan()
    assert not trim(plan, "parcels")
    assert not trim(plan, "rooftops")


def test_lines_and_areas_become_what_lies_inside():
    line = shapely.LineString([(EAST + 50, NORTH + 50), (EAST + 350, NORTH + 50)])
    away = shapely.LineString([(EAST + 400, NORTH), (EAST + 450, NORTH)])
    green = shapely.box(EAST + 100, NORTH + 50, EAST + 200, NORTH + 150)
    point = [shapely.Point(EAST + 1, NORTH + 1), shapely.Point(EAST + 900, NORTH)]
    plan = plan_within(
        0,
        0,
        150,
        200,
        layer("corridors", [line, away]),
        layer("greens", [green]),
        layer("facilities", point),
    )
    lines = plan.applied(trim(plan, "corridors")).layer("corridors")
    assert (lines.ids.tolist(), lines.geometries[0].length) == ([1], 100)
    assert plan.applied(trim(plan, "greens")).layer("greens").areas.tolist() == [5_000]
    assert plan.applied(trim(plan, "facilities")).layer("facilities").ids.tolist() == [1]


@pytest.mark.parametrize("seed", range(4))
def test_random_red_lines_leave_the_coverage_whole(seed):
    random = np.random.default_rng(seed)
    points = random.uniform(-40, 340, (8, 2)) + np.array([EAST, NORTH])
    red = shapely.convex_hull(shapely.MultiPoint(points))
    plan = document(layer("boundary", [red]), layer("parcels", squares(3, 2)))
    after = plan.applied(trim(plan, "parcels"))
    inside = shapely.intersection(red, shapely.box(EAST, NORTH, EAST + 300, NORTH + 200)).area
    assert is_whole(after)
    assert after.layer("parcels").areas.sum() == pytest.approx(inside, abs=0.5)


@pytest.mark.parametrize(
    ("plan", "given", "said"),
    [
        (document(layer("parcels", squares(1))), {"kind": "parcels"}, "no red line"),
        (small_plan(), {"kind": "boundary"}, "cannot be trimmed to itself"),
        (small_plan(), {"kind": "parcels", "ids": [77]}, "no feature 77"),
    ],
)
def test_what_cannot_be_trimmed_is_refused_with_a_sentence(plan, given, said):
    with pytest.raises(InvalidEditError, match=said):
        operations()["trim"].edit(plan, given)


def test_of_very_many_parcels_those_outside_go_and_the_others_are_cut():
    red = shapely.box(EAST + 5, NORTH + 5, EAST + 95, NORTH + 45)
    plan = document(layer("boundary", [red]), layer("parcels", squares(40, 30, side=10.0)))
    edit = trim(plan, "parcels")
    after = plan.applied(edit)
    # 10 × 5 squares meet the red line's ground; those at its rim lose a half or three quarters.
    assert after.layer("parcels").areas.sum() == pytest.approx(90 * 40)
    assert len(after.layer("parcels")) == 50
    assert edit.title.values["gone"] == 1_150
    assert is_whole(after)
