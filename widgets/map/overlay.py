"""What stands on the map without being part of it: names, scale bar, north arrow."""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QPolygonF

from widgets.map import labelling
from widgets.map.naming import Label
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, Viewport

BAR_PX: Final = 150.0
"""The scale bar is at most this long."""
EDGE_PX: Final = 14.0
NORTH_PX: Final = (25.0, 52.0)
"""Width and height of the north arrow with its letter. [px]"""
INK: Final = "#2b2f33"
HALO: Final = "#ffffffe0"
MOST_SPRITES: Final = 4_000
_HALO_PX: Final = 3


class Names:
    """The names on the map: placed when the view has settled, drawn from small pictures."""

    def __init__(self) -> None:
        self._labels: list[Label] = []
        self._key: object = None
        self._sprites: dict[tuple[str, str], QPixmap] = {}
        self._size = (0.0, 0.0)

    def wanted(self, scene: Scene, viewport: Viewport, hidden: Collection[str]) -> object:
        """Return by what names would be placed anew, None where those placed still hold."""
        versions = tuple(
            layer.source.version("geometry", layer.kind.label)
            for layer in scene.layers.values()
            if layer.kind.label
        )
        key = (versions, viewport, frozenset(hidden))
        return None if key == self._key else key

    @staticmethod
    def found(scene: Scene, viewport: Viewport, hidden: Collection[str]) -> list[Label]:
        """Return the names that have room; works beside the window, on any thread."""
        return labelling.placed(scene, viewport, hidden=hidden, sparing=True)

    def take(self, key: object, labels: list[Label]) -> None:
        """Take the names that were found for what `wanted` returned."""
        self._key, self._labels = key, labels

    def place(self, scene: Scene, viewport: Viewport, hidden: Collection[str]) -> bool:
        """Place the names anew at once unless nothing has changed; return whether something has."""
        key = self.wanted(scene, viewport, hidden)
        if key is not None:
            self.take(key, self.found(scene, viewport, hidden))
        return key is not None

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw the placed names where they are now."""
        size = (viewport.dpi, viewport.dpr)
        if size != self._size or len(self._sprites) > MOST_SPRITES:
            self._sprites.clear()
            self._size = size
        font = labelling.sized(None, viewport)
        for label in self._labels:
            box = label.rectangle(viewport)
            key = (label.text, label.colour)
            sprite = self._sprites.get(key)
            if sprite is None:
                sprite = self._sprites[key] = _sprite(label, font, viewport)
            painter.drawPixmap(
                QPointF(round(box.left()) - _HALO_PX, round(box.top()) - _HALO_PX), sprite
            )


def _sprite(label: Label, font: QFont, viewport: Viewport) -> QPixmap:
    """Return a name with its halo as a picture: writing it each time costs ten times as much."""
    dpr = viewport.dpr
    wide, high = label.width + 2 * _HALO_PX, label.height + 2 * _HALO_PX
    pixmap = QPixmap(math.ceil(wide * dpr), math.ceil(high * dpr))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(_HALO_PX, _HALO_PX, label.width, label.height)
    labelling.write(painter, label.text, box, font, viewport.px_per_mm, colour=label.colour)
    painter.end()
    return pixmap


def bar_length(metres_per_px: float, longest_px: float = BAR_PX) -> float:
    """Return the length of a scale bar: 1, 2 or 5 with zeros, at most so many pixels. [m].

    Examples
    --------
    >>> bar_length(1.0, 150)
    100.0
    >>> bar_length(0.4, 150)
    50.0
    """
    longest = metres_per_px * longest_px
    decade = 10.0 ** math.floor(math.log10(longest))
    return next(step * decade for step in (5.0, 2.0, 1.0) if step * decade <= longest * (1 + 1e-12))


def length_text(metres: float) -> str:
    """Return a length as the scale bar says it.

    Examples
    --------
    >>> length_text(500), length_text(2000), length_text(0.5)
    ('500 m', '2 km', '0.5 m')
    """
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"


def draw_scale_bar(painter: QPainter, viewport: Viewport) -> None:
    """Draw the scale bar in the lower left corner."""
    metres = bar_length(1 / viewport.px_per_m)
    length = round(metres * viewport.px_per_m)
    left, bottom = EDGE_PX + 0.5, round(viewport.height - EDGE_PX) + 0.5
    shape = QPolygonF(
        [
            QPointF(left, bottom - 6),
            QPointF(left, bottom),
            QPointF(left + length, bottom),
            QPointF(left + length, bottom - 6),
        ]
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((QColor(255, 255, 255, 220), 4.0), (QColor(INK), 1.6)):
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        painter.drawPolyline(shape)
    font = labelling.sized(None, viewport)
    text = length_text(metres)
    box = QRectF(left + 5, bottom - 8 - font.pixelSize() * 1.2, length, font.pixelSize() * 1.3)
    labelling.write(painter, text, box, font, viewport.px_per_mm)


@lru_cache(maxsize=8)
def north_arrow(dpr: float, dpi: float, family: str) -> QPixmap:
    """Return the north arrow as a small picture: drawn once, since each frame shows it."""
    pixmap = QPixmap(math.ceil(NORTH_PX[0] * dpr), math.ceil(NORTH_PX[1] * dpr))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    middle, top = NORTH_PX[0] / 2, 2.0
    tip, notch = QPointF(middle, top), QPointF(middle, top + 23)
    left = QPolygonF([tip, QPointF(middle - 8, top + 30), notch])
    right = QPolygonF([tip, QPointF(middle + 8, top + 30), notch])
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(255, 255, 255, 220), 3.5))
    for half in (left, right):
        painter.drawPolygon(half)
    painter.setPen(QPen(QColor(INK), 1.0))
    painter.setBrush(QColor(INK))
    painter.drawPolygon(left)
    painter.setBrush(QColor("#ffffff"))
    painter.drawPolygon(right)
    viewport = Viewport(MapX(0.0), MapY(0.0), 1.0, *NORTH_PX, dpr=dpr, dpi=dpi)
    font = labelling.sized(QFont(family), viewport)
    font.setBold(True)
    box = QRectF(middle - 5, top + 31, 10, font.pixelSize() * 1.2)
    labelling.write(painter, "N", box, font, viewport.px_per_mm)
    painter.end()
    return pixmap


def draw_north(painter: QPainter, viewport: Viewport) -> None:
    """Draw the north arrow in the upper right corner; the plan's north is above, always."""
    left, top = round(viewport.width - EDGE_PX - 10 - NORTH_PX[0] / 2), round(EDGE_PX) - 2
    painter.drawPixmap(left, top, north_arrow(viewport.dpr, viewport.dpi, QFont().family()))


def draw_empty(painter: QPainter, viewport: Viewport, text: str) -> None:
    """Write in the middle what to do when there is nothing to be seen."""
    painter.setPen(QColor("#6b7178"))
    box = QRectF(0, 0, viewport.width, viewport.height).adjusted(40, 40, -40, -40)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(box, int(flags), text)
