"""Measuring lengths and areas on the map."""

from __future__ import annotations

import math
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from typing_extensions import override

from layers.units import M2_PER_MU, area_text
from resources.translations import tr
from widgets.map import labelling
from widgets.map.tool import Gesture, MapView, Pointer, Tool
from widgets.map.viewport import MapX, MapY

Place = tuple[MapX, MapY]
INK = "#c2185b"
M_PER_KM = 1_000.0
SHOWN_UNITS = ("m2", "ha", "mu")


class Measure(Gesture):
    """Measures along clicked places, and the area that they go around.

    Parameters
    ----------
    view
        The canvas.
    """

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._places: list[Place] = []
        self._pointer: Place | None = None
        self._ended = False

    @property
    def places(self) -> list[Place]:
        """The places that are measured, the pointer's as the last one while more may come."""
        following = [] if self._ended or self._pointer is None else [self._pointer]
        return [*self._places, *following]

    # ---- the pointer ----------------------------------------------------------------------------

    @override
    def press(self, pointer: Pointer) -> None:
        if pointer.button is Qt.MouseButton.RightButton:
            self._end()
        if pointer.button is not Qt.MouseButton.LeftButton:
            return
        if self._ended:
            self._places, self._ended = [], False
        place = (pointer.x, pointer.y)
        if not self._places or self._places[-1] != place:
            self._places.append(place)
        self._pointer = place
        self._show()

    @override
    def move(self, pointer: Pointer) -> None:
        self._pointer = (pointer.x, pointer.y)
        if self._places and not self._ended:
            self._show()

    @override
    def double_click(self, pointer: Pointer) -> None:
        self._end()

    @override
    def key(self, key: Qt.Key) -> bool:
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._places:
            self._end()
            return True
        if key is Qt.Key.Key_Backspace and self._places and not self._ended:
            self._places.pop()
            self._show()
            return True
        return False

    @override
    def cancel(self) -> bool:
        held = bool(self._places)
        self._places, self._pointer, self._ended = [], None, False
        self.view.say("")
        self.view.refresh_overlay()
        return held

    def _end(self) -> None:
        self._ended = bool(self._places)
        self._show()

    def _show(self) -> None:
        self.view.say(measured(self.places, self.view.bridge.area_unit))
        self.view.refresh_overlay()

    # ---- drawing --------------------------------------------------------------------------------

    @override
    def paint(self, painter: QPainter) -> None:
        if not self._places:
            return
        viewport = self.view.viewport
        places = [QPointF(*viewport.pixel(*place)) for place in self.places]
        corners = QPolygonF(places)
        if len(places) > 2:
            tint = QColor(INK)
            tint.setAlpha(28)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint)
            painter.drawPolygon(corners)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in (("#ffffff", 4.0), (INK, 2.0)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawPolyline(corners)
        painter.setPen(QPen(QColor("#ffffff"), 1.0))
        painter.setBrush(QColor(INK))
        for corner in places:
            painter.drawEllipse(corner, 4.0, 4.0)
        font = labelling.sized(None, viewport)
        last = places[-1]
        box = QRectF(last.x() + 12, last.y() - font.pixelSize() - 8, 10, font.pixelSize() * 1.3)
        labelling.write(
            painter,
            measured(self.places, self.view.bridge.area_unit),
            box,
            font,
            viewport.px_per_mm,
        )


def length_of(places: list[Place]) -> float:
    """Return the length of a line through places. [m].

    Examples
    --------
    >>> length_of([(0.0, 0.0), (3.0, 4.0), (3.0, 10.0)])
    11.0
    """
    return math.fsum(math.dist(one, other) for one, other in pairwise(places))


def area_of(places: list[Place]) -> float:
    """Return the area inside a line through places, closed to its beginning. [m²].

    Examples
    --------
    >>> area_of([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)])
    100.0
    """
    if len(places) < 3:
        return 0.0
    x0, y0 = places[0]
    moved = [(x - x0, y - y0) for x, y in places]
    pairs = zip(moved, [*moved[1:], moved[0]], strict=True)
    return abs(math.fsum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def measured(places: list[Place], unit: str) -> str:
    """Return what was measured: the window's area unit first; empty before there is a line.

    Large lengths are in kilometres, large areas in the other units as well.
    """
    if len(places) < 2:
        return ""
    metres = length_of(places)
    length = f"{metres:,.1f} m" if metres < M_PER_KM else f"{metres / M_PER_KM:,.3f} km"
    area = area_of(places)
    if area <= 0:
        return tr("Length {length}", length=length)
    # What is small would be shown as nothing in the other units.
    units = dict.fromkeys((unit, *SHOWN_UNITS)) if area >= M2_PER_MU else ("m2",)
    shown = " = ".join(area_text(area, one) for one in units)
    return tr("Length {length}, area {area}", length=length, area=shown)


TOOL = Tool(
    id="measure",
    title="Measure",
    tooltip="Click places to measure the way along them and the area inside. Backspace takes the"
    " last one away; a double click, a right click or Enter ends.",
    icon="measure",
    key="U",
    order=90,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=Measure,
)
