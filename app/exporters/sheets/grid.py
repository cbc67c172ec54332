"""The coordinate grid of a sheet: crosses at round coordinates, which stand at the edges."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from app.exporters.sheets.board import CENTRE, SOFT, Board
from app.exporters.sheets.layout import grid_room
from widgets.map.viewport import Viewport

CROSS: Final = "#8b9499"
TICK_MM: Final = 2.0
TICKS_APART_MM: Final = 45.0


def tick_distance(denominator: float) -> float:
    """Return how far the ticks of the grid are apart. [m].

    Examples
    --------
    45 mm at 1:5000 are 225 m.

    >>> tick_distance(5000)
    500.0
    """
    least = TICKS_APART_MM / 1000 * denominator
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * step for step in (1.0, 2.0, 5.0, 10.0) if power * step >= least)


def draw_grid(board: Board, viewport: Viewport, picture: QRectF, size: float) -> None:
    """Draw crosses at round coordinates, with X (north) and Y (east) at the edges."""
    west, south, east, north = viewport.bounds
    apart = tick_distance(viewport.denominator)
    mm_per_m = viewport.px_per_m / board.units
    across = {x: picture.left() + (x - west) * mm_per_m for x in _rounds(west, east, apart)}
    down = {y: picture.top() + (north - y) * mm_per_m for y in _rounds(south, north, apart)}
    type_, half = max(size * 0.8, 2.5), TICK_MM / 2
    for x, at in across.items():
        if picture.left() + 12 < at < picture.right() - 12:
            place = QRectF(at - 20, picture.bottom(), 40, grid_room(size))
            board.text(place, f"Y {x:.0f}", type_, CENTRE, colour=SOFT)
        for edge, step in ((picture.top(), TICK_MM), (picture.bottom(), -TICK_MM)):
            board.line(QPointF(at, edge), QPointF(at, edge + step), 0.18)
    for y, at in down.items():
        if picture.top() + 12 < at < picture.bottom() - 12:
            middle = QPointF(picture.left() - grid_room(size) / 2, at)
            _upright(board, middle, f"X {y:.0f}", type_)
        for edge, step in ((picture.left(), TICK_MM), (picture.right(), -TICK_MM)):
            board.line(QPointF(edge, at), QPointF(edge + step, at), 0.18)
    for at in (QPointF(x, y) for x in across.values() for y in down.values()):
        board.line(at - QPointF(half, 0), at + QPointF(half, 0), 0.12, CROSS)
        board.line(at - QPointF(0, half), at + QPointF(0, half), 0.12, CROSS)


def _rounds(low: float, high: float, apart: float) -> list[float]:
    return [n * apart for n in range(math.ceil(low / apart), math.floor(high / apart) + 1)]


def _upright(board: Board, middle: QPointF, text: str, size: float) -> None:
    painter = board.painter
    painter.save()
    painter.translate(middle * board.units)
    painter.rotate(-90)
    board.text(QRectF(-20, -2, 40, 4), text, size, CENTRE, colour=SOFT)
    painter.restore()
