"""A raster below the plan, on the screen as on paper."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from layers.document import Document
from layers.errors import ExportError, ImportDataError
from layers.files import raster_overviews
from layers.files.raster_place import Placed
from layers.files.raster_tiles import Level, Tile
from layers.files.rasters import RasterFile
from layers.pixels import Pixels
from layers.raster import Raster, below_to_above
from widgets.map import raster_colours
from widgets.map.raster_picture import bands_of, is_readable, part_of, picture
from widgets.map.raster_reader import Reader
from widgets.map.viewport import Bounds, Viewport

PATIENCE_S: Final = 0.15
"""How long a piece of the map waits for tiles beside the window, before it goes on without. [s]"""
PAPER_DPI: Final = 300.0
"""Resolution on paper at most."""
MOST_PIXELS: Final = 40_000_000
"""Pixels of a picture on paper; of a larger one the resolution is less."""


@dataclass(frozen=True, slots=True, eq=False)
class RasterUnderlay:
    """A raster as it is drawn.

    Parameters
    ----------
    raster
        What it is and how it looks.
    placed
        Its file, in the plan's coordinate system.
    reader
        Reads what the screen needs; None to wait for all, as paper does.
    """

    raster: Raster
    placed: Placed
    reader: Reader | None = None

    @property
    def id(self) -> str:
        """Its name among all that can be hidden."""
        return self.raster.id

    @property
    def bounds(self) -> Bounds | None:
        """What it covers, in the plan's CRS. [m]."""
        return self.placed.bounds if np.isfinite(self.placed.bounds).all() else None

    def draw(self, painter: QPainter, viewport: Viewport, cancelled: Callable[[], bool]) -> None:
        """Draw what is inside the viewport, as far as it is there."""
        style = self.raster.style
        if not style.seen_at(viewport.denominator) or style.opacity <= 0.0:
            return
        grid, zoom = _grid(viewport, paper=self.reader is None)
        if not self._ready(grid):
            return
        found = picture(self.raster, self.placed, grid, self._fetch(cancelled), cancelled)
        if found is None:
            return
        high, wide = found.rgba.shape[:2]
        pixels = np.ascontiguousarray(found.rgba)
        image = QImage(pixels.data, wide, high, 4 * wide, QImage.Format.Format_RGBA8888)
        painter.setOpacity(style.opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        target = QRectF(found.left * zoom, found.top * zoom, wide * zoom, high * zoom)
        # A copy: on paper the painter keeps the image longer than these pixels live.
        painter.drawImage(target, image if self.reader is not None else image.copy())

    def _ready(self, grid: Pixels) -> bool:
        """Return whether what has to be known of the whole raster is."""
        raster, file = self.raster, self.placed.file
        if part_of(self.placed, grid) is None:
            return False
        unknown = raster_colours.needs_spread(raster, file.dtype) and not all(
            file.known_spread(band) for band in bands_of(raster, file)
        )
        if self.reader is None:
            if not is_readable(self.placed, grid):
                raster_overviews.make(file)
            for band in bands_of(raster, file) if unknown else ():
                file.spread(band)
            return True
        if unknown:
            self.reader.want_spread(raster, self.placed)
        return not unknown and is_readable(self.placed, grid)

    def _fetch(
        self, cancelled: Callable[[], bool]
    ) -> Callable[[Level, int, int, tuple[int, ...]], Tile | None]:
        file, reader = self.placed.file, self.reader
        if reader is None:
            return file.tile
        beside = threading.current_thread() is not threading.main_thread()
        until = time.monotonic() + (PATIENCE_S if beside else 0.0)

        def fetch(level: Level, row: int, column: int, bands: tuple[int, ...]) -> Tile | None:
            found = file.kept(level, row, column, bands)
            if found is not None:
                return found
            if time.monotonic() < until and not cancelled():
                try:
                    return file.tile(level, row, column, bands)
                except ImportDataError as error:
                    reader.failed.emit(self.id, error)
                    return None
            wanted = (self.id, level, row, column, bands)
            reader.want_tile(self.raster, self.placed, wanted)
            return None

        return fetch


def _grid(viewport: Viewport, *, paper: bool) -> tuple[Pixels, float]:
    """Return the pixels to be drawn, and how many units of the painter each is long."""
    zoom = 1.0
    if paper:
        zoom = max(1.0, viewport.dpi / PAPER_DPI)
        zoom = max(zoom, (viewport.width * viewport.height / MOST_PIXELS) ** 0.5)
    west, north = viewport.west_north
    wide, high = int(np.ceil(viewport.width / zoom)), int(np.ceil(viewport.height / zoom))
    return Pixels(west, north, viewport.px_per_m / zoom, wide, high), zoom


def underlays_for_paper(document: Document) -> tuple[RasterUnderlay, ...]:
    """Return the visible rasters of a plan, lowest first, complete whatever it takes.

    Raises
    ------
    ExportError
        Where the file of one is missing or cannot be read.
    """
    found: list[RasterUnderlay] = []
    for raster in below_to_above(document.rasters):
        if raster.visible:
            try:
                file = RasterFile(Path(raster.path), raster.crs)
                if raster_overviews.wanted(file):
                    raster_overviews.add_kept(file)
                found.append(RasterUnderlay(raster, Placed(file, document.crs)))
            except ImportDataError as error:
                raise ExportError(
                    "The raster {name} cannot be drawn: {reason} Find its file, or hide it.",
                    name=raster.title or raster.key,
                    reason=error.message,
                ) from error
    return tuple(found)
