"""Asking how a file is brought into the plan."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from layers.kinds import kinds
from resources.translations import tr
from widgets import theme, words
from widgets.dialogs.source_fields import FieldForm
from widgets.dialogs.sources import (
    PATTERN,
    FileWish,
    Found,
    Look,
    encoding_box,
    kind_of,
    system_box,
    value_of,
)
from widgets.dialogs.warning_line import WarningLine

_SIZE: Final = (560, 640)


class ImportDialog(QDialog):
    """File, kind, encoding, reference system, and which field fills which column.

    Parameters
    ----------
    look
        Looks into a file.
    path
        File that is offered first; None to let the user choose.
    folder
        Where the choice of a file begins.
    parent
        The window.
    """

    def __init__(
        self,
        look: Look,
        path: Path | None = None,
        folder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._folder = folder
        self._found = Found()
        self.setWindowTitle(tr("Import"))
        self.resize(*_SIZE)
        self.path = QLineEdit(str(path) if path else "")
        self.path.setPlaceholderText(tr("Shapefile, GeoPackage or GeoJSON"))
        self.browse = QPushButton(tr("Browse…"))
        self.kind = QComboBox()
        for id_, kind in reversed(list(kinds().items())):
            self.kind.addItem(words.declared(kind.title), id_)
        self.kind.setCurrentIndex(self.kind.findData(kind_of(path) if path else "parcels"))
        self.layer = QLineEdit()
        self.layer.setPlaceholderText(tr("automatic"))
        self.encoding = encoding_box()
        self.system = system_box()
        self.replace = QCheckBox(tr("Replace what the layer holds"))
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setObjectName("muted")
        self.warning = WarningLine()
        self.form = FieldForm()
        self._shown = ("", "")
        self._lay_out()
        self.browse.clicked.connect(self._browse)
        self.path.editingFinished.connect(self.look)
        self.kind.currentIndexChanged.connect(self.look)
        self.encoding.currentIndexChanged.connect(self.look)
        self.system.editTextChanged.connect(self.look)
        self.layer.editingFinished.connect(self.look)
        self.look()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        form = QFormLayout()
        form.setSpacing(2 * theme.SPACE)
        form.addRow(tr("File"), row)
        form.addRow(tr("Brings"), self.kind)
        form.addRow(tr("Layer of the file"), self.layer)
        form.addRow(tr("Encoding"), self.encoding)
        form.addRow(tr("Coordinate system"), self.system)
        form.addRow("", self.replace)
        heading = QLabel(tr("Columns of the plan and the fields of the file that fill them"))
        heading.setObjectName("muted")
        buttons = QDialogButtonBox()
        self.accept_button = buttons.addButton(tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * theme.SPACE)
        layout.addLayout(form)
        layout.addWidget(self.told)
        layout.addWidget(self.warning)
        layout.addWidget(heading)
        layout.addWidget(self.form, 1)
        layout.addWidget(buttons)

    def _browse(self) -> None:
        text, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a file"), self._folder, f"{tr('Geodata')} ({PATTERN})"
        )
        if text:
            self.path.setText(text)
            self.kind.setCurrentIndex(self.kind.findData(kind_of(Path(text))))
            self.look()

    def look(self) -> None:
        """Look into the file and offer its fields."""
        text = self.path.text().strip()
        self.accept_button.setEnabled(bool(text) and Path(text).is_file())
        if text and Path(text).is_file():
            self._found = self._look(self.wish)
        else:
            self._found = Found()
        self.told.setText(self._found.told)
        self.told.setVisible(bool(self._found.told))
        missing = bool(text) and not Path(text).is_file()
        self.warning.say(
            tr("There is no such file: {path}", path=text) if missing else self._found.wrong
        )
        same = self._shown == (text, self.kind.currentData())
        self._shown = (text, self.kind.currentData())
        chosen = self.form.fields if same else {}
        self.form.show_fields(self.kind.currentData(), self._found, chosen)

    def refuse(self, text: str) -> None:
        """Say why the file was not imported; what was entered stands as it was."""
        self.warning.say(text)

    @property
    def columns(self) -> dict[str, QComboBox]:
        """The lists of fields by the columns that they fill."""
        return self.form.boxes

    @property
    def wish(self) -> FileWish:
        """What was chosen."""
        return FileWish(
            Path(self.path.text().strip()),
            self.kind.currentData(),
            self.layer.text().strip() or None,
            value_of(self.encoding),
            value_of(self.system),
            self.form.fields,
        )
