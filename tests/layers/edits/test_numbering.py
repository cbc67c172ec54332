"""New parcels are numbered as their neighbours go on."""

import shapely

from layers.edits.ground import draw_parcel, fill_gap
from layers.edits.numbering import numbers_beside
from tests.strategies import document, layer

GRID = [shapely.box(x, y, x + 10, y + 10) for y in (0, 10, 20) for x in (0, 10, 20)]
AROUND = [one for place, one in enumerate(GRID) if place != 4]
GAP = GRID[4]


def plan(numbers, uses=None):
    uses = uses or ["M1"] * len(numbers)
    return document(layer("parcels", AROUND[: len(numbers)], number=numbers, land_use=uses))


def test_the_next_number_of_the_block_with_most_of_the_border():
    numbers = ["A-01", "A-02", "A-03", "A-04", "B-001", "A-05", "A-06", "A-07"]
    assert numbers_beside(plan(numbers).layer("parcels"), [GAP]) == ["A-08"]


def test_a_number_that_is_taken_elsewhere_is_passed_over():
    numbers = ["A-09", "A-02", "A-08", "A-04", "A-05", "A-06", "A-10", "A-07"]
    # The neighbours along borders are; lie at corners.
    assert numbers_beside(plan(numbers).layer("parcels"), [GAP, GAP]) == ["A-11", "A-12"]


def test_letters_of_parts_are_passed_over_and_zeros_kept():
    numbers = [None, "C-02a", None, "C-02b", None, None, None, None]
    assert numbers_beside(plan(numbers).layer("parcels"), [GAP]) == ["C-03"]


def test_roads_count_where_there_is_nothing_else():
    numbers = [None, "S1-08", None, "S1-09", "A-01", None, None, None]
    uses = [None, "S1", None, "S1", "M1", None, None, None]
    assert numbers_beside(plan(numbers, uses).layer("parcels"), [GAP]) == ["A-02"]
    assert numbers_beside(plan(numbers[:4], uses[:4]).layer("parcels"), [GAP]) == ["S1-10"]


def test_neighbours_without_numbers_give_none():
    assert numbers_beside(plan([None] * 8).layer("parcels"), [GAP]) == [None]
    assert numbers_beside(plan(["Mill"] * 8).layer("parcels"), [GAP]) == [None]


def test_a_gap_that_is_filled_and_a_parcel_that_is_drawn_get_numbers():
    before = plan([f"A-{n:02d}" for n in range(1, 9)])
    filled = before.applied(fill_gap(before, (15.0, 15.0))).layer("parcels")
    assert filled.values("number").loc[9] == "A-09"
    drawn = before.applied(draw_parcel(before, GAP)).layer("parcels")
    assert drawn.values("number").loc[9] == "A-09"
    own = before.applied(draw_parcel(before, GAP, {"number": "X"})).layer("parcels")
    assert own.values("number").loc[9] == "X"
