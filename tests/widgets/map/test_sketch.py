"""Sketching with mouse and keys, by the tool that draws."""

import pytest
import shapely
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest

from tests.strategies import EAST, NORTH
from tests.widgets.map.pointing import RIGHT, click, mouse
from widgets.map.viewport import MapX, MapY

NO_BUTTON = Qt.MouseButton.NoButton
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def drawing(canvas):
    """The six squares, with the tool that draws and green patches to draw."""
    canvas.bridge.activate("greens")
    canvas.use("draw")
    canvas.setFocus()
    return canvas


def pixel(canvas, x, y):
    across, down = canvas.viewport.pixel(MapX(EAST + x), MapY(NORTH + y))
    return QPoint(round(across), round(down))


def drawn(canvas, kind="greens"):
    return list(canvas.bridge.document.layer(kind).geometries)


def corners(shape):
    return [(x - EAST, y - NORTH) for x, y in shapely.get_coordinates(shape).tolist()]


def test_clicks_make_a_feature_whose_corners_are_those_of_the_neighbours(drawing):
    for x, y in ((100, 0), (200, 0), (200, 100)):
        click(drawing, pixel(drawing, x, y) + QPoint(3, -2))
    click(drawing, pixel(drawing, 100, 100), button=RIGHT)
    (found,) = drawn(drawing)
    assert corners(found) == [(100, 0), (200, 0), (200, 100), (100, 0)]
    drawing.bridge.undo()
    assert drawn(drawing) == []


def test_a_double_click_ends_with_the_place_of_its_first_click(drawing):
    for x, y in ((100, 0), (200, 0)):
        click(drawing, pixel(drawing, x, y))
    last = pixel(drawing, 200, 100)
    click(drawing, last)
    mouse(drawing, QEvent.Type.MouseButtonDblClick, last + QPoint(1, 1))
    assert corners(drawn(drawing)[0]) == [(100, 0), (200, 0), (200, 100), (100, 0)]


def test_typed_numbers_give_places_to_the_bit(drawing):
    QTest.keyClicks(drawing, "5")
    entry = drawing.gesture("draw").typing.entry
    assert entry.isVisible()
    entry.clear()
    QTest.keyClicks(entry, "X=3890010.123 Y=500020.456")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert not entry.isVisible()
    for text in ("10<0", "@0,10", "10<N270"):
        QTest.keyClicks(drawing, text[0])
        QTest.keyClicks(entry, text[1:])
        QTest.keyClick(entry, Qt.Key.Key_Return)
    QTest.keyClick(drawing, Qt.Key.Key_Return)
    (found,) = drawn(drawing)
    assert shapely.get_coordinates(found).tolist()[0] == [500020.456, 3890010.123]
    assert found.area == pytest.approx(100.0)
