"""The attributes of the active layer; its selection is the map's."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSignalBlocker,
    Qt,
    QTimer,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from layers.edit import Change
from layers.edits.attributes import set_values
from layers.kinds import kinds
from resources.translations import tr
from widgets import forms, theme, words
from widgets.bridge import Bridge
from widgets.completing import Completion
from widgets.docks.filtering import offered
from widgets.docks.marks import MarkedView
from widgets.docks.rows import RowsModel
from widgets.listing import dress_rows
from widgets.offers import Offer
from widgets.panel import Panel

_FILTER_MS = 150
"""How long typing rests before the rows are filtered. [ms]"""


_FILTER_LETTERS = 22
"""A filter must be readable in the smallest window. [letters]"""


class TablePanel(QWidget):
    """The attribute table with filter, sorting and editing.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._following = False
        self.model = RowsModel(bridge, self)
        self._make_head()
        self.state = QLabel()
        self.state.setObjectName("muted")
        self.empty = QLabel()
        self.empty.setObjectName("muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.table = MarkedView(self.model)
        self._dress_table()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FILTER_MS)

        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_FILTER_MS)

        self._timer.timeout.connect(self.apply_filter)
        self._resting.timeout.connect(self.follow_view)
        self.in_view.toggled.connect(self.follow_view)
        bridge.view_changed.connect(self._resting.start)
        self.filter.textChanged.connect(self._timer.start)
        self.filter.returnPressed.connect(self.apply_filter)
        self.only_selected.toggled.connect(self._follow_selection)
        self.select_shown.clicked.connect(self.select_rows_shown)
        self.kind.activated.connect(lambda: bridge.activate(self.kind.currentData()))
        self.table.marks.marked.connect(self._tell_selection)
        self.table.customContextMenuRequested.connect(self._offer)
        bridge.document_changed.connect(self._follow_document)
        bridge.selection_changed.connect(self._follow_selection)
        bridge.visibility_changed.connect(self._follow_active)
        bridge.display_changed.connect(self._follow_unit)

        self._follow_active()
        self._show_state()

    def _make_head(self) -> None:
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Layer"))
        for id_, kind in reversed(list(kinds().items())):
            self.kind.addItem(words.declared(kind.title), id_)
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(
            theme.icon("filter", theme.colours().muted), QLineEdit.ActionPosition.LeadingPosition
        )
        self.offers = Completion(self.filter, self._offered)
        self.only_selected = QCheckBox(tr("Selected only"))
        self.in_view = QCheckBox(tr("In the map's view"))
        self.select_shown = QToolButton()
        self.select_shown.setIcon(theme.icon("select-all"))
        self.select_shown.setAutoRaise(True)
        self.select_shown.setToolTip(tr("Select all rows that are shown, on the map too"))
        self.select_shown.setAccessibleName(self.select_shown.toolTip())

        self._beside_filter = (self.kind, self.select_shown, self.only_selected, self.in_view)
        letter = self.filter.fontMetrics().averageCharWidth()
        self.filter.setMinimumWidth(_FILTER_LETTERS * letter)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_state()

    def _dress_table(self) -> None:
        table = self.table
        table.setFont(theme.numeric_font(table.font()))
        table.setAccessibleName(tr("Attributes"))
        dress_rows(table)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        # Rows of one height: 100,000 of them need no measuring.
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        # The head asks of each row whether it is selected, 2 s for 10,000 of them: it gets a
        # selection of its own, which stays empty.
        header.setSelectionModel(QItemSelectionModel(self.model, header))
        table.setSortingEnabled(True)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.SPACE, 0, 2 * theme.SPACE, 0)
        head.setSpacing(2 * theme.SPACE)
        head.addWidget(self.kind)
        head.addWidget(self.filter, 1)
        head.addWidget(self.select_shown)
        head.addWidget(self.only_selected)
        head.addWidget(self.in_view)
        head.addWidget(self.state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)

    # ---- following the plan ---------------------------------------------------------------------

    def _follow_document(self, change: Change) -> None:
        if change.values:  # names and colours may be other ones
            self.model.forget_titles()
            self.table.viewport().update()
        if self.model.kind not in change.rows:
            return
        self._following = True
        try:
            moved = self.model.show_document(change.rows[self.model.kind])
        finally:
            self._following = False
        if moved:
            self._follow_selection()

    def _follow_active(self) -> None:
        if self.model.kind != self._bridge.active:
            with QSignalBlocker(self.table.horizontalHeader()):
                self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self._refill(self._show_active)
        self.kind.setCurrentIndex(self.kind.findData(self._bridge.active))
        self._show_hint()
        self._fit_columns()

    def _show_active(self) -> None:
        self.model.show_kind(self._bridge.active)
        self.table.scrollToTop()  # what is selected is scrolled to afterwards

    def _show_hint(self) -> None:
        """Show in the filter what could be typed for this layer."""
        if self.model.kind == "parcels":
            hint = tr("Filter rows: M1, Area > 5, or = land_use = 'M1' AND far > 2")
        else:
            hint = tr("Filter rows: a word, fid < 100, or a condition behind =")
        self.filter.setPlaceholderText(hint)

    def _offered(self, before: str, asked: bool) -> tuple[int, tuple[Offer, ...]]:  # noqa: FBT001
        document, model = self._bridge.document, self.model
        columns = [model.column_at(section) for section in range(1, model.columnCount())]
        shown = [column for column in columns if column is not None]
        return offered(before, document.layer(model.kind), document, shown, asked=asked)

    def follow_view(self) -> None:
        """Show the rows alone whose features the map shows, where that is wished for."""
        self._resting.stop()
        bounds = self._bridge.view if self.in_view.isChecked() else None
        if bounds != self.model.within:
            self._refill(lambda: self.model.show_within(bounds))

    def _follow_unit(self) -> None:
        self.model.show_unit()
        self.apply_filter()

    def _fit_columns(self) -> None:
        """Give columns a width by their head and what they hold, not by looking at all rows."""
        wide = self.table.fontMetrics().averageCharWidth()
        for section in range(self.model.columnCount()):
            column = self.model.column_at(section)
            head = str(self.model.headerData(section, Qt.Orientation.Horizontal))
            needed = self.table.fontMetrics().horizontalAdvance(head) + 5 * theme.SPACE + 12
            letters = 26 if column and column.table else 10
            self.table.setColumnWidth(section, max(needed, letters * wide))

    def apply_filter(self) -> None:
        """Show the rows that hold the typed text."""
        self._timer.stop()
        self._refill(lambda: self.model.show_text(self.filter.text()))

    def _refill(self, fill: object) -> None:
        self._following = True
        try:
            fill()  # type: ignore[operator]
        finally:
            self._following = False
        self._follow_selection()

    def _show_state(self) -> None:
        shown, count = self.model.rowCount(), self.model.count
        selected = len(self._bridge.selection.get(self.model.kind, ()))
        said = tr(
            "{shown} of {n} rows, {selected} selected",
            shown=words.number(shown),
            n=count,
            selected=words.number(selected),
        )
        # In a narrow window the filter needs the room more than the words do.
        full = self.state.fontMetrics().horizontalAdvance(said)
        others = sum(widget.sizeHint().width() for widget in self._beside_filter)
        wide = max(self.filter.sizeHint().width(), self.filter.minimumWidth())
        narrow = self.width() < others + full + wide + 14 * theme.SPACE
        self.state.setText(f"{words.number(shown)} / {words.number(count)}" if narrow else said)
        # What is said at length must not keep the window wide.
        self.state.setMinimumWidth(self.state.sizeHint().width() if narrow else 1)
        self.state.setToolTip(said if narrow else "")
        trouble = self.model.trouble
        self.table.setVisible(shown > 0 and trouble is None)
        self.empty.setVisible(shown == 0 or trouble is not None)
        self.select_shown.setEnabled(shown > 0)
        if trouble is not None:
            self.empty.setText(words.sentence(trouble.message))
        elif count == 0:
            kind = words.declared(kinds()[self.model.kind].title)
            self.empty.setText(
                tr("{kind}: nothing yet. Import a file with File, Import, or draw.", kind=kind)
            )
        elif shown == 0:
            self.empty.setText(self._left_out())

    def _left_out(self) -> str:
        """Return why no row is shown although there are some."""
        if self.filter.text():
            return tr("No row fits the filter. Empty it to see all rows.")
        if self.only_selected.isChecked():
            return tr("Nothing of this layer is selected.")
        return tr("The map shows nothing of this layer now.")

    # ---- selection ------------------------------------------------------------------------------

    def _follow_selection(self) -> None:
        if self._following:
            return
        ids = self._bridge.selection.get(self.model.kind, np.empty(0, np.int64))
        self._following = True
        try:
            self.model.show_only(ids if self.only_selected.isChecked() else None)
            mask = self.model.mask_of(ids)
            self.table.show_marks(mask)
            rows = np.flatnonzero(mask)
            if len(rows) and not self.table.hasFocus():
                self.table.scrollTo(self.model.index(int(rows[0]), 0))
        finally:
            self._following = False
        self._show_state()

    def _tell_selection(self) -> None:
        if self._following:
            return
        ids = self.model.ids_at(np.flatnonzero(self.table.marks.mask))
        self._following = True
        try:
            self._bridge.select({self.model.kind: ids})
        finally:
            self._following = False
        self._show_state()

    def select_rows_shown(self) -> None:
        """Select the features of all rows that the filter leaves."""
        rows = np.arange(self.model.rowCount())
        self._bridge.select({self.model.kind: self.model.ids_at(rows)})

    def _offer(self, place: QPoint) -> None:
        index = self.table.indexAt(place)
        if not index.isValid():
            return
        id_ = np.array([self.model.id_at(index.row())])
        kind = self.model.kind
        ids = self._bridge.selection.get(kind, id_)
        menu = QMenu(self)
        menu.addAction(
            theme.icon("zoom-selection"),
            tr("Zoom to the selected features"),
            lambda: self._bridge.look_at(kind, ids),
        )
        editable = self.model.editable(index.column())
        if editable and len(ids) > 1 and not self._bridge.session.read_only:
            menu.addAction(
                theme.icon("draw"),
                tr("Give this value to all {n} selected features", n=len(ids)),
                lambda: self.spread(index),
            )
        menu.exec(self.table.viewport().mapToGlobal(place))
        menu.deleteLater()

    def spread(self, index: QModelIndex) -> None:
        """Give the value of a cell to all selected features, as one step."""
        column = self.model.column_at(index.column())
        kind = self.model.kind
        ids = self._bridge.selection.get(kind)
        if column is not None and ids is not None and self.model.editable(index.column()):
            text = str(self.model.data(index, Qt.ItemDataRole.EditRole))
            value = forms.parsed(text, column.dtype)
            self._bridge.attempt(lambda plan: set_values(plan, kind, ids, {column.id: value}))


PANEL = Panel(
    id="table",
    title=lambda: tr("Attributes"),
    icon="table",
    area="bottom",
    order=1,
    key="Ctrl+1",
    make=TablePanel,
)
