"""Polygons as arrays of coordinates: what a map needs, in a fraction of the memory of objects."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

Objects = NDArray[np.object_]
Floats = NDArray[np.float64]

PIECE: Final = 4_096
"""Features that become objects at once."""
BLOCK: Final = 16_000
"""Places worked on at once; what is larger leaves the processor's cache."""


@dataclass(frozen=True, eq=False)
class Coordinates:
    """Polygons as arrays, in the order and the direction in which they were found.

    All are sound as far as shapely asks for it: their rings are closed and have four places or
    more, which are finite numbers.

    Parameters
    ----------
    xy
        (n, 2), places of all rings one after another. [m]
    rings
        (r + 1,), where each ring begins in ``xy``; the last one is n.
    polygons
        (p + 1,), where each polygon begins in ``rings``: its shell, then its holes.
    features
        (f + 1,), where each feature begins in ``polygons``.
    several
        (f,), which features are multi-polygons, of one polygon or more.
    """

    xy: Floats
    rings: NDArray[np.int64]
    polygons: NDArray[np.int64]
    features: NDArray[np.int64]
    several: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.several)

    def knowing(self, bounds: Floats, doubled: Floats) -> Coordinates:
        """Return the same, with what it would work out from the places when it is asked for it.

        Parameters
        ----------
        bounds
            (4, f), west, south, east and north of each feature. [m]
        doubled
            (r,), twice the area of each ring. [m²]
        """
        vars(self).update(bounds=bounds.T, doubled=doubled)
        return self

    @cached_property
    def doubled(self) -> Floats:
        """(r,), twice the area of each ring, negative for clockwise ones. [m²]."""
        return doubled_areas(self.xy, self.rings)

    @cached_property
    def areas(self) -> Floats:
        """(f,), the area of each feature, to the last digit as shapely has it. [m²]."""
        signed = np.abs(self.doubled) / -2.0
        shells = self.polygons[:-1]
        signed[shells] *= -1.0
        # Polygon by polygon as shapely does it: in another order the last digits are others.
        of_polygons = np.add.reduceat(signed, shells) if len(shells) else signed
        return np.add.reduceat(of_polygons, self.features[:-1]) if len(self) else of_polygons

    @cached_property
    def bounds(self) -> Floats:
        """(f, 4), west, south, east and north of each feature. [m]."""
        # Each of the four lies in one piece, for comparisons with all of them.
        return bounds_of(self.xy, self.rings[self.polygons[self.features]]).T

    def taken(self, rows: NDArray[np.intp]) -> Coordinates:
        """Return some of the features, in the order of `rows`."""
        polygons, features = _taken_apart(self.features, rows)
        rings, shells = _taken_apart(self.polygons, polygons)
        places, starts = _taken_apart(self.rings, rings)
        xy = taken_together(self.xy, places)
        return Coordinates(xy, starts, shells, features, self.several[rows])

    def objects(self) -> Objects:
        """Return the features as shapely geometries."""
        # Shapely holds Python's lock meanwhile: all at once would stop the window for seconds.
        firsts = range(0, len(self), PIECE)
        return np.concatenate([self._objects(one, min(one + PIECE, len(self))) for one in firsts])

    def _objects(self, first: int, last: int) -> Objects:
        features = self.features[first : last + 1]
        polygons = self.polygons[features[0] : features[-1] + 1]
        rings = self.rings[polygons[0] : polygons[-1] + 1]
        xy = self.xy[rings[0] : rings[-1]]
        offsets = (rings - rings[0], polygons - polygons[0])
        made = shapely.from_ragged_array(shapely.GeometryType.POLYGON, xy, offsets)
        found, several = np.asarray(made, object), self.several[first:last]
        if not several.any():
            return found
        owner = np.repeat(np.arange(last - first), np.diff(features))
        whole = np.empty(last - first, object)
        whole[~several] = found[~several[owner]]
        of_several = several[owner]
        shapely.multipolygons(found[of_several], indices=owner[of_several], out=whole)
        return whole


def bounds_of(xy: Floats, starts: NDArray[np.int64]) -> Floats:
    """Return (4, f), west, south, east and north of each feature. [m].

    Parameters
    ----------
    xy
        (n, 2), places of all features one after another; each has some. [m]
    starts
        (f + 1,), where each feature begins in ``xy``; the last one is n.
    """
    found = np.empty((4, len(starts) - 1))
    if len(starts) > 1:
        found[:2] = np.minimum.reduceat(xy, starts[:-1]).T
        found[2:] = np.maximum.reduceat(xy, starts[:-1]).T
    return found


def doubled_areas(xy: Floats, rings: NDArray[np.int64]) -> Floats:
    """Return twice the area of each ring, negative for clockwise ones. [m²].

    Parameters
    ----------
    xy
        (n, 2), places of all rings one after another, the last of each as its first. [m]
    rings
        (r + 1,), where each ring begins in ``xy``; the last one is n.
    """
    doubled = np.empty(len(rings) - 1)
    first = 0
    while first < len(doubled):
        last = max(int(np.searchsorted(rings, rings[first] + BLOCK, side="right")) - 1, first + 1)
        part = rings[first : last + 1]
        doubled[first:last] = _doubled_areas(xy[part[0] : part[-1]], part - part[0])
        first = last
    return doubled


def _doubled_areas(xy: Floats, rings: NDArray[np.int64]) -> Floats:
    firsts, counts = rings[:-1], np.diff(rings)
    # From the ring's first place on: of coordinates with eight digits nothing would be left. At
    # this place and the last one, which is the same, that makes 0 of what is not of the ring.
    x = xy[:, 0] - np.repeat(xy[firsts, 0], counts)
    cross = np.zeros(len(xy))
    np.subtract(xy[2:, 1], xy[:-2, 1], out=cross[1:-1])
    cross *= x
    # Summed one after another, as shapely does it: other orders have other last digits.
    owner = np.repeat(np.arange(len(firsts)), counts)
    return np.bincount(owner, cross, len(firsts)).astype(np.float64, copy=False)


def spans(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers ``start, start + 1, …`` of several runs one after another.

    Examples
    --------
    >>> spans(np.array([10, 3]), np.array([2, 3])).tolist()
    [10, 11, 3, 4, 5]
    """
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(int(counts.sum()))


def taken_together(xy: Floats, places: NDArray[np.int64]) -> Floats:
    """Return (n, 2) numbers of some places: two as one, which is ten times as fast."""
    as_one = np.complex128 if xy.itemsize == 8 else np.uint64
    pairs = np.ascontiguousarray(xy).reshape(-1).view(as_one)
    return pairs.take(places).view(xy.dtype).reshape(-1, 2)


def _taken_apart(
    starts: NDArray[np.int64], rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the parts of some rows, and where those of each begin among them."""
    counts = starts[rows + 1] - starts[rows]
    return spans(starts[rows], counts), np.concatenate([[0], np.cumsum(counts)])
