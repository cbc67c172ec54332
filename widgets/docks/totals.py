"""The totals of the plan: always of the whole plan, and each with its "why?"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from layers.analysis.totals import totals
from layers.measure import Results
from resources.translations import current, tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.docks.figures import PATH, FiguresModel
from widgets.docks.section import Section
from widgets.docks.sections import KWH_PER_GWH, KWP_PER_MWP, sections
from widgets.panel import Attentive, Panel

_CELL_PX: Final = 8
"""What a cell takes beside its text. [px]"""


class Card(QFrame):
    """One large number with its name; a click or Enter asks why.

    Parameters
    ----------
    title
        Its name.
    path
        Its path in the totals.
    """

    asked = Signal(str)

    def __init__(self, title: str, path: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("Why this number? Click, or press Enter."))
        self._title, self._path = title, path
        self.name = QLabel(title)
        self.name.setObjectName("muted")
        self.value = QLabel()
        font = theme.numeric_font(self.value.font())
        font.setPointSizeF(font.pointSizeF() * 1.45)
        font.setWeight(font.Weight.DemiBold)
        self.value.setFont(font)
        self.detail = QLabel()
        self.detail.setObjectName("muted")
        self.detail.setWordWrap(True)  # in a narrow panel it must not push the card beside it out
        layout = QVBoxLayout(self)
        layout.setContentsMargins(
            3 * theme.SPACE, 2 * theme.SPACE, 3 * theme.SPACE, 2 * theme.SPACE
        )
        layout.setSpacing(0)
        for label in (self.name, self.value, self.detail):
            layout.addWidget(label)
        layout.addStretch(1)

    def show_as(self, title: str, path: str) -> None:
        """Show another number from now on."""
        self._title, self._path = title, path
        self.name.setText(title)

    def show_number(self, value: str, detail: str, *, stale: bool) -> None:
        """Show a number and what stands below it."""
        if (value, detail, not stale) == (
            self.value.text(),
            self.detail.text(),
            self.value.isEnabled(),
        ):
            return
        self.value.setText(value)
        self.detail.setText(detail)
        self.value.setEnabled(not stale)
        self.setAccessibleName(f"{self._title}: {value} {detail}")

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.asked.emit(self._path)
        event.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.asked.emit(self._path)
        else:
            super().keyPressEvent(event)


class SectionView(QWidget):
    """A heading and a table as high as its rows.

    Parameters
    ----------
    section
        What it shows first.
    parent
        Where it is seen: without one it would be a window of its own when it shows itself.
    """

    asked = Signal(str)

    def __init__(self, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.id = section.id
        self.heading = QLabel(section.title)
        font = self.heading.font()
        font.setWeight(font.Weight.DemiBold)
        self.heading.setFont(font)
        self.model = FiguresModel(section.heads, self)
        self.tree = QTreeView()
        self.tree.setModel(self.model)
        self.empty = QLabel()
        self.empty.setObjectName("muted")
        self.empty.setWordWrap(True)
        self._dress()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        for widget in (self.heading, self.empty, self.tree):
            layout.addWidget(widget)

        self.tree.expanded.connect(self._fit)
        self.tree.collapsed.connect(self._fit)
        self.model.modelReset.connect(self._fit)
        self.model.headerDataChanged.connect(self._fit)
        self.model.dataChanged.connect(self._widen)
        self.tree.activated.connect(self._ask)
        self.tree.clicked.connect(self._click)
        self.tree.customContextMenuRequested.connect(self._offer)
        self.show_section(section, stale=False)

    def _dress(self) -> None:
        tree = self.tree
        tree.setFont(theme.numeric_font(tree.font()))
        tree.setUniformRowHeights(True)
        tree.setIndentation(12)
        tree.setRootIsDecorated(True)
        tree.setExpandsOnDoubleClick(False)
        tree.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.setAccessibleName(self.heading.text())
        header = tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(24)
        last = self.model.columnCount() - 1
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, last + 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)

    def show_section(self, section: Section, *, stale: bool) -> None:
        """Show figures; stale ones are greyed until the new ones are there."""
        self.heading.setText(
            tr("{title} – computing…", title=section.title) if stale else section.title
        )
        self.model.show_rows(section.rows, section.heads, stale=stale)
        self.empty.setText(section.empty)
        self.empty.setVisible(bool(section.empty))
        self.tree.setVisible(bool(section.rows))
        self.setVisible(bool(section.rows or section.empty))

    def _widen(self, first: QModelIndex, last: QModelIndex) -> None:
        """Make room where a changed number needs more than its column has."""
        metrics = self.tree.fontMetrics()
        for column in range(max(first.column(), 1), last.column() + 1):
            text = first.siblingAtColumn(column).data()
            if text and metrics.horizontalAdvance(text) + _CELL_PX > self.tree.columnWidth(column):
                self.tree.resizeColumnToContents(column)

    def _fit(self) -> None:
        """Make the table as high as its rows: the panel scrolls, not each table."""
        for column in range(1, self.model.columnCount()):
            # Once for all rows; Qt's own mode would measure them again for each that changes.
            self.tree.resizeColumnToContents(column)
        rows, index = 0, self.model.index(0, 0)
        while index.isValid():
            rows += 1
            index = self.tree.indexBelow(index)
        height = self.tree.sizeHintForRow(0) if rows else 0
        self.tree.setFixedHeight(self.tree.header().sizeHint().height() + rows * height + 3)

    def _ask(self, index: QModelIndex) -> None:
        path = index.data(PATH)
        if path:
            self.asked.emit(path)

    def _click(self, index: QModelIndex) -> None:
        if index.column() == self.model.columnCount() - 1:
            self._ask(index)

    def _offer(self, place: QPoint) -> None:
        index = self.tree.indexAt(place)
        if not index.data(PATH):
            return
        menu = QMenu(self)
        menu.addAction(theme.icon("why"), tr("Why this number?"), lambda: self._ask(index))
        menu.exec(self.tree.viewport().mapToGlobal(place))
        menu.deleteLater()


class TotalsPanel(Attentive, QScrollArea):
    """Headline numbers, then one table for each subject.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._sections: dict[str, SectionView] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        self._layout = QVBoxLayout(body)
        space = 2 * theme.SPACE
        self._layout.setContentsMargins(space, space, space, space)
        self._layout.setSpacing(4 * theme.SPACE)
        self.cards = {
            "site": Card(tr("Site"), "land.site_m2"),
            "sink": Card(tr("Carbon sink"), "carbon.sink_t_per_a"),
            "capacity": Card(tr("PV on all roofs"), "solar.kwp"),
            "avoided": Card(tr("Avoided by all roofs"), "solar.avoided_t_per_a"),
        }
        grid = QGridLayout()
        grid.setSpacing(2 * theme.SPACE)
        for place, card in enumerate(self.cards.values()):
            grid.addWidget(card, place // 2, place % 2)
            card.asked.connect(bridge.why_requested)
        self._layout.addLayout(grid)
        self.missing = QLabel()
        self.missing.setObjectName("muted")
        self.missing.setWordWrap(True)
        self._layout.addWidget(self.missing)
        self._layout.addStretch(1)
        self.setWidget(body)

        bridge.results_changed.connect(self.follow)
        bridge.display_changed.connect(self.follow)
        self.show_present()

    @override
    def show_present(self) -> None:
        """Show the totals as they are."""
        results = self._bridge.results
        if results is None:
            for card in self.cards.values():
                card.show_number(tr("computing…"), "", stale=True)
            return
        found = totals(results, speak=current().sentence, stamped=False)
        unit = self._bridge.area_unit
        for section in sections(found, results.document, unit):
            stale = _stale(results, *(section.subjects or (section.id,)))
            view = self._sections.get(section.id)
            if view is None:
                view = SectionView(section, self)
                view.asked.connect(self._bridge.why_requested)
                self._sections[section.id] = view
                self._layout.insertWidget(len(self._sections), view)
            view.show_section(section, stale=stale)
        self._show_cards(found, results, unit)
        self._show_missing(found)

    def _show_cards(self, found: Mapping[str, Any], results: Results, unit: str) -> None:
        land, sink, solar = found["land"], found["carbon"]["sink_t_per_a"], found["solar"]
        bounded = land["site_m2"] is not None
        parcels = int(found["plan"]["parcels"])
        unassigned = words.area_with_sign(land["unassigned_m2"], unit)
        if bounded:
            self.cards["site"].show_as(tr("Site"), "land.site_m2")
            detail = tr("{n} parcels, {area} unassigned", n=parcels, area=unassigned)
        else:
            self.cards["site"].show_as(tr("Parcels"), "land.parcels_m2")
            detail = tr("{n} parcels, no red line", n=parcels)
        self.cards["site"].show_number(
            words.area_with_sign(land["site_m2"] if bounded else land["parcels_m2"], unit),
            detail,
            stale=_stale(results, "land"),
        )
        self.cards["sink"].show_number(
            _with_unit(sink["central"], "t CO₂/a"),
            f"{words.figures(sink['low'])} – {words.figures(sink['high'])}"
            if sink["low"] is not None
            else "",
            stale=_stale(results, "carbon"),
        )
        stale = _stale(results, "solar")
        kwp, kwh = solar["kwp"], solar["kwh_per_a"]
        self.cards["capacity"].show_number(
            _with_unit(None if kwp is None else kwp / KWP_PER_MWP, "MWp"),
            _with_unit(None if kwh is None else kwh / KWH_PER_GWH, "GWh/a"),
            stale=stale,
        )
        self.cards["avoided"].show_number(
            _with_unit(solar["avoided_t_per_a"], "t CO₂/a"), "", stale=stale
        )

    def _show_missing(self, found: Mapping[str, Any]) -> None:
        needs = dict.fromkeys(
            lack["needs"] for lack in found["missing"] if lack["path"].split(".")[0] in _TOLD
        )
        self.missing.setVisible(bool(needs))
        if needs:
            self.missing.setText(tr("Missing: {needs}.", needs="; ".join(needs)))

    def section(self, id_: str) -> SectionView:
        """Return the table of a subject."""
        return self._sections[id_]


_TOLD = ("land", "carbon", "solar")
"""Subjects whose missing inputs are listed below the tables."""


def _with_unit(value: float | None, unit: str) -> str:
    return words.MISSING if value is None else f"{words.figures(value)}{words.THIN}{unit}"


def _stale(results: Results, *subjects: str) -> bool:
    beginnings = tuple(f"{subject}." for subject in subjects)
    return any(entry.stale and id_.startswith(beginnings) for id_, entry in results.entries.items())


PANEL = Panel(
    id="totals",
    title=lambda: tr("Totals"),
    icon="totals",
    area="right",
    order=1,
    key="Ctrl+4",
    make=TotalsPanel,
    tab="numbers",
)
