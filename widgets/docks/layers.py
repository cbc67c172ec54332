"""The layers from above to below: what is shown, what is worked on, and what colours mean."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QHeaderView, QMenu, QTreeView, QVBoxLayout, QWidget

from layers.edit import Change
from layers.kinds import kinds
from resources.translations import tr
from widgets import theme
from widgets.bridge import Bridge
from widgets.docks.legend import LegendModel
from widgets.panel import Panel


class LayersPanel(QWidget):
    """The layer tree with legend, counts and areas.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._area_unit = bridge.area_unit
        self.model = LegendModel(bridge, self)
        self.tree = QTreeView()
        self.tree.setModel(self.model)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(14)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.setAccessibleName(tr("Layers"))
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(36)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            # Qt's own fitting would ask for every cell again after each change.
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tree)

        self.tree.selectionModel().currentChanged.connect(self._activate)
        self.tree.doubleClicked.connect(self._zoom)
        self.tree.customContextMenuRequested.connect(self._offer)
        bridge.document_changed.connect(self._follow_document)
        bridge.results_changed.connect(self._follow_results)
        bridge.display_changed.connect(self._follow_display)
        bridge.visibility_changed.connect(self._follow_visibility)

        # Planners read the legend of the parcels all the time.
        self.tree.expand(self.model.index_of("parcels"))
        self._fit()
        self._follow_visibility()

    def _follow_document(self, change: Change) -> None:
        recoded = ("parameters", "plan.code_set") in change.values
        restyled = recoded or any(section == "styles" for section, _ in change.values)
        self._refill(lambda: self.model.show_document(restyled=restyled))

    def _follow_results(self, changed: frozenset[str]) -> None:
        self._refill(lambda: self.model.show_results(changed))

    def _follow_display(self) -> None:
        unit = self.bridge.area_unit
        if unit != self._area_unit:  # not where another land use was chosen
            self._area_unit = unit
            self.model.show_areas()
            self._fit()

    def _refill(self, fill: Callable[[], None]) -> None:
        """Show other rows; what is open stays open."""
        open_kinds = [kind for kind in kinds() if self.tree.isExpanded(self.model.index_of(kind))]
        fill()
        for kind in open_kinds:
            self.tree.expand(self.model.index_of(kind))
        self._fit()

    def _fit(self) -> None:
        """Make the columns of numbers as wide as what they hold."""
        header, metrics = self.tree.header(), self.tree.fontMetrics()
        for column in (1, 2):
            widest = max(metrics.horizontalAdvance(text) for text in self.model.texts(column))
            header.resizeSection(
                column, max(header.sectionSizeHint(column), widest + 3 * theme.SPACE)
            )

    def _follow_visibility(self) -> None:
        self.model.show_visibility()
        index = self.model.index_of(self.bridge.active)
        current = self.tree.currentIndex()
        if self.model.kind_at(current) != self.bridge.active:
            self.tree.setCurrentIndex(index)

    def _activate(self, current: QModelIndex) -> None:
        kind = self.model.kind_at(current)
        if kind:
            self.bridge.activate(kind)

    def _zoom(self, index: QModelIndex) -> None:
        kind = self.model.kind_at(index)
        if kind and not index.parent().isValid():
            self.bridge.look_at(kind)
        elif kind:
            self.bridge.look_at(kind, self.model.ids_of(index))

    def _offer(self, place: QPoint) -> None:
        index = self.tree.indexAt(place)
        kind = self.model.kind_at(index)
        if not kind:
            return
        menu = QMenu(self)
        menu.addAction(theme.icon("zoom-all"), tr("Zoom to layer"), lambda: self._zoom(index))
        menu.addAction(
            theme.icon("select-all"),
            tr("Select these features"),
            lambda: self.bridge.select({kind: self.model.ids_of(index)}),
        )
        menu.addSeparator()
        menu.addAction(tr("Show only this layer"), lambda: self._show_only(kind))
        menu.addAction(tr("Show all layers"), self._show_all)
        menu.exec(self.tree.viewport().mapToGlobal(place))
        menu.deleteLater()

    def _show_only(self, kind: str) -> None:
        for known in kinds():
            self.bridge.show_kind(known, visible=known == kind)

    def _show_all(self) -> None:
        for known in kinds():
            self.bridge.show_kind(known, visible=True)


PANEL = Panel(
    id="layers",
    title=lambda: tr("Layers"),
    icon="layers",
    area="left",
    order=1,
    make=LayersPanel,
)
