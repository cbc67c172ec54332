"""Roads that hang together, and those that do not."""

import numpy as np
import pytest
import shapely

from layers.coverage.checks import check
from layers.coverage.network_checks import road_land
from layers.edits.parameters import set_parameter
from tests.strategies import EAST, NORTH, document, layer, squares


def line(*places):
    return shapely.LineString([(EAST + x, NORTH + y) for x, y in places])


def found(plan, code):
    return check(plan, codes=(code,))


def test_road_land_that_touches_the_rest_at_a_corner_alone_is_apart():
    uses = ["S1", "S1", "M1", "M1", "M1", "S1", "M1", "M1", "M1"]
    plan = document(layer("parcels", squares(3, 3), land_use=uses))
    (apart,) = found(plan, "road_apart")
    assert (apart.ids, apart.area_m2) == ((6,), 10_000)
    joined = document(layer("parcels", squares(3, 3), land_use=["S1"] * 9))
    assert not found(joined, "road_apart")


def test_road_land_that_reaches_the_red_line_goes_on_outside():
    uses = ["S1", "M1", "S1"]
    plan = document(layer("parcels", squares(3), land_use=uses))
    assert len(found(plan, "road_apart")) == 1
    edge = shapely.box(EAST, NORTH - 50, EAST + 300, NORTH + 150)
    assert not found(plan.with_layer(layer("boundary", [edge])), "road_apart")


def test_road_land_is_told_by_the_plans_code_set():
    plan = document(layer("parcels", squares(4), land_use=["S1", "S42", "1207", None]))
    assert road_land(plan, plan.layer("parcels")).tolist() == [True, False, False, False]
    other = plan.applied(set_parameter(plan, "plan.code_set", "MNR2023"))
    parcels = other.layer("parcels")
    assert parcels.values("land_use").iloc[2] == "1207"
    assert road_land(other, parcels)[2]


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ((50, 0), None),
        ((50, 0.005), None),
        ((50, 3), "road_short"),
        ((50, -3), None),
        ((50, 20), "road_end"),
    ],
)
def test_an_end_meets_another_line_or_stops_short_of_it_or_is_free(end, code):
    main, side = line((0, 0), (100, 0)), line((50, 80), end)
    loop = line((0, 0), (0, 80), (50, 80), (100, 80), (100, 0))
    plan = document(layer("roads", [main, side, loop], width_m=[5.0] * 3))
    problems = check(plan, codes=("road_short", "road_end"))
    if end == (50, -3):
        # Crossed and led on by 3 m: the end itself is short of nothing but the line behind it.
        assert [one.code for one in problems] == ["road_short"]
        return
    assert [(one.code, one.ids) for one in problems] == ([(code, (2,))] if code else [])
    if code:
        assert np.hypot(problems[0].x - EAST - end[0], problems[0].y - NORTH - end[1]) < 1e-6


def test_ends_at_the_red_line_are_no_problem():
    plan = document(layer("roads", [line((0, 50), (300, 50))], width_m=[5.0]))
    assert len(found(plan, "road_end")) == 2
    edge = shapely.box(EAST, NORTH, EAST + 290, NORTH + 100)
    assert not found(plan.with_layer(layer("boundary", [edge])), "road_end")
