"""Choosing features by a shape drawn around them."""

from __future__ import annotations

import math
from typing import Final

import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from typing_extensions import override

from widgets.map import targets
from widgets.map.tool import Gesture, MapView, Pointer, Tool
from widgets.map.tools.select import combined
from widgets.map.viewport import MapX, MapY

Place = tuple[MapX, MapY]

STEP_PX: Final = 3.0
"""A lasso drawn by dragging has a corner after so many pixels."""
CLICK_PX: Final = 6.0
"""A corner so near to the first one closes the shape."""


class Lasso(Gesture):
    """Selects on the active kind by a polygon of clicks or by a lasso that is dragged.

    Drawn clockwise it takes what lies inside, else all that it touches, as the box does to the
    right and to the left.

    Parameters
    ----------
    view
        The canvas.
    """

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._places: list[Place] = []
        self._pointer: Place | None = None
        self._dragging = False
        self._last: Pointer | None = None
        self._drawn = 0.0

    # ---- the pointer ----------------------------------------------------------------------------

    @override
    def press(self, pointer: Pointer) -> None:
        if pointer.button is Qt.MouseButton.RightButton and self._places:
            self._take(pointer)
        if pointer.button is not Qt.MouseButton.LeftButton:
            return
        if len(self._places) > 2 and self._near_first(pointer):
            self._take(pointer)
            return
        self._add(pointer)
        self._dragging, self._last, self._drawn = True, pointer, 0.0

    @override
    def move(self, pointer: Pointer) -> None:
        self._pointer = (pointer.x, pointer.y)
        last = self._last
        if self._dragging and last is not None:
            step = math.hypot(pointer.across - last.across, pointer.down - last.down)
            if step >= STEP_PX:
                self._drawn += step
                self._add(pointer)
                self._last = pointer
        if self._places:
            self.view.refresh_overlay()

    @override
    def release(self, pointer: Pointer) -> None:
        if pointer.button is not Qt.MouseButton.LeftButton or not self._dragging:
            return
        self._dragging = False
        # Some ten pixels are a shaking hand, more is a lasso.
        if self._drawn > 4 * CLICK_PX and len(self._places) > 2:
            self._take(pointer)

    @override
    def double_click(self, pointer: Pointer) -> None:
        self._dragging = False
        self._take(pointer)

    @override
    def key(self, key: Qt.Key) -> bool:
        if not self._places:
            return False
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._last is not None:
                self._take(self._last)
            return True
        if key is Qt.Key.Key_Backspace:
            self._places.pop()
            self.view.refresh_overlay()
            return True
        return False

    @override
    def cancel(self) -> bool:
        held = bool(self._places)
        self._places, self._pointer, self._dragging = [], None, False
        self.view.refresh_overlay()
        return held

    # ---- the shape ------------------------------------------------------------------------------

    def _add(self, pointer: Pointer) -> None:
        place = (pointer.x, pointer.y)
        if not self._places or self._places[-1] != place:
            self._places.append(place)
        self._last = pointer
        self.view.refresh_overlay()

    def _near_first(self, pointer: Pointer) -> bool:
        across, down = self.view.viewport.pixel(*self._places[0])
        return math.hypot(pointer.across - across, pointer.down - down) <= CLICK_PX

    def _take(self, pointer: Pointer) -> None:
        """Select by the shape and begin anew; less than three corners are none."""
        places, self._places, self._pointer = self._places, [], None
        self._dragging = False
        self.view.refresh_overlay()
        if len(set(places)) < 3:
            return
        bridge = self.view.bridge
        active = bridge.active
        found = {}
        if active in targets.seen(self.view):
            # Lines of a lasso cross one another; what they go around counts all the same.
            area = shapely.make_valid(shapely.Polygon(places))
            inside = clockwise(places)
            found[active] = targets.within(self.view.scene.layers[active], area, inside=inside)
        bridge.select(
            combined(bridge.selection, found, shift=pointer.shift, control=pointer.control)
        )

    @override
    def paint(self, painter: QPainter) -> None:
        places = list(self._places)
        if not places:
            return
        if self._pointer is not None and not self._dragging:
            places.append(self._pointer)
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
