"""What stands beside the map: tables, figures, notes and the title block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from PySide6.QtCore import QPointF, QRectF

from app.exporters.figures import Figure
from app.exporters.sheets.board import CENTRE, INK, LEAD, LEFT, RIGHT, SOFT, Board

SHORT_HEAD: Final = 5.5
"""Heads of columns of numbers up to this width are not broken. [sizes of type]"""


@dataclass(frozen=True, slots=True)
class Type:
    """How texts are set.

    Parameters
    ----------
    size
        Size of type. [mm]
    leading
        Height of a line in sizes of type. [-]
    """

    size: float
    leading: float

    @property
    def line(self) -> float:
        """Height of a line. [mm]."""
        return self.size * self.leading

    @property
    def head(self) -> float:
        """Height of the head of a block. [mm]."""
        return self.size * 2.0


class Block(Protocol):
    """Something that takes a width and knows how high it becomes."""

    def height(self, board: Board, width: float, type_: Type) -> float:
        """Return its height. [mm]."""
        ...

    def draw(self, board: Board, place: QRectF, type_: Type) -> None:
        """Draw it at the top of a place."""
        ...


def draw_head(board: Board, place: QRectF, text: str, type_: Type) -> float:
    """Write the head of a block, and return where its body begins."""
    size = type_.size * 1.12
    head = QRectF(place.left(), place.top(), place.width(), type_.head * 0.85)
    board.text(head, text, size, LEFT, bold=True, colour=LEAD)
    bottom = place.top() + type_.head * 0.9
    board.line(QPointF(place.left(), bottom), QPointF(place.right(), bottom), 0.3, LEAD)
    return place.top() + type_.head


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first column has the texts, the others numbers.

    Parameters
    ----------
    title, heads
        Head of the table and of its columns.
    rows
        Texts of the cells.
    strong
        Places of the rows that are sums.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: frozenset[int] = frozenset()

    def height(self, board: Board, width: float, type_: Type) -> float:
        """Return its height. [mm]."""
        lines = len(self._head_lines(board, width, type_))
        lines += sum(len(one) for one in self._row_lines(board, width, type_))
        return type_.head + lines * type_.line

    def _numbers(self, board: Board, type_: Type, place: int) -> float:
        cells = [row[place] for row in self.rows]
        wide = max((board.width(cell, type_.size, bold=True) for cell in cells), default=0.0)
        # Families differ in width: a short head stays in one line whichever the computer has.
        head = board.width(self.heads[place], type_.size)
        head = head if head <= type_.size * SHORT_HEAD else 0.0
        return max(wide + type_.size * 0.3, head, type_.size * 4.5) + type_.size * 0.5

    def _columns(self, board: Board, width: float, type_: Type) -> list[float]:
        numbers = [self._numbers(board, type_, n) for n in range(1, len(self.heads))]
        return [width - sum(numbers), *numbers]

    def _head_lines(self, board: Board, width: float, type_: Type) -> list[list[str]]:
        """Return the heads line by line: those of numbers may be broken."""
        columns = self._columns(board, width, type_)
        broken = [
            board.broken(head, wide - type_.size * 0.5, type_.size)
            for head, wide in zip(self.heads, columns, strict=True)
        ]
        count = max(map(len, broken), default=1)
        padded = [[""] * (count - len(lines)) + lines for lines in broken]
        return [[lines[n] for lines in padded] for n in range(count)]

    def _row_lines(self, board: Board, width: float, type_: Type) -> list[list[list[str]]]:
        """Return the lines of each row: a long text is broken, its numbers are in the last line."""
        room, *_ = self._columns(board, width, type_)
        found: list[list[list[str]]] = []
        for text, *cells in self.rows:
            *above, last = board.broken(text, room - type_.size * 0.5, type_.size) or [""]
            found.append([*([line, *[""] * len(cells)] for line in above), [last, *cells]])
        return found

    def draw(self, board: Board, place: QRectF, type_: Type) -> None:
        """Draw it at the top of a place."""
        top = draw_head(board, place, self.title, type_)
        columns = self._columns(board, place.width(), type_)
        for cells in self._head_lines(board, place.width(), type_):
            line = QRectF(place.left(), top, place.width(), type_.line)
            _row(board, line, columns, cells, _Manner(type_.size, SOFT))
            top += type_.line
        board.across(place.left(), place.right(), top)
        for number, lines in enumerate(self._row_lines(board, place.width(), type_)):
            manner = _Manner(type_.size, INK, strong=number in self.strong)
            for cells in lines:
                line = QRectF(place.left(), top, place.width(), type_.line)
                _row(board, line, columns, cells, manner)
                top += type_.line
            board.across(place.left(), place.right(), top)


@dataclass(frozen=True, slots=True)
class _Manner:
    size: float
    colour: str
    strong: bool = False


def _row(
    board: Board, line: QRectF, columns: Sequence[float], cells: Sequence[str], manner: _Manner
) -> None:
    left = line.left()
    for number, (width, cell) in enumerate(zip(columns, cells, strict=True)):
        place = QRectF(left, line.top(), width, line.height())
        align = RIGHT if number else LEFT
        board.text(place, cell, manner.size, align, bold=manner.strong, colour=manner.colour)
        left += width


@dataclass(frozen=True, slots=True)
class Figures:
    """Headline numbers, one a line.

    Parameters
    ----------
    title
        Its head.
    figures
        Names, values and units as printed.
    """

    title: str
    figures: tuple[Figure, ...]

    def height(self, board: Board, width: float, type_: Type) -> float:
        """Return its height. [mm]."""
        del board, width
        return type_.head + len(self.figures) * type_.line

    def draw(self, board: Board, place: QRectF, type_: Type) -> None:
        """Draw it at the top of a place."""
        top = draw_head(board, place, self.title, type_)
        units = max((board.width(one.unit, type_.size) for one in self.figures), default=0.0)
        for one in self.figures:
            line = QRectF(place.left(), top, place.width(), type_.line)
            value = line.adjusted(0, 0, -units - type_.size * 0.5, 0)
            wide = board.width(one.value, type_.size, bold=True)
            board.text(value.adjusted(0, 0, -wide - type_.size, 0), one.title, type_.size)
            board.text(value, one.value, type_.size, RIGHT, bold=True)
            unit = QRectF(value.right() + type_.size * 0.5, top, units + 0.2, type_.line)
            board.text(unit, one.unit, type_.size, colour=SOFT)
            top += type_.line
            board.across(place.left(), place.right(), top)


@dataclass(frozen=True, slots=True)
class Notes:
    """Sentences about how the sheet was made.

    Parameters
    ----------
    title
        Its head.
    sentences
        What is said; each begins a line.
    """

    title: str
    sentences: tuple[str, ...]

    def _lines(self, board: Board, width: float, type_: Type) -> list[str]:
        return [line for text in self.sentences for line in board.broken(text, width, type_.size)]

    def height(self, board: Board, width: float, type_: Type) -> float:
        """Return its height. [mm]."""
        return type_.head + len(self._lines(board, width, type_)) * type_.line

    def draw(self, board: Board, place: QRectF, type_: Type) -> None:
        """Draw it at the top of a place."""
        top = draw_head(board, place, self.title, type_)
        for text in self._lines(board, place.width(), type_):
            line = QRectF(place.left(), top, place.width(), type_.line)
            board.text(line, text, type_.size, colour=SOFT)
            top += type_.line


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """The block at the lower right: what the sheet is, and room for who answers for it.

    Parameters
    ----------
    plan, sheet
        Names of the plan and of the sheet.
    cells
        Pairs of what and how much; an empty value is left to be written by hand.
    """

    plan: str
    sheet: str
    cells: tuple[tuple[str, str], ...]

    def shortened(self) -> TitleBlock:
        """Return the block without the cells that are written by hand, where room is short."""
        return replace(self, cells=tuple(cell for cell in self.cells if cell[1]))

    def height(self, board: Board, width: float, type_: Type) -> float:
        """Return its height. [mm]."""
        del board, width
        return type_.size * (5.0 + 2.1 * ((len(self.cells) + 1) // 2))

    def draw(self, board: Board, place: QRectF, type_: Type) -> None:
        """Draw it at the top of a place."""
        size = type_.size
        box = QRectF(place.left(), place.top(), place.width(), self.height(board, 0.0, type_))
        inner = box.adjusted(size * 0.6, 0, -size * 0.6, 0)
        plan = QRectF(inner.left(), box.top() + size * 0.4, inner.width(), size * 2.2)
        board.text(plan, self.plan, size * 1.35, CENTRE, bold=True)
        board.text(plan.translated(0, size * 2.1), self.sheet, size * 1.2, CENTRE)
        top, half, high = box.top() + size * 5.0, box.width() / 2, size * 2.1
        for number, (name, value) in enumerate(self.cells):
            left = box.left() + (number % 2) * half
            cell = QRectF(left, top + number // 2 * high, half, high)
            board.box(cell, 0.18)
            text = cell.adjusted(size * 0.5, 0, -size * 0.5, 0)
            board.text(text, name, size, colour=SOFT)
            used = board.width(name, size) + size * 0.6
            board.text(text.adjusted(used, 0, 0, 0), value, size, RIGHT)
        board.box(box, 0.35)
