"""The look that all lists of rows in panels have."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView, QVBoxLayout, QWidget

from widgets import theme


def dress_rows(table: QTableView) -> None:
    """Give a table whole rows of one height without a grid; its font must be set before."""
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 8)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def lay_out(panel: QWidget, choice: QWidget, state: QWidget, view: QAbstractItemView) -> None:
    """Lay a panel out: what to list, and a line about it, over the list, which fills the rest."""
    head = QVBoxLayout()
    head.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, 0)
    head.setSpacing(theme.SPACE)
    head.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
    head.addWidget(state)
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(0, theme.SPACE, 0, 0)
    layout.setSpacing(theme.SPACE)
    layout.addLayout(head)
    layout.addWidget(view)
