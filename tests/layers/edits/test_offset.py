import pytest
import shapely

from layers.edits.offset import inner_line, offset, parallel, set_back
from layers.edits.operations import operations
from layers.errors import InvalidEditError
from tests.strategies import EAST, NORTH, document, layer, small_plan, squares


def made(plan, edit):
    return plan.applied(edit).layer("control_lines")


def test_set_back_lines_lie_within_their_parcels():
    plan = small_plan()
    found = made(plan, set_back(plan, [1, 2], 5))
    assert [shape.length for shape in found.geometries] == [360.0, 360.0]  # 4 sides of 90 m
    assert found.bounds[0].tolist() == [EAST + 5, NORTH + 5, EAST + 95, NORTH + 95]
    assert found.values("name").tolist() == ["A1", "A2"]
    assert found.values("type").tolist() == ["setback", "setback"]
    assert found.values("distance_m").tolist() == [5.0, 5.0]


def test_each_parcel_can_have_its_own_distance():
    plan = small_plan()
    found = made(plan, set_back(plan, [1, 2], [5, 10]))
    assert [shape.length for shape in found.geometries] == [360.0, 320.0]


def test_a_set_back_from_one_side_runs_from_border_to_border():
    plan = small_plan()
    found = made(plan, set_back(plan, [1], 8, [EAST + 50, NORTH - 3]))
    assert shapely.get_coordinates(found.geometries[0])[:, 1].tolist() == [NORTH + 8] * 2
    assert found.geometries[0].length == 100.0


def test_holes_are_stood_back_from_as_well():
    ring = squares(1)[0].difference(shapely.box(EAST + 40, NORTH + 40, EAST + 60, NORTH + 60))
    plan = document(layer("parcels", [ring]))
    found = made(plan, set_back(plan, [1], 5)).geometries[0]
    assert (found.geom_type, found.length) == ("MultiLineString", 360 + 120)


def test_a_line_beside_a_line_lies_to_its_left():
    plan = small_plan()  # a corridor of 300 m along y = 100, to the east
    left = made(plan, offset(plan, "corridors", 1, 12, type="road_red"))
    assert shapely.get_coordinates(left.geometries[0])[:, 1].tolist() == [NORTH + 112] * 2
    assert left.values("type").tolist() == ["road_red"]
    right = plan.applied(offset(plan, "corridors", 1, -12, to="roads")).layer("roads")
    assert right.bounds[0, 1] == NORTH + 88


def test_a_line_beside_a_border_lies_outside_or_inside():
    plan = small_plan()
    assert made(plan, offset(plan, "boundary", 1, 10)).geometries[0].length == 2 * (320 + 220)
    assert made(plan, offset(plan, "boundary", 1, -10)).geometries[0].length == 2 * (280 + 180)


def test_parcels_are_cut_along_a_line_beside_another():
    plan = small_plan()
    after = plan.applied(offset(plan, "corridors", 1, 30, to="cut"))
    areas = sorted(after.layer("parcels").areas.round(6).tolist())
    assert areas == [3_000.0] * 3 + [7_000.0] * 3 + [10_000.0] * 3
    assert shapely.coverage_is_valid(after.layer("parcels").geometries, gap_width=0.001)


@pytest.mark.parametrize(
    ("op", "given", "said"),
    [
        ("set_back", {"ids": [1], "distance": 50}, "too narrow"),
        ("set_back", {"ids": [1], "distance": 0}, "above 0"),
        ("set_back", {"ids": [1], "distance": "5"}, "number of metres"),
        ("set_back", {"ids": [1], "distance": [True]}, "number of metres"),
        ("set_back", {"ids": [1], "distance": None}, "number of metres"),
        ("set_back", {"ids": [99], "distance": 5}, "no feature 99"),
        ("set_back", {"ids": [1], "distance": 200, "edge": [EAST, NORTH + 50]}, "too narrow"),
        ("offset", {"kind": "parcels", "id": 1, "distance": -60}, "No line lies"),
        ("offset", {"kind": "parcels", "id": 1, "distance": 0}, "above 0"),
        ("offset", {"kind": "parcels", "id": 1, "distance": 5, "to": "greens"}, "holds no lines"),
        ("offset", {"kind": "parcels", "id": 1, "distance": 5, "to": "moon"}, "No layer"),
        ("offset", {"kind": "parcels", "id": 1, "distance": 5, "type": "pink"}, "cannot be pink"),
        ("offset", {"kind": "boundary", "id": 1, "distance": 50, "to": "cut"}, "crosses no parcel"),
        ("offset", {"kind": "roads", "id": 1, "distance": 5}, "no feature"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(op, given, said):
    with pytest.raises(InvalidEditError, match=said):
        operations()[op].edit(small_plan(), given)


def test_one_distance_for_each_parcel_or_one_for_all():
    with pytest.raises(InvalidEditError, match="2 parcels were named and 3 distances"):
        set_back(small_plan(), [1, 2], [1, 2, 3])


def test_points_have_no_line_beside_them():
    assert parallel(shapely.Point(0, 0), 5) is None
    assert parallel(None, 5) is None


def test_set_back_lines_of_a_parcel_with_a_waist_are_rings_in_both_halves():
    places = [(0, 0), (40, 0), (40, 18), (60, 18), (60, 0), (100, 0), (100, 40), (60, 40)]
    places += [(60, 22), (40, 22), (40, 40), (0, 40)]
    parcel = shapely.Polygon([(EAST + x, NORTH + y) for x, y in places])
    found = inner_line(parcel, 5.0)
    assert found.geom_type == "MultiLineString"
    assert found.length == pytest.approx(2 * 4 * 30, abs=0.5)
