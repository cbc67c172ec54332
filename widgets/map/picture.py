"""The map's picture: the view with a margin, and which region of it is out of date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, cast

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from widgets.map.render import Grid

MARGIN_PX: Final = 128
"""How far the picture reaches beyond the view, so that a small pan needs no painting."""
PIECE_PX: Final = 1_024
"""Edge of the largest piece painted at once."""


class Picture:
    """One picture and one dirty region, both in the device pixels of a grid.

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
        self._image = QImage()

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
        if self.grid == grid and self.area.contains(view):
            return
        area = view.adjusted(-MARGIN_PX, -MARGIN_PX, MARGIN_PX, MARGIN_PX)
        image = QImage(area.size(), QImage.Format.Format_RGB32)
        image.fill(QColor(self.ground))
        if self.grid is not None:
            painter = QPainter(image)
            if self.grid == grid:
                painter.drawImage(self.area.topLeft() - area.topLeft(), self._image)
            else:
                painter.drawImage(self._stand_in(self.grid, grid, area), self._image)
            painter.end()
        if self.grid == grid:
            fresh = QRegion(self.area).subtracted(self.dirty)
            self.dirty = QRegion(area).subtracted(fresh)
        else:
            self.dirty = QRegion(area)
        self.grid, self.area, self._image = grid, area, image

    def _stand_in(self, old: Grid, new: Grid, area: QRect) -> QRectF:
        """Return where the old picture lies in the new one."""
        factor = new.px_per_m / old.px_per_m
        left = (old.west - new.west) * new.px_per_m + self.area.left() * factor
        top = (new.north - old.north) * new.px_per_m + self.area.top() * factor
        return QRectF(
            left - area.left(),
            top - area.top(),
            self.area.width() * factor,
            self.area.height() * factor,
        )

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

    def next_piece(self, view: QRect) -> QRect | None:
        """Return the piece to be painted next: what is seen first, from the middle outwards."""
        seen = self.dirty.intersected(QRegion(view))
        region = self.dirty if seen.isEmpty() else seen
        whole = region.boundingRect()
        pieces: list[QRect] = []
        for top in range(whole.top(), whole.bottom() + 1, PIECE_PX):
            for left in range(whole.left(), whole.right() + 1, PIECE_PX):
                cell = QRegion(QRect(left, top, PIECE_PX, PIECE_PX))
                pieces += _compact(region.intersected(cell))
        middle = view.center()

        def away(piece: QRect) -> int:
            return (piece.center() - middle).manhattanLength()

        return min(pieces, key=away, default=None)

    def draw(self, painter: QPainter, view: QRect) -> None:
        """Draw what the view shows, one device pixel on one unit of the painter."""
        painter.drawImage(QPoint(0, 0), self._image, view.translated(-self.area.topLeft()))


def _compact(region: QRegion) -> list[QRect]:
    """Return one box around a region, or its rectangles where a quarter of the box is not in it."""
    box = region.boundingRect()
    rects = list(iter_rects(region))
    filled = sum(rect.width() * rect.height() for rect in rects)
    return [box] if rects and filled * 4 > box.width() * box.height() * 3 else rects


def iter_rects(region: QRegion) -> Iterator[QRect]:
    """Yield the rectangles of a region, which do not overlap."""
    yield from cast("Iterable[QRect]", region)
