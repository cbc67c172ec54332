"""Geometries of a layer: as coordinates, or as shapely's objects made when they are asked for.

A map needs coordinates and a million objects take seconds to make. So a plan is opened with the
coordinates alone where all its features are plain polygons; what measures or edits makes the rest.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

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
        """(f,), the area of each feature. [m²]."""
        signed = -np.abs(self.doubled)
        shells = self.polygons[:-1]
        signed[shells] *= -1.0
        return np.add.reduceat(signed, shells[self.features[:-1]]) / 2.0

    @cached_property
    def bounds(self) -> Floats:
        """(f, 4), west, south, east and north of each feature. [m]."""
        starts = self.rings[self.polygons[self.features[:-1]]]
        low = np.minimum.reduceat(self.xy, starts) if len(self) else np.empty((0, 2))
        high = np.maximum.reduceat(self.xy, starts) if len(self) else np.empty((0, 2))
        return np.hstack([low, high])

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
    # From the ring's first place on: of coordinates with eight digits nothing would be left.
    x = xy[:, 0] - np.repeat(xy[firsts, 0], counts)
    y = xy[:, 1] - np.repeat(xy[firsts, 1], counts)
    cross = np.empty(len(xy))
    np.multiply(x[:-1], y[1:], out=cross[:-1])
    x[1:] *= y[:-1]
    cross[:-1] -= x[1:]
    cross[rings[1:] - 1] = 0.0
    return np.add.reduceat(cross, firsts)


class Geometries:
    """Geometries of the rows of a layer, in their order. Several threads may ask at once.

    Parameters
    ----------
    found
        Shapely geometries, or the coordinates that they are made of when they are asked for.
    crs
        Their reference system, as geopandas takes it.
    """

    __slots__ = ("_areas", "_bounds", "_found", "_lock", "_objects", "crs")

    def __init__(self, found: Objects | Coordinates, crs: Any) -> None:  # noqa: ANN401
        self._areas: Floats | None = None
        self._bounds: Floats | None = None
        self._lock = threading.Lock()
        self._found = found
        self._objects = None if isinstance(found, Coordinates) else _frozen(found)
        self.crs = crs

    def __len__(self) -> int:
        return len(self._found)

    @property
    def coordinates(self) -> Coordinates | None:
        """The coordinates that the geometries are made of, where they were found as such."""
        return self._found if isinstance(self._found, Coordinates) else None

    @property
    def objects(self) -> Objects:
        """Shapely geometries, always the same ones; read-only."""
        with self._lock:
            if self._objects is None:
                found = self._found
                self._objects = _frozen(
                    found.objects() if isinstance(found, Coordinates) else found
                )
            return self._objects

    @property
    def areas(self) -> Floats:
        """Areas of the geometries, NaN where one is missing; no objects are made for it. [m²]."""
        if self._areas is None:
            coordinates = self.coordinates
            self._areas = shapely.area(self.objects) if coordinates is None else coordinates.areas
        return self._areas

    @property
    def bounds(self) -> Floats:
        """(f, 4), west, south, east and north, NaN where one is missing; without objects. [m]."""
        if self._bounds is None:
            coordinates = self.coordinates
            self._bounds = (
                shapely.bounds(self.objects) if coordinates is None else coordinates.bounds
            )
        return self._bounds

    @property
    def made(self) -> bool:
        """Whether there are shapely geometries already."""
        return self._objects is not None

    def replaced(self, places: NDArray[np.intp], objects: Objects) -> Geometries:
        """Return the geometries with some of them exchanged, one for one."""
        found = self.objects.copy()
        found[places] = objects
        made = Geometries(found, self.crs)
        if self._areas is not None:
            made._areas = self._areas.copy()
            made._areas[places] = shapely.area(objects)
        if self._bounds is not None:
            made._bounds = self._bounds.copy()
            made._bounds[places] = shapely.bounds(objects)
        return made

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

        made = Geometries(joined(self.objects, added), self.crs)
        if self._areas is not None:
            made._areas = joined(self._areas, shapely.area(added))
        if self._bounds is not None:
            made._bounds = joined(self._bounds, shapely.bounds(added).reshape(-1, 4))
        return made

    def series(self, index: pd.Index) -> gpd.GeoSeries:
        """Return the geometries as a column."""
        return gpd.GeoSeries(GeometryArray(self.objects, crs=self.crs), index=index)

    def beside(
        self, columns: pd.DataFrame, places: NDArray[np.intp] | None = None
    ) -> gpd.GeoDataFrame:
        """Return columns with the geometries, some of them where places are given."""
        objects = self.objects if places is None else self.objects[places]
        column = GeometryArray(objects, crs=self.crs)
        return gpd.GeoDataFrame(columns.copy(deep=False), geometry=column)


def _frozen(objects: Objects) -> Objects:
    # Copy-on-write of pandas does not reach into arrays of geometries: a shape written into one
    # that was handed out would be in the plan, and in all older ones.
    objects.flags.writeable = False
    return objects
