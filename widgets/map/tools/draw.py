"""Drawing new features of the active layer."""

from __future__ import annotations

from typing import Final

import shapely
from PySide6.QtCore import Qt
from shapely.geometry.base import BaseGeometry
from typing_extensions import override

from layers.document import Document
from layers.edit import Edit
from layers.edits.draw import checked_shape, draw
from layers.edits.ground import draw_parcel
from layers.errors import PlanError
from layers.kind import Shape
from layers.kinds import kinds
from resources.translations import tr
from widgets import words
from widgets.map.course import Place
from widgets.map.edit_preview import Preview, attempted
from widgets.map.sketch import SketchGesture
from widgets.map.tool import MapView, Pointer, Tool

LEAST: Final = {Shape.POLYGON: 3, Shape.LINE: 2, Shape.POINT: 1}
"""Fewest places of a feature."""


class Draw(SketchGesture):
    """Draws a feature of the active kind: an area, a line or a point, as its kind has it.

    Parameters
    ----------
    view
        The canvas.
    """

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self.kind = view.bridge.active
        """The kind that was active when the sketch began."""

    @property
    def shape(self) -> Shape:
        """What the kind's features are."""
        return kinds()[self.kind].shape

    @override
    def obstacle(self, pointer: Pointer) -> str:
        self.kind = active = self.view.bridge.active
        self.closed = self.shape is Shape.POLYGON
        self.least = LEAST[self.shape]
        self.most = 1 if self.shape is Shape.POINT else 0
        if active in self.view.bridge.hidden:
            title = words.declared(kinds()[active].title)
            return tr("Show the layer {name} to draw on it.", name=title)
        return ""

    def feature(self, places: list[Place], *, closed: bool) -> BaseGeometry:
        """Return the shape that places make."""
        if self.shape is Shape.POINT:
            return shapely.Point(places[0])
        if self.shape is Shape.LINE:
            return shapely.LineString([*places, places[0]] if closed else places)
        return shapely.Polygon(places)

    def made(self, document: Document, shape: BaseGeometry) -> Edit:
        """Return the edit that adds a feature: of parcels what others leave free."""
        if self.kind == "parcels":
            return draw_parcel(document, shape)
        return draw(document, self.kind, shape)

    @override
    def done(self, places: list[Place], closed: bool) -> bool:
        shape = self.feature(places, closed=closed)
        return self.commit(lambda document: self.made(document, shape), self.kind)

    @override
    def preview(self, places: list[Place]) -> Preview | None:
        shape = self.feature(places, closed=False)
        if self.kind == "parcels":
            return attempted(self.view, lambda document: draw_parcel(document, shape))
        try:
            checked_shape(self.view.bridge.document, kinds()[self.kind], shape)
        except PlanError as error:
            return Preview.refusing(error)
        return Preview.shaped([shape], self.view.bridge.area_unit)


TOOL = Tool(
    id="draw",
    title="Draw",
    tooltip="Click places to draw a feature of the active layer: an area, a line or a point. A"
    " double click, a right click or Enter ends, a click on the first place closes. Numbers can be"
    " typed: 35.2, 35.2<90, @10,5 or E,N. Backspace takes the last place back.",
    icon="draw",
    key="D",
    order=30,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=Draw,
    edits=True,
)
