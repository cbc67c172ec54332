"""Where everything stands on a sheet, and the scale at which the plan fits. Millimetres."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF

from app.exporters.sheets.blocks import Block, TitleBlock, Type
from app.exporters.sheets.board import SMALLEST_MM, Board
from app.exporters.sheets.declared import paper_size
from app.exporters.sheets.legend import Legend
from layers.errors import ExportError
from widgets.map.viewport import Bounds

BINDING_MM: Final = 25.0
"""Margin at the left, where the sheets are bound."""
NEAT_MM: Final = 0.9
"""Width of the frame's line."""
FREE_MM: Final = 4.0
"""Least room between the plan and the edge of the map."""
FIRST_SCALE: Final = 500
SCALES: Final = tuple(
    scale
    for power in range(2, 9)
    for step in (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
    if (scale := int(step * 10**power)) >= FIRST_SCALE
)
"""Round scales: 1:500, 1:600, 1:800, 1:1000, 1:1250, 1:1500, 1:2000 … as rulers have them.

No step is more than a third from the next, so that a plan fills at least three quarters of the
map in one direction."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes that go with a paper.

    Parameters
    ----------
    margin
        Margin at the three sides that are not bound. [mm]
    panel
        Width of the panel beside the map. [mm]
    type
        Size of type. [mm]
    title
        Height of the title above the map. [mm]
    """

    margin: float
    panel: float
    type: float
    title: float


MEASURES: Final = {
    "A4": Measures(5.0, 74.0, 2.5, 11.0),
    "A3": Measures(5.0, 96.0, 2.7, 14.0),
    "A2": Measures(10.0, 122.0, 3.2, 18.0),
    "A1": Measures(10.0, 158.0, 4.0, 24.0),
    "A0": Measures(10.0, 215.0, 5.2, 32.0),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of a sheet.

    Parameters
    ----------
    paper, frame
        The paper, and the frame inside of its margins.
    title, map
        Above the map, and the map.
    columns
        Where the blocks stand; the last one ends with the title block.
    size
        Size of type. [mm]
    """

    paper: QRectF
    frame: QRectF
    title: QRectF
    map: QRectF
    columns: tuple[QRectF, ...]
    size: float

    @property
    def weight(self) -> float:
        """How much heavier lines and names are than on A3, which is read from nearer. [-]."""
        return max(self.size / MEASURES["A3"].type, 1.0)

    @property
    def gap(self) -> float:
        """Room between blocks. [mm]."""
        return self.size * 1.1


def grid_room(size: float) -> float:
    """Return the room that numbers of the grid have beside the map. [mm]."""
    return max(size * 1.5, 4.0)


def layout(paper: str) -> Layout:
    """Return the places on a paper: a panel at the right, or below on upright paper."""
    wide, high = paper_size(paper)
    sizes = MEASURES[paper[:2].upper()]
    frame = QRectF(
        BINDING_MM,
        sizes.margin,
        wide - BINDING_MM - sizes.margin,
        high - 2 * sizes.margin,
    )
    gap = sizes.type * 1.4
    inside = frame.adjusted(gap, gap, -gap, -gap)
    if wide > high:
        panel = QRectF(inside.right() - sizes.panel, inside.top(), sizes.panel, inside.height())
        left = QRectF(
            inside.left(), inside.top(), panel.left() - gap * 1.6 - inside.left(), inside.height()
        )
        columns = (panel,)
    else:
        strip = inside.height() * 0.42
        below = QRectF(inside.left(), inside.bottom() - strip, inside.width(), strip)
        left = QRectF(
            inside.left(), inside.top(), inside.width(), inside.height() - strip - gap * 1.6
        )
        half = (below.width() - gap * 2) / 2
        columns = (
            QRectF(below.left(), below.top(), half, strip),
            QRectF(below.right() - half, below.top(), half, strip),
        )
    title = QRectF(left.left(), left.top(), left.width(), sizes.title)
    room = grid_room(sizes.type)
    picture = left.adjusted(room, sizes.title, -room * 0.3, -room)
    return Layout(QRectF(0, 0, wide, high), frame, title, picture, columns, sizes.type)


def fitting_scale(bounds: Bounds, width: float, height: float) -> int:
    """Return the largest round scale at which bounds have room. [-].

    Parameters
    ----------
    bounds
        West, south, east, north. [m]
    width, height
        Room on the sheet. [mm]

    Examples
    --------
    2 km need 400 mm at 1:5000.

    >>> fitting_scale((0.0, 0.0, 2000.0, 1000.0), 399.0, 300.0)
    6000
    >>> fitting_scale((0.0, 0.0, 2000.0, 1000.0), 400.0, 300.0)
    5000
    """
    west, south, east, north = bounds
    least = 1000 * max((east - west) / width, (north - south) / height)
    return next((scale for scale in SCALES if scale >= least * (1 - 1e-9)), SCALES[-1])


def scale_of(asked: float | None, bounds: Bounds, room: QRectF) -> float:
    """Return the scale's denominator: the one asked for, or the largest round one. [-].

    Raises
    ------
    ExportError
        Where the plan has no room at the scale that is asked for.
    """
    west, south, east, north = bounds
    if asked is None:
        return fitting_scale(bounds, room.width() - 2 * FREE_MM, room.height() - 2 * FREE_MM)
    if not asked > 0:
        raise ExportError(
            "A scale is a number above 0, as 5000 for 1:5000; found {scale}.", scale=f"{asked:g}"
        )
    wide, high = (east - west) * 1000 / asked, (north - south) * 1000 / asked
    if wide > room.width() or high > room.height():
        fits = fitting_scale(bounds, room.width(), room.height())
        raise ExportError(
            "At 1:{scale} the plan needs {wide} × {high} mm and the map has {width} × {height} mm."
            " Take 1:{fits} or larger paper.",
            scale=f"{asked:g}",
            wide=round(wide),
            high=round(high),
            width=round(room.width()),
            height=round(room.height()),
            fits=fits,
        )
    return asked


def arranged(
    board: Board, places: Layout, blocks: Sequence[Block], last: Block
) -> tuple[list[tuple[Block, QRectF]], Type]:
    """Return where each block stands, and the type in which all of them have room.

    What can be spared, as charts, stands there only where all has room in type that is hardly
    smaller, the legend in two columns at most; then the lines draw together, then the type becomes
    smaller, down to the smallest that can be read; then the legend takes two columns, the title
    block loses its empty cells, and at last the legend cuts names and says how many classes it
    leaves out.

    Parameters
    ----------
    board
        For the widths of texts.
    places
        Where the columns are.
    blocks
        From above to below.
    last
        What ends the last column, at its lower edge.
    """
    small = max(SMALLEST_MM, places.size * 0.85)
    spare = [one for one in blocks if getattr(one, "spare", False)]
    if spare:
        good = (Type(places.size, 1.6), Type(places.size, 1.4), Type(small, 1.4))
        for some, type_ in itertools.product((blocks, _shortened(blocks)), good):
            found = _flowed(board, places, some, last, type_)
            if found is not None:
                return found, type_
        fewer = [one for one in blocks if one is not spare[-1]]
        return arranged(board, places, fewer, last)
    types = (
        Type(places.size, 1.6),
        Type(places.size, 1.4),
        Type(small, 1.4),
        Type(small, 1.25),
        Type(SMALLEST_MM, 1.2),
    )
    shown = _shortened(blocks)
    short = last.shortened() if isinstance(last, TitleBlock) else last
    for some, end in ((blocks, last), (shown, last), (shown, short)):
        for type_ in types:
            found = _flowed(board, places, some, end, type_)
            if found is not None:
                return found, type_
    while any(isinstance(one, Legend) and not one.empty for one in shown):
        found = _flowed(board, places, shown, short, types[-1])
        if found is not None:
            return found, types[-1]
        shown = _shortened(shown)
    raise ExportError(
        "Legend and tables have no room on this paper. Take larger paper, {paper} is too small.",
        paper=f"{places.paper.width():g} × {places.paper.height():g} mm",
    )


def _shortened(blocks: Sequence[Block]) -> list[Block]:
    return [one.shortened() if isinstance(one, Legend) else one for one in blocks]


def _flowed(
    board: Board, places: Layout, blocks: Sequence[Block], last: Block, type_: Type
) -> list[tuple[Block, QRectF]] | None:
    """Return where the blocks stand one below the other, None where they have no room.

    With two columns, the blocks go where the fuller column is least full; their order stays.
    """
    columns = list(places.columns)
    end = last.height(board, columns[-1].width(), type_)
    foot = QRectF(columns[-1].left(), columns[-1].bottom() - end, columns[-1].width(), end)
    columns[-1] = columns[-1].adjusted(0, 0, 0, -end - places.gap)
    heights = [block.height(board, columns[0].width(), type_) + places.gap for block in blocks]
    best: tuple[float, tuple[int, ...]] | None = None
    for choice in itertools.product(range(len(columns)), repeat=len(blocks)):
        used = [
            sum(high for high, one in zip(heights, choice, strict=True) if one == number)
            for number in range(len(columns))
        ]
        over = max(
            high - places.gap - column.height() for high, column in zip(used, columns, strict=True)
        )
        if over <= 1e-6 and (best is None or over < best[0] - 1e-6):
            best = over, choice
    if best is None:
        return None
    tops = [column.top() for column in columns]
    found: list[tuple[Block, QRectF]] = []
    for block, high, number in zip(blocks, heights, best[1], strict=True):
        column = columns[number]
        place = QRectF(column.left(), tops[number], column.width(), high - places.gap)
        found.append((block, place))
        tops[number] += high
    return [*found, (last, foot)]
