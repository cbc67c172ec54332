"""Draws a scene: the same painter for the screen, for pictures, for SVG and for PDF."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from layers.kind import Shape
from layers.looks import line_colour
from widgets.map import filling, labelling, symbols, vector_painter
from widgets.map.chunk import Chunk
from widgets.map.detail import Thinned
from widgets.map.filling import Shown
from widgets.map.marks import ABOVE
from widgets.map.paths import clipped, dashes, draw_lines, fill_rings, segments
from widgets.map.ragged import Floats, Indices, Ragged
from widgets.map.reach import MITRE, SELECTED_MM, outline_px
from widgets.map.scene import Scene, SceneLayer
from widgets.map.thinning import beginnings
from widgets.map.underlay import Underlay
from widgets.map.viewport import Viewport

FAR_PX: Final = 8_000.0
"""Lines that reach further are cut to the picture first; areas Qt cuts exactly by itself."""
EDGE_PX: Final = 12.0
"""How far beyond the picture's edge things are drawn besides their width: what lies there has a
part in the dots at the edge. [px]"""
SMEAR_PX: Final = 4.0
"""Parcels smaller than this have no outline, which would hide their colour. [px]"""
CLEAR_PX: Final = 40.0
"""Parcels larger than this have their full outline. [px]"""
DETAIL_PX: Final = 14.0
"""What stands on parcels, as roofs do, has no outline while smaller than this. [px]"""
NEAR: Final = 12_000.0
"""Denominator of the scale from which on lines are quieter and markers smaller. [-]"""
FAINT_PX: Final = 14.0
"""Where features are smaller, their outlines are so faint that they may come later. [px]"""
MOST_AT_ONCE: Final = 300_000
"""Places whose outlines are drawn before their levels of detail are known."""
QUIETEST: Final = 0.45
SMALLEST: Final = 0.7
SELECTION: Final = "#0a6cff"


def paint(
    painter: QPainter,
    scene: Scene,
    viewport: Viewport,
    *,
    vector: bool = False,
    labels: bool = False,
    hidden: Collection[str] = (),
    selection: Mapping[str, NDArray[np.int64]] | None = None,
    font: QFont | None = None,
    cancelled: Callable[[], bool] = bool,
) -> None:
    """Draw a scene from the painter's origin on, `viewport.width` by `viewport.height` wide.

    The background is left as it is. Whoever calls sets a clip or a translation if needed; one
    unit of the painter is one pixel of the viewport, and ``viewport.dpi`` says how many of
    them are an inch, so that widths and text sizes in millimetres come out right.

    Parameters
    ----------
    painter
        Active painter on a picture, an SVG or a PDF; its state is restored.
    scene
        What is to be seen.
    viewport
        What part of it, and how large. For a page: ``Viewport.at_scale(centre, 5000, size, dpi)``
        with the size in the painter's units.
    vector
        Whether each feature becomes one path in full detail with outlines of true width and text
        as text. Otherwise fills are merged and outlines thinned for speed.
    labels
        Whether names are written, where there is room.
    hidden
        Kinds that are left out.
    selection
        Feature ids by kind that are marked.
    font
        Family of the names; the application's font where None.
    cancelled
        Asked now and then; drawing ends early, and incomplete, once it says yes.
    """
    painter.save()
    try:
        over = [one for one in scene.underlays if one.id.startswith(ABOVE)]
        _draw_underlays(
            painter,
            [one for one in scene.underlays if one not in over],
            viewport,
            hidden,
            cancelled,
        )
        for kind, layer in scene.layers.items():
            if kind in hidden or not _is_seen(layer, viewport) or cancelled():
                continue
            painter.setOpacity(layer.style.opacity)
            if vector:
                vector_painter.draw_layer(painter, layer, viewport, cancelled)
            else:
                _draw_layer(painter, layer, viewport, cancelled)
        painter.setOpacity(1.0)
        _draw_underlays(painter, over, viewport, hidden, cancelled)
        for kind, ids in (selection or {}).items():
            if kind not in hidden:
                _mark(painter, scene.layers[kind], viewport, ids)
        if labels:
            labelling.draw(painter, scene, viewport, hidden=hidden, font=font)
    finally:
        painter.restore()


def _draw_underlays(
    painter: QPainter,
    underlays: Iterable[Underlay],
    viewport: Viewport,
    hidden: Collection[str],
    cancelled: Callable[[], bool],
) -> None:
    for underlay in underlays:
        if underlay.id not in hidden and not cancelled():
            painter.save()
            underlay.draw(painter, viewport, cancelled)
            painter.restore()


def _is_seen(layer: SceneLayer, viewport: Viewport) -> bool:
    """Return whether a layer has features, and is drawn at this scale."""
    return layer.there and layer.style.seen_at(viewport.denominator)


# ---- the picture on the screen ------------------------------------------------------------------


def _draw_layer(
    painter: QPainter, layer: SceneLayer, viewport: Viewport, cancelled: Callable[[], bool]
) -> None:
    around = _around(layer, viewport)
    meeting = ((chunk, chunk.meeting(around)) for chunk in layer.chunks)
    seen: dict[Shape, list[tuple[Chunk, Indices]]] = {shape: [] for shape in Shape}
    for chunk, rows in meeting:
        if len(rows):
            seen[chunk.ragged.shape].append((chunk, rows))
    if seen[Shape.POINT]:
        _draw_markers(painter, layer, seen[Shape.POINT], viewport)
    found: list[Shown] = []
    lines: list[tuple[Thinned, str]] = []
    for chunk, rows in seen[Shape.POLYGON]:
        found.append(filling.shown(layer, chunk, rows, viewport))
        if not _waits(layer, chunk, viewport):
            lines.append((found[-1].shapes, layer.style.stroke))
        if cancelled():
            return
    lines += _lines(layer, seen[Shape.LINE], viewport)
    if found:
        filling.fill(painter, layer, found, viewport)
    # Outlines come when all is filled, so that no neighbour covers half of them.
    penned = ((thinned, outline_pen(layer, viewport, colour)) for thinned, colour in lines)
    outlines = [(thinned, pen) for thinned, pen in penned if pen is not None]
    for share, group in groupby(outlines, lambda one: _share(one[1])):
        if share == 1.0:
            _draw_outlines(painter, layer, group, viewport, cancelled)
        else:
            _draw_through(painter, layer, group, viewport, cancelled)


def _lines(
    layer: SceneLayer, routes: list[tuple[Chunk, Indices]], viewport: Viewport
) -> Iterator[tuple[Thinned, str]]:
    """Yield lines with their colour: by class where the style goes by something.

    Those of all chunks class by class, so that what was edited looks as if it were read anew.
    """
    for number, look in enumerate(layer.looks):
        for chunk, rows in routes:
            mine = rows[chunk.classes[rows] == number]
            if len(mine):
                thinned = chunk.thinned(mine, viewport.px_per_m)
                moved = thinned.moved(viewport.pixels(thinned.ragged.xy))
                yield moved, line_colour(layer.style, look)


def _waits(layer: SceneLayer, chunk: Chunk, viewport: Viewport) -> bool:
    """Return whether faint outlines of very many places wait until their levels are known."""
    if chunk.detail is not None:
        return False
    faint = layer.grain * viewport.px_per_m < FAINT_PX
    return faint and len(chunk.ragged.xy) > MOST_AT_ONCE


def _around(layer: SceneLayer, viewport: Viewport) -> tuple[float, float, float, float]:
    """Return the bounds of all that can be seen in part: a marker beside the edge can."""
    size, width = layer.style.size * viewport.px_per_mm, outline_px(layer.style, viewport)
    edge = max(EDGE_PX, SELECTED_MM * viewport.px_per_mm)
    margin = (edge + size + MITRE * width) / viewport.px_per_m
    west, south, east, north = viewport.bounds
    return west - margin, south - margin, east + margin, north + margin


def _share(pen: QPen) -> float:
    """Return how much of the ground a line hides."""
    return pen.color().alphaF()


def _draw_through(
    painter: QPainter,
    layer: SceneLayer,
    outlines: Iterable[tuple[Thinned, QPen]],
    viewport: Viewport,
    cancelled: Callable[[], bool],
) -> None:
    """Draw lines of which the ground is seen through as one: no darker where they meet.

    Opaque lines are drawn in two thirds of the time as well.
    """
    width, height = math.ceil(viewport.width), math.ceil(viewport.height)
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    share, firm = 1.0, list(outlines)
    for _, pen in firm:
        share = _share(pen)
        colour = QColor(pen.color())
        colour.setAlphaF(1.0)
        pen.setColor(colour)
    above = QPainter(image)
    try:
        _draw_outlines(above, layer, firm, viewport, cancelled)
    finally:
        above.end()  # before its image goes, else Qt falls over
    opacity = painter.opacity()
    painter.setOpacity(opacity * share)
    painter.drawImage(0, 0, image)
    painter.setOpacity(opacity)


def _draw_outlines(
    painter: QPainter,
    layer: SceneLayer,
    outlines: Iterable[tuple[Thinned, QPen]],
    viewport: Viewport,
    cancelled: Callable[[], bool],
) -> None:
    for thinned, pen in outlines:
        if not cancelled():
            _outline(painter, layer, thinned, viewport, pen)


def _outline(
    painter: QPainter, layer: SceneLayer, thinned: Thinned, viewport: Viewport, pen: QPen
) -> None:
    style, ragged = layer.style, thinned.ragged
    lines = segments(ragged.xy, thinned.own)
    size = viewport.width, viewport.height
    if style.dash:
        width = max(pen.widthF(), 1.0)
        before = np.concatenate([[0], np.cumsum(thinned.own)])
        counts = np.diff(before[ragged.rings])
        pattern = [length * width for length in symbols.dash_pattern(style.dash)]
        lines = dashes(lines, counts, pattern, size)
    elif len(lines) and _farthest(ragged.xy) > FAR_PX:
        lines = clipped(lines, size, EDGE_PX + pen.widthF()).lines
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(pen)
    draw_lines(painter, lines)


def _farthest(xy: Floats) -> float:
    return max(float(xy.max()), -float(xy.min()))


def outline_pen(layer: SceneLayer, viewport: Viewport, stroke: str) -> QPen | None:
    """Return the pen of a layer's outlines on the screen, None where there are none.

    Decided by the view and not by the picture's piece, so that pieces fit together.
    """
    style = layer.style
    if not stroke:
        return None
    colour = symbols.colour(stroke)
    if layer.kind.shape is Shape.POLYGON and any(look.fill for look in layer.looks):
        grain = layer.grain * viewport.px_per_m / viewport.px_per_mm * symbols.PX_PER_MM
        if grain < (SMEAR_PX if layer.kind.coverage else DETAIL_PX):
            return None
        colour.setAlphaF(colour.alphaF() * min(grain / CLEAR_PX, 1.0))
    elif layer.kind.shape is Shape.LINE and not style.fill:
        colour.setAlphaF(colour.alphaF() * nearness(viewport, QUIETEST))
    width = outline_px(style, viewport)
    # Up to here a line of one pixel, which Qt draws on a fast path, looks the same.
    pen = QPen(colour, width if width > 1.5 else 1.0)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if width > 1.5 else Qt.PenCapStyle.FlatCap)
    pen.setCosmetic(True)
    if style.dash:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def nearness(viewport: Viewport, least: float) -> float:
    """Return the share that is left of a line's colour or a marker's size at small scales."""
    return min(max(NEAR / viewport.denominator, least), 1.0)


def _draw_markers(
    painter: QPainter,
    layer: SceneLayer,
    points: list[tuple[Chunk, Indices]],
    viewport: Viewport,
) -> None:
    """Draw markers class by class, the newest feature above, whenever it was edited."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    size = layer.style.size * viewport.px_per_mm * nearness(viewport, SMALLEST)
    marker = symbols.marker(layer.style.marker, size)
    if layer.style.stroke:
        width = outline_px(layer.style, viewport) * nearness(viewport, SMALLEST)
        painter.setPen(QPen(symbols.colour(layer.style.stroke), width))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    ragged = Ragged.concatenated([chunk.ragged.taken(rows) for chunk, rows in points])
    classes = np.concatenate([chunk.classes[rows] for chunk, rows in points])
    order = np.concatenate([chunk.ids[rows] for chunk, rows in points]).argsort()
    for number, look in enumerate(layer.looks):
        mine = ragged.taken(order[classes[order] == number])
        painter.setBrush(symbols.colour(look.fill) if look.fill else Qt.BrushStyle.NoBrush)
        for x, y in viewport.pixels(mine.xy).tolist():
            painter.drawPath(marker.translated(x, y))


def _mark(painter: QPainter, layer: SceneLayer, viewport: Viewport, ids: Indices) -> None:
    """Draw the selection: a tint and a firm outline over whatever is there."""
    tint, line = QColor(SELECTION), QColor(SELECTION)
    tint.setAlpha(30)  # what the land use is must still be read
    around = _around(layer, viewport)
    for chunk in layer.chunks:
        rows = chunk.meeting(around)
        rows = rows[np.isin(chunk.ids[rows], ids, assume_unique=True)]
        if len(rows) == 0:
            continue
        ragged = chunk.ragged.taken(rows)
        xy = viewport.pixels(ragged.xy)
        if ragged.shape is Shape.POINT:
            _ring_points(painter, xy, layer, viewport)
            continue
        if ragged.shape is Shape.POLYGON:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            fill_rings(painter, xy, ragged.rings, tint)
        lines = segments(xy, beginnings(ragged))
        if np.abs(xy).max() > FAR_PX:
            edge = max(EDGE_PX, SELECTED_MM * viewport.px_per_mm)
            lines = clipped(lines, (viewport.width, viewport.height), edge).lines
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        width = 0.5 if ragged.shape is Shape.POLYGON else 0.9
        pen = QPen(line, max(width * viewport.px_per_mm, 1.5))
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        painter.setPen(pen)
        draw_lines(painter, lines)


def _ring_points(painter: QPainter, xy: Floats, layer: SceneLayer, viewport: Viewport) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(QColor(SELECTION), 0.5 * viewport.px_per_mm))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = layer.style.size * viewport.px_per_mm * nearness(viewport, SMALLEST) * 0.8
    for x, y in xy.tolist():
        painter.drawEllipse(QPointF(x, y), radius, radius)
