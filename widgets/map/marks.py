"""Lines and dots that are drawn over the plan: results that belong to no layer, as a network."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.map import symbols
from widgets.map.paths import path_of
from widgets.map.ragged import Floats, Ragged
from widgets.map.viewport import Bounds, Viewport

ABOVE: Final = "overlay:"
"""Ids of what is drawn over the layers begin so, among what else is drawn of no layer."""
HALO: Final = QColor(255, 255, 255, 200)
HALO_MM: Final = 0.5
NEAR: Final = 16_000.0
"""Denominator of the scale from which on marks are smaller. [-]"""
SMALLEST: Final = 0.65
FAINT: Final = 0.9
"""Share of the width that faint lines keep at small scales, and opacity of their edge. [-]"""
FAINT_EDGE: Final = 0.55
"""Share of its width that their edge keeps: a sharp one, which parts lines that cross. [-]"""


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
    title
        What they are, for a legend; empty for what needs none.
    faint
        Whether they step back at small scales, where many of them cross: thinner, with a
        narrow edge. Their colour stays, as it tells what they are.
    """

    shapes: Ragged
    colour: str
    width_mm: float
    dash: tuple[float, ...] = ()
    title: str = ""
    faint: bool = False


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
    title
        What they are, for a legend; empty for what needs none.
    """

    xy: Floats
    sizes_mm: Floats
    colour: str
    crossed: bool = False
    title: str = ""


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

    @property
    def told(self) -> tuple[Lines | Dots, ...]:
        """What of it is there and has a title, for a legend."""
        lines = tuple(one for one in self.lines if one.title and len(one.shapes))
        return (*lines, *(one for one in self.dots if one.title and len(one.xy)))

    def draw(self, painter: QPainter, viewport: Viewport, cancelled: Callable[[], bool]) -> None:
        """Draw lines with a light edge, so that they are read on any ground, then dots."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        mm = viewport.px_per_mm * share_at(viewport.denominator)
        for lines in self.lines:
            if cancelled():
                return
            _draw_lines(painter, lines, viewport, mm)
        for dots in self.dots:
            _draw_dots(painter, dots, viewport, mm)


def share_at(denominator: float) -> float:
    """Return the share of its full size that a mark has at a scale. [-].

    Of a whole park seen at once marks must not hide the land.

    Examples
    --------
    >>> share_at(10_000.0), share_at(20_000.0), share_at(1e6)
    (1.0, 0.8, 0.65)
    """
    return min(max(NEAR / denominator, SMALLEST), 1.0)


def draw_sign(painter: QPainter, mark: Lines | Dots, place: QRectF, mm: float) -> None:
    """Draw a mark for a legend, as it is on the map: a line across a place, a dot in its middle.

    Parameters
    ----------
    painter, place
        Where.
    mark
        What.
    mm
        Units of the painter in a millimetre of the mark's widths.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if isinstance(mark, Lines):
        painter.setPen(_pen(mark, mm))
        middle = place.center().y()
        painter.drawLine(QPointF(place.left(), middle), QPointF(place.right(), middle))
    else:
        size = min(float(mark.sizes_mm.max(initial=0.0)) * mm, place.height() * 1.2)
        _draw_dot(painter, mark, place.center(), size / 2, mm)


def _draw_lines(painter: QPainter, lines: Lines, viewport: Viewport, mm: float) -> None:
    if not len(lines.shapes.xy):
        return
    path = path_of(viewport.pixels(lines.shapes.xy), lines.shapes.rings)
    faint = lines.faint and viewport.denominator > NEAR
    share, halo, edge = (FAINT, FAINT_EDGE, QColor(HALO)) if faint else (1.0, 1.0, HALO)
    if faint:
        edge.setAlphaF(FAINT)
    painter.setPen(QPen(edge, (lines.width_mm * share + HALO_MM * halo) * mm))
    painter.drawPath(path)
    painter.setPen(_pen(lines, mm * share))
    painter.drawPath(path)


def _pen(lines: Lines, mm: float) -> QPen:
    pen = QPen(QColor(lines.colour), lines.width_mm * mm)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if lines.dash else Qt.PenCapStyle.RoundCap)
    if lines.dash:
        pen.setDashPattern(list(lines.dash))
    return pen


def _draw_dots(painter: QPainter, dots: Dots, viewport: Viewport, mm: float) -> None:
    reach = float(dots.sizes_mm.max(initial=0.0)) * mm
    seen = (viewport.pixels(dots.xy) + reach >= 0).all(axis=1)
    seen &= (viewport.pixels(dots.xy) - reach <= (viewport.width, viewport.height)).all(axis=1)
    places = viewport.pixels(dots.xy[seen])
    for (x, y), size in zip(places.tolist(), dots.sizes_mm[seen].tolist(), strict=True):
        _draw_dot(painter, dots, QPointF(x, y), size * mm / 2, mm)


def _draw_dot(painter: QPainter, dots: Dots, middle: QPointF, radius: float, mm: float) -> None:
    if dots.crossed:
        arm = radius / math.sqrt(2)
        for pen in (QPen(HALO, 0.7 * mm), QPen(symbols.colour(dots.colour), 0.4 * mm)):
            painter.setPen(pen)
            for side in (arm, -arm):
                painter.drawLine(middle - QPointF(arm, side), middle + QPointF(arm, side))
        return
    painter.setPen(QPen(HALO, HALO_MM / 2 * mm))
    painter.setBrush(symbols.colour(dots.colour))
    painter.drawEllipse(middle, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
