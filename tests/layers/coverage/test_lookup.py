import numpy as np
import shapely

from layers.coverage.lookup import as_complex, holding, nearest_vertex, rows_of, side_at
from tests.layers.edits.test_vertices import at
from tests.strategies import layer, squares

ROWS = layer("parcels", squares(2))


def test_a_vertex_is_found_to_the_bit_within_reach():
    assert nearest_vertex(ROWS, at(100.004, 0)) == at(100, 0)
    assert nearest_vertex(ROWS, at(100.02, 0)) is None
    assert nearest_vertex(ROWS, at(100.02, 0), 0.1) == at(100, 0)
    assert nearest_vertex(ROWS, at(900, 900), 1.0) is None


def test_the_nearest_side_within_reach_is_found():
    assert set(side_at(ROWS, at(50, 0.5), 1.0)) == {at(100, 0), at(0, 0)}
    assert side_at(ROWS, at(50, 5), 1.0) is None
    assert set(side_at(ROWS, at(101, 50), 2.0, [2])) == {at(100, 0), at(100, 100)}


def test_who_has_a_vertex():
    corner = np.array([complex(*at(100, 0))])
    assert holding(ROWS, corner, None) == [1, 2]
    assert holding(ROWS, corner, [2]) == [2]
    assert holding(ROWS, corner + 1e-9, None) == []


def test_rings_and_lines_are_rows_of_places():
    holed = shapely.box(0, 0, 9, 9).difference(shapely.box(4, 4, 5, 5))
    assert [len(row) for row in rows_of(holed)] == [5, 5]
    assert rows_of(shapely.LineString([(0, 1), (2, 3)]))[0].tolist() == [1j, 2 + 3j]
    assert as_complex(np.array([[1.0, 2.0]])).tolist() == [1 + 2j]
