"""A condition typed for the features of a layer, worked out beside the window while typing."""

from __future__ import annotations

from functools import partial
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from layers.document import Document
from layers.errors import PlanError
from layers.expression import Expression, names
from layers.kinds import kinds
from layers.layer import Layer
from layers.progress import Progress
from resources.translations import tr
from widgets import theme, words
from widgets.completing import Completion
from widgets.jobs import Latest
from widgets.offers import offers, quoted

REST_MS: Final = 200
"""How long typing rests before the condition is worked out. [ms]"""
LINES: Final = 4
TROUBLE_LINES: Final = 4
"""Height of the field, and of the place for what is wrong with it. [lines]"""
Ids = NDArray[np.int64]


class ConditionEdit(QWidget):
    """A field for a condition, a menu of what it may name, and what is wrong with it.

    Parameters
    ----------
    layer, document
        Whose features are looked for, and their plan.
    parent
        Owner in Qt.
    """

    found = Signal(object)
    """With the ids of the features that fit; None while that is not known."""

    def __init__(self, layer: Layer, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer = layer
        self._latest = Latest(self)
        self.text = QPlainTextEdit()
        self.text.setFont(theme.numeric_font(self.text.font()))
        self.text.setPlaceholderText("land_use = 'M1' AND area_ha > 2")
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("Condition"))
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * LINES + 4 * theme.SPACE)
        self.offers = Completion(
            self.text, lambda before, asked: offers(before, layer, document, asked=asked)
        )
        self.columns = QPushButton(tr("Insert a column"))
        self.columns.setMenu(self._menu())
        self.trouble = QLabel()
        self.trouble.setObjectName("warning")
        self.trouble.setWordWrap(True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        hint = QLabel(tr("As after WHERE in SQL: AND, OR, NOT, IN, LIKE, BETWEEN, IS NULL."))
        hint.setObjectName("muted")
        hint.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(hint, 1)
        row.addWidget(self.columns)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE, 0, 0)
        layout.setSpacing(2 * theme.SPACE)
        layout.addWidget(self.text)
        layout.addLayout(row)
        layout.addWidget(self._trouble_area(), 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self.work_out)
        self.text.textChanged.connect(self._wait)
        self._latest.answered.connect(self._answer)
        self._latest.failed.connect(self._refuse)

    def _trouble_area(self) -> QScrollArea:
        """Return a place for what is wrong: it may be long, where a layer has many columns."""
        self.trouble.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        area = QScrollArea()
        area.setObjectName("bare")
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.trouble)
        area.setMinimumHeight(self.trouble.fontMetrics().lineSpacing() * TROUBLE_LINES)
        return area

    def _menu(self) -> QMenu:
        menu, kind = QMenu(self), kinds()[self._layer.kind]
        for name in names(self._layer):
            declared = kind.column(name)
            title = f"{name}    {words.column_head(declared)}" if declared else name
            menu.addAction(title.replace("&", "&&"), partial(self.insert, name))
        return menu

    def insert(self, name: str) -> None:
        """Put the name of a column where the cursor is."""
        self.text.insertPlainText(quoted(name))
        self.text.setFocus()

    def _wait(self) -> None:
        self._latest.cancel()
        self.found.emit(None)
        self._timer.start()

    def work_out(self) -> None:
        """Find what fits, beside the window."""
        self._timer.stop()
        text, layer = self.text.toPlainText(), self._layer
        self.trouble.clear()
        if not text.strip():
            self.found.emit(None)
            return
        try:
            condition = Expression.parse(text, layer)
        except PlanError as error:
            self._refuse(error)
            return

        def work(progress: Progress) -> Ids:
            del progress
            return layer.ids[condition.matching(layer)]

        self._latest.ask(work)

    def _answer(self, ids: object) -> None:
        self.found.emit(cast("Ids", ids))

    def _refuse(self, error: object) -> None:
        if not isinstance(error, PlanError):
            raise cast("BaseException", error)
        self.trouble.setText(words.sentence(error.message))
        self.found.emit(None)

    def close_down(self) -> None:
        """Stop what runs beside the window."""
        self._timer.stop()
        self._latest.close()
