"""The layer tree's model: kinds from above to below with their classes, then what lies below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from layers.analysis.classes import ClassEntry, entries_of, members
from layers.analysis.legend import Legend
from layers.analysis.per_feature import subject
from layers.kind import Shape
from layers.kinds import kinds
from layers.looks import PENDING, Look, line_colour, look_of, style_of
from layers.style import Style
from layers.units import AREA_UNITS
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.docks.legend_words import entry_name, layer_name, seen_at
from widgets.ground import GroundRow

Index = QModelIndex | QPersistentModelIndex
COLUMNS = 3


@dataclass(slots=True)
class _Entry:
    """A class of a kind with its picture, or a line of what lies below."""

    title: str
    icon: QIcon
    found: ClassEntry | None = None


@dataclass(slots=True)
class _Group:
    """A kind with its legend, or a row of what lies below."""

    kind: str
    count: int = 0
    entries: list[_Entry] = field(default_factory=list["_Entry"])
    area_m2: float | None = None
    version: tuple[int, ...] = ()
    ground: GroundRow | None = None


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
        self._groups += [_below(row) for row in bridge.ground]

    # ---- what is shown --------------------------------------------------------------------------

    def show_document(self, *, restyled: bool = False) -> None:
        """Show how many features there are; the legends come with the results.

        Parameters
        ----------
        restyled
            Whether colours or names are other ones.
        """
        for row, group in enumerate(self._groups[: len(kinds())]):
            layer = self._bridge.document.layer(group.kind)
            by, count = style_of(self._bridge.document, group.kind).by, len(layer)
            # Another style than the declared one goes by a column that no measure reads.
            undeclared = by not in {"", kinds()[group.kind].style.by}
            if restyled or (undeclared and layer.version(by) != group.version):
                self._replace(row, self._group(group.kind))
            elif count != group.count:
                group.count = count
                self.dataChanged.emit(self.index(row, 0), self.index(row, COLUMNS - 1))

    def show_results(self, changed: frozenset[str]) -> None:
        """Show the legends anew that are among the changed results."""
        for row, group in enumerate(self._groups[: len(kinds())]):
            style = style_of(self._bridge.document, group.kind)
            if f"legend.{group.kind}" in changed or style.measure in changed:
                self._replace(row, self._group(group.kind))

    def show_ground(self) -> None:
        """Show the rows of what lies below the plan anew."""
        first = len(kinds())
        if len(self._groups) > first:
            self.beginRemoveRows(QModelIndex(), first, len(self._groups) - 1)
            del self._groups[first:]
            self.endRemoveRows()
        below = [_below(row) for row in self._bridge.ground]
        if below:
            self.beginInsertRows(QModelIndex(), first, first + len(below) - 1)
            self._groups += below
            self.endInsertRows()

    def _replace(self, row: int, fresh: _Group) -> None:
        """Show another legend of a kind, and tell the rows that differ."""
        group, parent = self._groups[row], self.index(row, 0)
        if [_key(entry) for entry in fresh.entries] == [_key(entry) for entry in group.entries]:
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
                last = self.index(len(group.entries) - 1, COLUMNS - 1, parent)
                self.dataChanged.emit(self.index(0, 0, parent), last)

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
        layer, style = document.layer(kind), style_of(document, kind)
        group = _Group(kind, len(layer), version=layer.version(style.by))
        if results is None or not group.count:
            if group.count and style.measure:  # drawn so until the first results come
                icon = self._icon(kind, style, PENDING)
                group.entries.append(_Entry(tr("computing…"), icon))
            return group
        found = cast("Legend", results.value(f"legend.{kind}"))
        group.area_m2 = found.area_m2
        for entry in entries_of(document, kind, results, style):
            icon = self._icon(kind, style, entry.look)
            name = entry_name(document, kind, style, entry)
            group.entries.append(_Entry(name, icon, entry))
        return group

    def _icon(self, kind: str, style: Style, look: Look) -> QIcon:
        line, stroke = kinds()[kind].shape is Shape.LINE, style.stroke
        stroke = stroke or ("" if look.fill else "#808080")
        if line and not style.width_column:
            stroke = line_colour(style, look)
        return theme.swatch(look.fill, stroke, look.hatch, look.pattern, line=line)

    # ---- where things are -----------------------------------------------------------------------

    def index_of(self, kind: str) -> QModelIndex:
        """Return the row of a kind, or of something below the plan by its id."""
        return self.index(next((i for i, g in enumerate(self._groups) if g.kind == kind), -1), 0)

    def kind_at(self, index: Index) -> str:
        """Return the kind of a row, its own or its parent's; empty where there is none."""
        if not index.isValid():
            return ""
        group = self._groups[self._group_row(index)]
        return group.kind if group.ground is None else ""

    def ground_at(self, index: Index) -> GroundRow | None:
        """Return what lies below the plan that a row stands for, its own or its parent's."""
        return self._groups[self._group_row(index)].ground if index.isValid() else None

    def ids_of(self, index: Index) -> NDArray[np.int64]:
        """Return the ids of the features that a row stands for."""
        group = self._groups[self._group_row(index)]
        document = self._bridge.document
        found = group.entries[index.row()].found if self.parent(index).isValid() else None
        if found is None:
            return document.layer(group.kind).ids
        listed = [one.found for one in group.entries if one.found is not None]
        return members(document, group.kind, found, self._bridge.results, listed)

    @staticmethod
    def _group_row(index: Index) -> int:
        return int(index.internalId()) - 1 if int(index.internalId()) else index.row()

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
            found = entry.found
            if found is None:
                return entry.title if column == 0 else ""
            area = "" if found.area_m2 is None else self._area(found)
            return (entry.title, words.number(found.count), area)[column]
        if role == Qt.ItemDataRole.ToolTipRole and column == 0:
            shown = (self._of_entry(entry, n, Qt.ItemDataRole.DisplayRole) for n in (0, 1, 2))
            return words.hint(self._in_a_line(map(str, shown)))
        return entry.icon if role == Qt.ItemDataRole.DecorationRole and column == 0 else None

    def _area(self, entry: ClassEntry) -> str:
        """Return the area of a value, as the land balance prints it."""
        unit = self._bridge.area_unit
        if entry.printed is not None:
            return words.number(entry.printed[unit], AREA_UNITS[unit][2])
        return words.area(entry.area_m2, unit)

    def _of_group(self, group: _Group, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts_of(group)[column]
        if column > 0:
            grey = role == Qt.ItemDataRole.ForegroundRole and self._unseen(group)
            return self._grey() if grey else None
        shown: object = None
        if role == Qt.ItemDataRole.CheckStateRole:
            hidden = group.kind in self._bridge.hidden
            shown = Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked
        elif role == Qt.ItemDataRole.DecorationRole:
            shown = self._picture(group)
        elif role == Qt.ItemDataRole.FontRole:
            shown = QFont()
            shown.setBold(group.kind == self._bridge.active)
        elif role == Qt.ItemDataRole.ForegroundRole and self._unseen(group):
            shown = self._grey()
        elif role == Qt.ItemDataRole.ToolTipRole:
            shown = self._tooltip(group)
        return shown

    def _texts_of(self, group: _Group) -> tuple[str, str, str]:
        if group.ground is not None:
            return group.ground.title, "", ""
        style = style_of(self._bridge.document, group.kind)
        title = layer_name(group.kind, style, self._bridge.results)
        area = "" if group.area_m2 is None else words.area(group.area_m2, self._bridge.area_unit)
        return title, words.number(group.count), area

    def _picture(self, group: _Group) -> QIcon | None:
        if group.ground is not None:
            return theme.icon(group.ground.icon) if group.ground.icon else None
        style = style_of(self._bridge.document, group.kind)
        look = look_of(self._bridge.document, group.kind, replace(style, by=""), None)
        line = kinds()[group.kind].shape is Shape.LINE
        fill = look.fill or ("" if line else "#ffffff")  # as on the map, whatever the window's
        return theme.swatch(fill, style.stroke, look.hatch, look.pattern, line=line)

    def _unseen(self, group: _Group) -> bool:
        """Return whether a row that is switched on is not drawn at the map's scale."""
        if group.ground is not None:
            return group.ground.dimmed
        scale = self._bridge.scale
        return scale > 0 and not style_of(self._bridge.document, group.kind).seen_at(scale)

    def _in_a_line(self, texts: Iterable[str]) -> str:
        """Return name, count and area of a row, as a narrow panel leaves numbers out."""
        name, count, area = texts
        sign = words.area_head(self._bridge.area_unit)
        return " · ".join(filter(None, (name, count, area and f"{area} {sign}")))

    @staticmethod
    def _grey() -> object:
        palette = QApplication.palette()
        return palette.brush(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)

    def _tooltip(self, group: _Group) -> str:
        if group.ground is not None:
            return words.hint(group.ground.tooltip or group.ground.title)
        lines = [self._in_a_line(self._texts_of(group))]
        lines += [tr("Double-click to see the whole layer; the check box shows or hides it")]
        style = style_of(self._bridge.document, group.kind)
        about = subject(self._bridge.document, group.kind, style.by)
        if about is not None:
            lines.append(tr("Coloured by {title}", title=words.declared(about.title)))
        if self._unseen(group):
            lines.append(seen_at(style))
        if style.opacity < 1:
            lines.append(tr("Opacity {percent} %", percent=round(100 * style.opacity)))
        return "\n".join(lines)

    @override
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        kind = self._groups[self._group_row(index)].kind
        self._bridge.show_kind(kind, visible=Qt.CheckState(value) is Qt.CheckState.Checked)
        return True


def _below(row: GroundRow) -> _Group:
    entries = [_Entry(one.title, theme.swatch(one.colour, "#808080")) for one in row.entries]
    return _Group(row.id, entries=entries, ground=row)


def _key(entry: _Entry) -> tuple[str, int, int]:
    """Return what stays the same of an entry while its numbers change."""
    found = entry.found
    if found is None:
        return ("", 0, 0)
    return (found.value, -2 if found.pending else found.number, min(found.others, 1))
