import math

import pytest
import shapely

from layers.edits.green import buffer_water, corridor
from layers.edits.operations import operations
from layers.errors import InvalidEditError
from tests.strategies import EAST, NORTH, document, layer, small_plan


def line(*places):
    return shapely.LineString([(EAST + x, NORTH + y) for x, y in places])


def box(west, south, east, north):
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def drawn(plan, edit):
    return plan.applied(edit).layer("corridors").geometries[-1]


def test_a_corridor_has_its_width_cover_and_type():
    plan = small_plan()
    edit = corridor(
        plan, line((0, 20), (300, 20)), 30, cover="tree_urban", type="greenway", name="N"
    )
    row = plan.applied(edit).layer("corridors").rows([2]).iloc[0]
    assert (row["width_m"], row["cover"], row["type"], row["name"]) == (
        30.0,
        "tree_urban",
        "greenway",
        "N",
    )
    assert str(edit.title) == "Corridor of 30 m"


def test_an_end_near_another_corridor_lies_on_it():
    plan = small_plan()  # a corridor along y = 100
    edit = corridor(plan, line((50, 0), (50, 96)), 10)
    assert shapely.get_coordinates(drawn(plan, edit))[-1].tolist() == [EAST + 50, NORTH + 100]
    assert "one end of it joined" in str(edit.title)
    far = corridor(plan, line((50, 0), (50, 94)), 10)
    assert shapely.get_coordinates(drawn(plan, far))[-1].tolist() == [EAST + 50, NORTH + 94]
    left = corridor(plan, line((50, 0), (50, 96)), 10, join=0)
    assert shapely.get_coordinates(drawn(plan, left))[-1].tolist() == [EAST + 50, NORTH + 96]


def test_an_end_near_a_green_patch_lies_at_its_border():
    plan = document(layer("greens", [box(0, 0, 20, 20)]))
    edit = corridor(plan, line((24, 10), (80, 10)), 10)
    assert shapely.get_coordinates(drawn(plan, edit))[0].tolist() == [EAST + 20, NORTH + 10]
    inside = corridor(plan, line((10, 10), (80, 10)), 10)
    assert shapely.get_coordinates(drawn(plan, inside))[0].tolist() == [EAST + 10, NORTH + 10]
    assert "one end of it joined" in str(inside.title)


def test_green_along_water_leaves_out_water_and_green():
    pond = box(0, 0, 100, 100)
    plan = document(layer("water", [pond]))
    found = plan.applied(buffer_water(plan, [1], 10, "shrub")).layer("greens")
    assert found.areas.sum() == pytest.approx(4 * 100 * 10 + math.pi * 100, abs=0.5)
    assert found.values("cover").tolist() == ["shrub"]
    assert found.values("role").tolist() == ["riverside"]
    green = document(layer("water", [pond]), layer("greens", [box(-10, 0, 0, 100)]))
    less = green.applied(buffer_water(green, [1], 10)).layer("greens")
    assert less.areas[1:].sum() == pytest.approx(3 * 100 * 10 + math.pi * 100, abs=0.5)


def test_green_along_water_ends_at_the_red_line():
    plan = document(layer("water", [box(0, 0, 100, 100)]), layer("boundary", [box(0, 0, 200, 100)]))
    found = plan.applied(buffer_water(plan, [1], 10)).layer("greens")
    assert found.areas.tolist() == pytest.approx([1000.0])


@pytest.mark.parametrize(
    ("op", "given", "said"),
    [
        ("corridor", {"line": "LINESTRING (0 0, 1 1)", "width_m": 5}, "from the plan"),
        ("corridor", {"width_m": 0}, "width of a corridor"),
        ("corridor", {"cover": "moss"}, "cannot be moss"),
        ("corridor", {"type": "wide"}, "cannot be wide"),
        ("corridor", {"join": -1}, "Ends are joined"),
        ("buffer_water", {"ids": [1], "distance": 10}, "no feature 1"),
        ("buffer_water", {"ids": [], "distance": 10}, "Choose water"),
        ("buffer_water", {"ids": [], "distance": -10}, "The distance must be"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(op, given, said):
    if op == "corridor":
        given = {"line": line((0, 20), (300, 20)).wkt, "width_m": 10, **given}
    with pytest.raises(InvalidEditError, match=said):
        operations()[op].edit(small_plan(), given)


def test_water_beyond_the_red_line_has_no_green():
    plan = document(layer("water", [box(500, 0, 600, 100)]), layer("boundary", [box(0, 0, 9, 9)]))
    with pytest.raises(InvalidEditError, match="no ground is left"):
        buffer_water(plan, [1], 10)
