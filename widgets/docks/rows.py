"""The rows of one layer as a table: filtered, sorted, edited; read from the layer, never copied."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon
from typing_extensions import override

from layers.edits.attributes import set_values
from layers.errors import PlanError
from layers.kind import Column, Dtype
from layers.kinds import kinds
from layers.layer import Layer
from resources.translations import tr
from widgets import forms, theme, words
from widgets.bridge import Bridge
from widgets.docks.filtering import fitting
from widgets.sizes import SIZE, size_column, size_head, size_text, sizes

Index = QModelIndex | QPersistentModelIndex
Bounds = tuple[float, float, float, float]
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

_MOST_TOLD = 200
"""Beyond so many changed rows views are told of all of them at once."""


class RowsModel(QAbstractTableModel):
    """The active layer's rows; the first column is the feature id.

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
        self._filter = ""
        self._titles: dict[tuple[str, str], str] = {}
        self._swatches: dict[str, QIcon] = {}
        self.trouble: PlanError | None = None
        self._only: NDArray[np.int64] | None = None
        self.within: Bounds | None = None
        self._boxes: tuple[tuple[int, ...], NDArray[np.float64]] | None = None
        self._sorted = -1
        self._descending = False
        self._load(bridge.active)
        self._places = np.arange(len(self._layer), dtype=np.intp)

    # ---- what is shown --------------------------------------------------------------------------

    @property
    def kind(self) -> str:
        """Kind whose rows are shown."""
        return self._layer.kind

    @property
    def count(self) -> int:
        """Count of all rows, those that the filter leaves out included."""
        return len(self._layer)

    def _load(self, kind: str) -> None:
        self._titles.clear()
        self._layer: Layer = self._bridge.document.layer(kind)
        self._names: Sequence[str] = [n for n in self._layer.columns if n != "geometry"]
        declared = kinds()[kind]
        self._columns: list[Column] = [
            declared.column(name) or Column(name, name, _dtype(self._layer.values(name)))
            for name in self._names
        ]
        self._arrays = [self._layer.values(name).array for name in self._names]
        size = size_column(kind)
        if size is not None:  # after the number and what the feature is
            place = min(2, len(self._columns))
            self._names = [*self._names[:place], SIZE, *self._names[place:]]
            self._columns.insert(place, size)
            self._arrays.insert(place, _sizes(self._layer))

    def _load_changed(self, fresh: Layer) -> list[int]:
        """Take over the columns that an edit has changed and return their sections."""
        changed: list[int] = []
        for place, name in enumerate(self._names):
            held = "geometry" if name == SIZE else name
            if fresh.version(held) != self._layer.version(held):
                self._arrays[place] = _sizes(fresh) if name == SIZE else fresh.values(name).array
                changed.append(place + 1)
        self._layer = fresh
        return changed

    def show_kind(self, kind: str) -> None:
        """Show the rows of another kind."""
        self.beginResetModel()
        self._sorted = -1
        self._only = None
        self._load(kind)
        self._places = self._arranged()
        self.endResetModel()

    def show_document(self, ids: NDArray[np.int64] | None = None) -> bool:
        """Show the rows as they are after an edit.

        Parameters
        ----------
        ids
            Features that were touched; None where that is not known.

        Returns
        -------
        bool
            Whether rows have come, gone or moved.
        """
        before = self._layer
        fresh = self._bridge.document.layer(before.kind)
        if fresh is before:
            return False
        same_rows = len(fresh) == len(before) and fresh.columns == before.columns
        if same_rows and bool((fresh.ids == before.ids).all()):
            sections = self._load_changed(fresh)
            for row in self._told(ids) if sections else ():
                self.dataChanged.emit(
                    self.index(row[0], sections[0]), self.index(row[1], sections[-1])
                )
            return False
        self.beginResetModel()
        self._load(before.kind)
        self._places = self._arranged()
        self.endResetModel()
        return True

    def _told(self, ids: NDArray[np.int64] | None) -> list[tuple[int, int]]:
        """Return the first and last rows of what views are told of: a few rows, else all."""
        if ids is None or len(ids) > _MOST_TOLD:
            return [(0, self.rowCount() - 1)] if self.rowCount() else []
        return [(int(row), int(row)) for row in self.rows_of(ids)]

    def show_text(self, text: str) -> None:
        """Show the rows in which some column holds this text, or that fit ``Area > 5``."""
        self._filter, self.trouble = text.strip(), None
        self._rearrange()

    def show_unit(self) -> None:
        """Show areas in the unit that is chosen now."""
        if SIZE in self._names:
            section = self._names.index(SIZE) + 1
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, section, section)
            if self.rowCount():
                last = self.index(self.rowCount() - 1, section)
                self.dataChanged.emit(self.index(0, section), last)

    def show_only(self, ids: NDArray[np.int64] | None) -> None:
        """Show these rows alone, all where None."""
        if ids is None and self._only is None:
            return
        self._only = ids
        self._rearrange()

    def show_within(self, bounds: Bounds | None) -> None:
        """Show the rows alone whose features meet some bounds, all where None.

        Parameters
        ----------
        bounds
            West, south, east and north. [m]
        """
        if bounds != self.within:
            self.within = bounds
            self._rearrange()

    def _meeting(self, bounds: Bounds) -> NDArray[np.bool_]:
        version = self._layer.version("geometry")
        if self._boxes is None or self._boxes[0] != version:
            self._boxes = (version, self._layer.bounds.T)
        west, south, east, north = self._boxes[1]
        return (
            (west <= bounds[2]) & (east >= bounds[0]) & (south <= bounds[3]) & (north >= bounds[1])
        )

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted = column
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._rearrange()

    def _rearrange(self) -> None:
        self.beginResetModel()
        self._places = self._arranged()
        self.endResetModel()

    def _arranged(self) -> NDArray[np.intp]:
        keep = np.ones(len(self._layer), bool)
        if self._only is not None:
            only = self._layer.positions(self._only)
            keep[:] = False
            keep[only[only >= 0]] = True
        if self.within is not None:
            keep &= self._meeting(self.within)
        if self._filter:
            keep &= self._fitting()
        places = np.flatnonzero(keep)
        if self._sorted < 0 or not len(places):
            return places
        if self._sorted == 0:
            return places[::-1] if self._descending else places
        values = pd.Series(self._arrays[self._sorted - 1]).iloc[places]
        order = values.sort_values(
            ascending=not self._descending, kind="stable", na_position="last"
        ).index.to_numpy()
        return np.asarray(order, np.intp)

    def _fitting(self) -> NDArray[np.bool_]:
        """Return the rows that fit the filter; none, and a sentence, where it says nothing."""
        try:
            return fitting(
                self._filter,
                self._bridge.document,
                self._layer,
                self._columns,
                self._arrays,
                unit=self._bridge.area_unit,
            )
        except PlanError as error:
            self.trouble = error
            return np.zeros(len(self._layer), bool)

    # ---- where things are -----------------------------------------------------------------------

    def id_at(self, row: int) -> int:
        """Return the feature id of a row."""
        return int(self._layer.ids[self._places[row]])

    def ids_at(self, rows: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the feature ids of rows."""
        return self._layer.ids[self._places[rows]]

    def rows_of(self, ids: NDArray[np.int64]) -> NDArray[np.intp]:
        """Return the rows of features that are shown, ascending."""
        return np.flatnonzero(self.mask_of(ids))

    def mask_of(self, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return of each row that is shown whether its feature is one of these."""
        wanted = self._layer.positions(ids)
        there = np.zeros(len(self._layer), bool)
        there[wanted[wanted >= 0]] = True
        return there[self._places]

    def column_at(self, section: int) -> Column | None:
        """Return the declaration of a column, None for the feature id."""
        return self._columns[section - 1] if section > 0 else None

    # ---- Qt's questions -------------------------------------------------------------------------

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._places)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns) + 1

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        column = self.column_at(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._head(column)
        if role == Qt.ItemDataRole.ToolTipRole and column is not None:
            return tr("Computed from the shapes") if column.id == SIZE else words.hint(column.id)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column is None or column.dtype != "text" else None
        return None

    def _head(self, column: Column | None) -> str:
        if column is None:
            return "fid"
        if column.id == SIZE:
            return size_head(self.kind, self._bridge.area_unit)
        return words.column_head(column)

    def editable(self, section: int) -> bool:
        """Return whether the values of a column can be typed: not ids, not sizes."""
        return section > 0 and self._names[section - 1] != SIZE

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.editable(index.column()) and not self._bridge.session.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def cell(self, row: int, section: int) -> tuple[str, bool, QIcon | None]:
        """Return what a cell says, whether it stands to the right, and its icon."""
        place = int(self._places[row])
        if section == 0:
            return str(self._layer.ids[place]), True, None
        column = self._columns[section - 1]
        value: object = self._arrays[section - 1][place]
        icon = self._swatch(value) if column.table == "land_use" else None
        return self._text(column, value), column.dtype != "text", icon

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            text = self.cell(index.row(), index.column())[0]
            return text if role == Qt.ItemDataRole.DisplayRole else words.hint(text)
        column = self.column_at(index.column())
        if role == Qt.ItemDataRole.EditRole:
            place = int(self._places[index.row()])
            return (
                str(self._layer.ids[place])
                if column is None
                else forms.edited_text(self._arrays[index.column() - 1][place])
            )
        found: object = None
        if role == forms.CHOICES and column is not None:
            found = forms.choices(column, self._bridge.document) or None
        elif role == forms.FREE and column is not None:
            found = column.table == "land_use"
        return found

    def _text(self, column: Column, value: object) -> str:
        if forms.missing(value):
            return words.MISSING
        if column.id == SIZE:
            return size_text(self.kind, float(str(value)), self._bridge.area_unit)
        if column.dtype == "number" and isinstance(value, int | float):
            return words.figures(float(value), 6)
        if column.dtype != "text":
            return str(value)
        key = (column.id, str(value))
        if key not in self._titles:
            self._titles[key] = forms.titled(column, self._bridge.document, str(value))
        return self._titles[key]

    def _swatch(self, value: object) -> QIcon | None:
        colour = self._bridge.document.codes.colour(str(value))
        if colour and colour not in self._swatches:
            self._swatches[colour] = theme.swatch(colour, "#6b6b6b")
        return self._swatches.get(colour or "")

    def forget_titles(self) -> None:
        """Ask anew what values are called: another code set may name them."""
        self._titles.clear()

    @override
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self.column_at(index.column()) if index.isValid() else None
        editable = column is not None and self.editable(index.column())
        if role != Qt.ItemDataRole.EditRole or column is None or not editable:
            return False
        id_ = self.id_at(index.row())
        typed = forms.parsed(str(value or ""), column.dtype)
        kind = self.kind
        return self._bridge.attempt(lambda plan: set_values(plan, kind, [id_], {column.id: typed}))


def _sizes(layer: Layer) -> ExtensionArray:
    return pd.Series(sizes(layer)).array


def _dtype(values: pd.Series) -> Dtype:
    if pd.api.types.is_integer_dtype(values.dtype):
        return "integer"
    return "number" if pd.api.types.is_float_dtype(values.dtype) else "text"
