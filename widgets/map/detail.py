"""Levels of detail of the features that were read together: what is drawn at which scale."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from layers.kind import Shape
from widgets.map import thinning
from widgets.map.ragged import Floats, Indices, Ragged, taken_together
from widgets.map.thinning import FINEST_M, KEPT, LEVEL, OWN, Codes, Flags

ERROR_PX: Final = 0.7
"""How far a line may be from where it belongs; a whole pixel would not be seen either."""
WORTH: Final = 0.7
"""A level is kept of its own where it has at most this share of the places of the one before."""


@dataclass(frozen=True, slots=True, eq=False)
class Thinned:
    """Features with the places that are drawn at some scale.

    Parameters
    ----------
    ragged
        The features, the same as those that were read and in their order.
    begins
        At which places a straight piece to the next one begins.
    own
        Which of these are drawn; the others are a neighbour's too, and drawn with it.
    """

    ragged: Ragged
    begins: Flags
    own: Flags

    @classmethod
    def whole(cls, ragged: Ragged) -> Self:
        """Return features with all places, and each line drawn with whatever has it."""
        begins = thinning.beginnings(ragged)
        return cls(ragged, begins, begins)

    def moved(self, xy: Floats) -> Self:
        """Return the features with other places, as many."""
        part = self.ragged
        moved = Ragged(part.shape, xy, part.rings, part.features, part.bounds)
        return type(self)(moved, self.begins, self.own)


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """Features with the places that are drawn at some scale, as they are kept.

    Whole millimetres take half the memory; nobody sees them at a scale where places are left out.

    Parameters
    ----------
    ragged
        The features, with their places in millimetres from a corner.
    corner
        Where that is. [m]
    own
        Which straight pieces are drawn.
    """

    ragged: Ragged
    corner: Floats
    own: Flags

    def taken(self, rows: Indices) -> Thinned:
        part, own = self.ragged, self.own
        if not _is_all(rows, part):
            part, places = part.parted(rows)
            own = own.take(places)
        xy = part.xy / thinning.MM + self.corner
        part = Ragged(part.shape, xy, part.rings, part.features, part.bounds)
        return Thinned(part, thinning.beginnings(part), own)


class Detail:
    """Levels of detail of some features. Several threads may ask at once.

    Parameters
    ----------
    ragged
        The features in full detail.
    codes
        The code of each place, as `thinning` gives them; None where they are not known yet, or
        there are none: all is drawn at all scales then.
    steps
        The levels that are kept; those worth it where none are given.
    """

    def __init__(
        self, ragged: Ragged, codes: Codes | None = None, steps: tuple[int, ...] = ()
    ) -> None:
        self.ragged, self.codes = ragged, codes
        self._lock = threading.Lock()
        self._made: dict[int, _Level] = {}
        self._worth = steps

    @property
    def known(self) -> bool:
        """Whether there are levels."""
        return self.codes is not None

    @property
    def steps(self) -> tuple[int, ...]:
        """The levels that are kept; found when they are first asked for."""
        if not self._worth:
            self._worth = _steps(self.codes)
        return self._worth

    def level(self, px_per_m: float) -> int:
        """Return which level is drawn where a metre has so many pixels; 0 for all detail."""
        wanted = 1 + math.floor(math.log2(max(ERROR_PX / px_per_m / FINEST_M, 2.0**-20)))
        return max((step for step in self.steps if step <= wanted), default=0)

    @property
    def ready(self) -> bool:
        """Whether all levels are made."""
        return all(level in self._made for level in self.steps[1:])

    def make_ahead(self) -> None:
        """Make all levels now, so that nobody has to wait for them later."""
        for level in self.steps[1:]:
            self.count(level)

    def stepped(self, steps: tuple[int, ...]) -> Self:
        """Return the same with other levels kept; itself where they are these, or it has none."""
        if self.codes is None or self.steps == steps:
            return self
        return type(self)(self.ragged, self.codes, steps)

    def part(self, rows: Indices) -> tuple[Ragged, Codes]:
        """Return some of the features in full detail, and the codes of their places."""
        part, places = self.ragged.parted(rows)
        if self.codes is None:
            return part, np.full(len(places), OWN | KEPT, np.uint8)
        return part, self.codes.take(places)

    def count(self, level: int) -> int:
        """Return how many places a level has."""
        if level == 0 or self.codes is None:
            return len(self.ragged.xy)
        return len(self._level(level, self.codes).ragged.xy)

    def at(self, level: int) -> Thinned:
        """Return all features as a level draws them."""
        return self.taken(level, np.arange(len(self.ragged)))

    def taken(self, level: int, rows: Indices) -> Thinned:
        """Return some of the features, in the order of `rows`, as a level draws them."""
        part, codes = self.ragged, self.codes
        if level and codes is not None:
            return self._level(level, codes).taken(rows)
        if not _is_all(rows, part):
            part, places = part.parted(rows)
            codes = None if codes is None else codes.take(places)
        begins = thinning.beginnings(part)
        return Thinned(part, begins, begins if codes is None else begins & (codes >= OWN))

    def _level(self, level: int, codes: Codes) -> _Level:
        """Return the features as a level draws them; it is made once and kept."""
        with self._lock:
            found = self._made.get(level)
            if found is None:
                found = self._made[level] = self._thinned(level, codes)
            return found

    def _thinned(self, level: int, codes: Codes) -> _Level:
        ragged = self.ragged
        kept = (codes & np.uint8(LEVEL)) >= level
        there = np.diff(ragged.rings) > 0
        closed = ragged.shape is Shape.POLYGON
        if closed:
            kept[ragged.rings[1:][there] - 1] = True
        rows = np.flatnonzero(kept)
        rings = np.searchsorted(rows, ragged.rings)
        west, south, east, north = ragged.extent or (0.0, 0.0, 0.0, 0.0)
        corner = np.floor([west, south])
        small = max(east - west, north - south) * thinning.MM < thinning.MOST_MM
        mm: NDArray[Any] = np.empty((len(rows), 2), np.uint32 if small else np.float64)
        for first in range(0, len(rows), thinning.BLOCK):
            some = slice(first, first + thinning.BLOCK)
            xy = taken_together(ragged.xy, rows[some])
            mm[some] = np.rint((xy - corner) * thinning.MM)
        if closed:
            # The first place of a ring may be one of those left out.
            mm[rings[1:][there] - 1] = mm[rings[:-1][there]]
        less = Ragged(ragged.shape, mm, rings, ragged.features, ragged.bounds)
        return _Level(less, corner, thinning.beginnings(less) & (codes[rows] >= OWN))


def _is_all(rows: Indices, ragged: Ragged) -> bool:
    return len(rows) == len(ragged) and bool((rows[1:] > rows[:-1]).all())


def _steps(codes: Codes | None) -> tuple[int, ...]:
    """Return the levels that are worth being kept."""
    if codes is None:
        return (0,)
    counts = np.bincount(codes & np.uint8(LEVEL), minlength=KEPT + 1)
    left = np.cumsum(counts[::-1])[::-1]
    steps, last = [0], int(left[0])
    for level in range(1, thinning.LEVELS + 1):
        if left[level] <= WORTH * last:
            steps.append(level)
            last = int(left[level])
    return tuple(steps)
