"""The layers from above to below: what is shown, what is worked on, and what colours mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHeaderView, QMenu, QStyle, QTreeView, QVBoxLayout, QWidget
from typing_extensions import override

from layers.edit import Change
from layers.edits.styles import reset_style, set_style, show_labels
from layers.kinds import kinds
from layers.looks import style_of
from layers.style import Style
from resources.translations import tr
from widgets import style_text, theme
from widgets.bridge import Bridge
from widgets.docks.legend import LegendModel
from widgets.ground import GroundRow
from widgets.panel import Panel

_NAME_LETTERS: Final = 22
"""Room that names keep, with their sign and picture, before numbers stand beside them. [letters]"""


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
        self._needed: dict[int, int] = {}
        self._filling = False
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
        self.tree.doubleClicked.connect(self._double_click)
        self.tree.customContextMenuRequested.connect(self._offer)
        bridge.document_changed.connect(self._follow_document)
        bridge.results_changed.connect(self._follow_results)
        bridge.display_changed.connect(self._follow_display)
        bridge.visibility_changed.connect(self._follow_visibility)
        bridge.scale_changed.connect(self.model.show_visibility)
        bridge.ground_changed.connect(self._follow_ground)
        bridge.ground_revealed.connect(self._reveal)

        self.tree.viewport().installEventFilter(self)
        self.tree.ensurePolished()  # else rows are as high as without the program's own look
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

    def _follow_ground(self) -> None:
        """Show what lies below the plan anew: no other layer becomes active, nothing moves."""
        tree, model = self.tree, self.model
        rows = [row.id for row in self.bridge.ground]
        open_rows = [row for row in rows if tree.isExpanded(model.index_of(row))]
        seen, current = tree.verticalScrollBar().value(), model.ground_at(tree.currentIndex())
        self._filling = True  # rows that go take the current one to their neighbour
        try:
            self._refill(model.show_ground)
            for row in open_rows:
                tree.expand(model.index_of(row))
            if current is not None:
                here = current.id if current.id in rows else self.bridge.active
                tree.setCurrentIndex(model.index_of(here))
        finally:
            self._filling = False
        tree.doItemsLayout()  # else it does not know yet how far it can be scrolled
        tree.verticalScrollBar().setValue(seen)

    def _reveal(self, id_: str) -> None:
        """Scroll to the row of something below the plan: it stands under long legends."""
        index = self.model.index_of(id_)
        if index.isValid():
            self.tree.expand(index)
            self.tree.scrollTo(index)

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
            self._needed[column] = max(header.sectionSizeHint(column), widest + 3 * theme.SPACE)
            header.resizeSection(column, self._needed[column])
        self._share_width()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.tree.viewport() and event.type() == QEvent.Type.Resize:
            self._share_width()
        return super().eventFilter(watched, event)

    def _share_width(self) -> None:
        """Leave numbers out where names could not be read beside them: areas first, then counts."""
        letters = _NAME_LETTERS * self.tree.fontMetrics().averageCharWidth()
        left = self.tree.viewport().width() - letters
        for column in (1, 2):  # hiding one changes no width of the whole, so this ends
            left -= self._needed.get(column, 0)
            if self.tree.isColumnHidden(column) != (left < 0):
                self.tree.setColumnHidden(column, left < 0)

    def _follow_visibility(self) -> None:
        self.model.show_visibility()
        index = self.model.index_of(self.bridge.active)
        current = self.tree.currentIndex()
        if self.model.kind_at(current) != self.bridge.active:
            self.tree.setCurrentIndex(index)

    def _activate(self, current: QModelIndex) -> None:
        kind = self.model.kind_at(current)
        if kind and not self._filling:
            self.bridge.activate(kind)

    def _double_click(self, index: QModelIndex) -> None:
        """Open the style from the picture of a row, else show what it stands for on the map."""
        if self._on_picture(index):
            self._edit_style(index)
        else:
            self._zoom(index)

    def _on_picture(self, index: QModelIndex) -> bool:
        """Return whether the pointer is on the picture of a row."""
        if index.column() > 0:
            return False
        place = self.tree.viewport().mapFromGlobal(QCursor.pos())
        row, size = self.tree.visualRect(index), self.tree.iconSize().width()
        size = (
            size if size > 0 else self.tree.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize)
        )
        box = 0
        if index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            box = self.tree.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth) + theme.SPACE
        return row.contains(place) and 0 <= place.x() - row.left() - box <= size

    def _edit_style(self, index: QModelIndex) -> None:
        ground = self.model.ground_at(index)
        if ground is None:
            self.bridge.request_style(self.model.kind_at(index))
        elif ground.edit is not None:
            ground.edit()

    def _zoom(self, index: QModelIndex) -> None:
        kind, ground = self.model.kind_at(index), self.model.ground_at(index)
        if ground is not None:
            if ground.look is not None:
                ground.look()
        elif kind and not index.parent().isValid():
            self.bridge.look_at(kind)
        elif kind:
            self.bridge.look_at(kind, self.model.ids_of(index))

    def _offer(self, place: QPoint) -> None:
        menu = self.menu(self.tree.indexAt(place))
        if menu is not None:
            menu.exec(self.tree.viewport().mapToGlobal(place))
            menu.deleteLater()

    def menu(self, index: QModelIndex) -> QMenu | None:
        """Return what can be done with a row, None where there is none."""
        kind, ground = self.model.kind_at(index), self.model.ground_at(index)
        if ground is not None:
            return self._ground_menu(index, ground)
        if not kind:
            return None
        menu = QMenu(self)
        menu.addAction(theme.icon("zoom-all"), tr("Zoom to layer"), lambda: self._zoom(index))
        menu.addAction(
            theme.icon("select-all"),
            tr("Select these features"),
            lambda: self.bridge.select({kind: self.model.ids_of(index)}),
        )
        menu.addSeparator()
        menu.addAction(theme.icon("palette"), tr("Style…"), lambda: self._edit_style(index))
        style = style_of(self.bridge.document, kind)
        labels = menu.addAction(tr("Labels"), lambda: self._switch_labels(kind))
        labels.setCheckable(True)
        labels.setChecked(style.labels.shown)
        menu.addAction(tr("Copy style"), lambda: style_text.copy(style))
        pasted = style_text.copied()
        paste = menu.addAction(tr("Paste style"), lambda: self._paste(kind, pasted))
        paste.setEnabled(pasted is not None)
        reset = menu.addAction(tr("Reset style"), lambda: self._reset(kind))
        reset.setEnabled(style != kinds()[kind].style)
        for action in (labels, paste, reset):
            action.setEnabled(action.isEnabled() and not self.bridge.session.read_only)
        menu.addSeparator()
        menu.addAction(tr("Show only this layer"), lambda: self._show_only(kind))
        menu.addAction(tr("Show all layers"), self._show_all)
        return menu

    def _ground_menu(self, index: QModelIndex, ground: GroundRow) -> QMenu:
        menu = QMenu(self)
        if ground.look is not None:
            menu.addAction(theme.icon("zoom-all"), tr("Zoom to layer"), ground.look)
        if ground.edit is not None:
            menu.addAction(theme.icon("palette"), tr("Style…"), lambda: self._edit_style(index))
        for title, action in ground.actions:
            menu.addAction(title, action)
        return menu

    def _switch_labels(self, kind: str) -> None:
        shown = style_of(self.bridge.document, kind).labels.shown
        self.bridge.attempt(lambda document: show_labels(document, kind, shown=not shown))

    def _paste(self, kind: str, style: Style | None) -> None:
        if style is not None:
            self.bridge.attempt(lambda document: set_style(document, kind, style))

    def _reset(self, kind: str) -> None:
        self.bridge.attempt(lambda document: reset_style(document, kind))

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
    key="Ctrl+2",
    make=LayersPanel,
)
