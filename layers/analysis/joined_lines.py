"""Lines that cross, meet or end at patches, as a network of nodes and links.

Lines are cut where they cross one another, where another one ends on them, and where they enter or
leave a patch. What lies within a metre is one place. What of a line lies inside a patch is no link:
the patch itself is crossed at no cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.analysis.links import parts_of
from layers.analysis.overlay import Numbers, Places, Shapes

SNAP_M: Final = 1.0
"""What is nearer than this is one place. [m]"""


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Stretches of lines that lead nowhere, as those across a wide road.

    Parameters
    ----------
    lines
        Which line each is a stretch of.
    starts, ends
        Where along it. [m]
    """

    lines: Places
    starts: Numbers
    ends: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """Lines as a network; the first nodes are the patches.

    Parameters
    ----------
    xy
        (nodes, 2), where nodes are; NaN for patches, which are no points. [m]
    ends
        (links, 2), which nodes each link joins.
    lines
        Which line each link is a stretch of.
    shapes
        The links' courses.
    """

    xy: Numbers
    ends: NDArray[np.intp]
    lines: Places
    shapes: Shapes

    @property
    def lengths(self) -> Numbers:
        """Lengths of the links. [m]."""
        return shapely.length(self.shapes)


def placed(lines: Shapes) -> NDArray[np.bool_]:
    """Return which lines lie somewhere: none missing, empty, or with a place that is no number."""
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    found = ~(shapely.is_missing(lines) | shapely.is_empty(lines))
    found[owner[~np.isfinite(xy).all(axis=1)]] = False
    return found


def straightened(lines: Shapes) -> tuple[Shapes, Places]:
    """Return simple lines without what has no length, and which of the given each is a part of."""
    if not len(lines):
        return lines, np.empty(0, np.intp)
    whole = np.flatnonzero(placed(lines))
    parts, owner = shapely.get_parts(lines[whole], return_index=True)
    crossed = ~shapely.is_simple(parts)
    if crossed.any():
        # A line that crosses itself is cut there.
        cut, of_cut = shapely.get_parts(shapely.node(parts[crossed]), return_index=True)
        owner = np.concatenate([owner[~crossed], owner[crossed][of_cut]])
        parts = np.concatenate([parts[~crossed], cut])
    flat = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    flat &= shapely.length(parts) > 0
    return parts[flat], whole[owner[flat]].astype(np.intp)


def joined(
    lines: Shapes, patches: Shapes, of_patch: Places, count: int, without: Spans | None = None
) -> Joined:
    """Return lines as a network between patches.

    Parameters
    ----------
    lines
        Simple lines; see `straightened`.
    patches
        Polygons of the patches.
    of_patch
        Which patch each polygon belongs to.
    count
        How many patches there are.
    without
        Stretches that are no links.

    Examples
    --------
    A line between two patches, and one that ends on it.

    >>> lines = shapely.from_wkt(["LINESTRING (5 5, 95 5)", "LINESTRING (50 5.5, 50 80)"])
    >>> patches = shapely.box([0, 90], 0, [10, 100], 10)
    >>> found = joined(lines, patches, np.array([0, 1]), 2)
    >>> found.ends.tolist(), found.lengths.tolist()
    ([[0, 2], [2, 1], [2, 3]], [40.0, 40.0, 74.5])
    """
    if not len(lines):
        none = np.empty(0, np.intp)
        return Joined(np.full((count, 2), np.nan), none.reshape(-1, 2), none, lines)
    tree = shapely.STRtree(patches)
    line, along = _cuts(lines, patches, tree)
    if without is not None:
        line = np.concatenate([line, without.lines, without.lines])
        along = np.concatenate([along, without.starts, without.ends])
    order = np.lexsort((along, line))
    line, along = line[order], along[order]
    apart = np.ones(len(line), bool)
    apart[1:] = (line[1:] != line[:-1]) | (along[1:] - along[:-1] > 1e-6)
    line, along = line[apart], along[apart]
    points = shapely.line_interpolate_point(lines[line], along)
    nodes, xy = _nodes(points, tree, of_patch, count)
    first = np.flatnonzero(line[1:] == line[:-1])
    middle = (along[first] + along[first + 1]) / 2.0
    wanted = np.ones(len(first), bool)
    middles = shapely.line_interpolate_point(lines[line[first]], middle)
    wanted[tree.query(middles, predicate="intersects")[0]] = False
    if without is not None:
        wanted &= ~_within(without, line[first], middle)
    ends = np.stack([nodes[first], nodes[first + 1]], axis=1)
    # What goes round within a metre, or out of a patch and into it again, leads nowhere.
    size = along[first + 1] - along[first]
    wanted &= (ends[:, 0] != ends[:, 1]) | ((size > 2 * SNAP_M) & (ends[:, 0] >= count))
    first, ends, middles = first[wanted], ends[wanted], middles[wanted]
    shapes = _stretches(lines[line[first]], along[first], along[first + 1])
    return _without_doubles(Joined(xy, ends, line[first], shapes), middles, count)


def _cuts(lines: Shapes, patches: Shapes, tree: shapely.STRtree) -> tuple[Places, Numbers]:
    """Return where lines are cut: which line, and where along it."""
    every = np.arange(len(lines))
    found = [(every, np.zeros(len(lines))), (every, shapely.length(lines))]
    one, other = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=SNAP_M)
    others = one != other
    one, other = one[others], other[others]
    found.append(_along(lines, one, shapely.intersection(lines[one], lines[other])))
    for end in (0, -1):
        points = shapely.get_point(lines[other], end)
        near = shapely.distance(points, lines[one]) <= SNAP_M
        found.append(_along(lines, one[near], points[near]))
    inner, patch = tree.query(lines, predicate="intersects")
    borders = shapely.boundary(patches[patch])
    found.append(_along(lines, inner, shapely.intersection(lines[inner], borders)))
    line, along = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return line.astype(np.intp), along


def _along(lines: Shapes, line: Places, places: Shapes) -> tuple[Places, Numbers]:
    """Return where along their lines points lie, or the ends of what lines share."""
    parts, owner = shapely.get_parts(places, return_index=True)
    shared = shapely.get_dimensions(parts) == 1
    ends, of_ends = shapely.get_coordinates(shapely.boundary(parts[shared]), return_index=True)
    points = np.concatenate([parts[~shared], np.asarray(shapely.points(ends), object)])
    owner = np.concatenate([owner[~shared], owner[shared][of_ends]])
    there = ~shapely.is_empty(points)
    line = line[owner[there]]
    return line, shapely.line_locate_point(lines[line], points[there])


def _nodes(
    points: Shapes, tree: shapely.STRtree, of_patch: Places, count: int
) -> tuple[Places, Numbers]:
    """Return the node of each point, and where nodes are: patches first, then places by x and y."""
    nodes = np.full(len(points), -1, np.intp)
    if len(of_patch):
        (point, near), _ = tree.query_nearest(
            points, max_distance=SNAP_M, return_distance=True, all_matches=False
        )
        nodes[point] = of_patch[near]
    there = np.flatnonzero(nodes >= 0)
    free = np.flatnonzero(nodes < 0)
    if len(there) and len(free):
        (point, near), _ = shapely.STRtree(points[there]).query_nearest(
            points[free], max_distance=SNAP_M, return_distance=True, all_matches=False
        )
        nodes[free[point]] = nodes[there[near]]
        free = np.flatnonzero(nodes < 0)
    pairs = shapely.STRtree(points[free]).query(points[free], predicate="dwithin", distance=SNAP_M)
    places = parts_of(len(free), pairs.T)
    xy = shapely.get_coordinates(points[free])
    sizes = np.maximum(np.bincount(places), 1)
    middles = np.stack([np.bincount(places, column) / sizes for column in xy.T], axis=1)
    order = np.lexsort((middles[:, 1], middles[:, 0]))
    nodes[free] = count + np.argsort(order)[places]
    return nodes, np.concatenate([np.full((count, 2), np.nan), middles[order]])


def _within(spans: Spans, line: Places, along: Numbers) -> NDArray[np.bool_]:
    found = np.zeros(len(line), bool)
    for one, start, end in zip(
        spans.lines.tolist(), spans.starts.tolist(), spans.ends.tolist(), strict=True
    ):
        found |= (line == one) & (along > start) & (along < end)
    return found


def _stretches(lines: Shapes, starts: Numbers, ends: Numbers) -> Shapes:
    """Return the stretches of lines between two places along them. [m]."""
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    first = np.searchsorted(owner, np.arange(len(lines)))
    steps = np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)
    steps[first] = 0.0
    run = np.cumsum(steps)
    along = run - run[first][owner]
    inner = (along > starts[owner] + 1e-9) & (along < ends[owner] - 1e-9)
    tips = [
        shapely.get_coordinates(shapely.line_interpolate_point(lines, tip))
        for tip in (starts, ends)
    ]
    every = np.arange(len(lines))
    owners = np.concatenate([every, owner[inner], every])
    order = np.lexsort((np.concatenate([starts - 1.0, along[inner], ends + 1.0]), owners))
    places = np.concatenate([tips[0], xy[inner], tips[1]])[order]
    return np.asarray(shapely.linestrings(places, indices=owners[order]), object).reshape(-1)


def _without_doubles(network: Joined, middles: Shapes, count: int) -> Joined:
    """Return a network without links that lie on one another, and without nodes that none joins."""
    low, high = network.ends.min(axis=1), network.ends.max(axis=1)
    one, other = shapely.STRtree(middles).query(middles, predicate="dwithin", distance=SNAP_M)
    alike = (one < other) & (low[one] == low[other]) & (high[one] == high[other])
    kept = np.ones(len(network.ends), bool)
    kept[other[alike]] = False
    ends = network.ends[kept]
    used = np.ones(len(network.xy), bool)
    used[count:] = False
    used[ends.ravel()] = True
    renamed = np.cumsum(used) - 1
    return Joined(network.xy[used], renamed[ends], network.lines[kept], network.shapes[kept])
