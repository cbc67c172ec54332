"""The menu of a place on the map."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from app import map_menu
from layers.analysis.gazetteer import found
from tests.small_plan import X, Y
from widgets.map.viewport import MapX, MapY


@pytest.fixture
def canvas(opened):
    return opened.window.canvas


def place_of(canvas, x, y):
    across, down = canvas.viewport.pixel(MapX(x), MapY(y))
    return QPoint(round(across), round(down))


def titles(menu):
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_coordinates_are_taken_along_and_found_again(opened):
    document = opened.documents.bridge.document
    (metres, metres_text), (degrees, degrees_text) = map_menu.coordinates(
        document.crs, X + 12.3456, Y + 7.0
    )
    assert metres.startswith("Copy N ")
    assert "° E" in degrees
    for text, near in ((metres_text, 0.001), (degrees_text, 0.02)):
        (place,) = found(document, text)
        assert place.x == pytest.approx(X + 12.3456, abs=near)
        assert place.y == pytest.approx(Y + 7.0, abs=near)


def test_what_lies_there_is_offered(opened, canvas):
    window, bridge = opened.window, opened.documents.bridge
    told = []
    bridge.identified.connect(told.append)
    box = bridge.document.layer("parcels").geometries[0].representative_point()
    menu = map_menu.menu_at(window, canvas, place_of(canvas, box.x, box.y))
    select, styles = (action.menu() for action in menu.actions() if action.menu())
    assert any(text.startswith("Parcels") for text in titles(select))
    next(a for a in select.actions() if a.text().startswith("Parcels")).trigger()
    assert bridge.selection["parcels"].tolist() == [1]
    assert "Parcels" in titles(styles)
    menu.actions()[0].trigger()
    assert ("parcels", 1) in told[0]
    copy = next(a for a in menu.actions() if a.text().startswith("Copy N"))
    copy.trigger()
    assert QGuiApplication.clipboard().text().startswith("N ")
    middle = next(a for a in menu.actions() if "middle" in a.text())
    middle.trigger()
    assert canvas.viewport.x == pytest.approx(box.x, abs=2 / canvas.viewport.px_per_m)
    menu.deleteLater()


def test_where_nothing_lies_only_the_place_is_offered(opened, canvas):
    menu = map_menu.menu_at(opened.window, canvas, QPoint(1, 1))
    assert not menu.actions()[0].isEnabled()
    assert not any(a.menu().isEnabled() for a in menu.actions() if a.menu())
    assert any(text.startswith("Copy N") for text in titles(menu))
    menu.deleteLater()


@pytest.mark.parametrize(("tool", "offered"), [("select", True), ("measure", False)])
def test_a_right_click_opens_it_where_the_tool_leaves_room(canvas, tool, offered):
    canvas.use(tool)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(50, 50), QPoint(50, 50))
    QApplication.sendEvent(canvas, event)
    shown = [menu for menu in canvas.findChildren(QMenu) if menu.isVisible()]
    assert bool(shown) is offered
    for menu in shown:
        menu.close()
