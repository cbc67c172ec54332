"""Ground that none or two have, by numbers that a person can check."""

import pytest
import shapely
from shapely.affinity import translate

from layers.coverage.checks import check
from tests.strategies import EAST, NORTH, document, layer, squares


def box(west, south, east, north):
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def found(plan, code):
    return check(plan, codes=(code,))


def ring():
    """Eight squares around a place for a ninth."""
    return [shape for number, shape in enumerate(squares(3, 3)) if number != 4]


def test_a_gap_is_told_with_its_outline_its_area_and_its_neighbours():
    (gap,) = found(document(layer("parcels", ring())), "gap")
    assert gap.shape.equals(box(100, 100, 200, 200))
    assert (gap.area_m2, gap.ids) == (10_000, (1, 2, 3, 4, 5, 6, 7, 8))
    assert EAST + 100 < gap.x < EAST + 200
    assert "10\u2009000.00 m²" in str(gap.text)


def test_each_gap_is_a_problem_of_its_own_and_an_island_in_one_is_no_gap():
    ground = box(0, 0, 300, 100)
    for hole in (box(20, 20, 60, 60), box(100, 20, 160, 80)):
        ground = ground.difference(hole)
    island = box(120, 40, 130, 50)
    gaps = found(document(layer("parcels", [ground, island])), "gap")
    assert sorted(gap.area_m2 for gap in gaps) == [1_600, 3_500]


def test_gaps_are_found_though_others_overlap():
    over = box(10, 10, 110, 30)
    plan = document(layer("parcels", [*ring(), over]))
    assert [gap.area_m2 for gap in found(plan, "gap")] == [10_000]
    assert sorted(one.area_m2 for one in found(plan, "overlap")) == [200, 1_800]


def test_land_within_the_red_line_without_a_parcel_is_told_piece_by_piece():
    line = box(0, 0, 300, 150)
    plan = document(layer("parcels", squares(2)), layer("boundary", [line]))
    (piece,) = found(plan, "unassigned")
    assert piece.area_m2 == pytest.approx(300 * 150 - 20_000)
    assert piece.ids == (1, 2)
    plan = document(layer("parcels", [box(100, 0, 200, 150)]), layer("boundary", [line]))
    assert [one.area_m2 for one in found(plan, "unassigned")] == pytest.approx([15_000, 15_000])
    assert not found(document(layer("parcels", squares(2))), "unassigned")


@pytest.mark.parametrize(("width", "code"), [(0.2, "narrow_gap"), (0.8, None), (0.0005, None)])
def test_a_slit_open_at_both_ends_is_a_narrow_gap(width, code):
    plan = document(layer("parcels", [squares(1)[0], box(100 + width, 0, 200, 100)]))
    gaps = found(plan, "narrow_gap")
    assert [one.code for one in gaps] == ([code] if code else [])
    if code:
        assert gaps[0].area_m2 == pytest.approx(100 * width, rel=0.01)
        assert gaps[0].ids == (1, 2)


def test_corners_and_notches_of_the_rim_are_no_gaps():
    corner = [box(0, 0, 100, 100), box(0, 100, 50, 200), box(100, 0, 200, 40)]
    plan = document(layer("parcels", corner))
    assert not check(plan, codes=("gap", "narrow_gap", "unassigned"))


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        ((0, 0, 0.8, 100), "0.79 m wide"),
        ((0, 0, 3, 100), None),
        ((0, 0, 0.9, 0.9), "0.81 m² only"),
        ((0, 0, 1.5, 1.5), None),
    ],
)
def test_slivers_are_thin_and_long_or_very_small(shape, told):
    slivers = found(document(layer("parcels", [box(*shape)])), "sliver")
    assert [told in str(one.text) for one in slivers] == ([True] if told else [])


def test_borders_without_equal_vertices_are_told_by_groups():
    left, right = squares(2)
    crooked = shapely.Polygon(
        [(EAST + x, NORTH + y) for x, y in ((100, 0), (200, 0), (200, 100), (100, 100), (100, 50))]
    )
    assert not found(document(layer("parcels", [left, right])), "unmatched")
    far = [translate(shape, 1000.0) for shape in (left, crooked)]
    problems = found(document(layer("parcels", [left, crooked, *far])), "unmatched")
    assert [one.ids for one in problems] == [(1,), (3,)]
    assert not found(document(layer("rooftops", [left, crooked])), "unmatched")


def test_a_parcel_drawn_twice_is_told_once():
    plan = document(layer("parcels", [*squares(2), squares(1)[0]]))
    assert [one.code for one in check(plan, codes=("overlap", "duplicate"))] == ["duplicate"]


def test_a_coverage_laid_upon_itself_is_found_though_all_its_borders_match():
    plan = document(layer("parcels", [*squares(4, 4), *squares(4, 4, east=EAST + 30)]))
    pairs = {one.ids for one in found(plan, "overlap")}
    # Each square lies on the one moved to the right and on the one before that.
    assert len(pairs) == 16 + 12
    assert (6, 22) in pairs


def test_two_divisions_of_one_block_upon_each_other_are_found():
    # Around them lie others, and each division matches in itself: no border is lonely.
    inner = [box(100, 100, 150, 200), box(150, 100, 200, 200)]
    other = [box(100, 100, 200, 150), box(100, 150, 200, 200)]
    plan = document(layer("parcels", [*ring(), *inner, *other]))
    pairs = [one.ids for one in found(plan, "overlap")]
    assert pairs == [(9, 11), (9, 12), (10, 11), (10, 12)]


def test_roofs_over_one_another_are_listed_with_place_and_area():
    roofs = layer("rooftops", [box(0, 0, 100, 100), box(20, 0, 120, 100), box(120, 0, 200, 100)])
    (found,) = check(document(roofs), codes=["shared_roof"])
    assert (found.ids, found.area_m2) == ((1, 2), 8_000)
    assert found.shape.area == pytest.approx(8_000)
    assert found.shape.contains(shapely.Point(found.x, found.y))


def test_a_roof_drawn_twice_is_told_once_and_eaves_are_not_told():
    roofs = layer("rooftops", [box(0, 0, 9, 9), box(0, 0, 9, 9), box(8.9, 0, 20, 9)])
    assert [one.code for one in check(document(roofs)) if one.area_m2] == ["duplicate"]
