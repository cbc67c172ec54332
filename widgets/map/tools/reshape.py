"""Reshaping the border of a parcel by a drawn line."""

from __future__ import annotations

import shapely
from PySide6.QtCore import Qt
from typing_extensions import override

from layers.document import Document
from layers.edit import Edit
from layers.edits.reshape import reshape
from widgets.map.course import Place
from widgets.map.edit_preview import Preview, as_shown, attempted
from widgets.map.sketch import SketchGesture
from widgets.map.tool import Tool


class Reshape(SketchGesture):
    """Makes a line the border of the selected parcel, or of the one in which it begins."""

    def made(self, document: Document, places: list[Place]) -> Edit:
        """Return the edit that reshapes."""
        ids = self.view.bridge.selection.get("parcels", ())
        chosen = int(ids[0]) if len(ids) == 1 else None
        return reshape(document, shapely.LineString(places), chosen)

    @override
    def done(self, places: list[Place], closed: bool) -> bool:
        line = [*places, places[0]]
        if not closed:
            line = as_shown(self.view, places, self.shown, self.made)
        return self.commit(lambda document: self.made(document, line), select=False)

    @override
    def preview(self, places: list[Place]) -> Preview | None:
        return attempted(self.view, lambda document: self.made(document, places))


TOOL = Tool(
    id="reshape",
    title="Reshape",
    tooltip="Draw a new border: begin in the parcel that is to change, leave it and come back. What"
    " lies between goes to it; what is cut off goes to the neighbour.",
    icon="reshape",
    key="E",
    order=42,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=Reshape,
    edits=True,
)
