"""Fields made from declared columns: what can be chosen, what was typed, and how it is shown."""

from __future__ import annotations

import math

import pandas as pd
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from layers.document import Document
from layers.kind import Column
from layers.parameters import Factor
from widgets import words

CHOICES = Qt.ItemDataRole.UserRole + 10
"""Role under which a model gives a cell's choices: pairs of value and title, or None."""

FREE = Qt.ItemDataRole.UserRole + 11
"""Role under which a model says that a cell with choices takes other texts too, as mixed use."""

_BLANKS = str.maketrans("", "", f" {words.THIN}\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")


def choices(column: Column, document: Document) -> list[tuple[str, str]]:
    """Return the values that a column can take, with their titles; empty where any text goes."""
    if column.choices:
        return [(value, words.declared(title)) for value, title in column.choices.items()]
    if not column.table:
        return []
    known = document.known(column.table)
    if column.table == "land_use":
        return [(code, f"{code}  {words.of_two(*titles)}") for code, titles in known.items()]
    return [(value, words.of_two(*titles)) for value, titles in known.items()]


def titled(column: Column, document: Document, value: str) -> str:
    """Return the title of a value that comes from choices or a table, else the value itself."""
    if value in column.choices:
        return words.declared(column.choices[value])
    if column.table == "land_use":
        return words.land_use(document.codes, value)
    titles = document.known(column.table).get(value) if column.table else None
    if titles is None:
        return value
    return words.of_two(*titles)


def factor_choices(document: Document, group: str) -> list[tuple[str, str]]:
    """Return the factors of a group by their name within it, with their titles."""
    return [
        (name.removeprefix(group), words.named(factor))
        for name, factor in document.parameters.items()
        if name.startswith(group) and isinstance(factor, Factor)
    ]


def parsed(text: str, dtype: str) -> object:
    """Return what was typed as a value; None for nothing, the text itself where it is no number.

    Examples
    --------
    >>> parsed("1 234.5", "number"), parsed("12", "integer"), parsed(" ", "text")
    (1234.5, 12, None)
    >>> parsed("twelve", "number")
    'twelve'
    """
    text = text.strip()
    if not text or text == words.MISSING:
        return None
    if dtype == "text":
        return text
    plain = text.translate(_BLANKS).replace("\N{MINUS SIGN}", "-")
    try:
        number = float(plain)
    except ValueError:
        return text
    if not math.isfinite(number):
        return text
    return int(number) if dtype == "integer" and number == int(number) else number


def missing(value: object) -> bool:
    """Return whether a cell is missing."""
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def edited_text(value: object) -> str:
    """Return a value as it is offered for editing.

    Examples
    --------
    >>> edited_text(12.0), edited_text(0.125), edited_text(None)
    ('12', '0.125', '')
    """
    if missing(value):
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


class ChoiceDelegate(QStyledItemDelegate):
    """Edits cells that have choices with a list, others with a line.

    Parameters
    ----------
    parent
        Owner in Qt.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    @override
    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        found = index.data(CHOICES)
        if not found:
            return super().createEditor(parent, option, index)
        box = QComboBox(parent)
        box.addItem(words.MISSING, "")
        for value, title in found:
            box.addItem(title, value)
        if index.data(FREE):
            box.setEditable(True)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            if (line := box.lineEdit()) is not None:
                line.returnPressed.connect(lambda: self._take(box))
        box.activated.connect(lambda: self._take(box))
        return box

    def _take(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    @override
    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if not isinstance(editor, QComboBox):
            super().setEditorData(editor, index)
            return
        value = str(index.data(Qt.ItemDataRole.EditRole) or "")
        place = editor.findData(value)
        if place < 0:  # an unknown code stays as it is until another one is chosen
            editor.addItem(value, value)
            place = editor.count() - 1
        editor.setCurrentIndex(place)
        if editor.isEditable():
            editor.setEditText(value)
            if (line := editor.lineEdit()) is not None:
                line.selectAll()

    @override
    def setModelData(
        self,
        editor: QWidget,
        model: QAbstractItemModel,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, _chosen(editor), Qt.ItemDataRole.EditRole)
        else:
            super().setModelData(editor, model, index)


def _chosen(box: QComboBox) -> str:
    """Return the value of the entry that was chosen, or what was typed where none has it."""
    typed = box.currentText().strip()
    if box.isEditable() and typed != box.itemText(box.currentIndex()):
        return typed
    return str(box.currentData() or "")
