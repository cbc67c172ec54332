"""Names on the map: which ones have room, and where they go."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from layers.kind import Shape
from widgets.map import symbols
from widgets.map.ragged import Indices
from widgets.map.scene import Chunk, Scene, SceneLayer
from widgets.map.viewport import MapX, MapY, Viewport

TEXT_MM: Final = 2.3
"""Height of names. [mm]"""
HALO_MM: Final = 0.35
TEXT_COLOUR: Final = "#26282b"
HALO_COLOUR: Final = "#ffffffd8"
MOST_LABELS: Final = 600
MOST_TRIED: Final = 3_000
APART_PX: Final = 2.0


@dataclass(frozen=True, slots=True)
class Label:
    """A name that has room.

    Parameters
    ----------
    text
        What is written.
    x, y
        Place in the plan whose pixel is the middle of the name. [m]
    width, height
        Its size. [px]
    shift
        How far its middle is moved to the right, beside a marker. [px]
    """

    text: str
    x: float
    y: float
    width: float
    height: float
    shift: float = 0.0

    def rectangle(self, viewport: Viewport) -> QRectF:
        """Return where it is on the picture."""
        x, y = viewport.pixel(MapX(self.x), MapY(self.y))
        return QRectF(x + self.shift - self.width / 2, y - self.height / 2, self.width, self.height)


def sized(font: QFont | None, viewport: Viewport) -> QFont:
    """Return a font in the height that names have."""
    found = QFont(font) if font is not None else QFont()
    found.setPixelSize(max(round(TEXT_MM * viewport.px_per_mm), 1))
    return found


def placed(
    scene: Scene, viewport: Viewport, *, hidden: Collection[str] = (), font: QFont | None = None
) -> list[Label]:
    """Return the names that have room, none over another; upper kinds and large features first.

    Parameters
    ----------
    scene
        What is to be seen.
    viewport
        What part of it.
    hidden
        Kinds whose names are left out.
    font
        Family of the names; its size is ours.
    """
    metrics = QFontMetricsF(sized(font, viewport))
    taken = np.empty((MOST_LABELS, 4))
    found: list[Label] = []
    layers = [layer for kind, layer in scene.layers.items() if kind not in hidden]
    for layer in reversed(layers):
        if not layer.kind.label or layer.kind.label not in layer.source.columns:
            continue
        for label in _candidates(layer, viewport, metrics):
            box = label.rectangle(viewport).adjusted(-APART_PX, -APART_PX, APART_PX, APART_PX)
            sides = box.left(), box.top(), box.right(), box.bottom()
            others = taken[: len(found)]
            if (
                (others[:, 0] < sides[2])
                & (others[:, 2] > sides[0])
                & (others[:, 1] < sides[3])
                & (others[:, 3] > sides[1])
            ).any():
                continue
            taken[len(found)] = sides
            found.append(label)
            if len(found) == MOST_LABELS:
                return found
    return found


def _candidates(layer: SceneLayer, viewport: Viewport, metrics: QFontMetricsF) -> Iterator[Label]:
    """Yield the names of a layer's features that are large enough, the largest first."""
    texts = layer.source.values(layer.kind.label)
    height = metrics.height()
    for chunk in layer.chunks:
        rows = chunk.meeting(viewport.bounds)
        west, south, east, north = chunk.ragged.bounds[:, rows] * viewport.px_per_m
        sizes = np.maximum(east - west, north - south)
        point, line = chunk.ragged.shape is Shape.POINT, layer.kind.shape is Shape.LINE
        fits = sizes > 2 * height if line else np.minimum(east - west, north - south) > height
        fits |= point
        order = np.argsort(-sizes[fits], kind="stable")[:MOST_TRIED]
        rows, sizes = rows[fits][order], sizes[fits][order]
        wide = (east - west)[fits][order]
        names = texts.iloc[layer.source.positions(chunk.ids[rows])]
        written = [(str(name) if isinstance(name, str) else "") for name in names]
        widths = np.array([_advance(metrics, name) for name in written])
        roomy = (widths > 0) & (point | ((sizes if line else wide) > widths * 1.1))
        beside = layer.style.size * viewport.px_per_mm * 0.7 if point else 0.0
        kept = np.flatnonzero(roomy)
        places = anchors(chunk, rows[kept])
        for number, (x, y) in zip(kept.tolist(), places, strict=True):
            width = float(widths[number])
            shift = beside + width / 2 if point else 0.0
            yield Label(written[number], x, y, width, height, shift)


def anchors(chunk: Chunk, rows: Indices) -> list[tuple[float, float]]:
    """Return a place well inside each of some features; kept with the chunk, since it is dear."""
    known = chunk.anchors
    missing = np.array([row for row in rows.tolist() if row not in known], np.int64)
    if len(missing):
        ragged = chunk.ragged.taken(missing)
        geometries = ragged.geometries()
        if ragged.shape is Shape.LINE:
            points = shapely.line_interpolate_point(
                shapely.get_geometry(geometries, 0), 0.5, normalized=True
            )
        else:
            points = shapely.point_on_surface(geometries)
        places = zip(shapely.get_x(points).tolist(), shapely.get_y(points).tolist(), strict=True)
        known.update(zip(missing.tolist(), places, strict=True))
    return [known[row] for row in rows.tolist()]


def _advance(metrics: QFontMetricsF, text: str) -> float:
    return metrics.horizontalAdvance(text) if text else 0.0


def draw(
    painter: QPainter,
    scene: Scene,
    viewport: Viewport,
    *,
    hidden: Collection[str] = (),
    font: QFont | None = None,
) -> None:
    """Write the names that have room, as text with a halo under it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, True)
    written = sized(font, viewport)
    for label in placed(scene, viewport, hidden=hidden, font=font):
        write(painter, label.text, label.rectangle(viewport), written, viewport.px_per_mm)


def write(painter: QPainter, text: str, rectangle: QRectF, font: QFont, px_per_mm: float) -> None:
    """Write one name with its halo.

    Parameters
    ----------
    painter
        Where.
    text
        What.
    rectangle
        As large as the text. [px]
    font
        In its height.
    px_per_mm
        Of the picture, for the halo's width.
    """
    metrics = QFontMetricsF(font)
    base = QPointF(rectangle.left(), rectangle.top() + metrics.ascent())
    halo = QPainterPath()
    halo.addText(base, font, text)
    pen = QPen(symbols.colour(HALO_COLOUR), 2 * HALO_MM * px_per_mm)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(halo, pen)
    painter.setFont(font)
    painter.setPen(symbols.colour(TEXT_COLOUR))
    painter.drawText(base, text)
