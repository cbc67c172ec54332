"""Shapes put together, and a patch of several changes on top of one another."""

import pytest
import shapely

from layers.coverage.patch import Patch, border_m, joined, polygons_of
from layers.coverage.rewriting import Piece
from layers.errors import InvalidEditError
from layers.message import Message
from tests.strategies import EAST, NORTH, document, layer, squares


def box(west, south, east, north):
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def test_two_that_touch_within_the_tolerance_become_one_without_a_slit():
    left, right = box(0, 0, 100, 100), box(100.0004, 20, 200, 80)
    whole = joined(left, right)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert whole.area == pytest.approx(left.area + right.area, abs=0.1)


def test_borders_are_measured_within_the_tolerance():
    assert border_m(box(0, 0, 100, 100), box(100.0005, 20, 200, 80)) == pytest.approx(60, abs=0.1)
    assert border_m(box(0, 0, 100, 100), box(150, 0, 200, 100)) == 0


def test_hairs_are_no_polygons():
    mixed = shapely.GeometryCollection(
        [box(0, 0, 10, 10), box(20, 0, 20.0005, 50), shapely.Point(0, 0)]
    )
    assert polygons_of(mixed).equals(box(0, 0, 10, 10))
    assert polygons_of(shapely.Point(0, 0)).is_empty


def test_what_is_around_gets_the_vertices_of_what_is_new():
    plan = document(layer("parcels", [box(0, 0, 100, 100), box(200, 0, 300, 100)]))
    patch = Patch(plan.layer("parcels"))
    patch.created.append(Piece(box(100, 20, 200, 80)))
    after = plan.applied(patch.edit(plan, Message("x"))).layer("parcels")
    assert [shapely.get_num_coordinates(shape) for shape in after.geometries] == [7, 7, 5]
    assert shapely.coverage_is_valid(after.geometries, gap_width=0.001)


def test_later_changes_build_on_earlier_ones():
    patch = Patch(layer("parcels", squares(3)))
    patch.reshape(1, box(0, 0, 50, 100))
    assert patch.shape(1).area == 5_000
    assert patch.near(box(99, 0, 100, 1)) == [2]
    patch.remove(2)
    assert patch.there([1, 2, 3]) == [1, 3]
    assert patch.near(box(150, 0, 160, 10)) == []


def test_an_overlap_that_was_not_there_is_refused():
    plan = document(layer("parcels", squares(3)))
    patch = Patch(plan.layer("parcels"))
    patch.reshape(1, box(0, 0, 150, 100))
    with pytest.raises(InvalidEditError, match="overlap"):
        patch.edit(plan, Message("x"))


def test_a_patch_without_changes_is_no_edit():
    plan = document(layer("parcels", squares(2)))
    assert not Patch(plan.layer("parcels")).edit(plan, Message("x"))
