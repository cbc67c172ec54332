"""What is drawn on paper: one path a feature, true widths, hatches as lines."""

import numpy as np
import pytest
import shapely
from PySide6.QtCore import Qt

from tests.strategies import EAST, NORTH, document, layer, squares
from tests.widgets.map import svg
from widgets.map import vector_painter
from widgets.map.scene import Scene
from widgets.map.viewport import Viewport

pytestmark = pytest.mark.usefixtures("qapp")


def drawn(plan, kind, viewport, styles=None):
    """One layer as SVG."""
    shown = Scene.of(plan, styles).layers[kind]
    size = viewport.width, viewport.height
    return svg.written(lambda to: vector_painter.draw_layer(to, shown, viewport), *size)


def page(denominator=2000, size=(2000, 1500)):
    """The ground around the first squares at ten units a millimetre."""
    return Viewport.at_scale((EAST + 100, NORTH + 75), denominator, size, dpi=254)


def test_outlines_have_their_width_in_millimetres_and_their_dashes():
    scene = Scene.of(document(layer("roads", [shapely.LineString([(EAST, NORTH), (EAST, 9)])])))
    roads = vector_painter.pen_of(scene.layers["roads"], page())
    assert roads.widthF() == pytest.approx(1.5)  # 0.15 mm
    assert roads.dashPattern() == [12.0, 4.0, 2.0, 4.0]
    parcels = vector_painter.pen_of(scene.layers["parcels"], page())
    assert parcels.style() is Qt.PenStyle.SolidLine


def test_what_is_beyond_the_page_is_not_drawn():
    plan = document(layer("parcels", squares(1, east=EAST + 10_000), land_use=["M1"]))
    assert "<path" not in drawn(plan, "parcels", page())


def test_one_path_for_each_parcel_at_its_place():
    plan = document(layer("parcels", squares(2), land_use=["M1", "G1"]))
    one, other = svg.shapes(drawn(plan, "parcels", page()))
    # 100 m at 1:2000 are 50 mm or 500 units; the squares' border runs through the middle.
    assert {one.bounds, other.bounds} == {(500, 625, 1000, 1125), (1000, 625, 1500, 1125)}
    assert len(one.parts) == 1


def test_dots_are_short_round_lines_inside_the_green():
    plan = document(layer("greens", squares(1), cover=["lawn"]))
    text = drawn(plan, "greens", page())
    assert "<image" not in text
    assert "<pattern" not in text
    (dotted,) = [one for one in svg.shapes(text) if one.cap == "round"]
    assert len(dotted.parts) > 500
    assert all(np.ptp(part, axis=0).max() < 0.2 for part in dotted.parts)
    assert dotted.width == pytest.approx(6.2)  # 0.62 mm
    # The square lies at 500 .. 1000 across and 625 .. 1125 down.
    assert dotted.bounds == pytest.approx((500, 625, 1000, 1125), abs=25)
    assert shapely.box(503, 628, 997, 1122).contains(shapely.box(*dotted.bounds))


def test_an_area_that_is_cut_has_no_line_along_the_cut():
    plan = document(layer("water", squares(1, side=1000.0)))
    found = svg.shapes(drawn(plan, "water", page(size=(400, 400))))
    # All of the page is water, and its shore is elsewhere.
    assert [(one.fill, one.stroke) for one in found] == [("#a9d3ea", "none")]


def test_markers_keep_their_size_on_paper_at_any_scale():
    plan = document(layer("facilities", [shapely.Point(EAST + 100, NORTH + 75)], type=["storage"]))
    for denominator in (1000, 50_000):
        (found,) = svg.shapes(drawn(plan, "facilities", page(denominator)))
        # 2.6 mm are 26 units around the middle of the page.
        assert found.bounds == pytest.approx((987, 737, 1013, 763), abs=0.2)
