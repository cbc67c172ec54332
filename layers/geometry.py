"""Geometries of a layer: as coordinates, or as shapely's objects made when they are asked for.

A map needs coordinates; a million objects take seconds to make and gigabytes to keep. So a plan is
opened with the coordinates alone where all its features are plain polygons. Who needs objects asks
for those of some rows; an edit replaces some and leaves the others as they are.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas.array import GeometryArray
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
        starts = self.rings[self.polygons[self.features[:-1]]]
        found = np.empty((4, len(self)))
        if len(self):
            found[:2] = np.minimum.reduceat(self.xy, starts).T
            found[2:] = np.maximum.reduceat(self.xy, starts).T
        # Each of the four lies in one piece, for comparisons with all of them.
        return found.T

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


_START: Final = np.zeros(1, np.int64)
NOTHING: Final = Coordinates(np.empty((0, 2)), _START, _START, _START, np.empty(0, bool))


class _Read:
    """Geometries that were read as coordinates, for all that edits make of them."""

    def __init__(self, coordinates: Coordinates) -> None:
        self.coordinates = coordinates
        self.made: Objects | None = None
        self._lock = threading.Lock()

    @property
    def objects(self) -> Objects:
        """All of them as objects, always the same ones."""
        with self._lock:
            if self.made is None:
                self.made = _frozen(self.coordinates.objects())
            return self.made

    def taken(self, rows: NDArray[np.intp]) -> Objects:
        """Return some of them as objects."""
        if self.made is not None:
            return self.made[rows]
        return self.coordinates.taken(rows).objects() if len(rows) else np.empty(0, object)


class _Parts(NamedTuple):
    """What the geometries of some rows are.

    Parameters
    ----------
    read
        Those that were read as coordinates.
    rows
        Which of these each row is, -1 for one that came later.
    own
        The geometries that came later, None for the others.
    """

    read: _Read
    rows: NDArray[np.intp]
    own: Objects

    def joined(self, of_read: NDArray[Any], of_own: NDArray[Any]) -> NDArray[Any]:
        """Return what each row has, from what each that was read and each other one has."""
        there = self.rows >= 0
        found = of_own.copy()
        found[there] = of_read[self.rows[there]]
        return found


class Geometries:
    """Geometries of the rows of a layer, in their order. Several threads may ask at once.

    Parameters
    ----------
    found
        Shapely geometries, or the coordinates that they are made of when they are asked for.
    crs
        Their reference system, as geopandas takes it.
    areas, bounds
        What the properties of these names say, where that is known.
    """

    __slots__ = ("_areas", "_bounds", "_objects", "_parts", "coordinates", "crs")

    def __init__(
        self,
        found: Objects | Coordinates | _Parts,
        crs: Any,  # noqa: ANN401
        areas: Floats | None = None,
        bounds: Floats | None = None,
    ) -> None:
        self._areas, self._bounds = areas, bounds
        self.crs = crs
        self.coordinates = found if isinstance(found, Coordinates) else None
        """The coordinates that the geometries are made of, where all were found as such."""
        self._objects: Objects | None = None
        if isinstance(found, Coordinates):
            none = np.broadcast_to(np.array(None, object), len(found))
            found = _Parts(_Read(found), np.arange(len(found)), none)
        elif not isinstance(found, _Parts):
            found = _Parts(_Read(NOTHING), np.broadcast_to(np.intp(-1), len(found)), found)
        self._parts = found
        if self.coordinates is None and not (found.rows >= 0).any():
            # Nothing is left of what was read.
            self._parts = found._replace(read=_Read(NOTHING))
            self._objects = _frozen(found.own)

    def __len__(self) -> int:
        return len(self._parts.rows)

    @property
    def objects(self) -> Objects:
        """Shapely geometries, always the same ones; read-only."""
        if self._objects is None:
            found = self._parts.read.objects
            if self.coordinates is None:
                found = _frozen(self._parts.joined(found, self._parts.own))
            self._objects = found
        return self._objects

    def taken(self, places: NDArray[np.intp]) -> Objects:
        """Return the geometries of some places; no others are made for it."""
        if self._objects is not None:
            return self._objects[places]
        read, rows, own = self._parts
        rows, found = rows[places], own[places]
        found[rows >= 0] = read.taken(rows[rows >= 0])
        return found

    @property
    def areas(self) -> Floats:
        """Areas of the geometries, NaN where one is missing; no objects are made for it. [m²]."""
        if self._areas is None:
            self._areas = self._known(self._parts.read.coordinates.areas, shapely.area)
        return self._areas

    @property
    def bounds(self) -> Floats:
        """(f, 4), west, south, east and north, NaN where one is missing; without objects. [m]."""
        if self._bounds is None:
            self._bounds = self._known(self._parts.read.coordinates.bounds, _boxes)
        return self._bounds

    def _known(self, of_read: Floats, of_objects: Callable[[Objects], Floats]) -> Floats:
        if self.coordinates is not None:
            return of_read
        return self._parts.joined(of_read, of_objects(self._parts.own))

    @property
    def made(self) -> bool:
        """Whether there are shapely geometries of all rows already."""
        return self._objects is not None or self._parts.read.made is not None

    def replaced(self, places: NDArray[np.intp], objects: Objects) -> Geometries:
        """Return the geometries with some of them exchanged, one for one."""

        def exchanged(values: NDArray[Any], by: Any) -> NDArray[Any]:  # noqa: ANN401
            found = values.copy("K")
            found[places] = by
            return found

        read, rows, own = self._parts
        return Geometries(
            _Parts(read, exchanged(rows, -1), exchanged(own, objects)),
            self.crs,
            None if self._areas is None else exchanged(self._areas, shapely.area(objects)),
            None if self._bounds is None else exchanged(self._bounds, _boxes(objects)),
        )

    def rearranged(self, pieces: Sequence[tuple[bool, int, int]], added: Objects) -> Geometries:
        """Return runs of these and of added geometries, one after another.

        Parameters
        ----------
        pieces
            Whether a run is of these, where it begins and where it ends.
        added
            What the other runs are taken from.
        """

        def joined(mine: NDArray[Any], theirs: NDArray[Any]) -> NDArray[Any]:
            runs = [(mine if old else theirs)[first:last] for old, first, last in pieces]
            return np.concatenate(runs) if runs else mine[:0]

        read, rows, own = self._parts
        return Geometries(
            _Parts(read, joined(rows, np.full(len(added), -1)), joined(own, added)),
            self.crs,
            None if self._areas is None else joined(self._areas, shapely.area(added)),
            None if self._bounds is None else joined(self._bounds, _boxes(added)),
        )

    def series(self, index: pd.Index) -> gpd.GeoSeries:
        """Return the geometries as a column."""
        return gpd.GeoSeries(GeometryArray(self.objects, crs=self.crs), index=index)

    def column(self, places: NDArray[np.intp]) -> GeometryArray:
        """Return some of the geometries as a column of a frame."""
        return GeometryArray(self.taken(places), crs=self.crs)

    def beside(
        self, columns: pd.DataFrame, places: NDArray[np.intp] | None = None
    ) -> gpd.GeoDataFrame:
        """Return columns with the geometries, some of them where places are given."""
        objects = self.objects if places is None else self.taken(places)
        column = GeometryArray(objects, crs=self.crs)
        return gpd.GeoDataFrame(columns.copy(deep=False), geometry=column)


def _frozen(objects: Objects) -> Objects:
    # Copy-on-write of pandas does not reach into arrays of geometries: a shape written into one
    # that was handed out would be in the plan, and in all older ones.
    objects.flags.writeable = False
    return objects


def _boxes(objects: Objects) -> Floats:
    return shapely.bounds(objects).reshape(-1, 4)
