"""Selecting features by what a column holds, or by a condition."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from layers.document import Document
from layers.kinds import kinds
from layers.layer import Layer
from resources.translations import tr
from widgets import forms, theme, words
from widgets.bridge import Bridge
from widgets.dialogs.condition import ConditionEdit
from widgets.dialogs.select_buttons import SelectButtons
from widgets.sizes import SIZE, house_units, size_column, size_head, sizes

_WIDTH_PX = 440


def operators() -> dict[str, str]:
    """Return the comparisons with their titles."""
    return {
        "=": tr("is"),
        "!=": tr("is not"),
        "contains": tr("contains"),
        "starts": tr("starts with"),
        "<": tr("is less than"),
        "<=": tr("is at most"),
        ">": tr("is more than"),
        ">=": tr("is at least"),
        "missing": tr("is missing"),
        "given": tr("is given"),
    }


def matching(
    document: Document, kind: str, column: str, operator: str, text: str, *, unit: str = "m2"
) -> NDArray[np.int64]:
    """Return the ids of the features whose column fits.

    Missing values fit no comparison but ``missing``; they are not "not" something either.

    Parameters
    ----------
    document
        The plan.
    kind, column
        Where to look.
    operator
        One of `operators`.
    text
        What to compare with, as typed; texts are compared without regard to case.
    unit
        Unit in which an area is typed.
    """
    layer = document.layer(kind)
    values = _values(layer, column, unit)
    given = values.notna().to_numpy(bool)
    if operator == "missing":
        return layer.ids[~given]
    if operator == "given":
        return layer.ids[given]
    if pd.api.types.is_numeric_dtype(values.dtype):
        found = _compared(values, operator, text)
    else:
        found = _worded(values.astype("str"), operator, text)
    return layer.ids[found & given]


def _values(layer: Layer, column: str, unit: str) -> pd.Series:
    if column != SIZE:
        return layer.values(column)
    return pd.Series(sizes(layer) / house_units(layer.kind, unit), index=layer.ids)


def _compared(values: pd.Series, operator: str, text: str) -> NDArray[np.bool_]:
    number = forms.parsed(text, "number")
    if operator in {"contains", "starts"}:
        return _worded(values.astype("str"), operator, text)
    if not isinstance(number, float):
        return np.zeros(len(values), bool)
    plain = values.to_numpy(float, na_value=np.nan)
    return {
        "=": plain == number,
        "!=": plain != number,
        "<": plain < number,
        "<=": plain <= number,
        ">": plain > number,
        ">=": plain >= number,
    }[operator]


def _worded(values: pd.Series, operator: str, text: str) -> NDArray[np.bool_]:
    values, text = values.str.casefold(), text.casefold()
    match operator:
        case "contains":
            found = values.str.contains(text, regex=False, na=False)
        case "starts":
            found = values.str.startswith(text, na=False)
        case "=":
            found = values == text
        case "!=":
            found = values != text
        case "<":
            found = values < text
        case "<=":
            found = values <= text
        case ">":
            found = values > text
        case _:
            found = values >= text
    return found.to_numpy(bool, na_value=False)


class SelectDialog(QDialog):
    """Column, comparison and value, with the count of what fits.

    Parameters
    ----------
    bridge
        The plan; the active layer is searched.
    parent
        The window.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.found: NDArray[np.int64] = np.empty(0, np.int64)
        kind = kinds()[bridge.active]
        self.setWindowTitle(tr("Select {kind}", kind=words.declared(kind.title)))
        self.setMinimumWidth(_WIDTH_PX)
        self.column = QComboBox()
        layer = bridge.document.layer(kind.id)
        for name in layer.columns:
            if name != "geometry":
                declared = kind.column(name)
                self.column.addItem(words.column_head(declared) if declared else name, name)
        if size_column(kind.id) is not None:
            self.column.insertItem(2, size_head(kind.id, bridge.area_unit), SIZE)
        place = self.column.findData("land_use")
        self.column.setCurrentIndex(max(place, 0))
        self.operator = QComboBox()
        for id_, title in operators().items():
            self.operator.addItem(title, id_)
        self.value = QComboBox()
        self.value.setEditable(True)
        self.value.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.count = QLabel()
        self.condition = ConditionEdit(layer, bridge.document)
        self.ways = QTabWidget()
        self._lay_out()
        self.column.currentIndexChanged.connect(self._offer_values)
        self.column.currentIndexChanged.connect(self.preview)
        self.operator.currentIndexChanged.connect(self.preview)
        self.value.editTextChanged.connect(self.preview)
        self.condition.found.connect(self._show_found)
        self.ways.currentChanged.connect(self._change_way)
        self.finished.connect(self.condition.close_down)
        self._offer_values()
        self.preview()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(2 * theme.SPACE)
        form.addRow(tr("Column"), self.column)
        form.addRow(tr("Comparison"), self.operator)
        form.addRow(tr("Value"), self.value)
        self.buttons = SelectButtons(self._bridge)
        self.buttons.done.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        simple = QWidget()
        simple.setLayout(form)
        self.ways.addTab(simple, tr("By a column"))
        self.ways.addTab(self.condition, tr("By a condition"))
        self.ways.setDocumentMode(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * theme.SPACE)
        layout.addWidget(self.ways)
        layout.addWidget(self.count)
        layout.addWidget(self.buttons)

    def _offer_values(self) -> None:
        """Offer the values that occur, with their titles."""
        column = self.column.currentData()
        kind = kinds()[self._bridge.active]
        declared = kind.column(column)
        self.value.clear()
        if column == SIZE:  # no two are alike
            self.value.clearEditText()
            return
        values = self._bridge.document.layer(kind.id).values(column).dropna().unique()
        for value in sorted(values.tolist())[:500]:
            text = forms.edited_text(value)
            title = forms.titled(declared, self._bridge.document, text) if declared else text
            self.value.addItem(title, text)
        self.value.setCurrentIndex(-1)
        self.value.clearEditText()

    def _text(self) -> str:
        """Return what to compare with: the value behind a title, else what was typed."""
        text = self.value.currentText()
        place = self.value.findText(text)  # without regard to case
        return str(self.value.itemData(place)) if place >= 0 else text.strip()

    def preview(self) -> None:
        """Show how many features fit."""
        operator = self.operator.currentData()
        needs_value = operator not in {"missing", "given"}
        self.value.setEnabled(needs_value)
        text = self._text()
        if needs_value and not text:
            self._show_found(None)
        else:
            self._show_found(
                matching(
                    self._bridge.document,
                    self._bridge.active,
                    self.column.currentData(),
                    operator,
                    text,
                    unit=self._bridge.area_unit,
                )
            )

    def _change_way(self) -> None:
        """Show what fits by the other way of asking."""
        if self.ways.currentWidget() is self.condition:
            self._show_found(None)
            self.condition.work_out()
            self.condition.text.setFocus()
        else:
            self.preview()

    def _show_found(self, ids: NDArray[np.int64] | None) -> None:
        """Show how many features fit; None where that is not known."""
        self.found = np.empty(0, np.int64) if ids is None else ids
        if ids is not None:
            self.count.setText(tr("{n} features fit.", n=len(ids)))
        elif self.ways.currentWidget() is self.condition:
            told = bool(self.condition.trouble.text())
            self.count.setText("" if told else tr("Type a condition."))
        else:
            self.count.setText(tr("Choose or type a value."))
        self.buttons.show_found(self.found)
