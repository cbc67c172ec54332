"""What a merged parcel will have in each column, seen and chosen before it is made."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from layers.document import Document
from layers.edit import Edit
from layers.edits.merge import BLANK, LARGEST, SUM, Merged, merge, merged_values
from layers.errors import PlanError
from layers.kinds import kinds
from resources.translations import tr
from widgets import theme, words
from widgets.dialogs.warning_line import WarningLine

_SIZE_PX: Final = (620, 480)
_NAME, _RULE, _VALUE = range(3)


class MergeDialog(QDialog):
    """Lists the columns in which parcels differ, how one value comes of them, and which.

    Parameters
    ----------
    document
        The plan.
    ids
        The parcels to be merged.
    parent
        The window.
    """

    def __init__(
        self, document: Document, ids: NDArray[np.int64], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Merge parcels"))
        self.resize(*_SIZE_PX)
        self._document = document
        self._ids = ids
        self._rules: dict[str, str] = {}
        self.problem = WarningLine()
        self.kept = QComboBox()
        self.kept.setAccessibleName(tr("Values of"))
        self.kept.addItem(tr("the largest parcel"), LARGEST)
        layer = document.layer("parcels")
        numbers = layer.values("number").array.take(layer.places(ids))
        for id_, number in zip(ids.tolist(), numbers, strict=True):
            known = isinstance(number, str) and bool(number)
            text = tr("parcel {number}", number=number) if known else tr("feature {id}", id=id_)
            self.kept.addItem(text, id_)
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels([tr("Column"), tr("Gets"), tr("Value")])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(_VALUE, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(_RULE, QHeaderView.ResizeMode.ResizeToContents)
        self.every = QCheckBox(tr("Show columns in which they agree as well"))
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(tr("Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        top = QLabel(tr("{n} parcels become one. It has the values of:", n=len(ids)))
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * theme.SPACE)
        for widget in (top, self.kept, self.table, self.every, self.problem, buttons):
            layout.addWidget(widget)
        self.kept.currentIndexChanged.connect(self._fill)
        self.every.toggled.connect(self._fill)
        self._fill()

    @property
    def verb(self) -> Callable[[Document], Edit]:
        """What merges the parcels as chosen."""
        return partial(merge, ids=self._ids, keep=self.kept.currentData(), rules=dict(self._rules))

    def _fill(self) -> None:
        """Show what each column gets, and whether the parcels can be merged at all."""
        found = merged_values(self._document, self._ids, self.kept.currentData(), self._rules)
        shown = [one for one in found if one.differs or self.every.isChecked()]
        self.table.setRowCount(len(shown))
        for row, one in enumerate(shown):
            self._show(row, one)
        try:
            self.verb(self._document)
        except PlanError as error:
            self.problem.say(words.sentence(error.message))
            self.ok.setEnabled(False)
        else:
            self.problem.say("")
            self.ok.setEnabled(True)

    def _show(self, row: int, one: Merged) -> None:
        column = kinds()["parcels"].column(one.column)
        title = words.declared(column.title) if column is not None else one.column
        self.table.setItem(row, _NAME, QTableWidgetItem(title))
        rules = QComboBox()
        rules.setAccessibleName(title)
        rules.addItem(tr("that parcel's"), LARGEST)
        if isinstance(one.value, int | float) or one.rule == SUM:
            rules.addItem(tr("the sum"), SUM)
        rules.addItem(tr("nothing"), BLANK)
        rules.setCurrentIndex(rules.findData(one.rule))
        rules.activated.connect(partial(self._choose, one.column, rules))
        self.table.setCellWidget(row, _RULE, rules)
        value = one.value
        text = f"{value:g}" if isinstance(value, float) else str("" if value is None else value)
        item = QTableWidgetItem(text)
        if not isinstance(value, str) and value is not None:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.table.setItem(row, _VALUE, item)

    def _choose(self, column: str, rules: QComboBox, _index: int) -> None:
        self._rules[column] = rules.currentData()
        self._fill()
