"""The layer tree's model: kinds from above to below, and the values that colour them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QIcon
from typing_extensions import override

from layers.analysis.legend import Legend
from layers.kind import Shape
from layers.kinds import kinds
from layers.style import Style
from layers.units import AREA_UNITS
from resources.translations import tr
from widgets import forms, theme, words
from widgets.bridge import Bridge

Index = QModelIndex | QPersistentModelIndex
COLUMNS = 3


@dataclass(slots=True)
class _Entry:
    """A value by which a kind is coloured, and how many features have it."""

    value: str
    title: str
    icon: QIcon
    count: int
    area_m2: float | None
    printed_ha: float | None = None


@dataclass(slots=True)
class _Group:
    """A kind with its legend."""

    kind: str
    count: int
    entries: list[_Entry] = field(default_factory=list["_Entry"])
    area_m2: float | None = None


class LegendModel(QAbstractItemModel):
    """Kinds with their legends; columns are name, count and area.

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
        self._groups = [self._group(kind) for kind in reversed(list(kinds()))]

    # ---- what is shown --------------------------------------------------------------------------

    def show_document(self, *, restyled: bool = False) -> None:
        """Show how many features there are; the legends come with the results.

        Parameters
        ----------
        restyled
            Whether colours or names are other ones.
        """
        for row, group in enumerate(self._groups):
            count = len(self._bridge.document.layer(group.kind))
            if restyled:
                self._replace(row, self._group(group.kind))
            elif count != group.count:
                group.count = count
                self.dataChanged.emit(self.index(row, 0), self.index(row, COLUMNS - 1))

    def show_results(self, changed: frozenset[str]) -> None:
        """Show the legends anew that are among the changed results."""
        for row, group in enumerate(self._groups):
            if f"legend.{group.kind}" in changed:
                self._replace(row, self._group(group.kind))

    def _replace(self, row: int, fresh: _Group) -> None:
        """Show another legend of a kind, and tell the rows that differ."""
        group, parent = self._groups[row], self.index(row, 0)
        if [entry.value for entry in fresh.entries] == [entry.value for entry in group.entries]:
            before, self._groups[row] = group.entries, fresh
            for place, (old, new) in enumerate(zip(before, fresh.entries, strict=True)):
                if old != new:
                    self.dataChanged.emit(
                        self.index(place, 0, parent), self.index(place, COLUMNS - 1, parent)
                    )
        else:
            if group.entries:
                self.beginRemoveRows(parent, 0, len(group.entries) - 1)
                group.entries = []
                self.endRemoveRows()
            if fresh.entries:
                self.beginInsertRows(parent, 0, len(fresh.entries) - 1)
            self._groups[row] = fresh
            if fresh.entries:
                self.endInsertRows()
        self.dataChanged.emit(parent, self.index(row, COLUMNS - 1))

    def show_areas(self) -> None:
        """Show the areas in another unit."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, COLUMNS - 1)
        for row, group in enumerate(self._groups):
            parent = self.index(row, 0)
            self.dataChanged.emit(parent, self.index(row, COLUMNS - 1))
            if group.entries:
                self.dataChanged.emit(
                    self.index(0, 0, parent),
                    self.index(len(group.entries) - 1, COLUMNS - 1, parent),
                )

    def show_visibility(self) -> None:
        """Show which kinds are visible and which one is worked on."""
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._groups) - 1, COLUMNS - 1))

    def texts(self, column: int) -> Iterator[str]:
        """Return what stands in a column of numbers, for its width."""
        for group in self._groups:
            yield str(self._of_group(group, column, Qt.ItemDataRole.DisplayRole))
            for entry in group.entries:
                yield str(self._of_entry(entry, column, Qt.ItemDataRole.DisplayRole))

    def _group(self, kind: str) -> _Group:
        document, results = self._bridge.document, self._bridge.results
        group = _Group(kind, len(document.layer(kind)))
        if results is None or not group.count:
            return group
        found = cast("Legend", results.value(f"legend.{kind}"))
        group.area_m2 = found.area_m2
        group.entries = [
            replace(
                self._entry(kind, value, count, found.areas_m2.get(value)),
                printed_ha=found.printed_ha.get(value),
            )
            for value, count in found.counts.items()
        ]
        order = self._order(kind)
        group.entries.sort(key=lambda entry: _rank(entry.value, order))
        return group

    def _order(self, kind: str) -> Mapping[str, int]:
        column = kinds()[kind].column(kinds()[kind].style.by)
        if column is not None and column.table == "land_use":
            return {code: i for i, code in enumerate(self._bridge.document.codes.classes)}
        return {value: i for i, value in enumerate(column.choices if column else ())}

    def _entry(self, kind: str, value: str, count: int, area_m2: float | None) -> _Entry:
        document = self._bridge.document
        style = _style(document.styles.get(kind), kinds()[kind].style)
        column = kinds()[kind].column(style.by)
        fill: str | None
        title = value
        if column is not None and column.table == "land_use":
            fill = document.codes.colour(value)
            title = words.land_use(document.codes, value)
            if value and fill is None:
                title = tr("{code}  (unknown code)", code=value)
        else:
            fill = style.colours.get(value, style.fill)
            title = forms.titled(column, document, value) if column else value
        if not value:
            title = tr("without a value")
        icon = theme.swatch(fill or "", style.stroke or "#808080")
        return _Entry(value, title, icon, count, area_m2)

    # ---- where things are -----------------------------------------------------------------------

    def index_of(self, kind: str) -> QModelIndex:
        """Return the row of a kind."""
        row = next((i for i, group in enumerate(self._groups) if group.kind == kind), -1)
        return self.index(row, 0)

    def kind_at(self, index: Index) -> str:
        """Return the kind of a row, its own or its parent's; empty where there is none."""
        if not index.isValid():
            return ""
        return self._groups[self._group_row(index)].kind

    def ids_of(self, index: Index) -> NDArray[np.int64]:
        """Return the ids of the features that a row stands for."""
        group = self._groups[self._group_row(index)]
        layer = self._bridge.document.layer(group.kind)
        if not self.parent(index).isValid():
            return layer.ids
        wanted = group.entries[index.row()].value
        by = kinds()[group.kind].style.by
        values = layer.values(by).fillna("").astype(str).to_numpy()
        return layer.ids[values == wanted]

    @staticmethod
    def _group_row(index: Index) -> int:
        inner = int(index.internalId())
        return index.row() if inner == 0 else inner - 1

    # ---- Qt's questions -------------------------------------------------------------------------

    @override
    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    @override
    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        inner = int(index.internalId()) if index.isValid() else 0
        return self.createIndex(inner - 1, 0, 0) if inner else QModelIndex()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._groups)
        if int(parent.internalId()) or parent.column() > 0:
            return 0
        return len(self._groups[parent.row()].entries)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return COLUMNS

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and index.column() == 0 and not int(index.internalId()):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags if index.isValid() else Qt.ItemFlag.NoItemFlags

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            unit = words.area_head(self._bridge.area_unit)
            return (tr("Layer"), tr("Count"), tr("Area [{unit}]", unit=unit))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section > 0:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() > 0:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        group = self._groups[self._group_row(index)]
        if int(index.internalId()):
            return self._of_entry(group.entries[index.row()], index.column(), role)
        return self._of_group(group, index.column(), role)

    def _of_entry(self, entry: _Entry, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            area = "" if entry.area_m2 is None else self._area(entry)
            return (entry.title, words.number(entry.count), area)[column]
        if role == Qt.ItemDataRole.ToolTipRole and column == 0:
            return entry.title
        if role == Qt.ItemDataRole.DecorationRole and column == 0:
            return entry.icon
        return None

    def _area(self, entry: _Entry) -> str:
        """Return the area of a value, in hectares as the land balance prints it."""
        unit = self._bridge.area_unit
        if unit == "ha" and entry.printed_ha is not None:
            return words.number(entry.printed_ha, AREA_UNITS["ha"][2])
        return words.area(entry.area_m2, unit)

    def _of_group(self, group: _Group, column: int, role: int) -> object:
        declared = kinds()[group.kind]
        shown: object = None
        if role == Qt.ItemDataRole.DisplayRole:
            area = (
                "" if group.area_m2 is None else words.area(group.area_m2, self._bridge.area_unit)
            )
            shown = (words.declared(declared.title), words.number(group.count), area)[column]
        elif role == Qt.ItemDataRole.CheckStateRole and column == 0:
            hidden = group.kind in self._bridge.hidden
            shown = Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked
        elif role == Qt.ItemDataRole.DecorationRole and column == 0:
            style = _style(self._bridge.document.styles.get(group.kind), declared.style)
            shown = theme.swatch(style.fill, style.stroke, line=declared.shape is Shape.LINE)
        elif role == Qt.ItemDataRole.FontRole and column == 0:
            font = QFont()
            font.setBold(group.kind == self._bridge.active)
            shown = font
        elif role == Qt.ItemDataRole.ToolTipRole and column == 0:
            shown = tr("Double-click to see the whole layer; the check box shows or hides it")
        return shown

    @override
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        visible = Qt.CheckState(value) is Qt.CheckState.Checked
        self._bridge.show_kind(self.kind_at(index), visible=visible)
        return True


def _rank(value: str, order: Mapping[str, int]) -> tuple[bool, int, str]:
    """Return where a value stands: as declared, then strange ones by name, then none."""
    return (not value, order.get(value, len(order)), value)


def _style(stored: object, declared: Style) -> Style:
    return stored if isinstance(stored, Style) else declared
