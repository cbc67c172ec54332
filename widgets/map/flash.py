"""A short flash around a place or a feature that was looked for."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.map.hover import Target, outline
from widgets.map.tool import MapView
from widgets.map.viewport import MapX, MapY

LASTS_MS: Final = 1_800
FRAME_MS: Final = 33
INK: Final = (230, 81, 0)
_PULSES: Final = 3
_RING_PX: Final = (8.0, 34.0)
_CROSS_PX: Final = 14.0


class Flash(QObject):
    """Draws rings around a place, or a feature's outline, for a moment.

    Parameters
    ----------
    view
        The canvas.
    refresh
        Has the canvas drawn again.
    """

    def __init__(self, view: MapView, refresh: Callable[[], None]) -> None:
        super().__init__()
        self._view = view
        self._refresh = refresh
        self._place: tuple[MapX, MapY] | None = None
        self._target: Target | None = None
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._step)

    @property
    def running(self) -> bool:
        """Whether something flashes."""
        return self._timer.isActive()

    def at(self, place: tuple[float, float]) -> None:
        """Flash at a place in the plan's CRS. [m]."""
        self._start((MapX(place[0]), MapY(place[1])), None)

    def around(self, target: Target) -> None:
        """Flash around features of a kind."""
        self._start(None, target)

    def stop(self) -> None:
        """End at once."""
        self._timer.stop()
        self._place = self._target = None

    def _start(self, place: tuple[MapX, MapY] | None, target: Target | None) -> None:
        self._place, self._target = place, target
        self._clock.start()
        self._timer.start()
        self._refresh()

    def _step(self) -> None:
        if self._clock.elapsed() >= LASTS_MS:
            self.stop()
        self._refresh()

    def paint(self, painter: QPainter) -> None:
        """Draw it, in pixels of the canvas."""
        if not self.running:
            return
        share = min(self._clock.elapsed() / LASTS_MS, 1.0)
        pulse = share * _PULSES % 1.0
        strength = 0.35 + 0.65 * math.cos(pulse * math.pi / 2)
        colour = QColor(*INK, round(255 * strength * (1.0 - share**4)))
        viewport = self._view.viewport
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 3.0))
        if self._place is not None:
            spot = QPointF(*viewport.pixel(*self._place))
            least, most = _RING_PX
            radius = most - (most - least) * pulse
            painter.drawEllipse(spot, radius, radius)
            arm = QPointF(_CROSS_PX / 2, 0.0), QPointF(0.0, _CROSS_PX / 2)
            for each in arm:
                painter.drawLine(spot - each, spot + each)
        elif self._target is not None:
            kind, ids = self._target
            layer = self._view.scene.layers.get(kind)
            if layer is not None:
                fill = QColor(colour)
                fill.setAlpha(colour.alpha() // 4)
                painter.setBrush(fill)
                painter.drawPath(outline(layer, ids, viewport))
        painter.restore()
