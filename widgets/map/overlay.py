"""What stands on the map without being part of it: names, scale bar, north arrow."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QPolygonF

from resources.translations import current
from widgets.map import labelling, wording
from widgets.map.label import Label
from widgets.map.lettering import Letters, Sheet, SheetDrawing
from widgets.map.ragged import Indices
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, Viewport

BAR_PX: Final = 150.0
"""The scale bar is at most this long."""
BAR_EDGE_PX: Final = 4
"""Around the scale bar, for its light edge."""
BAR_ROOM_PX: Final = 16
EDGE_PX: Final = 14.0
NORTH_PX: Final = (25.0, 52.0)
CORNER_PX: Final = 44
"""Width of the corner where the north arrow stands, which nothing should cover."""
"""Width and height of the north arrow with its letter. [px]"""
INK: Final = "#2b2f33"
HALO: Final = "#ffffffe0"


class Names:
    """The names on the map: placed when the view has settled, drawn from one sheet."""

    def __init__(self) -> None:
        self._labels: list[Label] = []
        self._key: object = None
        self.letters = Letters()
        self._drawing: SheetDrawing | None = None
        # Asked for each time the map is painted, while the scene stays the same as a rule.
        self._known: tuple[Scene, str, object] | None = None

    def wanted(
        self,
        scene: Scene,
        viewport: Viewport,
        hidden: Collection[str],
        selection: Mapping[str, Indices] | None = None,
    ) -> object:
        """Return by what names would be placed anew, None where those placed still hold."""
        states = self._states(scene)
        chosen = tuple((kind, ids.tobytes()) for kind, ids in (selection or {}).items())
        key = (states, viewport, frozenset(hidden), chosen)
        return None if key == self._key else key

    def _states(self, scene: Scene) -> object:
        language, known = current().language, self._known
        if known is None or known[0] is not scene or known[1] != language:
            states = tuple(wording.state(scene, layer) for layer in scene.layers.values())
            self._known = known = (scene, language, states)
        return known[2]

    @staticmethod
    def found(
        scene: Scene,
        viewport: Viewport,
        hidden: Collection[str],
        selection: Mapping[str, Indices] | None = None,
    ) -> list[Label]:
        """Return the names that have room; works beside the window, on any thread."""
        return labelling.placed(scene, viewport, hidden=hidden, sparing=True, selection=selection)

    def take(self, key: object, labels: list[Label], sheet: Sheet | None = None) -> None:
        """Take the names that were found for what `wanted` returned.

        Parameters
        ----------
        key
            What `wanted` returned.
        labels
            What `found` returned for it.
        sheet
            What `letters` made of them; made when they are drawn where None.
        """
        self._key, self._labels = key, labels
        self._drawing = None if sheet is None else SheetDrawing(sheet)

    def place(
        self,
        scene: Scene,
        viewport: Viewport,
        hidden: Collection[str],
        selection: Mapping[str, Indices] | None = None,
    ) -> bool:
        """Place the names anew at once unless nothing has changed; return whether something has."""
        key = self.wanted(scene, viewport, hidden, selection)
        if key is not None:
            self.take(key, self.found(scene, viewport, hidden, selection))
        return key is not None

    def draw(self, painter: QPainter, viewport: Viewport, clear: Sequence[QRectF] = ()) -> None:
        """Draw the placed names where they are now.

        Parameters
        ----------
        painter, viewport
            The picture.
        clear
            Boxes on the picture that are covered; as under the scale bar and the north arrow,
            no name is written half under them. [px]
        """
        if self._drawing is None or self._drawing.dpr != viewport.dpr:
            self._drawing = SheetDrawing(self.letters.sheet(self._labels, viewport))
        self._drawing.draw(painter, viewport, (*corner_boxes(viewport), *clear))


@lru_cache(maxsize=8)
def corner_boxes(viewport: Viewport) -> tuple[QRectF, QRectF]:
    """Return where the scale bar and the north arrow stand. [px]."""
    length = bar_length(1 / viewport.px_per_m) * viewport.px_per_m
    high = labelling.sized(None, viewport).pixelSize() * 1.3 + 14
    bar = QRectF(EDGE_PX - 4, viewport.height - EDGE_PX - high, length + 8, high + 6)
    left = viewport.width - EDGE_PX - 10 - NORTH_PX[0] / 2
    return bar, QRectF(left, EDGE_PX - 2, *NORTH_PX)


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


@lru_cache(maxsize=8)
def scale_bar(length: int, text: str, dpr: float, dpi: float, family: str) -> QPixmap:
    """Return the scale bar with its text as a small picture: drawn once, shown by each frame."""
    viewport = Viewport(MapX(0.0), MapY(0.0), 1.0, BAR_PX + 40, BAR_ROOM_PX, dpr=dpr, dpi=dpi)
    font = labelling.sized(QFont(family), viewport)
    high = math.ceil(font.pixelSize() * 1.3) + BAR_ROOM_PX
    pixmap = QPixmap(math.ceil((length + 2 * BAR_EDGE_PX + 40) * dpr), math.ceil(high * dpr))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    left, bottom = BAR_EDGE_PX + 0.5, high - BAR_EDGE_PX + 0.5
    shape = QPolygonF(
        [
            QPointF(left, bottom - 6),
            QPointF(left, bottom),
            QPointF(left + length, bottom),
            QPointF(left + length, bottom - 6),
        ]
    )
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((QColor(255, 255, 255, 220), 4.0), (QColor(INK), 1.6)):
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        painter.drawPolyline(shape)
    box = QRectF(left + 5, bottom - 8 - font.pixelSize() * 1.2, length, font.pixelSize() * 1.3)
    labelling.write(painter, text, box, font, viewport.px_per_mm)
    painter.end()
    return pixmap


def draw_scale_bar(painter: QPainter, viewport: Viewport) -> None:
    """Draw the scale bar in the lower left corner."""
    metres = bar_length(1 / viewport.px_per_m)
    length, text = round(metres * viewport.px_per_m), length_text(metres)
    bar = scale_bar(length, text, viewport.dpr, viewport.dpi, QFont().family())
    top = round(viewport.height - EDGE_PX) + BAR_EDGE_PX - bar.height() / viewport.dpr
    painter.drawPixmap(QPointF(EDGE_PX - BAR_EDGE_PX, round(top)), bar)


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
