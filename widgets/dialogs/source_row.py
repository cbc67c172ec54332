"""One file of a new plan: where it is, how it is read, and what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from resources.translations import tr
from widgets import theme
from widgets.dialogs.source_fields import FieldsDialog
from widgets.dialogs.sources import PATTERN, FileWish, Found, Look
from widgets.dialogs.warning_line import WarningLine


class SourceRow(QWidget):
    """The file of one kind.

    Parameters
    ----------
    look
        Looks into a file.
    kind
        Which features it brings.
    """

    changed = Signal()
    """After another file, or another way to read it, was chosen."""
    browsed = Signal(object)
    """With a path that was chosen in the list of files."""

    def __init__(self, look: Look, kind: str) -> None:
        super().__init__()
        self._look = look
        self.kind = kind
        self.folder = ""
        self.common = FileWish(Path(), kind)
        self.found = Found()
        self._own = self.common
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("none") if kind != "parcels" else "")
        self.line.setClearButtonEnabled(True)
        browse = QPushButton(tr("Browse…"))
        self.fields = QPushButton(tr("Fields…"))
        self.fields.setToolTip(tr("Choose how the file is read and which fields fill which column"))
        self.warning = WarningLine()
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        row.addWidget(browse)
        row.addWidget(self.fields)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(row)
        layout.addWidget(self.warning)
        self.line.textChanged.connect(self._take_other)
        browse.clicked.connect(self._browse)
        self.fields.clicked.connect(self.ask_fields)
        self.look()

    @property
    def path(self) -> Path | None:
        """The file, None where none is named."""
        text = self.line.text().strip()
        return Path(text) if text else None

    @property
    def ready(self) -> bool:
        """Whether nothing is named, or a file that is there."""
        return self.path is None or self.path.is_file()

    @property
    def wish(self) -> FileWish:
        """How the file is to be read: as said for it, else as said for all."""
        own, common = self._own, self.common
        return FileWish(
            self.path or Path(),
            self.kind,
            own.layer,
            own.encoding or common.encoding,
            own.crs or common.crs,
            {**common.fields, **own.fields},
            common.crs_if_silent,
        )

    def read_as(self, common: FileWish) -> None:
        """Take what is said for all files."""
        if common != self.common:
            self.common = common
            self.look()

    def _take_other(self) -> None:
        # What was said of another file does not hold for this one.
        self._own = FileWish(Path(), self.kind)
        self.look()
        self.changed.emit()

    def look(self) -> None:
        """Look into the file and say what is wrong with it."""
        there = self.path is not None and self.path.is_file()
        self.fields.setEnabled(there)
        self.found = self._look(self.wish) if there else Found()
        if self.ready:
            self.warning.say(self.found.wrong)
        else:
            self.warning.say(tr("There is no such file: {path}", path=str(self.path)))

    def ask_fields(self) -> None:
        """Ask how the file is read."""
        dialog = FieldsDialog(self._look, self.wish, self.window())
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.take(dialog.wish)
        dialog.deleteLater()

    def take(self, own: FileWish) -> None:
        """Take how the file is read."""
        common = self.common
        self._own = replace(
            own,
            encoding=own.encoding if own.encoding != common.encoding else None,
            crs=own.crs if own.crs != common.crs else None,
        )
        self.look()
        self.changed.emit()

    def _browse(self) -> None:
        text, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a file"), self.folder, f"{tr('Geodata')} ({PATTERN})"
        )
        if text:
            self.line.setText(text)
            self.browsed.emit(Path(text))
