"""Cutting a hole into a parcel."""

from __future__ import annotations

import shapely
from PySide6.QtCore import Qt
from typing_extensions import override

from layers.document import Document
from layers.edit import Edit
from layers.edits.ground import draw_hole
from resources.translations import tr
from widgets.map.course import Place
from widgets.map.edit_preview import Preview, attempted
from widgets.map.sketch import SketchGesture
from widgets.map.tool import MapView, Pointer, Tool


class Hole(SketchGesture):
    """Takes the ground within a drawn polygon out of the parcel in which the drawing begins.

    Parameters
    ----------
    view
        The canvas.
    """

    closed = True
    least = 3

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._parcel = -1

    @override
    def obstacle(self, pointer: Pointer) -> str:
        found = self.view.scene.layers["parcels"].under(pointer.x, pointer.y, 0.0)
        if "parcels" in self.view.bridge.hidden or len(found) == 0:
            return tr("Begin within the parcel that is to get a hole.")
        self._parcel = int(found[-1])
        return ""

    def made(self, document: Document, places: list[Place]) -> Edit:
        """Return the edit that cuts the hole."""
        return draw_hole(document, self._parcel, shapely.Polygon(places))

    @override
    def done(self, places: list[Place], closed: bool) -> bool:
        return self.commit(lambda document: self.made(document, places))

    @override
    def preview(self, places: list[Place]) -> Preview | None:
        return attempted(self.view, lambda document: self.made(document, places))


TOOL = Tool(
    id="hole",
    title="Hole",
    tooltip="Draw a polygon within a parcel to take its ground out: it belongs to no parcel then."
    " To make it a parcel of its own, fill it, or split with a closed line.",
    icon="hole",
    key="Shift+H",
    order=44,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=Hole,
    edits=True,
)
