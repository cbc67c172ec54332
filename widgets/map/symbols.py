"""Colours, hatches, dashes and markers as Qt draws them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from widgets.map.viewport import MM_PER_INCH, SCREEN_DPI

PX_PER_MM: Final = SCREEN_DPI / MM_PER_INCH
"""Pixels of a millimetre on an ordinary screen."""
HATCH_MM: Final = 2.1
"""Distance of hatch lines, measured along the edge. [mm]"""
HATCH_LINE_MM: Final = 0.28
DOT_MM: Final = 0.62
"""Diameter of the dots of a dotted hatch; they stand as the spots of a five on a die. [mm]"""
SEMI: Final = 0.5


def colour(text: str) -> QColor:
    """Return a colour from ``#rrggbb`` or ``#rrggbbaa``.

    Examples
    --------
    >>> colour("#3f8f4f80").alpha()
    128
    """
    found = QColor(text[:7])
    if len(text) == 9:
        found.setAlpha(int(text[7:], 16))
    return found


def hatch_size(px_per_mm: float) -> int:
    """Return the edge of the square that a hatch repeats. [px]."""
    return max(round(HATCH_MM * px_per_mm), 4)


@lru_cache(maxsize=64)
def hatch(line: str, px_per_mm: float, pattern: str = "diagonal") -> QBrush:
    """Return a brush of diagonal lines, crossed ones or dots, with nothing between them."""
    size = hatch_size(px_per_mm)
    tile = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if pattern == "dots":
        _dot(painter, line, size, DOT_MM * px_per_mm * SEMI)
        painter.end()
        return QBrush(tile)
    painter.setPen(QPen(colour(line), max(HATCH_LINE_MM * px_per_mm, 1.0)))
    for shift in (-size, 0, size):
        painter.drawLine(QPointF(shift - 1, size + 1), QPointF(shift + size + 1, -1))
        if pattern == "cross":
            painter.drawLine(QPointF(shift - 1, -1), QPointF(shift + size + 1, size + 1))
    painter.end()
    return QBrush(tile)


def _dot(painter: QPainter, line: str, size: int, radius: float) -> None:
    """Draw the dots of one tile: in its middle, and in its corners by a quarter each."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(line))
    for x, y in ((size * SEMI, size * SEMI), (0, 0), (size, 0), (0, size), (size, size)):
        painter.drawEllipse(QPointF(x, y), radius, radius)


def dash_pattern(dash: Sequence[float]) -> tuple[float, ...]:
    """Return dash and gap lengths in pairs; an odd number is taken twice, as in SVG."""
    lengths = tuple(max(length, 0.0) for length in dash)
    if len(lengths) % 2:
        lengths *= 2
    return lengths if sum(lengths) > 0 else (1.0, 0.0)


@lru_cache(maxsize=64)
def marker(name: str, size: float) -> QPainterPath:
    """Return a point symbol around the origin, `size` across. [px]."""
    path, half = QPainterPath(), size * SEMI
    match name:
        case "square":
            path.addRect(QRectF(-half, -half, size, size))
        case "triangle":
            corners = [QPointF(0, -half), QPointF(half, half), QPointF(-half, half)]
            path.addPolygon(QPolygonF(corners))
            path.closeSubpath()
        case "diamond":
            corners = [QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0)]
            path.addPolygon(QPolygonF(corners))
            path.closeSubpath()
        case _:
            path.addEllipse(QPointF(0, 0), half, half)
    return path
