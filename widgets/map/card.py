"""A small card on the map that can be read on any ground: what a tool has measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from widgets.map import labelling, symbols
from widgets.map.viewport import Viewport

PAPER: Final = "#fffffff2"
EDGE: Final = "#00000055"
TEXT: Final = "#1d2125"
MUTED: Final = "#5a6168"
_AWAY_PX: Final = 14.0
_PADDING_PX: Final = 7.0
_ROUND_PX: Final = 4.0


def font_of(viewport: Viewport) -> QFont:
    """Return the letters of a card: somewhat higher than those of the map's names."""
    font = labelling.sized(None, viewport)
    font.setPixelSize(round(font.pixelSize() * 1.25))
    return font


def box_of(lines: Sequence[str], beside: QPointF, viewport: Viewport) -> QRectF:
    """Return where a card lies: right below a place, else where the map has room for it. [px].

    Parameters
    ----------
    lines
        What it says.
    beside
        The place. [px]
    viewport
        The map.
    """
    metrics = QFontMetricsF(_bold(font_of(viewport)))
    wide = max(metrics.horizontalAdvance(line) for line in lines) + 2 * _PADDING_PX
    high = metrics.height() * len(lines) + 2 * _PADDING_PX
    left, top = beside.x() + _AWAY_PX, beside.y() + _AWAY_PX
    if left + wide > viewport.width:
        left = max(beside.x() - _AWAY_PX - wide, 0.0)
    if top + high > viewport.height:
        top = max(beside.y() - _AWAY_PX - high, 0.0)
    return QRectF(left, top, wide, high)


def draw(
    painter: QPainter, lines: Sequence[str], beside: QPointF, viewport: Viewport, muted: int = 0
) -> None:
    """Draw a card beside a place.

    Parameters
    ----------
    painter
        Where.
    lines
        What it says, the first one in bold; nothing is drawn for none.
    beside
        The place. [px]
    viewport
        The map.
    muted
        How many of the last lines are written paler.
    """
    if not lines:
        return
    box, font = box_of(lines, beside, viewport), font_of(viewport)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(symbols.colour(EDGE), 1.0))
    painter.setBrush(symbols.colour(PAPER))
    painter.drawRoundedRect(box, _ROUND_PX, _ROUND_PX)
    high = QFontMetricsF(_bold(font)).height()
    for number, line in enumerate(lines):
        painter.setFont(_bold(font) if number == 0 else font)
        painter.setPen(symbols.colour(MUTED if number >= max(len(lines) - muted, 1) else TEXT))
        row = QRectF(
            box.left() + _PADDING_PX,
            box.top() + _PADDING_PX + number * high,
            box.width() - 2 * _PADDING_PX,
            high,
        )
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)
    painter.restore()


def _bold(font: QFont) -> QFont:
    found = QFont(font)
    found.setWeight(QFont.Weight.DemiBold)
    return found
