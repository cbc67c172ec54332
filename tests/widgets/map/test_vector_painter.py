"""What is drawn on paper: one path a feature, true widths, hatches as lines."""

import re

import pytest
import shapely
from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from tests.strategies import EAST, NORTH, document, layer, squares
from widgets.map import vector_painter
from widgets.map.scene import Scene
from widgets.map.viewport import Viewport

pytestmark = pytest.mark.usefixtures("qapp")


def drawn(plan, kind, viewport):
    """One layer as SVG."""
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(int(viewport.width), int(viewport.height)))
    generator.setViewBox(QRectF(0, 0, viewport.width, viewport.height))
    painter = QPainter(generator)
    vector_painter.draw_layer(painter, Scene.of(plan).layers[kind], viewport)
    painter.end()
    return bytes(data.data()).decode()


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
    text = drawn(plan, "parcels", page())
    # 100 m at 1:2000 are 50 mm or 500 units; the squares' border runs through the middle.
    corners = [set(found.split()) for found in re.findall(r'<path[^>]* d="([^"]*)"', text)]
    assert len(corners) == 2
    assert all(any("1000," in corner for corner in path) for path in corners)


def test_dots_are_lines_of_round_dashes_inside_the_green():
    plan = document(layer("greens", squares(1), cover=["lawn"]))
    text = drawn(plan, "greens", page())
    assert "stroke-dasharray" in text
    assert 'stroke-linecap="round"' in text
    assert "<image" not in text
    assert "<pattern" not in text
    dotted = text[text.index("stroke-dasharray") :]
    numbers = re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", dotted[: dotted.index("</g>")])
    assert numbers
    # The square lies at 500 .. 1000 across and 625 .. 1125 down.
    assert all(499 <= float(x) <= 1001 and 624 <= float(y) <= 1126 for x, y in numbers)


def test_an_area_that_is_cut_has_no_line_along_the_cut():
    plan = document(layer("water", squares(1, side=1000.0)))
    text = drawn(plan, "water", page(size=(400, 400)))
    stroked = [
        part for part in re.findall(r"<g[^>]*>\s*<path[^>]*>", text) if 'stroke="#5b9fc4"' in part
    ]
    assert stroked == []  # all of the page is water, and its shore is elsewhere
    assert 'fill="#a9d3ea"' in text


def test_markers_keep_their_size_on_paper_at_any_scale():
    plan = document(layer("facilities", [shapely.Point(EAST + 100, NORTH + 75)], type=["storage"]))
    for denominator in (1000, 50_000):
        numbers = re.findall(r'd="M([\d.]+),', drawn(plan, "facilities", page(denominator)))
        # 2.6 mm are 26 units, so the circle begins 13 to the right of the middle.
        assert float(numbers[0]) == pytest.approx(1013)
