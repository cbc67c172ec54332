"""The map in the window: the display, its tools, the pointer and the keyboard."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from resources.translations import tr
from widgets.map import edit_preview, keyboard
from widgets.map.cross import Cross
from widgets.map.display import MapDisplay
from widgets.map.edit_preview import Preview
from widgets.map.flash import Flash
from widgets.map.hover import Hover, Target
from widgets.map.pointing import Hold, pointer_of
from widgets.map.ragged import Indices
from widgets.map.scene import united
from widgets.map.snap_choice import Snapping
from widgets.map.stage import Stage
from widgets.map.tool import Gesture, Pointer
from widgets.map.tools import tools
from widgets.map.viewport import MapX, MapY, PixelX, PixelY, Viewport
from widgets.map.views import ViewHistory, Views
from widgets.map.wheel import zoom_factor

POINT_SCALE: Final = 2_000.0
"""Scale at which a place that was looked for is shown, unless the map is closer already."""
CLOSEST_SCALE: Final = 500.0
"""Scale beyond which a feature that was looked for is not enlarged."""


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
        self._hold = Hold()
        self._space = False
        self._tapped = False
        self.snapping = Snapping()
        self._preview: Preview | None = None
        self.cross = Cross(self, lambda: self.gesture(self._tool), self._follow_cross)
        self.views = ViewHistory(self._view_to_note)
        self.hover = Hover(self, self._target, self.update)
        self.flash = Flash(self, self.update)
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

    def show_preview(self, preview: Preview | None) -> None:
        """Draw what a dialog would make of the plan; nothing any more where None."""
        self._preview = preview
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
        self.hover.clear()
        self._tool = tool
        self.gesture(tool).begin()
        self.setCursor(tools()[tool].cursor)
        if self.gesture(tool) is not before:
            self.tool_changed.emit(tool)
        self.update()

    def restore(self) -> bool:
        """Bring back the sketch that was dropped last, with its tool; return whether there was."""
        at, tool = max((gesture.lost_at, tool) for tool, gesture in self._gestures.items())
        if at and tool != self._tool:
            self.use(tool)
        return self.gesture(tool).restore()

    @override
    def paint_above(self, painter: QPainter) -> None:
        self.hover.paint(painter)
        if self._preview is not None:
            edit_preview.draw(painter, self._preview, self.viewport)
        self.gesture(self._tool).paint(painter)
        self.flash.paint(painter)
        self.cross.paint(painter)

    def _target(self, pointer: Pointer) -> Target | None:
        return self.gesture(self._tool).target(pointer)

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

    def show_place(self, x: float, y: float) -> None:
        """Show a place in the middle, and flash there. [m]."""
        viewport = self._viewport.centred(MapX(x), MapY(y))
        if viewport.denominator > POINT_SCALE:
            viewport = viewport.scaled_to(POINT_SCALE)
        self.show_viewport(viewport)
        self.flash.at((x, y))

    def show_features(self, kind: str, ids: Indices) -> None:
        """Show features in the middle, and flash around them."""
        around = united(self._scene.layers[kind].boxes_of(ids))
        if around is None:
            return
        viewport = self._viewport.fitted(around, margin=0.25)
        if viewport.denominator < CLOSEST_SCALE:
            viewport = viewport.scaled_to(CLOSEST_SCALE)
        self.show_viewport(viewport)
        self.flash.around((kind, ids))

    def _follow_cross(self, pointer: Pointer) -> None:
        self.hover.seek(pointer)
        self.cursor_moved.emit(pointer.x, pointer.y)

    # ---- going back -----------------------------------------------------------------------------

    @override
    def show_viewport(self, viewport: Viewport) -> None:
        super().show_viewport(viewport)
        self.views.moved()
        self.cross.follow()

    def start_with_plan(self) -> None:
        """Show the whole plan as it was opened: there is no view to go back to."""
        self.zoom_to_plan()
        self.views.begin()

    def go_on(self, viewport: Viewport, views: Views) -> None:
        """Show what another map showed, which this one takes the place of."""
        self.show_viewport(viewport)
        self.views.begin(views)

    def _view_to_note(self) -> Viewport | None:
        moving = self._dragged is not None or self._scene.empty
        return None if moving else self._viewport

    def go_back(self) -> None:
        """Show the view before this one."""
        self._show_view(self.views.older(self._viewport))

    def go_forward(self) -> None:
        """Show the view that was left by going back."""
        self._show_view(self.views.newer(self._viewport))

    def _show_view(self, viewport: Viewport | None) -> None:
        if viewport is not None:
            super().show_viewport(viewport)

    # ---- the pointer ----------------------------------------------------------------------------

    def _pointer(self, event: QMouseEvent) -> Pointer:
        """Return the pointer, after letting go of a button that is held no more."""
        pointer = pointer_of(event, self.viewport)
        lost = self._hold.note(pointer)
        if lost is not None and self._dragged is None:
            self.gesture(self._tool).release(lost)
        elif lost is not None:
            self._end_drag()
        return pointer

    def _end_drag(self) -> None:
        self._dragged = None
        self.views.moved()
        self._show_cursor()

    def _is_drag(self, event: QMouseEvent) -> bool:
        """Return whether a press moves the map, whatever the tool."""
        held = self._space and event.button() is Qt.MouseButton.LeftButton
        return held or event.button() is Qt.MouseButton.MiddleButton

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.cross.hide()
        if event.button() is Qt.MouseButton.BackButton:
            self.go_back()
        elif event.button() is Qt.MouseButton.ForwardButton:
            self.go_forward()
        elif self._is_drag(event):
            self.hover.clear()
            self._pointer(event)
            self._dragged = event.position()
            self._tapped = False
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._dragged is None:
            self.gesture(self._tool).press(self._pointer(event))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event)
        self.cross.hide()
        if self._dragged is not None:
            moved = event.position() - self._dragged
            self._dragged = event.position()
            self.show_viewport(self.viewport.panned(moved.x(), moved.y()))
        else:
            self.gesture(self._tool).move(pointer)
            if event.buttons():
                self.hover.clear()
            else:
                self.hover.seek(pointer)
        self.cursor_moved.emit(pointer.x, pointer.y)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event)
        if self._dragged is None:
            self.gesture(self._tool).release(pointer)
        elif event.button() in {Qt.MouseButton.MiddleButton, Qt.MouseButton.LeftButton}:
            self._end_drag()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # A second click in time is a click as well: a quick brush must not skip a parcel.
        self.mousePressEvent(event)
        if self._dragged is None:
            self.gesture(self._tool).double_click(self._pointer(event))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        place = event.position()
        self._zoom_at(place, zoom_factor(event))
        event.accept()

    def _zoom_at(self, place: QPointF, factor: float) -> None:
        if factor != 1.0:
            self.hover.clear()
            self.show_viewport(self._viewport.zoomed(PixelX(place.x()), PixelY(place.y()), factor))

    @override
    def event(self, event: QEvent) -> bool:
        # Two fingers that part on a trackpad, where the system tells of it.
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture
        ):
            self._zoom_at(event.position(), max(1.0 + event.value(), 0.1))
            return True
        # A key that a sketch needs is no command meanwhile.
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and self.gesture(self._tool).wants(keyboard.stroke_of(event))
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.gesture(self._tool).leave()
        self.hover.clear()
        super().leaveEvent(event)

    # ---- the keyboard ---------------------------------------------------------------------------

    def _show_cursor(self) -> None:
        self.setCursor(Qt.CursorShape.OpenHandCursor if self._space else tools()[self._tool].cursor)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, keys = Qt.Key(event.key()), event.modifiers()
        stroke, gesture = keyboard.stroke_of(event), self.gesture(self._tool)
        if gesture.wants(stroke):
            gesture.take(stroke)
        elif key is Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space = self._tapped = True
                self._show_cursor()
        elif event.matches(QKeySequence.StandardKey.Copy) and self.copy():
            event.accept()
        elif keys & Qt.KeyboardModifier.AltModifier or not self._key(key, keys):
            super().keyPressEvent(event)

    def copy(self) -> bool:
        """Put what the tool has found into the clipboard; return whether there was something."""
        text = self.gesture(self._tool).copied()
        if text:
            QGuiApplication.clipboard().setText(text)
            self.say(tr("Copied; paste it into a table."))
        return bool(text)

    def _key(self, key: Qt.Key, keys: Qt.KeyboardModifier) -> bool:
        """React to a key; return whether it meant something here."""
        gesture = self.gesture(self._tool)
        if key is Qt.Key.Key_Escape:
            return gesture.cancel()
        if gesture.key(key):
            return True
        share = keyboard.pan_share(key, keys)
        if share is not None:
            self.cross.shown = True
            moved = self.width() * share[0], self.height() * share[1]
            self.show_viewport(self.viewport.panned(*moved))
        elif key in keyboard.ZOOMS:
            self.zoom_by(keyboard.ZOOMS[key])
        elif key is Qt.Key.Key_Home:
            self.zoom_to_plan()
        elif key in keyboard.ENTERS:
            self.cross.click(keys)
        else:
            return False
        return True

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            tapped, self._space, self._tapped = self._tapped, False, False
            self._show_cursor()
            if tapped and self.cross.shown:
                self.cross.click(event.modifiers())
        else:
            super().keyReleaseEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        # The release of a key held while another window comes forward never arrives.
        self._space = self._tapped = False
        self.cross.hide()
        self._show_cursor()
        super().focusOutEvent(event)

    @override
    def close_down(self) -> None:
        self.views.stop()
        self.hover.clear()
        self.flash.stop()
        super().close_down()
