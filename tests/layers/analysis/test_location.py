"""Features that lie where others are."""

import numpy as np
import pytest
import shapely

from layers.analysis import location
from layers.analysis.location import neighbours, related
from layers.errors import CancelledError
from layers.progress import Progress
from tests.strategies import EAST, NORTH, document, layer, small_plan, squares

HALF = np.array([shapely.box(EAST - 10, NORTH - 10, EAST + 150, NORTH + 100)])


def ids(relation, others=HALF, distance=0.0, **values):
    found = related(small_plan().layer("parcels"), others, relation, distance, **values)
    return found.tolist()


def test_the_relations_on_six_squares():
    # The box holds the first square, halves the second, and touches the upper row.
    assert ids("inside") == [1]
    assert ids("meets") == [1, 2, 4, 5]
    assert ids("apart") == [3, 6]
    spot = np.array([shapely.Point(EAST + 250, NORTH + 50)])
    assert ids("holds", spot) == [3]
    assert ids("near", spot, 50.0) == [2, 3, 6]
    assert ids("near", spot, 49.0) == [3]


def test_missing_shapes_and_no_others_meet_nothing():
    nothing = np.array([None, shapely.Polygon()], object)
    assert ids("meets", nothing) == []
    assert ids("apart", nothing) == [1, 2, 3, 4, 5, 6]
    assert ids("near", nothing[:0], 10.0) == []


def test_a_feature_is_no_other_to_itself(monkeypatch):
    monkeypatch.setattr(location, "BLOCK", 2)
    apart = [shapely.box(0, 0, 1, 1), shapely.box(10, 0, 11, 1), shapely.box(10.5, 0, 12, 1)]
    parcels = document(layer("parcels", apart)).layer("parcels")
    assert related(parcels, parcels.geometries, "meets").tolist() == [1, 2, 3]
    assert related(parcels, parcels.geometries, "meets", among=True).tolist() == [2, 3]
    assert related(parcels, parcels.geometries, "apart", among=True).tolist() == [1]


def test_it_can_be_stopped():
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        ids("meets", progress=progress)


@pytest.mark.parametrize("few", [0, 200])
def test_neighbours_share_a_border_and_not_a_corner_alone(monkeypatch, few):
    monkeypatch.setattr(location, "FEW", few)
    parcels = small_plan().layer("parcels")
    assert neighbours(parcels, np.array([1])).tolist() == [2, 4]
    assert neighbours(parcels, np.array([2, 5])).tolist() == [1, 3, 4, 6]
    assert neighbours(parcels, np.array([99])).tolist() == []
    assert neighbours(parcels, np.arange(1, 7)).tolist() == []


def test_lines_are_neighbours_where_they_touch():
    lines = [
        shapely.LineString([(0, 0), (10, 0)]),
        shapely.LineString([(10, 0), (10, 10)]),
        shapely.LineString([(50, 0), (60, 0)]),
    ]
    roads = document(layer("roads", lines)).layer("roads")
    assert neighbours(roads, np.array([1])).tolist() == [2]


def test_missing_shapes_have_no_neighbours():
    parcels = document(layer("parcels", [*squares(2), None])).layer("parcels")
    assert neighbours(parcels, np.array([1, 3])).tolist() == [2]
