"""Going to a place: coordinates, a parcel's number or name, or an id."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QVBoxLayout, QWidget
from typing_extensions import override

from layers.analysis import gazetteer
from layers.analysis.gazetteer import Found, PlaceError
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge

_SIZE: Final = (560, 320)
_TYPING_MS: Final = 150
"""How long typing rests before the plan is looked through. [ms]"""
_typed: list[str] = [""]
"""What was typed last: it is there again, marked, when the dialog is opened again."""


class GoToDialog(QDialog):
    """A line to type in, and what it can mean; Enter goes to the marked one.

    Parameters
    ----------
    bridge
        The plan.
    parent
        The window.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._found: list[Found] = []
        self.chosen: Found | None = None
        self.setWindowTitle(tr("Go to"))
        self.resize(*_SIZE)
        self.line = QLineEdit(_typed[0])
        self.line.setPlaceholderText(tr("Parcel number or name, # and an id, or coordinates"))
        self.line.setAccessibleName(tr("Parcel number or name, # and an id, or coordinates"))
        self.line.setMaxLength(gazetteer.LONGEST)
        self.line.setClearButtonEnabled(True)
        self.line.selectAll()
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(tr("Places found"))
        self.state = QLabel()
        self.state.setObjectName("muted")
        self.state.setWordWrap(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * theme.SPACE)
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.state)
        self._timer.timeout.connect(self.look)
        self.line.textChanged.connect(self._timer.start)
        self.line.returnPressed.connect(self._enter)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        self.line.installEventFilter(self)
        self.look()

    def look(self) -> None:
        """Show what the text can mean."""
        self._timer.stop()
        bridge = self._bridge
        try:
            self._found = gazetteer.found(bridge.document, self.line.text(), bridge.active)
        except PlaceError as error:
            self._found = []
            self.state.setText(words.sentence(error.message))
        else:
            self.state.setText(self._hint())
        self.list.clear()
        self.list.addItems([words.sentence(found.text) for found in self._found])
        self.list.setCurrentRow(0)

    def _hint(self) -> str:
        if self._found:
            return tr("Enter goes there, the arrow keys choose another one.")
        return tr(
            "For instance A-12, #37, 39512345.678, 3891234.567, X 3891234 Y 39512345 (X is north),"
            " or 34°12′30″N 108°56′24″E."
        )

    def _enter(self) -> None:
        self.look()  # for what was typed within the last moment
        self._take()

    def _take(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._found):
            self.chosen = self._found[row]
            _typed[0] = self.line.text()
            self.accept()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows in the line move the mark in the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                row = self.list.currentRow() + step
                self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
                return True
        return super().eventFilter(watched, event)
