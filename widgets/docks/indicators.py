"""Indicators beside their targets, by set; values that the plan does not compute are typed here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from layers.analysis.indicators import ADVICE, State
from layers.analysis.totals import totals
from layers.edits.indicators import set_indicator
from layers.edits.parameters import reset_parameter
from resources.translations import current, tr
from widgets import indicator_words, theme
from widgets.bridge import Bridge
from widgets.docks.scorecard import NAME, ROW, STATE, TARGET, VALUE, VALUE_FROM, Scorecard
from widgets.forms import ChoiceDelegate
from widgets.panel import Attentive, Panel

_NUMBERS: Final = (VALUE, TARGET, STATE)
"""Columns as wide as their texts: they are read in any panel."""
_MOST_LETTERS: Final = 26
"""Greatest width of such a column. [letters]"""
_NAME_LETTERS: Final = (18, 40)
"""Least width of names, and the one they have once sources stand beside them. [letters]"""
_FROM_LETTERS: Final = (12, 24)
"""Least widths of where values and targets come from. [letters]"""


class IndicatorsPanel(Attentive, QWidget):
    """Lists the indicators of the sets in use; a filter, and values typed in place.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._rows: Sequence[dict[str, Any]] = ()
        self.model = Scorecard(bridge, self)
        self.shown = QComboBox()
        self.shown.setAccessibleName(tr("Which indicators"))
        self.shown.addItem(tr("All indicators"), "")
        for state, text in indicator_words.states().items():
            self.shown.addItem(text, str(state))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search indicators"))
        self.search.setClearButtonEnabled(True)
        self.state = QLabel()
        self.state.setObjectName("muted")
        self.state.setWordWrap(True)
        self.tree = QTreeView()
        self._dress()
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE)
        head.addWidget(self.shown)
        head.addWidget(self.search, 1)
        above = QVBoxLayout()
        above.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, 0)
        above.setSpacing(theme.SPACE)
        above.addLayout(head)
        above.addWidget(self.state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(above)
        layout.addWidget(self.tree)

        self.shown.currentIndexChanged.connect(self._show_found)
        self.search.textChanged.connect(self._show_found)
        self.tree.customContextMenuRequested.connect(self._offer)
        self.tree.clicked.connect(self._ask)
        bridge.results_changed.connect(self.follow)
        bridge.state_changed.connect(self.tree.viewport().update)
        self.show_present()

    def _dress(self) -> None:
        tree = self.tree
        tree.setModel(self.model)
        tree.setItemDelegate(ChoiceDelegate(tree))
        tree.setFont(theme.numeric_font(tree.font()))
        tree.setAccessibleName(tr("Targets"))
        tree.setUniformRowHeights(True)
        tree.setAlternatingRowColors(True)
        tree.setIndentation(12)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = tree.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        tree.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.tree.viewport() and event.type() == QEvent.Type.Resize:
            self._share_width()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Make numbers and states as wide as their texts."""
        most = _MOST_LETTERS * self.tree.fontMetrics().averageCharWidth()
        for column in _NUMBERS:
            self.tree.resizeColumnToContents(column)
            self.tree.setColumnWidth(column, min(self.tree.columnWidth(column), most))
        self._share_width()

    def _share_width(self) -> None:
        """Give names what room is left; where values come from is seen beside them, or behind."""
        tree = self.tree
        letter, width = tree.fontMetrics().averageCharWidth(), tree.viewport().width()
        left = width - sum(tree.columnWidth(column) for column in _NUMBERS)
        least, wide = (letters * letter for letters in _NAME_LETTERS)
        sources = sum(_FROM_LETTERS) * letter
        beside = left - sources >= wide
        tree.setColumnWidth(NAME, wide if beside else max(left, least))
        tree.setColumnWidth(VALUE_FROM, _FROM_LETTERS[0] * letter)

    @override
    def show_present(self) -> None:
        """Show the indicators as they are now."""
        results = self._bridge.results
        if results is None:
            self.state.setText(tr("computing…"))
            return
        found = totals(results, speak=current().sentence, stamped=False)
        self._rows = found["indicators"]
        self._show_found()

    def _show_found(self) -> None:
        text, state = self.search.text().strip().casefold(), self.shown.currentData()
        rows = [
            row
            for row in self._rows
            if state in {"", row["state"]}
            and text in f"{row['id']} {row['title']} {row['title_zh']}".casefold()
        ]
        if self.model.show_rows(rows):
            self.tree.expandAll()
            for place in range(self.model.rowCount()):
                self.tree.setFirstColumnSpanned(place, self.tree.rootIndex(), True)
        self._fit()
        self._show_state()

    def _show_state(self) -> None:
        states = [row["state"] for row in self._rows]
        if not states:
            self.state.setText(
                tr("The plan uses no set of indicators. Choose sets in Assumptions, Plan settings.")
            )
            return
        texts = [
            tr(
                "{met} of {n} binding targets are met.",
                met=states.count(State.MET),
                n=states.count(State.MET) + states.count(State.NOT_MET),
            )
        ]
        advice = sum(state in ADVICE for state in states)
        if advice:
            reached = states.count(State.REACHED)
            texts.append(
                tr("{reached} of {n} that only advise are reached.", reached=reached, n=advice)
            )
        if incomplete := states.count(State.INCOMPLETE):
            texts.append(
                tr(
                    "{n} values are incomplete, as inputs are missing: their targets wait.",
                    n=incomplete,
                )
            )
        if unknown := states.count(State.UNKNOWN):
            texts.append(tr("{n} values are missing: double-click to type one.", n=unknown))
        self.state.setText(" ".join(texts))

    def _ask(self, index: object) -> None:
        row = self._row(index)
        if row is not None:
            self._bridge.why_requested.emit(f"indicators.{row['id']}")

    def _row(self, index: Any) -> dict[str, Any] | None:  # noqa: ANN401
        found = index.data(ROW)
        return found if isinstance(found, dict) else None

    def _offer(self, place: QPoint) -> None:
        index = self.tree.indexAt(place)
        row = self._row(index)
        if row is None:
            return
        menu = QMenu(self)
        menu.addAction(theme.icon("why"), tr("Why this number?"), lambda: self._open_why(index))
        typed = menu.addAction(
            theme.icon("delete"), tr("Take back the typed value"), lambda: self.take_back(row["id"])
        )
        typed.setEnabled(row["origin"] == "typed" and not self._bridge.session.read_only)
        target = menu.addAction(
            theme.icon("restore"), tr("Restore the target"), lambda: self.restore(row["id"])
        )
        target.setEnabled(row["confidence"] == "user" and not self._bridge.session.read_only)
        menu.exec(self.tree.viewport().mapToGlobal(place))
        menu.deleteLater()

    def _open_why(self, index: object) -> None:
        self._ask(index)
        self._bridge.open_panel("why")

    def take_back(self, id_: str) -> None:
        """Take away what is typed for an indicator."""
        self._bridge.attempt(lambda plan: set_indicator(plan, id_, None))

    def restore(self, id_: str) -> None:
        """Set the target of an indicator back to what is shipped."""
        self._bridge.attempt(lambda plan: reset_parameter(plan, f"target.{id_}"))


PANEL = Panel(
    id="indicators",
    title=lambda: tr("Targets"),
    icon="target",
    area="right",
    order=8,
    key="Shift+F8",
    make=IndicatorsPanel,
    tab="numbers",
)
