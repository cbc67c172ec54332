"""The panels around the map as docks of the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from zlib import crc32

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from app import room
from widgets.bridge import Bridge
from widgets.docks import panels
from widgets.panel import Attentive, Panel

AREAS: Final = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}
LAYOUT_VERSION: Final = crc32(" ".join(sorted(panel.id for panel in panels())).encode()) >> 1
"""Places are noted for these panels: Qt would strew ones that it does not know over the window."""


def added(
    window: QMainWindow, bridge: Bridge, shown: Callable[[], object]
) -> dict[str, QDockWidget]:
    """Return a dock for each panel, put into the window.

    Parameters
    ----------
    window
        The main window.
    bridge
        The open plan.
    shown
        Called after a panel was opened or closed.
    """
    return {panel.id: _added(window, panel, bridge, shown) for panel in panels()}


def _added(
    window: QMainWindow, panel: Panel, bridge: Bridge, shown: Callable[[], object]
) -> QDockWidget:
    dock = QDockWidget(panel.title(), window)
    dock.setObjectName(panel.id)
    dock.setWidget(panel.make(bridge))
    if panel.tab:  # its tab has the title already
        dock.setTitleBarWidget(QWidget())
    window.addDockWidget(AREAS[panel.area], dock)
    widget = dock.widget()
    if isinstance(widget, Attentive):
        dock.visibilityChanged.connect(widget.show_seen)
    dock.visibilityChanged.connect(lambda _: shown())
    dock.visibilityChanged.connect(lambda _: room.name_tabs(window))  # a pile may have come
    return dock


def remove(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
    """Take the panels out of the window for good."""
    for dock in docks.values():
        window.removeDockWidget(dock)
        dock.setObjectName("")  # else the next plan's panels would not be told from these
        dock.deleteLater()


def arrange(window: QMainWindow, docks: Mapping[str, QDockWidget], state: QByteArray) -> None:
    """Put the panels where they stood last, else where they stand at first.

    Parameters
    ----------
    window
        The main window.
    docks
        Its panels by id.
    state
        What Qt noted of their places; empty for nothing.
    """
    for panel in panels():
        docks[panel.id].setVisible(not panel.hidden)
    # Piled up before they are restored, their tabs would be seen twice for a moment.
    if state.isEmpty() or not window.restoreState(state, LAYOUT_VERSION):
        room.pile(window, docks)
        room.share(window, docks)
    for dock in docks.values():
        widget = dock.widget()
        if isinstance(widget, Attentive):  # Qt tells of none that was never shown
            widget.show_seen(not dock.isHidden())


def put_back(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
    """Put all panels back where they stood at first."""
    for panel in panels():
        dock = docks.get(panel.id)
        if dock is not None:
            dock.setFloating(False)
            window.addDockWidget(AREAS[panel.area], dock)
    arrange(window, docks, QByteArray())
