"""Drawing features of each shape."""

import pytest
import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from layers.kinds import kinds
from tests.strategies import EAST, NORTH, document, layer, squares
from tests.widgets.map.pointing import click
from widgets.map.viewport import MapX, MapY


def pixel(canvas, x, y):
    across, down = canvas.viewport.pixel(MapX(EAST + x), MapY(NORTH + y))
    return QPoint(round(across), round(down))


def drawn(canvas, kind):
    return list(canvas.bridge.document.layer(kind).geometries)


@pytest.mark.parametrize("kind", ["greens", "water", "rooftops", "boundary", "phases"])
def test_areas_end_with_enter(canvas, kind):
    before = len(drawn(canvas, kind))
    canvas.bridge.activate(kind)
    canvas.use("draw")
    for x, y in ((100, 0), (200, 0), (200, 100), (100, 100)):
        click(canvas, pixel(canvas, x, y))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    found = drawn(canvas, kind)
    assert len(found) == before + 1
    assert found[-1].area == 10_000


@pytest.mark.parametrize("kind", ["roads", "corridors", "paths"])
def test_lines_need_two_places_and_may_be_closed(canvas, kind):
    canvas.bridge.activate(kind)
    canvas.use("draw")
    before = len(drawn(canvas, kind))
    for x, y in ((100, 0), (200, 100)):
        click(canvas, pixel(canvas, x, y))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert drawn(canvas, kind)[-1].length == pytest.approx(100 * 2**0.5)
    for x, y in ((100, 0), (200, 0), (200, 100), (100, 0)):
        click(canvas, pixel(canvas, x, y))
    assert len(drawn(canvas, kind)) == before + 2
    assert drawn(canvas, kind)[-1].is_ring


def test_a_point_takes_one_click(canvas):
    canvas.bridge.activate("facilities")
    canvas.use("draw")
    click(canvas, pixel(canvas, 100, 100))
    (found,) = drawn(canvas, "facilities")
    assert (found.x, found.y) == (EAST + 100, NORTH + 100)
    assert kinds()["facilities"].shape.value == "point"
    assert canvas.bridge.selection["facilities"].tolist() == [1]


def test_a_parcel_takes_the_free_ground_alone_and_shares_its_borders(opened):
    canvas = opened(document(layer("parcels", squares(2))))
    canvas.bridge.activate("parcels")
    canvas.use("draw")
    # Over the eastern half of the second square, and as much beyond it.
    canvas.snapping = type(canvas.snapping)(on=False)
    for x, y in ((150, 20), (190, 20), (190, 80), (150, 80)):
        click(canvas, pixel(canvas, x, y))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert len(drawn(canvas, "parcels")) == 2  # all of it belongs to parcels: refused
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    canvas.zoom_by(0.5)
    for x, y in ((150, 20), (250, 20), (250, 80), (150, 80)):
        click(canvas, pixel(canvas, x, y))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    found = drawn(canvas, "parcels")
    assert len(found) == 3
    assert found[2].bounds[0] == EAST + 200
    assert shapely.coverage_is_valid(found, gap_width=0.001)


def test_a_hidden_layer_is_not_drawn_on(canvas):
    said = []
    canvas.said.connect(said.append)
    canvas.bridge.activate("greens")
    canvas.bridge.show_kind("greens", visible=False)
    canvas.use("draw")
    click(canvas, pixel(canvas, 100, 0))
    assert said[-1] == "Show the layer Green land to draw on it."
    assert not canvas.gesture("draw").under_way


def test_the_layer_is_that_of_the_beginning(canvas):
    canvas.use("draw")
    canvas.bridge.activate("greens")
    for x, y in ((100, 0), (200, 0), (200, 100)):
        click(canvas, pixel(canvas, x, y))
    canvas.bridge.activate("facilities")
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert len(drawn(canvas, "greens")) == 1
    assert drawn(canvas, "facilities") == []
