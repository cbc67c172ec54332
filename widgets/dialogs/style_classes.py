"""The page of the style editor for colours: one, one for each value, or by number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Final

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from layers.analysis.per_feature import Subject, numbers, subjects
from layers.classing import (
    FEWEST,
    MOST,
    SCHEMES,
    Numbers,
    Ramp,
    categorised,
    class_numbers,
    colour_for,
    graduated,
    ramp_of,
    ramps,
)
from layers.errors import PlanError
from layers.kinds import kinds
from layers.looks import text_of
from layers.style import Style
from resources.translations import tr
from widgets import forms, theme, words
from widgets.bridge import Bridge
from widgets.dialogs.colour import ColourButton, ask_colour

SINGLE: Final = "single"
VALUES: Final = "values"
NUMBERS: Final = "numbers"
MOST_VALUES: Final = 300
USUAL: Final = 5
"""Classes that a graduated style has at first."""
_RAMP_PX: Final = QSize(96, 14)


class ClassesPage(QWidget):
    """How colours are chosen, and the table of classes.

    Parameters
    ----------
    bridge
        The plan.
    kind
        What is coloured.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge, kind: str) -> None:
        super().__init__()
        self._bridge, self._kind = bridge, kind
        self._style = Style()
        self._refused: PlanError | None = None
        self._subjects = subjects(bridge.document, kind)
        self.mode = QComboBox()
        self.mode.addItem(tr("One colour"), SINGLE)
        self.mode.addItem(tr("A colour for each value"), VALUES)
        self.mode.addItem(tr("Graduated by number"), NUMBERS)
        self.fill = ColourButton(tr("Fill"), tr("by itself"))
        self.subject = QComboBox()
        self.scheme = QComboBox()
        for id_, title in SCHEMES.items():
            self.scheme.addItem(words.declared(title), id_)
        self.scheme.addItem(tr("By hand"), "")
        self.count = QSpinBox()
        self.count.setRange(FEWEST, MOST)
        self.ramp = QComboBox()
        self.ramp.setIconSize(_RAMP_PX)
        self.backwards = QCheckBox(tr("Turn the ramp round"))
        self._offer_ramps()
        self.table = QTableWidget(0, 4)
        self._lay_out()
        self.mode.activated.connect(self._choose_mode)
        self.subject.activated.connect(self._choose_subject)
        self.fill.changed.connect(self._take_fill)
        for widget in (self.scheme, self.ramp):
            widget.activated.connect(self._classify)
        self.count.valueChanged.connect(self._classify)
        self.backwards.clicked.connect(self._classify)
        self.table.cellActivated.connect(self._activate)
        self.table.itemChanged.connect(self._take_bound)

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        self.form.setSpacing(2 * theme.SPACE)
        self.form.addRow(tr("Colours"), self.mode)
        self.form.addRow(tr("By"), self.subject)
        self.form.addRow(tr("Fill"), self.fill)
        self.form.addRow(tr("Classes by"), self.scheme)
        self.form.addRow(tr("Number of classes"), self.count)
        self.form.addRow(tr("Ramp"), self.ramp)
        self.form.addRow("", self.backwards)
        heads = [tr("Colour"), tr("Value"), tr("Title"), tr("Features")]
        self.table.setHorizontalHeaderLabels(heads)
        self.table.verticalHeader().hide()
        self.table.setAlternatingRowColors(True)
        self.table.setAccessibleName(tr("Classes"))
        self.table.setToolTip(tr("Double-click or press Enter on a colour to choose another"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[3 * theme.SPACE] * 4)
        layout.setSpacing(2 * theme.SPACE)
        layout.addLayout(self.form)
        layout.addWidget(self.table, 1)

    def _offer_ramps(self) -> None:
        for ramp in ramps().values():
            if ramp.use != "qualitative":
                self.ramp.addItem(_picture(ramp), words.declared(ramp.title), ramp.id)

    # ---- showing --------------------------------------------------------------------------------

    def show_style(self, style: Style) -> None:
        """Show a style without telling that it is another one."""
        self._style, self._refused = style, None
        self.blockSignals(True)
        mode = NUMBERS if style.graduated else VALUES if style.by else SINGLE
        self._show_mode(mode)
        self.fill.show_colour(style.fill)
        self._quietly(self.count, lambda: self.count.setValue(len(style.breaks) or USUAL))
        if style.graduated:
            self.scheme.setCurrentIndex(max(self.scheme.findData(style.scheme), 0))
            if found := ramp_of(style):
                self.ramp.setCurrentIndex(self.ramp.findData(found[0].id))
                self.backwards.setChecked(found[1])
        self._fill_table()
        self.blockSignals(False)

    def _show_mode(self, mode: str) -> None:
        self.mode.setCurrentIndex(self.mode.findData(mode))
        wanted = [one for one in self._subjects if mode != NUMBERS or one.numeric]
        if mode == VALUES:
            wanted = [one for one in wanted if not one.by.startswith("measure:")]
        self.subject.clear()
        for one in wanted:
            self.subject.addItem(_titled(one), one.by)
        self.subject.setCurrentIndex(max(self.subject.findData(self._style.by), 0))
        for widget in (self.scheme, self.count, self.ramp, self.backwards):
            self.form.setRowVisible(widget, mode == NUMBERS)
        self.form.setRowVisible(self.subject, mode != SINGLE)
        column = kinds()[self._kind].column(self.subject.currentData() or "")
        coded = mode == VALUES and column is not None and column.table == "land_use"
        self.form.setRowVisible(self.fill, mode != NUMBERS and not coded)
        label = self.form.labelForField(self.fill)
        if isinstance(label, QLabel):
            label.setText(tr("Fill") if mode == SINGLE else tr("Other values"))
        self.table.setVisible(mode != SINGLE)

    def _fill_table(self) -> None:
        self._quietly(self.table, self._put_rows)

    def _put_rows(self) -> None:
        style = self._style
        self.table.setRowCount(0)
        if style.graduated:
            found = class_numbers(self._numbers(), style.breaks)
            counts = np.bincount(found[found >= 0], minlength=len(style.breaks)).tolist()
            lower = "–"
            for bound, colour, count in zip(style.breaks, style.ramp, counts, strict=True):
                upper = words.figures(bound, 6)
                self._row(colour, upper, f"{lower} … {upper}", count, number=True)
                lower = upper
        elif style.by:
            for value, count in self._values().most_common(MOST_VALUES):
                self._row(self._colour(value), value, self._title(value), count)
        self.table.resizeColumnsToContents()

    def _row(
        self, colour: str, value: str, title: str, count: int, *, number: bool = False
    ) -> None:
        place = self.table.rowCount()
        self.table.insertRow(place)
        fixed = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        for column, text in enumerate(("", value, title, words.number(count))):
            item = QTableWidgetItem(text)
            item.setFlags(fixed | Qt.ItemFlag.ItemIsEditable if number and column == 1 else fixed)
            if column == 0:
                item.setIcon(theme.swatch(colour, "#80808080"))
                item.setData(Qt.ItemDataRole.UserRole, value)
            if column == 3 or (number and column == 1):
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                item.setTextAlignment(right)
            self.table.setItem(place, column, item)

    def _colour(self, value: str) -> str:
        column = kinds()[self._kind].column(self._style.by)
        known = self._style.colours.get(value)
        if known is None and column is not None and column.table == "land_use":
            known = self._bridge.document.codes.colour(value)
        return known or self._style.fill or colour_for(value)

    def _title(self, value: str) -> str:
        column = kinds()[self._kind].column(self._style.by)
        title = forms.titled(column, self._bridge.document, value) if column else value
        return title.removeprefix(value).strip() or value

    def _values(self) -> Counter[str]:
        layer = self._bridge.document.layer(self._kind)
        if self._style.by not in layer.columns:
            return Counter()
        texts = (text_of(value) for value in layer.values(self._style.by))
        return Counter(text for text in texts if text is not None)

    def _numbers(self) -> Numbers:
        bridge = self._bridge
        return numbers(bridge.document, self._kind, self._style.by, bridge.results)

    @staticmethod
    def _quietly(widget: QWidget, work: Callable[[], object]) -> None:
        before = widget.blockSignals(True)
        work()
        widget.blockSignals(before)

    # ---- choosing -------------------------------------------------------------------------------

    def _choose_mode(self) -> None:
        mode = self.mode.currentData()
        self._show_mode(mode)
        if mode == SINGLE:
            fill = self._style.fill or next(iter(self._style.ramp), "") or "#d8d8d8"
            plain = replace(
                self._style, by="", colours={}, breaks=(), ramp=(), scheme="", fill=fill
            )
            self._take(plain)
        else:
            self._choose_subject()

    def _choose_subject(self) -> None:
        by, declared = self.subject.currentData(), kinds()[self._kind]
        if by is None:
            return
        if self.mode.currentData() == NUMBERS:
            self._classify()
        elif by == declared.style.by:
            usual = {"by": by, "colours": declared.style.colours, "fill": declared.style.fill}
            self._take(replace(self._style, **usual, breaks=(), ramp=(), scheme=""))
        else:
            style = replace(self._style, by=by, breaks=(), ramp=(), scheme="", colours={})
            self._style = style
            column = declared.column(by)
            coded = column is not None and column.table == "land_use"
            values = [value for value, _ in self._values().most_common(MOST_VALUES)]
            self._take(style if coded else categorised(style, by, values))

    def _classify(self) -> None:
        """Find classes anew; by hand the bounds stay and the colours alone are other ones."""
        by, scheme = self.subject.currentData(), self.scheme.currentData()
        ramp, backwards = ramps()[self.ramp.currentData()], self.backwards.isChecked()
        if by is None:
            return
        if not scheme and self._style.breaks and self._style.by == by:
            colours = ramp.colours(len(self._style.breaks), backwards=backwards)
            self._take(replace(self._style, ramp=colours, scheme=""))
            return
        values = numbers(self._bridge.document, self._kind, by, self._bridge.results)
        count = self.count.value()
        make = partial(graduated, self._style, by, values, scheme or "quantiles", count, ramp)
        try:
            self._take(make(backwards=backwards))
        except PlanError as error:
            self._refused = error
            self.changed.emit()

    def _take_fill(self) -> None:
        self._take(replace(self._style, fill=self.fill.colour))

    def _activate(self, row: int, column: int) -> None:
        if column != 1 or not self._style.graduated:
            self.recolour(row, ask_colour(self, self._present(row)))

    def _present(self, row: int) -> str:
        if self._style.graduated:
            return self._style.ramp[row]
        return self._colour(self._value(row))

    def _value(self, row: int) -> str:
        item = self.table.item(row, 0)
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def recolour(self, row: int, colour: str) -> None:
        """Give the class of a row another colour; nothing where it is empty."""
        if not colour:
            return
        if self._style.graduated:
            ramp = list(self._style.ramp)
            ramp[row] = colour
            self._take(replace(self._style, ramp=tuple(ramp)))
        else:
            colours = {**self._style.colours, self._value(row): colour}
            self._take(replace(self._style, colours=colours))

    def _take_bound(self, item: QTableWidgetItem) -> None:
        """Take a bound that was typed; the classes are by hand from then on."""
        if item.column() != 1 or not self._style.graduated:
            return
        typed = forms.parsed(item.text(), "number")
        breaks = list(self._style.breaks)
        if isinstance(typed, int | float):
            breaks[item.row()] = float(typed)
        if not isinstance(typed, int | float) or any(b <= a for a, b in pairwise(breaks)):
            self._refused = PlanError(
                "Bounds are numbers that ascend from row to row; {value} does not fit between"
                " those beside it. Type another one.",
                value=item.text()[:40],
            )
            self.changed.emit()
            return
        self.scheme.setCurrentIndex(self.scheme.findData(""))
        self._take(replace(self._style, breaks=tuple(breaks), scheme=""))

    def _take(self, style: Style) -> None:
        self._style, self._refused = style, None
        if style.by:
            self._show_mode(self.mode.currentData())
        self.fill.show_colour(style.fill)
        self._quietly(self.count, lambda: self.count.setValue(len(style.breaks) or USUAL))
        self._fill_table()
        self.changed.emit()

    def styled(self, style: Style) -> Style:
        """Return a style with what this page says.

        Raises
        ------
        PlanError
            Where there is nothing to be classified, or a bound that does not fit.
        """
        if self._refused is not None:
            raise self._refused
        own = self._style
        return replace(
            style,
            fill=own.fill,
            by=own.by,
            colours=own.colours,
            breaks=own.breaks,
            ramp=own.ramp,
            scheme=own.scheme,
        )


def _titled(one: Subject) -> str:
    title = one.title if one.own else words.declared(one.title)
    return f"{title} [{words.unit(one.unit)}]" if one.unit else title


def _picture(ramp: Ramp) -> QIcon:
    """Return a picture of a ramp."""
    pixmap = QPixmap(_RAMP_PX * 2)
    painter = QPainter(pixmap)
    for x, colour in enumerate(ramp.colours(pixmap.width())):
        painter.fillRect(x, 0, 1, pixmap.height(), QColor(colour))
    painter.end()
    return QIcon(pixmap)
