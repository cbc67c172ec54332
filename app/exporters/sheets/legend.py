"""The legend beside the map: swatches with names, and how much of each class there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QRectF

from app.exporters.sheets.blocks import Type, draw_head
from app.exporters.sheets.board import LEFT, RIGHT, SOFT, Board
from app.exporters.sheets.swatches import Swatch, draw_swatch

BARE: Final = 15.0
"""Columns of classes that are narrower have no values. [sizes of type]"""

FAR: Final = 6.0
"""Where a name and its value are farther apart, a hair line leads the eye. [sizes of type]"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend.

    Parameters
    ----------
    swatch
        How it looks on the map.
    code, title, value
        What it is, and its area as printed; empty for what has none.
    weight
        Its area: where room is short the largest stay. [m²]
    """

    swatch: Swatch
    code: str
    title: str
    value: str = ""
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Legend:
    """Swatches with their names; classes in lines with areas, the rest in two columns.

    Parameters
    ----------
    title, unit
        Its head, and the unit of the areas.
    classes, others
        What is coloured by class, and the other kinds.
    more
        What is written in place of classes that have no room; with ``{n}``.
    most
        How many lines of classes have room.
    dense
        Whether classes stand in two columns, where room is short; narrow ones have no areas.
    whole
        Whether names that are too long go on in a further line; else they end in dots.
    """

    title: str
    unit: str
    classes: tuple[Entry, ...]
    others: tuple[Entry, ...]
    more: str
    most: int = 10_000
    dense: bool = False
    whole: bool = True

    def shortened(self) -> Legend:
        """Return the legend in less room: dense, then with names cut, then with one line less."""
        if not self.dense:
            return replace(self, dense=True)
        if self.whole:
            return replace(self, whole=False)
        if self.most > 0 and self.classes:
            least = min(self.most, self._lines) - 1
            # One line says how many classes are left out, so that one less saves nothing.
            return replace(self, most=least - 1 if self.most > self._lines else least)
        return replace(self, others=self.others[:-1])

    @property
    def empty(self) -> bool:
        """Whether nothing is left to be taken out."""
        return self.most <= 0 and not self.others

    @property
    def _lines(self) -> int:
        """How many lines all classes take."""
        return -(-len(self.classes) // 2) if self.dense else len(self.classes)

    def height(self, board: Board, width: float, type_: Type) -> float:
        """Return its height. [mm]."""
        lines = len(self._other_lines(board, width, type_))
        high = self._high(board, width, type_) + lines * type_.line
        between = type_.size * 0.5 if self.classes and self.others else 0.0
        return type_.head + high + between

    def _high(self, board: Board, width: float, type_: Type) -> float:
        """Return the height of the classes, with the line that says how many are left out. [mm]."""
        if self._cut:
            return min(self._lines, self.most + 1) * type_.line
        return max((sum(map(_Row.high, one)) for one in self._set(board, width, type_)), default=0)

    @property
    def _cut(self) -> bool:
        """Whether each class takes one line, and its name is cut where that is too short."""
        return not self.whole or self.most < self._lines

    def _set(self, board: Board, width: float, type_: Type) -> list[list[_Row]]:
        """Return the rows of each column of classes."""
        columns = 2 if self.dense else 1
        wide = width / columns
        ranked = sorted(self.classes, key=lambda entry: -entry.weight)
        kept = {id(entry) for entry in ranked[: self.most * columns]}
        shown = [entry for entry in self.classes if id(entry) in kept]
        if wide < type_.size * BARE:
            shown = [replace(entry, value="") for entry in shown]
        codes = max((board.width(entry.code, type_.size) for entry in shown), default=0.0)
        rooms = [wide - (type_.size if number < columns - 1 else 0.0) for number in range(columns)]
        # The last column, which ends at the edge, has the most room for a name.
        rows = [_Row.of(board, one, rooms[0], codes, type_, cut=self._cut) for one in shown]
        return [list(part) for part in _parts(rows, columns)]

    def _other_lines(self, board: Board, width: float, type_: Type) -> list[tuple[Entry, ...]]:
        """Return the other kinds by lines: two beside one another where no name is too long.

        Where room is short, those whose names are short stand so in any case.
        """
        half = width / 2 - type_.size * 4.6
        short = [board.width(one.title, type_.size) < half for one in self.others]
        if not self.dense and not all(short):
            return [(one,) for one in self.others]
        lines: list[tuple[Entry, ...]] = []
        free = False
        for one, fits in zip(self.others, short, strict=True):
            if fits and free:
                lines[-1] = (*lines[-1], one)
                free = False
            else:
                lines.append((one,))
                free = fits
        return lines

    def draw(self, board: Board, place: QRectF, type_: Type) -> None:
        """Draw it at the top of a place."""
        top = draw_head(board, place, self.title, type_)
        if self.classes and place.width() / (2 if self.dense else 1) >= type_.size * BARE:
            head = QRectF(place.left(), place.top(), place.width(), type_.head * 0.85)
            board.text(head, self.unit, type_.size, RIGHT, colour=SOFT)
        columns = self._set(board, place.width(), type_)
        wide = place.width() / max(len(columns), 1)
        for number, rows in enumerate(columns):
            room = wide - (type_.size if number < len(columns) - 1 else 0.0)
            down = top
            for row in rows:
                line = QRectF(place.left() + number * wide, down, room, type_.line)
                row.draw(board, line, type_)
                down += row.high()
        top += max((sum(map(_Row.high, rows)) for rows in columns), default=0.0)
        shown = sum(map(len, columns))
        if shown < len(self.classes):
            line = QRectF(place.left(), top, place.width(), type_.line)
            text = self.more.format(n=len(self.classes) - shown)
            board.text(line, text, type_.size, LEFT, colour=SOFT)
            top += type_.line
        top += type_.size * 0.5 if self.classes else 0.0
        lines = self._other_lines(board, place.width(), type_)
        for number, line in enumerate(lines):
            for column, entry in enumerate(line):
                left = place.left() + column * place.width() / 2
                wide = place.width() / len(line) - type_.size
                room = QRectF(left, top + number * type_.line, wide, type_.line)
                _Row.of(board, entry, wide, 0.0, type_, cut=True).draw(board, room, type_)


@dataclass(frozen=True, slots=True)
class _Row:
    """An entry with its name in lines.

    Parameters
    ----------
    entry
        What it is.
    lines
        Its name.
    codes
        Room of the codes; 0 where there are none. [mm]
    line
        Height of a line. [mm]
    """

    entry: Entry
    lines: tuple[str, ...]
    codes: float
    line: float

    @classmethod
    def of(
        cls, board: Board, entry: Entry, width: float, codes: float, type_: Type, *, cut: bool
    ) -> _Row:
        lines = (entry.title,)
        if not cut:
            room = width - _indent(type_, codes) - _value_room(board, entry, type_)
            lines = tuple(board.broken(entry.title, room, type_.size)) or lines
        return cls(entry, lines, codes, type_.line)

    def high(self) -> float:
        """Return its height. [mm]."""
        return len(self.lines) * self.line

    def draw(self, board: Board, line: QRectF, type_: Type) -> None:
        """Draw it from its first line on."""
        size, entry = type_.size, self.entry
        swatch = QRectF(line.left() + 0.2, line.center().y() - size * 0.45, size * 2.6, size * 0.9)
        draw_swatch(board, swatch, entry.swatch)
        if self.codes:
            code = QRectF(swatch.right() + size * 0.7, line.top(), self.codes + 1, line.height())
            board.text(code, entry.code, size)
        left = line.left() + _indent(type_, self.codes)
        room = line.right() - left - _value_room(board, entry, type_)
        for number, text in enumerate(self.lines):
            top = line.top() + number * type_.line
            board.text(QRectF(left, top, room, line.height()), text, size)
        if entry.value:
            board.text(line, entry.value, size, RIGHT)
            start = left + board.width(self.lines[0], size) + size
            end = line.right() - board.width(entry.value, size) - size
            if end - start > size * FAR:
                board.across(start, end, line.center().y() + size * 0.3)


def _indent(type_: Type, codes: float) -> float:
    """Return where names begin. [mm]."""
    return 0.2 + type_.size * 3.3 + (codes + type_.size * 0.7 if codes else 0.0)


def _value_room(board: Board, entry: Entry, type_: Type) -> float:
    """Return the room that a value takes from the name. [mm]."""
    return board.width(entry.value, type_.size) + type_.size * 0.6 if entry.value else 0.0


def _parts(rows: Sequence[_Row], columns: int) -> Iterator[Sequence[_Row]]:
    """Yield rows in columns that are as equally high as may be, in their order."""
    if columns == 1:
        yield rows
        return
    highs = [row.high() for row in rows]
    ends = range(len(rows) + 1)
    split = min(ends, key=lambda end: (max(sum(highs[:end]), sum(highs[end:])), -end))
    yield rows[:split]
    yield rows[split:]
