"""Short questions and notices."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from layers.errors import PlanError
from resources.translations import tr
from widgets import words

Answer = Literal["save", "discard", "cancel"]


def ask_unsaved(parent: QWidget, name: str) -> Answer:
    """Return what to do with changes that are not saved."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Unsaved changes"))
    box.setTextFormat(Qt.TextFormat.PlainText)  # names come from anywhere
    box.setText(tr("Save the changes in {name}?", name=name))
    box.setInformativeText(tr("Without saving, the changes since the last save are lost."))
    save = box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    if clicked is save:
        return "save"
    return "discard" if clicked is discard else "cancel"


def ask_text(parent: QWidget, title: str, label: str, proposed: str) -> str | None:
    """Return a text that is typed, None where the user thinks better of it."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(proposed)
    agreed = dialog.exec() == QInputDialog.DialogCode.Accepted
    text = dialog.textValue().strip()
    dialog.deleteLater()
    return text if agreed and text else None


def error_text(error: BaseException) -> str:
    """Return the text of an error in the language of the window."""
    return words.sentence(error.message) if isinstance(error, PlanError) else str(error)
