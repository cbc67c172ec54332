"""What a set of assumptions would change in the plan, before it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from layers.analysis import measures
from layers.edits.factor_sets import Comparison
from layers.factor import Value
from layers.measure import Results
from layers.message import Message
from layers.parameters import SETTINGS, Factor
from layers.progress import Progress
from resources.translations import tr
from widgets import key_totals, theme, words
from widgets.jobs import Latest
from widgets.listing import dress_rows

_SIZE: Final = (820, 560)
_MOST_TOLD: Final = 6
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NUMBERS: Final = (1, 2)
"""Columns of figures."""


class FactorSetDialog(QDialog):
    """Lists what differs, and what the plan's numbers become with it.

    Parameters
    ----------
    name
        Of the file.
    found
        What differs.
    refused
        Rows that cannot be taken, with their reasons.
    results
        Results of the plan, to hold the numbers side by side; None while there are none.
    parent
        The window.
    """

    def __init__(
        self,
        name: str,
        found: Comparison,
        refused: Mapping[str, Message],
        results: Results | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._results, self._found = results, found
        self.setWindowTitle(tr("Take in assumptions"))
        self.resize(*_SIZE)
        count = len(found.differences)
        text = tr(
            "{name}: {n} assumptions differ, {same} are the same.",
            name=name,
            n=count,
            same=words.number(found.same),
        )
        told = QLabel(text)
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setWordWrap(True)
        self.differences = self._table((tr("Factor"), tr("Plan"), tr("File"), tr("Unit")))
        for one in found.differences:
            self._add(self.differences, self._row(one.id, one.before, one.after))
        self.differences.setAccessibleName(tr("Assumptions that differ"))
        for column in _NUMBERS:
            self.differences.model().setHeaderData(
                column,
                Qt.Orientation.Horizontal,
                tr("Low / central / high"),
                Qt.ItemDataRole.ToolTipRole,
            )
        self.refused = QLabel(self._refused_text(refused))
        self.refused.setTextFormat(Qt.TextFormat.PlainText)
        self.refused.setWordWrap(True)
        self.refused.setVisible(bool(refused))
        self.heading = QLabel()
        self.totals = self._table((tr("Number"), tr("Now"), tr("Afterwards"), tr("Change")))
        self.totals.setAccessibleName(tr("Numbers that change"))
        self.buttons = QDialogButtonBox()
        self.act = self.buttons.addButton(tr("Take in"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.act.setEnabled(bool(count))
        cancel = self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * theme.SPACE)
        layout.addWidget(told)
        layout.addWidget(self.differences, 3)
        layout.addWidget(self.refused)
        layout.addWidget(self.heading)
        layout.addWidget(self.totals, 2)
        layout.addWidget(self.buttons)
        self.act.setFocus()
        self._latest = Latest(self)
        self._latest.answered.connect(self._show_totals)
        self._ask()

    @staticmethod
    def _table(heads: tuple[str, ...]) -> QTableWidget:
        table = QTableWidget(0, len(heads))
        table.setHorizontalHeaderLabels(list(heads))
        for column in _NUMBERS:
            head = QTableWidgetItem(heads[column])
            head.setTextAlignment(_RIGHT)
            table.setHorizontalHeaderItem(column, head)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setFont(theme.numeric_font(table.font()))
        dress_rows(table)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(heads)):
            table.horizontalHeader().setSectionResizeMode(
                column, QHeaderView.ResizeMode.ResizeToContents
            )
        return table

    @staticmethod
    def _add(table: QTableWidget, cells: tuple[str, ...]) -> None:
        row = table.rowCount()
        table.insertRow(row)
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setToolTip(words.hint(text))
            if column in _NUMBERS:
                item.setTextAlignment(_RIGHT)
            table.setItem(row, column, item)

    def _row(self, id_: str, before: Value, after: Value) -> tuple[str, ...]:
        name = before if isinstance(before, Factor) else after
        if isinstance(name, Factor):
            return words.named(name), _shown(before), _shown(after), words.unit(name.unit)
        title = words.declared(SETTINGS[id_].title) if id_ in SETTINGS else id_
        return title, self._setting(id_, before), self._setting(id_, after), ""

    @staticmethod
    def _setting(id_: str, value: Value) -> str:
        known = SETTINGS[id_].choices if id_ in SETTINGS else {}
        return words.declared(known[str(value)]) if str(value) in known else _shown(value)

    @staticmethod
    def _refused_text(refused: Mapping[str, Message]) -> str:
        lines = [f"{id_}: {words.sentence(reason)}" for id_, reason in refused.items()]
        head = tr("{n} rows are left out:", n=len(lines))
        more = tr("… and {n} more", n=len(lines) - _MOST_TOLD)
        return "\n".join([head, *lines[:_MOST_TOLD], *([more] if len(lines) > _MOST_TOLD else [])])

    # ---- the numbers ----------------------------------------------------------------------------

    def _ask(self) -> None:
        results, found = self._results, self._found
        if results is None or not found.differences:
            self.heading.hide()
            self.totals.hide()
            return
        self.heading.setText(tr("What becomes of the numbers is being computed."))

        def computed(progress: Progress) -> tuple[dict[str, float], dict[str, float]]:
            changed = {one.id: one.after for one in found.differences}
            parameters = MappingProxyType({**results.document.parameters, **changed})
            document = replace(results.document, parameters=parameters)
            after = measures().evaluate(document, results, progress=progress)
            return key_totals.values(results), key_totals.values(after)

        self._latest.ask(computed)

    def _show_totals(self, answer: object) -> None:
        before, after = cast("tuple[dict[str, float], dict[str, float]]", answer)
        rows = list(key_totals.changes(before, after))
        self.heading.setText(
            tr("Numbers that change") if rows else tr("None of the key numbers changes.")
        )
        self.totals.setVisible(bool(rows))
        for row in rows:
            self._add(self.totals, row)

    @override
    def done(self, result: int) -> None:
        self._latest.close()
        super().done(result)


def _shown(value: Value) -> str:
    if isinstance(value, Factor):
        bounds = (value.low, value.central, value.high)
        if bounds[0] is None and bounds[2] is None:
            return words.figures(value.central, 5)
        return " / ".join(words.figures(bound, 5) for bound in bounds)
    return words.MISSING if value is None else str(value)
