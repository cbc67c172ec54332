"""Splitting parcels by a drawn line."""

from __future__ import annotations

import numpy as np
import shapely
from PySide6.QtCore import Qt
from shapely.geometry.base import BaseGeometry
from typing_extensions import override

from layers.document import Document
from layers.edit import Edit
from layers.edits.split import split
from layers.errors import InvalidEditError
from widgets.map.course import Place
from widgets.map.edit_preview import Preview, as_shown, attempted
from widgets.map.sketch import SketchGesture
from widgets.map.tool import MapView, Tool


class Split(SketchGesture):
    """Cuts the selected parcels along a line, or all that it crosses where none is selected.

    Parameters
    ----------
    view
        The canvas.
    """

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._parts: frozenset[int] = frozenset()

    def line(self, places: list[Place], *, closed: bool = False) -> BaseGeometry:
        """Return the line that places make."""
        return shapely.LineString([*places, places[0]] if closed else places)

    def made(self, document: Document, line: BaseGeometry) -> Edit:
        """Return the edit that splits; an edit that cuts nothing is refused."""
        ids = self.view.bridge.selection.get("parcels")
        try:
            edit = split(document, line, ids, every=False)
        except InvalidEditError:
            # Nobody chose the parts of the last split: the next line may lie elsewhere.
            if ids is None or self._parts != frozenset(ids.tolist()):
                raise
            edit = split(document, line, None, every=False)
        if not edit:
            raise InvalidEditError(
                "The line crosses no parcel entirely. Draw it from border to border."
            )
        return edit

    @override
    def done(self, places: list[Place], closed: bool) -> bool:
        if not closed:
            places = as_shown(
                self.view, places, self.shown, lambda plan, way: self.made(plan, self.line(way))
            )
        line = self.line(places, closed=closed)
        went = self.commit(lambda document: self.made(document, line))
        if went:
            ids = self.view.bridge.selection.get("parcels", np.empty(0, np.int64))
            self._parts = frozenset(ids.tolist())
        return went

    @override
    def preview(self, places: list[Place]) -> Preview | None:
        line = self.line(places)
        return attempted(self.view, lambda document: self.made(document, line))


TOOL = Tool(
    id="split",
    title="Split",
    tooltip="Draw a line across parcels to split them: the selected ones, or all that it crosses."
    " A closed line cuts an island out. Neighbours get the new corners.",
    icon="split",
    key="C",
    order=40,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=Split,
    edits=True,
)
