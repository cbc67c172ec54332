"""Drawing rectangles by three places: two corners of a side, and how far the other side lies."""

from __future__ import annotations

import math
from dataclasses import replace

import shapely
from PySide6.QtCore import Qt
from shapely.geometry.base import BaseGeometry
from typing_extensions import override

from layers.kind import Shape
from layers.kinds import kinds
from resources.translations import tr
from widgets import words
from widgets.map.course import Place, placed
from widgets.map.edit_preview import Preview
from widgets.map.sketch_drawing import length_text
from widgets.map.tool import Pointer, Tool
from widgets.map.tools.draw import Draw


class Rectangle(Draw):
    """Draws a rectangle of the active kind: a side, then how wide it is.

    Parameters
    ----------
    view
        The canvas.
    """

    least = most = 3

    @override
    def obstacle(self, pointer: Pointer) -> str:
        hidden = super().obstacle(pointer)
        # The third place is no corner: the sketch is two sides, not the area between them.
        self.closed, self.least, self.most = False, 3, 3
        if hidden or self.shape is Shape.POLYGON:
            return hidden
        title = words.declared(kinds()[self.kind].title)
        return tr("{name} are not drawn as areas; choose another layer.", name=title)

    @override
    def feature(self, places: list[Place], *, closed: bool) -> BaseGeometry:
        return shapely.Polygon(corners(*places[:3]))

    @override
    def preview(self, places: list[Place]) -> Preview | None:
        found = super().preview(places)
        if found is None or not found.refused:
            return found
        # The sketch shows two sides alone.
        return replace(found, shapes=(self.feature(places, closed=True),))

    @override
    def hint(self) -> str:
        return tr("Click or type the two ends of a side, then how wide the rectangle is.")

    @override
    def told(self) -> list[str]:
        shown = list(dict.fromkeys(self.shown))
        if len(shown) < 3:
            return super().told()
        first, second, third, _ = corners(*shown[:3])
        long, wide = math.dist(first, second), math.dist(second, third)
        area = words.area_with_sign(long * wide, self.view.bridge.area_unit)
        return [f"{length_text(long)} × {length_text(wide)}", tr("Area {area}", area=area)]


def corners(first: Place, second: Place, beside: Place) -> list[Place]:
    """Return the corners of the rectangle with a side from the first place to the second.

    Parameters
    ----------
    first, second
        Ends of a side, corners to the bit. [m]
    beside
        A place on the line of the other side. [m]

    Examples
    --------
    >>> corners((0.0, 0.0), (10.0, 0.0), (7.0, 4.0))
    [(0.0, 0.0), (10.0, 0.0), (10.0, 4.0), (0.0, 4.0)]
    """
    dx, dy = second[0] - first[0], second[1] - first[1]
    square = dx * dx + dy * dy
    if square == 0:
        return [first, second, second, first]
    far = (dx * (beside[1] - second[1]) - dy * (beside[0] - second[0])) / square
    step = (-dy * far, dx * far)
    return [
        first,
        second,
        placed((second[0] + step[0], second[1] + step[1])),
        placed((first[0] + step[0], first[1] + step[1])),
    ]


TOOL = Tool(
    id="rectangle",
    title="Rectangle",
    tooltip="Draw a rectangle of the active layer by three places: the two ends of a side, then"
    " how wide it is. Numbers can be typed: 35.2 or 35.2<90.",
    icon="rectangle",
    key="R",
    order=31,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=Rectangle,
    edits=True,
)
