"""The map's picture: the view with a margin, and which region of it is out of date."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from widgets.map.render import Grid

MARGIN_PX: Final = 128
"""How far the picture reaches beyond the view, so that a small pan needs no painting."""
EARLY_PX: Final = 64
"""So far before the picture's edge comes into sight the picture is moved."""
PIECE: Final = QSize(1_024, 1_536)
"""The largest piece painted at once. [px]"""


@dataclass(frozen=True, slots=True, eq=False)
class _Behind:
    """An older picture, at another scale as a rule: the stand-in for what is not painted yet."""

    grid: Grid
    area: QRect
    image: QImage

    def draw(self, painter: QPainter, grid: Grid, view: QRect) -> None:
        """Draw what of it lies in a view of another grid, the view's corner at the origin."""
        factor = grid.px_per_m / self.grid.px_per_m
        # Where this picture's upper left corner is, from the view's.
        left = (self.grid.west - grid.west) * grid.px_per_m + self.area.left() * factor
        top = (grid.north - self.grid.north) * grid.px_per_m + self.area.top() * factor
        left, top = left - view.left(), top - view.top()
        seen = QRectF(left, top, self.area.width() * factor, self.area.height() * factor)
        seen = seen.intersected(QRectF(0, 0, view.width(), view.height()))
        if seen.isEmpty():
            return
        source = QRectF(
            (seen.left() - left) / factor,
            (seen.top() - top) / factor,
            seen.width() / factor,
            seen.height() / factor,
        )
        painter.drawImage(seen, self.image, source)


class Picture:
    """One picture and two regions of it, all in the device pixels of a grid.

    `dirty` is what has to be painted anew; `blank` is the part of that which shows nothing of
    this grid, where an older picture stands in.

    Parameters
    ----------
    ground
        Colour of the paper, ``#rrggbb``.
    """

    def __init__(self, ground: str = "#ffffff") -> None:
        self.ground = ground
        self.grid: Grid | None = None
        self.area = QRect()
        self.dirty = QRegion()
        self.blank = QRegion()
        self._image = QImage()
        self._behind: _Behind | None = None

    # ---- moving ---------------------------------------------------------------------------------

    def follow(self, grid: Grid, view: QRect) -> None:
        """Cover a view: what is there moves along, or is scaled as a stand-in; the rest is dirty.

        Parameters
        ----------
        grid
            The grid of the view; another one than before after zooming.
        view
            What the window shows, in the grid.
        """
        area = view.adjusted(-MARGIN_PX, -MARGIN_PX, MARGIN_PX, MARGIN_PX)
        if self.grid != grid:
            self._stand_behind(grid, area)
            return
        early = view.adjusted(-EARLY_PX, -EARLY_PX, EARLY_PX, EARLY_PX)
        if self.area.size() == area.size() and self.area.contains(early):
            return
        kept = QRegion(self.area.intersected(area))
        if self.area.size() == area.size():
            self._scroll(area.topLeft() - self.area.topLeft())
        else:
            self._copy(area)
        fresh, drawn = kept.subtracted(self.dirty), kept.subtracted(self.blank)
        self.area = area
        self.dirty = QRegion(area).subtracted(fresh)
        self.blank = QRegion(area).subtracted(drawn)

    def _scroll(self, by: QPoint) -> None:
        """Move the pixels in place: a picture made anew for each shift costs a frame."""
        line, height = self._image.bytesPerLine(), self._image.height()
        if abs(by.x()) >= self._image.width() or abs(by.y()) >= height:
            return
        offset = by.y() * line + by.x() * 4
        first = int(np.frombuffer(self._image.bits(), np.uint8).ctypes.data)
        # What runs over the end of a line into the next one lies in the strip that is blank.
        target, source = first + max(-offset, 0), first + max(offset, 0)
        ctypes.memmove(target, source, line * height - abs(offset))

    def _copy(self, area: QRect) -> None:
        """Take the pixels over into a picture of another size."""
        image = QImage(area.size(), QImage.Format.Format_RGB32)
        image.fill(QColor(self.ground))
        painter = QPainter(image)
        painter.drawImage(self.area.topLeft() - area.topLeft(), self._image)
        painter.end()
        self._image = image

    def _stand_behind(self, grid: Grid, area: QRect) -> None:
        """Begin a picture at another scale; the one that is there stands in for it."""
        if self.grid is not None and self._mostly_drawn():
            if not self.blank.isEmpty():  # its pixels are whatever lay in memory
                painter = QPainter(self._image)
                self._draw_blank(painter, self.area, self.blank)
                painter.end()
            spare = self._behind.image if self._behind is not None else QImage()
            self._behind = _Behind(self.grid, self.area, self._image)
            self._image = spare
        if self._image.size() != area.size():
            self._image = QImage(area.size(), QImage.Format.Format_RGB32)
        self.grid, self.area = grid, area
        self.dirty, self.blank = QRegion(area), QRegion(area)

    def _mostly_drawn(self) -> bool:
        """Return whether enough was painted for the picture to stand in for another one.

        Otherwise the stand-in it has goes on: it would be scaled twice and be blurred by that.
        """
        if self._behind is None:
            return QRegion(self.area) != self.blank
        blank = sum(rect.width() * rect.height() for rect in iter_rects(self.blank))
        return blank * 2 < self.area.width() * self.area.height()

    # ---- painting -------------------------------------------------------------------------------

    def spoil(self, region: QRegion) -> None:
        """Mark what has to be painted anew."""
        self.dirty = self.dirty.united(region.intersected(QRegion(self.area)))

    def spoil_all(self) -> None:
        """Mark all of it."""
        self.dirty = QRegion(self.area)

    def put(self, rect: QRect, image: QImage, besides: QRegion | None = None) -> None:
        """Take a painted piece in.

        Parameters
        ----------
        rect
            Where it belongs.
        image
            As large as that.
        besides
            What of it is older than what is there.
        """
        region = QRegion(rect)
        if besides is not None:
            region = region.subtracted(besides)
        painter = QPainter(self._image)
        painter.translate(-self.area.topLeft())
        painter.setClipRegion(region)
        painter.drawImage(rect.topLeft(), image)
        painter.end()
        self.dirty = self.dirty.subtracted(region)
        self.blank = self.blank.subtracted(region)

    def next_piece(
        self, view: QRect, besides: QRegion | None = None, largest: QSize = PIECE
    ) -> QRect | None:
        """Return the piece to be painted next: what is seen first, from the middle outwards.

        Parameters
        ----------
        view
            What the window shows.
        besides
            What is being painted already.
        largest
            What a piece may measure. [px]
        """
        region = self.dirty if besides is None else self.dirty.subtracted(besides)
        seen = region.intersected(QRegion(view))
        region = region if seen.isEmpty() else seen
        whole = region.boundingRect()
        pieces: list[QRect] = []
        wide = _share(whole.width(), largest.width())
        high = _share(whole.height(), largest.height())
        for top in range(whole.top(), whole.bottom() + 1, high):
            for left in range(whole.left(), whole.right() + 1, wide):
                cell = QRegion(QRect(left, top, wide, high))
                pieces += _compact(region.intersected(cell))
        middle = view.center()

        def away(piece: QRect) -> int:
            return (piece.center() - middle).manhattanLength()

        return min(pieces, key=away, default=None)

    # ---- showing --------------------------------------------------------------------------------

    def draw(self, painter: QPainter, view: QRect) -> None:
        """Draw what the view shows, one device pixel on one unit of the painter."""
        blank = self.blank.intersected(QRegion(view))
        if not blank.isEmpty():
            self._draw_blank(painter, view, blank)
            painter.setClipRegion(QRegion(view).subtracted(blank).translated(-view.topLeft()))
        painter.drawImage(QPoint(0, 0), self._image, view.translated(-self.area.topLeft()))
        if not blank.isEmpty():
            painter.setClipping(False)

    def _draw_blank(self, painter: QPainter, view: QRect, blank: QRegion) -> None:
        painter.setClipRegion(blank.translated(-view.topLeft()))
        painter.fillRect(QRect(QPoint(0, 0), view.size()), QColor(self.ground))
        if self._behind is not None and self.grid is not None:
            self._behind.draw(painter, self.grid, view)


def _share(length: int, most: int) -> int:
    """Return the length of equal parts that are no longer than `most`."""
    return max(1, math.ceil(length / max(1, math.ceil(length / most))))


def _compact(region: QRegion) -> list[QRect]:
    """Return one box around a region, or its rectangles where a quarter of the box is not in it."""
    box = region.boundingRect()
    rects = list(iter_rects(region))
    filled = sum(rect.width() * rect.height() for rect in rects)
    return [box] if rects and filled * 4 > box.width() * box.height() * 3 else rects


def iter_rects(region: QRegion) -> Iterator[QRect]:
    """Yield the rectangles of a region, which do not overlap."""
    yield from cast("Iterable[QRect]", region)
