"""Which rows of a table are selected, as one mask: Qt's own lists of ranges take seconds.

Selecting 100,000 rows, or every other one of them, is a matter of Qt's selection model being
quadratic in its ranges. Here the view asks and paints a mask, and Qt's keyboard and mouse rules
(Ctrl, Shift, dragging, select all) stay as they are, since they reach `RowMarks.select`.
"""

from __future__ import annotations

from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QIcon, QMouseEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView, QWidget
from typing_extensions import override

from widgets.forms import ChoiceDelegate

Flag = QItemSelectionModel.SelectionFlag
Index = QModelIndex | QPersistentModelIndex
Mask = NDArray[np.bool_]
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Cells(Protocol):
    """What a model offers for painting."""

    def cell(self, row: int, section: int) -> tuple[str, bool, QIcon | None]:
        """Return what a cell says, whether it stands to the right, and its icon."""
        ...


class RowMarks(QItemSelectionModel):
    """The selected rows of a table; Qt's own lists stay empty.

    Parameters
    ----------
    model
        Whose rows.
    """

    marked = Signal()
    """After the user has selected other rows."""

    def __init__(self, model: QAbstractItemModel) -> None:
        super().__init__(model, model)
        self._kept = np.zeros(0, bool)
        self._open: tuple[list[tuple[int, int]], Flag] | None = None

    @property
    def mask(self) -> Mask:
        """(rows,), which rows are selected."""
        count = self.model().rowCount()
        if len(self._kept) != count:  # other rows than before: none of them was selected
            self._kept, self._open = np.zeros(count, bool), None
        if self._open is None:
            return self._kept
        mask = self._kept.copy()
        runs, command = self._open
        for first, last in runs:
            part = slice(first, last + 1)
            if command & Flag.Toggle:
                mask[part] = ~mask[part]
            else:
                mask[part] = bool(command & Flag.Select)
        return mask

    def show(self, mask: Mask) -> None:
        """Make these rows the selected ones, without telling of it."""
        self._kept, self._open = mask, None

    @override
    def select(self, index: QItemSelection | Index, command: Flag) -> None:
        if isinstance(index, QItemSelection):
            found = (index.at(place) for place in range(index.count()))
            runs = [(found_run.top(), found_run.bottom()) for found_run in found]
        else:
            runs = [(index.row(), index.row())] if index.isValid() else []
        if command == Flag.NoUpdate:
            return
        before = self.mask
        if command & Flag.Clear:
            self._kept, self._open = np.zeros_like(before), None
        elif not command & Flag.Current:
            # What was being dragged out stays; the next is another one.
            self._kept, self._open = before, None
        if command & (Flag.Select | Flag.Deselect | Flag.Toggle):
            self._open = (runs, command)
        if not np.array_equal(before, self.mask):
            self.marked.emit()


class MarkDelegate(ChoiceDelegate):
    """Paints and edits cells; the selected ones are those that the marks say.

    Parameters
    ----------
    marks
        Which rows are selected.
    parent
        Owner in Qt.
    """

    def __init__(self, marks: RowMarks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._marks = marks

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        # Qt would ask the model seven times for each cell; scrolling would be slow.
        model, row = index.model(), index.row()
        text, right, icon = cast("Cells", model).cell(row, index.column())
        option.index = cast("QModelIndex", index)
        option.text = text
        option.displayAlignment = _RIGHT if right else _LEFT
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay
        if icon is not None:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = icon
        mask = self._marks.mask
        if row < len(mask) and mask[row]:
            option.state |= QStyle.StateFlag.State_Selected


class MarkedView(QTableView):
    """A table whose selection is a mask.

    Parameters
    ----------
    model
        Its rows.
    parent
        Owner in Qt.
    """

    def __init__(self, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.marks = RowMarks(model)
        self._ctrl = Flag.Select
        self.setSelectionModel(self.marks)
        self.setItemDelegate(MarkDelegate(self.marks, self))
        self.marks.marked.connect(self.viewport().update)

    def show_marks(self, mask: Mask) -> None:
        """Show these rows as the selected ones."""
        self.marks.show(mask)
        self.viewport().update()

    @override
    def selectionCommand(self, index: Index, event: QEvent | None = None) -> Flag:
        command = super().selectionCommand(index, event)
        if not isinstance(event, QMouseEvent) or not index.isValid():
            return command
        marked = bool(self.marks.mask[index.row()])
        if event.button() == Qt.MouseButton.RightButton and marked:
            return Flag.NoUpdate  # the menu is for all that is selected
        if command & Flag.Toggle:
            # Qt would look into its own lists whether the row is selected.
            if event.type() == QEvent.Type.MouseButtonPress:
                self._ctrl = Flag.Deselect if marked else Flag.Select
            command = (command & ~Flag.Toggle) | self._ctrl
        return command

    @override
    def clearSelection(self) -> None:
        self.marks.select(QItemSelection(), Flag.Clear)
