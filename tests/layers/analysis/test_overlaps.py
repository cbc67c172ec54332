import numpy as np
import pytest
import shapely
from hypothesis import given

from layers.analysis import measures
from layers.analysis.overlaps import overlapping_pairs
from layers.edit import Change
from layers.edits.draw import delete, draw
from tests.layers.analysis.parks import box
from tests.strategies import coverages, document, layer, squares


def overlaps(plan, older=None, change=None):
    return measures().evaluate(plan, older, change).value("land.overlaps")


def test_pairs_are_named_by_their_ids_the_smaller_first():
    shapes = np.array([box(0, 0, 10, 10), box(20, 0, 30, 10), box(8, 0, 22, 10)])
    assert overlapping_pairs(shapes, np.array([4, 7, 9])).tolist() == [[4, 9], [7, 9]]


def test_neighbours_share_a_border_and_no_ground():
    assert overlapping_pairs(np.array(squares(3, 2)), np.arange(6)).tolist() == []
    assert overlapping_pairs(np.array([], object), np.array([], np.int64)).tolist() == []


def test_a_border_that_does_not_match_vertex_by_vertex_is_no_overlap():
    shapes = np.array([box(0, 0, 10, 10), box(10, 3, 20, 8)])
    assert overlapping_pairs(shapes, np.array([1, 2])).tolist() == []


def test_only_what_overlaps_inside_the_red_line_counts():
    # Of 10 × 100 m of shared ground 60 m lie inside the red line.
    plan = document(
        layer("boundary", [box(0, 0, 300, 60)]),
        layer("parcels", [box(0, 0, 100, 100), box(90, 0, 200, 100)]),
    )
    found = overlaps(plan)
    assert found.pairs.tolist() == [[1, 2]]
    assert found.overlap_m2 == pytest.approx(600)


def test_a_parcel_drawn_over_others_and_deleted_again():
    plan = document(layer("parcels", squares(3)))
    first = measures().evaluate(plan)
    added = draw(plan, "parcels", box(50, 0, 150, 100), {})
    other = plan.applied(added)
    second = measures().evaluate(other, first, Change.of(added))
    assert second.value("land.overlaps").pairs.tolist() == [[1, 4], [2, 4]]
    assert second.value("land.overlaps").overlap_m2 == pytest.approx(10_000)
    gone = delete(other, "parcels", [4])
    third = overlaps(other.applied(gone), second, Change.of(gone))
    assert third.pairs.tolist() == []
    assert third.overlap_m2 == 0


@given(coverages())
def test_a_coverage_has_no_overlaps_and_a_copy_of_a_parcel_overlaps_it_alone(shapes):
    ids = np.arange(len(shapes) + 1)
    assert overlapping_pairs(np.array(shapes), ids[:-1]).tolist() == []
    small = shapely.buffer(shapes[0].representative_point(), 0.01)
    assert overlapping_pairs(np.array([*shapes, small]), ids).tolist() == [[0, len(shapes)]]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_parcel_within_another_is_found_whichever_of_them_came_last(order):
    shapes = [box(0, 0, 100, 100), box(40, 40, 60, 60)]
    first, last = (shapes[place] for place in order)
    plan = document(layer("parcels", [first]))
    results, edit = measures().evaluate(plan), draw(plan, "parcels", last, {})
    found = overlaps(plan.applied(edit), results, Change.of(edit))
    assert found.pairs.tolist() == [[1, 2]]
    assert found.overlap_m2 == pytest.approx(400.0)
