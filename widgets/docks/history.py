"""The steps of work: what was done, and a way back and forth."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget
from typing_extensions import override

from layers.history import Step
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.panel import Panel

Index = QModelIndex | QPersistentModelIndex


class HistoryModel(QAbstractListModel):
    """The opened state, the steps done, and those taken back, oldest first.

    Parameters
    ----------
    bridge
        The plan.
    parent
        Owner in Qt.
    """

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._steps: list[Step] = []
        self.present = 0
        self.show_history()

    def show_history(self) -> None:
        """Show the steps as they are."""
        history = self._bridge.session.history
        steps = [*history.done, *reversed(history.undone)]
        shared = 0
        for old, new in zip(self._steps, steps, strict=False):
            if old is not new:
                break
            shared += 1
        if shared < len(self._steps):
            self.beginRemoveRows(QModelIndex(), shared + 1, len(self._steps))
            del self._steps[shared:]
            self.endRemoveRows()
        if shared < len(steps):
            self.beginInsertRows(QModelIndex(), shared + 1, len(steps))
            self._steps = steps
            self.endInsertRows()
        self.present = len(history.done)
        self.dataChanged.emit(self.index(0), self.index(len(steps)))

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._steps) + 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = index.row()
        shown: object = None
        if role == Qt.ItemDataRole.DisplayRole:
            shown = tr("As opened") if row == 0 else words.sentence(self._steps[row - 1].edit.title)
        elif role == Qt.ItemDataRole.ToolTipRole and row > 0:
            step = self._steps[row - 1]
            shown = "  ".join(filter(None, (_local(step.when), step.who)))
        elif role == Qt.ItemDataRole.FontRole:
            shown = QFont()
            shown.setBold(row == self.present)
        elif role == Qt.ItemDataRole.ForegroundRole and row > self.present:
            shown = QBrush(QColor(theme.colours().muted))
        elif role == Qt.ItemDataRole.DecorationRole:
            name = "check" if row == self.present else "history"
            colour = theme.colours().accent if row == self.present else theme.colours().muted
            shown = theme.icon(name, colour)
        return shown


def _local(when: str) -> str:
    if not when:
        return ""
    return datetime.fromisoformat(when).astimezone().strftime("%Y-%m-%d %H:%M:%S")


class HistoryPanel(QWidget):
    """The list of steps; a click goes back or forth to one.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.model = HistoryModel(bridge, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(tr("History"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)

        self.list.clicked.connect(lambda index: self.go_to(index.row()))
        self.list.activated.connect(lambda index: self.go_to(index.row()))
        bridge.document_changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.model.show_history()
        index = self.model.index(self.model.present)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def go_to(self, row: int) -> None:
        """Go back or forth until the step of this row is the last one done."""
        present = len(self._bridge.session.history.done)
        for _ in range(present - row):
            self._bridge.undo()
        for _ in range(row - present):
            self._bridge.redo()


PANEL = Panel(
    id="history",
    title=lambda: tr("History"),
    icon="history",
    area="right",
    order=3,
    make=HistoryPanel,
    tab="numbers",
)
