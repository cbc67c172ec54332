"""Telling all about what lies under the pointer."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen
from typing_extensions import override

from resources.translations import tr
from widgets.map import symbols, targets
from widgets.map.hover import CASING, outline
from widgets.map.ragged import Indices
from widgets.map.tool import Gesture, MapView, Pointer, Tool

INK = "#e65100"
"""Of the outline around what is told about, as that of what was looked for."""


class Identify(Gesture):
    """A click tells about the features of all layers at that place; it selects nothing.

    Parameters
    ----------
    view
        The canvas.
    """

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._pressed = False
        view.bridge.told_changed.connect(view.refresh_overlay)

    @override
    def press(self, pointer: Pointer) -> None:
        self._pressed = pointer.button is Qt.MouseButton.LeftButton

    @override
    def release(self, pointer: Pointer) -> None:
        if not self._pressed or pointer.button is not Qt.MouseButton.LeftButton:
            return
        self._pressed = False
        found = targets.all_under(self.view, pointer)
        self.view.say("" if found else tr("There is no feature at this place."))
        self.view.bridge.identify(found)

    @override
    def target(self, pointer: Pointer) -> tuple[str, Indices] | None:
        return targets.taken(self.view, pointer)

    @override
    def paint(self, painter: QPainter) -> None:
        """Outline the feature that is told about, for as long as it is."""
        told = self.view.bridge.told
        if told is None or told[0] in self.view.bridge.hidden:
            return
        layer = self.view.scene.layers.get(told[0])
        if layer is None:
            return
        path = outline(layer, np.array([told[1]], np.int64), self.view.viewport)
        painter.save()
        for colour, width in ((CASING, 5.0), (INK, 2.5)):
            pen = QPen(symbols.colour(colour), width)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
        painter.restore()

    @override
    def cancel(self) -> bool:
        held, self._pressed = self._pressed, False
        self.view.say("")
        return held


TOOL = Tool(
    id="identify",
    title="Identify",
    tooltip="Click a place to see all that is known of the features there, on all layers.",
    icon="identify",
    key="I",
    order=5,
    cursor=Qt.CursorShape.WhatsThisCursor,
    gesture=Identify,
)
