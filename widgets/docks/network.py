"""The green network: its gaps, parts, patches and corridors, each shown on the map by a click."""

from __future__ import annotations

from typing import Final, cast

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

from layers.measure import Results
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.docks.network_rows import LISTINGS, READS, Listing, NetRow
from widgets.listing import dress_rows, lay_out
from widgets.panel import Attentive, Panel

Index = QModelIndex | QPersistentModelIndex
_COLUMNS: Final = 3
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class NetModel(QAbstractTableModel):
    """Rows of one listing.

    Parameters
    ----------
    parent
        Owner in Qt.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[NetRow] = []
        self._heads = ("", "", "")

    def show_rows(self, heads: tuple[str, str, str], rows: list[NetRow]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._heads, self.rows = heads, rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else _COLUMNS

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section > 0:
            return _RIGHT
        return self._heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        shown: object = None
        if role == Qt.ItemDataRole.DisplayRole:
            shown = row.texts[column]
        elif role == Qt.ItemDataRole.ToolTipRole:
            pairs = zip(self._heads, row.texts, strict=True)
            shown = words.hint("\n".join(f"{head}: {text}" for head, text in pairs))
        elif role == Qt.ItemDataRole.TextAlignmentRole and column > 0:
            shown = _RIGHT
        elif role == Qt.ItemDataRole.ForegroundRole and row.warns and column == 0:
            shown = QBrush(QColor(theme.colours().warning))
        return shown


class NetworkPanel(Attentive, QWidget):
    """Lists the green network, and shows on the map what is chosen.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.model = NetModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Green network"))
        dress_rows(self.table)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, _COLUMNS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.listed = QComboBox()
        self.listed.setAccessibleName(tr("What is listed"))
        for one in LISTINGS:
            self.listed.addItem(one.title(), one.id)
        self.state = QLabel()
        self.state.setObjectName("muted")
        self.state.setWordWrap(True)
        lay_out(self, self.listed, self.state, self.table)

        self.listed.currentIndexChanged.connect(self.show_present)
        self.table.clicked.connect(self._look_at)
        self.table.activated.connect(self._look_at)
        bridge.results_changed.connect(self._follow_results)
        bridge.display_changed.connect(self.follow)
        self.show_present()

    @property
    def listing(self) -> Listing:
        """What is listed."""
        return LISTINGS[max(self.listed.currentIndex(), 0)]

    def _follow_results(self, changed: frozenset[str]) -> None:
        if changed & READS:
            self.follow()

    @override
    def show_present(self) -> None:
        """List the network as it is now."""
        results = self._bridge.results
        if results is None:
            self.state.setText(tr("computing…"))
            return
        rows = self.listing.rows(results, self._bridge.area_unit)
        self.model.show_rows(self.listing.heads(), rows)
        self.state.setText(self._told(results, len(rows)))

    def _told(self, results: Results, count: int) -> str:
        graph = results.value("network.graph")
        if not graph.topology.nodes:
            return tr("Import or draw green land and corridors to see how they hang together.")
        if self.listing.id == "gaps" and not count:
            return tr("Nothing lies between the parts that a corridor of usual length could close.")
        texts = {
            "gaps": tr("Click a gap to see it. With all of them closed the network would be one."),
            "parts": tr("Patches and corridors that are linked. Click one to select all of it."),
            "patches": tr("What connectivity (PC) loses without a patch, in percent."),
            "corridors": tr("What connectivity (PC) loses without a corridor, in percent."),
        }
        return texts[self.listing.id]

    def _look_at(self, index: QModelIndex) -> None:
        row = self.model.rows[index.row()]
        document = self._bridge.document
        there = {
            kind: ids[document.layer(kind).positions(ids) >= 0]
            for kind, ids in row.features.items()
            if len(ids)
        }
        if there:
            self._bridge.activate(next(iter(there)))
            self._bridge.select(cast("dict[str, list[int]]", there))
        self._bridge.look_requested.emit(row.bounds)
        if not row.features:  # a gap: nothing is selected there that would show it
            west, south, east, north = row.bounds
            self._bridge.flash_requested.emit(((west + east) / 2, (south + north) / 2))


PANEL = Panel(
    id="network",
    title=lambda: tr("Green network"),
    icon="corridor",
    area="right",
    order=8,
    key="Shift+F7",
    make=NetworkPanel,
    tab="numbers",
    hidden=True,
)
