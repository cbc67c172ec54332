"""The panels as docks of the window."""

from PySide6.QtCore import QByteArray

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
