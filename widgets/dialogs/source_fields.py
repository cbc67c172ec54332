"""Asking how one file is read, and which of its fields fills which column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from layers.kinds import kinds
from resources.translations import tr
from widgets import theme, words
from widgets.dialogs.sources import (
    FileWish,
    Found,
    Look,
    choose,
    encoding_box,
    field_box,
    system_box,
    value_of,
)
from widgets.dialogs.warning_line import WarningLine

_SIZE: Final = (560, 620)


class FieldForm(QScrollArea):
    """The columns of a kind, each with the field of a file that fills it."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.boxes: dict[str, QComboBox] = {}

    def show_fields(self, kind: str, found: Found, chosen: Mapping[str, str]) -> None:
        """Offer the fields of a file, those chosen before first."""
        body = QWidget()
        form = QFormLayout(body)
        form.setSpacing(theme.SPACE)
        self.boxes = {}
        for column in kinds()[kind].columns:
            box = field_box(found.fields, found.automatic.get(column.id, ""))
            choose(box, chosen.get(column.id))
            form.addRow(words.column_head(column), box)
            self.boxes[column.id] = box
        self.setWidget(body)

    @property
    def fields(self) -> dict[str, str]:
        """Fields by the columns that they fill, where not automatic."""
        found = {name: value_of(box) for name, box in self.boxes.items()}
        return {name: value for name, value in found.items() if value is not None}


class FieldsDialog(QDialog):
    """Layer, encoding, reference system and fields of one file of a new plan.

    Parameters
    ----------
    look
        Looks into the file.
    wish
        How it is read so far.
    parent
        The dialog that asks for the file.
    """

    def __init__(self, look: Look, wish: FileWish, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._wish = wish
        self.setWindowTitle(tr("How {file} is read", file=wish.path.name))
        self.resize(*_SIZE)
        self.layer = QLineEdit(wish.layer or "")
        self.layer.setPlaceholderText(tr("automatic"))
        self.encoding = encoding_box()
        choose(self.encoding, wish.encoding)
        self.system = system_box()
        choose(self.system, wish.crs)
        self.told = QLabel()
        self.told.setObjectName("muted")
        self.told.setWordWrap(True)
        self.warning = WarningLine()
        self.form = FieldForm()
        self._lay_out()
        self.encoding.currentIndexChanged.connect(self.look)
        self.layer.editingFinished.connect(self.look)
        self.system.currentIndexChanged.connect(self.look)
        self.look()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(2 * theme.SPACE)
        form.addRow(tr("Layer of the file"), self.layer)
        form.addRow(tr("Encoding"), self.encoding)
        form.addRow(tr("Coordinate system"), self.system)
        heading = QLabel(tr("Columns of the plan and the fields of the file that fill them"))
        heading.setObjectName("muted")
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * theme.SPACE)
        layout.addLayout(form)
        for widget in (self.told, self.warning, heading):
            layout.addWidget(widget)
        layout.addWidget(self.form, 1)
        layout.addWidget(buttons)

    def look(self) -> None:
        """Look into the file as it is to be read now, and offer its fields."""
        chosen = self.form.fields if self.form.boxes else self._wish.fields
        found = self._look(replace(self.wish, fields=chosen))
        self.told.setText(found.told)
        self.told.setVisible(bool(found.told))
        self.warning.say(found.wrong)
        self.form.show_fields(self._wish.kind, found, chosen)

    @property
    def wish(self) -> FileWish:
        """How the file is to be read."""
        return replace(
            self._wish,
            layer=self.layer.text().strip() or None,
            encoding=value_of(self.encoding),
            crs=value_of(self.system),
            fields=self.form.fields,
        )
