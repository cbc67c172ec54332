"""The map shown: one picture, brought up to the view and the plan, and what stands on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from resources.translations import tr
from widgets.bridge import Bridge
from widgets.map import overlay
from widgets.map.picture import Picture
from widgets.map.ragged import Floats, Indices
from widgets.map.render import Grid, Piece, Renderer, Selection
from widgets.map.scene import Scene, united
from widgets.map.stage import Spoilt, Stage
from widgets.map.viewport import Bounds, MapX, MapY, Viewport

AT_ONCE_PX: Final = 600 * 600
"""A change of at most this many device pixels is painted before the next frame."""
MOST_BOXES: Final = 64
"""Beyond so many changed features one box around all of them is painted anew."""
REST_MS: Final = 120
OUTLINE_PX: Final = 8
"""How far beyond its bounds a feature's outline reaches."""


class MapDisplay(QWidget):
    """Shows the plan; the pointer and the keyboard are the canvas's.

    Parameters
    ----------
    stage
        What is to be seen of the plan.
    parent
        Owner in Qt.
    """

    scale_changed = Signal(float)
    """With the scale's denominator."""
    settled = Signal()
    """After the whole view is up to date."""

    def __init__(self, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._bridge = bridge = stage.bridge
        self._scene = stage.scene
        self._selection: Selection = bridge.selection
        self._hidden = bridge.hidden
        self._viewport = Viewport(MapX(0.0), MapY(0.0), 0.1, 1, 1)
        self._placed = False
        self.picture = Picture()
        self._names = overlay.Names()
        self.renderer = Renderer(self)
        self._spoilt = QRegion()
        # Names move along while the view does, and find new places when it has come to rest.
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self.update)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(200, 150)
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
        return self.picture.dirty.intersected(QRegion(self.view())).isEmpty()

    # ---- what is shown --------------------------------------------------------------------------

    def show_viewport(self, viewport: Viewport) -> None:
        """Show another part of the plan."""
        viewport = viewport.resized(self.width(), self.height(), self.devicePixelRatioF())
        before, self._viewport = self._viewport, viewport
        # A view of nothing is not one that anybody has chosen: the first features are shown.
        self._placed = self._placed or not self._scene.empty
        self._resting.start()
        self._follow()
        if before.denominator != viewport.denominator:
            self.scale_changed.emit(viewport.denominator)

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
        device = self._viewport.in_device_pixels()
        grid = self.picture.grid
        if grid is not None and grid.px_per_m == device.px_per_m and grid.dpi == device.dpi:
            return grid
        return Grid(*device.west_north, device.px_per_m, device.dpi)

    def view(self) -> QRect:
        """Return what the window shows, in whole device pixels of the grid."""
        device, grid = self._viewport.in_device_pixels(), self._grid()
        west, north = device.west_north
        left = round((west - grid.west) * grid.px_per_m)
        top = round((grid.north - north) * grid.px_per_m)
        return QRect(left, top, int(device.width), int(device.height))

    def _follow(self) -> None:
        """Bring the picture to the view and have painted what is missing."""
        grid, view = self._grid(), self.view()
        if grid != self.picture.grid:
            self.renderer.cancel()
        self.picture.follow(grid, view)
        self._schedule()
        self.update()

    def _piece(self, rect: QRect) -> Piece:
        grid = self._grid()
        return Piece(self._scene, grid, rect, self._hidden, self._selection, self.picture.ground)

    def _schedule(self) -> None:
        """Have the next piece painted, if there is one and nothing is being painted."""
        if self.renderer.busy or not self.isVisible():
            return
        rect = self.picture.next_piece(self.view())
        if rect is not None:
            self._spoilt = QRegion()
            self.renderer.ask(self._piece(rect))

    def _take(self, piece: Piece, image: QImage | None) -> None:
        """Take a painted piece in, unless the view has been zoomed meanwhile."""
        if image is not None and piece.grid == self.picture.grid:
            # Where an edit came while it was painted, it shows the old state.
            self.picture.put(piece.rect, image, besides=self._spoilt)
            self.update()
        self._schedule()
        if self.complete:
            self.settled.emit()

    def _report(self, piece: Piece, error: Exception) -> None:
        """Raise what went wrong beside the window, after making sure that it is not tried again."""
        if piece.grid == self.picture.grid:
            self.picture.put(piece.rect, QImage())
        self._schedule()
        raise error

    def _spoil(self, boxes: Floats) -> None:
        """Paint anew what lies in (4, n) boxes; at once where that is little."""
        around = united(boxes)
        if around is None or self.picture.grid is None:
            return
        if boxes.shape[1] > MOST_BOXES:
            boxes = np.array(around)[:, None]
        grid, region = self._grid(), QRegion()
        corners = np.stack([boxes[0] - grid.west, grid.north - boxes[3]])
        ends = np.stack([boxes[2] - grid.west, grid.north - boxes[1]])
        margin = OUTLINE_PX * self._viewport.dpr
        limits = self.picture.area
        low = np.array([[limits.left()], [limits.top()]])
        high = np.array([[limits.right() + 1], [limits.bottom() + 1]])
        starts = np.clip(np.floor(corners * grid.px_per_m - margin), low, high)
        stops = np.clip(np.ceil(ends * grid.px_per_m + margin), low, high)
        for left, top, right, bottom in np.vstack([starts, stops]).T.astype(int).tolist():
            region += QRect(left, top, right - left, bottom - top)
        self._spoilt += region
        self.picture.spoil(region)
        view = QRegion(self.view())
        seen = region.intersected(view).boundingRect()
        if self.isVisible() and 0 < seen.width() * seen.height() <= AT_ONCE_PX:
            self.picture.put(seen, self._piece(seen).painted())
        self._schedule()
        self.update()

    # ---- the plan -------------------------------------------------------------------------------

    def _scene_changed(self, spoilt: Spoilt) -> None:
        self._scene = self._stage.scene
        self._fit()
        if np.isinf(spoilt.boxes).any():
            self.repaint_all()
        elif spoilt.boxes.shape[1]:
            self._spoil(spoilt.boxes)

    def _selection_changed(self) -> None:
        before, self._selection = self._selection, self._bridge.selection
        boxes: list[Floats] = []
        empty: Indices = np.empty(0, np.int64)
        for kind in {*before, *self._selection}:
            changed = np.setxor1d(before.get(kind, empty), self._selection.get(kind, empty))
            boxes.append(self._scene.layers[kind].boxes_of(changed))
        if boxes:
            self._spoil(np.concatenate(boxes, axis=1))

    def _visibility_changed(self) -> None:
        if self._hidden != self._bridge.hidden:
            self._hidden = self._bridge.hidden
            self.repaint_all()

    def repaint_all(self) -> None:
        """Paint all of the picture anew."""
        self.renderer.cancel()
        self.picture.spoil_all()
        self._schedule()
        self.update()

    # ---- Qt -------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Show the whole plan as long as nobody has chosen a view."""
        if not self._placed and not self._scene.empty and self.width() > 1:
            self.zoom_to_plan()

    def paint_above(self, painter: QPainter) -> None:
        """Draw on top of the map, in pixels of the window."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        viewport = self._viewport
        if self.picture.grid is None:
            self._follow()
        painter.save()
        painter.scale(1 / viewport.dpr, 1 / viewport.dpr)
        self.picture.draw(painter, self.view())
        painter.restore()
        if self.complete and not self._resting.isActive():
            self._names.place(self._scene, viewport, self._hidden)
        self._names.draw(painter, viewport)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_above(painter)
        if self._scene.empty:
            text = tr("This plan has no features yet. Use File › Import to add parcels.")
            overlay.draw_empty(painter, viewport, text)
        else:
            overlay.draw_scale_bar(painter, viewport)
            overlay.draw_north(painter, viewport)
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        dpi = float(self.logicalDpiX())
        size = self._viewport.resized(self.width(), self.height(), self.devicePixelRatioF())
        self._viewport = replace(size, dpi=dpi)
        self._fit()
        self._follow()
        self.scale_changed.emit(self._viewport.denominator)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._schedule()

    def close_down(self) -> None:
        """Stop what runs beside the window; called before the canvas goes."""
        self._resting.stop()
        self.renderer.close()
