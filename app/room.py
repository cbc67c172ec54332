"""How the panels share the window with the map, which must stay usable in a small one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar

from widgets.docks import panels

_WIDTHS: Final = {"left": (330, 0.21), "right": (470, 0.33)}
"""Widths of the panels at each side: at most [px], and at most this share of the window."""
_HEIGHT: Final = (210, 0.23)
_MAP_SHARE: Final = 0.42
"""The map has at least this share of the width of a window that is made smaller."""
TOLD: Final = ("why", "feature")
"""Panels that open when something is asked for, below those that stand there."""
_WHY_SHARE: Final = 0.45
"""The reasons of a number open with this share of the height of their side."""


def pile(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
    """Lay the panels of one pile over one another, the first in front.

    Parameters
    ----------
    window
        The main window.
    docks
        Its panels by id.
    """
    first: dict[str, QDockWidget] = {}
    for panel in panels():
        if panel.tab and first.setdefault(panel.tab, docks[panel.id]) is not docks[panel.id]:
            window.tabifyDockWidget(first[panel.tab], docks[panel.id])
    for dock in first.values():
        dock.raise_()


def name_tabs(window: QMainWindow) -> None:
    """Show the names on the tabs of piles whole: more than there is room for are moved through."""
    for tabs in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
        tabs.setElideMode(Qt.TextElideMode.ElideNone)
        tabs.setUsesScrollButtons(True)


def share(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
    """Give the panels their sizes, less in a small window.

    Parameters
    ----------
    window
        The main window.
    docks
        Its panels by id.
    """
    for side, (most, part) in _WIDTHS.items():
        found = [docks[p.id] for p in panels() if p.area == side and not docks[p.id].isHidden()]
        width = min(most, round(part * window.width()))
        window.resizeDocks(found, [width] * len(found), Qt.Orientation.Horizontal)
    bottom = [docks[panel.id] for panel in panels() if panel.area == "bottom"]
    height = min(_HEIGHT[0], round(_HEIGHT[1] * window.height()))
    window.resizeDocks(bottom, [height] * len(bottom), Qt.Orientation.Vertical)


def is_short(window: QMainWindow) -> bool:
    """Return whether the panels leave the map too little."""
    middle = window.centralWidget()
    return middle is not None and middle.width() < _MAP_SHARE * window.width()


def give(window: QMainWindow, docks: Mapping[str, QDockWidget], id_: str) -> None:
    """Give a panel below the totals, as the reasons of a number, room to be read.

    Parameters
    ----------
    window
        The main window.
    docks
        Its panels by id.
    id_
        Which one.
    """
    panel = docks.get(id_)
    if panel is None or panel.isFloating():
        return
    for other in (docks[one] for one in TOLD if one != id_ and one in docks):
        beside = window.dockWidgetArea(other) == window.dockWidgetArea(panel)
        if beside and not other.isHidden() and not other.isFloating():
            window.tabifyDockWidget(other, panel)  # each would have but some lines below the other
            panel.raise_()
            return
    piled = [docks[one.id] for one in panels() if one.tab]
    above = next((dock for dock in piled if not dock.visibleRegion().isEmpty()), piled[0])
    high = above.height() + panel.height()
    wanted = round(_WHY_SHARE * high)
    window.resizeDocks([above, panel], [high - wanted, wanted], Qt.Orientation.Vertical)
