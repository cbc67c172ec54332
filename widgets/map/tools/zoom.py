"""Enlarging what a box goes around."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from typing_extensions import override

from widgets.map.box import BoxGesture
from widgets.map.tool import Pointer, Tool
from widgets.map.viewport import PixelX, PixelY

CLICK_FACTOR: Final = 2.0
INK: Final = "#0b5fd0"


class Zoom(BoxGesture):
    """A box becomes the view; with Alt or Shift the view becomes as small as the box."""

    @override
    def clicked(self, pointer: Pointer) -> None:
        factor = 1 / CLICK_FACTOR if _outwards(pointer) else CLICK_FACTOR
        viewport = self.view.viewport
        self.view.show_viewport(viewport.zoomed(pointer.across, pointer.down, factor))

    @override
    def boxed(self, start: Pointer, end: Pointer) -> None:
        viewport = self.view.viewport
        wide, high = abs(end.across - start.across), abs(end.down - start.down)
        (west, east), (south, north) = sorted((start.x, end.x)), sorted((start.y, end.y))
        if _outwards(end):
            factor = max(wide / viewport.width, high / viewport.height)
            across = PixelX((start.across + end.across) / 2)
            down = PixelY((start.down + end.down) / 2)
            self.view.show_viewport(viewport.zoomed(across, down, factor))
        else:
            self.view.show_viewport(viewport.fitted((west, south, east, north), margin=0.0))

    @override
    def look(self, start: Pointer, end: Pointer) -> tuple[str, bool]:
        return INK, _outwards(end)


def _outwards(pointer: Pointer) -> bool:
    return pointer.alt or pointer.shift


TOOL = Tool(
    id="zoom",
    title="Zoom",
    tooltip="Drag a box to enlarge what lies in it, or click. With Alt or Shift the map becomes"
    " smaller instead.",
    icon="zoom-box",
    key="Z",
    order=12,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=Zoom,
)
