"""Figures of parcels that are beyond their limits, listed as the plan is worked on."""

from __future__ import annotations

import math
from typing import Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QTableView,
    QWidget,
)
from typing_extensions import override

from layers.analysis.kept_limits import Standing
from layers.indicators import INDICATORS, ClassLimits
from layers.limits import Breaches, footing
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.docks.limit_texts import (
    figure_text,
    force_text,
    limit_text,
    planned_text,
    source_text,
)
from widgets.listing import dress_rows, lay_out
from widgets.panel import Attentive, Panel

Index = QModelIndex | QPersistentModelIndex
Places = NDArray[np.intp]
PARCEL, INDICATOR, FIGURE, LIMIT, BEYOND, FORCE, SOURCE = range(7)
"""Columns of the list."""
_FIGURES: Final = (FIGURE, LIMIT, BEYOND)
ALL, OWN, MANDATORY = "all", "own", "mandatory"
"""What is listed."""
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LETTERS: Final = {PARCEL: 9, INDICATOR: 15, FIGURE: 10, LIMIT: 9, BEYOND: 12, FORCE: 14}
"""Width of columns. [letters]"""


class BreachModel(QAbstractTableModel):
    """Figures beyond their limits; texts are made for the rows that are seen.

    Parameters
    ----------
    bridge
        The plan.
    parent
        Owner in Qt.
    """

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._found: Breaches | None = None
        self._classes: ClassLimits | None = None
        self._rows: Places = np.empty(0, np.intp)
        self._numbers = pd.Series(dtype="str")
        self._listed = ALL
        self._order = (FORCE, Qt.SortOrder.AscendingOrder)

    def show_breaches(self, found: Breaches | None, classes: ClassLimits | None) -> None:
        """Show these, in the order that was chosen."""
        self.beginResetModel()
        self._found, self._classes = found, classes
        self._numbers = self._bridge.document.layer("parcels").values("number")
        self._rows = self._arranged()
        self.endResetModel()

    def show_names(self) -> None:
        """Show numbers of parcels and sources of limits anew: they are in no result."""
        self._numbers = self._bridge.document.layer("parcels").values("number")
        if len(self._rows):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, SOURCE))

    def show_only(self, listed: str) -> None:
        """Show all, those of the parcels' own limits, or of the mandatory ones alone."""
        self.beginResetModel()
        self._listed = listed
        self._rows = self._arranged()
        self.endResetModel()

    def breach_at(self, row: int) -> tuple[int, int]:
        """Return the parcel's id and the place of the indicator of a row."""
        found, place = self._at(row)
        return int(found.ids[place]), int(found.indicators[place])

    def row_of(self, breach: tuple[int, int]) -> int:
        """Return the row of a parcel's indicator, -1 where it is not listed."""
        if self._found is None:
            return -1
        ids, indicators = self._found.ids[self._rows], self._found.indicators[self._rows]
        rows = np.flatnonzero((ids == breach[0]) & (indicators == breach[1]))
        return int(rows[0]) if len(rows) else -1

    def _arranged(self) -> Places:
        found = self._found
        if found is None:
            return np.empty(0, np.intp)
        if self._listed == MANDATORY:
            rows = np.flatnonzero(found.mandatory)
        elif self._listed == OWN:
            rows = np.flatnonzero(found.own)
        else:
            rows = np.arange(len(found))
        column, order = self._order
        # Equal ones stay by parcel, and within it in the order of the indicators.
        rows = rows[np.lexsort((found.indicators[rows], found.ids[rows]))]
        keys = self._keys(found, column)[rows]
        if order is Qt.SortOrder.DescendingOrder:
            return rows[np.argsort(-keys, kind="stable")]
        return rows[np.argsort(keys, kind="stable")]

    def _keys(self, found: Breaches, column: int) -> NDArray[np.float64]:
        """Return what rows are ordered by: texts by their rank."""
        beyond = np.abs(found.figures - found.limits)
        if column == PARCEL:
            texts = self._numbers.reindex(found.ids).fillna("").to_numpy(object)
            return pd.factorize(texts, sort=True)[0].astype(np.float64)
        keys = {
            INDICATOR: found.indicators,
            FIGURE: found.figures,
            LIMIT: found.limits,
            BEYOND: beyond,
        }
        rank = np.where(found.mandatory, 0, np.where(found.own, 1, 2))
        return keys.get(column, rank).astype(np.float64)

    def _at(self, row: int) -> tuple[Breaches, int]:
        return cast("Breaches", self._found), int(self._rows[row])

    # ---- Qt's questions -------------------------------------------------------------------------

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else SOURCE + 1

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self._order = (column, order)
        self._rows = self._arranged()
        self.layoutChanged.emit()

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _FIGURES:
            return _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            tr("Parcel"),
            tr("Indicator"),
            tr("Planned"),
            tr("Limit"),
            tr("Beyond by"),
            tr("Force"),
            tr("Source"),
        )[section]

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        shown: object = None
        if role == Qt.ItemDataRole.DisplayRole:
            shown = self._text(index.row(), index.column())
        elif role == Qt.ItemDataRole.ToolTipRole:
            shown = words.hint(self._tip(index.row()))
        elif role == Qt.ItemDataRole.TextAlignmentRole and index.column() in _FIGURES:
            shown = _RIGHT
        elif role == Qt.ItemDataRole.ForegroundRole:
            shown = self._ink(index.row(), index.column())
        return shown

    def _ink(self, row: int, column: int) -> QBrush | None:
        found, place = self._at(row)
        if not found.own[place]:
            return QBrush(QColor(theme.colours().muted))
        warns = found.mandatory[place] and column == FORCE
        return QBrush(QColor(theme.colours().warning)) if warns else None

    def _text(self, row: int, column: int, *, whole: bool = False) -> str:
        found, place = self._at(row)
        number, id_ = int(found.indicators[place]), int(found.ids[place])
        figure, limit = float(found.figures[place]), float(found.limits[place])
        one = INDICATORS[number]
        own, mandatory = bool(found.own[place]), bool(found.mandatory[place])
        if column == PARCEL:
            text = self._number(id_)
        elif column == INDICATOR:
            text = words.declared(one.title)
        elif column == FIGURE:
            text = planned_text(one, figure, roofed=bool(found.roofed[place]) and whole)
        elif column == LIMIT:
            bounds = (math.nan, limit) if found.above[place] else (limit, math.nan)
            text = limit_text(one, *bounds)
        elif column == BEYOND:
            text = figure_text(one, abs(figure - limit))
        elif column == FORCE:
            text = force_text(own=own, mandatory=mandatory)
        else:
            factor = "" if own else self._factor(int(found.classes[place]), number)
            text = source_text(footing(self._bridge.document, id_, number, factor))
        return text

    def _tip(self, row: int) -> str:
        texts = [self._text(row, column, whole=True) for column in range(SOURCE + 1)]
        heads = [str(self.headerData(n, Qt.Orientation.Horizontal)) for n in range(len(texts))]
        return "\n".join(f"{head}: {text}" for head, text in zip(heads, texts, strict=True) if text)

    def _factor(self, row: int, indicator: int) -> str:
        return "" if self._classes is None else self._classes.factors[row][indicator]

    def _number(self, id_: int) -> str:
        number = self._numbers.get(id_)
        return str(number) if isinstance(number, str) and number.strip() else f"#{id_}"


class LimitsPanel(Attentive, QWidget):
    """Lists what is beyond its limit, and shows the parcel that is chosen on the map.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.model = BreachModel(bridge, self)
        self.table = QTableView()
        self._dress_table()
        self.listed = QComboBox()
        self.listed.setAccessibleName(tr("Which limits"))
        self.listed.addItem(tr("All limits"), ALL)
        self.listed.addItem(tr("Without class defaults"), OWN)
        self.listed.addItem(tr("Mandatory only"), MANDATORY)
        self.state = QLabel()
        self.state.setObjectName("muted")
        self.state.setWordWrap(True)
        lay_out(self, self.listed, self.state, self.table)

        self.listed.currentIndexChanged.connect(self._show_listed)
        self.table.activated.connect(self._look_at)
        self.table.clicked.connect(self._look_at)
        bridge.results_changed.connect(self._follow_results)
        bridge.document_changed.connect(self._follow_document)
        self.show_present()

    def _dress_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(tr("Limits"))
        dress_rows(table)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = table.horizontalHeader()
        header.setSortIndicator(FORCE, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        wide = table.fontMetrics().averageCharWidth()
        for column, letters in _LETTERS.items():
            table.setColumnWidth(column, letters * wide)
        header.setSectionResizeMode(SOURCE, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(5 * wide)

    def _follow_results(self, changed: frozenset[str]) -> None:
        if changed & {"limits.standing", "limits.classes"}:
            self.follow()

    def _follow_document(self, _: object) -> None:
        self.model.show_names()

    @override
    def show_present(self) -> None:
        """Show what is beyond its limit now; the chosen row stays chosen."""
        chosen = self.table.currentIndex()
        breach = self.model.breach_at(chosen.row()) if chosen.isValid() else None
        results = self._bridge.results
        found = None if results is None else results.value("limits.breaches")
        classes = None if results is None else results.value("limits.classes")
        self.model.show_breaches(found, classes)
        self._choose(breach)
        self._show_state()

    def _choose(self, breach: tuple[int, int] | None) -> None:
        row = -1 if breach is None else self.model.row_of(breach)
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, 0))

    def _show_listed(self) -> None:
        self.model.show_only(self.listed.currentData())
        self._show_state()

    def _show_state(self) -> None:
        results = self._bridge.results
        if results is None:
            self.state.setText(tr("computing…"))
            return
        found = cast("Standing", results.value("limits.standing"))
        texts = [self._summary(found)]
        if found.unknown:
            texts.append(tr("{n} limits have no figure to compare with.", n=found.unknown))
        self.state.setText(" ".join(texts))

    def _summary(self, standing: Standing) -> str:
        found = standing.breaches
        if not len(standing.marks):
            return tr("Import or draw parcels to see whether they keep their limits.")
        if not standing.checked:
            return tr(
                "No parcel has both a limit and what is planned. Enter them in the table, or with"
                " Land > Limits of the selection."
            )
        if not len(found):
            return tr("All figures keep their limits.")
        return tr(
            "{n} figures are beyond their limits, {mandatory} of them beyond mandatory ones."
            " Click one to see its parcel.",
            n=len(found),
            mandatory=words.number(int(found.mandatory.sum())),
        )

    def _look_at(self, index: QModelIndex) -> None:
        id_, _ = self.model.breach_at(index.row())
        layer = self._bridge.document.layer("parcels")
        ids = np.array([id_], np.int64)
        if (layer.positions(ids) >= 0).all():
            self._bridge.activate("parcels")
            self._bridge.select({"parcels": ids})
            self._bridge.look_at("parcels", ids)


PANEL = Panel(
    id="limits",
    title=lambda: tr("Limits"),
    icon="limits",
    area="right",
    order=5,
    key="Ctrl+8",
    make=LimitsPanel,
    tab="numbers",
)
