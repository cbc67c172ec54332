"""Choosing features by a click or a box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from typing_extensions import override

from widgets.map import targets
from widgets.map.ragged import Indices
from widgets.map.tool import Gesture, MapView, Pointer, Tool

CLICK_PX: Final = 4
"""What moves less than this between press and release is a click."""


class Select(Gesture):
    """Selects on the active kind: a click takes one feature, a box takes many.

    Parameters
    ----------
    view
        The canvas.
    """

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._start: Pointer | None = None
        self._end: Pointer | None = None

    @override
    def press(self, pointer: Pointer) -> None:
        if pointer.button is Qt.MouseButton.LeftButton:
            self._start, self._end = pointer, None

    @override
    def move(self, pointer: Pointer) -> None:
        start = self._start
        if start is None:
            return
        away = max(abs(pointer.across - start.across), abs(pointer.down - start.down))
        if self._end is not None or away >= CLICK_PX:
            self._end = pointer
            self.view.refresh_overlay()

    @override
    def release(self, pointer: Pointer) -> None:
        if pointer.button is not Qt.MouseButton.LeftButton or self._start is None:
            return
        start, boxed = self._start, self._end is not None
        self._start = self._end = None
        found = self._boxed(start, pointer) if boxed else self._clicked(pointer)
        self.view.bridge.select(
            combined(
                self.view.bridge.selection, found, shift=pointer.shift, control=pointer.control
            )
        )
        self.view.refresh_overlay()

    @override
    def cancel(self) -> bool:
        held = self._start is not None
        self._start = self._end = None
        self.view.refresh_overlay()
        return held

    @override
    def target(self, pointer: Pointer) -> tuple[str, Indices] | None:
        return targets.taken(self.view, pointer)

    def _clicked(self, pointer: Pointer) -> Mapping[str, Indices]:
        found = targets.taken(self.view, pointer)
        return {} if found is None else {found[0]: found[1]}

    def _boxed(self, start: Pointer, end: Pointer) -> Mapping[str, Indices]:
        active = self.view.bridge.active
        if active not in targets.seen(self.view):
            return {}
        layer = self.view.scene.layers[active]
        (west, east), (south, north) = sorted((start.x, end.x)), sorted((start.y, end.y))
        box = (west, south, east, north)
        return {active: layer.inside(box) if end.across >= start.across else layer.touching(box)}

    @override
    def paint(self, painter: QPainter) -> None:
        if self._start is None or self._end is None:
            return
        inside = self._end.across >= self._start.across
        line = QColor("#0a6cff" if inside else "#2c8a3d")
        tint = QColor(line)
        tint.setAlpha(32)
        pen = QPen(line, 1.0, Qt.PenStyle.SolidLine if inside else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(tint)
        # Half a pixel more, so that the line of one pixel is not spread over two.
        corners = (
            QPointF(round(pointer.across) + 0.5, round(pointer.down) + 0.5)
            for pointer in (self._start, self._end)
        )
        painter.drawRect(QRectF(*corners).normalized())


def combined(
    old: Mapping[str, Indices], found: Mapping[str, Indices], *, shift: bool, control: bool
) -> Mapping[str, Indices]:
    """Return the selection after a click: Shift adds, Ctrl takes out what was in, else it is new.

    Examples
    --------
    >>> old, hit = {"parcels": np.array([1, 2])}, {"parcels": np.array([2, 3])}
    >>> combined(old, hit, shift=True, control=False)["parcels"].tolist()
    [1, 2, 3]
    >>> combined(old, hit, shift=False, control=True)["parcels"].tolist()
    [1, 3]
    """
    if not shift and not control:
        return found
    join = np.union1d if shift else np.setxor1d
    empty = np.empty(0, np.int64)
    return {
        kind: join(old.get(kind, empty), found.get(kind, empty))
        for kind in dict.fromkeys((*old, *found))
    }


TOOL = Tool(
    id="select",
    title="Select",
    tooltip="Click a feature, or drag a box: to the right takes what lies inside, to the left"
    " all that it touches. Shift adds, Ctrl adds or takes out.",
    icon="select",
    key="V",
    order=0,
    cursor=Qt.CursorShape.ArrowCursor,
    gesture=Select,
)
