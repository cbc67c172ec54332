"""The panels as docks of the window."""

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QTabBar

from app import panels
from widgets.docks import panels as declared


def test_every_panel_has_a_dock_at_its_side(opened):
    window = opened.window
    assert list(window.docks) == [panel.id for panel in declared()]
    for panel in declared():
        dock = window.docks[panel.id]
        assert window.dockWidgetArea(dock) == panels.AREAS[panel.area]
        assert dock.isHidden() == panel.hidden


def test_panels_are_put_back_and_where_they_stood_last(opened):
    window = opened.window
    window.docks["layers"].hide()
    state = window.saveState(panels.LAYOUT_VERSION)
    panels.put_back(window, window.docks)
    assert not window.docks["layers"].isHidden()
    panels.arrange(window, window.docks, state)
    assert window.docks["layers"].isHidden()
    panels.arrange(window, window.docks, QByteArray(b"no state"))
    assert not window.docks["layers"].isHidden()


def test_names_of_many_panels_are_whole_on_their_tabs(opened, qtbot):
    window = opened.window
    window.resize(1366, 768)
    window.show()
    for panel in declared():
        window.show_dock(panel.id)
    qtbot.wait(50)
    bars = [bar for bar in window.findChildren(QTabBar) if bar.isVisible() and bar.count() > 3]
    assert bars
    for bar in bars:
        for place in range(bar.count()):
            text = bar.fontMetrics().horizontalAdvance(bar.tabText(place))
            assert bar.tabRect(place).width() > text, bar.tabText(place)


def test_places_that_were_noted_for_other_panels_are_not_taken(opened, monkeypatch):
    window = opened.window
    window.show()
    state = window.saveState(panels.LAYOUT_VERSION)
    monkeypatch.setattr(panels, "LAYOUT_VERSION", panels.LAYOUT_VERSION + 1)
    taken = []
    monkeypatch.setattr(panels.room, "pile", lambda *_: taken.append("piled"))
    panels.arrange(window, window.docks, state)
    assert taken == ["piled"]
