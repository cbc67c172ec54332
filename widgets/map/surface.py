"""A widget that shows the plan: one picture, brought up to what is looked at and to the plan."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from widgets.bridge import Bridge
from widgets.map import reach
from widgets.map.picture import PIECE, Picture
from widgets.map.ragged import Floats, Indices
from widgets.map.render import Grid, Piece, Renderer, Selection
from widgets.map.scene import Scene, united
from widgets.map.stage import Spoilt, Stage
from widgets.map.viewport import Bounds, MapX, MapY, Viewport

AT_ONCE_PX: Final = 600 * 600
"""A change of at most this many device pixels is painted before the next frame."""
MOST_BOXES: Final = 64
"""Beyond so many changed features one box around all of them is painted anew."""
MOVING_S: Final = 0.15
"""So long after the view was moved it counts as moving still."""
MOVING_PIECE: Final = QSize(512, 512)
"""The largest piece while the view moves: smaller ones let frames through. [px]"""
ZOOMING_MS: Final = 40
"""While the wheel turns on, painting waits so long: the next turn makes it void."""


class MapSurface(QWidget):
    """Shows the plan and nothing on it.

    Parameters
    ----------
    stage
        What is to be seen of the plan.
    parent
        Owner in Qt.
    threads
        How many pieces are painted at once; as many as the machine has room for where None.
    """

    settled = Signal()
    """After the whole view is up to date."""

    def __init__(
        self, stage: Stage, parent: QWidget | None = None, *, threads: int | None = None
    ) -> None:
        super().__init__(parent)
        self._stage = stage
        self._bridge = bridge = stage.bridge
        self._scene = stage.scene
        self._selection: Selection = bridge.selection
        self._hidden = bridge.hidden
        self._viewport = Viewport(MapX(0.0), MapY(0.0), 0.1, 1, 1)
        self._device = self._viewport, self._viewport.in_device_pixels()
        self._placed = False
        self._told = True
        self._moved = self._zoomed = -np.inf
        self.picture = Picture()
        self.renderer = Renderer(self, threads)
        # What an edit has changed since a piece was asked for: there it shows the old state.
        self._late: dict[Piece, QRegion] = {}
        self._starter = QTimer(self)
        self._starter.setSingleShot(True)
        self._starter.timeout.connect(self._schedule)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.renderer.painted.connect(self._take)
        self.renderer.failed.connect(self._report)
        stage.changed.connect(self._scene_changed)
        bridge.selection_changed.connect(self._selection_changed)
        bridge.visibility_changed.connect(self._visibility_changed)

    # ---- what others may ask --------------------------------------------------------------------

    @property
    def bridge(self) -> Bridge:
        """The plan, the selection and what is shown."""
        return self._bridge

    @property
    def stage(self) -> Stage:
        """What is to be seen, shared by all maps of the plan."""
        return self._stage

    @property
    def scene(self) -> Scene:
        """What is to be seen."""
        return self._scene

    @property
    def viewport(self) -> Viewport:
        """What of it is shown."""
        return self._viewport

    @property
    def complete(self) -> bool:
        """Whether all of the view is up to date."""
        dirty = self.picture.dirty
        return dirty.isEmpty() or dirty.intersected(QRegion(self.view())).isEmpty()

    # ---- what is shown --------------------------------------------------------------------------

    def show_viewport(self, viewport: Viewport) -> None:
        """Show another part of the plan."""
        self._viewport = viewport.resized(self.width(), self.height(), self.devicePixelRatioF())
        # A view of nothing is not one that anybody has chosen: the first features are shown.
        self._placed = self._placed or not self._scene.empty
        self._moved = time.monotonic()
        self._follow()

    def zoom_to(self, bounds: Bounds | None) -> None:
        """Show all of some bounds; nothing happens for None."""
        if bounds is not None:
            self.show_viewport(self._viewport.fitted(bounds))

    def zoom_to_plan(self) -> None:
        """Show the whole plan as far as it is visible."""
        shown = [kind for kind in self._scene.layers if kind not in self._hidden]
        self.zoom_to(self._scene.extent(shown) or self._scene.extent())

    # ---- the picture ----------------------------------------------------------------------------

    def _grid(self) -> Grid:
        """Return the grid of the view: the picture's own where only panned."""
        viewport = self._viewport
        px_per_m, dpi = viewport.px_per_m * viewport.dpr, viewport.dpi * viewport.dpr
        grid = self.picture.grid
        if grid is not None and grid.px_per_m == px_per_m and grid.dpi == dpi:
            return grid
        return Grid(*viewport.west_north, px_per_m, dpi)

    def _in_device_pixels(self) -> Viewport:
        if self._device[0] is not self._viewport:
            self._device = self._viewport, self._viewport.in_device_pixels()
        return self._device[1]

    def view(self) -> QRect:
        """Return what the window shows, in whole device pixels of the grid."""
        device, grid = self._in_device_pixels(), self._grid()
        # Of the window's pixels, not of the device's: those may be a fraction of one more.
        west, north = self._viewport.west_north
        left = round((west - grid.west) * grid.px_per_m)
        top = round((grid.north - north) * grid.px_per_m)
        return QRect(left, top, int(device.width), int(device.height))

    def _follow(self) -> None:
        """Bring the picture to the view and have painted what is missing."""
        grid, view = self._grid(), self.view()
        wait = 0
        if grid != self.picture.grid:
            self.renderer.cancel()
            now = time.monotonic()
            wait = ZOOMING_MS if now - self._zoomed < MOVING_S else 0
            self._zoomed = now
        self.picture.follow(grid, view)
        self._told = self._told and self.complete
        # After all that is on its way has been heard: a wheel sends many steps at once.
        self._starter.start(wait)
        self.update()

    def _piece(self, rect: QRect) -> Piece:
        grid = self._grid()
        return Piece(self._scene, grid, rect, self._hidden, self._selection, self.picture.ground)

    def may_paint(self) -> bool:
        """Return whether pieces may be asked for now."""
        return self.isVisible() and not self.renderer.closed

    def _schedule(self) -> None:
        """Have the next pieces painted, as many as there is room for."""
        if self.picture.dirty.isEmpty() or self._starter.isActive() or not self.may_paint():
            return
        view, grid = self.view(), self.picture.grid
        moving = time.monotonic() - self._moved < MOVING_S
        # One strip a thread: each piece looks for what it shows, and each piece costs something.
        strip = -(-view.width() // self.renderer.threads)
        largest = MOVING_PIECE if moving else QSize(min(PIECE.width(), strip), PIECE.height())
        # While the view moves a processor is left to the window, which draws sixty frames a second.
        spared = min(1, self.renderer.threads - 1) if moving else 0
        while self.renderer.free > spared:
            flying = QRegion()
            for piece in self.renderer.wanted:
                if piece.grid == grid:
                    flying += piece.rect
            rect = self.picture.next_piece(view, flying, largest)
            if rect is None:
                return
            piece = self._piece(rect)
            self._late[piece] = QRegion()
            self.renderer.ask(piece)

    def _take(self, piece: Piece, image: QImage | None) -> None:
        """Take a painted piece in, unless the view has been zoomed meanwhile."""
        late = self._late.pop(piece)
        if image is not None and piece.grid == self.picture.grid:
            self.picture.put(piece.rect, image, besides=late)
            self._refresh(piece.rect)  # beyond the window's edge there is nothing to be shown
        self._schedule()
        self._tell()

    def _report(self, piece: Piece, error: Exception) -> None:
        """Raise what went wrong beside the window, after making sure that it is not tried again."""
        late = self._late.pop(piece)
        if piece.grid == self.picture.grid:
            nothing = QImage(piece.rect.size(), QImage.Format.Format_RGB32)
            nothing.fill(QColor(piece.ground))
            self.picture.put(piece.rect, nothing, besides=late)
            self._refresh(piece.rect)
        self._schedule()
        self._tell()
        raise error

    def _tell(self) -> None:
        """Say once that the view is up to date."""
        if not self._told and self.complete:
            self._told = True
            self._bridge.release(self)
            self.settled.emit()

    def _spoil(self, boxes: Floats, reach_px: float) -> QRect:
        """Paint anew what lies in (4, n) boxes, at once where that is little; return where."""
        around = united(boxes)
        if around is None or self.picture.grid is None:
            return QRect()
        if boxes.shape[1] > MOST_BOXES:
            boxes = np.array(around)[:, None]
        region = self._region(boxes, reach_px)
        for piece in self._late:
            self._late[piece] += region
        self.picture.spoil(region)
        whole = region.boundingRect()
        seen = region.intersected(QRegion(self.view())).boundingRect()
        if self.may_paint() and 0 < _size(seen) <= AT_ONCE_PX:
            # With what lies in the margin, or another thread would soon want Python's lock for it.
            now = whole if _size(whole) <= AT_ONCE_PX else seen
            self.picture.put(now, self._piece(now).painted())
        self._told = self._told and self.complete
        self._schedule()
        return whole

    def _refresh(self, rect: QRect) -> None:
        """Have the window show again what lies in a rectangle of the picture, in device pixels."""
        view, dpr = self.view(), self._viewport.dpr
        part = rect.intersected(view).translated(-view.topLeft())
        if not part.isEmpty():
            window = QRectF(part.x() / dpr, part.y() / dpr, part.width() / dpr, part.height() / dpr)
            self.update(window.toAlignedRect().adjusted(-1, -1, 1, 1))

    def _region(self, boxes: Floats, reach_px: float) -> QRegion:
        """Return where (4, n) boxes are on the picture, with what reaches beyond them."""
        grid, region, limits = self._grid(), QRegion(), self.picture.area
        for west, south, east, north in boxes.T.tolist():
            left = (west - grid.west) * grid.px_per_m - reach_px
            top = (grid.north - north) * grid.px_per_m - reach_px
            right = (east - grid.west) * grid.px_per_m + reach_px
            bottom = (grid.north - south) * grid.px_per_m + reach_px
            box = QRectF(left, top, right - left, bottom - top).intersected(QRectF(limits))
            region += box.toAlignedRect()
        return region

    # ---- the plan -------------------------------------------------------------------------------

    def _reach(self, kinds: frozenset[str] | None = None) -> float:
        """Return how far features of some kinds (all) reach beyond their bounds. [device px]."""
        return reach.of_scene(self._scene, self._in_device_pixels(), kinds)

    def _scene_changed(self, spoilt: Spoilt) -> None:
        before, empty = self._reach(spoilt.kinds), self._scene.empty
        self._scene = self._stage.scene
        self._fit()
        if np.isinf(spoilt.boxes).any():
            self.repaint_all()
        elif spoilt.boxes.shape[1]:
            changed = self._spoil(spoilt.boxes, max(before, self._reach(spoilt.kinds)))
            self._refresh(changed)
        # What is not painted by now is painted before anything is computed.
        if spoilt.kinds is not None and self.may_paint() and not self.complete:
            self._bridge.hold(self)
        elif spoilt.kinds is not None:
            self._bridge.release(self)
        if empty != self._scene.empty:
            self.update()  # an empty map says so in its middle

    def _selection_changed(self) -> None:
        before, self._selection = self._selection, self._bridge.selection
        boxes: list[Floats] = []
        kinds: set[str] = set()
        empty: Indices = np.empty(0, np.int64)
        for kind in {*before, *self._selection}:
            changed = np.setxor1d(before.get(kind, empty), self._selection.get(kind, empty))
            boxes.append(self._scene.layers[kind].boxes_of(changed))
            kinds.add(kind)
        if boxes:
            self._spoil(np.concatenate(boxes, axis=1), self._reach(frozenset(kinds)))
            self.update()

    def _visibility_changed(self) -> None:
        if self._hidden != self._bridge.hidden:
            self._hidden = self._bridge.hidden
            self.repaint_all()

    def repaint_all(self) -> None:
        """Paint all of the picture anew."""
        self.renderer.cancel()
        self.picture.spoil_all()
        self._told = False
        self._schedule()
        self.update()

    # ---- Qt -------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Show the whole plan as long as nobody has chosen a view."""
        if not self._placed and not self._scene.empty and self.width() > 1:
            self.zoom_to_plan()

    def paint_over(self, painter: QPainter, part: QRectF) -> None:
        """Draw what stands on the picture, in pixels of the window; what is not in a part may go.

        Parameters
        ----------
        painter
            Its unit is one pixel of the window.
        part
            What of the window is drawn anew. [px]
        """

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.picture.grid is None:
            self._follow()
        painter = QPainter(self)
        try:
            painter.save()
            painter.scale(1 / self._viewport.dpr, 1 / self._viewport.dpr)
            self.picture.draw(painter, self.view())
            painter.restore()
            self.paint_over(painter, QRectF(event.rect()))
        finally:
            painter.end()  # also after an error: a painter that outlives its event ends the program

    def _measure(self) -> None:
        """Take over the widget's size and the resolution of its screen."""
        dpi = float(self.logicalDpiX())
        size = self._viewport.resized(self.width(), self.height(), self.devicePixelRatioF())
        self._viewport = replace(size, dpi=dpi)
        self._fit()
        self._follow()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        # The window has come to another screen, or the screen to another resolution.
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._measure()
        return done

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._schedule()

    def close_down(self) -> None:
        """Stop what runs beside the window; called before the widget goes."""
        if self.renderer.closed:
            return
        self._starter.stop()
        self._bridge.release(self)
        self.renderer.close()
        self._late.clear()
        self._stage.changed.disconnect(self._scene_changed)
        self._bridge.selection_changed.disconnect(self._selection_changed)
        self._bridge.visibility_changed.disconnect(self._visibility_changed)


def _size(rect: QRect) -> int:
    return rect.width() * rect.height()
