"""A plan's own code set: taken from a table, looked at before, written as a table to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from layers.codes import CODE_SETS, OWN, CodeSet, code_set
from layers.document import Document
from layers.edits.own_codes import NAME_LIMIT
from layers.errors import PlanError
from layers.files import code_tables
from layers.own_codes import STORED, Checked, OwnClass, own_set, rows_of, stored, text_of
from resources.translations import tr
from widgets import theme, words
from widgets.dialogs.warning_line import WarningLine

_SIZE: Final = (780, 560)
_MOST_TOLD: Final = 6


class OwnCodesDialog(QDialog):
    """Shows the classes of a plan's own code set, those of a table once one was read.

    Parameters
    ----------
    document
        The plan.
    parent
        The window.
    """

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._in_use = document.codes.id == OWN
        self.classes: tuple[OwnClass, ...] = ()
        self.removed = False
        self.setWindowTitle(tr("Own code set"))
        self.resize(*_SIZE)
        self.name = QLineEdit()
        self.name.setMaxLength(NAME_LIMIT)
        self.name.setPlaceholderText(tr("What the set is called"))
        self.read_table = QPushButton(tr("&Read a table…"))
        self.take_away = QPushButton(tr("&Take away"))
        self.start = QComboBox()
        self.write_table = QPushButton(tr("&Save as a table…"))
        self.table = QTableWidget(0, 5)
        self.then = QCheckBox(tr("Change the plan's code set to it afterwards"))
        self.then.setChecked(not self._in_use)
        self.then.setVisible(not self._in_use)
        self.doubt = QLabel()
        self.doubt.setWordWrap(True)
        self.doubt.setTextFormat(Qt.TextFormat.PlainText)
        self.problem = WarningLine()
        self._lay_out()
        self._begin()
        self.read_table.clicked.connect(self._choose_table)
        self.write_table.clicked.connect(self._choose_place)
        self.take_away.clicked.connect(self._remove)
        self.name.textChanged.connect(self._show_state)
        self._show_state()

    def _lay_out(self) -> None:
        for button in (self.read_table, self.write_table, self.take_away):
            button.setAutoDefault(False)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setHorizontalHeaderLabels(
            [tr("Code"), tr("Name"), tr("Chinese name"), tr("Class above"), tr("Counts as")]
        )
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in (0, 3):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        note = QLabel(
            tr(
                "A table (CSV or Excel) has a row for each class: code, name, name_zh, parent,"
                " colour, counts_as. What a class counts as gives it its green ratio, its limits"
                " and its place in the land balance. Begin with a known set as a table."
            )
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        begin = QHBoxLayout()
        begin.setSpacing(2 * theme.SPACE)
        begin.addWidget(self.start, 1)
        begin.addWidget(self.write_table)
        own = QHBoxLayout()
        own.setSpacing(2 * theme.SPACE)
        own.addWidget(self.name, 1)
        own.addWidget(self.read_table)
        own.addWidget(self.take_away)
        form = QFormLayout()
        form.setSpacing(2 * theme.SPACE)
        form.addRow(tr("Begin with"), begin)
        form.addRow(tr("Own set"), own)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * theme.SPACE)
        layout.addWidget(note)
        layout.addLayout(form)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.doubt)
        layout.addWidget(self.problem)
        layout.addWidget(self.then)
        layout.addWidget(self.buttons)

    def _begin(self) -> None:
        for id_, title in CODE_SETS.items():
            self.start.addItem(words.declared(title), id_)
        text = self._document.parameters.get(STORED)
        if isinstance(text, str):
            name, self.classes = stored(text)
            self.name.setText(name)
            self.start.addItem(name, OWN)
            self._show_classes()
        self.take_away.setEnabled(isinstance(text, str) and not self._in_use)
        if self._in_use:
            self.take_away.setToolTip(tr("The plan follows this set. Change its code set first."))

    def _codes(self, id_: str) -> CodeSet:
        return own_set(str(self._document.parameters[STORED])) if id_ == OWN else code_set(id_)

    # ---- tables ---------------------------------------------------------------------------------

    def _choose_table(self) -> None:
        wanted = tr("Tables of codes") + " (" + " ".join(f"*{s}" for s in code_tables.SUFFIXES)
        text, _ = QFileDialog.getOpenFileName(self, tr("Read a table of codes"), "", f"{wanted})")
        if text:
            self.take(Path(text))

    def take(self, path: Path) -> None:
        """Read a table, show its classes, and say what is wrong with it."""
        try:
            found = code_tables.read(path)
        except PlanError as error:
            self.problem.say(words.sentence(error.message))
            return
        self.problem.say(_told(found, path))
        if found.problems:
            return
        self.classes = found.classes
        self.removed = False
        if not self.name.text().strip():
            self.name.setText(path.stem[:NAME_LIMIT])
        self.doubt.setText("\n".join(words.sentence(doubt) for doubt in found.doubtful))
        self._show_classes()
        self._show_state()

    def _choose_place(self) -> None:
        name = f"{self.start.currentText()}.csv".replace("/", "-")
        text, _ = QFileDialog.getSaveFileName(self, tr("Save as a table"), name, "*.csv")
        if text:
            self.write(Path(text))

    def write(self, path: Path) -> None:
        """Write the set that is chosen to begin with as a table."""
        codes = self._codes(str(self.start.currentData()))
        try:
            path.write_text(code_tables.csv_text(rows_of(codes)), encoding="utf-8", newline="")
        except OSError as error:
            reason = error.strerror or str(error)
            self.problem.say(
                tr("{path} could not be written: {reason}.", path=str(path), reason=reason)
            )
            return
        self.problem.say("")
        self.doubt.setText(
            tr("{file} was written. Change it in a spreadsheet and read it here.", file=path.name)
        )

    # ---- what is shown --------------------------------------------------------------------------

    def _show_classes(self) -> None:
        codes = own_set(text_of("-", self.classes))
        self.table.setRowCount(len(self.classes))
        for row, one in enumerate(self.classes):
            basis = codes.basis(one.code)
            set_id, _, known = basis.partition(":")
            counts = f"{known}  {words.named(code_set(set_id).classes[known])}" if basis else "–"
            texts = (one.code, one.name, one.name_zh, one.parent, counts)
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(words.hint(text))
                if column == 0:
                    item.setIcon(theme.swatch(codes.colour(one.code) or "", "#6b6b6b"))
                self.table.setItem(row, column, item)

    def _remove(self) -> None:
        self.removed, self.classes = True, ()
        self.name.clear()
        self.table.setRowCount(0)
        self.doubt.setText(tr("The own code set will be taken away."))
        self._show_state()

    @property
    def set_name(self) -> str:
        """What the set is called."""
        return self.name.text().strip()

    def _show_state(self) -> None:
        whole = bool(self.classes and self.set_name)
        self.then.setEnabled(whole)
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(whole or self.removed)


def _told(found: Checked, path: Path) -> str:
    if not found.problems:
        return ""
    lines = [words.sentence(problem) for problem in found.problems[:_MOST_TOLD]]
    if len(found.problems) > _MOST_TOLD:
        lines.append(tr("… and {n} more", n=len(found.problems) - _MOST_TOLD))
    head = tr("{file} was not taken:", file=path.name)
    return "\n".join([head, *lines])
