"""Rotating the selection about a place."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import Qt
from typing_extensions import override

from layers.document import Document
from layers.edit import Edit
from layers.edits.move import rotate_all
from resources.translations import tr
from widgets import words
from widgets.map.course import Place
from widgets.map.edit_preview import Preview, attempted
from widgets.map.sketch import SketchGesture
from widgets.map.tool import Pointer, Tool


class Rotate(SketchGesture):
    """Rotates the selected features by three places: the centre, a direction, and another."""

    least = 3
    most = 3

    @override
    def obstacle(self, pointer: Pointer) -> str:
        return "" if self.view.bridge.selection else tr("Select what is to be rotated first.")

    @override
    def hint(self) -> str:
        return tr("Click a place on what is rotated, then where it comes to lie.")

    def angle(self, places: list[Place]) -> float:
        """Return by how much three places turn, counter-clockwise. [°]."""
        (x, y), (u, v), (a, b) = places[0], places[1], places[-1]
        turn = math.degrees(math.atan2(b - y, a - x) - math.atan2(v - y, u - x))
        return (turn + 180.0) % 360.0 - 180.0

    def verb(self, places: list[Place]) -> Callable[[Document], Edit]:
        """Return what makes the edit."""
        angle, selection = self.angle(places), self.view.bridge.selection
        return lambda document: rotate_all(document, selection, angle, places[0])

    @override
    def done(self, places: list[Place], closed: bool) -> bool:
        return self.commit(self.verb(places), select=False)

    @override
    def preview(self, places: list[Place]) -> Preview | None:
        return attempted(self.view, self.verb(places))

    @override
    def told(self) -> list[str]:
        shown = list(dict.fromkeys(self.shown))
        if len(shown) < 3:
            return super().told()
        return [f"{words.number(self.angle(shown), 2)}°"]


TOOL = Tool(
    id="rotate",
    title="Rotate",
    tooltip="Rotate the selection: click the centre, a place on it, and where that comes to lie."
    " Shift turns in steps.",
    icon="rotate",
    key="Q",
    order=35,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=Rotate,
    edits=True,
)
