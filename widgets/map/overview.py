"""The overview: the whole plan small in a corner of the map, and where in it the view is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from typing_extensions import override

from resources.translations import tr
from widgets.map.stage import Spoilt, Stage
from widgets.map.surface import MapSurface
from widgets.map.viewport import MapX, MapY, PixelX, PixelY

SHARE: Final = 0.2
"""Of the map's width and height, at most. [-]"""
LARGEST_PX: Final = 260
SMALLEST_PX: Final = 72
"""Where there is room for less the overview stays away. [px]"""
EDGE_PX: Final = 12
SEEN_PX: Final = 9.0
"""The view's rectangle is drawn at least so large. [px]"""
QUIET_MS: Final = 150
"""So long after the map has settled the overview is brought up to the plan."""
MARGIN: Final = 0.04
WHEEL_FACTOR: Final = 1.25
FRAME: Final = "#8a9097"
VIEW: Final = "#d0342c"


class Overview(MapSurface):
    """Shows all of the plan on a map; pressing or dragging in it moves the map.

    It is painted by one thread, and only while the map itself is up to date.

    Parameters
    ----------
    stage
        What is to be seen of the plan.
    map_
        The map it lies on.
    """

    chosen = Signal(float, float)
    """With the place that the map should show in its middle. [m]"""
    zoomed = Signal(float)
    """With how many times as large the map should become. [-]"""

    def __init__(self, stage: Stage, map_: MapSurface) -> None:
        self._map = map_
        super().__init__(stage, map_, threads=1)
        self.on = False
        # A change of the plan is drawn on the map first, and small a little later.
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._schedule)
        self._grip = QPointF()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Overview"))
        self.setToolTip(tr("Overview: press or drag to move the map"))
        self.hide()

    # ---- shown or not ---------------------------------------------------------------------------

    def switch(self, *, on: bool) -> None:
        """Show it where there is room, or take it away."""
        self.on = on
        self.place()

    def place(self) -> None:
        """Take the lower right corner of the map, in the plan's proportions."""
        extent = self._stage.scene.extent()
        wide = min(self._map.width() * SHARE, LARGEST_PX)
        high = min(self._map.height() * SHARE * 1.4, LARGEST_PX)
        if extent is not None and extent[2] > extent[0] and extent[3] > extent[1]:
            ratio = (extent[2] - extent[0]) / (extent[3] - extent[1])
            # A long narrow plan still has ground beside it to press on.
            ratio = min(max(ratio, 0.4), 2.5)
            wide, high = min(wide, high * ratio), min(high, wide / ratio)
        wide, high = round(wide), round(high)
        if not self.on or extent is None or min(wide, high) < SMALLEST_PX:
            self.hide()
            return
        left, top = self._map.width() - wide - EDGE_PX, self._map.height() - high - EDGE_PX
        self.setGeometry(left, top, wide, high)
        self.show()  # only what is shown hears of its size, which all of the plan is fitted into
        self.raise_()
        self._show_all()

    def _show_all(self) -> None:
        """Show all of the plan, if it has grown beyond what is shown or become much smaller."""
        extent = self._stage.scene.extent()
        if extent is None:
            return
        wanted = self._viewport.fitted(extent, MARGIN)
        seen = self._viewport.bounds
        outside = (
            extent[0] < seen[0] or extent[1] < seen[1] or extent[2] > seen[2] or extent[3] > seen[3]
        )
        if outside or not 0.8 < self._viewport.px_per_m / wanted.px_per_m < 1.25:
            self.show_viewport(wanted)

    # ---- painting, late -------------------------------------------------------------------------

    @override
    def may_paint(self) -> bool:
        ready = self._map.complete and not self._map.renderer.busy
        return super().may_paint() and ready and not self._quiet.isActive()

    @override
    def _schedule(self) -> None:
        super()._schedule()
        waits = not (self.picture.dirty.isEmpty() or self.renderer.busy or self.renderer.closed)
        if waits and self.isVisible() and not self._quiet.isActive():
            self._quiet.start()  # the map has other things to paint; nobody says when it has not

    def wake(self) -> None:
        """Bring the picture up to the plan soon: the map is up to date."""
        if self.on and not self.picture.dirty.isEmpty():
            self._quiet.start()

    def follow(self) -> None:
        """Draw the view's rectangle where it is now."""
        if self.isVisible():
            self.update()

    @override
    def _scene_changed(self, spoilt: Spoilt) -> None:
        self._quiet.start()
        super()._scene_changed(spoilt)
        self.place()

    # ---- what it looks like ---------------------------------------------------------------------

    def seen(self) -> QRectF:
        """Return where in the overview the map's view is, never too small to be seen. [px]."""
        west, south, east, north = self._map.viewport.bounds
        left, top = self._viewport.pixel(MapX(west), MapY(north))
        right, bottom = self._viewport.pixel(MapX(east), MapY(south))
        box = QRectF(QPointF(left, top), QPointF(right, bottom))
        across = max(SEEN_PX - box.width(), 0.0) / 2
        down = max(SEEN_PX - box.height(), 0.0) / 2
        return box.adjusted(-across, -down, across, down)

    @override
    def paint_over(self, painter: QPainter, part: QRectF) -> None:
        box = self.seen()
        inside = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(FRAME), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(inside)
        # A view larger than the plan would have its lines outside.
        shown = box.intersected(inside.adjusted(1.5, 1.5, -1.5, -1.5))
        if shown.isEmpty():
            return
        tint = QColor(VIEW)
        tint.setAlpha(28)
        painter.fillRect(shown, tint)
        for colour, width in ((QColor(255, 255, 255, 200), 3.0), (QColor(VIEW), 1.5)):
            painter.setPen(QPen(colour, width))
            painter.drawRect(shown)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.picture.dirty.isEmpty() and not self._quiet.isActive():
            self._schedule()

    # ---- the pointer ----------------------------------------------------------------------------

    def _choose(self, place: QPointF) -> None:
        x, y = self._viewport.place(PixelX(place.x()), PixelY(place.y()))
        self.chosen.emit(x, y)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        box, place = self.seen(), event.position()
        if box.contains(place):
            # The rectangle is held where it was taken.
            self._grip = box.center() - place
        else:
            self._grip = QPointF()
            self._choose(place)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(event.position() + self._grip)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        if event.angleDelta().y():
            self.zoomed.emit(WHEEL_FACTOR ** (event.angleDelta().y() / 120))

    @override
    def close_down(self) -> None:
        self._quiet.stop()
        super().close_down()
