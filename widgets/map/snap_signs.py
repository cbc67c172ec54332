"""The sign of what the pointer has snapped to: a symbol and a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from resources.translations import tr
from widgets.map import labelling, symbols
from widgets.map.snapping import Snap
from widgets.map.viewport import Viewport

INK: Final = "#c2185b"
CASING: Final = "#ffffffe0"
_HALF: Final = 6.0


def word(sort: str) -> str:
    """Return what a sort of snap is called, in the language of the window."""
    return {
        "vertex": tr("vertex"),
        "intersection": tr("intersection"),
        "midpoint": tr("midpoint"),
        "perpendicular": tr("perpendicular"),
        "extension": tr("extension"),
        "edge": tr("edge"),
        "grid": tr("grid"),
    }[sort]


def symbol(sort: str) -> QPainterPath:
    """Return the symbol of a sort around the origin. [px]."""
    path = QPainterPath()
    _SYMBOLS[sort](path)
    return path


def _lines(path: QPainterPath, *lines: tuple[tuple[float, float], ...]) -> None:
    for first, *others in lines:
        path.moveTo(*first)
        for place in others:
            path.lineTo(*place)


def _vertex(path: QPainterPath) -> None:
    path.addRect(QRectF(-_HALF, -_HALF, 2 * _HALF, 2 * _HALF))


def _midpoint(path: QPainterPath) -> None:
    _lines(
        path, ((0, -_HALF - 1), (_HALF + 1, _HALF - 1), (-_HALF - 1, _HALF - 1), (0, -_HALF - 1))
    )


def _intersection(path: QPainterPath) -> None:
    _lines(path, ((-_HALF, -_HALF), (_HALF, _HALF)), ((-_HALF, _HALF), (_HALF, -_HALF)))


def _perpendicular(path: QPainterPath) -> None:
    _lines(
        path,
        ((-_HALF, -_HALF), (-_HALF, _HALF), (_HALF, _HALF)),
        ((-_HALF, 0), (0, 0), (0, _HALF)),
    )


def _extension(path: QPainterPath) -> None:
    for across in (-_HALF, 0.0, _HALF):
        path.addEllipse(QPointF(across, 0.0), 1.2, 1.2)


def _edge(path: QPainterPath) -> None:
    # An hourglass, as in other programs for drafting.
    _lines(
        path, ((-_HALF, -_HALF), (_HALF, -_HALF), (-_HALF, _HALF), (_HALF, _HALF), (-_HALF, -_HALF))
    )


def _grid(path: QPainterPath) -> None:
    _lines(path, ((-_HALF, 0), (_HALF, 0)), ((0, -_HALF), (0, _HALF)))


_SYMBOLS: Final[dict[str, Callable[[QPainterPath], None]]] = {
    "vertex": _vertex,
    "intersection": _intersection,
    "midpoint": _midpoint,
    "perpendicular": _perpendicular,
    "extension": _extension,
    "edge": _edge,
    "grid": _grid,
}


def draw(painter: QPainter, snap: Snap, viewport: Viewport, text: str = "") -> None:
    """Draw the sign with its word, and the edge that is gone on from.

    Parameters
    ----------
    painter, viewport
        The map.
    snap
        What the pointer has snapped to.
    text
        What stands beside it instead of the word.
    """
    painter.save()
    spot = QPointF(*viewport.pixel(snap.x, snap.y))
    if snap.edge is not None and snap.sort in {"extension", "perpendicular"}:
        ends = [QPointF(*viewport.pixel(*place)) for place in snap.edge]
        near = min(ends, key=lambda end: (end - spot).manhattanLength())
        painter.setPen(QPen(QColor(INK), 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(near, spot)
    painter.translate(spot)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = symbol(snap.sort)
    for colour, width in ((CASING, 4.5), (INK, 2.0)):
        painter.setPen(QPen(symbols.colour(colour), width))
        painter.drawPath(path)
    painter.restore()
    _write(painter, text or word(snap.sort), spot, viewport)


def draw_crowded(painter: QPainter, spot: QPointF, viewport: Viewport) -> None:
    """Say beside the pointer that too much lies there to snap to."""
    _write(painter, tr("too much here to snap; zoom in"), spot, viewport)


def _write(painter: QPainter, text: str, spot: QPointF, viewport: Viewport) -> None:
    """Write above and to the right of a place: the read-out stands below."""
    font = labelling.sized(None, viewport)
    metrics = QFontMetricsF(font)
    wide, high = metrics.horizontalAdvance(text), metrics.height()
    left = spot.x() + _HALF + 5.0
    if left + wide > viewport.width:
        left = spot.x() - _HALF - 5.0 - wide
    top = max(spot.y() - _HALF - 3.0 - high, 0.0)
    labelling.write(
        painter, text, QRectF(left, top, wide, high), font, viewport.px_per_mm, colour=INK
    )
