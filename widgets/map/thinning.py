"""How far each place of areas and lines can be left out, and which borders are drawn twice.

Two neighbours have each place of their common border. Whether it is left out goes by the border
alone, and borders end where a third neighbour begins; so both leave out the same places and no
gap opens between them. Places are compared as whole millimetres, which makes this exact.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from layers.kind import Shape
from widgets.map.ragged import Indices, Ragged, spans

Codes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Keys = NDArray[np.uint64]
Places = NDArray[np.uint32]
"""(n, 2), whole millimetres from a corner."""

FINEST_M: Final = 0.04
"""Largest error of the first level; each following one allows twice as much. [m]"""
LEVELS: Final = 20
LEVEL: Final = 127
"""The bits of a code that hold the number of levels at which the place is drawn."""
KEPT: Final = 127
"""Number of levels of a place that is drawn at all of them."""
OWN: Final = 128
"""The bit of a code that says that the line from here to the next place is drawn here, and not
with the neighbour that has it too."""
MM: Final = 1_000.0
MOST_MM: Final = 2**31
BLOCK: Final = 150_000
"""Places worked on at once; what is larger leaves the processor's cache."""
ROUNDS: Final = 16
STRIPE: Final = 4_000_000
"""Places sorted at once; more take more memory and, being further apart, more time."""
SAMPLE: Final = 100_000
"""Places that tell where the stripes are."""


def coded(ragged: Ragged, cancelled: Callable[[], bool] = bool) -> Codes | None:
    """Return the code of each place, None where there is nothing to be left out.

    Parameters
    ----------
    ragged
        Areas or lines. What is 2,000 km wide or more has no codes.
    cancelled
        Asked now and then; the answer is None once it says yes.
    """
    extent = ragged.extent
    if ragged.shape is Shape.POINT or extent is None:
        return None
    if max(extent[2] - extent[0], extent[3] - extent[1]) * MM >= MOST_MM:
        return None
    corner = np.floor(extent[:2])
    # Half as wide as what is worked with: of very many places each array counts.
    mm = np.empty(ragged.xy.shape, np.uint32)
    for start in range(0, len(mm), BLOCK):
        part = ragged.xy[start : start + BLOCK]
        mm[start : start + BLOCK] = np.rint((part - corner) * MM)
    fixed, own = _borders(mm, ragged)
    codes = np.where(own, OWN | KEPT, KEPT).astype(np.uint8)
    codes[~fixed] &= OWN
    rings = ragged.rings
    first = 0
    while first < len(rings) - 1:
        if cancelled():
            return None
        last = int(np.searchsorted(rings, rings[first] + BLOCK, side="right")) - 1
        last = max(last, first + 1)
        here = slice(int(rings[first]), int(rings[last]))
        closed = ragged.shape is Shape.POLYGON
        places = mm[here].astype(np.int64)
        levels = _levels(places, rings[first : last + 1] - rings[first], fixed[here], closed)
        codes[here] |= levels
        first = last
    return codes


def place_keys(mm: NDArray[Any]) -> Keys:
    """Return one number for each place of (n, 2) millimetres."""
    keys = mm[:, 0].astype(np.uint64)
    keys <<= np.uint64(32)
    keys |= mm[:, 1].astype(np.uint64)
    return keys


def mixed(keys: Keys) -> Keys:
    """Return numbers that look random, equal for equal ones."""
    found = keys * np.uint64(0x9E3779B97F4A7C15)
    found ^= found >> np.uint64(29)
    found *= np.uint64(0xBF58476D1CE4E5B9)
    found ^= found >> np.uint64(32)
    return found


def neighbours(hashes: Keys, ragged: Ragged) -> Keys:
    """Return one number for the two neighbours of each place, from either side the same."""
    signs = np.zeros(len(hashes), np.uint64)
    signs[:-1] = hashes[1:]
    signs[1:] += hashes[:-1]
    there = ragged.rings[1:] > ragged.rings[:-1]
    firsts, lasts = ragged.rings[:-1][there], ragged.rings[1:][there] - 1
    if ragged.shape is Shape.POLYGON:
        # The last place of a closed ring is its first once more.
        signs[firsts] = signs[lasts] = hashes[firsts + 1] + hashes[lasts - 1]
    else:
        signs[firsts] = signs[lasts] = 0
    return signs


def beginnings(ragged: Ragged) -> Flags:
    """Return at which places a straight piece to the next place begins."""
    begins = np.ones(len(ragged.xy), bool)
    ends = ragged.rings[1:]
    begins[ends[ends > ragged.rings[:-1]] - 1] = False
    return begins


def _borders(mm: Places, ragged: Ragged) -> tuple[Flags, Flags]:
    """Return which places are always drawn, and which straight pieces are drawn from here."""
    there = ragged.rings[1:] > ragged.rings[:-1]
    firsts, lasts = ragged.rings[:-1][there], ragged.rings[1:][there] - 1
    closed = ragged.shape is Shape.POLYGON
    # The last place of a closed ring is its first once more.
    counted = beginnings(ragged) if closed else np.ones(len(mm), bool)
    node, own = np.zeros(len(mm), bool), np.zeros(len(mm), bool)
    stripes = _stripes(mm)
    for west, east in stripes:
        rows = _within(mm, counted, west, east)
        keys, signs = place_keys(mm[rows]), _signs(mm, rows, firsts, lasts, closed)
        order = np.argsort(keys)
        groups, begins = _groups(keys[order])
        signs = signs[order]
        differ = np.zeros(len(begins), bool)
        differ[groups[signs != signs[begins][groups]]] = True
        node[rows[order]] = differ[groups]
        if len(begins):
            own[rows[np.minimum.reduceat(order, begins)]] = True
    if not closed:
        _spread(node, mm, counted, np.concatenate([firsts, lasts]), stripes)
        return node, beginnings(ragged)
    node[lasts], own[lasts] = node[firsts], own[firsts]
    _own_of_nodes(own, node, mm, counted)
    few = np.add.reduceat(node & counted, firsts, dtype=np.int64) < 3
    _spread(node, mm, counted, _corners(mm, firsts[few], lasts[few]), stripes)
    node[lasts] = node[firsts]
    return node, own & counted


def _stripes(mm: Places) -> list[tuple[int, int]]:
    """Return the edges of stripes, from west to east, with some million places in each.

    Equal places lie in the same one, so that stripes can be worked on one after another.
    """
    some = np.sort(mm[:: max(len(mm) // SAMPLE, 1), 0])
    count = max(len(mm) // STRIPE, 1)
    inner = some[np.arange(1, count) * len(some) // count].tolist()
    edges = sorted({0, *inner, 2**32})
    return list(itertools.pairwise(edges))


def _within(mm: Places, counted: Flags, west: int, east: int) -> Indices:
    """Return the rows of counted places in a stripe."""
    x = mm[:, 0]
    return np.flatnonzero((x >= west) & (x <= east - 1) & counted)


def _signs(mm: Places, rows: Indices, firsts: Indices, lasts: Indices, closed: bool) -> Keys:  # noqa: FBT001
    """Return one number for the two neighbours of each of some places, as `neighbours` does."""
    before, after = np.maximum(rows - 1, 0), np.minimum(rows + 1, len(mm) - 1)
    ring = np.searchsorted(firsts, rows, side="right") - 1
    begins = rows == firsts[ring]
    before[begins] = lasts[ring[begins]] - 1
    signs = mixed(place_keys(mm[before])) + mixed(place_keys(mm[after]))
    if not closed:
        signs[begins | (rows == lasts[ring])] = 0
    return signs


def _spread(
    node: Flags, mm: Places, counted: Flags, places: Indices, stripes: list[tuple[int, int]]
) -> None:
    """Say of some places, and of all that are equal to one, that they are nodes."""
    if len(places) == 0:
        return
    wanted = np.unique(place_keys(mm[places]))
    for west, east in stripes:
        some = wanted[(wanted >> np.uint64(32) >= west) & (wanted >> np.uint64(32) < east)]
        if len(some):
            rows = _within(mm, counted, west, east)
            keys = place_keys(mm[rows])
            at = np.minimum(np.searchsorted(some, keys), len(some) - 1)
            node[rows[some[at] == keys]] = True


def _groups(ordered: Keys) -> tuple[NDArray[np.int32], Indices]:
    """Return the group of equal numbers that each belongs to, and where the groups begin."""
    news = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=news[1:])
    return (np.cumsum(news, dtype=np.int32) - 1).astype(np.int32), np.flatnonzero(news)


def _own_of_nodes(own: Flags, node: Flags, mm: Places, counted: Flags) -> None:
    """Say of the straight pieces that begin at nodes where they are drawn; changes `own`.

    All of a border between two nodes belongs to one of its rings: the place after the node tells.
    """
    starts = np.flatnonzero(node & counted)
    after = starts + 1
    between = node[after]
    inner = starts[~between]
    own[inner] = own[inner + 1]
    straight = starts[between]
    sides = mixed(place_keys(mm[straight])) + mixed(place_keys(mm[straight + 1]))
    order = np.argsort(sides)
    _, begins = _groups(sides[order])
    own[straight] = False
    if len(straight):
        own[straight[np.minimum.reduceat(order, begins)]] = True


def _corners(mm: Places, firsts: Indices, lasts: Indices) -> Indices:
    """Return three places or more of some rings that keep their shape roughly."""
    if len(firsts) == 0:
        return firsts
    counts = lasts - firsts
    places = spans(firsts, counts)
    begins = np.cumsum(counts) - counts
    x, y = mm[places].astype(np.int64).T
    along = x * 4 + y  # along some slanted line, so that few places are equally far

    def hits(values: NDArray[np.int64], extreme: np.ufunc) -> Indices:
        return np.flatnonzero(values == np.repeat(extreme.reduceat(values, begins), counts))

    low, high = hits(along, np.minimum), hits(along, np.maximum)
    ring = np.repeat(np.arange(len(counts)), counts)
    one, other = np.zeros(len(counts), np.int64), np.zeros(len(counts), np.int64)
    one[ring[low]], other[ring[high]] = low, high
    ax, ay = x[one][ring], y[one][ring]
    bx, by = x[other][ring], y[other][ring]
    aside = np.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax))
    return places[np.concatenate([low, high, hits(aside, np.maximum)])]


def _levels(mm: NDArray[np.int64], rings: Indices, fixed: Flags, closed: bool) -> Codes:  # noqa: FBT001
    """Return at how many levels each place of some rings is drawn; 0 for those always drawn."""
    codes = np.zeros(len(mm), np.uint8)
    there = np.diff(rings) > 0
    firsts, lasts = rings[:-1][there], rings[1:][there] - 1
    after = np.arange(1, len(mm) + 1)
    before = np.arange(-1, len(mm) - 1)
    if closed:
        after[lasts - 1] = firsts
        before[firsts] = lasts - 1
    loose = ~fixed
    if closed:
        loose[lasts] = False
    chain = _Chain(mm, before, after, loose)
    for level in range(LEVELS):
        for dropped in chain.thinned(FINEST_M * MM * 2**level):
            # Drawn at the levels before this one.
            codes[dropped] = level
        if chain.done:
            break
    codes[chain.left] = LEVELS
    if closed:
        codes[lasts] = codes[firsts]
    return codes


class _Chain:
    """Rings of places, of which the least important are taken out again and again.

    Parameters
    ----------
    mm
        (n, 2), places. [mm]
    before, after
        The neighbours of each place; changed.
    loose
        Which places may be taken out.
    """

    def __init__(
        self, mm: NDArray[np.int64], before: Indices, after: Indices, loose: Flags
    ) -> None:
        self._x, self._y = np.ascontiguousarray(mm[:, 0]), np.ascontiguousarray(mm[:, 1])
        self._before, self._after, self._loose = before, after, loose
        self._ties = mixed(place_keys(mm))
        self._error = np.zeros(len(mm))
        self._cost = np.full(len(mm), np.inf)
        self.left = np.flatnonzero(loose)
        self._price(self.left)

    @property
    def done(self) -> bool:
        """Whether no place is left that may be taken out."""
        return len(self.left) == 0

    def thinned(self, tolerance: float) -> list[Indices]:
        """Take out what leaves an error of at most the tolerance, and return it. [mm]."""
        found: list[Indices] = []
        cost, ties = self._cost, self._ties
        near = self.left[cost[self.left] <= tolerance]
        for _ in range(ROUNDS):
            if len(near) == 0:
                break
            mine = cost[near]
            least = np.ones(len(near), bool)
            for beside in (self._before[near], self._after[near]):
                theirs = cost[beside]
                least &= (mine < theirs) | ((mine == theirs) & (ties[near] < ties[beside]))
            gone = near[least]
            if len(gone) == 0:
                break
            previous, following = self._before[gone], self._after[gone]
            self._after[previous], self._before[following] = following, previous
            # No place that was there is further from the new line than this.
            self._error[previous] = cost[gone]
            self._loose[gone] = False
            cost[gone] = np.inf
            touched = np.concatenate([previous, following])
            touched = touched[self._loose[touched]]
            self._price(touched)
            found.append(gone)
            near = np.concatenate([near[~least], touched])
            near = near[self._loose[near] & (cost[near] <= tolerance)]
            near = _once(near)
        if found:
            self.left = self.left[self._loose[self.left]]
        return found

    def _price(self, rows: Indices) -> None:
        """Work out the error that is left when each of some places is taken out."""
        previous, following = self._before[rows], self._after[rows]
        x, y = self._x, self._y
        ax, ay = x[rows] - x[previous], y[rows] - y[previous]
        bx, by = x[following] - x[previous], y[following] - y[previous]
        cx, cy = x[following] - x[rows], y[following] - y[rows]
        # In whole numbers the same from both sides.
        square = (bx * bx + by * by).astype(np.float64)
        aside = np.abs(bx * ay - by * ax).astype(np.float64)
        away = aside / np.sqrt(np.maximum(square, 1.0))
        # Beyond an end of the new line, that end is nearest.
        beyond = (ax * bx + ay * by < 0) | (cx * bx + cy * by < 0) | (square == 0)
        ends = np.minimum(ax * ax + ay * ay, cx * cx + cy * cy)[beyond].astype(np.float64)
        away[beyond] = np.sqrt(ends)
        self._cost[rows] = np.maximum(self._error[previous], self._error[rows]) + away


def _once(rows: Indices) -> Indices:
    rows = np.sort(rows)
    return rows[np.append(True, rows[1:] != rows[:-1])] if len(rows) else rows
