"""Areas filled without Qt: which class lies under the middle of each pixel.

A coverage of many small areas is a picture of classes. Each border is crossed by the middle lines
of some rows of pixels; from a crossing on, another area begins. Adding up the crossings of a row
from left to right says for each pixel where it is. No paths are built, neighbours leave no seam,
and other threads run meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from widgets.map.ragged import Floats, Indices, Ragged

ONE: Final = 1 << 20
"""What one area adds to a pixel besides its number; classes have numbers below."""
BITE: Final = 4_000_000
"""Crossings that are worked out at once."""
TIE_PX: Final = 1e-6
"""A border that passes a pixel's middle so closely passes through it, whichever way it was rounded:
where several meet, and in another piece of the picture."""
CELL_PX: Final = 2
"""Edge of the squares that have the mean colour of all tiny areas in them."""
NEIGHBOURS: Final = 4
"""Squares without an area of their own that have so many neighbours lie within the coverage."""

MARGIN: Final = 3
"""Squares beyond the picture's edge that are counted, for the gaps at the edge."""

Pixels = NDArray[np.uint32]
Pairs = NDArray[np.complex128]


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
) -> Iterator[Crossings]:
    """Yield where the borders of some areas cross rows of pixels, so many at once as is good.

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
    # How many rows have their middle not above a place: its own row, counted from below.
    below = (height + 0.5) - ragged.xy[:, 1]
    np.clip(below, 0.0, height + 0.5, out=below)
    left = below.astype(np.int32)
    begin = np.flatnonzero((left[:-1] != left[1:]) & begins[:-1])
    if len(begin) == 0:
        return
    one, other = left[begin], left[begin + 1]
    down = one > other
    counts = np.abs(one - other).astype(np.int64)
    top = height - np.maximum(one, other).astype(np.int64)
    # A place is moved as one number. From the upper end on, so that both neighbours find the
    # same crossing to the bit.
    places = np.ascontiguousarray(ragged.xy).reshape(-1).view(np.complex128)
    first, second = places[begin], places[begin + 1]
    upper: Pairs = np.where(down, first, second)
    lower: Pairs = np.where(down, second, first)
    slope = (lower.real - upper.real) / (lower.imag - upper.imag)
    # The middle of a row of pixels is half a pixel below its edge, that of a column beside it.
    start = upper.real + (top + 0.5 - upper.imag) * slope - (0.5 + TIE_PX)
    owner = np.repeat(numbers + (ONE + 1), np.diff(ragged.vertices))[begin]
    change = np.where(down, owner, -owner).astype(np.int32)
    ends = np.cumsum(counts)
    befores, fall, space, last = ends - counts, -slope, width - start, top * (width + 1) + width
    for some in _bites(ends):
        # One after another for each row that a border crosses.
        before = int(befores[some.start])
        border = _owners(ends[some] - before)
        border += some.start
        row = np.arange(len(border))
        row -= (befores - before)[border]
        free = fall[border]
        free *= row
        free += space[border]
        np.clip(free, 0.0, width, out=free)
        row *= width + 1
        row += last[border]
        row -= free.astype(np.int64)
        yield Crossings(row, change[border])


def _bites(ends: Indices) -> Iterator[slice]:
    """Yield runs of borders that have about as many crossings as are worked out at once."""
    first = 0
    while first < len(ends):
        done = int(ends[first - 1]) if first else 0
        last = max(int(np.searchsorted(ends, done + BITE, side="right")), first + 1)
        yield slice(first, last)
        first = last


def _owners(ends: Indices) -> Indices:
    """Return ``0, 0, 1, 2, 2, …`` for runs with these ends, none of which is empty."""
    owners = np.zeros(int(ends[-1]), np.int64)
    owners[ends[:-1]] = 1
    return np.cumsum(owners, out=owners)


def classes(found: Iterable[Crossings], size: tuple[int, int]) -> NDArray[np.int32] | None:
    """Return one more than the class of each pixel, 0 for none; None where areas overlap."""
    width, height = size
    sums = np.zeros(height * (width + 1), np.int32)
    for one in found:
        np.add.at(sums, one.places, one.changes)
    np.cumsum(sums, out=sums)
    # Seen as unsigned, what is less than nothing is very much.
    if int(sums.view(np.uint32).max(initial=0)) >= 2 * ONE:
        return None
    # Where a ring that crosses itself takes away what another area adds, less than one is left.
    if np.count_nonzero(sums) != np.count_nonzero(sums > ONE):
        return None
    sums &= ONE - 1
    return sums.reshape(height, width + 1)[:, :width]


def covered(found: Iterable[Crossings], size: tuple[int, int]) -> tuple[int, NDArray[np.uint8]]:
    """Return where areas of one class are: 1 on them, however many lie there, and 0 elsewhere.

    The same pixels as `classes` finds where none overlap. They are those of some rows, and the
    number of the first of these comes with them.
    """
    width, _ = size
    there = list(found)
    if not there:
        return 0, np.zeros((0, width), np.uint8)
    first = min(int(one.places.min()) for one in there) // (width + 1)
    last = max(int(one.places.max()) for one in there) // (width + 1)
    sums = np.zeros((last + 1 - first) * (width + 1), np.int32)
    for one in there:
        np.add.at(sums, one.places - first * (width + 1), one.changes)
    np.cumsum(sums, out=sums)
    flags = np.not_equal(sums, 0).view(np.uint8)
    return first, flags.reshape(-1, width + 1)[:, :width]


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
    across = (width + CELL_PX - 1) // CELL_PX + 1 + 2 * MARGIN
    down = (height + CELL_PX - 1) // CELL_PX + 1 + 2 * MARGIN
    # What lies beyond the margin is counted in the outermost squares, which are not looked at.
    column = _squares(centres[:, 0], phase[0], across)
    row = _squares(centres[:, 1], phase[1], down)
    row *= across
    row += column
    sums = np.zeros((4, down * across), np.float32)
    for place, shift in enumerate((16, 8, 0)):
        channel = (colours >> np.uint32(shift) & np.uint32(255)).astype(np.float32)
        np.add.at(sums[place], row, channel)
    np.add.at(sums[3], row, np.float32(1))
    _close_gaps(sums, across)
    picture = _means(sums).reshape(down, across)[MARGIN:-MARGIN, MARGIN:-MARGIN]
    # Two pixels as one number, then each row twice.
    wide = picture.astype(np.uint64)
    wide |= wide << np.uint64(32)
    large = wide.repeat(CELL_PX, 0).view(np.uint32)
    return large[phase[1] : phase[1] + height, phase[0] : phase[0] + width]


def _squares(along: Floats, phase: int, count: int) -> Indices:
    """Return in which of so many squares places are, the first and the last for those beyond."""
    square = along + float(phase + CELL_PX * MARGIN)
    square *= 1 / CELL_PX
    np.clip(square, 0.0, count - 1, out=square)
    return square.astype(np.int64)


def _means(sums: NDArray[np.float32]) -> Pixels:
    """Return the mean colour of each square; what has nothing in it stays clear."""
    found = np.where(sums[3] > 0, np.uint32(0xFF), np.uint32(0))
    share = np.float32(1) / np.maximum(sums[3], np.float32(1))
    for channel in sums[:3]:
        mean = channel * share
        mean += np.float32(0.5)
        found <<= np.uint32(8)
        found |= mean.astype(np.int32).view(np.uint32)
    return found


def _close_gaps(sums: NDArray[np.float32], across: int) -> None:
    """Give squares inside a coverage that happen to hold no middle what lies around them."""
    there = (sums[3] > 0).view(np.uint8).reshape(-1, across)
    beside = np.zeros_like(there)
    rows = there[:, :-2] + there[:, 1:-1] + there[:, 2:]
    beside[1:-1, 1:-1] = rows[:-2] + rows[1:-1] + rows[2:]
    beside[there != 0] = 0
    gaps = np.flatnonzero(beside >= NEIGHBOURS)
    steps = [down * across + aside for down in (-1, 0, 1) for aside in (-1, 0, 1)]
    sums[:, gaps] = sum(sums.take(gaps + step, axis=1) for step in steps)
