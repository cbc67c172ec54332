"""Asking for the files of a new plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from layers.codes import CODE_SETS, DEFAULT_CODE_SET
from layers.kinds import kinds
from resources.translations import tr
from widgets import theme, words
from widgets.dialogs.sources import (
    PATTERN,
    FileWish,
    Found,
    Look,
    automatic,
    encoding_box,
    field_box,
    kind_of,
    system_box,
    value_of,
)

ASKED: Final = (
    "parcels",
    "boundary",
    "rooftops",
    "greens",
    "corridors",
    "water",
    "roads",
    "facilities",
)
"""Kinds that are asked for; the others are imported later."""
_WIDTH_PX: Final = 640


class NewPlanDialog(QDialog):
    """Name, code set, one file for each kind, and how the files are read.

    Parameters
    ----------
    look
        Looks into a file.
    paths
        Files that are offered, by the kinds that their names speak of.
    folder
        Where the choice of a file begins.
    parent
        The window.
    """

    def __init__(
        self,
        look: Look,
        paths: Sequence[Path] = (),
        folder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._folder = folder
        self.setWindowTitle(tr("New plan from files"))
        self.setMinimumWidth(_WIDTH_PX)
        self.name = QLineEdit(tr("New plan"))
        self.code_set = QComboBox()
        for id_, title in CODE_SETS.items():
            self.code_set.addItem(words.declared(title), id_)
        self.code_set.setCurrentIndex(self.code_set.findData(DEFAULT_CODE_SET))
        self.base_year = QSpinBox()
        self.base_year.setRange(1900, 2200)
        self.base_year.setValue(datetime.now(UTC).year)
        self.base_year.setToolTip(tr("Year from which the age of plantings is counted"))
        self.paths = {kind: QLineEdit() for kind in ASKED}
        self.encoding = encoding_box()
        self.system = system_box()
        self.land_use = field_box(())
        self.told = QLabel()
        self.told.setObjectName("muted")
        self.told.setWordWrap(True)
        self._lay_out()
        for path in paths:
            kind = kind_of(path)
            if kind in self.paths and not self.paths[kind].text():
                self.paths[kind].setText(str(path))
        for line in self.paths.values():
            line.textChanged.connect(self._check)
        self.paths["parcels"].textChanged.connect(self.look)
        self.encoding.currentIndexChanged.connect(self.look)
        self.look()
        self._check()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(2 * theme.SPACE)
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Code set"), self.code_set)
        form.addRow(tr("Base year"), self.base_year)
        for kind, line in self.paths.items():
            line.setPlaceholderText(tr("none") if kind != "parcels" else "")
            line.setClearButtonEnabled(True)
            button = QPushButton(tr("Browse…"))
            button.clicked.connect(lambda _, kind=kind: self._browse(kind))
            row = QHBoxLayout()
            row.addWidget(line, 1)
            row.addWidget(button)
            form.addRow(words.declared(kinds()[kind].title), row)
        form.addRow(tr("Field of the land use"), self.land_use)
        form.addRow(tr("Encoding"), self.encoding)
        form.addRow(tr("Coordinate system"), self.system)
        buttons = QDialogButtonBox()
        self.make = buttons.addButton(tr("Make the plan"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * theme.SPACE)
        layout.addLayout(form)
        layout.addWidget(self.told)
        layout.addWidget(buttons)

    def _browse(self, kind: str) -> None:
        text, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a file"), self._folder, f"{tr('Geodata')} ({PATTERN})"
        )
        if text:
            self._folder = str(Path(text).parent)
            self.paths[kind].setText(text)
            if kind == "parcels" and self.name.text() == tr("New plan"):
                self.name.setText(Path(text).stem)

    def _check(self) -> None:
        given = [line.text().strip() for line in self.paths.values() if line.text().strip()]
        self.make.setEnabled(bool(given) and all(Path(text).is_file() for text in given))

    def look(self) -> None:
        """Look into the file of the parcels and offer its fields."""
        path = Path(self.paths["parcels"].text().strip())
        found = Found()
        if path.is_file():
            found = self._look(path, "parcels", "", value_of(self.encoding) or "")
        column = kinds()["parcels"].column("land_use")
        chosen = automatic(column, found.fields) if column else ""
        fresh = field_box(found.fields, chosen)
        self.land_use.clear()
        for place in range(fresh.count()):
            self.land_use.addItem(fresh.itemText(place), fresh.itemData(place))
        fresh.deleteLater()
        self.told.setText(found.told)
        self.told.setVisible(bool(found.told))

    @property
    def wishes(self) -> list[FileWish]:
        """The files with how they are read; encoding and system hold for all of them."""
        found: list[FileWish] = []
        for kind, line in self.paths.items():
            text = line.text().strip()
            if not text:
                continue
            land_use = value_of(self.land_use) if kind == "parcels" else None
            fields = {"land_use": land_use} if land_use else {}
            wish = FileWish(
                Path(text), kind, None, value_of(self.encoding), value_of(self.system), fields
            )
            found.append(wish)
        return found
