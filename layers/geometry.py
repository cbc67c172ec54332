"""Geometries of a layer: as coordinates, or as shapely's objects made when they are asked for.

A map needs coordinates and a million objects take seconds to make. So a plan is opened with the
coordinates alone where all its features are plain polygons; what measures or edits makes the rest.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas.array import GeometryArray
from numpy.typing import NDArray

Objects = NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
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

    xy: NDArray[np.float64]
    rings: NDArray[np.int64]
    polygons: NDArray[np.int64]
    features: NDArray[np.int64]
    several: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.several)

    def objects(self) -> Objects:
        """Return the features as shapely geometries."""
        offsets = (self.rings, self.polygons)
        polygons = shapely.from_ragged_array(shapely.GeometryType.POLYGON, self.xy, offsets)
        found = np.asarray(polygons, object)
        if not self.several.any():
            return found
        made = np.empty(len(self), object)
        made[~self.several] = found[self.features[:-1][~self.several]]
        owner = np.repeat(np.arange(len(self)), np.diff(self.features))
        of_several = self.several[owner]
        shapely.multipolygons(found[of_several], indices=owner[of_several], out=made)
        return made


class Geometries:
    """Geometries of the rows of a layer, in their order. Several threads may ask at once.

    Parameters
    ----------
    found
        Shapely geometries, or the coordinates that they are made of when they are asked for.
    crs
        Their reference system, as geopandas takes it.
    """

    __slots__ = ("_found", "_lock", "_objects", "crs")

    def __init__(self, found: Objects | Coordinates, crs: Any) -> None:  # noqa: ANN401
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
    def made(self) -> bool:
        """Whether there are shapely geometries already."""
        return self._objects is not None

    def replaced(self, objects: Objects) -> Geometries:
        """Return other geometries in the same system."""
        return Geometries(objects, self.crs)

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
