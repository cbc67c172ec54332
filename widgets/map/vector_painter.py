"""Draws a layer for paper: one path for each feature, in full detail and true widths.

Places are whole steps of a fine grid, so that a page is half as large and neighbours share theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from layers.kind import Shape
from layers.looks import Look, line_colour
from widgets.map import hatching, paper, symbols
from widgets.map.paths import path_of, paths_of
from widgets.map.ragged import Floats, Indices, Ragged
from widgets.map.reach import outline_px
from widgets.map.scene import Chunk, SceneLayer
from widgets.map.viewport import Viewport

EDGE_MM: Final = 2.0
"""How far beyond the page's edge things are drawn; outlines along a cut lie there. [mm]"""
SEAM_MM: Final = 0.1
"""Width of the line in its own colour around an area without an outline: viewers of PDF would let
the ground shine through between neighbours. [mm]"""
SEAMS: Final = 10.0
"""Areas are usually at least so many times as large as that line is wide. [-]"""
TOGETHER: Final = 256
"""Features of one class that share a path where borders are generalised."""
PIECES: Final = 20_000
"""Places of lines that share a path."""
ASKED: Final = 512
"""Features after which it is asked whether to go on."""


def draw_layer(
    painter: QPainter,
    layer: SceneLayer,
    viewport: Viewport,
    cancelled: Callable[[], bool] = bool,
) -> None:
    """Draw what of a layer is inside the viewport; what reaches beyond is cut off there.

    Parameters
    ----------
    painter
        Painter of a page.
    layer
        What is drawn.
    viewport
        Where; its pixels are the painter's units.
    cancelled
        Asked now and then; drawing ends early once it says yes.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    grid, steps = paper.in_grid(viewport)
    painter.scale(1 / steps, 1 / steps)
    edge = (EDGE_MM + layer.style.size) * grid.px_per_mm + outline_px(layer.style, grid)
    edge /= grid.px_per_m
    west, south, east, north = grid.bounds
    around = west - edge, south - edge, east + edge, north + edge
    page = _Page(_Hand(painter), layer, grid, cancelled)
    for chunk in layer.chunks:
        rows = chunk.meeting(around)
        if cancelled() or len(rows) == 0:
            continue
        match chunk.ragged.shape:
            case Shape.POINT:
                _draw_markers(page, chunk, rows)
            case Shape.LINE:
                _draw_lines(page, chunk, rows)
            case Shape.POLYGON:
                _draw_areas(page, chunk, rows)
    painter.restore()


def pen_of(layer: SceneLayer, viewport: Viewport, colour: str | None = None) -> QPen:
    """Return the pen of a layer's outlines in its true width, in another colour if one is given."""
    style = layer.style
    stroke = style.stroke if colour is None else colour
    if not stroke:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(symbols.colour(stroke), outline_px(style, viewport))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if style.dash:
        pen.setDashPattern(symbols.dash_pattern(style.dash))
    return pen


@dataclass(slots=True, eq=False)
class _Hand:
    """Draws paths, and changes pen and brush where the next one needs it."""

    painter: QPainter
    _fill: str | None = None
    _pen: QPen | None = None

    def paint(self, path: QPainterPath, fill: str, pen: QPen) -> None:
        if path.isEmpty() or (not fill and pen.style() is Qt.PenStyle.NoPen):
            return
        if pen is not self._pen:
            self.painter.setPen(pen)
            self._pen = pen
        if fill != self._fill:
            self.painter.setBrush(symbols.colour(fill) if fill else Qt.BrushStyle.NoBrush)
            self._fill = fill
        self.painter.drawPath(path)


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    """What a layer is drawn with: the page in steps of the grid."""

    hand: _Hand
    layer: SceneLayer
    viewport: Viewport
    cancelled: Callable[[], bool]
    none: QPen = field(default_factory=lambda: QPen(Qt.PenStyle.NoPen))

    def placed(self, xy: Floats) -> Floats:
        """Return where places are on the grid."""
        found = self.viewport.pixels(xy)
        return np.rint(found, out=found)

    def whole(self, chunk: Chunk, rows: Indices) -> np.ndarray:
        """Return which features lie inside the page with all they have."""
        west, south, east, north = self.viewport.bounds
        mine = chunk.ragged.bounds[:, rows]
        return (mine[0] >= west) & (mine[1] >= south) & (mine[2] <= east) & (mine[3] <= north)

    def paths(self, ragged: Ragged) -> Iterator[QPainterPath]:
        """Yield a path for each feature."""
        return paths_of(self.placed(ragged.xy), ragged.rings, ragged.features)

    def cut(self, geometries: np.ndarray, shape: Shape) -> Ragged:
        """Return what of areas, or of their outlines, is inside the page.

        SVG has no clip here: areas and outlines are cut apart, so that no line runs along the cut.
        """
        if shape is Shape.LINE and len(geometries):
            geometries = shapely.boundary(geometries)
        return Ragged.of(shapely.clip_by_rect(geometries, *self.viewport.bounds), shape)


# ---- areas --------------------------------------------------------------------------------------


def _draw_areas(page: _Page, chunk: Chunk, rows: Indices) -> None:
    layer, viewport = page.layer, page.viewport
    pen = pen_of(layer, viewport) if paper.is_outlined(layer, viewport) else page.none
    # What is seen through would be darker where the lines of two neighbours meet, their dashes
    # would fill one another's gaps, and of what overlaps the one would hide the other's.
    once = layer.style.opacity < 1.0 or bool(layer.style.dash) or not layer.kind.coverage
    later = once and pen is not page.none
    hatched = paper.is_hatched(layer, viewport)
    looks = layer.looks if hatched else tuple(_from_far(look) for look in layer.looks)
    own = page.none if later else pen
    pens = [_seamless(page, look) if pen is page.none else own for look in looks]
    classes = chunk.classes[rows]
    # Hatched features first: their lines would run over a neighbour's finished outline. Those of
    # one class together, as on the screen, which takes fewer words.
    patterned = np.array([bool(look.hatch) for look in looks])
    order = np.argsort(np.lexsort((np.arange(len(looks)), ~patterned)))[classes]
    rows = rows[np.argsort(order, kind="stable")]
    if paper.is_coarse(layer, viewport):
        rows = _draw_coarsely(page, chunk, rows, looks, pens)
    _draw_each(page, chunk, rows, looks, pens)
    if later and not page.cancelled():
        _draw_borders(page, chunk, rows, pen)


def _from_far(look: Look) -> Look:
    """Return a look without a hatch, in the colour that it has seen from far."""
    return Look(look.value, paper.tinted(look.fill, look.hatch)) if look.hatch else look


def _seamless(page: _Page, look: Look) -> QPen:
    """Return the pen of an area without an outline, which closes the seam to its neighbour."""
    if look.hatch or not page.layer.kind.coverage:
        return page.none
    if not paper.plain_fill(look.fill, page.layer.style):
        return page.none
    # Of small areas it must not take away what it lies over.
    width = min(SEAM_MM, paper.grain_mm(page.layer, page.viewport) / SEAMS)
    pen = QPen(symbols.colour(look.fill), width * page.viewport.px_per_mm)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _draw_each(
    page: _Page, chunk: Chunk, rows: Indices, looks: tuple[Look, ...], pens: list[QPen]
) -> None:
    """Draw features one after the other, each as one path."""
    classes, whole = chunk.classes[rows], page.whole(chunk, rows)
    paths = page.paths(chunk.ragged.taken(rows[whole]))
    geometries = chunk.ragged.taken(rows[~whole]).geometries()
    parts = page.paths(page.cut(geometries, Shape.POLYGON))
    edges = page.paths(page.cut(geometries, Shape.LINE))
    patterned = np.array([bool(look.hatch) for look in looks])[classes]
    hatches = _hatches(page, chunk, rows[patterned], looks)
    hand = page.hand
    flags = zip(classes.tolist(), whole.tolist(), patterned.tolist(), strict=True)
    for number, (class_, inside, hatch) in enumerate(flags):
        if number % ASKED == 0 and page.cancelled():
            return
        fill, pen = looks[class_].fill, pens[class_]
        path = next(paths) if inside else next(parts)
        if inside and not hatch:
            hand.paint(path, fill, pen)
            continue
        hand.paint(path, fill, page.none)
        for lines, line in next(hatches) if hatch else ():
            hand.paint(lines, "", line)
        hand.paint(path if inside else next(edges), "", pen)


def _hatches(
    page: _Page, chunk: Chunk, rows: Indices, looks: tuple[Look, ...]
) -> Iterator[list[tuple[QPainterPath, QPen]]]:
    """Yield the lines over each hatched area with their pens."""
    kinds = {(looks[one].pattern, looks[one].hatch) for one in chunk.classes[rows].tolist()}
    pens = {kind: hatching.pen(*kind, page.viewport.px_per_mm) for kind in kinds}
    for first in range(0, len(rows), ASKED):
        if page.cancelled():
            return
        some = rows[first : first + ASKED]
        areas = shapely.clip_by_rect(chunk.ragged.taken(some).geometries(), *page.viewport.bounds)
        patterns = [looks[one].pattern for one in chunk.classes[some].tolist()]
        for row, lines in zip(some, hatching.lines(areas, patterns, page.viewport), strict=True):
            look = looks[chunk.classes[row]]
            pen = pens[look.pattern, look.hatch]
            yield [(path_of(page.viewport.pixels(one.xy), one.rings), pen) for one in lines]


def _draw_coarsely(
    page: _Page, chunk: Chunk, rows: Indices, looks: tuple[Look, ...], pens: list[QPen]
) -> Indices:
    """Draw very many areas class by class with borders as fine as eyes; return what is left."""
    classes, whole = chunk.classes[rows], page.whole(chunk, rows)
    patterned = np.array([bool(look.hatch) for look in looks])[classes]
    left = patterned | ~whole
    step = paper.COARSE_MM * page.viewport.px_per_mm
    rest, numbers = rows[~left], classes[~left]
    for class_ in np.unique(numbers).tolist():
        mine = rest[numbers == class_]
        for first in range(0, len(mine), TOGETHER):
            if page.cancelled():
                return rows[:0]
            some = chunk.ragged.taken(mine[first : first + TOGETHER])
            xy, rings = paper.coarsened(page.viewport.pixels(some.xy), some.rings, step)
            page.hand.paint(path_of(xy, rings), looks[class_].fill, pens[class_])
    return rows[left]


def _draw_borders(page: _Page, chunk: Chunk, rows: Indices, pen: QPen) -> None:
    """Draw the outlines of areas, each border between two of them once."""
    whole = page.whole(chunk, rows)
    cut = page.cut(chunk.ragged.taken(rows[~whole]).geometries(), Shape.LINE)
    for ragged in (chunk.ragged.taken(rows[whole]), cut):
        on_grid = Ragged(
            ragged.shape, page.placed(ragged.xy), ragged.rings, ragged.features, ragged.bounds
        )
        xy, lines = paper.once(on_grid)
        first = 0
        while first < len(lines) - 1 and not page.cancelled():
            last = max(int(np.searchsorted(lines, lines[first] + PIECES, "right")) - 1, first + 1)
            here = slice(int(lines[first]), int(lines[last]))
            path = path_of(xy[here], lines[first : last + 1] - lines[first])
            page.hand.paint(path, "", pen)
            first = last


# ---- lines and points ---------------------------------------------------------------------------


def _draw_lines(page: _Page, chunk: Chunk, rows: Indices) -> None:
    layer, viewport = page.layer, page.viewport
    pens = [pen_of(layer, viewport, line_colour(layer.style, look)) for look in layer.looks]
    whole, ragged = page.whole(chunk, rows), chunk.ragged
    paths = page.paths(ragged.taken(rows[whole]))
    outside = ragged.taken(rows[~whole]).geometries()
    clipped = shapely.clip_by_rect(outside, *viewport.bounds)
    parts = page.paths(Ragged.of(clipped, Shape.LINE))
    flags = zip(chunk.classes[rows].tolist(), whole.tolist(), strict=True)
    for number, (class_, inside) in enumerate(flags):
        if number % ASKED == 0 and page.cancelled():
            return
        page.hand.paint(next(paths) if inside else next(parts), "", pens[class_])


def _draw_markers(page: _Page, chunk: Chunk, rows: Indices) -> None:
    layer, viewport = page.layer, page.viewport
    marker = symbols.marker(layer.style.marker, layer.style.size * viewport.px_per_mm)
    pen = pen_of(layer, viewport)
    for row in rows.tolist():
        fill = layer.looks[chunk.classes[row]].fill
        for x, y in page.placed(chunk.ragged.taken(np.array([row])).xy).tolist():
            page.hand.paint(marker.translated(x, y), fill, pen)
