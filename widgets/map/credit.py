"""Who made what lies below the plan: written on the map's corner, as licences ask for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from widgets.map.scene import Scene
from widgets.map.viewport import Viewport

TEXT_MM: Final = 2.2
EDGE_MM: Final = 0.9
GROUND: Final = "#ccffffff"
INK: Final = "#3b444a"
WIDEST: Final = 0.62
"""Share of the width that a credit takes at most; the scale bar has the rest. [-]"""


@runtime_checkable
class Credited(Protocol):
    """An underlay that says who made it."""

    @property
    def credit(self) -> str:
        """Who made it; empty for nobody."""
        ...


def credit_of(scene: Scene, hidden: Collection[str]) -> str:
    """Return who made what is shown below the plan; empty for nobody."""
    found = [
        underlay.credit
        for underlay in scene.underlays
        if underlay.id not in hidden and isinstance(underlay, Credited)
    ]
    return "  ·  ".join(dict.fromkeys(text for text in found if text))


def draw_credit(
    painter: QPainter, viewport: Viewport, text: str, font: QFont | None = None
) -> None:
    """Write a credit into the lower right corner, in several lines where it is long.

    Parameters
    ----------
    painter
        Its unit is one pixel of the viewport.
    viewport
        What is shown.
    text
        What is written; nothing happens where it is empty.
    font
        Family of the letters; the application's where None.
    """
    if not text:
        return
    px = viewport.px_per_mm
    font = QFont(font) if font is not None else QFont()
    font.setPixelSize(max(round(TEXT_MM * px), 1))
    edge = EDGE_MM * px
    room = QRectF(0, 0, viewport.width * WIDEST, viewport.height * 0.3)
    flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
    size = QFontMetricsF(font).boundingRect(room, int(flags), text).size()
    wide, high = size.width() + 2 * edge, size.height() + edge
    box = QRectF(viewport.width - wide, viewport.height - high, wide, high)
    painter.save()
    painter.setFont(font)
    painter.fillRect(box, QColor(GROUND))
    painter.setPen(QColor(INK))
    painter.drawText(box.adjusted(edge, 0, -edge, -edge / 4), int(flags), text)
    painter.restore()
