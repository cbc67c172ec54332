"""Dividing a parcel: into how many or which parts, along which of its sides."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from typing_extensions import override

from layers.document import Document
from layers.edit import Edit, RowsDelta
from layers.edits.divide import ACROSS, MOST_PARTS, PARALLEL, divide, sides_of
from layers.errors import InvalidEditError
from layers.units import AREA_UNITS, M2_PER_HA, M2_PER_MU
from resources.translations import tr
from widgets import theme, words
from widgets.dialogs.previewed import PreviewedDialog
from widgets.spin import SpinBox

EQUAL, AREAS, SHARES = range(3)
UNITS: Final = ("m2", "ha", "mu")
MOST_SIDES: Final = 40
SHORT_SIDE: Final = 0.02
"""Sides shorter than this part of the border are not offered. [-]"""
_SIZE_PX: Final = (400, 460)
_BETWEEN: Final = re.compile(r"[\s,;:+/、]+")


def numbers_of(text: str) -> list[float]:
    """Return the numbers in a list that was typed, in any of the usual ways.

    Raises
    ------
    InvalidEditError
        Where something in it is no number.

    Examples
    --------
    >>> numbers_of("1200, 800 500；3.5"), numbers_of("２：１")
    ([1200.0, 800.0, 500.0, 3.5], [2.0, 1.0])
    """
    plain = unicodedata.normalize("NFKC", text).replace(words.THIN, "")
    found: list[float] = []
    for part in _BETWEEN.split(plain):
        if part:
            try:
                found.append(float(part.removesuffix("%")))
            except ValueError as error:
                raise InvalidEditError(
                    "Numbers are wanted, such as 1200 800; {found} is none.", found=part[:40]
                ) from error
    if not found:
        raise InvalidEditError("Type one number for each part, such as 1200 800.")
    return found


class DivideDialog(PreviewedDialog):
    """Equal parts, areas or shares; the parts and their areas are listed while they are typed.

    Parameters
    ----------
    document
        The plan.
    id_
        The parcel.
    unit
        In which areas are typed at first, one of `layers.units.AREA_UNITS`.
    parent
        The window.
    """

    def __init__(
        self, document: Document, id_: int, unit: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Divide a parcel"), tr("&Divide"), parent)
        self.resize(*_SIZE_PX)
        layer = document.layer("parcels")
        self._id = id_
        self._shape = layer.shapes(layer.places(np.array([id_])))[0]
        self.way = QComboBox()
        self.way.addItems([tr("Equal parts"), tr("Areas"), tr("Shares")])
        self.parts = SpinBox()
        self.parts.setRange(2, MOST_PARTS)
        self.areas, self.shares = QLineEdit(), QLineEdit()
        self.areas.setPlaceholderText("1200 800 …")
        self.shares.setPlaceholderText("50 30 20")
        self.unit = QComboBox()
        for one in UNITS:
            self.unit.addItem(AREA_UNITS[one][0], one)
        self.unit.setCurrentIndex(max(self.unit.findData(unit), 0))
        self.side, self.cuts = QComboBox(), QComboBox()
        self._offer_sides()
        self.cuts.addItem(tr("across the side"), ACROSS)
        self.cuts.addItem(tr("parallel to the side"), PARALLEL)
        self.list = QTableWidget(0, 4)
        self._lay_out()
        self.parts.setFocus()
        self.parts.selectAll()

    def _lay_out(self) -> None:
        areas = QWidget()
        row = QHBoxLayout(areas)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.areas, 1)
        row.addWidget(self.unit)
        self._ways = QStackedWidget()
        for widget in (self.parts, areas, self.shares):
            self._ways.addWidget(widget)
        self._ways.setFixedHeight(self.parts.sizeHint().height())
        self.form.addRow(tr("&Into"), self.way)
        self._sizes = QLabel()
        self._sizes.setBuddy(self._ways)
        self.form.addRow(self._sizes, self._ways)
        self._choose_way(EQUAL)
        self.form.addRow(tr("Si&de"), self.side)
        self.form.addRow(tr("&Cuts"), self.cuts)
        named = {
            self.parts: tr("Number of parts"),
            self.areas: tr("Areas"),
            self.shares: tr("Shares"),
            self.side: tr("Side"),
            self.cuts: tr("Cuts"),
        }
        for widget, name in named.items():
            widget.setAccessibleName(name)
        for field in (self.areas, self.shares):
            field.textChanged.connect(self.changed)
        self.list.setHorizontalHeaderLabels([tr("Part"), "m²", "ha", "亩"])
        self.list.verticalHeader().hide()
        self.list.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.list.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.list.setAccessibleName(tr("Parts and their areas"))
        self.list.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.body.insertWidget(1, self.list, 1)
        self.way.currentIndexChanged.connect(self._choose_way)
        self.parts.valueChanged.connect(self.changed)
        for box in (self.unit, self.side, self.cuts):
            box.currentIndexChanged.connect(self.changed)

    def _offer_sides(self) -> None:
        self.side.addItem(tr("the longest side"), None)
        sides = sides_of(self._shape)
        lengths = np.hypot(*(sides[:, 1] - sides[:, 0]).T)
        offered = np.flatnonzero(lengths >= SHORT_SIDE * lengths.sum())[:MOST_SIDES]
        centre = np.array(self._shape.centroid.coords[0])
        for place in offered.tolist():
            away = sides[place].mean(axis=0) - centre
            text = tr(
                "{direction}, {length} m",
                direction=_direction(float(away[0]), float(away[1])),
                length=words.number(float(lengths[place]), 1),
            )
            self.side.addItem(text, place)

    def _choose_way(self, way: int) -> None:
        self._ways.setCurrentIndex(way)
        self._sizes.setText((tr("&How many"), tr("&Areas"), tr("&Shares"))[way])
        self.changed.emit()

    @override
    def verb(self, document: Document) -> Edit:
        edge, cuts = self.side.currentData(), str(self.cuts.currentData())
        match self.way.currentIndex():
            case 0:
                return divide(document, self._id, self.parts.value(), edge=edge, cuts=cuts)
            case 1:
                size = AREA_UNITS[str(self.unit.currentData())][1]
                areas = [size * one for one in numbers_of(self.areas.text())]
                return divide(document, self._id, areas_m2=areas, edge=edge, cuts=cuts)
            case _:
                shares = numbers_of(self.shares.text())
                return divide(document, self._id, shares=shares, edge=edge, cuts=cuts)

    @override
    def show_edit(self, edit: Edit) -> None:
        super().show_edit(edit)
        (delta,) = (one for one in edit.deltas if isinstance(one, RowsDelta))
        made = delta.after.loc[~delta.after.index.isin(delta.before.index)]
        areas = shapely.area(np.asarray(made["geometry"].array, object))
        self.list.setRowCount(len(made))
        for row, (name, area) in enumerate(zip(made["number"], areas.tolist(), strict=True)):
            texts = (
                name if isinstance(name, str) else str(row + 1),
                words.number(area, 2),
                words.number(area / M2_PER_HA, 4),
                words.number(area / M2_PER_MU, 3),
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column:
                    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    item.setTextAlignment(right)
                    item.setFont(theme.numeric_font(self.font()))
                self.list.setItem(row, column, item)

    @override
    def show_refusal(self, text: str) -> None:
        super().show_refusal(text)
        self.list.setRowCount(0)


def _direction(east: float, north: float) -> str:
    """Return in which direction something lies, in words."""
    names = (
        tr("east"),
        tr("north-east"),
        tr("north"),
        tr("north-west"),
        tr("west"),
        tr("south-west"),
        tr("south"),
        tr("south-east"),
    )
    return names[round(np.arctan2(north, east) / (np.pi / 4)) % 8]
