"""Corners of polygons: those that repeat the one before, and those too sharp to be meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.coverage.matching import TOLERANCE

SPIKE_DEG: Final = 1.0
"""Sides that meet at less than this make a spike. Arcs are drawn in steps that turn by far more
than 180° less this, and wedges between roads are seldom so sharp. [°]"""

SPIKE_WIDTH_M: Final = 0.1
"""And only where it is narrower than this: what is wider is ground that can be used. [m]"""


def _hashes(points: NDArray[np.complex128]) -> NDArray[np.uint64]:
    """Return a number for each place, by which equal ones are found without comparing all."""
    found = np.zeros(len(points), np.uint64)
    for part in (points.real, points.imag):
        found ^= np.ascontiguousarray(part).view(np.uint64)
        for factor in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB):
            found ^= found >> np.uint64(29)
            found *= np.uint64(factor)
    return found ^ (found >> np.uint64(32))


class Corners:
    """The vertices of polygons as complex numbers, ring after ring.

    Parameters
    ----------
    shapes
        Shapes of a layer.
    places
        Which of them are looked at; they are polygons.
    """

    def __init__(self, shapes: NDArray[np.object_], places: NDArray[np.intp]) -> None:
        parts, of_part = shapely.get_parts(shapes[places], return_index=True)
        rings, of_ring = shapely.get_rings(parts, return_index=True)
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        self.xy = np.ascontiguousarray(xy).view(np.complex128).ravel()
        self._ring = ring
        self._feature = places[of_part[of_ring]] if len(places) else np.empty(0, np.intp)
        self.firsts = np.flatnonzero(np.diff(ring, prepend=-1))
        self._ends = np.append(self.firsts[1:], len(ring)) - 1

    def by_feature(self, at: NDArray[np.intp]) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """Yield vertices by the place of their feature."""
        if not len(at):
            return
        features = self._feature[self._ring[at]]
        order = np.argsort(features, kind="stable")
        starts = np.flatnonzero(np.diff(features[order], prepend=-1))
        for found in np.split(at[order], starts[1:]):
            yield int(self._feature[self._ring[found[0]]]), found

    def beside(self, at: int) -> tuple[complex, complex, complex]:
        """Return the vertex before one, itself, and the one after it."""
        ring = self._ring[at]
        before = self._ends[ring] - 1 if at == self.firsts[ring] else at - 1
        return complex(self.xy[before]), complex(self.xy[at]), complex(self.xy[at + 1])

    def following(self) -> NDArray[np.intp]:
        """Return the vertices that lie upon the one before them, within the tolerance."""
        follows = np.zeros(len(self.xy), bool)
        with np.errstate(invalid="ignore"):  # coordinates that are no numbers
            follows[1:] = np.abs(np.diff(self.xy)) < TOLERANCE
        follows[self.firsts] = False
        return np.flatnonzero(follows)

    def repeated(self) -> dict[complex, complex]:
        """Return vertices and the ones before them that they lie upon; of a row each second."""
        at = self.following()
        first = at[~np.isin(at - 1, at)]
        moves = {complex(self.xy[one]): complex(self.xy[one - 1]) for one in first}
        # Equal ones are dropped anyway, and a ring may end as another one begins.
        return {old: new for old, new in moves.items() if new not in moves or old == new}

    def lonely(self) -> NDArray[np.intp]:
        """Return the features with a side that is not a side of exactly one other ring."""
        with np.errstate(over="ignore"):
            hashes = _hashes(self.xy)
            # The same for both directions, and never for two sides but by a chance of 2⁻⁶⁴.
            keys = hashes[:-1] + hashes[1:]
        within = np.ones(len(keys), bool)
        within[self._ends[:-1]] = False
        sides = np.flatnonzero(within)
        order = np.argsort(keys[sides])
        starts = np.flatnonzero(np.diff(keys[sides][order], prepend=~keys[sides][order][:1]))
        counts = np.diff(np.append(starts, len(order)))
        alone = order[np.repeat(counts != 2, counts)]
        return np.unique(self._feature[self._ring[sides[alone]]])

    def sharp(self) -> NDArray[np.intp]:
        """Return the vertices that are tips of spikes; a ring's last one is its first."""
        if not len(self.xy):
            return np.empty(0, np.intp)
        with np.errstate(invalid="ignore", over="ignore"):  # coordinates that are no numbers
            return self._sharp()

    def _sharp(self) -> NDArray[np.intp]:
        side = np.empty_like(self.xy)
        side[:-1] = np.diff(self.xy)
        side[self._ends] = side[self.firsts]
        towards = np.empty_like(side)
        towards[1:] = side[:-1]
        towards[self.firsts] = side[self._ends - 1]
        # Turned back by nearly 180° where the product is real and negative.
        turn = -towards.conj() * side
        cross, along = np.abs(turn.imag), turn.real
        longer = np.maximum(np.abs(towards), np.abs(side))
        shorter = np.minimum(np.abs(towards), np.abs(side))
        sharp = (
            (along > 0)
            & (cross <= along * np.tan(np.radians(SPIKE_DEG)))
            & (cross < longer * SPIKE_WIDTH_M)
            & (shorter >= TOLERANCE)
        )
        sharp[self._ends] = False
        return np.flatnonzero(sharp)
