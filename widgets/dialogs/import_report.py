"""What an import has read, repaired, dropped and found doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from layers.message import Message
from resources.translations import tr
from widgets import theme, words

_SIZE: Final = (620, 420)


class ImportReportDialog(QDialog):
    """The sentences of a report.

    Parameters
    ----------
    sentences
        What it says.
    parent
        The window.
    """

    def __init__(self, sentences: Sequence[Message], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import report"))
        self.resize(*_SIZE)
        head = QLabel(tr("What the import has read, repaired and left out:"))
        head.setObjectName("muted")
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setSpacing(theme.SPACE // 2)
        for sentence in sentences:
            item = QListWidgetItem(words.sentence(sentence))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.list.addItem(item)
        buttons = QDialogButtonBox()
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * theme.SPACE)
        for widget in (head, self.list, buttons):
            layout.addWidget(widget)
