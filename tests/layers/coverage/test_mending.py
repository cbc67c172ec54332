"""Ways to mend, each for itself; what comes of them with neighbours is told in test_repairs."""

import pytest
import shapely

from layers.coverage.checks import CODES, check
from layers.coverage.mending import MENDS
from layers.coverage.patch import Patch
from tests.strategies import EAST, NORTH, document, layer, squares


def box(west, south, east, north):
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def mended(plan, code, how, kind="parcels"):
    """The patch that one way makes of the only problem of a sort."""
    (problem,) = check(plan, codes=(code,), of=(kind,))
    patch = Patch(plan.layer(kind))
    MENDS[code][how](plan, patch, problem)
    return patch


def test_ways_are_for_problems_that_checks_find():
    assert set(MENDS) <= set(CODES)
    assert all(ways for ways in MENDS.values())


def test_a_common_corner_makes_no_neighbour():
    # The sliver touches the square at a corner alone and the strip along its side.
    sliver, square, strip = box(0, 0, 0.4, 50), box(0.4, 50, 90, 140), box(-60, 0, 0, 50)
    plan = document(layer("parcels", [sliver, square, strip], population=[3.0, 5.0, None]))
    patch = mended(plan, "sliver", "neighbour")
    assert patch.removed == {1}
    assert set(patch.reshaped) == {3}
    assert patch.values[3]["population"] == 3.0


def test_the_larger_of_two_that_overlap_loses_the_ground():
    plan = document(layer("parcels", [box(0, 0, 100, 100), box(90, 0, 120, 100)]))
    assert set(mended(plan, "overlap", "cut").reshaped) == {1}
    assert set(mended(plan, "overlap", "second").reshaped) == {2}


def test_of_parcels_with_one_shape_the_first_stays():
    plan = document(layer("parcels", [*squares(2), squares(1)[0], squares(1)[0]]))
    assert mended(plan, "duplicate", "delete").removed == {3, 4}


def test_an_end_that_would_have_to_turn_goes_the_short_way():
    main = shapely.LineString([(EAST, NORTH), (EAST + 100, NORTH)])
    side = shapely.LineString([(EAST + 10, NORTH + 2), (EAST + 60, NORTH + 2)])
    plan = document(layer("roads", [main, side], width_m=[5.0, 5.0]))
    first, _ = check(plan, codes=("road_short",))
    patch = Patch(plan.layer("roads"))
    MENDS["road_short"]["lengthen"](plan, patch, first)
    assert shapely.get_num_points(patch.reshaped[2]) == 3
    assert shapely.boundary(patch.reshaped[2]).distance(main) == pytest.approx(0, abs=1e-6)
