"""The assumptions behind the numbers, to read and to change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, cast

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from layers.analysis.used_factors import used_factors
from layers.edit import Change
from layers.edits.factor_sets import restore_all
from resources.translations import tr
from widgets import key_totals, theme
from widgets.bridge import Bridge
from widgets.docks.effects import EffectsLine
from widgets.docks.factors import (
    CONFIDENCE,
    GROUP,
    SOURCE,
    YEAR,
    FactorModel,
    FoundFactors,
    confidences,
    group_titles,
)
from widgets.forms import ChoiceDelegate
from widgets.jobs import Latest
from widgets.listing import dress_rows
from widgets.panel import Panel

_LETTERS: Final = {0: 16, 1: 6, 2: 6, 3: 6, 4: 10, YEAR: 6}
"""Least width of columns. [letters]"""
_WHOLE: Final = (1, 2, 3, 4)
"""Columns of numbers and units: they are as wide as what is in them."""
_NAME_LETTERS: Final = 40
"""Names are so wide before year and source stand beside them. [letters]"""
_SOURCE_LETTERS: Final = 24
USED: Final = "used"
"""Chosen in place of how sure a factor is, to see those that move a number of the plan."""
_RELETTERED: Final = (QEvent.Type.Polish, QEvent.Type.FontChange, QEvent.Type.StyleChange)
_MARK_PX: Final = 24
"""Width of the column of marks. [px]"""


class AssumptionsPanel(QWidget):
    """Factors and settings with group filter and search; values are edited in place.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.model = FactorModel(bridge, self)
        self.found = FoundFactors(self)
        self.found.setSourceModel(self.model)
        self._add_filters()
        self.table = QTableView()
        self._fitted: tuple[QFontMetrics, QFontMetrics] | None = None
        self._dress_table()
        self.effects = EffectsLine(bridge, self)
        self._latest = Latest(self)
        self._latest.answered.connect(self._show_used)
        self._lay_out()

        self.group.currentIndexChanged.connect(self._show_group)
        self.sure.currentIndexChanged.connect(self._show_sure)
        self.search.textChanged.connect(self._show_text)
        self.table.customContextMenuRequested.connect(self._offer)
        self.found.modelReset.connect(self._span_settings)
        restore = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        restore.setContext(Qt.ShortcutContext.WidgetShortcut)
        restore.activated.connect(self.restore_current)
        bridge.document_changed.connect(self._follow_document)
        bridge.state_changed.connect(self.table.viewport().update)
        self._span_settings()

    def _add_filters(self) -> None:
        self.group = QComboBox()
        self.group.setAccessibleName(tr("Group of factors"))
        self.group.addItem(tr("All groups"), "")
        for name, title in group_titles().items():
            self.group.addItem(title, name)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search factors"))
        self.search.setClearButtonEnabled(True)
        self.sure = QComboBox()
        self.sure.setAccessibleName(tr("How sure"))
        self.sure.addItem(tr("However sure"), "")
        for name in ("user", "verified", "recalled", "assumption"):
            self.sure.addItem(confidences()[name], name)
        self.sure.insertSeparator(self.sure.count())
        self.sure.addItem(tr("Used in this plan"), USED)
        for box in (self.group, self.sure):  # a narrow panel would take the map's room
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(8)
            view = box.view()  # the list below is as wide as its words, whatever the box is
            view.setMinimumWidth(view.sizeHintForColumn(0) + 6 * theme.SPACE)
        words = self.sure.fontMetrics().horizontalAdvance(tr("Used in this plan"))
        self.sure.setMinimumWidth(words + 10 * theme.SPACE)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.SPACE, 0, 2 * theme.SPACE, 0)
        head.setSpacing(theme.SPACE)
        head.addWidget(self.group)
        head.addWidget(self.sure)
        head.addWidget(self.search, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(head)
        layout.addWidget(self.table)
        layout.addWidget(self.effects)

    def _dress_table(self) -> None:
        table = self.table
        table.setModel(self.found)
        table.setItemDelegate(ChoiceDelegate(table))
        table.setFont(theme.numeric_font(table.font()))
        table.setAccessibleName(tr("Assumptions"))
        dress_rows(table)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(_MARK_PX)
        self._fit()
        table.setColumnWidth(CONFIDENCE, _MARK_PX)
        # How sure a value is stands before where it comes from, which takes what room is left.
        header.moveSection(header.visualIndex(CONFIDENCE), SOURCE)
        header.moveSection(header.visualIndex(YEAR), CONFIDENCE - 1)
        header.moveSection(header.visualIndex(SOURCE), CONFIDENCE)
        table.viewport().installEventFilter(self)
        table.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table.viewport() and event.type() == QEvent.Type.Resize:
            self._share_width()
        # The letters are known once the program's own look is on the table, and change with it.
        if watched is self.table and event.type() in _RELETTERED:
            self._fit()
            self._share_width()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Make columns as wide as their titles, those of numbers and units as what is in them."""
        table, metrics = self.table, self.table.fontMetrics()
        head = table.horizontalHeader().fontMetrics()
        if (metrics, head) == self._fitted:  # a change of look tells so many times
            return
        self._fitted = metrics, head
        for column, letters in _LETTERS.items():
            title = str(self.found.headerData(column, Qt.Orientation.Horizontal))
            needed = [letters * metrics.averageCharWidth(), head.horizontalAdvance(title)]
            if column in _WHOLE:
                needed += map(metrics.horizontalAdvance, self.model.texts(column))
            table.setColumnWidth(column, max(needed) + 4 * theme.SPACE)

    def _share_width(self) -> None:
        """Give the names the room that numbers and marks leave; year and source follow behind."""
        table = self.table
        letter = table.fontMetrics().averageCharWidth()
        taken = sum(table.columnWidth(place) for place in (1, 2, 3, 4, CONFIDENCE))
        left, wide = table.viewport().width() - taken, _NAME_LETTERS * letter
        behind = table.columnWidth(YEAR) + _SOURCE_LETTERS * letter
        beside = left - behind >= wide
        table.setColumnWidth(0, wide if beside else max(left, _LETTERS[0] * letter))
        table.setColumnWidth(SOURCE, _SOURCE_LETTERS * letter)
        # Behind the edge a last column that is stretched would have no width at all.
        table.horizontalHeader().setStretchLastSection(beside)

    def show_lacking(self, ids: Iterable[str]) -> None:
        """Show the factors that the file of the plan lacks, as a group of their own."""
        title = tr("Not in the file")
        if (place := self.group.findText(title)) < 0:
            place = self.group.count()
            self.group.addItem(title)
        self.group.setItemData(place, tuple(ids))
        self.search.clear()
        self.group.setCurrentIndex(place)
        self._show_group()

    def _show_group(self) -> None:
        chosen = self.group.currentData()
        ids, group = ((), chosen) if isinstance(chosen, str) else (chosen, "")
        self._narrow(lambda: (self.found.show_ids(ids), self.found.show_group(group)))

    def _show_sure(self) -> None:
        """Show the factors that are as sure as is chosen, or those that the plan uses."""
        chosen, results = str(self.sure.currentData() or ""), self._bridge.results
        self._latest.cancel()
        used = frozenset[str]() if chosen == USED else None
        self._narrow(lambda: (self.found.show_sure("" if used is not None else chosen),
                              self.found.show_used(used)))  # fmt: skip
        if used is not None and results is not None:
            self.search.setPlaceholderText(tr("Looking for the factors in use…"))
            self._latest.ask(lambda progress: used_factors(results, key_totals.TITLES, progress))
        else:
            self.search.setPlaceholderText(tr("Search factors"))

    def _show_used(self, answer: object) -> None:
        found = cast("frozenset[str]", answer)
        self.search.setPlaceholderText(tr("Search factors"))
        self._narrow(lambda: self.found.show_used(found))

    def _show_text(self, text: str) -> None:
        self._narrow(lambda: self.found.show_text(text))

    def _narrow(self, show: Callable[[], object]) -> None:
        """Show other rows; the rooms of settings must not be left to the rows that come there."""
        self.table.clearSpans()
        show()
        self._span_settings()

    def _follow_document(self, change: Change) -> None:
        names = frozenset(key for section, key in change.values if section == "parameters")
        if names:
            self.model.show_parameters(names)
            self._widen(names)

    def _widen(self, names: Iterable[str]) -> None:
        """Keep numbers whole that were typed."""
        metrics = self.table.fontMetrics()
        for row in filter(lambda row: row >= 0, map(self.model.row_of, names)):
            if self.model.group_at(row) != "plan":
                for column in _WHOLE:
                    text = str(self.model.index(row, column).data())
                    needed = metrics.horizontalAdvance(text) + 4 * theme.SPACE
                    if needed > self.table.columnWidth(column):
                        self.table.setColumnWidth(column, needed)
                        self._share_width()

    def _span_settings(self) -> None:
        """Give the value of a setting, a name as a rule, the room of all three values."""
        self.table.clearSpans()
        for row in range(self.found.rowCount()):
            if self.found.index(row, 0).data(GROUP) != "plan":
                return  # settings come first
            self.table.setSpan(row, 1, 1, self.found.columnCount() - 1)

    def _row(self) -> int:
        return self.found.mapToSource(self.table.currentIndex()).row()

    def restore_current(self) -> None:
        """Set the current factor back to what is shipped."""
        if self._row() >= 0:
            self.model.restore(self._row())

    def restore_all(self) -> None:
        """Set all factors back to what is shipped, in one step."""
        self._bridge.attempt(restore_all)

    def _offer(self, place: QPoint) -> None:
        index = self.table.indexAt(place)
        if not index.isValid():
            return
        self.table.setCurrentIndex(index)
        menu = QMenu(self)
        action = menu.addAction(
            theme.icon("restore"), tr("Restore the shipped value"), self.restore_current
        )
        action.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        action.setEnabled(self.model.edited(self._row()))
        every = menu.addAction(tr("Restore all assumptions"), self.restore_all)
        every.setEnabled(bool(restore_all(self._bridge.document).deltas))
        menu.exec(self.table.viewport().mapToGlobal(place))
        menu.deleteLater()


PANEL = Panel(
    id="assumptions",
    title=lambda: tr("Assumptions"),
    icon="assumptions",
    area="right",
    order=2,
    key="Ctrl+5",
    make=AssumptionsPanel,
    tab="numbers",
)
