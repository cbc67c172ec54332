"""The land uses of the plan's code set, to choose what the zone brush paints."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from layers.codes import CodeSet
from layers.edit import Change
from layers.edits.zone import planned
from layers.errors import InvalidEditError
from layers.mixed import SHARES, is_mixed, typed, without_shares
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.panel import Panel

Index = QModelIndex | QPersistentModelIndex
CODE = Qt.ItemDataRole.UserRole
SEARCHED = Qt.ItemDataRole.UserRole + 1


class LandUseModel(QAbstractListModel):
    """Classes of a code set in the order of the standard, main classes bold.

    Parameters
    ----------
    codes
        The code set.
    parent
        Owner in Qt.
    """

    def __init__(self, codes: CodeSet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mixed = ""
        self.show_codes(codes)

    def show_mixed(self, text: str) -> None:
        """Show a mixed use as the first row, none where the text is empty."""
        if text != self._mixed:
            self.beginResetModel()
            self._mixed = text
            self.endResetModel()

    def show_codes(self, codes: CodeSet) -> None:
        """Show another code set."""
        self.beginResetModel()
        self.codes = codes
        self._classes = tuple(codes.classes.values())
        self.endResetModel()

    def row_of(self, code: str) -> int:
        """Return the row of a code, -1 where it is unknown."""
        if self._mixed and code == self._mixed:
            return 0
        first = 1 if self._mixed else 0
        return next((i for i, found in enumerate(self._classes, first) if found.code == code), -1)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._classes) + bool(self._mixed)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if self._mixed and index.row() == 0:
            return self._of_mixed(role)
        found = self._classes[index.row() - bool(self._mixed)]
        shown: object = None
        if role == Qt.ItemDataRole.DisplayRole:
            shown = words.land_use(self.codes, found.code)
        elif role == Qt.ItemDataRole.DecorationRole:
            shown = theme.swatch(found.colour, "#6b6b6b")
        elif role == Qt.ItemDataRole.FontRole:
            shown = QFont()
            shown.setBold(not found.parent)
        elif role == Qt.ItemDataRole.ToolTipRole:
            shown = f"{found.code}  {found.title_zh}\n{found.title}"
        elif role == CODE:
            shown = found.code
        elif role == SEARCHED:
            shown = f"{found.code} {found.title} {found.title_zh}"
        return shown

    def _of_mixed(self, role: int) -> object:
        title = words.land_use(self.codes, self._mixed)
        if role == Qt.ItemDataRole.DecorationRole:
            colours = [one.colour for one in self.codes.named(without_shares(self._mixed))]
            return theme.swatch(colours[0], "#6b6b6b", colours[1]) if colours else None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, SEARCHED}:
            return title
        return self._mixed if role == CODE else None


class PalettePanel(QWidget):
    """A searchable list of land uses; the chosen one is the brush's.

    Parameters
    ----------
    bridge
        The plan.
    """

    taken = Signal()
    """After a land use was chosen by Enter or a double click: to paint with it at once."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._marked = ""
        self._marking = False
        self.model = LandUseModel(bridge.document.codes, self)
        self._found = QSortFilterProxyModel(self)
        self._found.setSourceModel(self.model)
        self._found.setFilterRole(SEARCHED)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search code or name"))
        self.search.setToolTip(tr("Or type a mixed use such as M1:70/B2:30 and press Enter"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(
            theme.icon("search", theme.colours().muted), QLineEdit.ActionPosition.LeadingPosition
        )
        self.list = QListView()
        self.list.setUniformItemSizes(True)
        self.list.setModel(self._found)
        self.list.setAccessibleName(tr("Land use of the brush"))
        self.setFocusProxy(self.search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self.search)
        layout.addWidget(self.list)

        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._take_first)
        self.list.activated.connect(self._take)
        self.list.selectionModel().currentChanged.connect(self._choose)
        bridge.display_changed.connect(self._follow_brush)
        bridge.document_changed.connect(self._follow_document)

        self._follow_brush()

    def _choose(self, current: QModelIndex) -> None:
        code = current.data(CODE)
        if code and not self._marking:
            self._marked = code
            self._bridge.choose_land_use(code)

    def _take(self, index: QModelIndex) -> None:
        self._choose(index)
        self.taken.emit()

    def _take_first(self) -> None:
        """Take the code that was typed, else the first land use that was found."""
        if is_mixed(self.search.text()):
            self._take_mixed(self.search.text())
            return
        wanted = self.search.text().strip().casefold()
        found = [self._found.index(row, 0) for row in range(self._found.rowCount())]
        exact = [index for index in found if str(index.data(CODE)).casefold() == wanted]
        if found:
            index = (exact or found)[0]
            self.list.setCurrentIndex(index)
            self._take(index)

    def _take_mixed(self, text: str) -> None:
        """Take a mixed use that was typed, such as M1:70/B2:30, or say what is wrong with it."""
        try:
            values = planned(self._bridge.document, text.strip())
        except InvalidEditError as error:
            self._bridge.refused.emit(error)
            return
        self.search.clear()
        self._bridge.choose_land_use(typed(str(values["land_use"]), values[SHARES]))
        self.taken.emit()

    def _narrow(self, text: str) -> None:
        """Show what holds the text; the brush keeps its land use while one types."""
        self._marking = True
        self._found.setFilterFixedString(text.strip())
        self._marking = False
        self._mark()

    def _mark(self) -> None:
        """Mark the land use of the brush where it is listed."""
        row = self.model.row_of(self._bridge.land_use)
        index = self._found.mapFromSource(self.model.index(row))
        self._marking = True
        self.list.setCurrentIndex(index)
        self._marking = False
        if index.isValid():
            self.list.scrollTo(index, QListView.ScrollHint.EnsureVisible)

    def _follow_brush(self) -> None:
        """Show a land use that was taken elsewhere, on the map, though the search hides it."""
        code = self._bridge.land_use
        if code == self._marked:
            return
        self._marking = True
        self.model.show_mixed(code if is_mixed(code) else "")
        self._marking = False
        self._marked = code
        row = self.model.row_of(code)
        if row >= 0 and not self._found.mapFromSource(self.model.index(row)).isValid():
            self.search.clear()
        self._mark()

    def _follow_document(self, change: Change) -> None:
        codes = self._bridge.document.codes
        if ("parameters", "plan.code_set") in change.values and codes is not self.model.codes:
            self.model.show_codes(codes)
            if not codes.knows(without_shares(self._bridge.land_use)):
                self._bridge.choose_land_use(codes.main_classes()[0].code)


PANEL = Panel(
    id="palette",
    title=lambda: tr("Land use"),
    icon="palette",
    area="left",
    order=2,
    key="Ctrl+3",
    make=PalettePanel,
)
