"""Polygons out of well-known binary in whole arrays, without an object for each of them.

What is not plain (another type, heights, other byte order, a ring that is not closed, a number
that is none) gives nothing at all: shapely then reads the lot and says what is wrong with it.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from layers.geometry import Coordinates

Bytes = NDArray[np.uint8]
Indices = NDArray[np.int64]

LITTLE_ENDIAN: Final = 1
POLYGON: Final = 3
MULTIPOLYGON: Final = 6
_HEAD: Final = 9
"""Bytes before the first ring of a polygon, or the first polygon of several."""
_PLACE: Final = 16
_MOST_RINGS: Final = 5_000
"""Rings of one feature; each further one is a round over the features that have so many."""
_FEWEST_PLACES: Final = 4


class _Rings(NamedTuple):
    """Rings in the order in which they lie."""

    starts: Indices
    counts: Indices
    features: Indices
    shells: NDArray[np.bool_]


def polygons(cells: Any, limit: float) -> Coordinates | None:  # noqa: ANN401 - Arrow has no types
    """Return the polygons of a column of well-known binary, None where one of them is not plain.

    Parameters
    ----------
    cells
        A chunked column of binaries of Arrow.
    limit
        No coordinate may be further from 0. [m]
    """
    if cells.null_count or len(cells) == 0:
        return None
    try:
        found = [_of_chunk(chunk, limit) for chunk in cells.chunks if len(chunk)]
    except _NotPlainError:
        return None
    xy = np.concatenate([places for places, _, _ in found])
    counts = np.concatenate([rings.counts for _, rings, _ in found])
    shells = np.concatenate([rings.shells for _, rings, _ in found])
    several = np.concatenate([part for _, _, part in found])
    before = np.cumsum([0, *(len(part) for _, _, part in found[:-1])])
    owner = np.concatenate(
        [rings.features + first for (_, rings, _), first in zip(found, before, strict=True)]
    )
    xy.flags.writeable = False
    firsts = np.flatnonzero(shells)
    return Coordinates(
        xy,
        _starts(counts),
        np.append(firsts, len(shells)),
        _starts(np.bincount(owner[firsts], minlength=len(several))),
        several,
    )


def _of_chunk(
    chunk: Any,  # noqa: ANN401
    limit: float,
) -> tuple[NDArray[np.float64], _Rings, NDArray[np.bool_]]:
    """Return places, rings and which features are of several polygons, of one chunk."""
    chunk = chunk.cast(pa.large_binary())
    _, offsets, values = chunk.buffers()
    bounds = np.frombuffer(offsets, np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
    rings, several = _rings(np.frombuffer(values, np.uint8), bounds)
    _demand(rings.counts >= _FEWEST_PLACES)
    # What lies between two rings and the rings themselves take turns; the rings are taken.
    edges = np.empty(2 * len(rings.starts) + 2, np.int64)
    edges[0], edges[-1] = bounds[0], bounds[-1]
    edges[1:-1:2] = rings.starts
    edges[2:-1:2] = rings.starts + _PLACE * rings.counts
    turns = pa.LargeBinaryArray.from_buffers(
        pa.large_binary(), len(edges) - 1, [None, pa.py_buffer(edges), values]
    )
    taken = turns.filter(pa.array(np.arange(len(edges) - 1) % 2 == 1))
    places = int(rings.counts.sum())
    xy = np.frombuffer(taken.buffers()[2], np.float64, 2 * places).reshape(-1, 2)
    ends = np.cumsum(rings.counts)
    _demand(xy[ends - rings.counts] == xy[ends - 1])
    _demand(xy.min() >= -limit and xy.max() <= limit)  # no number that is none does
    return xy, rings, several


def _rings(data: Bytes, bounds: Indices) -> tuple[_Rings, NDArray[np.bool_]]:
    """Return the rings of some features, and which of these are of several polygons.

    Each round takes the next ring of all features that have one more.

    Parameters
    ----------
    data
        The bytes of all features.
    bounds
        Where each of them begins, and where the last one ends.
    """
    at, ends = bounds[:-1].copy(), bounds[1:]
    _demand(ends - at >= 2 * _HEAD)
    types = _numbers(data, at + 1)
    several = types == MULTIPOLYGON
    _demand((data[at] == LITTLE_ENDIAN) & (several | (types == POLYGON)))
    polygons_left = np.where(several, _numbers(data, at + 5), 1)
    _demand(polygons_left > 0)
    at[several] += _HEAD
    rings_left = np.zeros(len(at), np.int64)
    rows = np.arange(len(at))
    found: list[tuple[Indices, Indices, Indices, NDArray[np.bool_]]] = []
    while len(rows):
        _demand(len(found) < _MOST_RINGS)
        shells = rings_left[rows] == 0
        news = rows[shells]
        if len(news):
            rings_left[news] = _rings_of(data, at[news], ends[news])
            polygons_left[news] -= 1
            at[news] += _HEAD
        here = at[rows]
        _demand(here + 4 <= ends[rows])
        counts = _numbers(data, here)
        found.append((here + 4, counts, rows, shells))
        at[rows] = here + 4 + _PLACE * counts
        rings_left[rows] -= 1
        rows = rows[(rings_left[rows] > 0) | (polygons_left[rows] > 0)]
    _demand(at == ends)
    starts, counts, features, shells = (np.concatenate(one) for one in zip(*found, strict=True))
    order = np.argsort(starts, kind="stable")
    return _Rings(starts[order], counts[order], features[order], shells[order]), several


def _rings_of(data: Bytes, at: Indices, ends: Indices) -> Indices:
    """Return how many rings the polygons have that begin at some places."""
    _demand(at + _HEAD <= ends)
    _demand((data[at] == LITTLE_ENDIAN) & (_numbers(data, at + 1) == POLYGON))
    counts = _numbers(data, at + 5)
    _demand(counts > 0)
    return counts


class _NotPlainError(Exception):
    """Something that only shapely can read, or say what is wrong with it."""


def _demand(holds: Any) -> None:  # noqa: ANN401 - arrays or single truths
    if not np.all(holds):
        raise _NotPlainError


def _numbers(data: Bytes, at: Indices) -> Indices:
    """Return the whole numbers of four bytes that begin at some places."""
    return sliding_window_view(data, 4)[at].view("<u4")[:, 0].astype(np.int64)


def _starts(counts: Indices) -> Indices:
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts
