"""Moving and copying the selection from one place to another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from typing_extensions import override

from layers.document import Document
from layers.edit import Edit
from layers.edits.move import move_all
from resources.translations import tr
from widgets.map.course import Place
from widgets.map.optioned import OptionedSketch
from widgets.map.options import OptionBar
from widgets.map.tool import Pointer, Tool

MOVE, COPY = "move", "copy"


class Move(OptionedSketch):
    """Moves the selected features by two places: from here to there."""

    tool = "move"
    least = 2
    most = 2

    @override
    def fill(self, bar: OptionBar) -> None:
        choices = [(MOVE, tr("the selection")), (COPY, tr("a copy of it"))]
        bar.add_choice("what", tr("Move"), choices, MOVE)

    @override
    def obstacle(self, pointer: Pointer) -> str:
        return "" if self.view.bridge.selection else tr("Select what is to be moved first.")

    @override
    def hint(self) -> str:
        return tr("Click where the place comes to lie, or type how far: @10,5 or 35<90.")

    @override
    def verb(self, places: list[Place], *, closed: bool) -> Callable[[Document], Edit]:
        (x, y), (u, v) = places[0], places[-1]
        selection = self.view.bridge.selection
        copies = self.options.choice("what") == COPY
        return lambda document: move_all(document, selection, u - x, v - y, copies=copies)


TOOL = Tool(
    id="move",
    title="Move",
    tooltip="Move the selection, or a copy of it: click a place on it and where that comes to lie."
    " Parcels take free ground alone.",
    icon="move",
    key="G",
    order=34,
    cursor=Qt.CursorShape.SizeAllCursor,
    gesture=Move,
    edits=True,
)
