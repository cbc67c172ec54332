"""The thin outline around what a click would take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPainterPath, QPen

from widgets.map import symbols
from widgets.map.paths import path_of
from widgets.map.ragged import Indices
from widgets.map.scene import SceneLayer
from widgets.map.tool import MapView, Pointer
from widgets.map.viewport import Viewport

Target = tuple[str, Indices]

WAIT_MS: Final = 12
"""Places that the pointer runs over within this time are skipped."""
EDGE_PX: Final = 4
MOST_CORNERS: Final = 20_000
"""What has more corners is outlined by the box around it: the outline must follow at once."""
INK: Final = "#0b5fd0"
CASING: Final = "#ffffffd0"


class Hover(QObject):
    """Finds what a click would take, a moment after the pointer has moved.

    Parameters
    ----------
    view
        The canvas.
    target
        Gives what a click at a place would take.
    spoil
        Has a part of the canvas drawn again. [px]
    """

    def __init__(
        self,
        view: MapView,
        target: Callable[[Pointer], Target | None],
        spoil: Callable[[QRect], None],
    ) -> None:
        super().__init__()
        self._view = view
        self._target = target
        self._spoil = spoil
        self._pointer: Pointer | None = None
        self._found: Target | None = None
        self._path: tuple[Viewport, SceneLayer, QPainterPath] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.find)
        self.switched_on = True

    @property
    def found(self) -> Target | None:
        """Kind and ids that are outlined."""
        return self._found

    def seek(self, pointer: Pointer) -> None:
        """Look soon for what lies under the pointer."""
        self._pointer = pointer
        if self.switched_on and not self._timer.isActive():
            self._timer.start()

    def find(self) -> None:
        """Look for it now."""
        if self._pointer is not None and self.switched_on:
            self._show(self._target(self._pointer))

    def clear(self) -> None:
        """Outline nothing: the pointer is gone, draws the map, or another tool has it."""
        self._timer.stop()
        self._pointer = None
        self._show(None)

    def _show(self, found: Target | None) -> None:
        if _same(found, self._found):
            return
        before, self._found = self._box(), found
        self._path = None
        for box in (before, self._box()):
            if box is not None:
                self._spoil(box)

    def _layer(self) -> SceneLayer | None:
        return None if self._found is None else self._view.scene.layers.get(self._found[0])

    def _box(self) -> QRect | None:
        """Return the pixels that the outline may touch."""
        layer = self._layer()
        if layer is None or self._found is None:
            return None
        boxes = layer.boxes_of(self._found[1])
        if boxes.shape[1] == 0:
            return None
        viewport = self._view.viewport
        corners = viewport.pixels(
            np.array([[boxes[0].min(), boxes[3].max()], [boxes[2].max(), boxes[1].min()]])
        )
        limit = np.array([viewport.width, viewport.height]) + EDGE_PX
        (left, top), (right, bottom) = np.clip(corners, -EDGE_PX, limit).tolist()
        box = QRect(int(left), int(top), int(right - left) + 1, int(bottom - top) + 1)
        return box.adjusted(-EDGE_PX, -EDGE_PX, EDGE_PX, EDGE_PX)

    def paint(self, painter: QPainter) -> None:
        """Draw the outline, in pixels of the canvas."""
        layer, viewport = self._layer(), self._view.viewport
        if layer is None or self._found is None:
            return
        if self._path is None or self._path[0] != viewport or self._path[1] is not layer:
            self._path = (viewport, layer, outline(layer, self._found[1], viewport))
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((CASING, 3.5), (INK, 1.5)):
            pen = QPen(symbols.colour(colour), width)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(self._path[2])
        painter.restore()


def _same(one: Target | None, other: Target | None) -> bool:
    if one is None or other is None:
        return one is other
    return one[0] == other[0] and np.array_equal(one[1], other[1])


def outline(layer: SceneLayer, ids: Indices, viewport: Viewport) -> QPainterPath:
    """Return the outline of features in pixels; points are circles around them.

    Parameters
    ----------
    layer
        Their kind as it is drawn.
    ids
        Which ones.
    viewport
        What part of the plan is shown.
    """
    found = QPainterPath()
    for ragged in layer.ragged_of(ids):
        if len(ragged.xy) > MOST_CORNERS:
            west, south = viewport.pixels(ragged.xy).min(axis=0).tolist()
            east, north = viewport.pixels(ragged.xy).max(axis=0).tolist()
            found.addRect(west, south, east - west, north - south)
        elif len(ragged.xy) == len(ragged.rings) - 1:
            for across, down in viewport.pixels(ragged.xy).tolist():
                found.addEllipse(across - 7.0, down - 7.0, 14.0, 14.0)
        else:
            found.addPath(path_of(viewport.pixels(ragged.xy), ragged.rings))
    return found
