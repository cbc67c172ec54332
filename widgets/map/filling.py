"""Areas filled for the screen: many small ones as a picture of classes, few large ones as paths.

Nothing is anti-aliased, so that neighbours leave no seam; the outline hides the steps. A layer
without outlines is filled at twice the size and scaled down.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter

from layers.kind import Shape
from widgets.map import areas, symbols
from widgets.map.areas import Pixels
from widgets.map.chunk import Chunk
from widgets.map.detail import Thinned
from widgets.map.paths import fill_groups, fill_rings
from widgets.map.ragged import Floats, Indices, Ragged, spans, taken_together
from widgets.map.scene import SceneLayer
from widgets.map.thinning import beginnings
from widgets.map.viewport import Viewport

DOT_PX: Final = 2.5
"""Areas of a coverage that are smaller in both directions are drawn as dots. [px]"""
MANY: Final = 1 / 10
"""From so many places for each pixel on a picture of classes is made faster than Qt fills."""
LARGE_PX: Final = 900.0
"""A path that reaches 1,024 px beyond the picture or more is cut by Qt, and rounded there."""
HATCH_SHARE: Final = 0.15
"""How much of a hatched area's colour is the hatch's, where single lines cannot be told."""
SMOOTHED: Final = 2
OPAQUE: Final = 0xFF000000
PREMULTIPLIED: Final = QImage.Format.Format_ARGB32_Premultiplied
INDEXED: Final = 256
"""So many colours, the clear one included, have numbers of a byte."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """Areas of one chunk that are inside a picture.

    Parameters
    ----------
    shapes
        The areas as they are drawn at this scale, in pixels.
    classes
        (f,), their classes.
    tiny
        (n, 2), middles of those that are drawn as dots. [px]
    tiny_classes
        (n,), the classes of these.
    """

    shapes: Thinned
    classes: NDArray[np.int32]
    tiny: Floats
    tiny_classes: NDArray[np.int32]


def shown(layer: SceneLayer, chunk: Chunk, rows: Indices, viewport: Viewport) -> Shown:
    """Return what of a chunk's areas is to be drawn, in pixels."""
    tiny, middles = np.empty(0, np.int64), np.empty((0, 2))
    if _has_dots(layer):
        rows, tiny, middles = _without_tiny(chunk.ragged.bounds, rows, DOT_PX / viewport.px_per_m)
    thinned = chunk.thinned(rows, viewport.px_per_m)
    return Shown(
        thinned.moved(viewport.pixels(thinned.ragged.xy)),
        chunk.classes.take(rows),
        viewport.pixels(middles),
        chunk.classes.take(tiny),
    )


def _without_tiny(bounds: Floats, rows: Indices, least: float) -> tuple[Indices, Indices, Floats]:
    """Return the rows of areas that are large enough, those of the others, and their middles."""
    west, south, east, north = (bound.take(rows) for bound in bounds)
    small = (east - west < least) & (north - south < least)
    tiny = np.flatnonzero(small)
    middles = np.empty((len(tiny), 2))
    for column, (low, high) in enumerate(((west, east), (south, north))):
        sums = low + high
        middles[:, column] = sums if len(tiny) == len(rows) else sums.take(tiny)
    middles *= 0.5
    if len(tiny) == 0:
        return rows, tiny, middles
    return rows[~small], rows[small], middles


def _has_dots(layer: SceneLayer) -> bool:
    """Return whether tiny areas may be drawn as the mean colour of many.

    Decided for all of a layer at once, whatever piece of the picture is drawn.
    """
    fills = [look.fill for look in layer.looks]
    return layer.kind.coverage and all(_rgba(fill) >= OPAQUE for fill in fills)


def fill(painter: QPainter, layer: SceneLayer, found: list[Shown], viewport: Viewport) -> None:
    """Fill the areas of a layer class by class."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    # Decided by the layer and the scale: pieces of a picture made in two ways would not fit.
    first, size = layer.chunks[0], _size(viewport)
    many = first.crowding(viewport.px_per_m) >= MANY
    dots = _dots(layer, found, size, viewport)
    if dots is not None:
        _draw_pixels(painter, dots, PREMULTIPLIED)
    if many or layer.style.stroke:
        counted = many or _is_large(first, viewport.px_per_m)
        _fill(painter, layer, found, size, 0.0 if counted else LARGE_PX / viewport.px_per_m)
    else:
        _smoothly(painter, layer, found, size, viewport.px_per_m * SMOOTHED)
    _hatch(painter, layer, found, viewport)


def _is_large(chunk: Chunk, px_per_m: float) -> bool:
    """Return whether areas are so large that Qt would cut them, and round where it does."""
    return chunk.largest * px_per_m > LARGE_PX


def _fill(
    painter: QPainter,
    layer: SceneLayer,
    found: list[Shown],
    size: tuple[int, int],
    largest: float,
) -> None:
    """Fill areas by counting pixels, those up to some size as paths. [m]."""
    picture = _picture(layer, found, size) if largest == 0 else None
    if picture is None:
        _one_by_one(painter, layer, found, size, largest)
    else:
        _draw(painter, layer, picture)


def _picture(
    layer: SceneLayer, found: list[Shown], size: tuple[int, int]
) -> NDArray[np.int32] | None:
    """Return a picture of classes; None where areas overlap, which it cannot show."""
    crossed = (
        areas.crossings(one.shapes.ragged, one.shapes.begins, one.classes, size) for one in found
    )
    classes = areas.classes(chain.from_iterable(crossed), size)
    # Rings that cross themselves make classes that there are not.
    if classes is None or int(classes.max(initial=0)) > len(layer.looks):
        return None
    return classes


def _one_by_one(
    painter: QPainter,
    layer: SceneLayer,
    found: list[Shown],
    size: tuple[int, int],
    largest: float,
) -> None:
    """Fill one class after another, as areas that overlap have to be.

    What is counted is counted here too: whether areas overlap goes by the piece of the picture,
    and what Qt fills differs by a few pixels, so that pieces would not fit.
    """
    filled = np.array([bool(look.fill) for look in layer.looks])
    rings = _rings(found, filled, largest)
    if rings is None:
        return
    brushes = [_brush(layer.looks[number].fill) for number in rings.numbers]
    if not any(rings.large):
        fill_groups(painter, rings.xy, rings.starts, rings.groups, brushes)
        return
    for group, number in enumerate(rings.numbers):
        xy, starts = rings.group(group)
        if not rings.large[group]:
            fill_rings(painter, xy, starts, brushes[group])
            continue
        features = np.array([0, len(starts) - 1])
        ragged = Ragged(Shape.POLYGON, xy, starts, features, np.empty((4, 1)))
        crossed = areas.crossings(ragged, beginnings(ragged), np.array([number], np.int32), size)
        top, there = areas.covered(crossed, size)
        _draw(painter, layer, there * np.int32(number + 1), top)


def _draw(painter: QPainter, layer: SceneLayer, picture: NDArray[np.int32], top: int = 0) -> None:
    """Draw a picture of classes, from so many pixels below the painter's origin on."""
    if len(layer.looks) < INDEXED:
        colours = [_rgba(look.fill) for look in layer.looks]
        format_ = QImage.Format.Format_Indexed8
        _draw_pixels(painter, picture.astype(np.uint8), format_, [0, *colours], top)
    else:
        colours = np.array([0, *(_premultiplied(look.fill) for look in layer.looks)], np.uint32)
        _draw_pixels(painter, colours[picture], PREMULTIPLIED, top=top)


def _draw_pixels(
    painter: QPainter,
    pixels: NDArray[np.uint8] | Pixels,
    format_: QImage.Format,
    colours: list[int] | None = None,
    top: int = 0,
) -> None:
    """Draw pixels, or numbers of colours."""
    kept = np.ascontiguousarray(pixels)
    height, width = kept.shape
    image = QImage(kept.data, width, height, kept.strides[0], format_)
    if colours is not None:
        image.setColorTable(colours)
    painter.drawImage(0, top, image)


def _size(viewport: Viewport) -> tuple[int, int]:
    return int(np.ceil(viewport.width)), int(np.ceil(viewport.height))


@lru_cache(maxsize=4_096)
def _rgba(text: str) -> int:
    """Return a colour as ``0xaarrggbb``, clear where there is none."""
    return symbols.colour(text).rgba() if text else 0


@lru_cache(maxsize=4_096)
def _brush(text: str) -> QBrush:
    """Return what fills in a colour."""
    return QBrush(QColor.fromRgba(_rgba(text)))


def _premultiplied(text: str) -> int:
    rgba = _rgba(text)
    alpha = rgba >> 24
    red, green, blue = (round((rgba >> shift & 255) * alpha / 255) for shift in (16, 8, 0))
    return alpha << 24 | red << 16 | green << 8 | blue


def _dots(
    layer: SceneLayer, found: list[Shown], size: tuple[int, int], viewport: Viewport
) -> Pixels | None:
    centres = np.concatenate([one.tiny for one in found])
    if len(centres) == 0:
        return None
    classes = np.concatenate([one.tiny_classes for one in found])
    means: list[int] = []
    for look in layer.looks:
        colour = symbols.colour(look.fill)
        if look.hatch:
            colour = _between(colour, symbols.colour(look.hatch), HATCH_SHARE)
        means.append(colour.rgba())
    # Squares are counted from where all pieces of a picture are.
    _, _, left, top = viewport.origin
    phase = left % areas.CELL_PX, top % areas.CELL_PX
    return areas.dots(centres, np.array(means, np.uint32)[classes], size, phase)


def _between(one: QColor, other: QColor, share: float) -> QColor:
    def mixed(first: int, second: int) -> int:
        return round(first + (second - first) * share)

    return QColor(
        mixed(one.red(), other.red()),
        mixed(one.green(), other.green()),
        mixed(one.blue(), other.blue()),
    )


def _smoothly(
    painter: QPainter,
    layer: SceneLayer,
    found: list[Shown],
    size: tuple[int, int],
    px_per_m: float,
) -> None:
    """Fill at twice the size and scale down, since no outline hides the steps."""
    width, height = size[0] * SMOOTHED, size[1] * SMOOTHED
    image = QImage(width, height, PREMULTIPLIED)
    image.fill(Qt.GlobalColor.transparent)
    wide = [replace(one, shapes=one.shapes.moved(one.shapes.ragged.xy * SMOOTHED)) for one in found]
    counted = _is_large(layer.chunks[0], px_per_m)
    above = QPainter(image)
    try:
        _fill(above, layer, wide, (width, height), 0.0 if counted else LARGE_PX / px_per_m)
    finally:
        above.end()  # before its image goes, else Qt falls over
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
    painter.drawImage(QRectF(0, 0, *size), image, QRectF(image.rect()))


def _hatch(painter: QPainter, layer: SceneLayer, found: list[Shown], viewport: Viewport) -> None:
    if not any(look.hatch for look in layer.looks):
        return
    hatched = np.array([bool(look.hatch) for look in layer.looks])
    rings = _rings(found, hatched)
    if rings is None:
        return
    painter.setBrushOrigin(_hatch_origin(viewport))
    drawn = (layer.looks[number] for number in rings.numbers)
    brushes = [symbols.hatch(look.hatch, viewport.px_per_mm, look.pattern) for look in drawn]
    fill_groups(painter, rings.xy, rings.starts, rings.groups, brushes)


@dataclass(frozen=True, slots=True, eq=False)
class _Rings:
    """Rings in groups of those that are filled at once, from above to below in each.

    Parameters
    ----------
    numbers
        Of the look that each group has.
    large
        Whether those of a group are larger than what is filled as a path.
    xy
        (n, 2), the places of all. [px]
    starts
        (r + 1,), where each ring begins in these; the last one is n.
    groups
        (g + 1,), where each group begins in these; the last one is r.
    """

    numbers: list[int]
    large: list[bool]
    xy: Floats
    starts: Indices
    groups: Indices

    def group(self, group: int) -> tuple[Floats, Indices]:
        """Return the places of a group, and where each ring begins in them."""
        starts = self.starts[self.groups[group] : self.groups[group + 1] + 1]
        return self.xy[starts[0] : starts[-1]], starts - starts[0]


def _rings(
    found: list[Shown], wanted: NDArray[np.bool_], largest: float = math.inf
) -> _Rings | None:
    """Return the rings of the looks that are wanted, look by look; None without any.

    Those of all chunks together, so that what was edited looks as if it were read anew. Areas
    larger than `largest` come apart from the others. [m]
    """
    classes = np.concatenate([one.classes for one in found])
    if not wanted[classes].any():
        return None
    parts = [one.shapes.ragged for one in found]
    ragged = parts[0] if len(parts) == 1 else Ragged.concatenated(parts)
    # As one number, the looks in their order and of each the large ones last.
    numbers = classes * 2
    if largest < math.inf:
        west, south, east, north = ragged.bounds
        numbers += np.maximum(east - west, north - south) > largest
    numbers = numbers.repeat(ragged.features[1:] - ragged.features[:-1])
    starts = ragged.rings[:-1]
    counts = ragged.rings[1:] - starts
    rows = (wanted[numbers // 2] & (counts > 0)).nonzero()[0]
    if len(rows) == 0:
        return None
    rows = rows[np.lexsort((ragged.xy[starts[rows], 1], numbers[rows]))]
    numbers, counts = numbers[rows], counts[rows]
    xy = taken_together(ragged.xy, spans(starts[rows], counts))
    ends = np.zeros(len(rows) + 1, np.int64)
    counts.cumsum(out=ends[1:])
    firsts = np.flatnonzero(numbers[1:] != numbers[:-1]) + 1
    groups = np.concatenate([[0], firsts, [len(rows)]])
    looks = numbers[groups[:-1]]
    return _Rings((looks // 2).tolist(), (looks % 2 == 1).tolist(), xy, ends, groups)


def _hatch_origin(viewport: Viewport) -> QPointF:
    """Return where hatches begin: tied to the ground, so that pictures side by side fit."""
    size = symbols.hatch_size(viewport.px_per_mm)
    west, north = viewport.west_north
    across, down = -west * viewport.px_per_m, north * viewport.px_per_m
    return QPointF(round(across) % size, round(down) % size)
