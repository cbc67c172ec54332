"""A box that is dragged, or a click: what the tools that work by boxes have in common."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from typing_extensions import override

from widgets.map.tool import Gesture, MapView, Pointer

CLICK_PX: Final = 4
"""What moves less than this between press and release is a click."""


def away(start: Pointer, end: Pointer) -> float:
    """Return how far the pointer has gone, the longer way of across and down. [px]."""
    return max(abs(end.across - start.across), abs(end.down - start.down))


class BoxGesture(Gesture):
    """Tells a click from a box; tools say what each of them does.

    Parameters
    ----------
    view
        The canvas.
    """

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._start: Pointer | None = None
        self._end: Pointer | None = None

    def clicked(self, pointer: Pointer) -> None:
        """React to a click."""

    def boxed(self, start: Pointer, end: Pointer) -> None:
        """React to a box from one corner to the other."""

    def look(self, start: Pointer, end: Pointer) -> tuple[str, bool]:
        """Return the colour of the box, ``#rrggbb``, and whether its line is dashed."""
        raise NotImplementedError

    @override
    def press(self, pointer: Pointer) -> None:
        if pointer.button is Qt.MouseButton.LeftButton:
            self._start, self._end = pointer, None

    @override
    def move(self, pointer: Pointer) -> None:
        start = self._start
        if start is not None and (self._end is not None or away(start, pointer) >= CLICK_PX):
            self._end = pointer
            self.view.refresh_overlay()

    @override
    def release(self, pointer: Pointer) -> None:
        start = self._start
        if pointer.button is not Qt.MouseButton.LeftButton or start is None:
            return
        self._start = self._end = None
        if away(start, pointer) < CLICK_PX:
            self.clicked(pointer)
        else:
            self.boxed(start, pointer)
        self.view.refresh_overlay()

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
        ink, dashed = self.look(self._start, self._end)
        tint = QColor(ink)
        tint.setAlpha(44)
        # Half a pixel more, so that a line is not spread over more pixels than it is wide.
        corners = (
            QPointF(round(pointer.across) + 0.5, round(pointer.down) + 0.5)
            for pointer in (self._start, self._end)
        )
        box = QRectF(*corners).normalized()
        painter.setBrush(tint)
        # A light line below, so that it is seen on any ground.
        painter.setPen(QPen(QColor(255, 255, 255, 210), 4.0))
        painter.drawRect(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        line = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(ink), 2.0, line))
        painter.drawRect(box)
