"""Drawing green land."""

from __future__ import annotations

from collections.abc import Callable

import shapely
from PySide6.QtCore import Qt
from typing_extensions import override

from layers.document import Document
from layers.edit import Edit
from layers.edits.draw import draw
from resources.translations import tr
from widgets.map.course import Place
from widgets.map.optioned import OptionedSketch
from widgets.map.options import OptionBar
from widgets.map.tool import Tool
from widgets.map.tools.corridor import choices, covers


class Green(OptionedSketch):
    """Draws green land within the places of a sketch."""

    tool = "green"
    least = 3
    closed = True

    @override
    def fill(self, bar: OptionBar) -> None:
        bar.add_choice("cover", tr("Cover"), covers(self.view), "tree_urban")
        bar.add_choice("role", tr("Role"), choices("greens", "role"), "park")

    @override
    def verb(self, places: list[Place], *, closed: bool) -> Callable[[Document], Edit]:
        area = shapely.Polygon(places)
        bar = self.options
        values = {"cover": bar.choice("cover") or None, "role": bar.choice("role") or None}
        return lambda document: draw(document, "greens", area, values)


TOOL = Tool(
    id="green",
    title="Green land",
    tooltip="Draw green land: click its corners. Cover and role stand in the bar on the map.",
    icon="green",
    key="S",
    order=61,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=Green,
    edits=True,
)
