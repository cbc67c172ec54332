"""Asking for the files of a new plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from layers.codes import CODE_SETS, DEFAULT_CODE_SET
from layers.kinds import kinds
from resources.translations import tr
from widgets import theme, words
from widgets.dialogs.source_row import SourceRow
from widgets.dialogs.sources import (
    FileWish,
    Look,
    encoding_box,
    field_box,
    fill_fields,
    kind_of,
    system_box,
    value_of,
)
from widgets.dialogs.warning_line import WarningLine
from widgets.spin import SpinBox

ASKED: Final = ("parcels", "boundary", "rooftops", "greens", "roads")
"""Kinds that are asked for at once."""
MORE: Final = ("corridors", "water", "facilities", "paths", "phases")
"""Kinds that are asked for when more layers are wanted."""
_WIDTH_PX: Final = 720


class NewPlanDialog(QDialog):
    """Name, code set, one file for each kind, and how the files are read.

    It stays until the plan is there, so that a refusal loses nothing of what was entered.

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

    asked = Signal()
    """When the plan is to be made."""

    def __init__(
        self,
        look: Look,
        paths: Sequence[Path] = (),
        folder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._cancel: Callable[[], object] | None = None
        self.setWindowTitle(tr("New plan from files"))
        self.setMinimumWidth(_WIDTH_PX)
        self.name = QLineEdit(tr("New plan"))
        self.code_set = QComboBox()
        for id_, title in CODE_SETS.items():
            self.code_set.addItem(words.declared(title), id_)
        self.code_set.setCurrentIndex(self.code_set.findData(DEFAULT_CODE_SET))
        self.base_year = SpinBox()
        self.base_year.setRange(1900, 2200)
        self.base_year.setValue(datetime.now(UTC).year)
        self.base_year.setToolTip(tr("Year from which the age of plantings is counted"))
        self.rows = {kind: SourceRow(look, kind) for kind in (*ASKED, *MORE)}
        self.paths = {kind: row.line for kind, row in self.rows.items()}
        self.more = QPushButton(tr("More layers…"))
        self.encoding = encoding_box()
        self.system = system_box()
        self.land_use = field_box(())
        self.told = QLabel()
        self.told.setObjectName("muted")
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(2 * self.told.fontMetrics().lineSpacing())
        self.warning = WarningLine()
        self._form = QFormLayout()
        self._body = QWidget()
        self._lay_out()
        self._offer(paths, folder)
        for row in self.rows.values():
            row.changed.connect(self._follow)
            row.browsed.connect(self._take_name)
        self.encoding.currentIndexChanged.connect(self._follow)
        self.system.editTextChanged.connect(self._follow)
        self.land_use.editTextChanged.connect(self.warning.hide)
        self._follow()

    def _lay_out(self) -> None:
        form = self._form
        form.setSpacing(2 * theme.SPACE)
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Code set"), self.code_set)
        form.addRow(tr("Base year"), self.base_year)
        for kind, row in self.rows.items():
            form.addRow(words.declared(kinds()[kind].title), row)
            if kind not in ASKED:  # a row shown before it has a place would be a window of its own
                form.setRowVisible(row, False)
        form.addRow("", self.more)
        form.addRow(tr("Field of the land use"), self.land_use)
        form.addRow(tr("Encoding"), self.encoding)
        form.addRow(tr("Coordinate system"), self.system)
        self.system.setToolTip(
            tr("Holds for the parcels, and for other files that do not say their own")
        )
        buttons = QDialogButtonBox()
        self.make = buttons.addButton(tr("Make the plan"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.ask)
        buttons.rejected.connect(self.reject)
        self.more.clicked.connect(self.show_more)
        self._body.setLayout(form)
        form.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * theme.SPACE)
        for widget in (self._body, self.told, self.warning, buttons):
            layout.addWidget(widget)

    def _offer(self, paths: Sequence[Path], folder: str) -> None:
        for row in self.rows.values():
            row.folder = folder
        for path in paths:
            kind = kind_of(path)
            if kind in self.rows and self.rows[kind].path is None:
                self.paths[kind].setText(str(path))
        if any(self.rows[kind].path for kind in MORE):
            self.show_more()

    def show_more(self) -> None:
        """Show the rows of the less usual kinds."""
        for kind in MORE:
            self._form.setRowVisible(self.rows[kind], True)
        self._form.setRowVisible(self.more, False)

    def _take_name(self, path: Path) -> None:
        for row in self.rows.values():
            row.folder = str(path.parent)
        if self.rows["parcels"].path == path and self.name.text() == tr("New plan"):
            self.name.setText(path.stem)

    # ---- following what is entered --------------------------------------------------------------

    def _follow(self) -> None:
        """Read the files as is said for all of them, and offer the fields of the parcels."""
        encoding, system = value_of(self.encoding), value_of(self.system)
        for kind, row in self.rows.items():
            shapefile = row.path is not None and row.path.suffix.lower() == ".shp"
            row.read_as(
                FileWish(
                    Path(),
                    kind,
                    encoding=encoding if shapefile else None,
                    crs=system if kind == "parcels" else None,
                    crs_if_silent=system,
                )
            )
        parcels = self.rows["parcels"]
        own = parcels.wish.fields.get("land_use")
        fill_fields(
            self.land_use, parcels.found.fields, own or parcels.found.automatic.get("land_use", "")
        )
        self.told.setText(parcels.found.told)
        self.warning.say("")
        self._check()

    def _check(self) -> None:
        rows = self.rows.values()
        self.make.setEnabled(any(row.path for row in rows) and all(row.ready for row in rows))

    @property
    def wishes(self) -> list[FileWish]:
        """The files with how they are read."""
        found: list[FileWish] = []
        for kind, row in self.rows.items():
            if row.path is None:
                continue
            wish = row.wish
            land_use = value_of(self.land_use) if kind == "parcels" else None
            if land_use is not None:
                wish = replace(wish, fields={**wish.fields, "land_use": land_use})
            found.append(wish)
        return found

    # ---- asking for the plan --------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the plan, and wait."""
        if self.make.isEnabled():
            self.asked.emit()

    def wait_for(self, cancel: Callable[[], object]) -> None:
        """Let nothing be entered until the plan is there, is refused or is cancelled."""
        self._cancel = cancel
        self._body.setEnabled(False)
        self.make.setEnabled(False)
        self.warning.say("")
        self.told.setText(tr("The plan is being made…"))

    def refuse(self, text: str) -> None:
        """Say why there is no plan; what was entered stands as it was."""
        self._cancel = None
        self._body.setEnabled(True)
        self._follow()
        self.warning.say(text)

    @override
    def reject(self) -> None:
        """Stop what is waited for; close where nothing is."""
        if self._cancel is not None:
            self._cancel()
        else:
            super().reject()
