"""A name on the map: what is written, where, and how large it is when written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from layers.style import Labels
from widgets.map.viewport import MapX, MapY, Viewport

TEXT_COLOUR: Final = "#26282b"
TEXT_MM: Final = Labels().height
"""Height of names. [mm]"""
HALO_MM: Final = Labels().halo
MOST_FACES: Final = 24
MOST_WIDTHS: Final = 20_000
"""So many lengths of texts are kept for each font."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name and its place.

    Parameters
    ----------
    text
        What is written; lines are parted by line breaks, and stand centred.
    x, y
        Place in the plan whose pixel is the middle of the name. [m]
    width, height
        Size of all its lines together. [px]
    shift
        How far its middle is moved to the right, beside a marker. [px]
    drop
        How far its middle is moved down, below a border. [px]
    colour
        Its colour, ``#rrggbb``.
    angle
        How far it is turned, anticlockwise; between -90 and 90. [°]
    size
        Height of its letters. [mm]
    halo
        Width of the light edge around them. [mm]
    once
        Whether the same name is not said again close by.
    """

    text: str
    x: float
    y: float
    width: float
    height: float
    shift: float = 0.0
    drop: float = 0.0
    colour: str = TEXT_COLOUR
    angle: float = 0.0
    size: float = TEXT_MM
    halo: float = HALO_MM
    once: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """What is written, line by line."""
        return tuple(self.text.split("\n"))

    def middle(self, viewport: Viewport) -> tuple[float, float]:
        """Return where its middle is on the picture. [px]."""
        x, y = viewport.pixel(MapX(self.x), MapY(self.y))
        return x + self.shift, y + self.drop

    def rectangle(self, viewport: Viewport) -> QRectF:
        """Return where it is on the picture: the upright box around it."""
        x, y = self.middle(viewport)
        wide, high = self.width, self.height
        if self.angle:
            across, up = (
                abs(math.cos(math.radians(self.angle))),
                abs(math.sin(math.radians(self.angle))),
            )
            wide, high = wide * across + high * up, wide * up + high * across
        return QRectF(x - wide / 2, y - high / 2, wide, high)


def corners(labels: Sequence[Label], viewport: Viewport, apart: float) -> NDArray[np.float64]:
    """Return the corners of labels' boxes on the picture as (n, 4, 2), turned as they are.

    Parameters
    ----------
    labels
        Names.
    viewport
        The picture.
    apart
        By how much the boxes are larger on each side. [px]
    """
    values = [
        (one.x, one.y, one.width, one.height, one.shift, one.drop, one.angle) for one in labels
    ]
    x, y, wide, high, shift, drop, angle = np.array(values, np.float64).reshape(-1, 7).T
    middles = viewport.pixels(np.stack([x, y], 1)) + np.stack([shift, drop], 1)
    across = (wide / 2 + apart)[:, None] * np.array([-1.0, 1.0, 1.0, -1.0])
    down = (high / 2 + apart)[:, None] * np.array([-1.0, -1.0, 1.0, 1.0])
    cosine, sine = np.cos(np.radians(angle))[:, None], np.sin(np.radians(angle))[:, None]
    # The picture's y goes down: anticlockwise is a turn by the negative angle.
    turned = np.stack([across * cosine + down * sine, down * cosine - across * sine], axis=2)
    return middles[:, None, :] + turned


class Face:
    """A font in the height that names have, and how long texts are in it.

    Lengths are kept from one placing to the next. Several threads may ask: each one measures for
    itself and what is kept is only ever put in as a whole.

    Parameters
    ----------
    font
        Family of the names; the application's font where None.
    px
        Height of the letters. [px]
    """

    _kept: Final[dict[str, dict[str, float]]] = {}

    def __init__(self, font: QFont | None, px: float) -> None:
        self.font = QFont(font) if font is not None else QFont()
        self.font.setPixelSize(max(round(px), 1))
        self._metrics = QFontMetricsF(self.font)
        self.height = self._metrics.height()
        self.ascent = self._metrics.ascent()
        if len(self._kept) > MOST_FACES:
            self._kept.clear()
        self._known = self._kept.setdefault(self.font.key(), {})

    def width(self, line: str) -> float:
        """Return how long a line is when written. [px]."""
        found = self._known.get(line)
        if found is None:
            found = self._metrics.horizontalAdvance(line)
            if len(self._known) > MOST_WIDTHS:
                self._known.clear()
            self._known[line] = found
        return found

    def widths(self, lines: Sequence[str]) -> NDArray[np.float64]:
        """Return how long lines are when written; 0 for those without letters. [px]."""
        return np.array([self.width(line) if line else 0.0 for line in lines], np.float64)
