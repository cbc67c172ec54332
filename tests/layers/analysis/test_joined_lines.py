"""Lines as networks: crossings, ends that nearly meet, patches that are crossed."""

import numpy as np
import pytest
import shapely

from layers.analysis.joined_lines import Spans, joined, straightened
from layers.analysis.links import parts_of

NOTHING = np.empty(0, object), np.empty(0, np.intp), 0


def net(*texts, patches=(), without=None):
    lines, _ = straightened(shapely.from_wkt(list(texts)))
    return joined(
        lines,
        np.array([*patches, None], object)[:-1],
        np.arange(len(patches)),
        len(patches),
        without,
    )


def degrees(found):
    return sorted(np.bincount(found.ends.ravel()).tolist())


def test_a_star_of_three_lines_has_one_middle():
    found = net("LINESTRING (0 0, 10 0)", "LINESTRING (0 0, 0 10)", "LINESTRING (-10 0, 0 0)")
    assert degrees(found) == [1, 1, 1, 3]
    assert found.lengths.tolist() == [10, 10, 10]


def test_lines_that_cross_are_cut_there():
    found = net("LINESTRING (0 5, 10 5)", "LINESTRING (5 0, 5 10)")
    assert degrees(found) == [1, 1, 1, 1, 4]
    assert found.lengths.tolist() == [5, 5, 5, 5]
    assert found.lines.tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(("gap", "links", "parts"), [(0.9, 3, 1), (1.1, 2, 2)])
def test_an_end_within_a_metre_of_a_line_is_on_it(gap, links, parts):
    found = net("LINESTRING (0 0, 100 0)", f"LINESTRING (50 {gap}, 50 60)")
    assert len(found.ends) == links
    assert parts_of(len(found.xy), found.ends).max() + 1 == parts


def test_a_line_that_crosses_itself_is_cut_there():
    found = net("LINESTRING (0 0, 20 0, 20 10, 10 10, 10 -10)")
    assert degrees(found) == [1, 1, 4]
    assert sorted(found.lengths.tolist()) == [10, 10, 40]


def test_a_ring_alone_goes_from_its_beginning_to_itself():
    found = net("LINESTRING (0 0, 10 0, 10 10, 0 0)")
    assert found.ends.tolist() == [[0, 0]]


def test_what_lies_in_a_patch_is_no_link():
    park = shapely.box(40, -10, 60, 10)
    found = net("LINESTRING (0 0, 100 0)", patches=[park])
    assert found.ends.tolist() == [[1, 0], [0, 2]]
    assert found.lengths.tolist() == [40, 40]


def test_two_lines_on_one_another_are_one_link():
    found = net("LINESTRING (0 0, 100 0)", "LINESTRING (100 0.2, 0 0.2)")
    assert len(found.ends) == 1


def test_a_stretch_that_leads_nowhere_is_left_out():
    without = Spans(np.array([0]), np.array([30.0]), np.array([70.0]))
    found = net("LINESTRING (0 0, 100 0)", without=without)
    assert found.lengths.tolist() == [30, 30]
    assert degrees(found) == [1, 1, 1, 1]


def test_links_keep_the_course_of_their_line():
    found = net("LINESTRING (0 0, 10 0, 10 10, 20 10)", "LINESTRING (15 0, 15 20)")
    courses = {shapely.to_wkt(one, trim=True) for one in found.shapes}
    assert "LINESTRING (0 0, 10 0, 10 10, 15 10)" in courses


def test_nothing_is_a_network_of_nothing():
    found = joined(np.empty(0, object), *NOTHING)
    assert (len(found.xy), len(found.ends)) == (0, 0)
    lines, owner = straightened(np.array([None, shapely.LineString()], object))
    assert (len(lines), len(owner)) == (0, 0)
