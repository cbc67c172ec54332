"""Names on the map: which ones have room, and how they are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from widgets.map import symbols
from widgets.map.naming import AGAIN_MM, PAPER_AGAIN_MM, TEXT_COLOUR, Label, Room, rank, wanted
from widgets.map.scene import Scene
from widgets.map.viewport import Viewport

TEXT_MM: Final = 2.3
"""Height of names. [mm]"""
HALO_MM: Final = 0.35
HALO_COLOUR: Final = "#ffffffd8"
APART_MM: Final = 1.6
"""Names keep so far apart. [mm]"""
AROUND_PX: Final = 384.0
"""Names are placed so far beyond the picture too, and so stay when it is moved a little. [px]"""


def sized(font: QFont | None, viewport: Viewport) -> QFont:
    """Return a font in the height that names have."""
    found = QFont(font) if font is not None else QFont()
    found.setPixelSize(max(round(TEXT_MM * viewport.px_per_mm), 1))
    return found


def placed(
    scene: Scene,
    viewport: Viewport,
    *,
    hidden: Collection[str] = (),
    font: QFont | None = None,
    sparing: bool = False,
    again_mm: float = PAPER_AGAIN_MM,
) -> list[Label]:
    """Return the names that have room, none over another, also of the ground close by.

    Borders' names come before those of water and green, of roads, of parcels and of points;
    within a kind the larger feature's comes first. It all goes by places in the plan: which
    part of it is shown decides nothing.

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
    sparing
        Whether small scales show main names only.
    again_mm
        Where they do not, how far away the same name stands along its line. [mm]
    """
    margin = AROUND_PX / viewport.px_per_m
    west, south, east, north = viewport.bounds
    bounds = (west - margin, south - margin, east + margin, north + margin)
    room = Room(viewport, bounds, QFontMetricsF(sized(font, viewport)), sparing, again_mm)
    layers = [
        layer
        for kind, layer in reversed(tuple(scene.layers.items()))
        if kind not in hidden and layer.kind.label
    ]
    layers.sort(key=rank)
    labels = [label for layer in layers for label in wanted(layer, room)]
    return _apart(labels, viewport)


def _apart(labels: list[Label], viewport: Viewport) -> list[Label]:
    """Return those of the names, most important first, that keep apart from all before them."""
    rectangles = [label.rectangle(viewport) for label in labels]
    sides = np.array([box.getCoords() for box in rectangles]).reshape(-1, 4)
    half = APART_MM * viewport.px_per_mm / 2
    boxes = shapely.box(*(sides + np.array([-half, -half, half, half])).T)
    one, other = shapely.STRtree(boxes).query(boxes)
    before = other < one
    rivals: defaultdict[int, list[int]] = defaultdict(list)
    for number, rival in zip(one[before].tolist(), other[before].tolist(), strict=True):
        rivals[number].append(rival)
    far = AGAIN_MM * viewport.px_per_mm * 0.98
    said: defaultdict[str, list[int]] = defaultdict(list)
    kept: set[int] = set()
    middles = (sides[:, :2] + sides[:, 2:]) / 2
    for number, label in enumerate(labels):
        if not kept.isdisjoint(rivals[number]) or _near(middles, number, said[label.text], far):
            continue
        kept.add(number)
        said[label.text].append(number)
    return [labels[number] for number in sorted(kept)]


def _near(middles: NDArray[np.float64], number: int, others: list[int], distance: float) -> bool:
    away = middles[others] - middles[number]
    return bool((np.hypot(away[:, 0], away[:, 1]) < distance).any())


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
    picture = QRectF(0, 0, viewport.width, viewport.height)
    for label in placed(scene, viewport, hidden=hidden, font=font):
        place = label.rectangle(viewport)
        if place.intersects(picture):
            write(painter, label.text, place, written, viewport.px_per_mm, colour=label.colour)


def write(
    painter: QPainter,
    text: str,
    rectangle: QRectF,
    font: QFont,
    px_per_mm: float,
    *,
    colour: str = TEXT_COLOUR,
) -> None:
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
    colour
        Of the letters, ``#rrggbb``.
    """
    metrics = QFontMetricsF(font)
    base = QPointF(rectangle.left(), rectangle.top() + metrics.ascent())
    halo = QPainterPath()
    halo.addText(base, font, text)
    pen = QPen(symbols.colour(HALO_COLOUR), 2 * HALO_MM * px_per_mm)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(halo, pen)
    painter.setFont(font)
    painter.setPen(symbols.colour(colour))
    painter.drawText(base, text)
