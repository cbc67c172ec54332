"""The ground that a layer covers, worked out once for all checks that ask about it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.coverage.corners import Corners
from layers.coverage.matching import TOLERANCE, Matched, groups, matched
from layers.document import Document
from layers.layer import Layer
from layers.progress import Progress

BLOCK: Final = 4_000
"""Polygons whose borders are compared at once: between two blocks the work can be stopped, and
smaller ones see too many of their neighbours twice."""

SLIVER_M2: Final = 0.01
"""Shared or protruding ground up to this is a matter of decimals, not of the plan. [m²]"""

THREADS: Final = 2
"""GEOS lets go of Python's lock: two processors compare twice as much."""

_POLYGONS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)

Shapes = NDArray[np.object_]
Places = NDArray[np.intp]


class Ground:
    """What the polygons of a layer cover together.

    Parameters
    ----------
    document, layer
        The plan, and the layer in it.
    progress
        Looked at between pieces of long work.
    """

    def __init__(self, document: Document, layer: Layer, progress: Progress | None = None) -> None:
        self.document = document
        self.layer = layer
        self._progress = progress

    @cached_property
    def _numbers(self) -> NDArray[np.object_]:
        if "number" not in self.layer.columns:
            return np.full(len(self.layer), "", object)
        return self.layer.values("number").str.strip().fillna("").to_numpy(object)

    def name(self, place: int) -> str:
        """Return the number that the plan gives a parcel, else the feature's id."""
        return str(self._numbers[place] or self.layer.ids[place])

    @cached_property
    def valid(self) -> NDArray[np.bool_]:
        """Which shapes are valid, as they are in the layer."""
        return shapely.is_valid(self.layer.geometries)

    @cached_property
    def corners(self) -> Corners:
        """Vertices of all polygons."""
        return Corners(self.shapes, self.polygonal)

    @cached_property
    def shapes(self) -> Shapes:
        """Shapes of all rows without heights, those that are not valid made so."""
        shapes = np.array(self.layer.geometries)
        high = shapely.has_z(shapes)
        shapes[high] = shapely.force_2d(shapes[high])
        there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        invalid = there & ~self.valid
        shapes[invalid] = shapely.make_valid(shapes[invalid], method="structure")
        return shapes

    @cached_property
    def polygonal(self) -> Places:
        """Places of the rows that are polygons."""
        polygons = np.isin(shapely.get_type_id(self.shapes), _POLYGONS)
        return np.flatnonzero(polygons & ~shapely.is_empty(self.shapes))

    @cached_property
    def rim(self) -> Places:
        """Places of the polygons with a side that no other one shares, and of all beside them."""
        lonely = self.corners.lonely() if len(self.polygonal) else self.polygonal
        return self.beside(lonely, 2 * TOLERANCE) if len(lonely) else lonely

    @cached_property
    def unmatched(self) -> Places:
        """Places of the polygons with an edge that no other has, though it should."""
        # Where no two lie upon each other, borders can be wrong only where they are not shared.
        places = self.polygonal if self._whole is None else self.rim
        polygons = self.shapes[places]
        flagged = np.zeros(len(polygons), bool)

        def look(block: tuple[Places, NDArray[np.bool_]]) -> tuple[Places, int]:
            around, inner = block
            edges = shapely.coverage_invalid_edges(polygons[around], gap_width=TOLERANCE)
            return around[inner & ~shapely.is_empty(edges)], int(np.count_nonzero(inner))

        done = 0
        with ThreadPoolExecutor(THREADS) as pool:
            try:
                for found, count in pool.map(look, blocks(shapely.bounds(polygons))):
                    flagged[found] = True
                    done += count
                    if self._progress is not None:
                        self._progress.at(done / len(polygons))
            finally:
                pool.shutdown(cancel_futures=True)
        return places[flagged]

    @cached_property
    def _whole(self) -> BaseGeometry | None:
        """The union of all polygons where they are a coverage as far as areas tell."""
        return coverage_union(self.shapes[self.polygonal])

    def beside(self, places: Places, distance: float) -> Places:
        """Return places, and those of the polygons whose boxes come near theirs. [m]."""
        boxes = shapely.bounds(self.shapes[places]) + distance * np.array([-1.0, -1.0, 1.0, 1.0])
        found = self.boxed.query(shapely.box(*boxes.T))[1]
        return np.union1d(places, self.polygonal[found])

    @cached_property
    def boxed(self) -> shapely.STRtree:
        """Tree of the shapes at `polygonal`, as they are."""
        return shapely.STRtree(self.shapes[self.polygonal])

    @cached_property
    def around(self) -> Places:
        """Places of the polygons with unmatched edges, and of all that are near them."""
        return self.beside(self.unmatched, 2 * TOLERANCE)

    @cached_property
    def matching(self) -> Matched:
        """The polygons around unmatched edges, matched: what differs is a matter of vertices."""
        return matched(self.shapes[self.around])

    @cached_property
    def polygons(self) -> Shapes:
        """Shapes as they are where neighbours share their vertices; None for no polygon."""
        found = np.full(len(self.shapes), None, object)
        found[self.polygonal] = self.shapes[self.polygonal]
        if len(self.unmatched):
            found[self.around] = self.matching.geometries
        return found

    @cached_property
    def doubtful(self) -> Places:
        """Places of the polygons whose edges cannot be matched: they overlap, or leave a gap."""
        if not len(self.unmatched):
            return np.empty(0, np.intp)
        return self.around[self.matching.unmatched]

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Tree of `polygons`, with their places."""
        return shapely.STRtree(self.polygons)

    def _pairs(self, places: Places) -> NDArray[np.intp]:
        """Return (n, 2), places of polygons that meet, of which one is among some."""
        first, second = self.tree.query(self.polygons[places], predicate="intersects")
        first = places[first]
        both = np.stack([np.minimum(first, second), np.maximum(first, second)], axis=1)
        return np.unique(both[first != second], axis=0)

    @cached_property
    def overlaps(self) -> tuple[NDArray[np.intp], Shapes]:
        """Pairs of places of polygons that share more than a border, and what they share."""
        pairs, shared = np.empty((0, 2), np.intp), np.empty(0, object)
        looked_at, places = np.empty(0, np.intp), self.doubtful
        while len(places):
            fresh = self._pairs(places)
            fresh = fresh[~np.isin(fresh, looked_at).any(axis=1)]
            ground = shapely.intersection(self.polygons[fresh[:, 0]], self.polygons[fresh[:, 1]])
            areas = shapely.area(ground)
            wide = (areas > SLIVER_M2) | ((areas > 0) & (mean_width(ground) > TOLERANCE))
            pairs = np.concatenate([pairs, fresh[wide]])
            shared = np.concatenate([shared, ground[wide]])
            looked_at = np.union1d(looked_at, places)
            # Where coverages lie upon each other only edges at the rim are wrong; the others match
            # in their own coverage, and are found from there on.
            places = np.setdiff1d(fresh[wide], looked_at)
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        return pairs[order], shared[order]

    @cached_property
    def covered(self) -> BaseGeometry:
        """All ground that is covered, with its holes."""
        if self._whole is not None and not len(self.unmatched):
            return self._whole
        pieces = self.polygons[self.polygonal]
        overlapping, _ = self.overlaps
        # Those that meet what cannot be matched have no common edges with it either.
        meeting = np.concatenate([overlapping, self._pairs(self.doubtful)])
        if len(meeting):
            # Those that overlap become one first: the union of a coverage takes none of them.
            label = np.full(len(self.polygons), -1)
            label[self.polygonal] = np.arange(len(self.polygonal))
            pairs = label[meeting].T
            cluster = groups(np.concatenate([pairs, pairs[::-1]], axis=1), len(pieces))
            alone = np.bincount(cluster)[cluster] == 1
            joined = [
                shapely.union_all(pieces[cluster == number])
                for number in np.unique(cluster[~alone])
            ]
            pieces = np.array([*pieces[alone], *joined], object)
        found = coverage_union(pieces)
        return shapely.union_all(pieces) if found is None else found

    @cached_property
    def red_line(self) -> BaseGeometry | None:
        """The ground within the red line; None where the plan has none."""
        shapes = self.document.layer("boundary").geometries
        there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        if not there.any():
            return None
        return shapely.union_all(shapely.make_valid(shapes[there], method="structure"))


def blocks(
    bounds: NDArray[np.float64], size: int = BLOCK
) -> Iterator[tuple[Places, NDArray[np.bool_]]]:
    """Yield blocks of neighbours: places of a block and all around it, and which are its own.

    Parameters
    ----------
    bounds
        (n, 4), the boxes of the features. [m]
    size
        About how many a block has.
    """
    if not len(bounds):
        return
    middle = bounds[:, :2] + bounds[:, 2:]
    count = max(1, round(np.sqrt(len(bounds) / size)))
    for strip in np.array_split(np.argsort(middle[:, 0], kind="stable"), count):
        upwards = strip[np.argsort(middle[strip, 1], kind="stable")]
        for block in np.array_split(upwards, count):
            if not len(block):
                continue
            low = bounds[block, :2].min(axis=0) - 2 * TOLERANCE
            high = bounds[block, 2:].max(axis=0) + 2 * TOLERANCE
            meets = (bounds[:, :2] <= high).all(axis=1) & (bounds[:, 2:] >= low).all(axis=1)
            around = np.flatnonzero(meets)
            yield around, np.isin(around, block)


def coverage_union(pieces: Shapes) -> BaseGeometry | None:
    """Return the union of polygons that are a coverage; None where areas tell they are none.

    Parameters
    ----------
    pieces
        Polygons. [m]
    """
    try:
        found = shapely.coverage_union_all(pieces)
    except shapely.errors.GEOSException:
        return None
    # Where borders do not match, ground would be lost or counted twice.
    lost = abs(found.area - shapely.area(pieces).sum())
    return found if found.is_valid and lost <= 1e-9 * found.area + TOLERANCE else None


def mean_width(shapes: Shapes) -> NDArray[np.float64]:
    """Return how wide shapes are, taken as strips: twice the area by the perimeter. [m]."""
    length = shapely.length(shapes)
    return np.divide(2 * shapely.area(shapes), length, out=np.zeros_like(length), where=length > 0)
