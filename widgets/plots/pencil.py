"""A painter that writes and draws in the dress of a chart."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from resources.translations import THIN
from widgets.plots.dress import Dress

LEFT: Final = Qt.AlignmentFlag.AlignLeft
RIGHT: Final = Qt.AlignmentFlag.AlignRight
CENTRE: Final = Qt.AlignmentFlag.AlignHCenter
WRAPPED: Final = int(Qt.TextFlag.TextWordWrap)
WRAPPED_RIGHT: Final = WRAPPED | int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
WRAPPED_CENTRE: Final = WRAPPED | int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
NARROW: Final = "\N{NARROW NO-BREAK SPACE}"
"""Stands for thin spaces in lines that are broken: a number stays in one piece."""
_ENDLESS: Final = 1e6


class Pencil:
    """A painter in a dress.

    Parameters
    ----------
    painter
        Where.
    dress
        Colours and type.
    """

    def __init__(self, painter: QPainter, dress: Dress) -> None:
        self.painter, self.dress = painter, dress

    def text(
        self,
        place: QRectF,
        text: str,
        align: Qt.AlignmentFlag = LEFT,
        *,
        colour: str = "text",
        share: float = 1.0,
        bold: bool = False,
    ) -> None:
        """Write one line in the middle of a place's height; what is too long ends in dots."""
        font = self.dress.sized(share, bold=bold)
        metrics = QFontMetricsF(font)
        text = self.dress.written(text)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width() + 0.5)
        room = place.width() - metrics.horizontalAdvance(shown)
        shift = {LEFT: 0.0, RIGHT: room, CENTRE: room / 2}[align]
        middle = (metrics.ascent() - metrics.descent()) / 2
        self.painter.setFont(font)
        self.painter.setPen(self.dress.colour(colour))
        self.painter.drawText(QPointF(place.left() + shift, place.center().y() + middle), shown)

    def paragraph(self, place: QRectF, text: str, flags: int, colour: str, share: float) -> None:
        """Write lines of text into a place."""
        self.painter.setFont(self.dress.sized(share))
        self.painter.setPen(self.dress.colour(colour))
        self.painter.drawText(place, flags, self.dress.written(text).replace(THIN, NARROW))

    def pen(self, colour: str, width: float, dash: tuple[float, ...] = ()) -> None:
        """Draw lines of a colour and a width [sizes of type] from now on, and no fields."""
        pen = QPen(self.dress.colour(colour), width * self.dress.size)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        if dash:
            pen.setDashPattern(list(dash))
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def fill(self, colour: str, opacity: float = 1.0) -> None:
        """Draw fields of a colour from now on, without outlines."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.dress.colour(colour, opacity))


def paragraph_height(
    dress: Dress, text: str, width: float, share: float = 1.0, flags: int = WRAPPED
) -> float:
    """Return how high a text is that is broken into lines. [unit of the painter]."""
    metrics = QFontMetricsF(dress.sized(share))
    return metrics.boundingRect(
        QRectF(0, 0, max(width, 1.0), _ENDLESS), flags, dress.written(text).replace(THIN, NARROW)
    ).height()
