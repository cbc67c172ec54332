"""Making neighbours share their vertices to the bit, and nothing else.

GEOS's `coverage_clean` does this and more: it also cuts overlaps and hands them to a neighbour,
which must be the planner's decision, and takes 24 s for 100,000 parcels that match already
(shapely 2.2.0, GEOS 3.14.1). Here only the unmatched edges that GEOS finds are looked at: their
ends are moved onto one another, and vertices of one side are put into the edge of the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

import numpy as np
import shapely
from numpy.typing import NDArray

TOLERANCE: Final = 0.001
"""Distance within which vertices and edges of neighbours are meant to be the same. [m]"""

_ROUNDS: Final = 4
_POLYGONS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)

Geometries = NDArray[np.object_]
Points = NDArray[np.complex128]
"""Coordinates as x + iy, so that a point is one value to be compared and looked up. [m]"""


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """Geometries whose shared edges are matched.

    Parameters
    ----------
    geometries
        In the order given; the same objects where nothing changed.
    features
        Places of the geometries that changed.
    vertices
        Vertices moved or put in.
    area_change_m2
        Sum of the changes of area, without regard to sign. [m²]
    unmatched
        Places of geometries with edges that still do not match: real gaps, real overlaps.
    """

    geometries: NDArray[np.object_]
    features: NDArray[np.intp]
    vertices: int
    area_change_m2: float
    unmatched: NDArray[np.intp]


def matched(
    geometries: NDArray[np.object_],
    tolerance: float = TOLERANCE,
    settled: NDArray[np.bool_] | None = None,
) -> Matched:
    """Return polygons with equal vertices along the edges they share.

    Overlaps and gaps wider than the tolerance stay as they are. Empty and missing geometries
    and those that are no polygons are passed over.

    Parameters
    ----------
    geometries
        Valid polygons and multipolygons.
    tolerance
        Greatest distance by which anything moves in one round. [m]
    settled
        Which geometries are settled: vertices near theirs move onto them. None where all are
        alike, and the vertex that most of them hold stays.

    Examples
    --------
    A vertex in the middle of the neighbour's edge is put into that edge.

    >>> left, right = shapely.box(0, 0, 1, 2), shapely.box(1, 0, 2, 1)
    >>> result = matched(np.array([left, right]))
    >>> result.geometries[0].wkt, result.vertices
    ('POLYGON ((1 0, 1 1, 1 2, 0 2, 0 0, 1 0))', 1)
    """
    polygonal = np.isin(shapely.get_type_id(geometries), _POLYGONS) & ~shapely.is_empty(geometries)
    places = np.flatnonzero(polygonal)
    before: NDArray[np.object_] = geometries[places]
    stays = np.zeros(len(places), bool) if settled is None else settled[places]
    after, vertices = before.copy(), 0
    edges = _unmatched_edges(after, tolerance)
    for _ in range(_ROUNDS):
        flagged = np.flatnonzero(~shapely.is_empty(edges))
        if len(flagged) == 0:
            break
        around = _around(after, flagged, tolerance)
        moved, count = _round(after[around], edges[flagged], tolerance, stays[around])
        if count == 0:
            break
        after[around] = moved
        vertices += count
        # What lies farther off was not touched: only here can anything have changed.
        wider = _around(after, around, tolerance)
        seen = _unmatched_edges(after[wider], tolerance)
        inner = np.isin(wider, around)
        edges[wider[inner]] = seen[inner]
    differs = np.fromiter((a is not b for a, b in zip(after, before, strict=True)), bool)
    differs[differs] = ~shapely.equals_identical(after[differs], before[differs])
    result = geometries.copy()
    result[places[differs]] = after[differs]
    change = np.abs(shapely.area(after[differs]) - shapely.area(before[differs])).sum()
    return Matched(
        result,
        places[differs],
        vertices,
        float(change),
        places[np.flatnonzero(~shapely.is_empty(edges))],
    )


def _unmatched_edges(polygons: NDArray[np.object_], tolerance: float) -> NDArray[np.object_]:
    if len(polygons) == 0:
        return np.empty(0, object)
    return np.atleast_1d(shapely.coverage_invalid_edges(polygons, gap_width=tolerance))


def _around(
    polygons: NDArray[np.object_], places: NDArray[np.intp], tolerance: float
) -> NDArray[np.intp]:
    """Return the given places and those of all that touch them: they hold the same vertices."""
    if len(places) == len(polygons):
        return places
    bounds: NDArray[np.float64] = shapely.bounds(polygons[places])
    wide = bounds + 2 * tolerance * np.array([-1.0, -1.0, 1.0, 1.0])
    # Boxes that meet are enough: one polygon too many costs nothing, exact distances do.
    found = shapely.STRtree(polygons).query(shapely.box(*wide.T))[1]
    return np.union1d(places, found)


def _round(
    polygons: NDArray[np.object_],
    edges: NDArray[np.object_],
    tolerance: float,
    settled: NDArray[np.bool_],
) -> tuple[NDArray[np.object_], int]:
    """Return polygons after moving and putting in vertices once, and how many that were."""
    coordinates: NDArray[np.float64] = shapely.get_coordinates(edges)
    ends, _ = _counted(coordinates.view(np.complex128).ravel())
    sources, targets = _clusters(ends, polygons, tolerance, settled)
    whole = shapely.multipolygons(
        shapely.get_parts(polygons), indices=shapely.get_parts(polygons, return_index=True)[1]
    )
    _, xy, offsets = shapely.to_ragged_array(cast("Geometries", whole))
    points = _replaced(np.ascontiguousarray(xy).view(np.complex128).ravel(), sources, targets)
    moved = len(sources)
    kept, _ = _counted(_replaced(ends, sources, targets))
    starts = np.asarray(offsets[0], np.int64)
    points, rings, put = _with_inserted(points, starts, kept, tolerance)
    if moved == 0 and put == 0:
        return polygons, 0
    points, rings = _without_repeated(points, rings)
    collapsed = np.flatnonzero(np.diff(rings) < 4)
    if len(collapsed):
        # A ring of a few millimetres would vanish: that polygon stays as it is.
        parts = np.searchsorted(offsets[1], collapsed, side="right") - 1
        others = np.ones(len(polygons), bool)
        others[np.searchsorted(offsets[2], parts, side="right") - 1] = False
        result = polygons.copy()
        result[others], count = _round(polygons[others], edges, tolerance, settled[others])
        return result, count
    rebuilt = shapely.from_ragged_array(
        shapely.GeometryType.MULTIPOLYGON,
        np.column_stack([points.real, points.imag]),
        (rings, *offsets[1:]),
    )
    single = shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON
    rebuilt[single] = shapely.get_geometry(rebuilt[single], 0)
    unchanged = shapely.equals_identical(rebuilt, polygons)
    worse = shapely.is_valid(polygons) & ~shapely.is_valid(rebuilt)
    rebuilt[unchanged | worse] = polygons[unchanged | worse]
    return rebuilt, moved + put if not (unchanged | worse).all() else 0


def _clusters(
    ends: Points,
    polygons: NDArray[np.object_],
    tolerance: float,
    settled: NDArray[np.bool_],
) -> tuple[Points, Points]:
    """Return which points are to be replaced, and by which: the one that most polygons hold.

    A point of a settled polygon goes before all others.
    """
    nodes = cast("Geometries", shapely.points(ends.real, ends.imag))
    pairs = shapely.STRtree(nodes).query(nodes, predicate="dwithin", distance=tolerance)
    near = pairs[:, pairs[0] != pairs[1]]
    if near.shape[1] == 0:
        return np.empty(0, np.complex128), np.empty(0, np.complex128)
    label = groups(near, len(ends))
    grouped = np.bincount(label)[label] > 1
    weight = _uses(ends, polygons)
    if settled.any():
        weight = weight + len(polygons) * 1_000 * _uses(ends, polygons[settled])
    # The first of each group after sorting by group, then by use, then by place.
    order = np.lexsort((ends.imag, ends.real, -weight, label))
    _, first = np.unique(label[order], return_index=True)
    chosen = ends[order[first]][label]
    changes = grouped & (chosen != ends)
    return ends[changes], chosen[changes]


def _uses(points: Points, polygons: NDArray[np.object_]) -> NDArray[np.intp]:
    """Return how often polygons have each of some points as a vertex."""
    every = np.ascontiguousarray(shapely.get_coordinates(polygons)).view(np.complex128).ravel()
    held, uses = _counted(every)
    places = np.minimum(np.searchsorted(held, points), len(held) - 1)
    return np.where(held[places] == points, uses[places], 0)


def _counted(points: Points) -> tuple[Points, NDArray[np.intp]]:
    """Return the different points, sorted, and how often each occurs."""
    # numpy's unique hashes complex numbers, which takes four times as long as sorting them.
    ordered = np.sort(points)
    new = np.ones(len(ordered), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    first = np.flatnonzero(new)
    return ordered[first], np.diff(np.append(first, len(ordered)))


def groups(pairs: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """Return the number of its group for each of `count` things that pairs join."""
    label = np.arange(count)
    while True:
        least = label.copy()
        np.minimum.at(least, pairs[0], label[pairs[1]])
        least = least[least]
        if np.array_equal(least, label):
            return np.unique(label, return_inverse=True)[1]
        label = least


def _replaced(points: Points, sources: Points, targets: Points) -> Points:
    """Return points with the sources, which are sorted, replaced by the targets."""
    if len(sources) == 0:
        return points
    places = np.minimum(np.searchsorted(sources, points), len(sources) - 1)
    return np.where(sources[places] == points, targets[places], points)


def _with_inserted(
    points: Points, rings: NDArray[np.int64], nodes: Points, tolerance: float
) -> tuple[Points, NDArray[np.int64], int]:
    """Return the rings with the nodes put in that lie on their edges; also how many.

    Parameters
    ----------
    points
        Vertices of all rings, one ring after the other.
    rings
        Where each ring begins, and the end of the last.
    nodes
        Points that an edge has to pass through where it comes near them.
    """
    starts = np.ones(len(points), bool)
    starts[rings[1:] - 1] = False
    begin = np.flatnonzero(starts)
    ends = np.column_stack([points[begin], points[begin + 1]])
    lines = shapely.linestrings(np.stack([ends.real, ends.imag], axis=-1))
    tree = shapely.STRtree(cast("Geometries", shapely.points(nodes.real, nodes.imag)))
    edge, node = tree.query(lines, predicate="dwithin", distance=tolerance)
    first, last, there = ends[edge, 0], ends[edge, 1], nodes[node]
    along = last - first
    length = np.abs(along)
    share = np.where(length > 0, ((there - first) * along.conj()).real, 0.0) / np.where(
        length > 0, length**2, 1.0
    )
    inside = (there != first) & (there != last) & (share > 0) & (share < 1)
    ring = np.searchsorted(rings, begin[edge], side="right") - 1
    inside &= ~_held(points, rings, ring, there)
    # At a sharp corner a point lies near both sides; put into both, it would make a hair of them.
    away = np.abs(first + share * along - there)
    order = np.lexsort((away, node, ring, ~inside))
    again = np.zeros(len(order), bool)
    again[1:] = (np.diff(ring[order]) == 0) & (np.diff(node[order]) == 0)
    inside[order[again]] = False
    edge, share, there = edge[inside], share[inside], there[inside]
    order = np.lexsort((share, edge))
    at = begin[edge[order]] + 1
    inserted = np.insert(points, at, there[order])
    shift = np.searchsorted(np.sort(at), rings, side="left")
    return inserted, rings + shift, len(at)


def _held(
    points: Points, rings: NDArray[np.int64], ring: NDArray[np.intp], wanted: Points
) -> NDArray[np.bool_]:
    """Return which points are vertices of the rings of these numbers."""
    different, _ = _counted(wanted)
    if not len(different):
        return np.zeros(len(wanted), bool)
    places = np.minimum(np.searchsorted(different, points), len(different) - 1)
    known = different[places] == points
    own = np.searchsorted(rings, np.flatnonzero(known), side="right") - 1
    keys = own * len(different) + places[known]
    return np.isin(ring * len(different) + np.searchsorted(different, wanted), keys)


def _without_repeated(points: Points, rings: NDArray[np.int64]) -> tuple[Points, NDArray[np.int64]]:
    """Return rings without vertices that follow an equal one."""
    keep = np.ones(len(points), bool)
    keep[1:] = points[1:] != points[:-1]
    keep[rings[:-1]] = True
    counted = np.concatenate([[0], np.cumsum(keep)])
    return points[keep], counted[rings]
