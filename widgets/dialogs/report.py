"""The report about a bug: what happened, where the work is, and the text for the makers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from resources.translations import tr
from widgets import theme

_SIZE = (720, 480)


class ReportDialog(QDialog):
    """Shows a traceback that can be copied, and says where the work was saved.

    Parameters
    ----------
    traceback
        The traceback, with the versions.
    saved
        Where the work was saved aside; None where that failed or there was none.
    parent
        The window.
    """

    def __init__(
        self, traceback: str, saved: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Something went wrong"))
        self.resize(*_SIZE)
        parts = [tr("An error in the program stopped what you did; the plan is as it was before.")]
        if saved is not None:
            parts.append(tr("A copy of the work was put aside as {path}.", path=str(saved)))
        parts.append(tr("You can go on. Please save soon, and send the text below to the makers."))
        told = QLabel(" ".join(parts))
        told.setWordWrap(True)
        self.text = QPlainTextEdit(traceback)
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox()
        copy = buttons.addButton(tr("Copy the text"), QDialogButtonBox.ButtonRole.ActionRole)
        go_on = buttons.addButton(tr("Go on"), QDialogButtonBox.ButtonRole.RejectRole)
        copy.setAutoDefault(False)
        go_on.setDefault(True)
        copy.clicked.connect(self.copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * theme.SPACE)
        for widget in (told, self.text, buttons):
            layout.addWidget(widget)

    def copy(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
