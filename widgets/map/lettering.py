"""Names as small pictures on one sheet, drawn all at once: a frame has no time to write them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from layers.progress import Progress
from widgets.map import labelling
from widgets.map.label import Label
from widgets.map.ragged import Floats
from widgets.map.viewport import MapX, MapY, Viewport

SHEET_PX: Final = 2_048
"""Width of a sheet; it is as high as it has to be."""
MOST_KEPT: Final = 3_000
"""So many written names are kept for the next sheet."""


class Letters:
    """Written names, each kept as a small picture until there are too many of them.

    Several threads may ask: that of the window does so where it has come onto another screen,
    while the one that places the names may still write them for the screen before.
    """

    def __init__(self) -> None:
        self._written: dict[object, QImage] = {}

    def __len__(self) -> int:
        """Return how many names are kept."""
        return len(self._written)

    def sheet(
        self,
        labels: Sequence[Label],
        viewport: Viewport,
        progress: Progress | None = None,
    ) -> Sheet:
        """Return the names on a sheet; works beside the window.

        Parameters
        ----------
        labels
            The names.
        viewport
            The picture.
        progress
            Told how far it is; what is written is kept where it is broken off.
        """
        if len(self._written) > MOST_KEPT:
            self._written.clear()
        images: list[QImage] = []
        for number, label in enumerate(labels):
            if progress is not None:
                progress.at(number / len(labels))
            images.append(self._image(label, viewport))
        return Sheet.of(labels, images, viewport)

    def _image(self, label: Label, viewport: Viewport) -> QImage:
        # Turned by half a degree more or less a name looks the same.
        angle = round(2 * label.angle) / 2
        look = (label.text, label.colour, label.size, label.halo, angle)
        key = (look, viewport.dpi, viewport.dpr)
        found = self._written.get(key)
        if found is None:
            found = self._written[key] = written(label, viewport)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Names with their pictures.

    Parameters
    ----------
    image
        All pictures of names.
    sources
        (n, 4), left, top, width and height of each in it. [device px]
    places
        (n, 2), places in the plan. [m]
    boxes
        (n, 4), left, top, right and bottom of what is written, from the place's pixel. [px]
    edges
        (n,), how far the halo reaches beyond that. [px]
    dpr
        Device pixels of one pixel. [-]
    """

    image: QImage
    sources: Floats
    places: Floats
    boxes: Floats
    edges: Floats
    dpr: float

    @classmethod
    def of(cls, labels: Sequence[Label], images: Sequence[QImage], viewport: Viewport) -> Sheet:
        """Put pictures side by side, those of about one height in one row."""
        sources = np.zeros((len(labels), 4))
        wide = max([SHEET_PX, *(image.width() for image in images)])
        left = top = high = 0
        for number in sorted(range(len(images)), key=lambda n: images[n].height()):
            image = images[number]
            if left + image.width() > wide:
                left, top, high = 0, top + high, 0
            sources[number] = left, top, image.width(), image.height()
            left, high = left + image.width(), max(high, image.height())
        sheet = QImage(wide, max(top + high, 1), QImage.Format.Format_ARGB32_Premultiplied)
        sheet.fill(Qt.GlobalColor.transparent)
        painter = QPainter(sheet)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        for image, place in zip(images, sources[:, :2].astype(int).tolist(), strict=True):
            painter.drawImage(QPoint(*place), image)
        painter.end()
        at_origin = replace(viewport, x=MapX(0.0), y=MapY(0.0), width=0.0, height=0.0)
        found = [replace(label, x=0.0, y=0.0).rectangle(at_origin) for label in labels]
        boxes = np.array([box.getCoords() for box in found], np.float64).reshape(-1, 4)
        places = np.array([(one.x, one.y) for one in labels], np.float64).reshape(-1, 2)
        edges = np.array([edge(one, viewport) for one in labels], np.float64)
        return cls(sheet, sources, places, boxes, edges, viewport.dpr)


class SheetDrawing:
    """A sheet ready to be drawn on the window's thread.

    Parameters
    ----------
    sheet
        The names.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._pixmap = QPixmap.fromImage(sheet.image)
        # What Qt calls a fragment: middle, source, two scales, angle, opacity.
        self._fragments = np.zeros((len(sheet.sources), 10))
        self._fragments[:, 2:6] = sheet.sources
        self._fragments[:, [6, 7, 9]] = 1.0

    @property
    def dpr(self) -> float:
        """Device pixels of one pixel, for which the names were written. [-]."""
        return self._sheet.dpr

    def draw(self, painter: QPainter, viewport: Viewport, covered: Sequence[QRectF]) -> int:
        """Draw the names where they are now, but for those half under a covered box.

        Returns
        -------
        int
            How many there were.
        """
        sheet, dpr = self._sheet, self._sheet.dpr
        if len(sheet.places) == 0:
            return 0
        boxes = sheet.boxes + np.tile(viewport.pixels(sheet.places), 2)
        seen = _meeting(boxes, (0.0, 0.0, viewport.width, viewport.height))
        for one in covered:
            seen &= ~_meeting(boxes, cast("tuple[float, float, float, float]", one.getCoords()))
        shown = self._fragments[seen]
        if len(shown) == 0:
            return 0
        corners = np.rint(boxes[seen, :2]) - sheet.edges[seen, None]
        # Whole pixels of the device, or the letters would be blurred.
        shown[:, :2] = np.rint(corners * dpr) + shown[:, 4:6] / 2
        painter.save()
        painter.scale(1 / dpr, 1 / dpr)
        first = shiboken6.wrapInstance(shown.ctypes.data, QPainter.PixmapFragment)
        painter.drawPixmapFragments(
            cast("QPainter.PixmapFragment", first), len(shown), self._pixmap
        )
        painter.restore()
        return len(shown)


def edge(label: Label, viewport: Viewport) -> int:
    """Return how far a name's halo reaches beyond its box. [px]."""
    return math.ceil(label.halo * viewport.px_per_mm) + 1


def written(label: Label, viewport: Viewport) -> QImage:
    """Return a name with its halo as a picture."""
    dpr, around = viewport.dpr, edge(label, viewport)
    box = label.rectangle(viewport)
    wide, high = box.width() + 2 * around, box.height() + 2 * around
    form = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(math.ceil(wide * dpr), math.ceil(high * dpr), form)
    image.setDevicePixelRatio(dpr)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    here = replace(label, x=0.0, y=0.0, shift=0.0, drop=0.0)
    own = replace(viewport, x=MapX(0.0), y=MapY(0.0), width=wide, height=high)
    try:
        labelling.write_label(painter, here, own)
    finally:
        painter.end()  # before its image goes, else Qt falls over
    image.setDevicePixelRatio(1.0)
    # What Qt has painted with stays with a picture for as long as that lives: 50 kB for each name.
    return image.copy()


def _meeting(boxes: Floats, area: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    """Return which of (n, 4) boxes meet an area."""
    left, top, right, bottom = area
    return (
        (boxes[:, 2] > left) & (boxes[:, 0] < right) & (boxes[:, 3] > top) & (boxes[:, 1] < bottom)
    )
