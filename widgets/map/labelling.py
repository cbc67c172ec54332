"""Names on the map: which ones have room, and how they are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from widgets.map import symbols
from widgets.map.label import HALO_MM, TEXT_COLOUR, TEXT_MM, Label, corners
from widgets.map.naming import staying, wanted
from widgets.map.ragged import Indices
from widgets.map.scene import Scene
from widgets.map.space import AGAIN_MM, PAPER_AGAIN_MM, Space, rank
from widgets.map.viewport import Viewport

HALO_COLOUR: Final = "#ffffffd8"
PAPER_HALO: Final = "#ffffff"
"""On sheets: of lines that are seen through Qt's PDF writes the outline, four times as large."""
APART_MM: Final = 1.6
"""Names keep so far apart. [mm]"""
AROUND_PX: Final = 384.0
"""Names are placed so far beyond the picture too, and so stay when it is moved a little. [px]"""


def sized(font: QFont | None, viewport: Viewport, height: float = TEXT_MM) -> QFont:
    """Return a font in the height that names have.

    Parameters
    ----------
    font
        Family; the application's font where None.
    viewport
        What a millimetre is.
    height
        Of the letters. [mm]
    """
    found = QFont(font) if font is not None else QFont()
    found.setPixelSize(max(round(height * viewport.px_per_mm), 1))
    return found


def placed(
    scene: Scene,
    viewport: Viewport,
    *,
    hidden: Collection[str] = (),
    font: QFont | None = None,
    sparing: bool = False,
    again_mm: float = PAPER_AGAIN_MM,
    selection: Mapping[str, Indices] | None = None,
) -> list[Label]:
    """Return the names that have room, none over another, also of the ground close by.

    Borders' names come before those of water and green, of roads, of parcels and of points;
    within a kind the larger feature's comes first, before all of them those of selected features.
    It all goes by places in the plan: which part of it is shown decides nothing. Safe to be
    called beside the window: it reads the scene, and touches no widget.

    Parameters
    ----------
    scene
        What is to be seen.
    viewport
        What part of it.
    hidden
        Kinds whose names are left out.
    font
        Family of the names; its size is the style's.
    sparing
        Whether small scales show main names only.
    again_mm
        Where they do not, how far away the same name stands along its line. [mm]
    selection
        Features by kind whose names stay at all scales and come first.
    """
    margin = AROUND_PX / viewport.px_per_m
    west, south, east, north = viewport.bounds
    bounds = (west - margin, south - margin, east + margin, north + margin)
    space = Space(viewport, bounds, font, sparing, again_mm, selection or {})
    layers = [
        layer
        for kind, layer in reversed(tuple(scene.layers.items()))
        if kind not in hidden and layer.style.seen_at(viewport.denominator)
    ]
    layers.sort(key=rank)
    labels = [label for layer in layers for label in staying(scene, layer, space)]
    labels += [label for layer in layers for label in wanted(scene, layer, space)]
    return _apart(labels, viewport)


def _apart(labels: list[Label], viewport: Viewport) -> list[Label]:
    """Return those of the names, most important first, that keep apart from all before them."""
    sides = corners(labels, viewport, APART_MM * viewport.px_per_mm / 2)
    boxes = np.asarray(shapely.polygons(sides), object)
    one, other = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    before = other < one
    rivals: defaultdict[int, list[int]] = defaultdict(list)
    for number, rival in zip(one[before].tolist(), other[before].tolist(), strict=True):
        rivals[number].append(rival)
    far = AGAIN_MM * viewport.px_per_mm * 0.98
    said: defaultdict[str, list[int]] = defaultdict(list)
    kept: set[int] = set()
    middles = corners(labels, viewport, 0.0).mean(axis=1)
    for number, label in enumerate(labels):
        if not kept.isdisjoint(rivals[number]):
            continue
        if label.once:
            if _near(middles, number, said[label.text], far):
                continue
            said[label.text].append(number)
        kept.add(number)
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
    picture = QRectF(0, 0, viewport.width, viewport.height)
    for label in placed(scene, viewport, hidden=hidden, font=font):
        if label.rectangle(viewport).intersects(picture):
            write_label(painter, label, viewport, font)


def write_label(
    painter: QPainter,
    label: Label,
    viewport: Viewport,
    font: QFont | None = None,
    *,
    edge: str = HALO_COLOUR,
) -> None:
    """Write one name where it stands on the picture, turned as it is.

    Parameters
    ----------
    painter
        Where.
    label
        What.
    viewport
        The picture.
    font
        Family of the letters; the application's font where None.
    edge
        Colour of the halo.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, True)
    painter.translate(*label.middle(viewport))
    if label.angle:
        painter.rotate(-label.angle)
    write(
        painter,
        label.text,
        QRectF(-label.width / 2, -label.height / 2, label.width, label.height),
        sized(font, viewport, label.size),
        viewport.px_per_mm,
        colour=label.colour,
        halo=label.halo,
        edge=edge,
    )
    painter.restore()


def write(
    painter: QPainter,
    text: str,
    rectangle: QRectF,
    font: QFont,
    px_per_mm: float,
    *,
    colour: str = TEXT_COLOUR,
    halo: float = HALO_MM,
    edge: str = HALO_COLOUR,
) -> None:
    """Write one name with its halo, its lines one under the other and centred.

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
    halo
        Width of the light edge around the letters. [mm]
    edge
        Its colour, ``#rrggbb`` or ``#rrggbbaa``.
    """
    metrics = QFontMetricsF(font)
    lines = text.split("\n")
    bases: list[QPointF] = []
    for number, line in enumerate(lines):
        # One line begins at the left, as wide as it is: its box may be larger.
        spare = rectangle.width() - metrics.horizontalAdvance(line) if len(lines) > 1 else 0.0
        top = rectangle.top() + number * metrics.height()
        bases.append(QPointF(rectangle.left() + spare / 2, top + metrics.ascent()))
    if halo > 0:
        letters = QPainterPath()
        for base, line in zip(bases, lines, strict=True):
            letters.addText(base, font, line)
        pen = QPen(symbols.colour(edge), 2 * halo * px_per_mm)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(letters, pen)
    painter.setFont(font)
    painter.setPen(symbols.colour(colour))
    for base, line in zip(bases, lines, strict=True):
        painter.drawText(base, line)
