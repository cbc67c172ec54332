"""North arrow, numeric scale and scale bar."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from app.exporters.sheets.blocks import Type
from app.exporters.sheets.board import CENTRE, INK, LEFT, Board


@dataclass(frozen=True, slots=True)
class Compass:
    """North arrow, numeric scale and scale bar.

    Parameters
    ----------
    north
        Letter of north.
    scale
        ``1:5000``.
    denominator
        5000 for 1:5000. [-]
    """

    north: str
    scale: str
    denominator: float

    def height(self, board: Board, width: float, type_: Type) -> float:
        """Return its height. [mm]."""
        del board, width
        return type_.size * 7.2

    def draw(self, board: Board, place: QRectF, type_: Type) -> None:
        """Draw it at the top of a place."""
        size = type_.size
        _arrow(board, QRectF(place.left(), place.top(), size * 4, size * 6.4), self.north, size)
        bar = place.adjusted(size * 6.5, size * 0.2, -size * 2, 0)
        top = QRectF(bar.left(), bar.top(), bar.width(), size * 2.4)
        board.text(top, self.scale, size * 1.5, LEFT, bold=True)
        _scale_bar(board, bar.adjusted(0, size * 3.0, 0, 0), self.denominator, size)


def _arrow(board: Board, place: QRectF, letter: str, size: float) -> None:
    middle, top = place.center().x(), place.top() + size * 1.6
    wide, high = size * 1.15, size * 4.4
    base, notch = top + high, top + high * 0.76
    board.text(
        QRectF(place.left(), place.top(), place.width(), size * 1.4),
        letter,
        size,
        CENTRE,
        bold=True,
    )
    board.shape([(middle, top), (middle - wide, base), (middle, notch)], "#ffffff")
    board.shape([(middle, top), (middle + wide, base), (middle, notch)], INK)


def round_length(most: float) -> float:
    """Return the largest of 1, 2, 5, 10, 20, 50 … that is no more than a length. [m].

    Examples
    --------
    >>> round_length(730.0), round_length(19.0)
    (500.0, 10.0)
    """
    power = 1.0
    while power * 10 <= most:
        power *= 10
    return next(power * step for step in (5.0, 2.0, 1.0) if power * step <= max(most, 1.0))


def _scale_bar(board: Board, place: QRectF, denominator: float, size: float) -> None:
    """Draw a bar of four parts, exactly as long as its metres are on the sheet."""
    length = round_length(place.width() * 0.85 / 1000 * denominator)
    wide = length * 1000 / denominator / 4
    high = size * 0.55
    for part in range(4):
        box = QRectF(place.left() + part * wide, place.top(), wide, high)
        board.box(box, 0.15, INK, QColor(INK if part % 2 == 0 else "#ffffff"))
    for part in (0, 2, 4):
        text = f"{length * part / 4:g}" + (" m" if part == 4 else "")
        middle = place.left() + part * wide
        shift = board.width(text.removesuffix(" m"), size) / 2
        board.text(QRectF(middle - shift, place.top() + high, 40, size * 1.7), text, size)
