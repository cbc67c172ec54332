"""What an edit would make, drawn before it is made; or why it would be refused."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from shapely.geometry.base import BaseGeometry

from layers.document import Document
from layers.edit import Edit, RowsDelta
from layers.errors import PlanError
from layers.kind import Shape
from widgets import words
from widgets.map import card, symbols
from widgets.map.course import Place
from widgets.map.paths import path_of
from widgets.map.ragged import Ragged
from widgets.map.tool import MapView
from widgets.map.viewport import MapX, MapY, Viewport

INK: Final = "#0b5fd0"
REFUSED: Final = "#c62828"
MOST_SHAPES: Final = 400
"""Of more shapes the first ones are drawn: the preview must follow the pointer."""
MOST_TEXTS: Final = 60
SAME_M2: Final = 1e-4
"""An area that changes by less has got a vertex on a straight side. [m²]"""
MOST_PLACES: Final = 60_000


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """What would become of the plan.

    Parameters
    ----------
    shapes
        Outlines of what there would be.
    texts
        What stands in each of them, as its area in one or two units, a line each; empty for none.
        As many as shapes, or none.
    told
        What the card beside the pointer says further, a line each.
    refused
        Why it would not be done, in the language of the window; empty where it would.
    """

    shapes: Sequence[BaseGeometry] = ()
    texts: Sequence[str] = ()
    told: Sequence[str] = ()
    refused: str = ""

    @classmethod
    def of(cls, edit: Edit, unit: str) -> Preview:
        """Return what an edit would make: the rows that it adds, or changes in shape.

        Parameters
        ----------
        edit
            The edit, not yet made.
        unit
            In which areas are written, one of `layers.units.AREA_UNITS`.
        """
        shapes: list[BaseGeometry] = []
        for delta in edit.deltas:
            if isinstance(delta, RowsDelta) and "geometry" in delta.after.columns:
                shapes += _exchanged(delta)[:MOST_SHAPES].tolist()
        return cls.shaped(shapes[:MOST_SHAPES], unit)

    @classmethod
    def shaped(cls, shapes: Sequence[BaseGeometry], unit: str) -> Preview:
        """Return shapes with their sizes: areas, or lengths of lines.

        Parameters
        ----------
        shapes
            What there would be.
        unit
            In which areas are written.
        """
        return cls(tuple(shapes), tuple(_size(shape, unit) for shape in shapes))

    @classmethod
    def refusing(cls, error: PlanError) -> Preview:
        """Return that a verb refused, with its sentence."""
        return cls(refused=words.sentence(error.message))


def _exchanged(delta: RowsDelta) -> np.ndarray:
    """Return the shapes after an edit; neighbours that only got a vertex are left out."""
    after = np.asarray(delta.after["geometry"].array, object)
    known = np.asarray(delta.before["geometry"].array, object)
    # Not by pandas: putting a column of geometries into another order takes milliseconds.
    rows = dict(zip(delta.before.index.tolist(), known.tolist(), strict=True))
    held = np.array([*(rows.get(id_) for id_ in delta.after.index.tolist()), None], object)[:-1]
    alike = np.abs(shapely.area(after) - shapely.area(held)) < SAME_M2
    alike &= shapely.area(after) > 0
    # What is moved keeps its area.
    alike &= (shapely.bounds(after) == shapely.bounds(held)).all(axis=1)
    return after[~(alike | shapely.is_missing(after))]


def attempted(view: MapView, verb: Callable[[Document], Edit]) -> Preview:
    """Return what a verb would make of the plan as it is; the plan stays so.

    Parameters
    ----------
    view
        The map.
    verb
        Makes the edit, or raises a `PlanError`.
    """
    try:
        edit = verb(view.bridge.document)
    except PlanError as error:
        return Preview.refusing(error)
    return Preview.of(edit, view.bridge.area_unit)


def as_shown(
    view: MapView,
    taken: list[Place],
    following: list[Place],
    made: Callable[[Document, list[Place]], Edit],
) -> list[Place]:
    """Return the places of a sketch that has ended, with those under the pointer if it needs them.

    The preview takes the pointer's place along: what it shows can be had, even if the places that
    were taken are refused without it.

    Parameters
    ----------
    view
        The map.
    taken
        Places that were taken. [m]
    following
        What a click at the pointer would have added. [m]
    made
        Makes the edit, or raises a `PlanError`.
    """
    for tried in (taken, [*taken, *following]):
        with contextlib.suppress(PlanError):
            made(view.bridge.document, tried)
            return tried
    return taken


def performed(
    view: MapView, verb: Callable[[Document], Edit], kind: str, *, select: bool = True
) -> bool:
    """Make an edit as a step of its own; return whether that went well.

    Parameters
    ----------
    view
        The map.
    verb
        Makes the edit of the present plan.
    kind
        Id of the kind whose new features are selected.
    select
        Whether they are.
    """
    bridge = view.bridge
    following = bridge.document.layer(kind).next_id
    bridge.seal()
    if not bridge.attempt(verb):
        return False
    ids = bridge.document.layer(kind).ids
    found = ids[np.searchsorted(ids, following) :]
    if select and len(found):
        bridge.select({kind: found})
    return True


def _size(shape: BaseGeometry, unit: str) -> str:
    if shape.area > 0:
        units = dict.fromkeys((unit, "m2"))
        return "\n".join(words.area_with_sign(float(shape.area), one) for one in units)
    return f"{words.number(float(shape.length), 1)} m" if shape.length > 0 else ""


def draw(painter: QPainter, preview: Preview, viewport: Viewport) -> None:
    """Draw outlines and what stands in them, in pixels of the canvas."""
    shapes = np.array([*preview.shapes, None], object)[:-1]
    if len(shapes) == 0:
        return
    painter.save()
    tint = QColor(REFUSED if preview.refused else INK)
    line = QColor(tint)
    tint.setAlpha(26)
    left = MOST_PLACES
    for shape in Shape:
        ragged = Ragged.of(shapes, shape)
        left -= len(ragged.xy)
        if len(ragged.xy) == 0 or left < 0:
            continue
        xy = viewport.pixels(ragged.xy)
        if shape is Shape.POINT:
            painter.setPen(QPen(line, 2.0))
            painter.setBrush(tint)
            for across, down in xy.tolist():
                painter.drawEllipse(QRectF(across - 6.0, down - 6.0, 12.0, 12.0))
            continue
        path = path_of(xy, ragged.rings)
        painter.setBrush(tint if shape is Shape.POLYGON else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(255, 255, 255, 210), 4.0))
        painter.drawPath(path)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(line, 2.0))
        painter.drawPath(path)
    _write(painter, preview, viewport)
    painter.restore()


def _write(painter: QPainter, preview: Preview, viewport: Viewport) -> None:
    """Write sizes on small cards: what stands on the map below is written there as well."""
    font = card.font_of(viewport)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pairs = list(zip(preview.shapes, preview.texts, strict=False))[:MOST_TEXTS]
    for shape, text in pairs:
        if not text or shape.is_empty:
            continue
        west, south, east, north = (side * viewport.px_per_m for side in shape.bounds)
        lines = text.split("\n")
        if north - south < 2 * len(lines) * metrics.height():
            lines = lines[:1]
        wide = max(metrics.horizontalAdvance(line) for line in lines)
        if max(east - west, north - south) < wide * 0.6:
            continue  # too small for a text
        middle = shapely.point_on_surface(shape)
        across, down = viewport.pixel(MapX(middle.x), MapY(middle.y))
        high = metrics.height() * len(lines)
        box = QRectF(across - wide / 2, down - high / 2, wide, high)
        painter.setPen(QPen(symbols.colour(card.EDGE), 1.0))
        painter.setBrush(symbols.colour(card.PAPER))
        painter.drawRoundedRect(box.adjusted(-5.0, -3.0, 5.0, 3.0), 4.0, 4.0)
        painter.setPen(QColor(INK))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))
