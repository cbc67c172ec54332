import numpy as np
import shapely

from layers.coverage.carving import SMALLEST_M2, carved, joined
from tests.strategies import EAST, NORTH, document, layer, squares


def box(west, south, east, north):
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def two():
    """Two squares of 1 ha side by side."""
    return document(layer("parcels", squares(2))).layer("parcels")


def areas(shapes):
    return [round(shape.area, 6) for shape in shapes]


def test_each_parcel_gives_what_lies_in_the_ground():
    carving = carved(two(), box(80, 20, 150, 60))
    assert {id_: areas(given) for id_, given in carving.taken.items()} == {1: [800.0], 2: [2000.0]}
    assert {id_: areas(left) for id_, left in carving.left.items()} == {1: [9200.0], 2: [8000.0]}
    assert areas(carving.ground) == [2800.0]


def test_what_is_left_in_pieces_is_apart_the_largest_first():
    carving = carved(two(), box(30, -10, 40, 110))
    assert areas(carving.left[1]) == [6000.0, 3000.0]
    assert 2 not in carving.taken


def test_a_parcel_within_the_ground_has_nothing_left():
    carving = carved(two(), box(-5, -5, 100, 105))
    assert carving.left == {1: ()}


def test_spared_parcels_give_nothing_and_get_the_vertices():
    carving = carved(two(), box(80, 20, 150, 60), spared=[2])
    assert set(carving.taken) == {1}
    shapes = np.array([*carving.left[1], *carving.ground], object)
    beside = carving.arrangement.passing(shapes, [1])
    assert areas(beside.values()) == [10_000.0]
    assert [EAST + 100, NORTH + 20] in shapely.get_coordinates(beside[2]).tolist()
    whole = [*carving.left[1], *carving.ground, beside[2]]
    assert shapely.coverage_is_valid(np.array(whole, object), gap_width=0.001)


def test_free_ground_is_taken_within_the_fence_alone():
    ground, fence = box(150, 20, 260, 60), box(0, 0, 230, 100)
    assert carved(two(), ground).free == ()
    carving = carved(two(), ground, fence=fence)
    assert areas(carving.free) == [1200.0]
    assert areas(carving.ground) == [3200.0]


def test_crumbs_go_to_what_they_border_on():
    # Along the lower border of a small parcel a strip of 80 cm² would be left.
    small = document(layer("parcels", squares(1, side=4.0))).layer("parcels")
    carving = carved(small, box(-1, 0.002, 5, 2))
    assert SMALLEST_M2 > 4 * 0.002
    assert areas(carving.left[1]) == [8.0]
    assert areas(carving.ground) == [8.0]


def test_crumbs_of_what_is_given_go_to_parcels_that_give_nothing():
    thin = [box(0, 0, 4, 4), box(0, 4, 4, 4.002), box(0, 4.002, 4, 8)]
    parcels = document(layer("parcels", thin)).layer("parcels")
    carving = carved(parcels, box(1, -1, 2, 9), spared=[1, 3])
    assert carving.taken == {}


def test_parts_of_a_parcel_that_stay_whole_go_with_the_nearest_piece():
    parcel = shapely.MultiPolygon([box(0, 0, 100, 100), box(0, 120, 20, 140)])
    one = document(layer("parcels", [parcel])).layer("parcels")
    carving = carved(one, box(40, -10, 60, 110))
    assert areas(carving.left[1]) == [4400.0, 4000.0]


def test_pieces_are_joined_where_they_share_a_border():
    found = joined([box(0, 0, 10, 10), box(10, 0, 20, 10), box(50, 0, 55, 10)])
    assert areas(found) == [200.0, 50.0]
    assert joined([]) == []


def test_free_ground_between_the_parts_of_a_parcel_is_taken_up_to_them():
    parcel = shapely.MultiPolygon([box(0, 0, 40, 100), box(60, 0, 100, 100)])
    one = document(layer("parcels", [parcel])).layer("parcels")
    carving = carved(one, box(20, 40, 80, 60), fence=box(-50, -50, 200, 200))
    assert areas(carving.free) == [400.0]
    assert areas(carving.ground) == [1200.0]
