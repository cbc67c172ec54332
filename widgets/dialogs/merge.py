"""What a merged parcel will have in each column, seen and chosen before it is made."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from typing_extensions import override

from layers.document import Document
from layers.edit import Edit
from layers.edits.merge import BLANK, LARGEST, MEAN, SUM, Merged, merge, merged_values
from layers.kind import Column
from layers.kinds import kinds
from resources.translations import tr
from widgets import forms, words
from widgets.dialogs.previewed import PreviewedDialog

_SIZE_PX: Final = (460, 380)
_NAME, _RULE, _VALUE = range(3)
TYPED: Final = "typed"
"""A value that stands in the table instead of what a rule makes."""
_DIGITS: Final = 12


class MergeDialog(PreviewedDialog):
    """Lists the columns in which parcels differ, how one value comes of them, and which.

    Parameters
    ----------
    document
        The plan.
    ids
        The parcels to be merged.
    parent
        The window.
    unit
        In which areas are written, one of `layers.units.AREA_UNITS`.
    """

    def __init__(
        self,
        document: Document,
        ids: NDArray[np.int64],
        parent: QWidget | None = None,
        *,
        unit: str = "ha",
    ) -> None:
        super().__init__(tr("Merge parcels"), tr("Merge"), parent)
        self.resize(*_SIZE_PX)
        self._document = document
        self._ids = ids
        self._rules: dict[str, str] = {}
        self._typed: dict[str, object] = {}
        self._shown: list[Merged] = []
        self.kept = QComboBox()
        self.kept.setAccessibleName(tr("Values of"))
        self.kept.addItem(tr("the largest parcel"), LARGEST)
        layer = document.layer("parcels")
        numbers = layer.values("number").array.take(layer.places(ids))
        for id_, number in zip(ids.tolist(), numbers, strict=True):
            known = isinstance(number, str) and bool(number)
            text = tr("parcel {number}", number=number) if known else tr("feature {id}", id=id_)
            self.kept.addItem(text, id_)
        self.table = _table()
        self.table.setItemDelegateForColumn(_VALUE, forms.ChoiceDelegate(self))
        self.every = QCheckBox(tr("Show columns in which they agree as well"))
        area = float(shapely.area(layer.shapes(layer.places(ids))).sum())
        size = " = ".join(words.area_with_sign(area, one) for one in dict.fromkeys((unit, "m2")))
        top = QLabel(
            tr("{n} parcels become one of {area}. It has the values of:", n=len(ids), area=size)
        )
        top.setWordWrap(True)
        self.form.addRow(top)
        self.form.addRow(self.kept)
        self.body.insertWidget(1, self.table, 1)
        self.body.insertWidget(2, self.every)
        self.kept.currentIndexChanged.connect(self._fill)
        self.every.toggled.connect(self._fill)
        self.table.itemChanged.connect(self._take)
        self._fill()

    @override
    def verb(self, document: Document) -> Edit:
        keep = self.kept.currentData()
        return merge(document, self._ids, keep, dict(self._rules), dict(self._typed))

    def _fill(self) -> None:
        """Show what each column gets."""
        found = merged_values(self._document, self._ids, self.kept.currentData(), self._rules)
        every = self.every.isChecked()
        self._shown = [one for one in found if one.differs or every or one.column in self._typed]
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._shown))
        for row, one in enumerate(self._shown):
            self._show(row, one)
        self.table.blockSignals(False)
        self.changed.emit()

    def _show(self, row: int, one: Merged) -> None:
        column = kinds()["parcels"].column(one.column)
        title = words.column_head(column) if column is not None else one.column
        name = QTableWidgetItem(title)
        name.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.table.setItem(row, _NAME, name)
        rules = QComboBox()
        rules.setAccessibleName(title)
        rules.addItem(tr("that parcel's"), LARGEST)
        for rule, name_ in self._of_numbers(one, column):
            rules.addItem(name_, rule)
        rules.addItem(tr("nothing"), BLANK)
        rules.addItem(tr("what is typed"), TYPED)
        rule = TYPED if one.column in self._typed else one.rule
        rules.setCurrentIndex(rules.findData(rule))
        rules.activated.connect(partial(self._choose, one.column, rules))
        self.table.setCellWidget(row, _RULE, rules)
        value = self._typed.get(one.column, one.value)
        self.table.setItem(row, _VALUE, _Cell(self._document, column, value))

    def _of_numbers(self, one: Merged, column: Column | None) -> Iterator[tuple[str, str]]:
        """Yield what numbers can be made to: counts have a sum, ratios and limits a mean."""
        dtype = self._document.layer("parcels").values(one.column).dtype
        if not pd.api.types.is_numeric_dtype(dtype):
            return
        if column is None or column.additive or one.rule == SUM:
            yield SUM, tr("the sum")
        if column is None or not column.additive or one.rule == MEAN:
            yield MEAN, tr("the mean by area")

    def _choose(self, column: str, rules: QComboBox, _index: int) -> None:
        if rules.currentData() == TYPED:
            row = next(row for row, one in enumerate(self._shown) if one.column == column)
            self._typed.setdefault(column, self._shown[row].value)
            self.table.setFocus()
            self.table.edit(self.table.model().index(row, _VALUE))
            return
        self._typed.pop(column, None)
        self._rules[column] = rules.currentData()
        self._fill()

    def _take(self, item: QTableWidgetItem) -> None:
        """Take what was typed as the value of a column."""
        if item.column() == _VALUE:
            self._typed[self._shown[item.row()].column] = item.data(Qt.ItemDataRole.UserRole)
            QTimer.singleShot(0, self, self._fill)  # the cell is still being written


def _table() -> QTableWidget:
    table = QTableWidget(0, 3)
    table.setHorizontalHeaderLabels([tr("Column"), tr("Gets"), tr("Value")])
    table.verticalHeader().hide()
    table.setWordWrap(False)  # rows are one line high
    table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
    head = table.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
    head.setSectionResizeMode(_VALUE, QHeaderView.ResizeMode.Stretch)
    head.setSectionResizeMode(_RULE, QHeaderView.ResizeMode.ResizeToContents)
    return table


class _Cell(QTableWidgetItem):
    """Shows a value as planners read it, and takes it as the column has it."""

    def __init__(self, document: Document, column: Column | None, value: object) -> None:
        super().__init__()
        self._document = document
        self._column = column
        self._value = value

    @override
    def data(self, role: int) -> object:
        column, found = self._column, super().data(role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            found = self._text()  # of a long name the cell shows the beginning
        elif role == Qt.ItemDataRole.EditRole:
            found = forms.edited_text(self._value)
        elif role == Qt.ItemDataRole.UserRole:
            found = self._value
        elif role == forms.CHOICES and column is not None:
            found = forms.choices(column, self._document) or None
        elif role == forms.FREE and column is not None:
            found = column.id == "land_use"
        elif role == Qt.ItemDataRole.TextAlignmentRole and isinstance(self._value, int | float):
            found = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return found

    @override
    def setData(self, role: int, value: object) -> None:
        if role != Qt.ItemDataRole.EditRole:
            super().setData(role, value)
            return
        dtype = "text" if self._column is None else self._column.dtype
        found = forms.parsed(value, dtype) if isinstance(value, str) else value
        if found == self._value:
            return
        self._value = found
        self.tableWidget().itemChanged.emit(self)

    def _text(self) -> str:
        value = self._value
        if value is None:
            return words.MISSING
        if isinstance(value, int | float):
            return words.figures(value, _DIGITS)
        return (
            str(value)
            if self._column is None
            else forms.titled(self._column, self._document, str(value))
        )
