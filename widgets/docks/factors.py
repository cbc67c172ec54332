"""The factors and settings of the plan as a table that can be edited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPen, QPixmap
from typing_extensions import override

from layers.codes import CODE_SETS, OWN
from layers.edits.code_set import convert_codes
from layers.edits.parameters import reset_parameter, set_parameter, takes
from layers.factor_tables import groups
from layers.own_codes import STORED, stored
from layers.parameters import SETTINGS, Factor
from resources.translations import tr
from widgets import forms, theme, words
from widgets.bridge import Bridge

Index = QModelIndex | QPersistentModelIndex
BOUNDS: Final = {1: "low", 2: "central", 3: "high"}
"""Column of the table by bound of the factor."""
SOURCE: Final = 5
YEAR: Final = 6
CONFIDENCE: Final = 7
GROUP = Qt.ItemDataRole.UserRole
SEARCHED = Qt.ItemDataRole.UserRole + 1
SURE = Qt.ItemDataRole.UserRole + 2
"""How sure a factor is, as it is stored; none for settings."""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def group_titles() -> dict[str, str]:
    """Return the groups of factors with their titles, in the order of the list."""
    return {group: words.declared(title) for group, title in groups().items()}


def confidences() -> dict[str, str]:
    """Return the words for how sure a value is."""
    return {
        "verified": tr("verified"),
        "recalled": tr("recalled"),
        "assumption": tr("assumption"),
        "user": tr("edited"),
        "entered": tr("entered"),
        "computed": tr("computed"),
    }


_SIGNS: Final = {
    "verified": ("accent", 1.0),
    "recalled": ("warning", 0.5),
    "assumption": ("warning", 0.0),
}
"""Mark of how sure a value is: name of its colour, and how much of the ring is filled."""
_SIGN_PX: Final = 12


def confidence_mark(confidence: str) -> QIcon:
    """Return the mark of how sure a value is: full, half or empty, so that shape tells it too."""
    if confidence == "user":
        return theme.icon("draw", theme.colours().warning)
    if confidence not in _SIGNS:
        return QIcon()
    name, full = _SIGNS[confidence]
    colour = QColor(getattr(theme.colours(), name))
    pixmap = QPixmap(4 * _SIGN_PX, 4 * _SIGN_PX)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(4.0, 4.0)
    ring = QRectF(1.0, 1.0, _SIGN_PX - 2.0, _SIGN_PX - 2.0)
    painter.setPen(QPen(colour, 1.6))
    painter.drawEllipse(ring)
    painter.setBrush(colour)
    if full:  # a pie of nothing is a line
        painter.drawPie(ring, 90 * 16, round(full * 360 * 16))
    painter.end()
    return QIcon(pixmap)


def _footing(factor: Factor) -> tuple[str, ...]:
    """Return what a factor is called and rests on, one line each."""
    sure = confidences().get(factor.confidence, factor.confidence)
    source = " · ".join(filter(None, (words.source(factor.source), str(factor.year or ""))))
    return (words.named(factor), source, sure, words.note(factor.note))


_TEXTS: Final[Mapping[int, Callable[[Factor], str]]] = MappingProxyType(
    {
        0: words.named,
        4: lambda factor: words.unit(factor.unit),
        SOURCE: lambda factor: words.source(factor.source),
        YEAR: lambda factor: factor.year,
    }
)
"""What stands in the columns that are no numbers."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A factor or a setting."""

    id: str
    group: str


class FactorModel(QAbstractTableModel):
    """Factors and settings; columns are name, low, central, high, unit, source, year, confidence.

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
        self._rows = self._read()

    def _read(self) -> list[_Row]:
        found = [_Row(name, "plan") for name in SETTINGS]
        for name, value in self._bridge.document.parameters.items():
            if isinstance(value, Factor):
                found.append(_Row(name, value.group))
        known = list(group_titles())
        return sorted(found, key=lambda row: known.index(row.group) if row.group in known else 99)

    def show_parameters(self, names: frozenset[str]) -> None:
        """Show these factors and settings anew."""
        fresh = self._read()
        if fresh != self._rows:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
            return
        for place, row in enumerate(self._rows):
            if row.id in names:
                last = self.index(place, self.columnCount() - 1)
                self.dataChanged.emit(self.index(place, 0), last)

    def id_at(self, row: int) -> str:
        """Return the id of the factor or setting in a row."""
        return self._rows[row].id

    def group_at(self, row: int) -> str:
        """Return the group of the factor in a row; ``plan`` for a setting."""
        return self._rows[row].group

    def row_of(self, id_: str) -> int:
        """Return the row of a factor or setting, -1 where there is none."""
        return next((place for place, row in enumerate(self._rows) if row.id == id_), -1)

    def edited(self, row: int) -> bool:
        """Return whether a row differs from what is shipped."""
        value = self._bridge.document.parameters.get(self._rows[row].id)
        return isinstance(value, Factor) and value.confidence == "user"

    def restore(self, row: int) -> None:
        """Set a row back to what is shipped."""
        self._bridge.attempt(lambda document: reset_parameter(document, self._rows[row].id))

    # ---- Qt's questions -------------------------------------------------------------------------

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 8

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in BOUNDS:
            return _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole and section == CONFIDENCE:
            return tr("Confidence: full ring verified, half recalled, empty assumption")
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            tr("Factor"),
            tr("Low"),
            tr("Central"),
            tr("High"),
            tr("Unit"),
            tr("Source"),
            tr("Year"),
            "",  # as wide as its mark; the tooltip names it
        )[section]

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        row = self._rows[index.row()]
        factor = self._bridge.document.parameters.get(row.id)
        if isinstance(factor, Factor):
            editable = index.column() in BOUNDS and takes(factor, BOUNDS[index.column()])
        else:
            editable = row.group == "plan" and index.column() == 1
        if editable and not self._bridge.session.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == GROUP:
            return row.group
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() in BOUNDS and row.group != "plan" else None
        value = self._bridge.document.parameters.get(row.id)
        if isinstance(value, Factor):
            return self._of_factor(value, index, role)
        return self._of_setting(row.id, index, role)

    def _of_factor(self, factor: Factor, index: Index, role: int) -> object:
        column = index.column()
        shown: object = None
        if role == Qt.ItemDataRole.DisplayRole:
            shown = self._text(factor, column)
        elif role == Qt.ItemDataRole.EditRole and column in BOUNDS:
            shown = forms.edited_text(getattr(factor, BOUNDS[column]))
        elif role == Qt.ItemDataRole.ToolTipRole:
            shown = "\n".join(filter(None, _footing(factor)))
        elif role == Qt.ItemDataRole.AccessibleTextRole and column == CONFIDENCE:
            shown = confidences().get(factor.confidence, factor.confidence)
        elif role == Qt.ItemDataRole.DecorationRole and column == CONFIDENCE:
            shown = confidence_mark(factor.confidence)
        elif role == Qt.ItemDataRole.FontRole and factor.confidence == "user":
            shown = QFont()
            shown.setBold(True)
        elif role == Qt.ItemDataRole.DecorationRole and column == 0:
            edited = factor.confidence == "user"
            shown = theme.icon("draw", theme.colours().warning) if edited else None
        elif role == SURE:
            shown = factor.confidence
        elif role == SEARCHED:
            source = f"{factor.source} {words.source(factor.source)}"
            shown = f"{factor.id} {factor.title} {factor.title_zh} {source} {factor.unit}"
        return shown

    @staticmethod
    def _text(factor: Factor, column: int) -> str:
        if column in BOUNDS:
            return words.figures(getattr(factor, BOUNDS[column]), 5)
        return _TEXTS[column](factor) if column in _TEXTS else ""

    def texts(self, column: int) -> frozenset[str]:
        """Return what stands in a column, of the factors alone."""
        values = self._bridge.document.parameters.values()
        return frozenset(self._text(f, column) for f in values if isinstance(f, Factor))

    def _of_setting(self, id_: str, index: Index, role: int) -> object:
        value = self._bridge.document.parameters.get(id_)
        found = self._setting_choices(id_)
        column = index.column()
        shown: object = None
        if role == Qt.ItemDataRole.DisplayRole and column == 0:
            shown = words.declared(SETTINGS[id_].title)
        elif role == Qt.ItemDataRole.DisplayRole and column == 1:
            text = self._setting_text(id_, value)
            shown = dict(found).get(text, text)
        elif role == Qt.ItemDataRole.EditRole and column == 1:
            shown = "" if value is None else str(value)
        elif role == forms.CHOICES and column == 1:
            shown = found or None
        elif role == Qt.ItemDataRole.ToolTipRole:
            shown = words.declared(SETTINGS[id_].title)
        elif role == SEARCHED:
            shown = f"{id_} {SETTINGS[id_].title} {words.declared(SETTINGS[id_].title)}"
        return shown

    @staticmethod
    def _setting_text(id_: str, value: object) -> str:
        setting = SETTINGS[id_]
        if value is None:
            return words.declared(setting.none) if setting.none else words.MISSING
        if isinstance(value, float):
            return f"{words.figures(value, 9)} {words.unit(setting.unit)}".strip()
        return f"{value} {words.unit(setting.unit)}".strip()

    def _setting_choices(self, id_: str) -> list[tuple[str, str]]:
        if id_ == "plan.code_set":
            shipped = [(name, words.declared(title)) for name, title in CODE_SETS.items()]
            text = self._bridge.document.parameters.get(STORED)
            return [*shipped, (OWN, stored(text)[0])] if isinstance(text, str) else shipped
        setting = SETTINGS[id_]
        if setting.factors:
            return forms.factor_choices(self._bridge.document, setting.factors)
        return [(name, words.declared(title)) for name, title in setting.choices.items()]

    @override
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row = self._rows[index.row()]
        if row.group == "plan":
            typed = "" if value is None else str(value)
            setting = forms.parsed(typed, SETTINGS[row.id].dtype)
            if row.id == "plan.code_set" and setting != self._bridge.document.codes.id:
                # What has one match is converted too; the others are listed as unknown codes.
                return self._bridge.attempt(lambda plan: convert_codes(plan, str(setting)))
            return self._bridge.attempt(lambda plan: set_parameter(plan, row.id, setting))
        typed = {BOUNDS[index.column()]: forms.parsed(str(value), "number")}
        return self._bridge.attempt(lambda plan: set_parameter(plan, row.id, typed))


class FoundFactors(QSortFilterProxyModel):
    """Factors of one group that hold the searched text.

    Parameters
    ----------
    parent
        Owner in Qt.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._group = ""
        self._text = ""
        self._ids: frozenset[str] = frozenset()
        self._sure = ""
        self._used: frozenset[str] | None = None

    def show_sure(self, confidence: str) -> None:
        """Show the factors that are as sure as this, all where empty."""
        self._sure = confidence
        self.invalidate()

    def show_used(self, ids: frozenset[str] | None) -> None:
        """Show the factors alone that the plan uses, all where None."""
        self._used = ids
        self.invalidate()

    def show_ids(self, ids: Iterable[str]) -> None:
        """Show these factors alone, all where there are none."""
        self._ids = frozenset(ids)
        self.invalidate()

    def show_group(self, group: str) -> None:
        """Show the factors of this group, all where empty."""
        self._group = group
        self.invalidate()

    def show_text(self, text: str) -> None:
        """Show the factors that hold this text."""
        self._text = text.casefold().strip()
        self.invalidate()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        index = self.sourceModel().index(source_row, 0)
        model = self.sourceModel()
        id_ = model.id_at(source_row) if isinstance(model, FactorModel) else ""
        if self._ids and id_ not in self._ids:
            return False
        if self._used is not None and id_ not in self._used:
            return False
        if self._group and index.data(GROUP) != self._group:
            return False
        if self._sure and index.data(SURE) != self._sure:
            return False
        return not self._text or self._text in str(index.data(SEARCHED)).casefold()
