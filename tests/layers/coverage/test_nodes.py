import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.coverage import nodes
from layers.coverage.matching import TOLERANCE
from layers.coverage.nodes import noded
from layers.errors import InvalidEditError
from tests.strategies import EAST, NORTH, coverages, squares


def line(*places):
    return shapely.LineString([(EAST + x, NORTH + y) for x, y in places])


def meet(polygons, *lines):
    return noded(np.array(polygons, object), np.array(lines, object))


def test_what_a_line_does_not_come_near_is_the_same_object():
    shapes = squares(3)
    after, _ = meet(shapes, line((50, -10), (50, 110)))
    assert [one is other for one, other in zip(after, shapes, strict=True)] == [False, True, True]


def test_a_vertex_of_the_line_near_a_side_moves_onto_it():
    (after,), (cut,) = meet(squares(1), line((40, 99.9996), (40, 200)))
    assert cut.coords[0] == (EAST + 40, NORTH + 100)
    assert (EAST + 40, NORTH + 100) in list(after.exterior.coords)
    assert after.area == 10_000.0


def test_a_line_that_passes_a_corner_closely_goes_through_it():
    _, (cut,) = meet(squares(1), line((100.0006, -50), (100.0006, 50)))
    assert (EAST + 100, NORTH) in list(cut.coords)


def test_a_line_along_a_border_has_the_border_s_vertices():
    _, (cut,) = meet(squares(3), line((-20, 0.0002), (320, -0.0002)))
    found = [(x - EAST, y - NORTH) for x, y in cut.coords]
    assert found[1:-1] == [(0, 0), (100, 0), (200, 0), (300, 0)]


@settings(deadline=None)
@given(
    coverages(),
    st.lists(st.tuples(st.floats(-50, 450), st.floats(-50, 450)), min_size=2, max_size=6),
)
def test_lines_and_borders_meet_in_common_vertices_alone(shapes, places):
    cutter = line(*places)
    if not cutter.is_simple or cutter.length < 1:
        return
    polygons, (cut,) = meet(shapes, cutter)
    assert shapely.coverage_is_valid(polygons, gap_width=0.0) == shapely.coverage_is_valid(
        np.array(shapes, object), gap_width=0.0
    )
    assert shapely.hausdorff_distance(cut, cutter) <= 10 * TOLERANCE
    vertices = set(map(tuple, shapely.get_coordinates(polygons)))
    on_line = set(map(tuple, shapely.get_coordinates(cut)))
    for ring in shapely.boundary(polygons):
        for part in shapely.get_parts(shapely.intersection(ring, cut)):
            if part.is_empty:
                continue
            ends = part.coords if part.geom_type == "Point" else (part.coords[0], part.coords[-1])
            for end in ends:
                near = min(abs(complex(*end) - complex(*one)) for one in vertices & on_line)
                assert near <= 1e-7
    before, after = shapely.area(np.array(shapes, object)), shapely.area(polygons)
    assert np.abs(after - before).max() < 1e-4


def test_what_lies_far_from_the_lines_is_left_out_without_another_result(monkeypatch):
    shapes = squares(6, 5)
    cuts = [line((-20, 30), (130, 160), (420, 180)), line((250.0004, -9), (250, 700))]
    sides = nodes.chains_of_polygons(np.array(shapes, object))
    others = nodes.chains_of_lines(np.array(cuts))
    _, side = nodes._boxed(sides.side_boxes, others.side_boxes, TOLERANCE)
    assert 0 < len(side) < len(sides.sides) * len(others.sides)
    found = meet(shapes, *cuts)

    def every(sides, others, _):
        pairs = np.indices((others.shape[1], sides.shape[1])).reshape(2, -1)
        return pairs[0], pairs[1]

    monkeypatch.setattr(nodes, "_boxed", every)
    for few, all_ in zip(found, meet(shapes, *cuts), strict=True):
        assert shapely.to_wkb(few).tolist() == shapely.to_wkb(all_).tolist()


@pytest.mark.parametrize("together", [1, 2, 32])
def test_boxes_that_come_near_one_another_are_found_in_pairs(monkeypatch, together):
    monkeypatch.setattr(nodes, "TOGETHER", together)
    boxes = np.array([[0, 0, 1, 1], [5, 5, 6, 6], [9, 9, 10, 10], [2.0015, 0, 31, 31.0]]).T
    others = np.array([[0, 0, 2, 2], [9, 9, 9, 9.0], [-5, 5.5, 7, 5.5]]).T
    found = nodes._boxed(boxes, others, 0.001)
    assert np.stack(found, axis=1).tolist() == [[0, 0], [0, 3], [1, 2], [1, 3], [2, 1], [2, 3]]
    assert [one.tolist() for one in nodes._boxed(boxes, others[:, :0], 0.001)] == [[], []]


def test_lines_that_run_along_borders_too_closely_are_refused(monkeypatch):
    monkeypatch.setattr(nodes, "ROUNDS", 1)
    with pytest.raises(InvalidEditError, match="less than 1 mm in too many places"):
        meet(squares(1), line((50, -10), (50, 110)))
