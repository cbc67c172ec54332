"""Drawing green corridors: lines with a width and a cover, joined to the green network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import shapely
from PySide6.QtCore import Qt
from typing_extensions import override

from layers.document import Document
from layers.edit import Edit
from layers.edits.green import WIDEST_M, corridor
from layers.kinds import kinds
from resources.translations import tr
from widgets import words
from widgets.map.course import Place
from widgets.map.edit_preview import Preview
from widgets.map.optioned import OptionedSketch
from widgets.map.options import OptionBar
from widgets.map.tool import MapView, Tool


def covers(view: MapView) -> list[tuple[str, str]]:
    """Return the covers that green land can have, with their titles; none is one of them."""
    known = view.bridge.document.known("cover").items()
    return [("", words.MISSING), *((id_, words.of_two(*titles)) for id_, titles in known)]


def choices(kind: str, column: str) -> list[tuple[str, str]]:
    """Return the values that a column is declared with, with their titles; none is one of them."""
    found = kinds()[kind].column(column)
    declared = found.choices.items() if found is not None else ()
    return [("", words.MISSING), *((id_, words.declared(title)) for id_, title in declared)]


class Corridor(OptionedSketch):
    """Draws a green corridor along the places of a sketch."""

    tool = "corridor"

    @override
    def fill(self, bar: OptionBar) -> None:
        bar.add_number("width", tr("Width"), 30.0, WIDEST_M, least=0.5)
        bar.add_choice("cover", tr("Cover"), covers(self.view), "tree_urban")
        bar.add_choice("type", tr("Type"), choices("corridors", "type"), "ecological")

    @override
    def verb(self, places: list[Place], *, closed: bool) -> Callable[[Document], Edit]:
        line = shapely.LineString([*places, places[0]] if closed else places)
        bar = self.options
        width, cover, type_ = bar.number("width"), bar.choice("cover"), bar.choice("type")
        return lambda document: corridor(
            document, line, width, cover=cover or None, type=type_ or None
        )

    @override
    def preview(self, places: list[Place]) -> Preview | None:
        shown = super().preview(places)
        if shown is None or shown.refused:
            return shown
        # The middle alone would not say how wide it is.
        half = self.options.number("width") / 2
        wide = [shapely.buffer(line, half, cap_style="flat") for line in shown.shapes]
        return replace(shown, shapes=(*shown.shapes, *wide))


TOOL = Tool(
    id="corridor",
    title="Green corridor",
    tooltip="Draw the middle of a green corridor. Width, cover and type stand in the bar on the"
    " map; ends near other green are joined to it.",
    icon="corridor",
    key="K",
    order=60,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=Corridor,
    edits=True,
)
