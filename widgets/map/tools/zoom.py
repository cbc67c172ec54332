"""Enlarging what a box goes around."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from typing_extensions import override

from widgets.map.tool import Gesture, MapView, Pointer, Tool
from widgets.map.viewport import PixelX, PixelY

CLICK_PX: Final = 4
"""What moves less than this between press and release is a click."""
CLICK_FACTOR: Final = 2.0
INK: Final = "#0b5fd0"


class Zoom(Gesture):
    """A box becomes the view; with Alt or Shift the view becomes as small as the box.

    Parameters
    ----------
    view
        The canvas.
    """

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._start: Pointer | None = None
        self._end: Pointer | None = None

    @override
    def press(self, pointer: Pointer) -> None:
        if pointer.button is Qt.MouseButton.LeftButton:
            self._start = self._end = pointer

    @override
    def move(self, pointer: Pointer) -> None:
        if self._start is not None:
            self._end = pointer
            self.view.refresh_overlay()

    @override
    def release(self, pointer: Pointer) -> None:
        start = self._start
        if pointer.button is not Qt.MouseButton.LeftButton or start is None:
            return
        self._start = self._end = None
        outwards = pointer.alt or pointer.shift
        viewport = self.view.viewport
        wide, high = abs(pointer.across - start.across), abs(pointer.down - start.down)
        if max(wide, high) < CLICK_PX:
            factor = 1 / CLICK_FACTOR if outwards else CLICK_FACTOR
            self.view.show_viewport(viewport.zoomed(pointer.across, pointer.down, factor))
            return
        (west, east), (south, north) = sorted((start.x, pointer.x)), sorted((start.y, pointer.y))
        if outwards:
            factor = max(wide / viewport.width, high / viewport.height)
            across = PixelX((start.across + pointer.across) / 2)
            down = PixelY((start.down + pointer.down) / 2)
            self.view.show_viewport(viewport.zoomed(across, down, factor))
        else:
            self.view.show_viewport(viewport.fitted((west, south, east, north), margin=0.0))

    @override
    def cancel(self) -> bool:
        held = self._start is not None
        self._start = self._end = None
        self.view.refresh_overlay()
        return held

    @override
    def paint(self, painter: QPainter) -> None:
        if self._start is None or self._end is None:
            return
        outwards = self._end.alt or self._end.shift
        tint = QColor(INK)
        tint.setAlpha(44)
        corners = (
            QPointF(round(pointer.across) + 0.5, round(pointer.down) + 0.5)
            for pointer in (self._start, self._end)
        )
        box = QRectF(*corners).normalized()
        painter.setBrush(tint)
        painter.setPen(QPen(QColor(255, 255, 255, 210), 4.0))
        painter.drawRect(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        line = Qt.PenStyle.DashLine if outwards else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(INK), 2.0, line))
        painter.drawRect(box)


TOOL = Tool(
    id="zoom",
    title="Zoom",
    tooltip="Drag a box to enlarge what lies in it, or click. With Alt or Shift the map becomes"
    " smaller instead.",
    icon="zoom-box",
    key="Z",
    order=12,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=Zoom,
)
