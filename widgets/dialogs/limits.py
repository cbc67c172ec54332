"""Limits of the selected parcels: at least, at most, how they bind, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from layers.document import Document
from layers.edits.attributes import set_values
from layers.errors import InvalidEditError, PlanError
from layers.indicators import INDICATORS, class_limits
from layers.kinds import kinds
from layers.message import Message
from resources.translations import tr
from widgets import forms, theme, words
from widgets.bridge import Bridge
from widgets.dialogs.warning_line import WarningLine

_LETTERS: Final = 9
"""Width of a number. [letters]"""
_SOURCE_LETTERS: Final = 30
_DASHES: Final = ("-", "\N{EN DASH}", "\N{EM DASH}", "\N{EM DASH}\N{EM DASH}")


@dataclass(frozen=True, slots=True)
class _Cell:
    """What several parcels have in a column: one text, or different ones."""

    text: str
    several: bool


def _cell(document: Document, ids: NDArray[np.int64], column: str) -> _Cell:
    layer = document.layer("parcels")
    values = layer.values(column).iloc[layer.places(ids)]
    distinct = values.drop_duplicates()
    if len(distinct) > 1:
        return _Cell("", several=True)
    value = None if distinct.empty or pd.isna(distinct.iloc[0]) else distinct.iloc[0]
    return _Cell(forms.edited_text(value), several=False)


class _Line(QLineEdit):
    """A field that knows whether something else was typed than it held."""

    def __init__(self, cell: _Cell, default: str, name: str, letters: int) -> None:
        super().__init__(cell.text)
        self._before = cell.text
        self.setPlaceholderText(tr("several") if cell.several else default)
        self.setAccessibleName(name)
        self.setToolTip(tr("A dash takes the value away.") if cell.several else "")
        self.setMinimumWidth(letters * self.fontMetrics().averageCharWidth() + 4 * theme.SPACE)

    @property
    def changed(self) -> bool:
        """Whether it holds something else than before."""
        return self.text().strip() != self._before


class _Force(QComboBox):
    """How a limit binds; nothing said means mandatory."""

    def __init__(self, cell: _Cell, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        if cell.several:
            self.addItem(tr("several"), "several")
        self.addItem(tr("mandatory"), "mandatory")
        self.addItem(tr("guiding"), "guiding")
        self._before = "several" if cell.several else cell.text or "mandatory"
        self.setCurrentIndex(max(self.findData(self._before), 0))

    @property
    def changed(self) -> bool:
        """Whether another one was chosen."""
        return self.currentData() != self._before


class LimitsDialog(QDialog):
    """A row for each indicator; what is left as it was is left so in all parcels.

    Parameters
    ----------
    bridge
        The plan; its selected parcels get the limits.
    parent
        The window.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._ids = bridge.selection.get("parcels", np.empty(0, np.int64))
        self.setWindowTitle(tr("Limits of the selection ({n})", n=len(self._ids)))
        self.lines: dict[str, _Line] = {}
        self.forces: dict[str, _Force] = {}
        self.warning = WarningLine()
        self.source_of_all = QLineEdit()
        self.source_of_all.setAccessibleName(tr("Source of all"))
        self.source_of_all.setPlaceholderText(tr("Regulatory plan, sheet, land contract…"))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        note = QLabel(
            tr(
                "A parcel without limits of its own has those of its land-use class, which guide."
                " They stand in grey, and among the assumptions."
            )
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * theme.SPACE)
        layout.addLayout(self._grid())
        layout.addWidget(note)
        layout.addWidget(self.warning)
        layout.addWidget(buttons)
        self.source_of_all.textEdited.connect(self._fill_sources)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)

    def _grid(self) -> QGridLayout:
        document = self._bridge.document
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * theme.SPACE)
        grid.setVerticalSpacing(2 * theme.SPACE)
        heads = (tr("Indicator"), tr("At least"), tr("At most"), tr("Force"), tr("Source"))
        for column, head in enumerate(heads):
            label = QLabel(head)
            label.setObjectName("muted")
            grid.addWidget(label, 0, column)
        for row, (one, defaults) in enumerate(
            zip(INDICATORS, self._defaults(document), strict=True), start=1
        ):
            title = words.declared(one.title)
            grid.addWidget(QLabel(f"{title} [{one.unit}]" if one.unit else title), row, 0)
            for column, name, default, letters in (
                (1, one.low, defaults[0], _LETTERS),
                (2, one.high, defaults[1], _LETTERS),
                (4, one.source, "", _SOURCE_LETTERS),
            ):
                cell = _cell(document, self._ids, name)
                self.lines[name] = _Line(cell, default, _head(name), letters)
                grid.addWidget(self.lines[name], row, column)
            cell = _cell(document, self._ids, one.force)
            self.forces[one.force] = _Force(cell, _head(one.force))
            grid.addWidget(self.forces[one.force], row, 3)
        last = len(INDICATORS) + 1
        grid.addWidget(QLabel(tr("Source of all")), last, 3)
        grid.addWidget(self.source_of_all, last, 4)
        grid.setColumnStretch(4, 1)
        return grid

    def _defaults(self, document: Document) -> list[tuple[str, str]]:
        """Return the limits of the class that all parcels have; empty where others count."""
        classes = class_limits(document.codes, document.parameters)
        layer = document.layer("parcels")
        codes = layer.values("land_use").iloc[layer.places(self._ids)]
        rows = np.unique(classes.rows_of(codes))
        if len(rows) != 1:
            return [("", "")] * len(INDICATORS)
        found = zip(
            INDICATORS, classes.low[rows[0]].tolist(), classes.high[rows[0]].tolist(), strict=True
        )
        none = _Cell("", several=False)
        return [
            (_default(low), _default(high))
            if all(_cell(document, self._ids, name) == none for name in (one.low, one.high))
            else ("", "")
            for one, low, high in found
        ]

    def _fill_sources(self, text: str) -> None:
        for one in INDICATORS:
            self.lines[one.source].setText(text)

    @property
    def values(self) -> dict[str, object]:
        """What was entered, by column; None for what was taken away."""
        found: dict[str, object] = {
            name: field.currentData() for name, field in self.forces.items() if field.changed
        }
        for name, line in self.lines.items():
            if line.changed:
                found[name] = _parsed(name, line.text())
        return found

    @override
    def accept(self) -> None:
        """Set the limits; stay open with the reason where they cannot be."""
        try:
            edit = set_values(self._bridge.document, "parcels", self._ids, self.values)
            self._refuse_crossed()
            self._bridge.perform(edit)
        except PlanError as error:
            self.warning.say(words.sentence(error.message))
            return
        super().accept()

    def _refuse_crossed(self) -> None:
        for one in INDICATORS:
            low, high = (_parsed(name, self.lines[name].text()) for name in (one.low, one.high))
            if isinstance(low, float) and isinstance(high, float) and low > high:
                raise InvalidEditError(
                    "{title}: at least {low} is more than at most {high}.",
                    title=Message(one.title),
                    low=f"{low:g}",
                    high=f"{high:g}",
                )


def _head(name: str) -> str:
    column = kinds()["parcels"].column(name)
    return words.column_head(column) if column else name


def _default(bound: float) -> str:
    return "" if np.isnan(bound) else words.figures(bound, 5)


def _parsed(name: str, text: str) -> object:
    column = kinds()["parcels"].column(name)
    # Whatever dash the keyboard has takes a value away.
    text = words.MISSING if text.strip() in _DASHES else text
    return forms.parsed(text, column.dtype if column else "text")
