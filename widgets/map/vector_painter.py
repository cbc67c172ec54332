"""Draws a layer for paper: one path for each feature, in full detail and true widths."""

from __future__ import annotations

import math
from typing import Final, cast

import numpy as np
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from layers.kind import Shape
from layers.looks import Look, line_colour
from widgets.map import symbols
from widgets.map.paths import path_of
from widgets.map.ragged import Indices, Ragged
from widgets.map.reach import outline_px
from widgets.map.scene import Chunk, SceneLayer
from widgets.map.viewport import Viewport

EDGE_MM: Final = 2.0
"""How far beyond the page's edge things are drawn; outlines along a cut lie there. [mm]"""


def draw_layer(painter: QPainter, layer: SceneLayer, viewport: Viewport) -> None:
    """Draw what of a layer is inside the viewport; what reaches beyond is cut off there.

    Parameters
    ----------
    painter
        Painter of a page.
    layer
        What is drawn.
    viewport
        Where; its pixels are the painter's units.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    edge = (EDGE_MM + layer.style.size) * viewport.px_per_mm + outline_px(layer.style, viewport)
    edge /= viewport.px_per_m
    west, south, east, north = viewport.bounds
    around = west - edge, south - edge, east + edge, north + edge
    for chunk in layer.chunks:
        rows = chunk.meeting(around)
        if chunk.ragged.shape is Shape.POINT:
            _draw_markers(painter, layer, chunk, rows, viewport)
        elif len(rows):
            _draw_features(painter, layer, chunk, rows, viewport)


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


def _draw_features(
    painter: QPainter, layer: SceneLayer, chunk: Chunk, rows: Indices, viewport: Viewport
) -> None:
    filled, none = chunk.ragged.shape is Shape.POLYGON, QPen(Qt.PenStyle.NoPen)
    pens = [
        pen_of(layer, viewport, None if filled else line_colour(layer.style, look))
        for look in layer.looks
    ]
    # Hatched features first: their lines would run over a neighbour's finished outline.
    plain = np.array([not look.hatch for look in layer.looks])
    rows = rows[np.argsort(plain[chunk.classes[rows]], kind="stable")]
    west, south, east, north = viewport.bounds
    mine = chunk.ragged.bounds[:, rows]
    whole = (mine[0] >= west) & (mine[1] >= south) & (mine[2] <= east) & (mine[3] <= north)
    ragged = chunk.ragged.taken(rows)
    xy, vertices = viewport.pixels(ragged.xy), ragged.vertices
    for row in range(len(rows)):
        look, pen = layer.looks[chunk.classes[rows[row]]], pens[chunk.classes[rows[row]]]
        fill = look.fill if filled else ""
        if whole[row] and not (filled and look.hatch):
            rings = ragged.rings[ragged.features[row] : ragged.features[row + 1] + 1]
            path = path_of(xy[vertices[row] : vertices[row + 1]], rings - rings[0])
            _paint(painter, path, fill, pen)
            continue
        # SVG has no clip here: areas and outlines are cut apart, so that no line runs
        # along the cut.
        one = ragged.taken(np.array([row]))
        if filled:
            _paint(painter, _cut(one, viewport, Shape.POLYGON), fill, none)
            _hatch(painter, one, look, viewport)
        _paint(painter, _cut(one, viewport, Shape.LINE), "", pen)


def _paint(painter: QPainter, path: QPainterPath, fill: str, pen: QPen) -> None:
    if path.isEmpty() or (not fill and pen.style() is Qt.PenStyle.NoPen):
        return
    painter.setPen(pen)
    painter.setBrush(symbols.colour(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def _cut(one: Ragged, viewport: Viewport, shape: Shape) -> QPainterPath:
    """Return the part of a feature, or of its outline, that is inside the viewport."""
    geometry = one.geometries()
    if shape is Shape.LINE and one.shape is Shape.POLYGON:
        geometry = shapely.boundary(geometry)
    inside = Ragged.of(shapely.clip_by_rect(geometry, *viewport.bounds), shape)
    return path_of(viewport.pixels(inside.xy), inside.rings)


def _hatch(painter: QPainter, one: Ragged, look: Look, viewport: Viewport) -> None:
    """Draw a hatch as lines: SVG knows no brush with a pattern."""
    if not look.hatch:
        return
    area = shapely.make_valid(shapely.clip_by_rect(one.geometries()[0], *viewport.bounds))
    distance = symbols.HATCH_MM * viewport.px_per_mm / viewport.px_per_m
    width = symbols.HATCH_LINE_MM * viewport.px_per_mm
    pen = QPen(symbols.colour(look.hatch), width)
    if look.pattern == "dots":
        # Diagonals half as far from one another, of which a row of round dots is left.
        distance /= 2
        width = symbols.DOT_MM * viewport.px_per_mm
        pen.setWidthF(width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        apart = symbols.HATCH_MM * viewport.px_per_mm / math.sqrt(2)
        pen.setDashPattern([0.01, apart / width])
    for falling in (False, True) if look.pattern == "cross" else (False,):
        lines = shapely.intersection(_diagonals(area, distance, falling=falling), area)
        ragged = Ragged.of(np.array([lines], object), Shape.LINE)
        _paint(painter, path_of(viewport.pixels(ragged.xy), ragged.rings), "", pen)


def _diagonals(
    area: shapely.Geometry, distance: float, *, falling: bool
) -> shapely.MultiLineString:
    """Return parallel diagonals over the bounds of an area, counted from the CRS's origin."""
    west, south, east, north = shapely.bounds(area).tolist()
    if not west <= east:
        return shapely.MultiLineString()
    high = north - south
    base = west + south - high if falling else west - north
    first = math.floor(base / distance) * distance
    starts = np.arange(first, first + (east - west) + 3 * high + 2 * distance, distance)
    # Rising lines keep x - y, falling ones x + y.
    low = np.stack([starts - south if falling else starts + south, np.full_like(starts, south)])
    top = np.stack([starts - north if falling else starts + north, np.full_like(starts, north)])
    return cast(
        "shapely.MultiLineString",
        shapely.multilinestrings(np.stack([low.T, top.T], axis=1)),
    )


def _draw_markers(
    painter: QPainter, layer: SceneLayer, chunk: Chunk, rows: Indices, viewport: Viewport
) -> None:
    marker = symbols.marker(layer.style.marker, layer.style.size * viewport.px_per_mm)
    pen = pen_of(layer, viewport)
    for row in rows.tolist():
        fill = layer.looks[chunk.classes[row]].fill
        places = chunk.ragged.taken(np.array([row])).xy
        for x, y in viewport.pixels(places).tolist():
            _paint(painter, marker.translated(x, y), fill, pen)
