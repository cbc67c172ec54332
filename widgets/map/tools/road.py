"""Drawing roads: a centre line with a width becomes road land."""

from __future__ import annotations

from collections.abc import Callable

import shapely
from PySide6.QtCore import Qt
from typing_extensions import override

from layers.document import Document
from layers.edit import Edit
from layers.edits.road import LARGEST_FILLET_M, WIDEST_M, road
from resources.translations import tr
from widgets.map.course import Place
from widgets.map.optioned import OptionedSketch
from widgets.map.options import OptionBar
from widgets.map.tool import Tool


class Road(OptionedSketch):
    """Carves a road out of the parcels along the places of a sketch."""

    tool = "road"

    @override
    def fill(self, bar: OptionBar) -> None:
        bar.add_number("width", tr("Width"), 24.0, WIDEST_M, least=0.5)
        bar.add_number("fillet", tr("Corner radius"), 12.0, LARGEST_FILLET_M)

    @override
    def verb(self, places: list[Place], *, closed: bool) -> Callable[[Document], Edit]:
        line = shapely.LineString([*places, places[0]] if closed else places)
        width, fillet = self.options.number("width"), self.options.number("fillet")
        return lambda document: road(document, line, width, fillet=fillet)


TOOL = Tool(
    id="road",
    title="Road",
    tooltip="Draw the centre line of a road: its land is carved out of the parcels. Width and"
    " corner radius stand in the bar on the map.",
    icon="road",
    key="W",
    order=50,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=Road,
    edits=True,
)
