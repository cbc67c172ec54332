"""The page of the style editor for colours: one, one for each value, or by number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Final

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHeaderView,
    QLabel,
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
    categorised,
    class_numbers,
    colour_for,
    graduated,
    titles,
)
from layers.errors import PlanError
from layers.kinds import kinds
from layers.looks import text_of
from layers.style import Style
from resources.translations import tr
from widgets import forms, theme, words
from widgets.bridge import Bridge
from widgets.dialogs.colour import ColourButton, ask_colour
from widgets.dialogs.histogram import Histogram
from widgets.dialogs.ramp import chosen_ramp, ramp_box, show_ramp
from widgets.spin import SpinBox

SINGLE: Final = "single"
VALUES: Final = "values"
NUMBERS: Final = "numbers"
MOST_VALUES: Final = 300
USUAL: Final = 5
"""Classes that a graduated style has at first."""
_COUNTED: Final = frozenset({"natural", "quantiles", "equal"})
"""Ways to find classes that take a number of them; the others find their own."""
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


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
        self.count = SpinBox()
        self.count.setRange(FEWEST, MOST)
        self.ramp = ramp_box()
        self.backwards = QCheckBox(tr("Turn the ramp round"))
        self.histogram = Histogram()
        self.table = QTableWidget(0, 4)
        self._wanted = USUAL
        self._lay_out()
        self.mode.activated.connect(self._choose_mode)
        self.subject.activated.connect(self._choose_subject)
        self.fill.changed.connect(self._take_fill)
        for widget in (self.scheme, self.ramp):
            widget.activated.connect(self._classify)
        self.count.valueChanged.connect(self._take_count)
        self.histogram.moved.connect(self._move_bound)
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
        self.table.verticalHeader().hide()
        self.table.setAlternatingRowColors(True)
        self.table.setAccessibleName(tr("Classes"))
        self.table.setToolTip(tr("Double-click or press Enter on a colour to choose another"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[3 * theme.SPACE] * 4)
        layout.setSpacing(2 * theme.SPACE)
        layout.addLayout(self.form)
        layout.addWidget(self.histogram)
        layout.addWidget(self.table, 1)
        layout.addStretch()

    # ---- showing --------------------------------------------------------------------------------

    def show_style(self, style: Style) -> None:
        """Show a style without telling that it is another one."""
        self._style, self._refused = style, None
        self.blockSignals(True)
        mode = NUMBERS if style.graduated else VALUES if style.by else SINGLE
        self._show_mode(mode)
        self.fill.show_colour(style.fill)
        self._wanted = len(style.breaks) or USUAL
        if style.graduated:
            self.scheme.setCurrentIndex(max(self.scheme.findData(style.scheme), 0))
            self.backwards.setChecked(show_ramp(self.ramp, style))
        self._show_count()
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
        self.histogram.setVisible(mode == NUMBERS)
        value = tr("Up to") if mode == NUMBERS else tr("Value")
        self.table.setHorizontalHeaderLabels([tr("Colour"), value, tr("Title"), tr("Features")])

    def _show_count(self) -> None:
        """Show how many classes there are; some ways to find them choose that themselves."""
        free = self.scheme.currentData() not in _COUNTED
        shown = len(self._style.breaks) or self._wanted if free else self._wanted
        self._quietly(self.count, lambda: self.count.setValue(shown))
        self.count.setEnabled(not free)

    def _fill_table(self) -> None:
        self._quietly(self.table, self._put_rows)

    def _put_rows(self) -> None:
        """Show the classes in the rows that are there, as an editor may be open in one."""
        self.table.setRowCount(len(rows := self._rows()))
        for place, row in enumerate(rows):
            self._put_row(place, row)

    def _rows(self) -> list[tuple[str, str, str, int]]:
        """Return colour, value or bound, title and count of each class."""
        style = self._style
        if style.graduated:
            values = self._numbers()
            self.histogram.show_values(values, style.breaks, style.ramp)
            found = class_numbers(values, style.breaks)
            counts = np.bincount(found[found >= 0], minlength=len(style.breaks)).tolist()
            bounds = (words.figures(bound, 6) for bound in style.breaks)
            return list(zip(style.ramp, bounds, titles(style.breaks), counts, strict=True))
        ordered = self._sorted(self._values().most_common(MOST_VALUES)) if style.by else []
        return [(self._colour(value), value, self._title(value), n) for value, n in ordered]

    def _sorted(self, found: list[tuple[str, int]]) -> list[tuple[str, int]]:
        """Return values in the order of their code set or their list, others the frequent first."""
        document, column = self._bridge.document, kinds()[self._kind].column(self._style.by)
        order = [one for one, _ in forms.choices(column, document)] if column else []
        places = {value: place for place, value in enumerate(order)}
        return sorted(found, key=lambda one: places.get(one[0], len(places)))

    def _put_row(self, place: int, row: tuple[str, str, str, int]) -> None:
        colour, value, title, count = row
        fixed = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        for column, text in enumerate(("", value, title, words.number(count))):
            item = self.table.item(place, column)
            if item is None:
                item = QTableWidgetItem()
                self.table.setItem(place, column, item)
            bound = self._style.graduated and column == 1
            item.setText(text)
            item.setFlags(fixed | Qt.ItemFlag.ItemIsEditable if bound else fixed)
            if column == 0:
                item.setIcon(theme.swatch(colour, "#80808080"))
                item.setData(Qt.ItemDataRole.UserRole, value)
            item.setTextAlignment(_RIGHT if bound or column == 3 else _LEFT)

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
        ramp, backwards = chosen_ramp(self.ramp), self.backwards.isChecked()
        if by is None:
            return
        if not scheme and self._style.breaks and self._style.by == by:
            colours = ramp.colours(len(self._style.breaks), backwards=backwards)
            self._take(replace(self._style, ramp=colours, scheme=""))
            return
        values = numbers(self._bridge.document, self._kind, by, self._bridge.results)
        count = self._wanted
        make = partial(graduated, self._style, by, values, scheme or "quantiles", count, ramp)
        try:
            self._take(make(backwards=backwards))
        except PlanError as error:
            self._refused = error
            self._quietly(self.table, lambda: self.table.setRowCount(0))  # classes of another field
            self.histogram.show_values(values, (), ())
            self.changed.emit()

    def _take_count(self, count: int) -> None:
        self._wanted = count
        self._classify()

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
            self.backwards.setChecked(show_ramp(self.ramp, self._style))
        else:
            colours = {**self._style.colours, self._value(row): colour}
            self._take(replace(self._style, colours=colours))

    def _take_bound(self, item: QTableWidgetItem) -> None:
        """Take a bound that was typed; the classes are by hand from then on."""
        if item.column() != 1 or not self._style.graduated:
            return
        typed = forms.parsed(item.text(), "number")
        if not isinstance(typed, int | float) or not self._move_bound(item.row(), float(typed)):
            self._refused = PlanError(
                "Bounds are numbers that ascend from row to row; {value} does not fit between"
                " those beside it. Type another one.",
                value=item.text()[:40],
            )
            self.changed.emit()

    def _move_bound(self, place: int, bound: float) -> bool:
        """Put a bound elsewhere; return whether it fits between those beside it."""
        breaks = list(self._style.breaks)
        breaks[place] = bound
        if any(following <= one for one, following in pairwise(breaks)):
            return False
        self.scheme.setCurrentIndex(self.scheme.findData(""))
        self._take(replace(self._style, breaks=tuple(breaks), scheme=""))
        return True

    def _take(self, style: Style) -> None:
        self._style, self._refused = style, None
        if style.by:
            self._show_mode(self.mode.currentData())
        self.fill.show_colour(style.fill)
        self._show_count()
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
