"""Hatches as lines: inside their area, apart as they should be, going on across a border."""

import numpy as np
import pytest
import shapely
from PySide6.QtCore import Qt

from layers.prepared import contains_xy
from tests.strategies import EAST, NORTH
from widgets.map import hatching, symbols
from widgets.map.viewport import Viewport

PAGE = Viewport.at_scale((EAST + 100, NORTH + 50), 2000, (2000, 1000), dpi=254)
"""One metre is half a millimetre, five units."""
SQUARE = shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)


def lines(areas, *patterns):
    return list(hatching.lines(np.array(areas, object), patterns, PAGE))


def directions(ragged):
    along = ragged.xy[1::2] - ragged.xy[::2]
    return along[:, 1] / along[:, 0]


def test_diagonals_are_inside_and_apart_as_declared():
    ((found,),) = lines([SQUARE], "diagonal")
    assert directions(found) == pytest.approx(1.0)
    assert shapely.covers(SQUARE.buffer(1e-6), found.geometries()).all()
    # 2.1 mm along the edge are 4.2 m at 1:2000.
    kept = np.unique(np.round(found.xy[::2, 0] - found.xy[::2, 1], 6))
    assert np.diff(kept) == pytest.approx(4.2)


def test_crossed_lines_are_two_groups_and_each_area_has_its_own_pattern():
    aside = shapely.box(EAST + 300, NORTH, EAST + 400, NORTH + 100)
    (one,), (rising, falling) = lines([SQUARE, aside], "diagonal", "cross")
    assert directions(rising) == pytest.approx(1.0)
    assert directions(falling) == pytest.approx(-1.0)
    assert one.extent[2] <= EAST + 100.001
    assert rising.extent[0] >= falling.extent[0] - 0.001 >= EAST + 299.9


def test_lines_go_on_from_one_area_to_the_next():
    next_ = shapely.box(EAST + 100, NORTH, EAST + 200, NORTH + 100)
    ((one,), (other,)) = lines([SQUARE, next_], "diagonal", "diagonal")
    whole = lines([shapely.union(SQUARE, next_)], "diagonal")[0][0]
    length = sum(shapely.length(each.geometries()).sum() for each in (one, other))
    assert length == pytest.approx(shapely.length(whole.geometries()).sum())
    keys = [np.round(each.xy[:, 0] - each.xy[:, 1], 6) % 4.2 for each in (one, other)]
    assert len(np.unique(np.round(np.concatenate(keys), 3) % 4.2)) == 1


def test_dots_stand_as_on_a_die_and_wholly_inside():
    other = shapely.box(EAST + 100, NORTH, EAST + 200, NORTH + 100)
    ((one,), (next_,)) = lines([SQUARE, other], "dots", "dots")
    radius = symbols.DOT_MM * 2 / 2  # 2 m are a millimetre
    for dots, area in ((one, SQUARE), (next_, other)):
        middles = (dots.xy[::2] + dots.xy[1::2]) / 2
        assert len(middles) == pytest.approx(100 * 100 / 4.2**2 * 2, rel=0.1)
        assert contains_xy(area.buffer(-radius * 0.99), *middles.T).all()
        near = shapely.STRtree(shapely.points(middles))
        pairs = near.query(shapely.points(middles), predicate="dwithin", distance=3.0)
        away = np.hypot(*(middles[pairs[0]] - middles[pairs[1]]).T)
        assert away[away > 0] == pytest.approx(4.2 / np.sqrt(2))
    # The pattern goes on over the border.
    steps = (next_.xy[0] + next_.xy[1] - one.xy[0] - one.xy[1]) / 2 / 2.1
    assert steps == pytest.approx(np.round(steps), abs=1e-4)
    empty, sliver = shapely.Polygon(), shapely.box(EAST, NORTH, EAST + 1, NORTH + 90)
    assert [len(found.xy) for (found,) in lines([empty, sliver], "dots", "dots")] == [0, 0]


def test_broken_and_empty_areas_do_no_harm():
    bow = shapely.Polygon(
        [(EAST, NORTH), (EAST + 50, NORTH + 50), (EAST + 50, NORTH), (EAST, NORTH + 50)]
    )
    found = lines([bow, shapely.Polygon()], "cross", "diagonal")
    assert [len(one) for one in found] == [2, 1]
    assert len(found[0][0].xy) > 4
    assert len(found[1][0].xy) == 0
    assert lines([]) == []


def test_pens_have_the_width_of_lines_and_of_dots():
    line, dots = hatching.pen("diagonal", "#ff0000", 10.0), hatching.pen("dots", "#ff000080", 10.0)
    assert line.widthF() == pytest.approx(10 * symbols.HATCH_LINE_MM)
    assert line.style() is Qt.PenStyle.SolidLine
    assert dots.widthF() == pytest.approx(10 * symbols.DOT_MM)
    assert dots.capStyle() is Qt.PenCapStyle.RoundCap
    assert dots.color().alpha() == 128
