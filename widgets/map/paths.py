"""Qt's paths and lines straight from arrays, without a loop over places.

The arrays are in pixels; whoever draws keeps them alive until the drawing is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QLineF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath

from widgets.map import native
from widgets.map.ragged import Floats, Indices, spans, taken_together

_ELEMENT: Final = np.dtype([("line", "<i4"), ("x", "<f8"), ("y", "<f8")])
_WINDING_FILL: Final = 1
BITE: Final = 8_000
"""Lines drawn in one call of Qt."""
HAIR_PX: Final = 1.0
"""Up to this width Qt draws each line by itself, and fast."""
SHORTEST_PX: Final = 1 / 128
"""Shorter dashes come of rounding; Qt would draw a dot."""
BLOCK: Final = 4_096
"""Features whose paths are prepared at once."""
MOST_DASHES: Final = 400_000
"""Dashes in one picture beyond which lines are drawn solid: nobody could tell them apart."""


def path_of(xy: Floats, rings: Indices) -> QPainterPath:
    """Return rings or lines as one path that is filled by winding.

    Parameters
    ----------
    xy
        (n, 2), places. [px]
    rings
        (r + 1,), where each ring begins; the last one is n.
    """
    path = QPainterPath()
    if len(xy) == 0:
        return path
    # What QDataStream reads: count, elements, start of the last ring, fill rule.
    data = np.zeros(len(xy) * _ELEMENT.itemsize + 12, np.uint8)
    data[:4].view("<i4")[0] = len(xy)
    elements = data[4:-8].view(_ELEMENT)
    elements["line"] = 1
    elements["line"][rings[:-1][np.diff(rings) > 0]] = 0
    elements["x"], elements["y"] = xy[:, 0], xy[:, 1]
    data[-8:].view("<i4")[:] = int(rings[-2]), _WINDING_FILL
    buffer = QByteArray(data.tobytes())
    stream = QDataStream(buffer, QIODevice.OpenModeFlag.ReadOnly)
    stream.setByteOrder(QDataStream.ByteOrder.LittleEndian)
    stream >> path  # pyright: ignore[reportUnusedExpression]
    return path


def paths_of(xy: Floats, rings: Indices, features: Indices) -> Iterator[QPainterPath]:
    """Yield rings or lines as one path for each feature, an empty one for those without any.

    Parameters
    ----------
    xy
        (n, 2), places. [px]
    rings
        (r + 1,), where each ring begins in ``xy``; the last one is n.
    features
        (f + 1,), where each feature begins in ``rings``.
    """
    for first in range(0, len(features) - 1, BLOCK):
        some = features[first : first + BLOCK + 1]
        inner = rings[some[0] : some[-1] + 1]
        yield from _block(xy[inner[0] : inner[-1]], inner - inner[0], some - some[0])


def _block(xy: Floats, rings: Indices, features: Indices) -> Iterator[QPainterPath]:
    starts = rings[features]
    counts = np.diff(starts)
    there = np.flatnonzero(counts)
    # In words of four bytes: five for a place, and three around those of a feature.
    words = np.empty(5 * len(xy) + 3 * len(there), "<i4")
    elements = np.empty(len(xy), _ELEMENT)
    elements["line"] = 1
    elements["line"][rings[:-1][np.diff(rings) > 0]] = 0
    elements["x"], elements["y"] = xy[:, 0], xy[:, 1]
    places = np.repeat(3 * np.arange(len(there)) + 1, counts[there]) + 5 * np.arange(len(xy))
    for word, column in enumerate(elements.view("<i4").reshape(-1, 5).T):
        words[places + word] = column
    heads = 5 * starts[there] + 3 * np.arange(len(there))
    words[heads] = counts[there]
    tails = heads + 1 + 5 * counts[there]
    words[tails] = rings[features[there + 1] - 1] - starts[there]
    words[tails + 1] = _WINDING_FILL
    buffer = QByteArray(words.tobytes())
    stream = QDataStream(buffer, QIODevice.OpenModeFlag.ReadOnly)
    stream.setByteOrder(QDataStream.ByteOrder.LittleEndian)
    for count in counts.tolist():
        path = QPainterPath()
        if count:
            stream >> path  # pyright: ignore[reportUnusedExpression]
        yield path


def fill_rings(painter: QPainter, xy: Floats, rings: Indices, brush: QBrush | QColor) -> None:
    """Fill rings by winding, as `path_of` them would be filled.

    Parameters
    ----------
    painter
        Not anti-aliased. Its pen and its brush are others afterwards.
    xy
        (n, 2), places of closed rings. [px]
    rings
        (r + 1,), where each ring begins in ``xy``; the last one is n.
    brush
        What with.
    """
    if len(xy):
        ordered, starts = _downwards(xy, rings)
        ends = np.append(starts, len(ordered))
        fill_groups(painter, ordered, ends, np.array([0, len(starts)]), [brush])


def fill_groups(
    painter: QPainter,
    xy: Floats,
    rings: Indices,
    groups: Indices,
    brushes: Sequence[QBrush | QColor],
) -> None:
    """Fill groups of rings one after another, each as `path_of` its rings would be filled.

    Parameters
    ----------
    painter
        Not anti-aliased. Its pen and its brush are others afterwards.
    xy
        (n, 2), places of closed rings. [px]
    rings
        (r + 1,), where each ring begins in ``xy``; the last one is n. None is empty, and those of
        a group come from above to below: so the way from each to the next one crosses few rows
        of pixels, which is what costs.
    groups
        (g + 1,), where each group begins in ``rings``; the last one is r.
    brushes
        What each is filled with.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    # One outline around each group: from ring to ring and all the way back, where nothing lies
    # between.
    back = xy.take(rings[-2::-1], axis=0)
    firsts, begins = groups.tolist(), rings.take(groups).tolist()
    parts: list[Floats] = []
    for (first, last), (begin, end) in zip(pairwise(firsts), pairwise(begins), strict=True):
        parts += xy[begin:end], back[len(back) - last : len(back) - first]
    # Each group before has so many more places as it has rings.
    ends = [first + begin for first, begin in zip(firsts[1:], begins[1:], strict=True)]
    if native.areas(painter, np.concatenate(parts), ends, brushes):
        return
    for group, brush in enumerate(brushes):
        begin, end = begins[group : group + 2]
        own = rings[firsts[group] : firsts[group + 1] + 1] - begin
        painter.fillPath(path_of(xy[begin:end], own), brush)


def _downwards(xy: Floats, rings: Indices) -> tuple[Floats, Indices]:
    """Return rings from above to below, and where each begins, without those that are empty."""
    there = np.flatnonzero(rings[:-1] < rings[1:])
    starts = rings[there]
    tops = xy[starts, 1]
    if not (tops[1:] < tops[:-1]).any():
        return xy, starts
    order = np.argsort(tops, kind="stable")
    counts = (rings[there + 1] - starts)[order]
    return taken_together(xy, spans(starts[order], counts)), np.cumsum(counts) - counts


def segments(xy: Floats, begins: NDArray[np.bool_]) -> Floats:
    """Return each straight piece as (n, 4): from x, y to x, y.

    Parameters
    ----------
    xy
        (n, 2), places. [px]
    begins
        (n,), at which of them a piece to the next one begins.
    """
    starts = np.flatnonzero(begins)
    # A place is moved as one number of sixteen bytes, which is twice as fast as two of eight.
    places = np.ascontiguousarray(xy).reshape(-1).view(np.complex128)
    pairs = np.empty((len(starts), 2), np.complex128)
    pairs[:, 0] = places[starts]
    pairs[:, 1] = places[starts + 1]
    return pairs.view(np.float64)


def draw_lines(painter: QPainter, lines: Floats) -> None:
    """Draw (n, 4) straight pieces with the painter's pen.

    Some at a time where Qt's calls keep all other threads waiting, the window's too. Wide ones
    one by one: Qt makes one shape of each sixteen, so that where they meet the picture would
    depend on which others are drawn. It is not slower.
    """
    kept = np.ascontiguousarray(lines, np.float64)
    most = 1 if painter.pen().widthF() > HAIR_PX else BITE
    if len(kept) == 0 or native.lines(painter, kept, most):
        return
    for begin in range(0, len(kept), most):
        bite = kept[begin : begin + most]
        # PySide6 takes the address and the number; the array outlives the call.
        first = shiboken6.wrapInstance(bite.ctypes.data, QLineF)
        painter.drawLines(cast("QLineF", first), len(bite))


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """What of straight lines is inside a picture.

    Parameters
    ----------
    lines
        (n, 4), from x, y to x, y. [px]
    rows
        (n,), of which line each is a piece.
    begins
        (n,), how far into its line each piece begins. [px]
    lengths
        (n,). [px]
    """

    lines: Floats
    rows: Indices
    begins: Floats
    lengths: Floats


def clipped(lines: Floats, size: tuple[float, float], margin: float) -> Pieces:
    """Return what of (n, 4) lines is inside a picture or beyond its edge by up to a margin."""
    start, along = lines[:, :2], lines[:, 2:] - lines[:, :2]
    low, high = np.zeros(len(lines)), np.ones(len(lines))
    for axis in (0, 1):
        still = along[:, axis] == 0
        run = np.where(still, 1.0, along[:, axis])
        first = (-margin - start[:, axis]) / run
        last = (size[axis] + margin - start[:, axis]) / run
        # A line parallel to the edge is inside with all of its length or with none.
        beside = still & ((first > 0) | (last < 0))
        low = np.maximum(low, np.where(still, -np.inf, np.minimum(first, last)))
        high = np.minimum(high, np.where(still, np.inf, np.maximum(first, last)))
        high[beside] = -np.inf
    # Files repeat places; a line without a length has no direction either.
    rows = np.flatnonzero((low < high) & along.any(axis=1))
    low, high, start, along = low[rows, None], high[rows, None], start[rows], along[rows]
    lengths = np.hypot(along[:, 0], along[:, 1])
    return Pieces(
        np.hstack([start + low * along, start + high * along]),
        rows,
        low[:, 0] * lengths,
        (high - low)[:, 0] * lengths,
    )


def dashes(
    lines: Floats, counts: Indices, pattern: Sequence[float], size: tuple[float, float]
) -> Floats:
    """Return lines cut into dashes that run on around corners.

    Dashes are counted from the beginning of each line, wherever the picture's edge is, so that
    pictures drawn side by side fit.

    Parameters
    ----------
    lines
        (n, 4), as `segments` gives them. [px]
    counts
        How many of them each ring or line has, one after another.
    pattern
        Lengths of dash, gap, dash, gap. [px]
    size
        Width and height of the picture. [px]
    """
    period = float(sum(pattern))
    before = _run_lengths(lines, counts)
    seen = clipped(lines, size, period)
    begin = before[seen.rows] + seen.begins
    turn = np.floor(begin / period).astype(np.int64)
    turns = np.floor((begin + seen.lengths) / period).astype(np.int64) - turn + 1
    if int(turns.sum()) > MOST_DASHES:
        return seen.lines
    owner = np.repeat(np.arange(len(turns)), turns)
    nth = spans(turn, turns)
    direction = (seen.lines[:, 2:] - seen.lines[:, :2]) / seen.lengths[:, None]
    found: list[Floats] = []
    offset = 0.0
    for length, gap in zip(pattern[::2], pattern[1::2], strict=True):
        at = nth * period + offset - begin[owner]
        low, high = np.maximum(at, 0.0), np.minimum(at + length, seen.lengths[owner])
        there = np.flatnonzero(high - low > SHORTEST_PX)
        which = owner[there]
        start, run = seen.lines[which, :2], direction[which]
        found.append(np.hstack([start + low[there, None] * run, start + high[there, None] * run]))
        offset += length + gap
    return np.concatenate(found)


def _run_lengths(lines: Floats, counts: Indices) -> Floats:
    """Return how far from its line's beginning each straight piece begins, in pixels."""
    lengths = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    before = np.cumsum(lengths) - lengths
    there = counts[counts > 0]
    firsts = np.cumsum(there) - there
    return before - np.repeat(before[firsts], there)
