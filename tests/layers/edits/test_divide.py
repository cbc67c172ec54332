import numpy as np
import pytest
import shapely

from layers.edits.divide import Sweep, divide, longest, sides_of
from layers.edits.operations import operations
from layers.errors import InvalidEditError
from tests.strategies import EAST, NORTH, document, layer, small_plan, squares


def polygon(*places):
    return shapely.Polygon([(EAST + x, NORTH + y) for x, y in places])


def plan_of(*shapes, **values):
    return document(layer("parcels", list(shapes), **values))


def parts(plan, edit):
    """Areas of what is new."""
    before, after = plan.layer("parcels"), plan.applied(edit).layer("parcels")
    return after.areas[~np.isin(after.ids, before.ids)].tolist()


def is_whole(plan):
    return bool(shapely.coverage_is_valid(plan.layer("parcels").geometries, gap_width=0.001))


L_SHAPE = polygon((0, 0), (60, 0), (60, 20), (20, 20), (20, 60), (0, 60))
U_SHAPE = polygon((0, 0), (60, 0), (60, 60), (40, 60), (40, 20), (20, 20), (20, 60), (0, 60))


def test_equal_parts_across_the_longest_side():
    plan = plan_of(polygon((0, 0), (90, 0), (90, 30), (0, 30)), number=["A"], population=[10.0])
    after = plan.applied(divide(plan, 1, 3)).layer("parcels")
    assert after.areas.tolist() == pytest.approx([900.0] * 3, abs=0.001)
    assert after.values("number").tolist() == ["Aa", "Ab", "Ac"]
    assert after.values("population").tolist() == [4.0, 3.0, 3.0]
    assert [round(shape.bounds[0] - EAST, 6) for shape in after.geometries] == [0, 30, 60]
    assert after.ids.tolist() == [2, 3, 4]


def test_neighbours_get_the_vertices_of_the_cuts():
    plan = small_plan()
    after = plan.applied(divide(plan, 2, 4))
    assert is_whole(after)
    assert shapely.get_num_coordinates(after.layer("parcels").geometries[3]) == 8  # B2 above A2
    assert str(divide(plan, 2, 4).title) == "Divide parcel A2 into 4"


def test_areas_begin_at_the_side_and_what_is_left_is_a_part():
    plan = plan_of(squares(1)[0])
    # Side 0 of a box is its eastern one.
    edit = divide(plan, 1, areas_m2=[1000, 2000], edge=0)
    assert parts(plan, edit) == pytest.approx([1000, 2000, 7000], abs=0.001)
    east = plan.applied(edit).layer("parcels").geometries[0].bounds[0]
    assert east == pytest.approx(EAST + 90)


def test_areas_that_sum_to_the_parcel_leave_nothing():
    plan = plan_of(squares(1)[0])
    assert parts(plan, divide(plan, 1, areas_m2=[4000, 6000.04])) == pytest.approx(
        [4000, 6000], abs=0.001
    )


def test_shares_are_in_proportion():
    plan = plan_of(squares(1)[0])
    for shares in ([50, 30, 20], [0.5, 0.3, 0.2], [5, 3, 2]):
        assert parts(plan, divide(plan, 1, shares=shares)) == pytest.approx([5000, 3000, 2000])


def test_a_side_is_chosen_by_a_place_near_it():
    plan = plan_of(squares(1)[0])
    south = divide(plan, 1, areas_m2=[1000], edge=[EAST + 50, NORTH - 7])
    first = plan.applied(south).layer("parcels").geometries[0]
    assert first.bounds == pytest.approx((EAST, NORTH, EAST + 100, NORTH + 10))
    across = divide(plan, 1, areas_m2=[1000], edge=[EAST + 50, NORTH - 7], cuts="across")
    first = plan.applied(across).layer("parcels").geometries[0]
    assert first.bounds == pytest.approx((EAST, NORTH, EAST + 10, NORTH + 100))


def test_a_strip_in_several_pieces_is_one_parcel():
    plan = plan_of(U_SHAPE)  # 2 800 m²: a base of 1 200 m² and two arms of 800 m²
    edit = divide(plan, 1, areas_m2=[1200], edge=0)
    base, arms = plan.applied(edit).layer("parcels").geometries
    assert (base.geom_type, base.area) == ("Polygon", pytest.approx(1200))
    assert (arms.geom_type, arms.area) == ("MultiPolygon", pytest.approx(1600))


def test_a_cut_through_a_corner_meets_it():
    plan = plan_of(L_SHAPE)  # 2 000 m²; the part beyond x = 20 has 800 m²
    edit = divide(plan, 1, areas_m2=[1200], edge=[EAST, NORTH + 30])
    assert parts(plan, edit) == pytest.approx([1200, 800], abs=1e-6)
    assert all(
        len(shape.exterior.coords) <= 6 for shape in plan.applied(edit).layer("parcels").geometries
    )


def test_holes_are_no_ground():
    ring = squares(1)[0].difference(shapely.box(EAST + 40, NORTH + 40, EAST + 60, NORTH + 60))
    plan = plan_of(ring)
    assert parts(plan, divide(plan, 1, 2)) == pytest.approx([4800, 4800], abs=0.001)


@pytest.mark.parametrize("seed", range(6))
def test_targets_are_hit_on_crooked_parcels(seed):
    random = np.random.default_rng(seed)
    turns = np.linspace(0, 2 * np.pi, 10)[:-1]
    reach = random.uniform(60, 200, 9)
    star = polygon(*zip(reach * np.cos(turns), reach * np.sin(turns), strict=True))
    plan = plan_of(star)
    wanted = (random.dirichlet(np.ones(5)) * star.area * 0.9 + 1).tolist()
    found = parts(plan, divide(plan, 1, areas_m2=wanted, edge=int(random.integers(9))))
    assert found[:5] == pytest.approx(wanted, abs=0.001)
    assert sum(found) == pytest.approx(star.area, abs=1e-6)


def test_the_longest_side_is_a_straight_run_whatever_vertices_lie_on_it():
    run = polygon((0, 0), (30, 0), (60, 0), (90, 0), (90, 50), (0, 50), (0, 25))
    side = sides_of(run)[longest(run)]
    assert abs(side[1, 1] - side[0, 1]) == 0


@pytest.mark.parametrize("together", [1, 1_000_000])
def test_the_area_behind_a_line_is_that_of_the_clipped_parcel(monkeypatch, together):
    monkeypatch.setattr("layers.edits.divide.MOST_TOGETHER", together)
    sweep = Sweep.over(U_SHAPE, 0, None)
    at = np.array([5.0, 20.5, 41.5, 20.0])
    boxes = [shapely.box(EAST, NORTH, EAST + 60, NORTH + one) for one in at]
    clipped = shapely.area(shapely.intersection(U_SHAPE, boxes))
    places = sweep.places_of(clipped)
    lines = shapely.get_parts(sweep.lines(places))
    for line, north in zip(lines, at, strict=True):
        assert shapely.get_coordinates(line)[:, 1] - NORTH == pytest.approx([north] * 2, abs=1e-6)
    areas, widths = sweep.behind(places)
    assert areas == pytest.approx(clipped)
    within = shapely.length(shapely.intersection(U_SHAPE, lines))
    assert widths[:3] == pytest.approx(within[:3])  # the last one lies along a side


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "in one way"),
        ({"parts": 2, "shares": [1, 1]}, "in one way"),
        ({"parts": 1}, "2 to 1000"),
        ({"parts": 2**40}, "2 to 1000"),
        ({"areas_m2": [9000, 2000]}, "Take 1\u2009000.00 m² off"),
        ({"areas_m2": [10_000]}, "divides nothing"),
        ({"areas_m2": [-1]}, "above 0"),
        ({"areas_m2": []}, "1 to 1000"),
        ({"areas_m2": [5000, 0.001]}, "at least"),
        ({"parts": 2, "edge": 17}, "sides 0 to 3"),
        ({"parts": 2, "edge": "south"}, "A side is a number"),
        ({"parts": 2, "edge": [1]}, "A side is a number"),
        ({"parts": 2, "cuts": "askew"}, "neither"),
        ({"id": 99, "parts": 2}, "no feature 99"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(given, said):
    with pytest.raises(InvalidEditError, match=said):
        operations()["divide"].edit(small_plan(), {"id": 1, **given})


def test_a_parcel_without_ground_has_no_side_to_divide_along():
    plan = plan_of(shapely.Polygon(), polygon((0, 0), (60, 0), (60, 20)))
    with pytest.raises(InvalidEditError):
        divide(plan, 1, parts=2, edge=(EAST, NORTH))


def test_a_parcel_in_several_parts_is_divided_across_all_of_them():
    near = polygon((0, 0), (90, 0), (90, 30), (0, 30))
    far = polygon((60, 50), (90, 50), (90, 60), (60, 60))
    plan = plan_of(shapely.MultiPolygon([near, far]))
    edit = divide(plan, 1, 3)
    assert parts(plan, edit) == pytest.approx([1000.0] * 3, abs=0.001)
    after = plan.applied(edit)
    assert is_whole(after)
    assert [len(shapely.get_parts(one)) for one in after.layer("parcels").geometries] == [1, 2, 2]
    beside = plan.applied(divide(plan, 1, 2, edge=(EAST + 75, NORTH + 61)))
    assert beside.layer("parcels").areas.tolist() == pytest.approx([1500.0] * 2, abs=0.001)
