"""Problems as rows: one of each sort, with its problems below it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from typing_extensions import override

from layers.coverage.checks import CODES, Problem
from layers.kinds import kinds
from resources.translations import tr
from widgets import words

Index = QModelIndex | QPersistentModelIndex
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_SMALL_M2: Final = 10.0
"""Slivers below this have decimals. [m²]"""
_GROUP = 0
"""Number that rows of sorts hold in Qt; rows of problems hold one more than their sort's place."""


class ProblemModel(QAbstractItemModel):
    """Problems by sort; columns are what is wrong, and the ground concerned.

    Parameters
    ----------
    parent
        Owner in Qt.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: list[tuple[str, str, list[Problem]]] = []

    def show_problems(self, problems: list[Problem]) -> None:
        """Show these problems, sorts in the order in which they are best mended."""
        found: dict[tuple[str, str], list[Problem]] = {}
        for one in problems:
            found.setdefault((one.code, one.kind), []).append(one)
        order = {code: place for place, code in enumerate(CODES)}
        self.beginResetModel()
        self._groups = [
            (code, kind, sorted(ones, key=lambda one: -(one.area_m2 or 0.0)))
            for (code, kind), ones in sorted(
                found.items(), key=lambda item: order.get(item[0][0], len(order))
            )
        ]
        self.endResetModel()

    @property
    def problems(self) -> list[Problem]:
        """All problems, from above to below."""
        return [one for _, _, ones in self._groups for one in ones]

    def problem(self, index: Index) -> Problem | None:
        """Return the problem of a row; None for the row of a sort."""
        if not index.isValid() or index.internalId() == _GROUP:
            return None
        return self._groups[index.internalId() - 1][2][index.row()]

    def sort_of(self, index: Index) -> tuple[str, str, list[Problem]] | None:
        """Return code, kind and problems of the sort that a row is, or belongs to."""
        if not index.isValid():
            return None
        group = index.row() if index.internalId() == _GROUP else index.internalId() - 1
        return self._groups[group]

    def place(self, number: int) -> QModelIndex:
        """Return the row of a problem, counted over all sorts."""
        for group, (_, _, ones) in enumerate(self._groups):
            if number < len(ones):
                return self.createIndex(number, 0, group + 1)
            number -= len(ones)
        return QModelIndex()

    def number(self, index: Index) -> int:
        """Return the number of a problem over all sorts; of a sort, that before its first one."""
        if not index.isValid():
            return -1
        inner = index.internalId() != _GROUP
        group = index.internalId() - 1 if inner else index.row()
        before = sum(len(ones) for _, _, ones in self._groups[:group])
        return before + (index.row() if inner else -1)

    @override
    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _GROUP)

    @override
    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        if not index.isValid() or index.internalId() == _GROUP:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, _GROUP)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._groups)
        if parent.internalId() != _GROUP or parent.column() > 0:
            return 0
        return len(self._groups[parent.row()][2])

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 2

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("Problem"), tr("Area [{unit}]", unit="m²"))[section]
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and section == 1 else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        problem = self.problem(index)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._text(index, problem)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 1:
            return _RIGHT
        if role == Qt.ItemDataRole.FontRole and problem is None:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None

    def _text(self, index: Index, problem: Problem | None) -> str:
        if problem is not None:
            if index.column() == 0:
                return words.sentence(problem.text)
            area = problem.area_m2
            return "" if area is None else words.number(area, 2 if area < _SMALL_M2 else 0)
        code, kind, ones = self._groups[index.row()]
        if index.column() == 1:
            return ""
        declared = kinds().get(kind)
        return tr(
            "{problem} ({n}) · {kind}",
            problem=title_of(code),
            n=len(ones),
            kind=words.declared(declared.title) if declared else kind,
        )


def title_of(code: str) -> str:
    """Return what a sort of problems is called, in the language of the window."""
    return words.sentence(CODES[code]) if code in CODES else code
