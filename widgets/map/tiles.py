"""A base map below the plan: tiles drawn where they belong in the plan's reference system."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPolygonF, QTransform

from layers.pixels import Pixels
from layers.tiles.grid import Span, Tile
from layers.tiles.mesh import Cell, cells
from layers.tiles.placing import Placing
from layers.tiles.sources import Source
from widgets.map.tile_memory import Key, TileMemory
from widgets.map.viewport import Bounds, Viewport

ID: Final = "basemap"
TILE_DPI: Final = 150.0
"""Tiles are made for screens; finer than this their names could not be read. [1/inch]"""
PICTURE_DPI: Final = 200.0
"""Resolution in which they are drawn for paper. [1/inch]"""
BLOCK_PX: Final = 1_024
MOST_TILES: Final = 600
"""Where a view would need more, tiles of a smaller zoom are drawn."""
MOST_PIXELS: Final = 60_000_000
DEEPEST: Final = 8
"""How many zooms up a tile is looked for that can stand in for another."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What of a base map a viewport needs.

    Parameters
    ----------
    frame
        The picture that is drawn.
    z
        Zoom of the tiles.
    cells
        Parts of the picture.
    span
        The tiles.
    """

    frame: Pixels
    z: int
    cells: tuple[Cell, ...]
    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class TileUnderlay:
    """A base map. It shows what is in memory and notes there what is missing.

    Parameters
    ----------
    source
        Where the tiles come from.
    placing
        How they lie in the plan.
    memory
        The tiles.
    opacity
        Between 0 and 1. [-]
    """

    source: Source
    placing: Placing
    memory: TileMemory
    opacity: float = 1.0

    @property
    def id(self) -> str:
        """Its name among all that can be hidden."""
        return ID

    @property
    def bounds(self) -> Bounds | None:
        """None: it covers more than any plan."""
        return None

    @property
    def credit(self) -> str:
        """Who made it, to be written wherever it is shown."""
        return self.source.attribution

    # ---- what is needed -------------------------------------------------------------------------

    def aim(self, viewport: Viewport) -> Aim | None:
        """Return what a viewport needs; None where there is nothing to be shown."""
        frame = _frame(viewport)
        if frame is None:
            return None
        shown = frame.px_per_m / max(viewport.dpi * _shrunk(frame, viewport) / TILE_DPI, 1.0)
        z = self.placing.zoom(viewport.x, viewport.y, shown, self.source.tile_px)
        parts = tuple(cells(self.placing, frame))
        if z is None or not parts:
            return None
        z = min(max(z, self.source.min_zoom), self.source.max_zoom)
        span = self._span(z, parts)
        while len(span) > MOST_TILES and z > self.source.min_zoom:
            z -= 1
            span = self._span(z, parts)
        return Aim(frame, z, parts, span) if len(span) <= MOST_TILES else None

    def _span(self, z: int, parts: Iterable[Cell]) -> Span:
        corners = np.concatenate([part.corners for part in parts])
        # Half a pixel more on each side, which smoothing looks at.
        edge = 0.5 / (self.source.tile_px << z)
        around = np.concatenate([corners - edge, corners + edge])
        return Span.around(z, around[:, 0], around[:, 1])

    def keys(self, aim: Aim) -> list[Key]:
        """Return all tiles that are needed, those in the middle first."""
        layers = range(len(self.source.urls))
        return [Key(layer, tile) for tile in aim.span.tiles for layer in layers]

    # ---- drawing --------------------------------------------------------------------------------

    def draw(self, painter: QPainter, viewport: Viewport, cancelled: Callable[[], bool]) -> None:
        """Draw what is in memory, enlarged from smaller zooms where it must be."""
        aim = self.aim(viewport)
        if aim is None:
            return
        frame = aim.frame
        picture = QImage(frame.width, frame.height, QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(Qt.GlobalColor.transparent)
        for top in range(0, frame.height, BLOCK_PX):
            for left in range(0, frame.width, BLOCK_PX):
                if cancelled():
                    return
                block = QRect(left, top, BLOCK_PX, BLOCK_PX)
                self._draw_block(picture, aim, block)
        self.memory.want([key for key in self.keys(aim) if self.memory.look(key) is None])
        painter.setOpacity(painter.opacity() * self.opacity)
        size = frame.width * viewport.px_per_m / frame.px_per_m
        high = frame.height * viewport.px_per_m / frame.px_per_m
        painter.drawImage(QRectF(0, 0, size, high), picture)

    def _draw_block(self, picture: QImage, aim: Aim, block: QRect) -> None:
        parts = [part for part in aim.cells if block.intersects(_rect(part))]
        if not parts:
            return
        # Of a cell that reaches far beyond the block only this part is needed.
        span = self._span(aim.z, [_cut(part, block) for part in parts])
        mosaic = self._mosaic(span)
        tile_px = self.source.tile_px
        side = float(tile_px << aim.z)
        origin = np.array([span.left, span.top]) * float(tile_px)
        painter = QPainter(picture)
        try:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            for part in parts:
                painter.resetTransform()
                painter.setClipRect(_rect(part).intersected(block))
                painter.setTransform(_transform(part, part.corners * side - origin))
                painter.drawImage(QPointF(0, 0), mosaic)
        finally:
            # A painter that outlives its picture, as it would with an error, ends the program.
            painter.end()

    def _mosaic(self, span: Span) -> QImage:
        """Return tiles side by side, the addresses of the source one over the other."""
        px = self.source.tile_px
        size = (span.right - span.left + 1) * px, (span.bottom - span.top + 1) * px
        mosaic = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        mosaic.fill(Qt.GlobalColor.transparent)
        painter = QPainter(mosaic)
        try:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            for layer in range(len(self.source.urls)):
                for tile in span.tiles:
                    left, top = (tile.x - span.left) * px, (tile.y - span.top) * px
                    self._draw_tile(painter, QRectF(left, top, px, px), Key(layer, tile))
        finally:
            painter.end()
        return mosaic

    def _draw_tile(self, painter: QPainter, place: QRectF, key: Key) -> None:
        image = self.memory.look(key)
        if image is not None:
            painter.drawImage(place, image)
            return
        children = [self.memory.look(Key(key.layer, child)) for child in key.tile.children]
        if any(child is None for child in children):
            self._draw_ancestor(painter, place, key)
        half = place.size() / 2
        for number, child in enumerate(children):
            if child is not None:
                across, down = number % 2 * half.width(), number // 2 * half.height()
                painter.drawImage(QRectF(place.topLeft() + QPointF(across, down), half), child)

    def _draw_ancestor(self, painter: QPainter, place: QRectF, key: Key) -> None:
        """Draw the part of a larger tile that stands in for one that is missing."""
        tile = key.tile
        for depth in range(1, min(tile.z, DEEPEST) + 1):
            larger = Tile(tile.z - depth, tile.x >> depth, tile.y >> depth)
            image = self.memory.look(Key(key.layer, larger))
            if image is not None:
                wide, high = image.width() / (1 << depth), image.height() / (1 << depth)
                left = (tile.x - (larger.x << depth)) * wide
                top = (tile.y - (larger.y << depth)) * high
                painter.drawImage(place, image, QRectF(left, top, wide, high))
                return


def _frame(viewport: Viewport) -> Pixels | None:
    """Return the picture for a viewport: its own pixels on the screen, fewer on paper."""
    px_per_m = viewport.px_per_m
    if viewport.dpi > PICTURE_DPI * 1.5:
        px_per_m *= PICTURE_DPI / viewport.dpi
    factor = px_per_m / viewport.px_per_m
    pixels = viewport.width * viewport.height * factor * factor
    if pixels > MOST_PIXELS:
        factor *= math.sqrt(MOST_PIXELS / pixels)
    wide, high = math.ceil(viewport.width * factor), math.ceil(viewport.height * factor)
    if wide <= 0 or high <= 0:
        return None
    return Pixels(*viewport.west_north, viewport.px_per_m * factor, wide, high)


def _shrunk(frame: Pixels, viewport: Viewport) -> float:
    """Return the pixels of the picture for one of the viewport. [-]."""
    return frame.px_per_m / viewport.px_per_m


def _rect(part: Cell) -> QRect:
    return QRect(part.left, part.top, part.right - part.left, part.bottom - part.top)


def _cut(part: Cell, block: QRect) -> Cell:
    """Return the part of a cell within a block."""
    rect = _rect(part).intersected(block)
    across = (np.array([rect.left(), rect.right() + 1]) - part.left) / (part.right - part.left)
    down = (np.array([rect.top(), rect.bottom() + 1]) - part.top) / (part.bottom - part.top)
    first, second, third, fourth = part.corners

    def at(a: float, d: float) -> np.ndarray:
        above, below = first + (second - first) * a, fourth + (third - fourth) * a
        return above + (below - above) * d

    ends = [(across[0], down[0]), (across[1], down[0]), (across[1], down[1]), (across[0], down[1])]
    corners = np.array([at(float(a), float(d)) for a, d in ends])
    return Cell(rect.left(), rect.top(), rect.right() + 1, rect.bottom() + 1, corners, part.even)


def _transform(part: Cell, corners: np.ndarray) -> QTransform:
    """Return how the tiles' pixels come to lie in a cell; `corners` are in these pixels."""
    wide, high = part.right - part.left, part.bottom - part.top
    if part.even:
        # Qt draws what has no vanishing point on a faster path.
        first, second, _, fourth = corners
        across, down = (second - first) / wide, (fourth - first) / high
        there = QTransform(*across.tolist(), *down.tolist(), *first.tolist())
        back, _ = there.inverted()
        return back * QTransform.fromTranslate(part.left, part.top)
    box = QRectF(part.left, part.top, wide, high)
    target = QPolygonF([box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()])
    source = QPolygonF([QPointF(x, y) for x, y in corners.tolist()])
    found = QTransform()
    QTransform.quadToQuad(source, target, found)
    return found
