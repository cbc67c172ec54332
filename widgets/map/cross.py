"""The cross in the middle of the map: the pointer of those who work with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.map.tool import Gesture, MapView, Pointer
from widgets.map.viewport import PixelX, PixelY

CROSS_PX: Final = 11.0


class Cross:
    """Shown from the first arrow key on, until the mouse is moved.

    Parameters
    ----------
    view
        The canvas.
    gesture
        Gives what the tool in use does.
    moved
        Told where the cross is, after the map has moved under it.
    """

    def __init__(
        self, view: MapView, gesture: Callable[[], Gesture], moved: Callable[[Pointer], None]
    ) -> None:
        self._view = view
        self._gesture = gesture
        self._moved = moved
        self.shown = False

    def pointer(
        self,
        keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        button: Qt.MouseButton = Qt.MouseButton.NoButton,
    ) -> Pointer:
        """Return the pointer as it were in the middle of the map."""
        viewport = self._view.viewport
        return Pointer(
            viewport.x,
            viewport.y,
            PixelX(viewport.width / 2),
            PixelY(viewport.height / 2),
            button,
            shift=bool(keys & Qt.KeyboardModifier.ShiftModifier),
            control=bool(keys & Qt.KeyboardModifier.ControlModifier),
            alt=bool(keys & Qt.KeyboardModifier.AltModifier),
        )

    def follow(self) -> None:
        """Let the tool know that the map has moved under the cross."""
        if self.shown:
            self._gesture().move(self.pointer())
            self._moved(self.pointer())

    def click(self, keys: Qt.KeyboardModifier) -> None:
        """Click at the cross; the first time it is only shown."""
        if not self.shown:
            self.shown = True
            self.follow()
            self._view.refresh_overlay()
            return
        pointer, gesture = self.pointer(keys, Qt.MouseButton.LeftButton), self._gesture()
        gesture.press(pointer)
        gesture.release(pointer)

    def hide(self) -> None:
        """Take it away: the mouse is used."""
        if self.shown:
            self.shown = False
            self._view.refresh_overlay()

    def paint(self, painter: QPainter) -> None:
        """Draw it, in pixels of the canvas."""
        if not self.shown:
            return
        viewport = self._view.viewport
        middle = QPointF(round(viewport.width / 2) + 0.5, round(viewport.height / 2) + 0.5)
        arms = (QPointF(CROSS_PX, 0.0), QPointF(0.0, CROSS_PX))
        for colour, width in (("#ffffff", 4.0), ("#1b1b1b", 1.5)):
            painter.setPen(QPen(QColor(colour), width))
            for arm in arms:
                painter.drawLine(middle - arm, middle - arm / 4)
                painter.drawLine(middle + arm / 4, middle + arm)
