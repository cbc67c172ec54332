import numpy as np
import pytest
import shapely
from hypothesis import given

from layers import coordinates as module
from layers.coordinates import Coordinates
from tests.strategies import coverages, squares

HOLED = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
TWO = shapely.MultiPolygon([shapely.box(20, 0, 30, 10), HOLED])
ONE_OF_SEVERAL = shapely.MultiPolygon([HOLED])


def coordinates(shapes):
    """The arrays of polygons, gathered one by one."""
    xy, rings, polygons, features = [], [0], [0], [0]
    for shape in shapes:
        for polygon in shapely.get_parts(shape):
            for ring in (polygon.exterior, *polygon.interiors):
                xy.extend(ring.coords)
                rings.append(len(xy))
            polygons.append(len(rings) - 1)
        features.append(len(polygons) - 1)
    several = np.array([shape.geom_type == "MultiPolygon" for shape in shapes])
    arrays = (np.array(one, np.int64) for one in (rings, polygons, features))
    return Coordinates(np.array(xy), *arrays, several)


@pytest.mark.parametrize(
    "shapes", [[HOLED, *squares(2)], [TWO, HOLED, ONE_OF_SEVERAL], [ONE_OF_SEVERAL, TWO]]
)
def test_objects_are_the_shapes_that_the_coordinates_came_from(shapes):
    made = coordinates(shapes).objects()
    assert [shapely.to_wkb(one) for one in made] == [shapely.to_wkb(one) for one in shapes]


def test_objects_are_made_piece_by_piece(monkeypatch):
    shapes = [TWO, HOLED, ONE_OF_SEVERAL, *squares(2), TWO, HOLED]
    for piece in (1, 2, 3):
        monkeypatch.setattr(module, "PIECE", piece)
        made = coordinates(shapes).objects()
        assert [shapely.to_wkb(one) for one in made] == [shapely.to_wkb(one) for one in shapes]


@given(coverages())
def test_objects_of_a_coverage_are_the_same_to_the_bit(shapes):
    made = coordinates(shapes).objects()
    assert [shapely.to_wkb(one) for one in made] == [shapely.to_wkb(one) for one in shapes]
    # Not merely near: a plan has the same totals whether or not it was edited since it was read.
    np.testing.assert_allclose(coordinates(shapes).areas, shapely.area(shapes), rtol=1e-15)
    assert np.array_equal(coordinates(shapes).bounds, shapely.bounds(shapes))
