"""Moving, inserting and deleting vertices, and moving sides in parallel."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from typing_extensions import override

from layers.coverage.lookup import nearest_vertex, side_at
from layers.document import Document
from layers.edit import Edit
from layers.edits.sides import move_edge
from layers.edits.vertices import delete_vertex, insert_vertex, move_vertices
from layers.layer import Layer
from resources.translations import tr
from widgets.map.box import away
from widgets.map.course import Course, Place, placed
from widgets.map.edit_preview import Preview, attempted
from widgets.map.sketch import SketchGesture
from widgets.map.tool import MapView, Pointer, Stroke, Tool

GRIP_PX: Final = 9.0
"""How near to a vertex or a side the pointer takes it."""
SHOWN_PX: Final = 48.0
"""Vertices so near to the pointer are shown."""
MOST_SHOWN: Final = 400
DRAG_PX: Final = 5.0
INK: Final = "#0b5fd0"


@dataclass(frozen=True, slots=True)
class Grip:
    """What the pointer has taken: a vertex, or a side.

    Parameters
    ----------
    kind
        Id of the kind whose it is.
    place
        The vertex, or where on the side the pointer is. [m]
    side
        Both ends of the side, None for a vertex. [m]
    """

    kind: str
    place: Place
    side: tuple[Place, Place] | None = None


class Vertices(SketchGesture):
    """Moves what is gripped to where the pointer is dragged, or clicked after a click.

    Parameters
    ----------
    view
        The canvas.
    """

    least = 2
    most = 2

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._grip: Grip | None = None
        self._hover: Grip | None = None
        self._near: list[Place] = []
        self._start: Pointer | None = None

    # ---- what is gripped ------------------------------------------------------------------------

    def grip(self, pointer: Pointer) -> Grip | None:
        """Return the vertex or the side of the active kind under the pointer."""
        kind = self.view.bridge.active
        if kind in self.view.bridge.hidden:
            return None
        layer, reach = self._layer(kind), GRIP_PX / self.view.viewport.px_per_m
        at = (pointer.x, pointer.y)
        vertex = nearest_vertex(layer, at, reach)
        if vertex is not None:
            return Grip(kind, placed(vertex))
        side = side_at(layer, at, reach)
        if side is None:
            return None
        return Grip(kind, _foot(at, *side), (placed(side[0]), placed(side[1])))

    def _layer(self, kind: str) -> Layer:
        return self.view.bridge.document.layer(kind)

    @override
    def obstacle(self, pointer: Pointer) -> str:
        if self._grip is not None:
            return ""
        return tr("Point at a corner or a side of the active layer.")

    @override
    def hint(self) -> str:
        return tr("Click or drag to the new place, or type how far: 12.5<90, @3,-2. Esc leaves it.")

    # ---- the pointer ----------------------------------------------------------------------------

    @override
    def press(self, pointer: Pointer) -> None:
        if self.under_way or pointer.button is not Qt.MouseButton.LeftButton:
            super().press(pointer)
            return
        self._grip, self._start = self.grip(pointer), pointer
        place = placed((pointer.x, pointer.y)) if self._grip is None else self._grip.place
        if self._grip is not None and pointer.control:
            self._delete(self._grip)
            return
        self._pressed = pointer
        self.add([place])

    @override
    def move(self, pointer: Pointer) -> None:
        super().move(pointer)
        if not self.under_way:
            self._look(pointer)
            self.view.refresh_overlay()

    def _look(self, pointer: Pointer | None) -> None:
        """Find what is under the pointer, and the vertices near it."""
        self._hover = None if pointer is None else self.grip(pointer)
        self._near = [] if pointer is None else self._around(pointer)
        self.snapped = None  # nothing is put anywhere yet

    @override
    def release(self, pointer: Pointer) -> None:
        start, self._start = self._start, None
        if start is None or not self.under_way or away(start, pointer) < DRAG_PX:
            return
        self._follow(pointer)
        self.add(self._next)

    @override
    def double_click(self, pointer: Pointer) -> None:
        grip, self.course = self._grip, Course()
        self._clear()
        if grip is not None and grip.side is not None:
            self.commit(
                lambda plan: insert_vertex(plan, grip.place, grip.kind), grip.kind, select=False
            )
        self._look(self._pointer)

    @override
    def leave(self) -> None:
        super().leave()
        self._hover, self._near = None, []

    @override
    def wants(self, stroke: Stroke) -> bool:
        # Beside a corner as well: Delete would take the selected parcels otherwise.
        if stroke.key in _DELETES and not self.under_way:
            return True
        return super().wants(stroke)

    @override
    def take(self, stroke: Stroke) -> None:
        if stroke.key in _DELETES and not self.under_way:
            if self._hover is not None and self._hover.side is None:
                self._delete(self._hover)
            else:
                self.view.say(tr("Point at a corner to take it out."))
        else:
            super().take(stroke)

    # ---- the plan -------------------------------------------------------------------------------

    def _delete(self, grip: Grip) -> None:
        if grip.side is None:
            self.commit(
                lambda plan: delete_vertex(plan, grip.place, grip.kind), grip.kind, select=False
            )
            self._look(self._pointer)

    def made(self, document: Document, target: Place) -> Edit:
        """Return the edit that moves what is gripped to a place."""
        grip = self._grip
        assert grip is not None  # noqa: S101 - a sketch begins with one
        if grip.side is None:
            return move_vertices(document, {grip.place: target}, grip.kind)
        return move_edge(document, *grip.side, _beside(target, *grip.side), grip.kind)

    @override
    def done(self, places: list[Place], closed: bool) -> bool:
        kind = self._grip.kind if self._grip is not None else "parcels"
        went = self.commit(lambda plan: self.made(plan, places[-1]), kind, select=False)
        self._hover, self._near = None, []  # they are not where they were
        self.snapped = None
        return went

    @override
    def preview(self, places: list[Place]) -> Preview | None:
        return attempted(self.view, lambda plan: self.made(plan, places[-1]))

    # ---- drawing --------------------------------------------------------------------------------

    def _around(self, pointer: Pointer) -> list[Place]:
        """Return the vertices of the active kind near the pointer."""
        kind = self.view.bridge.active
        if kind in self.view.bridge.hidden:
            return []
        layer, reach = self._layer(kind), SHOWN_PX / self.view.viewport.px_per_m
        places = layer.meeting(
            (pointer.x - reach, pointer.y - reach, pointer.x + reach, pointer.y + reach)
        )
        if len(places) > MOST_SHOWN:
            return []
        xy = shapely.get_coordinates(layer.shapes(places))
        near = xy[np.hypot(xy[:, 0] - pointer.x, xy[:, 1] - pointer.y) <= reach]
        return [placed((x, y)) for x, y in np.unique(near, axis=0)[:MOST_SHOWN].tolist()]

    @override
    def paint(self, painter: QPainter) -> None:
        viewport = self.view.viewport
        if not self.under_way:
            painter.setPen(QPen(QColor(INK), 1.2))
            painter.setBrush(QColor("#ffffff"))
            for place in self._near:
                spot = QPointF(*viewport.pixel(*place))
                painter.drawRect(QRectF(spot.x() - 2.5, spot.y() - 2.5, 5, 5))
            self._paint_grip(painter)
        super().paint(painter)

    def _paint_grip(self, painter: QPainter) -> None:
        grip, viewport = self._hover, self.view.viewport
        if grip is None:
            return
        spot = QPointF(*viewport.pixel(*grip.place))
        if grip.side is not None:
            ends = [QPointF(*viewport.pixel(*end)) for end in grip.side]
            for colour, width in (("#ffffff", 5.0), (INK, 2.5)):
                painter.setPen(QPen(QColor(colour), width))
                painter.drawLine(*ends)
            return
        painter.setPen(QPen(QColor("#ffffff"), 1.5))
        painter.setBrush(QColor(INK))
        painter.drawRect(QRectF(spot.x() - 5, spot.y() - 5, 10, 10))


def _foot(at: Place, start: tuple[float, float], end: tuple[float, float]) -> Place:
    along = complex(*end) - complex(*start)
    share = ((complex(*at) - complex(*start)) * along.conjugate()).real / abs(along) ** 2
    found = complex(*start) + min(max(share, 0.0), 1.0) * along
    return placed((found.real, found.imag))


def _beside(target: Place, start: Place, end: Place) -> float:
    """Return how far to the left of a side a place lies, as seen from its start. [m]."""
    (x, y), (x0, y0), (x1, y1) = target, start, end
    length = math.hypot(x1 - x0, y1 - y0)
    return ((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / length


_DELETES: Final = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})

TOOL = Tool(
    id="vertices",
    title="Corners and sides",
    tooltip="Drag a corner to move it in every feature that shares it, or a side to move it in"
    " parallel. A double click on a side puts a corner in; Delete over a corner, or a click with"
    " Ctrl, takes it out.",
    icon="vertex",
    key="N",
    order=41,
    cursor=Qt.CursorShape.ArrowCursor,
    gesture=Vertices,
    edits=True,
)
