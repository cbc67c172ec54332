"""How a class or a kind looks in the legend: the same colours and lines as on the map."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainterPath, QPen

from app.exporters.sheets.board import Board
from layers.kind import Shape, Style
from widgets.map import symbols
from widgets.map.looks import Look


@dataclass(frozen=True, slots=True)
class Swatch:
    """What is drawn in the legend.

    Parameters
    ----------
    shape
        Shape of the kind.
    style
        Its style.
    look
        Fill and hatch of the class.
    """

    shape: Shape
    style: Style
    look: Look


def draw_swatch(board: Board, place: QRectF, swatch: Swatch) -> None:
    """Draw a swatch: a patch for areas and bands, a line for lines, the marker for points."""
    painter, style, look = board.painter, swatch.style, swatch.look
    pen = QPen(Qt.PenStyle.NoPen)
    if style.stroke:
        pen = QPen(symbols.colour(style.stroke), style.width * board.weight * board.units)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if style.dash:
            pen.setDashPattern(symbols.dash_pattern(style.dash))
    painter.setPen(pen)
    painter.setBrush(symbols.colour(look.fill) if look.fill else Qt.BrushStyle.NoBrush)
    if swatch.shape is Shape.POINT:
        size = min(style.size * board.weight, place.height() * 1.2) * board.units
        middle = place.center() * board.units
        painter.drawPath(symbols.marker(style.marker, size).translated(middle))
    elif swatch.shape is Shape.LINE and not look.fill:
        y = place.center().y()
        start, end = QPointF(place.left(), y), QPointF(place.right(), y)
        painter.drawLine(start * board.units, end * board.units)
    else:
        painter.drawRect(board.units_of(place))
        if look.hatch:
            _hatched(board, place, look.hatch)


def _hatched(board: Board, place: QRectF, colour: str) -> None:
    """Draw a hatch as lines, which every format keeps."""
    path, step = QPainterPath(), symbols.HATCH_MM * board.weight * 0.7
    start = place.left() - place.height()
    while start < place.right():
        low = max(start, place.left())
        high = min(start + place.height(), place.right())
        if high > low:
            path.moveTo(QPointF(low, place.bottom() - (low - start)) * board.units)
            path.lineTo(QPointF(high, place.bottom() - (high - start)) * board.units)
        start += step
    board.painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
    board.painter.setPen(
        QPen(symbols.colour(colour), symbols.HATCH_LINE_MM * board.weight * board.units)
    )
    board.painter.drawPath(path)
