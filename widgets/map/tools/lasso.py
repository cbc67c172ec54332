"""Choosing features by a shape drawn around them."""

from __future__ import annotations

import math
from typing import Final

import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from typing_extensions import override

from widgets.map import targets
from widgets.map.course import Place
from widgets.map.sketch import SketchGesture
from widgets.map.tool import MapView, Pointer, Tool
from widgets.map.tools.select import combined

STEP_PX: Final = 3.0
"""A lasso drawn by dragging has a corner after so many pixels."""
CLICK_PX: Final = 6.0
"""What is dragged less than four times as far was a click."""


class Lasso(SketchGesture):
    """Selects on the active kind by a polygon of clicks or by a lasso that is dragged.

    Drawn clockwise it takes what lies inside, else all that it touches, as the box does to the
    right and to the left.

    Parameters
    ----------
    view
        The canvas.
    """

    closed = True
    snaps = False

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._dragging = False
        self._last: Pointer | None = None
        self._drawn = 0.0

    @override
    def press(self, pointer: Pointer) -> None:
        self._last, self._drawn = pointer, 0.0
        super().press(pointer)
        self._dragging = pointer.button is Qt.MouseButton.LeftButton and self.under_way

    @override
    def move(self, pointer: Pointer) -> None:
        super().move(pointer)
        last = self._last
        if self._dragging and last is not None:
            step = math.hypot(pointer.across - last.across, pointer.down - last.down)
            if step >= STEP_PX:
                self._drawn += step
                self._last = pointer
                self.add([(pointer.x, pointer.y)])

    @override
    def release(self, pointer: Pointer) -> None:
        # Some ten pixels are a shaking hand, more is a lasso.
        if self._dragging and self._drawn > 4 * CLICK_PX and len(self.places) > 2:
            self.end()
        self._dragging = False

    @override
    def hint(self) -> str:
        return ""

    @override
    def done(self, places: list[Place], closed: bool) -> None:
        """Select by the shape."""
        self._dragging = False
        bridge, keys = self.view.bridge, self._last
        active = bridge.active
        found = {}
        if active in targets.seen(self.view):
            # Lines of a lasso cross one another; what they go around counts all the same.
            area = shapely.make_valid(shapely.Polygon(places))
            inside = clockwise(places)
            found[active] = targets.within(self.view.scene.layers[active], area, inside=inside)
        shift, control = keys is not None and keys.shift, keys is not None and keys.control
        bridge.select(combined(bridge.selection, found, shift=shift, control=control))

    @override
    def paint(self, painter: QPainter) -> None:
        places = self.shown
        if not self.under_way:
            return
        inside = clockwise(places)
        line = QColor("#0a6cff" if inside else "#2c8a3d")
        tint = QColor(line)
        tint.setAlpha(44)
        shape = QPolygonF([QPointF(*self.view.viewport.pixel(*place)) for place in places])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawPolygon(shape)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(255, 255, 255, 210), 4.0))
        painter.drawPolyline(shape)
        painter.setPen(QPen(line, 2.0, Qt.PenStyle.SolidLine if inside else Qt.PenStyle.DashLine))
        painter.drawPolyline(shape)


def clockwise(places: list[Place]) -> bool:
    """Return whether a closed line through places goes around as the clock does.

    Examples
    --------
    >>> clockwise([(0.0, 0.0), (0.0, 10.0), (10.0, 10.0)])
    True
    """
    x0, y0 = places[0]
    moved = [(x - x0, y - y0) for x, y in places]
    pairs = zip(moved, [*moved[1:], moved[0]], strict=True)
    return math.fsum(x * v - u * y for (x, y), (u, v) in pairs) <= 0


TOOL = Tool(
    id="lasso",
    title="Lasso",
    tooltip="Draw around features to select them: drag, or click corners and end with a double"
    " click or Enter. Clockwise takes what lies inside, the other way all that it touches. Shift"
    " adds, Ctrl adds or takes out.",
    icon="lasso",
    key="L",
    order=2,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=Lasso,
)
