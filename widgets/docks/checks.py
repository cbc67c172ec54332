"""The problems of the plan, each with its place; looked for beside the window."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from layers.coverage.checks import Problem, check
from layers.document import Document
from layers.kinds import kinds
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.jobs import Latest
from widgets.panel import Panel

Index = QModelIndex | QPersistentModelIndex
_REACH_M = 25.0
"""How much ground around a problem's place the map shows, at least. [m]"""


class ProblemModel(QAbstractTableModel):
    """Problems; columns are layer, what is wrong, and the ground concerned.

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
        self._problems: list[Problem] = []

    def show_problems(self, problems: list[Problem]) -> None:
        """Show these problems."""
        self.beginResetModel()
        self._problems = problems
        self.endResetModel()

    def problem_at(self, row: int) -> Problem:
        """Return the problem of a row."""
        return self._problems[row]

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._problems)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Layer"), tr("Problem"), tr("Area [{unit}]", unit="m²"))[section]
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        problem = self._problems[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            area = "" if problem.area_m2 is None else words.number(problem.area_m2, 2)
            kind = words.declared(kinds()[problem.kind].title) if problem.kind in kinds() else ""
            return (kind, words.sentence(problem.text), area)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 2:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


class ChecksPanel(QWidget):
    """Looks for problems when asked, and shows the one that is chosen on the map.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._checked: Document | None = None
        self._asked: Document | None = None
        self.model = ProblemModel(bridge, self)
        self.table = QTableView()
        self._dress_table()
        self.look = QPushButton(theme.icon("check"), tr("Check the plan"))
        self.state = QLabel()
        self.state.setObjectName("muted")
        self.state.setWordWrap(True)
        head = QHBoxLayout()
        head.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, 0)
        head.setSpacing(2 * theme.SPACE)
        head.addWidget(self.look)
        head.addWidget(self.state, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(head)
        layout.addWidget(self.table)
        self._latest = Latest(self)

        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self._fail)
        self.destroyed.connect(self._latest.close)
        self.look.clicked.connect(self.check)
        self.table.activated.connect(self._look_at)
        self.table.clicked.connect(self._look_at)
        bridge.document_changed.connect(self._show_state)
        self._show_state()

    def _dress_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(tr("Checks"))
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 8)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        wide = table.fontMetrics().averageCharWidth()
        table.setColumnWidth(0, 14 * wide)
        table.setColumnWidth(2, 11 * wide)

    def check(self) -> None:
        """Look for problems in the plan as it is now."""
        document = self._bridge.document
        self._asked = document
        self.state.setText(tr("checking…"))
        self._latest.ask(lambda progress: check(document, progress))

    def _show(self, problems: object) -> None:
        self._checked = self._asked
        if isinstance(problems, list):
            self.model.show_problems(problems)
        self._show_state()

    def _fail(self, error: object) -> None:
        self._show_state()
        if isinstance(error, BaseException):
            raise error

    def _show_state(self) -> None:
        if self._latest.running:
            return
        if self._checked is None:
            text = tr("Not checked yet: overlaps, shapes, unknown codes, values out of range.")
        elif self._checked is not self._bridge.document:
            text = tr("The plan has changed since it was checked.")
        elif self.model.rowCount() == 0:
            text = tr("No problems found.")
        else:
            text = tr(
                "{n} problems. Click one to see its place.", n=words.number(self.model.rowCount())
            )
        self.state.setText(text)

    def _look_at(self, index: QModelIndex) -> None:
        problem = self.model.problem_at(index.row())
        layer = self._bridge.document.layer(problem.kind)
        ids = [id_ for id_ in problem.ids if id_ in layer.ids]
        if ids:
            self._bridge.activate(problem.kind)
            self._bridge.select({problem.kind: ids})
        if problem.x is not None and problem.y is not None:
            reach = max(_REACH_M, (problem.area_m2 or 0.0) ** 0.5 * 2)
            self._bridge.look_requested.emit(
                (problem.x - reach, problem.y - reach, problem.x + reach, problem.y + reach)
            )


PANEL = Panel(
    id="checks",
    title=lambda: tr("Checks"),
    icon="warning",
    area="right",
    order=4,
    make=ChecksPanel,
    tab="numbers",
)
