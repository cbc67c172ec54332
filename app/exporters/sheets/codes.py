"""Land-use codes on the parcels of a drawing: the number above, the code below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF
from shapely.geometry.base import BaseGeometry

from layers.prepared import prepared
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, PixelX, PixelY, Viewport

ROADS: Final = ("S1", "1207")
"""Codes of land for roads, which carry the names of the roads."""
NUMBERED_FROM: Final = 20_000.0
"""Smallest scale (on large paper, of what is read) with numbers above the codes: a denominator."""
SHIFTS: Final = (0.0, -1.0, 1.0, -1.8, 1.8)
"""How far from the middle codes may stand, one after the other, in heights of a line."""
TEXT_MM: Final = (2.3, 1.9, 1.5)
"""Heights of type that are tried, one after the other. [mm]"""


@dataclass(frozen=True, slots=True)
class Lettering:
    """Lines in the middle of a parcel.

    Parameters
    ----------
    lines
        What is written, from above to below.
    font
        In its height.
    places
        Where each line stands. [px]
    """

    lines: tuple[str, ...]
    font: QFont
    places: tuple[QRectF, ...]


def letterings(
    scene: Scene, viewport: Viewport, font: QFont, taken: Sequence[QRectF]
) -> Iterator[Lettering]:
    """Yield the codes that fit into their parcels: with the number, else alone, else smaller.

    Parameters
    ----------
    scene, viewport
        What is drawn, and where.
    font
        Family of the letters; their size is ours.
    taken
        Where other names stand. [px]
    """
    source = scene.layers["parcels"].source
    codes = _texts(source.values("land_use"))
    shapes = source.geometries
    ground = shapely.area(shapes) > 0  # not so for empty and missing shapes
    fonts = [_sized(font, size * viewport.px_per_mm) for size in TEXT_MM]
    faces = [_Face(QFontMetricsF(one)) for one in fonts]
    wide, high = _sizes(shapes, viewport)
    # The smallest lettering of most parcels of a large plan is larger than they are.
    wanted = [
        place
        for place in np.flatnonzero(ground & (high >= faces[-1].height)).tolist()
        if (code := codes[place])
        and not code.startswith(ROADS)
        and wide[place] >= faces[-1].width(code)
    ]
    if not wanted:
        return
    numbered = viewport.denominator <= NUMBERED_FROM
    numbers = _texts(source.values("number")) if numbered else [""] * len(codes)
    shapes = prepared(shapely.make_valid(shapes[wanted]))
    middles = _middles(shapes)
    covered = shapely.STRtree([_box(one) for one in taken])
    for shape, (x, y), place in zip(shapes, middles, wanted, strict=True):
        code, number = codes[place], numbers[place]
        tries = [((number, code), 0), ((number, code), 1)] if number else []
        for lines, size in (*tries, *(((code,), size) for size in range(len(fonts)))):
            face = faces[size]
            if len(lines) * face.height > high[place]:
                continue
            if max(map(face.width, lines)) > wide[place]:
                continue
            across, down = viewport.pixel(MapX(x), MapY(y))
            found = _free(shape, lines, face, (across, down), viewport, covered)
            if found:
                yield Lettering(lines, fonts[size], found)
                break


def _free(  # noqa: PLR0917 - what is written, where, and what is in the way
    shape: BaseGeometry,
    lines: Sequence[str],
    face: _Face,
    middle: tuple[float, float],
    viewport: Viewport,
    covered: shapely.STRtree,
) -> tuple[QRectF, ...]:
    """Return where lines stand inside a shape beside what is there, around its middle if it can."""
    for shift in SHIFTS:
        places = _places(lines, face, middle[0], middle[1] + shift * face.height)
        whole = places[0].united(places[-1])
        if len(covered.query(_box(whole))):
            continue
        west, north = viewport.place(PixelX(whole.left()), PixelY(whole.top()))
        east, south = viewport.place(PixelX(whole.right()), PixelY(whole.bottom()))
        if shape.contains(shapely.box(west, south, east, north)):
            return places
    return ()


def _box(place: QRectF) -> BaseGeometry:
    return shapely.box(place.left(), place.top(), place.right(), place.bottom())


def _sizes(shapes: NDArray[np.object_], viewport: Viewport) -> NDArray[np.float64]:
    """Return how wide and how high shapes are; 0 for those of which nothing is seen. [px]."""
    west, south, east, north = shapely.bounds(shapes).T
    left, bottom, right, top = viewport.bounds
    seen = (west <= right) & (east >= left) & (south <= top) & (north >= bottom)
    return np.where(seen, np.stack([east - west, north - south]) * viewport.px_per_m, 0.0)


class _Face:
    """A font's height, and how long texts are in it; each is asked for once."""

    def __init__(self, metrics: QFontMetricsF) -> None:
        self.height = metrics.height()
        self._metrics = metrics
        self._known: dict[str, float] = {}

    def width(self, line: str) -> float:
        found = self._known.get(line)
        if found is None:
            found = self._known[line] = self._metrics.horizontalAdvance(line)
        return found


def _texts(values: pd.Series) -> list[str]:
    return [value.strip() if isinstance(value, str) else "" for value in values.tolist()]


def _middles(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return the centroids of shapes, a place inside for those that bend around theirs. [m]."""
    middles = shapely.centroid(shapes)
    inside = shapely.contains(shapes, middles)
    middles[~inside] = shapely.point_on_surface(shapes[~inside])
    return np.column_stack([shapely.get_x(middles), shapely.get_y(middles)])


def _sized(font: QFont, height_px: float) -> QFont:
    found = QFont(font)
    found.setPixelSize(max(round(height_px), 1))
    return found


def _places(lines: Sequence[str], face: _Face, x: float, y: float) -> tuple[QRectF, ...]:
    """Return where lines stand around a middle. [px]."""
    high = face.height
    top = y - high * len(lines) / 2
    widths = [face.width(line) for line in lines]
    return tuple(
        QRectF(x - width / 2, top + n * high, width, high) for n, width in enumerate(widths)
    )
