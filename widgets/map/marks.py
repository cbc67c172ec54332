"""Lines and dots that are drawn over the plan: results that belong to no layer, as a network."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.map import symbols
from widgets.map.paths import path_of
from widgets.map.ragged import Floats, Ragged
from widgets.map.viewport import Bounds, Viewport

ABOVE: Final = "overlay:"
"""Ids of what is drawn over the layers begin so, among what else is drawn of no layer."""
HALO: Final = QColor(255, 255, 255, 200)
HALO_MM: Final = 0.5
NEAR: Final = 12_000.0
"""Denominator of the scale from which on marks are smaller. [-]"""
SMALLEST: Final = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Lines of one look.

    Parameters
    ----------
    shapes
        Their courses. [m]
    colour
        As ``#rrggbb``.
    width_mm
        Width on paper. [mm]
    dash
        Lengths of strokes and gaps, in widths; empty for none.
    """

    shapes: Ragged
    colour: str
    width_mm: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Dots:
    """Dots of one look.

    Parameters
    ----------
    xy
        (n, 2), where they are. [m]
    sizes_mm
        Diameters on paper, one for each. [mm]
    colour
        As ``#rrggbb``.
    crossed
        Whether they are crosses instead of dots.
    """

    xy: Floats
    sizes_mm: Floats
    colour: str
    crossed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """What is drawn over the plan; a picture for all maps of it and for paper.

    Parameters
    ----------
    name
        Of the overlay.
    lines, dots
        From below to above; dots lie over all lines.
    """

    name: str
    lines: tuple[Lines, ...] = ()
    dots: tuple[Dots, ...] = ()

    @property
    def id(self) -> str:
        """Its name among all that can be hidden."""
        return ABOVE + self.name

    @property
    def bounds(self) -> Bounds | None:
        """What it covers, None where there is nothing. [m]."""
        found = [one.shapes.xy for one in self.lines] + [one.xy for one in self.dots]
        xy = np.concatenate([np.empty((0, 2)), *found])
        if not len(xy):
            return None
        (west, south), (east, north) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
        return west, south, east, north

    def draw(self, painter: QPainter, viewport: Viewport, cancelled: Callable[[], bool]) -> None:
        """Draw lines with a light edge, so that they are read on any ground, then dots."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Of a whole park seen at once they must not hide the land.
        mm = viewport.px_per_mm * min(max(NEAR / viewport.denominator, SMALLEST), 1.0)
        for lines in self.lines:
            if cancelled():
                return
            _draw_lines(painter, lines, viewport, mm)
        for dots in self.dots:
            _draw_dots(painter, dots, viewport, mm)


def _draw_lines(painter: QPainter, lines: Lines, viewport: Viewport, mm: float) -> None:
    if not len(lines.shapes.xy):
        return
    width = lines.width_mm * mm
    path = path_of(viewport.pixels(lines.shapes.xy), lines.shapes.rings)
    painter.setPen(QPen(HALO, width + HALO_MM * mm))
    painter.drawPath(path)
    pen = QPen(QColor(lines.colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if lines.dash else Qt.PenCapStyle.RoundCap)
    if lines.dash:
        pen.setDashPattern(list(lines.dash))
    painter.setPen(pen)
    painter.drawPath(path)


def _draw_dots(painter: QPainter, dots: Dots, viewport: Viewport, mm: float) -> None:
    reach = float(dots.sizes_mm.max(initial=0.0)) * mm
    seen = (viewport.pixels(dots.xy) + reach >= 0).all(axis=1)
    seen &= (viewport.pixels(dots.xy) - reach <= (viewport.width, viewport.height)).all(axis=1)
    places = viewport.pixels(dots.xy[seen])
    for (x, y), size in zip(places.tolist(), dots.sizes_mm[seen].tolist(), strict=True):
        radius = size * mm / 2
        if dots.crossed:
            arm = radius / math.sqrt(2)
            for pen in (
                QPen(HALO, 0.7 * mm),
                QPen(symbols.colour(dots.colour), 0.4 * mm),
            ):
                painter.setPen(pen)
                painter.drawLine(QPointF(x - arm, y - arm), QPointF(x + arm, y + arm))
                painter.drawLine(QPointF(x - arm, y + arm), QPointF(x + arm, y - arm))
        else:
            painter.setPen(QPen(HALO, HALO_MM / 2 * mm))
            painter.setBrush(symbols.colour(dots.colour))
            painter.drawEllipse(QPointF(x, y), radius, radius)
            painter.setBrush(Qt.BrushStyle.NoBrush)
