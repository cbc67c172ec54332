"""Moving, copying and rotating the selection by numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QWidget
from typing_extensions import override

from layers.document import Document
from layers.edit import Edit
from layers.edits.move import FARTHEST_M, move_all, rotate_all
from resources.translations import tr
from widgets.dialogs.previewed import PreviewedDialog
from widgets.spin import DoubleSpinBox

Selection = Mapping[str, NDArray[np.int64]]

_DECIMALS: Final = 3


class MoveDialog(PreviewedDialog):
    """How far to the east and to the north, and whether copies are made.

    Parameters
    ----------
    selection
        Feature ids by kind.
    copies
        Whether copies are wanted at first.
    parent
        The window.
    """

    def __init__(
        self, selection: Selection, *, copies: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Move or copy"), tr("&Move"), parent)
        self._selection = selection
        self.east, self.north = self._length(tr("East")), self._length(tr("North"))
        self.copies = QCheckBox(tr("&Leave the selection where it is and move a copy"))
        self.copies.setChecked(copies)
        self.copies.toggled.connect(self.changed)
        self.form.addRow(tr("To the &east"), self.east)
        self.form.addRow(tr("To the &north"), self.north)
        self.form.addRow(self.copies)

    def _length(self, name: str) -> QDoubleSpinBox:
        field = DoubleSpinBox()
        field.setRange(-FARTHEST_M, FARTHEST_M)
        field.setDecimals(_DECIMALS)
        field.setSuffix(" m")
        field.setAccessibleName(name)
        field.valueChanged.connect(self.changed)
        return field

    @override
    def verb(self, document: Document) -> Edit:
        dx, dy = self.east.value(), self.north.value()
        return move_all(document, self._selection, dx, dy, copies=self.copies.isChecked())


class RotateDialog(PreviewedDialog):
    """By how much; about the middle of the selection.

    Parameters
    ----------
    selection
        Feature ids by kind.
    parent
        The window.
    """

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(tr("Rotate"), tr("&Rotate"), parent)
        self._selection = selection
        self.angle = DoubleSpinBox()
        self.angle.setRange(-360.0, 360.0)
        self.angle.setDecimals(_DECIMALS)
        self.angle.setSuffix("°")
        self.angle.setWrapping(True)
        self.angle.setAccessibleName(tr("Angle"))
        self.angle.valueChanged.connect(self.changed)
        self.form.addRow(tr("&Angle, counter-clockwise"), self.angle)

    @override
    def verb(self, document: Document) -> Edit:
        return rotate_all(document, self._selection, self.angle.value())
