"""Polygons out of well-known binary in whole arrays, without an object for each of them.

What is not plain (another type, heights, other byte order, a ring that is not closed, a number
that is none) is refused: shapely then reads the lot and says what is wrong with it.
"""

from __future__ import annotations

import struct
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Final, NamedTuple, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from layers.coordinates import Coordinates, Floats, bounds_of, doubled_areas

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
_WORKERS: Final = 2
_FEW_BYTES: Final = 20_000_000
"""Up to so many threads would wait for one another longer than they save."""
_WAITING: Final = 6
"""Columns that are worked on while the next one is read; each holds its memory so long."""
_DEEPEST: Final = 100
"""Geometries in one another; shapely's program ends at some ten thousand."""
_RUNS: Final = frozenset({2, 8})
"""Types that are one run of places."""
_COMPOSED: Final = frozenset(range(4, 13)) - _RUNS
"""Types that are made of others."""
_POINT: Final = 1
_WITH_SYSTEM, _WITH_Z, _WITH_M = 0x20000000, 0x80000000, 0x40000000


class NotPlainError(Exception):
    """Something that only shapely can read, or say what is wrong with it."""


class _Rings(NamedTuple):
    """Rings in the order in which they lie."""

    starts: Indices
    counts: Indices
    features: Indices
    shells: NDArray[np.bool_]

    def offsets(self, several: NDArray[np.bool_]) -> tuple[Indices, Indices, Indices]:
        """Return where rings, polygons and features begin, as `Coordinates` has it."""
        firsts = np.flatnonzero(self.shells)
        polygons = np.bincount(self.features[firsts], minlength=len(several))
        return _starts(self.counts), np.append(firsts, len(self.shells)), _starts(polygons)


class Polygons:
    """Polygons gathered from one column of well-known binary after another.

    Memory that is taken for the first time costs more than all the rest: so there is one block
    for all places from the beginning, and what they are read from may go in between. Places are
    put there, looked at and measured by threads while the next column is read, where that is much.

    Parameters
    ----------
    most_bytes
        More than all columns together have.
    limit
        No coordinate may be further from 0. [m]
    """

    def __init__(self, most_bytes: int, limit: float) -> None:
        self._limit = limit
        # Only what is written to takes memory.
        self._xy = np.empty((most_bytes // _PLACE, 2))
        self._places = 0
        self._features = 0
        self._found: list[tuple[_Rings, NDArray[np.bool_]]] = []
        self._measured: list[tuple[Floats, Floats]] = []
        self._working: deque[Future[tuple[Floats, Floats]]] = deque()
        many = most_bytes > _FEW_BYTES
        self._threads = ThreadPoolExecutor(_WORKERS, "polygons") if many else None

    def __enter__(self) -> Self:
        """Return the polygons themselves; at the end nobody works on them any more."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop what is not needed any more."""
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)

    def add(self, cells: Any, heads: Indices | int = 0) -> None:  # noqa: ANN401 - Arrow has no types
        """Add the features of an array of binaries of Arrow.

        Parameters
        ----------
        cells
            The binaries.
        heads
            How many bytes of each are something else and lie before it.

        Raises
        ------
        NotPlainError
            Where one of them, or of those before, is not plain.
        """
        if len(cells) == 0:
            return
        _demand(cells.null_count == 0)
        cells = cells.cast(pa.large_binary())
        _, offsets, values = cells.buffers()
        bounds = np.frombuffer(offsets, np.int64)[cells.offset : cells.offset + len(cells) + 1]
        rings, several = _rings(np.frombuffer(values, np.uint8), bounds[:-1] + heads, bounds[1:])
        _demand(rings.counts >= _FEWEST_PLACES)
        after = self._places + int(rings.counts.sum())
        _demand(after <= len(self._xy))
        xy = self._xy[self._places : after]
        work = partial(self._put, xy, values, bounds, rings, several)
        if self._threads is None:
            self._measured.append(work())
        else:
            self._working.append(self._threads.submit(work))
        while len(self._working) > _WAITING:
            self._measured.append(self._working.popleft().result())
        self._found.append((rings._replace(features=rings.features + self._features), several))
        self._places, self._features = after, self._features + len(several)

    def _put(
        self,
        xy: Floats,
        values: Any,  # noqa: ANN401 - a buffer of Arrow
        bounds: Indices,
        rings: _Rings,
        several: NDArray[np.bool_],
    ) -> tuple[Floats, Floats]:
        """Put the places of some features where they belong; return their areas and bounds."""
        xy[:] = _places(values, bounds, rings)
        starts, polygons, features = rings.offsets(several)
        as_one = xy.view(np.complex128)[:, 0]
        _demand(as_one.take(starts[:-1]) == as_one.take(starts[1:] - 1))
        found = bounds_of(xy, starts[polygons[features]])
        # A number that is none is neither.
        _demand(found[:2].min() >= -self._limit and found[2:].max() <= self._limit)
        # While the places are still in the processor's cache: for all of them it would be slow.
        return doubled_areas(xy, starts), found

    def coordinates(self) -> Coordinates:
        """Return all that was added; nothing can be added afterwards.

        Raises
        ------
        NotPlainError
            Where that is nothing, or something is not plain.
        """
        _demand(self._features > 0)
        self._measured += [one.result() for one in self._working]
        xy, self._xy = self._xy[: self._places], np.empty((0, 2))
        xy.flags.writeable = False
        rings = _Rings(*map(np.concatenate, zip(*(one for one, _ in self._found), strict=True)))
        several = np.concatenate([several for _, several in self._found])
        doubled, bounds = zip(*self._measured, strict=True)
        return Coordinates(xy, *rings.offsets(several), several).knowing(
            np.concatenate(bounds, axis=1), np.concatenate(doubled)
        )


def is_deep(body: bytes) -> bool:
    """Return whether geometries lie in one another so deep that shapely's program may end.

    The bytes are followed just as shapely follows them, which takes much for something that no
    other program would: nothing that is deep may look otherwise.
    """
    if len(body) <= _DEEPEST * _HEAD:
        return False
    left, at, order = [1], 0, "<"
    while left:
        if left[-1] == 0:
            left.pop()
            continue
        left[-1] -= 1
        try:
            order, at, parts = _passed(body, at, order)
        except (struct.error, IndexError):
            return False  # shapely ends there as well
        if parts:
            left.append(parts)
            if len(left) > _DEEPEST:
                return True
    return False


def _passed(body: bytes, at: int, order: str) -> tuple[str, int, int]:
    """Return the order of bytes and the place after a geometry, or after the head of many in one.

    The last number is how many it is made of, 0 where of none.
    """
    # What is neither of the two orders stands for the one before.
    order = {0: ">", 1: "<"}.get(body[at], order)
    (word,) = struct.unpack_from(f"{order}I", body, at + 1)
    type_, dimensions = (word & 0xFFFF) % 1000, (word & 0xFFFF) // 1000
    high = bool(word & _WITH_Z) or dimensions in {1, 3}
    measured = bool(word & _WITH_M) or dimensions in {2, 3}
    place = _PLACE + 8 * (high + measured)
    at += 9 if word & _WITH_SYSTEM else 5
    if type_ == _POINT:
        return order, at + place, 0
    (count,) = struct.unpack_from(f"{order}I", body, at)
    at += 4
    if type_ == POLYGON:
        for _ in range(count):
            at += 4 + place * struct.unpack_from(f"{order}I", body, at)[0]
        return order, at, 0
    if type_ in _RUNS:
        return order, at + count * place, 0
    return order, at, count if type_ in _COMPOSED else 0


def _places(values: Any, bounds: Indices, rings: _Rings) -> NDArray[np.float64]:  # noqa: ANN401
    """Return the places of all rings.

    What lies between two rings and the rings themselves take turns; Arrow takes the rings.
    """
    edges = np.empty(2 * len(rings.starts) + 2, np.int64)
    edges[0], edges[-1] = bounds[0], bounds[-1]
    edges[1:-1:2] = rings.starts
    edges[2:-1:2] = rings.starts + _PLACE * rings.counts
    turns = pa.LargeBinaryArray.from_buffers(
        pa.large_binary(), len(edges) - 1, [None, pa.py_buffer(edges), values]
    )
    taken = turns.filter(pa.array(np.arange(len(edges) - 1) % 2 == 1))
    count = 2 * int(rings.counts.sum())
    return np.frombuffer(taken.buffers()[2], np.float64, count).reshape(-1, 2)


def _rings(data: Bytes, firsts: Indices, ends: Indices) -> tuple[_Rings, NDArray[np.bool_]]:
    """Return the rings of some features, and which of these are of several polygons.

    Each round takes the next ring of all features that have one more.

    Parameters
    ----------
    data
        The bytes of all features.
    firsts, ends
        Where each of them begins and ends.
    """
    at = firsts.copy()
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


def _demand(holds: Any) -> None:  # noqa: ANN401 - arrays or single truths
    if not np.all(holds):
        raise NotPlainError


def _numbers(data: Bytes, at: Indices) -> Indices:
    """Return the whole numbers of four bytes that begin at some places."""
    everywhere = np.ndarray(max(len(data) - 3, 0), "<u4", data, strides=(1,))
    return everywhere[at].astype(np.int64)


def _starts(counts: Indices) -> Indices:
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts
