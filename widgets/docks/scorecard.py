"""Indicators as a tree: sets with their indicators; values, sources and targets are edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont
from typing_extensions import override

from layers.analysis.indicators import INDEX, State
from layers.edits.indicators import set_indicator, set_target
from layers.factor_tables.indicators import OWN, REPORTED, YES
from layers.parameters import Factor
from resources.translations import tr
from widgets import forms, indicator_words, theme, words
from widgets.bridge import Bridge
from widgets.docks.factors import confidences

Index = QModelIndex | QPersistentModelIndex
NAME, VALUE, TARGET, STATE, VALUE_FROM, TARGET_FROM = range(6)
ROW = Qt.ItemDataRole.UserRole
"""Role under which the row of the totals is given."""
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
Found = dict[str, Any]


class Scorecard(QAbstractItemModel):
    """Sets of indicators and their rows.

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
        self._sets: list[tuple[str, list[Found]]] = []

    def show_rows(self, rows: Sequence[Found]) -> bool:
        """Show these indicators; return whether they are others than before, or elsewhere."""
        sets: dict[str, list[Found]] = {}
        for row in rows:
            sets.setdefault(row["set"], []).append(row)
        found = list(sets.items())
        if _ids(found) == _ids(self._sets):
            self._sets = found
            for place, (_, inside) in enumerate(found):
                above = self.index(place, 0)
                first = self.index(0, NAME, above)
                self.dataChanged.emit(first, self.index(len(inside) - 1, TARGET_FROM, above))
            if found:
                self.dataChanged.emit(self.index(0, 0), self.index(len(found) - 1, 0))
            return False
        self.beginResetModel()
        self._sets = found
        self.endResetModel()
        return True

    def index_of(self, id_: str, column: int = NAME) -> QModelIndex:
        """Return where an indicator stands; not valid where it is not shown."""
        for place, (_, rows) in enumerate(self._sets):
            for row, one in enumerate(rows):
                if one["id"] == id_:
                    return self.index(row, column, self.index(place, 0))
        return QModelIndex()

    def _row(self, index: Index) -> Found | None:
        above = int(index.internalId())
        return self._sets[above - 1][1][index.row()] if above else None

    # ---- Qt's questions -------------------------------------------------------------------------

    @override
    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        # Sets have 0, their rows the place of the set and one.
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    @override
    def parent(self, index: Index) -> QModelIndex:  # pyright: ignore[reportIncompatibleMethodOverride]
        above = int(index.internalId()) if index.isValid() else 0
        return self.createIndex(above - 1, 0, 0) if above else QModelIndex()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._sets)
        inside = parent.internalId() == 0 and parent.column() == 0
        return len(self._sets[parent.row()][1]) if inside else 0

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        del parent
        return TARGET_FROM + 1

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in {VALUE, TARGET}:
            return _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = (
            tr("Indicator"),
            tr("Value"),
            tr("Target"),
            tr("State"),
            tr("Value from"),
            tr("Target from"),
        )
        return heads[section]

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags, row = super().flags(index), self._row(index)
        if row is None or self._bridge.session.read_only or row["id"] == INDEX:
            return flags
        editable = {
            VALUE: row["set"] != REPORTED,
            TARGET: row["set"] == OWN and bool(row["target"]),
            VALUE_FROM: row["origin"] == "typed",
        }
        return flags | Qt.ItemFlag.ItemIsEditable if editable.get(index.column()) else flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._row(index)
        if row is None:
            return self._of_set(index, role)
        column, shown = index.column(), None
        if role == ROW:
            shown = row
        elif role == Qt.ItemDataRole.DisplayRole:
            shown = self._text(row, column)
        elif role == Qt.ItemDataRole.EditRole:
            shown = self._edited(row, column)
        elif role == forms.CHOICES and column == VALUE and row["unit"] == YES:
            shown = [("yes", tr("yes")), ("no", tr("no"))]
        elif role == Qt.ItemDataRole.ToolTipRole:
            shown = words.hint(self._tip(row))
        elif role == Qt.ItemDataRole.TextAlignmentRole and column in {VALUE, TARGET}:
            shown = _RIGHT
        elif role == Qt.ItemDataRole.ForegroundRole:
            shown = _ink(row, column)
        return shown

    def _of_set(self, index: Index, role: int) -> object:
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Qt.ItemDataRole.DisplayRole and index.column() == NAME:
            return indicator_words.set_title(self._sets[index.row()][0])
        return None

    def _text(self, row: Found, column: int) -> str:
        if column == STATE:
            return indicator_words.short_state(row["state"])
        texts = {
            NAME: indicator_words.title,
            VALUE: indicator_words.value,
            TARGET: indicator_words.target,
            VALUE_FROM: self._value_from,
            TARGET_FROM: _target_from,
        }
        return texts[column](row)

    def _typed(self, row: Found) -> Factor | None:
        found = self._bridge.document.parameters.get(f"typed.{row['quantity']}")
        return found if isinstance(found, Factor) else None

    def _value_from(self, row: Found) -> str:
        typed = self._typed(row)
        if row["origin"] == "typed" and typed is not None and typed.source:
            return typed.source
        return indicator_words.origins()[row["origin"]]

    def _edited(self, row: Found, column: int) -> str:
        if column == VALUE and row["unit"] == YES:
            return "" if row["value"] is None else "yes" if row["value"] else "no"
        if column == VALUE:
            return forms.edited_text(row["value"])
        if column == VALUE_FROM:
            typed = self._typed(row)
            return typed.source if typed is not None else ""
        return indicator_words.target(row)

    def _tip(self, row: Found) -> str:
        head = f"{indicator_words.title(row)} ({row['id']})"
        target = f"{tr('Target')}: {indicator_words.target(row)}" if row["target"] else ""
        lines = (
            head,
            f"{tr('Value')}: {indicator_words.value(row)} · {self._value_from(row)}",
            target,
            indicator_words.states()[row["state"]],
            *row["notes"],
            f"{tr('Source')}: {_target_from(row)}",
        )
        return "\n".join(filter(None, lines))

    @override
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self._row(index) if index.isValid() else None
        if row is None or role != Qt.ItemDataRole.EditRole:
            return False
        id_, typed = str(row["id"]), "" if value is None else str(value)
        if index.column() == TARGET:
            return self._bridge.attempt(lambda plan: set_target(plan, id_, typed))
        if index.column() == VALUE_FROM:
            return self._bridge.attempt(lambda plan: set_indicator(plan, id_, row["value"], typed))
        known = forms.parsed(typed, "text" if row["unit"] == YES else "number")
        # An editor that is left as it was types nothing; emptied, it takes back what was typed.
        if typed == self._edited(row, VALUE) or (known is None and row["origin"] != "typed"):
            return False
        return self._bridge.attempt(lambda plan: set_indicator(plan, id_, known))


def _ids(sets: Sequence[tuple[str, list[Found]]]) -> list[str]:
    return [row["id"] for _, rows in sets for row in rows]


def _ink(row: Found, column: int) -> QBrush | None:
    if column == STATE and row["state"] in {State.NOT_MET, State.NOT_REACHED}:
        return QBrush(QColor(theme.colours().warning))
    if column == STATE and row["state"] in {State.MET, State.REACHED}:
        return QBrush(QColor(theme.colours().accent))
    muted = column in {VALUE_FROM, TARGET_FROM} or row["value"] is None
    return QBrush(QColor(theme.colours().muted)) if muted and column != NAME else None


def _target_from(row: Found) -> str:
    sure = confidences().get(row["confidence"], row["confidence"])
    return " · ".join(filter(None, (sure, words.source(row["source"]), row["year"])))
