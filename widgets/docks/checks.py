"""The problems of the plan, each with its place; looked for and mended beside the window."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from layers.coverage.checks import Problem, check
from layers.coverage.repairs import remedies, repair, repair_all, why_not
from layers.document import Document
from layers.edit import Edit
from layers.errors import PlanError
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.docks.problems import ProblemModel, title_of
from widgets.jobs import Latest
from widgets.panel import Panel

_REACH_M = 25.0
"""How much ground around a problem's place the map shows, at least. [m]"""
AGAIN_MS: Final = 600
"""A plan rests so long after a change before it is checked again. [ms]"""
QUICK_S: Final = 1.5
"""A check that took longer is begun again by hand alone. [s]"""
_MOST_IDS = 12
"""So many features of a problem are named."""


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What a check has found in a plan."""

    document: Document
    problems: list[Problem]


@dataclass(frozen=True, slots=True, eq=False)
class _Mended:
    """What mends problems of a plan."""

    document: Document
    edit: Edit


class ChecksPanel(QWidget):
    """Looks for problems when asked, shows the one that is chosen on the map, and mends it.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._checked: Document | None = None
        self._share = 0.0
        self._wanted = -1
        self._began, self._took = 0.0, 0.0
        # A plan that is checked in no time is checked again by itself, once its changes rest.
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._check_again)
        self.model = ProblemModel(self)
        self.tree = QTreeView()
        self.look = QPushButton(theme.icon("check"), tr("Check the plan"))
        self.state = QLabel()
        self.detail = QLabel()
        self.how = QComboBox()
        self.what = QLabel()
        self.fix = QPushButton(tr("Fix"))
        self.fix_all = QPushButton(tr("Fix all like this"))
        self._dress()
        self._lay_out()
        self._latest = Latest(self)

        self._latest.answered.connect(self._take)
        self._latest.failed.connect(self._fail)
        self._latest.progressed.connect(self._advance)
        self._latest.running_changed.connect(lambda _: self._show_state())
        self.destroyed.connect(self._latest.close)
        self.look.clicked.connect(self._check_or_stop)
        self.fix.clicked.connect(self.mend)
        self.fix_all.clicked.connect(self.mend_all)
        self.how.currentIndexChanged.connect(lambda _: self._show_tips())
        self.tree.clicked.connect(self._look_at)
        self.tree.activated.connect(self._look_at)
        self.tree.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        bridge.document_changed.connect(self._show_chosen)
        bridge.document_changed.connect(self._check_later)
        bridge.state_changed.connect(self._show_chosen)
        self._show_chosen()

    def _dress(self) -> None:
        tree = self.tree
        tree.setModel(self.model)
        tree.setAccessibleName(tr("Checks"))
        tree.setAlternatingRowColors(True)
        tree.setUniformRowHeights(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.setColumnWidth(1, 11 * tree.fontMetrics().averageCharWidth())
        self.model.modelReset.connect(self._fit)
        for label in (self.state, self.what):
            label.setObjectName("muted")
            label.setWordWrap(True)
        self.detail.setWordWrap(True)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.how.setAccessibleName(tr("What is done"))
        self.how.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )

    def _fit(self) -> None:
        """Make areas be read whole once the sorts are open; sentences have what is left."""
        QTimer.singleShot(0, self, lambda: self.tree.resizeColumnToContents(1))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, 0)
        head.setSpacing(2 * theme.SPACE)
        head.addWidget(self.look)
        head.addWidget(self.state, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * theme.SPACE)
        buttons.addWidget(self.fix)
        buttons.addWidget(self.fix_all)
        buttons.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * theme.SPACE, theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        foot.setSpacing(theme.SPACE)
        foot.addWidget(self.detail)
        foot.addWidget(self.what)
        foot.addWidget(self.how)
        foot.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(head)
        layout.addWidget(self.tree, 1)
        layout.addLayout(foot)

    # ---- looking --------------------------------------------------------------------------------

    def check(self) -> None:
        """Look for problems in the plan as it is now."""
        document = self._bridge.document
        self._share, self._began = 0.0, time.monotonic()
        self._latest.ask(lambda progress: _Found(document, check(document, progress)))

    def _check_later(self) -> None:
        # Not from a lambda: of a panel that went Qt disconnects its own methods alone.
        self._again.start()

    def _check_again(self) -> None:
        """Look again where the list is of another state of the plan, and looking takes no time."""
        stale = self._checked is not None and self._checked is not self._bridge.document
        if stale and self._took < QUICK_S and self.isVisible() and not self._latest.running:
            self._wanted = self.model.number(self.tree.currentIndex())
            self.check()

    def go_on(self) -> None:
        """Choose the next problem, the first one after the last, and show its place."""
        count = len(self.model.problems)
        if count:
            self._choose((self.model.number(self.tree.currentIndex()) + 1) % count)

    def _choose(self, number: int) -> None:
        index = self.model.place(number)
        if index.isValid():
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index)
            self._look_at(index)

    def _check_or_stop(self) -> None:
        if self._latest.running:
            self._latest.cancel()
        else:
            self.check()

    def _look_at(self, index: QModelIndex) -> None:
        problem = self.model.problem(index)
        if problem is None:
            return
        layer = self._bridge.document.layer(problem.kind)
        ids = [id_ for id_ in problem.ids if id_ in layer.ids]
        if ids:
            self._bridge.activate(problem.kind)
            self._bridge.select({problem.kind: ids})
        if problem.x is not None and problem.y is not None:
            west, south, east, north = (problem.x, problem.y, problem.x, problem.y)
            if problem.shape is not None and (problem.area_m2 or 0.0) > 0:
                west, south, east, north = problem.shape.bounds
            reach = max(_REACH_M, 0.3 * max(east - west, north - south))
            self._bridge.look_requested.emit(
                (west - reach, south - reach, east + reach, north + reach)
            )

    # ---- mending --------------------------------------------------------------------------------

    def mend(self) -> None:
        """Mend the problem that is chosen, and look for problems again."""
        problem = self.model.problem(self.tree.currentIndex())
        if problem is None or self._why_not():
            return
        how = self._how()
        self._wanted = self.model.number(self.tree.currentIndex())
        if self._bridge.attempt(lambda plan: repair(plan, problem, how)):
            self._bridge.seal()
            self.check()

    def mend_all(self) -> None:
        """Mend all problems of the sort that is chosen, as one step beside the window."""
        sort = self.model.sort_of(self.tree.currentIndex())
        if sort is None or self._why_not():
            return
        code, kind, known = sort
        document, how = self._bridge.document, self._how()
        self._wanted = self.model.number(self.tree.currentIndex())
        self._share = 0.0
        self._latest.ask(
            lambda progress: _Mended(
                document, repair_all(document, code, kind, how, progress, known=known)
            )
        )

    def _how(self) -> str:
        return str(self.how.currentData() or "")

    def _why_not(self) -> str:
        """Return why the problems of the chosen sort cannot be mended now; empty where they can."""
        sort = self.model.sort_of(self.tree.currentIndex())
        if sort is None:
            return tr("Choose a problem.")
        reasons = (
            (not remedies(sort[0]), words.sentence(why_not(sort[0]))),
            (self._bridge.session.read_only, tr("The plan is read-only.")),
            (self._latest.running, tr("Wait until the check has ended.")),
            (
                self._checked is not self._bridge.document,
                tr("The plan has changed since it was checked. Check it again first."),
            ),
        )
        return next((reason for holds, reason in reasons if holds), "")

    # ---- answers --------------------------------------------------------------------------------

    def _take(self, answer: object) -> None:
        if isinstance(answer, _Found):
            self._checked, self._took = answer.document, time.monotonic() - self._began
            self.model.show_problems(answer.problems)
            count = len(answer.problems)
            if count <= 50:
                self.tree.expandAll()
            if self._wanted >= 0 and count:
                index = self.model.place(min(self._wanted, count - 1))
                self.tree.setCurrentIndex(index)
                self.tree.scrollTo(index)
            self._wanted = -1
        elif isinstance(answer, _Mended):
            if answer.document is not self._bridge.document:
                self._show_chosen()
                return
            if self._bridge.attempt(lambda _: answer.edit):
                self._bridge.seal()
                self.check()
        self._show_chosen()

    def _fail(self, error: object) -> None:
        self._show_chosen()
        if isinstance(error, PlanError):
            self._bridge.refused.emit(error)
        elif isinstance(error, BaseException):
            raise error

    def _advance(self, share: float) -> None:
        self._share = max(self._share, share)
        self._show_state()

    # ---- what is shown --------------------------------------------------------------------------

    def _show_chosen(self, *_: object) -> None:
        index = self.tree.currentIndex()
        sort, problem = self.model.sort_of(index), self.model.problem(index)
        known = remedies(sort[0]) if sort is not None else ()
        chosen = self.how.currentData()
        self.how.blockSignals(True)
        self.how.clear()
        for one in known:
            self.how.addItem(words.sentence(one.title), one.id)
        self.how.setCurrentIndex(max(self.how.findData(chosen), 0))
        self.how.blockSignals(False)
        self.how.setVisible(len(known) > 1)
        self.detail.setVisible(sort is not None)
        if problem is not None:
            self.detail.setText(_told(problem))
        elif sort is not None:
            self.detail.setText(
                tr("{n} problems: {problem}", n=len(sort[2]), problem=title_of(sort[0]))
            )
        self._show_tips()
        self._show_state()

    def _show_tips(self) -> None:
        sort = self.model.sort_of(self.tree.currentIndex())
        reason = self._why_not()
        known = {one.id: words.sentence(one.title) for one in remedies(sort[0])} if sort else {}
        way = known.get(self._how(), "")
        self.what.setText(reason or ("" if len(known) > 1 else way))
        self.what.setVisible(bool(self.what.text()) and sort is not None)
        lone = self.model.problem(self.tree.currentIndex()) is not None
        self.fix.setEnabled(not reason and lone)
        self.fix_all.setEnabled(not reason)
        self.fix.setToolTip(reason or (way if lone else tr("Choose one of the problems.")))
        self.fix_all.setToolTip(
            reason or tr("{way}: all {n}, as one step", way=way, n=len(sort[2]) if sort else 0)
        )

    def _show_state(self) -> None:
        running = self._latest.running
        stale = self._checked is not None and self._checked is not self._bridge.document
        self.look.setText(
            tr("Stop") if running else tr("Check again") if stale else tr("Check the plan")
        )
        self.look.setIcon(theme.icon("cancel" if running else "check"))
        count = len(self.model.problems)
        if running:
            text = tr("checking… {percent} %", percent=round(100 * self._share))
        elif self._checked is None:
            text = tr(
                "Not checked yet: gaps, overlaps, slivers, shapes, roads, codes, numbers, limits."
            )
        elif stale:
            text = tr("The plan has changed since it was checked.")
        elif not count:
            text = tr("No problems found.")
        else:
            text = tr("{n} problems. Click one to see its place.", n=count)
        self.state.setText(text)


def _told(problem: Problem) -> str:
    """Return all about a problem: the whole sentence, its features and its place."""
    lines = [words.sentence(problem.text)]
    ids = ", ".join(str(id_) for id_ in problem.ids[:_MOST_IDS])
    more = len(problem.ids) - _MOST_IDS
    facts = [tr("Features {ids}", ids=f"{ids} +{more}" if more > 0 else ids)] if ids else []
    if problem.x is not None and problem.y is not None:
        facts.append(f"E {problem.x:.2f}, N {problem.y:.2f}")
    return "\n".join([*lines, " · ".join(facts)] if facts else lines)


PANEL = Panel(
    id="checks",
    title=lambda: tr("Checks"),
    icon="warning",
    area="right",
    order=4,
    key="Ctrl+7",
    make=ChecksPanel,
    tab="numbers",
)
