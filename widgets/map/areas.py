"""Areas filled without Qt: which class lies under the middle of each pixel.

A coverage of many small areas is a picture of classes. Each border is crossed by the middle lines
of some rows of pixels; from a crossing on, another area begins. Adding up the crossings of a row
from left to right says for each pixel where it is. No paths are built, neighbours leave no seam,
and other threads run meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from widgets.map.ragged import Floats, Indices, Ragged, spans

ONE: Final = 1 << 20
"""What one area adds to a pixel besides its number; classes have numbers below."""
MOST_CROSSINGS: Final = 12_000_000
CELL_PX: Final = 2
"""Edge of the squares that have the mean colour of all tiny areas in them."""
NEIGHBOURS: Final = 4
"""Squares without an area of their own that have so many neighbours lie within the coverage."""

Pixels = NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class Crossings:
    """Where borders cross the middle lines of rows of pixels.

    Parameters
    ----------
    places
        Row times (width + 1) plus the first column right of the crossing.
    changes
        What begins there less what ends.
    """

    places: Indices
    changes: NDArray[np.int32]


def crossings(
    ragged: Ragged, begins: NDArray[np.bool_], numbers: NDArray[np.int32], size: tuple[int, int]
) -> Crossings | None:
    """Return where the borders of some areas cross rows of pixels, None where that is too often.

    Parameters
    ----------
    ragged
        The areas. [px]
    begins
        At which places a straight piece to the next one begins.
    numbers
        (f,), which class each area has.
    size
        Width and height of the picture. [px]
    """
    width, height = size
    y = ragged.xy[:, 1]
    # The first row whose middle is not above the place.
    row = np.ceil(np.clip(y, -1.0, height + 1.0) - 0.5).astype(np.int32)
    np.clip(row, 0, height, out=row)
    begin = np.flatnonzero((row[:-1] != row[1:]) & begins[:-1])
    first, last = row[begin], row[begin + 1]
    down = last > first
    counts = np.abs(last - first).astype(np.int64)
    if int(counts.sum()) > MOST_CROSSINGS:
        return None
    # From the upper end on, so that both neighbours find the same place to the bit.
    upper, lower = np.where(down, begin, begin + 1), np.where(down, begin + 1, begin)
    x0, y0 = ragged.xy[upper, 0], y[upper]
    slope = (ragged.xy[lower, 0] - x0) / (y[lower] - y0)
    rows = spans(np.minimum(first, last).astype(np.int64), counts)
    # The middle of a row of pixels is half a pixel below its edge, that of a column beside it.
    across = np.repeat(x0 - y0 * slope + 0.5 * slope - 0.5, counts) + rows * np.repeat(
        slope, counts
    )
    columns = np.ceil(np.clip(across, 0.0, width)).astype(np.int64)
    vertices = ragged.vertices
    owner = np.repeat(numbers + (ONE + 1), np.diff(vertices))[begin]
    changes = np.where(down, owner, -owner).astype(np.int32)
    return Crossings(rows * (width + 1) + columns, np.repeat(changes, counts))


def classes(found: list[Crossings], size: tuple[int, int]) -> NDArray[np.int32] | None:
    """Return one more than the class of each pixel, 0 for none; None where areas overlap."""
    width, height = size
    places = np.concatenate([one.places for one in found])
    changes = np.concatenate([one.changes for one in found])
    sums = np.zeros(height * (width + 1), np.int32)
    np.add.at(sums, places, changes)
    np.cumsum(sums, out=sums)
    if len(sums) and (sums.max() >= 2 * ONE or sums.min() < 0):
        return None
    sums &= ONE - 1
    return sums.reshape(height, width + 1)[:, :width]


def dots(centres: Floats, colours: Pixels, size: tuple[int, int], phase: tuple[int, int]) -> Pixels:
    """Return a picture of areas too small to be seen: the mean colour of those in small squares.

    Parameters
    ----------
    centres
        (n, 2), middles of the areas, those some pixels beyond the edge included. [px]
    colours
        (n,), opaque colours as ``0xffrrggbb``.
    size
        Width and height of the picture. [px]
    phase
        How many pixels of a square lie before the picture's left and upper edge, so that pictures
        side by side fit. [px]
    """
    width, height = size
    margin = 2
    across = (width + CELL_PX - 1) // CELL_PX + 1 + 2 * margin
    down = (height + CELL_PX - 1) // CELL_PX + 1 + 2 * margin
    column = np.floor((centres[:, 0] + phase[0]) / CELL_PX).astype(np.int64) + margin
    row = np.floor((centres[:, 1] + phase[1]) / CELL_PX).astype(np.int64) + margin
    inside = np.flatnonzero((column >= 0) & (column < across) & (row >= 0) & (row < down))
    cell, colours = (row * across + column)[inside], colours[inside]
    planes = np.empty((4, down, across))
    planes[3] = np.bincount(cell, minlength=down * across).reshape(down, across)
    for place, shift in enumerate((16, 8, 0)):
        channel = (colours >> np.uint32(shift) & np.uint32(255)).astype(np.float64)
        planes[place] = np.bincount(cell, channel, minlength=down * across).reshape(down, across)
    _close_gaps(planes)
    # What lies in no square stays clear.
    count = np.maximum(planes[3], 1.0)
    mean = [np.rint(planes[place] / count).astype(np.uint32) for place in range(3)]
    picture = mean[0] << np.uint32(16) | mean[1] << np.uint32(8) | mean[2]
    picture |= np.where(planes[3] > 0, np.uint32(0xFF000000), np.uint32(0))
    large = picture[margin:-margin, margin:-margin].repeat(CELL_PX, 0).repeat(CELL_PX, 1)
    return large[phase[1] : phase[1] + height, phase[0] : phase[0] + width]


def _close_gaps(planes: NDArray[np.float64]) -> None:
    """Give squares inside a coverage that happen to hold no middle what lies around them."""
    there = (planes[3] > 0).astype(np.uint8)
    rows = np.zeros_like(there)
    rows[:, 1:-1] = there[:, :-2] + there[:, 1:-1] + there[:, 2:]
    beside = np.zeros_like(there)
    beside[1:-1, 1:-1] = rows[:-2, 1:-1] + rows[1:-1, 1:-1] + rows[2:, 1:-1]
    at, across = np.nonzero((there == 0) & (beside >= NEIGHBOURS))
    lent = sum(planes[:, at + down, across + aside] for down in (-1, 0, 1) for aside in (-1, 0, 1))
    planes[:, at, across] = lent
