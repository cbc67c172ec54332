"""Tables of figures: a tree of rows, each of which can be asked why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QBrush, QColor, QFont, QIcon
from typing_extensions import override

from resources.translations import tr
from widgets import theme

Index = QModelIndex | QPersistentModelIndex
PATH = Qt.ItemDataRole.UserRole
_SIGN = QSize(6 * theme.SPACE, 22)
"""Room of the sign that asks why. [px]"""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(slots=True, eq=False)
class Row:
    """A row of figures.

    Parameters
    ----------
    cells
        Texts of the columns; the first is the name.
    path
        Path of its number in the totals; empty where there is nothing to ask.
    icon
        Swatch before the name.
    strong
        Whether it is a sum.
    note
        What the tooltip adds.
    children
        Rows below it.
    """

    cells: tuple[str, ...]
    path: str = ""
    icon: QIcon | None = None
    strong: bool = False
    note: str = ""
    children: list[Row] = field(default_factory=list["Row"])
    parent: Row | None = None
    place: int = 0


class FiguresModel(QAbstractItemModel):
    """Rows of figures with heads; the last column is the way to "why?".

    Parameters
    ----------
    heads
        Heads of the columns.
    parent
        Owner in Qt.
    """

    def __init__(self, heads: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads = tuple(heads)
        self._rows: list[Row] = []
        self.stale = False

    def show_rows(self, rows: list[Row], heads: Sequence[str], *, stale: bool) -> None:
        """Show these rows; where only texts differ, what is open and chosen stays."""
        _adopt(rows, None)
        all_differ, self.stale = self.stale != stale, stale
        if tuple(heads) != self._heads:
            self._heads = tuple(heads)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(heads) - 1)
        if _shape(rows) == _shape(self._rows):
            for row in _copied(rows, self._rows, everything=all_differ):
                self.dataChanged.emit(
                    self.createIndex(row.place, 0, row),
                    self.createIndex(row.place, self.columnCount() - 1, row),
                )
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_at(self, index: Index) -> Row | None:
        """Return the row at an index."""
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, Row) else None

    def index_of(self, path: str) -> QModelIndex:
        """Return where the number of a path stands."""
        pending = [self.index(place, 0) for place in range(len(self._rows))]
        while pending:
            index = pending.pop()
            if index.data(PATH) == path:
                return index
            pending.extend(self.index(i, 0, index) for i in range(self.rowCount(index)))
        return QModelIndex()

    # ---- Qt's questions -------------------------------------------------------------------------

    @override
    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        above = self.row_at(parent)
        return self.createIndex(row, column, (above.children if above else self._rows)[row])

    @override
    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        row = self.row_at(index)
        if row is None or row.parent is None:
            return QModelIndex()
        return self.createIndex(row.parent.place, 0, row.parent)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if parent.column() > 0:
            return 0
        above = self.row_at(parent)
        return len(above.children if above else self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._heads) + 1

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (*self._heads, "")[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section > 0:
            return _RIGHT
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        column = index.column()
        if column == self.columnCount() - 1:
            return _of_sign(row, role)
        shown: object = None
        if role == Qt.ItemDataRole.DisplayRole:
            shown = row.cells[column] if column < len(row.cells) else ""
        elif role == Qt.ItemDataRole.TextAlignmentRole:
            shown = _RIGHT if column > 0 else None
        elif role == Qt.ItemDataRole.DecorationRole and column == 0:
            shown = row.icon
        elif role == Qt.ItemDataRole.ForegroundRole and self.stale:
            shown = QBrush(QColor(theme.colours().muted))
        elif role == Qt.ItemDataRole.FontRole:
            shown = QFont()
            shown.setBold(row.strong)
        elif role == Qt.ItemDataRole.ToolTipRole:
            shown = self._tip(row)
        elif role == PATH:
            shown = row.path
        return shown

    @staticmethod
    def _tip(row: Row) -> str:
        return "\n".join(filter(None, (row.cells[0], row.note)))


def _of_sign(row: Row, role: int) -> object:
    """Return what the column has that asks why."""
    if role == PATH:
        return row.path
    if role == Qt.ItemDataRole.SizeHintRole:
        return _SIGN  # all rows are as high as the first, which may have no sign
    if row.path and role == Qt.ItemDataRole.DecorationRole:
        return theme.icon("why", theme.colours().muted)
    if row.path and role == Qt.ItemDataRole.ToolTipRole:
        return tr("Why? Click the sign, or press Enter.")
    return None


def _adopt(rows: list[Row], parent: Row | None) -> None:
    for place, row in enumerate(rows):
        row.parent, row.place = parent, place
        _adopt(row.children, row)


def _shape(rows: list[Row]) -> list[object]:
    """Return what makes rows the same ones; a name may hold figures, so the path is asked first."""
    return [(row.path or row.cells[0], _shape(row.children)) for row in rows]


def _copied(source: list[Row], target: list[Row], *, everything: bool) -> Iterator[Row]:
    """Take texts over from rows of the same shape; yield the rows that differ, else all."""
    for new, old in zip(source, target, strict=True):
        if everything or (new.cells, new.note) != (old.cells, old.note):
            old.cells, old.icon, old.strong, old.note = new.cells, new.icon, new.strong, new.note
            yield old
        yield from _copied(new.children, old.children, everything=everything)
