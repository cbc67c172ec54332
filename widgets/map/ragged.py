"""Geometries as ragged arrays: all coordinates in one block, and where rings and features begin.

No geometry objects are kept: a million parcels take four arrays, a query is four comparisons.
Values of this module are never changed, so that a worker may draw what the window replaces.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.coordinates import Coordinates, doubled_areas, spans, taken_together
from layers.kind import Shape
from widgets.map.viewport import Bounds

TURNED: Final = 16_000
"""Places that are turned at once; numbers for all would take more memory than the places."""
BLOCKED: Final = 50_000
"""From so many features on those in blocks far away are not looked at one by one."""
BLOCK: Final = 64
FEW_SHARE: Final = 4
"""What lies near is looked at apart where it is less than this share of all, as ``1 / share``."""

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

_PARTS = {
    Shape.POLYGON: (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
    Shape.LINE: (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING),
    Shape.POINT: (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT),
}
_WHOLES = {
    Shape.POLYGON: shapely.multipolygons,
    Shape.LINE: shapely.multilinestrings,
    Shape.POINT: shapely.multipoints,
}


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """Features of one shape.

    Parameters
    ----------
    shape
        What they are. Rings of polygons are closed: their last place is their first.
    xy
        (n, 2), places of all rings one after another. [m or px]
    rings
        (r + 1,), where each ring (line, point) begins in ``xy``; the last one is n.
    features
        (f + 1,), where each feature begins in ``rings``; a feature without any is empty.
    bounds
        (4, f), west, south, east and north; of an empty feature (inf, inf, -inf, -inf).
    blocks
        Bounds around blocks of features that follow one another, once they were asked for: in
        files these are often side by side.
    runs
        Bounds around runs of places of large features by row, once they were asked for.
    """

    shape: Shape
    xy: Floats
    rings: Indices
    features: Indices
    bounds: Floats
    blocks: list[Floats] = field(default_factory=list[Floats], repr=False)
    runs: dict[int, Floats] = field(default_factory=dict[int, Floats], repr=False)

    def __len__(self) -> int:
        return len(self.features) - 1

    # ---- making ---------------------------------------------------------------------------------

    @classmethod
    def of(cls, geometries: NDArray[np.object_], shape: Shape) -> Self:
        """Return shapely geometries as ragged arrays; what is of another shape is empty.

        Shells are turned counter-clockwise and holes clockwise (y upwards), as a winding fill
        needs them. Missing geometries are empty, as are those with a place that is not finite;
        collections give their parts of this shape.
        """
        fitting = _of_shape(geometries, shape)
        if shape is Shape.POINT:
            # A list of single points alone knows no empty one.
            fitting = _as_multipoints(fitting)
        if len(fitting) == 0 or bool(np.all(shapely.is_missing(fitting))):
            starts = np.zeros(len(fitting) + 1, np.int64)
            return cls.joined(shape, np.empty((0, 2)), starts[:1], starts)
        _, xy, offsets = shapely.to_ragged_array(fitting, include_z=False, include_m=False)
        if not np.isfinite(xy).all():
            return cls.of(_without_infinite(fitting), shape)
        levels = [np.asarray(level, np.int64) for level in offsets]
        match shape:
            case Shape.POLYGON:
                rings, polygons = levels[0], levels[1]
                features = polygons[levels[2]] if len(levels) == 3 else polygons
                xy = np.ascontiguousarray(xy)
                xy = _oriented(xy, rings, polygons, doubled_areas(xy, rings))
            case Shape.LINE:
                rings = levels[0]
                features = levels[1] if len(levels) == 2 else np.arange(len(rings))
            case Shape.POINT:
                rings, features = np.arange(len(xy) + 1), levels[0]
        return cls.joined(shape, np.ascontiguousarray(xy), rings, features)

    @classmethod
    def of_coordinates(cls, found: Coordinates) -> Self:
        """Return polygons that were read as arrays; places are shared where no ring is turned."""
        rings, features = found.rings, found.polygons[found.features]
        xy = _oriented(found.xy, rings, found.polygons, found.doubled)
        return cls(Shape.POLYGON, xy, rings, features, found.bounds.T)

    @classmethod
    def joined(cls, shape: Shape, xy: Floats, rings: Indices, features: Indices) -> Self:
        """Return features from their arrays, with the bounds worked out."""
        return cls(shape, xy, rings, features, _bounds(xy, rings, features))

    @classmethod
    def concatenated(cls, parts: list[Self]) -> Self:
        """Return the features of several, in their order. All are of one shape; none is refused."""
        xy = np.concatenate([part.xy for part in parts])
        rings = _chained([part.rings for part in parts])
        features = _chained([part.features for part in parts])
        bounds = np.concatenate([part.bounds for part in parts], axis=1)
        return cls(parts[0].shape, xy, rings, features, bounds)

    def taken(self, rows: Indices) -> Self:
        """Return some of the features, in the order of `rows`."""
        if len(rows) == len(self) and bool((rows[1:] > rows[:-1]).all()):
            return self
        return self.parted(rows)[0]

    def parted(self, rows: Indices) -> tuple[Self, Indices]:
        """Return some of the features, in the order of `rows`, and where their places are here."""
        if len(rows) == 1:
            return self._one(int(rows[0]))
        # Methods, not functions of the same names, which take twice as long for few rows.
        low, high = self.features.take(rows), self.features.take(rows + 1)
        features = _starts(high - low)
        if len(rows):
            # Features that follow one another here are taken as one.
            ends = (rows[1:] != rows[:-1] + 1).nonzero()[0]
            low = low.take(np.concatenate([[0], ends + 1]))
            high = high.take(np.concatenate([ends, [len(rows) - 1]]))
        which = spans(low, high - low)
        low, high = self.rings.take(low), self.rings.take(high)
        places = spans(low, high - low)
        rings = _starts(self.rings.take(which + 1) - self.rings.take(which))
        xy, bounds = taken_together(self.xy, places), self.bounds.take(rows, axis=1)
        return type(self)(self.shape, xy, rings, features, bounds), places

    def _one(self, row: int) -> tuple[Self, Indices]:
        """Return one feature, whose places are shared, and where these are here."""
        first, last = self.features[row : row + 2].tolist()
        rings = self.rings[first : last + 1]
        low, high = int(rings[0]), int(rings[-1])
        features, bounds = np.array([0, last - first]), self.bounds[:, row : row + 1]
        one = type(self)(self.shape, self.xy[low:high], rings - low, features, bounds)
        return one, np.arange(low, high)

    # ---- asking ---------------------------------------------------------------------------------

    @property
    def vertices(self) -> Indices:
        """(f + 1,), where each feature begins in ``xy``."""
        return self.rings[self.features]

    @property
    def extent(self) -> Bounds | None:
        """Bounds of all features; None without any."""
        if len(self.xy) == 0:
            return None
        west, south = self.bounds[:2].min(axis=1)
        east, north = self.bounds[2:].max(axis=1)
        return float(west), float(south), float(east), float(north)

    def meeting(self, bounds: Bounds) -> Indices:
        """Return the rows of features whose bounds meet some bounds, ascending."""
        west, south, east, north = bounds
        mine = self.bounds
        if len(self) >= BLOCKED:
            rows = self._near(bounds)
            if rows is not None:
                meets = (mine[0].take(rows) <= east) & (mine[2].take(rows) >= west)
                meets &= (mine[1].take(rows) <= north) & (mine[3].take(rows) >= south)
                return rows[meets]
        # One comparison after another, on what is left: most features are far to one side.
        rows = np.flatnonzero((mine[0] <= east) & (mine[2] >= west))
        if len(rows) == len(self):
            return np.flatnonzero((mine[1] <= north) & (mine[3] >= south))
        return rows[(mine[1, rows] <= north) & (mine[3, rows] >= south)]

    def _near(self, bounds: Bounds) -> Indices | None:
        """Return the rows of features in blocks that meet some bounds, None where these are many.

        They are ascending.
        """
        if not self.blocks:
            starts = np.arange(0, len(self), BLOCK)
            low = np.minimum.reduceat(self.bounds[:2], starts, axis=1)
            self.blocks.append(
                np.concatenate([low, np.maximum.reduceat(self.bounds[2:], starts, axis=1)])
            )
        west, south, east, north = bounds
        low_x, low_y, high_x, high_y = self.blocks[0]
        meets = low_x <= east
        meets &= high_x >= west
        meets &= low_y <= north
        meets &= high_y >= south
        firsts = meets.nonzero()[0] * BLOCK
        if len(firsts) * FEW_SHARE >= len(meets):
            return None
        return spans(firsts, np.minimum(firsts + BLOCK, len(self)) - firsts)

    def geometries(self) -> NDArray[np.object_]:
        """Return the features as shapely geometries, for the few that need more than drawing."""
        match self.shape:
            case Shape.POLYGON:
                shells = doubled_areas(self.xy, self.rings) > 0
                firsts = self.features[:-1][np.diff(self.features) > 0]
                shells[firsts] = True
                polygons = np.append(np.flatnonzero(shells), len(shells))
                features = np.searchsorted(polygons, self.features)
                offsets = (self.rings, polygons, features)
            case Shape.LINE:
                offsets = (self.rings, self.features)
            case Shape.POINT:
                offsets = (self.features,)
        kind = _PARTS[self.shape][1]
        return np.asarray(shapely.from_ragged_array(kind, self.xy, offsets), object)


def united(boxes: NDArray[np.float64]) -> Bounds | None:
    """Return the bounds around (4, n) boxes, None without any."""
    if boxes.shape[1] == 0:
        return None
    west, south, east, north = *boxes[:2].min(axis=1), *boxes[2:].max(axis=1)
    return float(west), float(south), float(east), float(north)


def _starts(counts: Indices) -> Indices:
    starts = np.zeros(len(counts) + 1, np.int64)
    counts.cumsum(out=starts[1:])
    return starts


def _chained(offsets: list[Indices]) -> Indices:
    before = 0
    chained = [np.zeros(1, np.int64)]
    for one in offsets:
        chained.append(one[1:] + before)
        before += int(one[-1])
    return np.concatenate(chained)


def _without_infinite(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the geometries without those that have places nowhere, which Qt cannot draw."""
    xy, owner = shapely.get_coordinates(geometries, return_index=True)
    geometries[owner[~np.isfinite(xy).all(axis=1)]] = None
    return geometries


def _of_shape(geometries: NDArray[np.object_], shape: Shape) -> NDArray[np.object_]:
    fitting = np.array(geometries, dtype=object)
    kinds = shapely.get_type_id(fitting)
    wanted = [int(part) for part in _PARTS[shape]]
    for row in np.flatnonzero((kinds >= 0) & (kinds != wanted[0]) & (kinds != wanted[1])):
        parts = shapely.get_parts(shapely.get_parts(fitting[row]))
        if shape is Shape.LINE:
            closed = shapely.get_type_id(parts) == shapely.GeometryType.LINEARRING
            parts[closed] = [
                shapely.linestrings(shapely.get_coordinates(ring)) for ring in parts[closed]
            ]
        parts = parts[shapely.get_type_id(parts) == wanted[0]]
        fitting[row] = _WHOLES[shape](parts) if len(parts) else None
    return fitting


def _as_multipoints(points: NDArray[np.object_]) -> NDArray[np.object_]:
    whole = np.full(len(points), None, object)
    parts, owner = shapely.get_parts(points, return_index=True)
    there = ~shapely.is_empty(parts)
    if there.any():
        shapely.multipoints(parts[there], indices=owner[there], out=whole)
    return whole


def _oriented(xy: Floats, rings: Indices, polygons: Indices, doubled: Floats) -> Floats:
    """Return the coordinates with shells counter-clockwise and holes clockwise.

    ``doubled`` is twice the area of each ring, negative for clockwise ones.
    """
    counts = rings[1:] - rings[:-1]
    shell = np.zeros(len(counts), bool)
    shell[polygons[:-1][polygons[1:] > polygons[:-1]]] = True
    wrong = np.where(shell, doubled < 0, doubled > 0).nonzero()[0]
    if len(wrong) == 0:
        return xy
    turned = xy.copy()
    ends = np.cumsum(counts[wrong])
    first = 0
    while first < len(wrong):
        done = int(ends[first - 1]) if first else 0
        last = max(int(np.searchsorted(ends, done + TURNED, side="right")), first + 1)
        some = wrong[first:last]
        order = spans(rings[some], counts[some])
        turned[order] = xy[np.repeat(rings[some] + rings[some + 1] - 1, counts[some]) - order]
        first = last
    return turned


def _bounds(xy: Floats, rings: Indices, features: Indices) -> Floats:
    starts = rings[features]
    bounds = np.empty((4, len(starts) - 1))
    there = np.diff(starts) > 0
    where = slice(None) if there.all() else np.flatnonzero(there)
    if there.any():
        bounds[:2, where] = np.minimum.reduceat(xy, starts[:-1][where]).T
        bounds[2:, where] = np.maximum.reduceat(xy, starts[:-1][where]).T
    bounds[:2, ~there], bounds[2:, ~there] = np.inf, -np.inf
    return bounds
