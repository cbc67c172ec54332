"""The steps of work: what was done, and a way back and forth."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QBrush, QColor, QFont
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from layers.history import Past, Step
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.panel import Panel

Index = QModelIndex | QPersistentModelIndex


class HistoryModel(QAbstractListModel):
    """What earlier sessions did, the opened state, the steps done, and those taken back.

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
        self._earlier = bridge.session.earlier
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
        first = self.opened + 1
        if shared < len(self._steps):
            self.beginRemoveRows(QModelIndex(), first + shared, first + len(self._steps) - 1)
            del self._steps[shared:]
            self.endRemoveRows()
        if shared < len(steps):
            self.beginInsertRows(QModelIndex(), first + shared, first + len(steps) - 1)
            self._steps = steps
            self.endInsertRows()
        self.present = len(history.done)
        self.dataChanged.emit(self.index(self.opened), self.index(self.opened + len(steps)))

    @property
    def opened(self) -> int:
        """The row of the plan as it was opened; above it stands what earlier sessions did."""
        return len(self._earlier)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.opened + 1 + len(self._steps)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and index.row() < self.opened:
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if index.row() < self.opened:
            return _of_past(self._earlier[index.row()], role)
        row = index.row() - self.opened
        shown: object = None
        if role == Qt.ItemDataRole.DisplayRole:
            shown = tr("As opened") if row == 0 else words.sentence(self._steps[row - 1].edit.title)
        elif role == Qt.ItemDataRole.ToolTipRole and row > 0:
            step = self._steps[row - 1]
            said = (_local(step.when), step.who, words.sentence(step.edit.title))
            shown = words.hint("  ".join(filter(None, said)))
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


def _of_past(past: Past, role: int) -> object:
    if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
        parts = (words.sentence(past.title), past.who, _local(past.when))
        text = "  ·  ".join(filter(None, parts))
        return text if role == Qt.ItemDataRole.DisplayRole else words.hint(text)
    if role == Qt.ItemDataRole.ForegroundRole:
        return QBrush(QColor(theme.colours().muted))
    return None


def _local(when: str) -> str:
    if not when:
        return ""
    try:
        return datetime.fromisoformat(when).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except (ValueError, OverflowError, OSError):  # what a file says of itself may be anything
        return when


class _Elided(QStyledItemDelegate):
    """Steps that are as wide as their list and no wider."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, super().sizeHint(option, index).height())


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
        # Names of any length stand in steps: they end in dots, and their hint has all of them.
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Elided(self.list))
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
        index = self.model.index(self.model.opened + self.model.present)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def go_to(self, row: int) -> None:
        """Go back or forth until the step of this row is the last one done."""
        row -= self.model.opened
        if row < 0:  # an earlier session's
            return
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
    key="Ctrl+6",
    make=HistoryPanel,
    tab="numbers",
)
