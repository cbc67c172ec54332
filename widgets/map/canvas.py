"""The map in the window: the display, its tools, the pointer and the keyboard."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from resources.translations import tr
from widgets.map.display import MapDisplay
from widgets.map.scene import united
from widgets.map.stage import Stage
from widgets.map.tool import Gesture, Pointer
from widgets.map.tools import tools
from widgets.map.viewport import PixelX, PixelY

WHEEL_FACTOR: Final = 1.25
KEY_FACTOR: Final = 1.5
_ARROWS: Final = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_ZOOMS: Final = {
    Qt.Key.Key_Plus: KEY_FACTOR,
    Qt.Key.Key_Equal: KEY_FACTOR,
    Qt.Key.Key_Minus: 1 / KEY_FACTOR,
}


class MapCanvas(MapDisplay):
    """Shows the plan and hands the pointer to the tool.

    Parameters
    ----------
    stage
        What is to be seen of the plan.
    parent
        Owner in Qt.
    """

    cursor_moved = Signal(float, float)
    """With the place under the pointer. [m]"""
    tool_changed = Signal(str)
    """With the id of the tool that was chosen."""
    said = Signal(str)
    """With a sentence of the tool for the status bar, empty for none."""

    def __init__(self, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(stage, parent)
        self._gestures: dict[str, Gesture] = {}
        self._tool = "select"
        self._dragged: QPointF | None = None
        self._space = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Map"))
        self.use("select")

    def say(self, text: str) -> None:
        """Show a sentence in the status bar, empty for none."""
        self.said.emit(text)

    def refresh_overlay(self) -> None:
        """Draw what stands on the map again."""
        self.update()

    # ---- tools ----------------------------------------------------------------------------------

    @property
    def tool(self) -> str:
        """Id of the tool in use."""
        return self._tool

    def gesture(self, tool: str) -> Gesture:
        """Return what a tool does on this canvas, to set its options."""
        if tool not in self._gestures:
            self._gestures[tool] = tools()[tool].gesture(self)
        return self._gestures[tool]

    def use(self, tool: str) -> None:
        """Hand the pointer to another tool."""
        before = self.gesture(self._tool)
        before.finish()
        self._tool = tool
        self.gesture(tool).begin()
        self.setCursor(tools()[tool].cursor)
        if self.gesture(tool) is not before:
            self.tool_changed.emit(tool)
        self.update()

    @override
    def paint_above(self, painter: QPainter) -> None:
        self.gesture(self._tool).paint(painter)

    # ---- zooming --------------------------------------------------------------------------------

    def zoom_to_kind(self, kind: str) -> None:
        """Show all features of a kind."""
        self.zoom_to(self._scene.extent([kind]))

    def zoom_to_selection(self) -> None:
        """Show all selected features."""
        boxes = [self._scene.layers[kind].boxes_of(ids) for kind, ids in self._selection.items()]
        if boxes:
            self.zoom_to(united(np.concatenate(boxes, axis=1)))

    def zoom_by(self, factor: float) -> None:
        """Zoom around the middle."""
        x, y = PixelX(self.width() / 2), PixelY(self.height() / 2)
        self.show_viewport(self._viewport.zoomed(x, y, factor))

    def show_scale(self, denominator: float) -> None:
        """Show the plan at a scale, 5000 for 1:5000."""
        self.show_viewport(self._viewport.scaled_to(denominator))

    # ---- the pointer ----------------------------------------------------------------------------

    def _pointer(self, event: QMouseEvent) -> Pointer:
        place = event.position()
        across, down = PixelX(place.x()), PixelY(place.y())
        x, y = self.viewport.place(across, down)
        keys = event.modifiers()
        return Pointer(
            x,
            y,
            across,
            down,
            event.button(),
            event.buttons(),
            shift=bool(keys & Qt.KeyboardModifier.ShiftModifier),
            control=bool(keys & Qt.KeyboardModifier.ControlModifier),
        )

    def _is_drag(self, event: QMouseEvent) -> bool:
        """Return whether a press moves the map, whatever the tool."""
        held = self._space and event.button() is Qt.MouseButton.LeftButton
        return held or event.button() is Qt.MouseButton.MiddleButton

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._is_drag(event):
            self._dragged = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._dragged is None:
            self.gesture(self._tool).press(self._pointer(event))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event)
        if self._dragged is not None:
            moved = event.position() - self._dragged
            self._dragged = event.position()
            self.show_viewport(self.viewport.panned(moved.x(), moved.y()))
        else:
            self.gesture(self._tool).move(pointer)
        self.cursor_moved.emit(pointer.x, pointer.y)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged is None:
            self.gesture(self._tool).release(self._pointer(event))
        elif event.button() in {Qt.MouseButton.MiddleButton, Qt.MouseButton.LeftButton}:
            self._dragged = None
            self._show_cursor()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # A second click in time is a click as well: a quick brush must not skip a parcel.
        self.mousePressEvent(event)
        self.gesture(self._tool).double_click(self._pointer(event))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        place = event.position()
        factor = WHEEL_FACTOR ** (event.angleDelta().y() / 120)
        self.show_viewport(self._viewport.zoomed(PixelX(place.x()), PixelY(place.y()), factor))
        event.accept()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.gesture(self._tool).leave()
        super().leaveEvent(event)

    # ---- the keyboard ---------------------------------------------------------------------------

    def _show_cursor(self) -> None:
        self.setCursor(Qt.CursorShape.OpenHandCursor if self._space else tools()[self._tool].cursor)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Space:
            self._space = True
            self._show_cursor()
        elif not self._key(key, shift=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)):
            super().keyPressEvent(event)

    def _key(self, key: Qt.Key, *, shift: bool) -> bool:
        """React to a key; return whether it meant something here."""
        gesture = self.gesture(self._tool)
        if key is Qt.Key.Key_Escape:
            return gesture.cancel()
        if gesture.key(key):
            return True
        if key in _ARROWS:
            across, down = _ARROWS[key]
            share = 0.5 if shift else 0.125
            moved = self.width() * share * across, self.height() * share * down
            self.show_viewport(self.viewport.panned(*moved))
        elif key in _ZOOMS:
            self.zoom_by(_ZOOMS[key])
        elif key is Qt.Key.Key_Home:
            self.zoom_to_plan()
        else:
            return False
        return True

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._show_cursor()
        else:
            super().keyReleaseEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        # The release of a key held while another window comes forward never arrives.
        self._space = False
        self._show_cursor()
        super().focusOutEvent(event)
