"""Putting lines and borders onto one another: where they meet, both get the same vertex to the bit.

What GEOS computes when it cuts polygons is right to the last digit on one side of a border and
unknown to the other side. Here the places where a line meets borders are found first and put into
every polygon that passes there, and into the line. Whatever is cut, joined or taken away after
that finds all its corners there already, and neighbours stay equal to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.coverage.matching import TOLERANCE
from layers.coverage.rings import Chains, among, chains_of_lines, chains_of_polygons
from layers.errors import InvalidEditError

ROUNDS: Final = 16
"""A line that is moved onto a vertex can meet another border by that; more often never."""
TOGETHER: Final = 32
"""So many sides of lines, one after another, are compared with the borders around them at once."""

Shapes = NDArray[np.object_]
Points = NDArray[np.complex128]
"""Places as x + iy. [m]"""


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Sides of lines and sides of borders that come near one another.

    Parameters
    ----------
    line, ring
        Numbers of the sides.
    a, b
        Ends of the line's side.
    c, d
        Ends of the border's side, in an order that both neighbours share.
    """

    line: NDArray[np.intp]
    ring: NDArray[np.intp]
    a: Points
    b: Points
    c: Points
    d: Points


def noded(polygons: Shapes, lines: Shapes, tolerance: float = TOLERANCE) -> tuple[Shapes, Shapes]:
    """Return polygons and lines that meet in common vertices alone.

    A vertex of a line that lies near a border moves onto it; borders never move. A polygon that
    gets no vertex is the same object as before.

    Parameters
    ----------
    polygons
        Polygons and multipolygons.
    lines
        Line strings, closed ones as well, that do not cross one another.
    tolerance
        What is nearer than this is meant to be the same place. [m]

    Raises
    ------
    InvalidEditError
        Where a line runs along borders so closely that no such vertices are found.

    Examples
    --------
    >>> import shapely
    >>> square, line = shapely.box(0, 0, 2, 2), shapely.LineString([(1, -1), (1, 3)])
    >>> polygons, lines = noded(np.array([square]), np.array([line]))
    >>> polygons[0].wkt
    'POLYGON ((2 0, 2 2, 1 2, 0 2, 0 0, 1 0, 2 0))'
    >>> lines[0].wkt
    'LINESTRING (1 -1, 1 0, 1 2, 1 3)'
    """
    rings, cutters = chains_of_polygons(polygons), chains_of_lines(lines)
    for _ in range(ROUNDS):
        pairs = _near(rings, cutters, tolerance)
        if (moved := _onto_vertices(cutters, pairs, tolerance)) is not None:
            cutters = moved
            continue
        if (found := _onto_sides(rings, cutters, pairs, tolerance)) is not None:
            rings, cutters = found
            continue
        if (found := _crossed(rings, cutters, pairs, tolerance)) is None:
            return rings.polygons(polygons), cutters.lines(lines)
        rings, cutters = found
    raise InvalidEditError(
        "The line runs along borders of parcels at less than {limit} mm in too many places. Snap"
        " it to their corners, or draw it farther away.",
        limit=f"{1000 * tolerance:g}",
    )


def _near(rings: Chains, cutters: Chains, tolerance: float) -> _Pairs:
    """Return which sides come within the tolerance of one another."""
    line, ring = _boxed(rings.side_boxes, cutters.side_boxes, tolerance)
    a, b = cutters.ends(line)
    c, d = rings.ends(ring)
    # Both neighbours hold a side, each in its own direction: computed in one, it is one result.
    turned = (c.real > d.real) | ((c.real == d.real) & (c.imag > d.imag))
    return _Pairs(line, ring, a, b, np.where(turned, d, c), np.where(turned, c, d))


def _boxed(
    sides: NDArray[np.float64], others: NDArray[np.float64], tolerance: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return pairs of others and sides whose boxes come near one another.

    How near the sides themselves are is found out with what is done about it.
    """
    apart = 2 * tolerance
    found: list[tuple[NDArray[np.intp], NDArray[np.intp]]] = []
    for first in range(0, others.shape[1], TOGETHER):
        some = others[:, first : first + TOGETHER]
        low, high = some[:2].min(axis=1) - apart, some[2:].max(axis=1) + apart
        around = np.flatnonzero(
            (sides[0] <= high[0])
            & (sides[1] <= high[1])
            & (sides[2] >= low[0])
            & (sides[3] >= low[1])
        )
        mine, theirs = sides[:, around], some[:, :, None]
        near = (mine[0] <= theirs[2] + apart) & (mine[2] >= theirs[0] - apart)
        near &= (mine[1] <= theirs[3] + apart) & (mine[3] >= theirs[1] - apart)
        other, side = np.nonzero(near)
        found.append((other + first, around[side]))
    if len(found) == 1:
        return found[0]
    none = np.empty(0, np.intp)
    lines, rings = zip(*found, strict=True) if found else ((none,), (none,))
    return np.concatenate(lines), np.concatenate(rings)


def _onto_vertices(cutters: Chains, pairs: _Pairs, tolerance: float) -> Chains | None:
    """Return lines whose vertices near a border's vertex lie on it; None where all do."""
    ours = np.concatenate([pairs.a, pairs.a, pairs.b, pairs.b])
    theirs = np.concatenate([pairs.c, pairs.d, pairs.c, pairs.d])
    away = np.abs(ours - theirs)
    near = away <= tolerance
    ours, theirs, away = ours[near], theirs[near], away[near]
    if not (away > 0).any():
        return None
    order = np.lexsort((theirs.imag, theirs.real, away, ours.imag, ours.real))
    first = np.ones(len(order), bool)
    first[1:] = ours[order][1:] != ours[order][:-1]
    sources, targets = ours[order][first], theirs[order][first]
    differs = sources != targets
    return cutters.moved(sources[differs], targets[differs]) if differs.any() else None


def _onto_sides(
    rings: Chains, cutters: Chains, pairs: _Pairs, tolerance: float
) -> tuple[Chains, Chains] | None:
    """Put vertices of lines that lie near a side of a border into it; None where none does."""
    ours = np.concatenate([pairs.a, pairs.b])
    c, d = np.tile(pairs.c, 2), np.tile(pairs.d, 2)
    place, share = _foot(ours, c, d)
    near = (np.abs(ours - place) <= tolerance) & _within(share, c, d, tolerance)
    if not near.any():
        return None
    ours, place, c, d = ours[near], place[near], c[near], d[near]
    # A vertex that the border has already is on the border.
    off = ~among(rings.points[among(ours, rings.points)], ours)
    if not off.any():
        return None
    ours, place, c, d = ours[off], place[off], c[off], d[off]
    order = np.lexsort((d.imag, d.real, c.imag, c.real, np.abs(ours - place), ours.imag, ours.real))
    first = np.ones(len(order), bool)
    first[1:] = ours[order][1:] != ours[order][:-1]
    chosen = order[first]
    moved = cutters.moved(ours[chosen], place[chosen])
    return rings.passing(c[chosen], d[chosen], place[chosen]), moved


def _crossed(
    rings: Chains, cutters: Chains, pairs: _Pairs, tolerance: float
) -> tuple[Chains, Chains] | None:
    """Put in the vertices of borders near lines, and where both cross; None where none is."""
    corners, both = np.concatenate([pairs.c, pairs.d]), np.tile(np.arange(len(pairs.a)), 2)
    a, b = pairs.a[both], pairs.b[both]
    place, share = _foot(corners, a, b)
    passes = (np.abs(corners - place) <= tolerance) & (share > 0) & (share < 1)
    passes &= (corners != a) & (corners != b)
    if passes.any():
        return rings, cutters.with_places(pairs.line[both[passes]], corners[passes])
    along, across = pairs.b - pairs.a, pairs.d - pairs.c
    turn = (along.conj() * across).imag
    between = pairs.c - pairs.a
    with np.errstate(divide="ignore", invalid="ignore"):
        on_line = (between.conj() * across).imag / turn
        on_ring = (between.conj() * along).imag / turn
    crosses = (on_line > 0) & (on_line < 1) & (on_ring > 0) & (on_ring < 1)
    # Straight sides with a common end meet there and nowhere else, whatever rounding says.
    for one in (pairs.a, pairs.b):
        crosses &= (one != pairs.c) & (one != pairs.d)
    if not crosses.any():
        return None
    where = pairs.c[crosses] + on_ring[crosses] * across[crosses]
    # Whoever holds the same side has it among the pairs, and the same place on it.
    made = rings.with_places(pairs.ring[crosses], where)
    return made, cutters.with_places(pairs.line[crosses], where)


def _foot(points: Points, start: Points, end: Points) -> tuple[Points, NDArray[np.float64]]:
    """Return the nearest places on sides, and how far along these they lie, from 0 to 1."""
    along = end - start
    square = np.abs(along) ** 2
    share = ((points - start) * along.conj()).real
    share = np.divide(share, square, out=np.zeros_like(square), where=square > 0)
    share = np.minimum(np.maximum(share, 0.0), 1.0)
    return start + share * along, share


def _within(
    share: NDArray[np.float64], start: Points, end: Points, tolerance: float
) -> NDArray[np.bool_]:
    """Return which places lie farther than the tolerance from both ends of their side."""
    length = np.abs(end - start)
    return (share * length > tolerance) & ((1 - share) * length > tolerance)
