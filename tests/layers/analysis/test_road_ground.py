"""The ground of roads inside the red line."""

import pytest
import shapely

from layers.analysis import measures
from tests.strategies import EAST, NORTH, document, layer


def line(*points):
    return shapely.LineString([(EAST + x, NORTH + y) for x, y in points])


def ground(*layers):
    return measures().evaluate(document(*layers)).value("indicators.road_ground")


def test_roads_count_as_far_as_they_lie_inside_and_have_a_width():
    site = shapely.box(EAST, NORTH, EAST + 1000, NORTH + 1000)
    roads = [line((-500, 500), (500, 500)), line((0, 200), (400, 200))]
    found = ground(layer("boundary", [site]), layer("roads", roads, width_m=[20, None]))
    assert found == pytest.approx(500.0 * 20.0)


def test_without_widths_there_is_no_ground():
    assert ground() is None
    assert ground(layer("roads", [line((0, 0), (9, 0))], width_m=[None])) is None
