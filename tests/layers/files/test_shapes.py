"""What a kind takes of the geometries of a file; rows are counted from 1."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from layers.files import shapes
from layers.kinds import kinds


def fit(kind, *geometries):
    found = np.empty(len(geometries), object)
    found[:] = geometries
    return shapes.fit(found, kinds()[kind])


def said(messages):
    return [str(message) for message in messages]


SQUARE = shapely.box(0, 0, 10, 10)
BOW = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
"""Crosses itself at (1, 1): two triangles of 1 m²."""


def test_sound_shapes_are_the_same_objects_and_nothing_is_said():
    found = fit("parcels", SQUARE, shapely.box(20, 0, 30, 10))
    assert found.geometries[0] is SQUARE
    assert found.kept.tolist() == [True, True]
    assert found.repaired == found.dropped == ()


def test_rows_without_geometry_are_named():
    found = fit("parcels", None, SQUARE, shapely.Polygon())
    assert found.kept.tolist() == [False, True, False]
    assert len(found.geometries) == 1
    assert said(found.dropped) == ["2 features without geometry were left out (rows 1, 3)."]


def test_only_ten_rows_are_listed():
    found = fit("parcels", *[None] * 12)
    assert "12 features" in said(found.dropped)[0]
    assert "9, 10 …" in said(found.dropped)[0]


def test_a_bow_becomes_two_triangles():
    found = fit("parcels", SQUARE, BOW)
    assert found.geometries[1].geom_type == "MultiPolygon"
    assert found.geometries[1].area == pytest.approx(2.0)
    assert said(found.repaired)[0] == "1 feature was repaired: Self-intersection (row 2)."
    # The signed parts of a bow cancel: it had an area of 0 m² before.
    assert said(found.repaired)[1] == "The repairs changed areas by 2.0 m² in all."


def test_a_polygon_without_area_is_left_out():
    flat = shapely.Polygon([(0, 0), (1, 1), (2, 2), (0, 0)])
    found = fit("parcels", flat, SQUARE)
    assert found.kept.tolist() == [False, True]
    assert said(found.dropped) == ["1 feature without any area was left out (row 1)."]


def test_of_a_collection_the_part_of_the_kind_is_taken():
    inner = shapely.GeometryCollection([shapely.Point(0, 0), shapely.box(0, 0, 1, 1)])
    mixed = shapely.GeometryCollection([inner, SQUARE.buffer(0).exterior])
    found = fit("parcels", mixed, shapely.Point(0, 0))
    assert found.geometries[0].equals(shapely.box(0, 0, 1, 1))
    assert said(found.dropped) == ["1 feature was left out, as polygons alone are taken (row 2)."]


def test_a_multipolygon_of_one_part_is_a_polygon():
    (found,) = fit("parcels", shapely.MultiPolygon([SQUARE])).geometries
    assert found.geom_type == "Polygon"


def test_rings_are_lines_and_lines_without_length_are_none():
    ring = shapely.LinearRing([(0, 0), (3, 0), (3, 4)])
    found = fit("roads", ring, shapely.LineString([(1, 1), (1, 1)]))
    assert found.geometries[0].geom_type == "LineString"
    assert found.geometries[0].length == 12.0
    assert said(found.dropped) == ["1 line without length was left out (row 2)."]


def test_groups_of_points_become_their_middle():
    found = fit("facilities", shapely.MultiPoint([(0, 0), (4, 2)]))
    assert found.geometries[0].equals(shapely.Point(2, 1))
    assert said(found.repaired) == ["1 group of points became its middle (row 1)."]


def test_coordinates_that_are_no_numbers_are_left_out():
    found = fit("facilities", shapely.Point(float("inf"), 0), shapely.Point(1, 2))
    assert found.kept.tolist() == [False, True]
    assert said(found.dropped) == [
        "1 feature with coordinates that are no numbers was left out (row 1)."
    ]


def test_every_sort_of_geometry_is_kept_or_told(geometry):
    for kind in ("parcels", "roads", "facilities"):
        found = fit(kind, geometry)
        assert found.kept.sum() == len(found.geometries)
        assert bool(found.dropped) is not bool(found.kept[0])
        assert shapely.is_valid(found.geometries).all()


@pytest.mark.parametrize("far", [1e15, -1e300])
def test_what_lies_beyond_every_place_on_earth_is_left_out(far):
    found = fit("parcels", shapely.box(min(0, far), 0, max(0, far), 10), SQUARE)
    assert found.kept.tolist() == [False, True]
    assert said(found.dropped) == [
        "1 feature that lies beyond every place on earth was left out (row 1)."
    ]
