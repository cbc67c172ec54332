"""Dialogs whose result is seen on the map while they are open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from layers.document import Document
from layers.edit import Edit
from resources.translations import tr
from widgets import theme, words
from widgets.dialogs.warning_line import WarningLine


class PreviewedDialog(QDialog):
    """Fields that make an edit; whoever opens it shows the edit on the map, or why there is none.

    Parameters
    ----------
    title
        What stands in its frame, in the language of the window.
    act
        What its button says.
    parent
        The window.
    """

    changed = Signal()
    """After a field is another one."""

    def __init__(self, title: str, act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.outcome = QLabel()
        self.outcome.setTextFormat(Qt.TextFormat.PlainText)  # numbers in it come from anywhere
        self.outcome.setWordWrap(True)
        self.problem = WarningLine()
        self.form = QFormLayout()
        self.form.setSpacing(2 * theme.SPACE)
        self.buttons = QDialogButtonBox()
        self.act = self.buttons.addButton(act, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        # While nothing would be done yet, Enter must not close the dialog.
        cancel.setAutoDefault(False)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.body = QVBoxLayout(self)
        self.body.setSpacing(3 * theme.SPACE)
        self.body.addLayout(self.form)
        self.body.addWidget(self.outcome)
        self.body.addWidget(self.problem)
        self.body.addWidget(self.buttons)

    def verb(self, document: Document) -> Edit:
        """Return the edit that the fields ask for.

        Raises
        ------
        PlanError
            Where it cannot be made.
        """
        raise NotImplementedError

    def show_edit(self, edit: Edit) -> None:
        """Say what would be done."""
        self.outcome.setText(words.sentence(edit.title))
        self.problem.say("")
        self.act.setEnabled(bool(edit))

    def show_refusal(self, text: str) -> None:
        """Say why nothing would be done."""
        self.outcome.clear()
        self.problem.say(text)
        self.act.setEnabled(False)
