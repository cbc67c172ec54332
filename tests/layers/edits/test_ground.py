import pytest
import shapely

from layers.edits.ground import draw_hole, draw_parcel, fill_gap, gap_at
from layers.errors import InvalidEditError
from tests.layers.edits.test_split import plan_of, whole
from tests.strategies import EAST, NORTH, document, layer, squares


def box(west, south, east, north):
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def areas(plan):
    return shapely.area(plan.layer("parcels").geometries).tolist()


def test_a_drawn_parcel_takes_the_free_ground_and_shares_vertices():
    plan = plan_of(squares(1))
    after = plan.applied(draw_parcel(plan, box(50, 20, 150, 80), {"number": "N", "land_use": "G1"}))
    assert areas(after) == [10_000.0, 3_000.0]
    assert whole(after)
    assert len(after.layer("parcels").geometries[0].exterior.coords) == 7
    assert after.layer("parcels").values("number").tolist()[1] == "N"


def test_free_ground_in_two_parts_makes_two_parcels():
    plan = plan_of(squares(1))
    after = plan.applied(draw_parcel(plan, box(-50, 20, 150, 80)))
    assert areas(after) == [10_000.0, 3_000.0, 3_000.0]
    assert whole(after)


def test_a_parcel_around_another_one_has_a_hole():
    plan = plan_of(squares(1))
    after = plan.applied(draw_parcel(plan, box(-10, -10, 110, 110)))
    assert areas(after)[1] == 4_400.0
    assert len(after.layer("parcels").geometries[1].interiors) == 1
    assert whole(after)


def test_a_hole_is_free_ground_or_a_parcel():
    plan = plan_of(squares(2), number=["A", "B"])
    free = plan.applied(draw_hole(plan, 1, box(20, 20, 40, 40)))
    assert areas(free) == [9_600.0, 10_000.0]
    filled = plan.applied(draw_hole(plan, 1, box(80, 20, 120, 40), fill=True))
    assert areas(filled) == [9_600.0, 10_000.0, 400.0]
    assert whole(filled)
    assert filled.layer("parcels").values("number").isna().tolist() == [False, False, True]


def test_an_enclosed_gap_is_filled():
    ring = box(0, 0, 300, 300).difference(box(120, 120, 130, 140))
    plan = plan_of([ring])
    after = plan.applied(fill_gap(plan, (EAST + 125, NORTH + 130), {"land_use": "G1"}))
    assert areas(after) == [89_800.0, 200.0]
    assert whole(after)
    assert str(fill_gap(plan, (EAST + 125, NORTH + 130)).title) == "Fill a gap of 200.0 m²"


def test_the_red_line_closes_a_gap():
    plan = document(layer("parcels", squares(2)), layer("boundary", [box(0, 0, 200, 450)]))
    after = plan.applied(fill_gap(plan, (EAST + 20, NORTH + 400)))
    assert areas(after) == [10_000.0, 10_000.0, 70_000.0]
    assert whole(after)


@pytest.mark.parametrize(
    ("verb", "arguments", "says"),
    [
        (draw_parcel, (box(10, 10, 20, 20),), "belongs to parcels"),
        (draw_parcel, (box(110, 10, 110, 20),), "not valid|no extent|empty"),
        (draw_parcel, ("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))",), "not valid"),
        (draw_parcel, (box(110, 10, 120, 20), {"far": -1}), "between 0 and"),
        (draw_hole, (1, box(500, 500, 510, 510)), "outside parcel #1"),
        (draw_hole, (1, box(-10, -10, 110, 110)), "leave another part"),
        (draw_hole, (7, box(10, 10, 20, 20)), "no feature 7"),
        (fill_gap, ((EAST + 10, NORTH + 10),), "A parcel lies at"),
        (fill_gap, ((EAST + 210, NORTH + 10),), "Nothing encloses"),
    ],
)
def test_what_takes_no_ground_is_refused(verb, arguments, says):
    with pytest.raises(InvalidEditError, match=says):
        verb(plan_of(squares(1)), *arguments)


def test_a_gap_far_larger_than_the_first_look_is_found():
    ring = box(0, 0, 5_000, 5_000).difference(box(100, 100, 4_000, 4_900))
    assert gap_at(plan_of([ring]), (EAST + 200, NORTH + 200)).area == 3_900 * 4_800


def test_a_parcel_with_a_corner_beyond_the_earth_does_not_keep_the_search_going():
    far = shapely.Polygon([(EAST, NORTH), (1e300, NORTH), (1e300, 1e300)])
    with pytest.raises(InvalidEditError, match="Nothing encloses the ground"):
        gap_at(plan_of([far]), (EAST - 500.0, NORTH - 500.0))
