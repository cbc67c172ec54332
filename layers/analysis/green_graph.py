"""The green network: patches of green, joined by the centre lines of corridors.

Greens within a metre of one another are one patch. A corridor that crosses a road with a width
between red lines beyond the largest gap treated as linked is broken there; one that runs along a
road is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.analysis.connectivity import Web
from layers.analysis.joined_lines import SNAP_M, Joined, Spans, joined, placed, straightened
from layers.analysis.links import Joint, parts_of
from layers.analysis.overlay import Numbers, Places, Shapes, areas_inside, sound, unions
from layers.analysis.topology import Topology
from layers.edit import Change
from layers.measure import Inputs
from layers.parameters import Factor

WATER: Final = "plan.network_water"
LEAST: Final = "plan.network_least_m2"
GAP: Final = "radius.GAP-max"
_CROSSING: Final = 3.0
"""What lies in a road for longer than so many times its width runs along it. [-]"""


@dataclass(frozen=True, slots=True, eq=False)
class GreenGraph:
    """Patches and corridors as a network; the first nodes are the patches.

    Parameters
    ----------
    areas
        Of the patches inside the red line. [m²]
    spots
        (patches, 2), a place inside each. [m]
    patch_of
        Which patch each green belongs to, -1 for none, by kind in the order of its ids.
    members
        Polygons of the patches.
    of_patch
        Which patch each of them belongs to.
    network
        Nodes and links; see `layers.analysis.joined_lines.joined`.
    corridors
        Place of the corridor of which each link is a stretch, in the order of the ids.
    parts
        To which part each node belongs.
    breaks
        (n, 4), where corridors are broken by roads: x and y of both sides. [m]
    unmeasured
        Count of roads across which corridors run, and whose width is missing.
    """

    areas: Numbers
    spots: Numbers
    patch_of: Mapping[str, Places]
    members: Shapes
    of_patch: Places
    network: Joined
    corridors: Places
    parts: Places
    breaks: Numbers
    unmeasured: int

    @property
    def web(self) -> Web:
        """What its connectivity is computed from."""
        nodes = len(self.network.xy)
        areas = np.zeros(nodes)
        areas[: len(self.areas)] = self.areas
        return Web(
            areas,
            np.arange(nodes) < len(self.areas),
            self.network.ends,
            self.network.lengths,
        )

    @property
    def topology(self) -> Topology:
        """Counts of what joins; a corridor drawn in two pieces is one link, between them no node.

        What ends free, as at a road that breaks it, is no link, and its end no node.
        """
        nodes, patches = len(self.network.xy), len(self.areas)
        ends = self.network.ends[joining(self.network.ends, nodes, patches)]
        used = np.arange(nodes) < patches
        used[ends.ravel()] = True
        return counted((np.cumsum(used) - 1)[ends], int(used.sum()), patches)


def joining(ends: NDArray[np.intp], nodes: int, patches: int) -> NDArray[np.bool_]:
    """Return which links lead from one patch or circuit to another; the rest end free.

    Examples
    --------
    Two patches, a way between them, and a branch of two pieces that leads nowhere.

    >>> joining(np.array([[0, 2], [2, 1], [2, 3], [3, 4]]), 5, 2).tolist()
    [True, True, False, False]
    """
    kept = np.ones(len(ends), bool)
    while True:
        degree = np.bincount(ends[kept].ravel(), minlength=nodes)
        degree[:patches] = 0
        loose = kept & (degree[ends] == 1).any(axis=1)
        if not loose.any():
            return kept
        kept &= ~loose


def counted(ends: NDArray[np.intp], nodes: int, patches: int = 0) -> Topology:
    """Return the counts of a network, without places where only two links meet.

    Examples
    --------
    A line of three pieces, and a ring of two.

    >>> counted(np.array([[0, 1], [1, 2], [2, 3], [4, 5], [5, 4]]), 6)
    Topology(nodes=3, links=2, parts=2)
    """
    parts = parts_of(nodes, ends)
    count = int(parts.max()) + 1 if nodes else 0
    degree = np.bincount(ends.ravel(), minlength=nodes)
    through = (degree == 2) & (np.arange(nodes) >= patches)
    # Of a ring nobody ends at, one place stays.
    firm = np.bincount(parts[~through], minlength=count)
    passed = int(through.sum()) - int((firm == 0).sum())
    return Topology(nodes - passed, len(ends) - passed, count)


def graph(inputs: Inputs) -> GreenGraph:
    """Return the green network of a plan."""
    site = inputs.value("land.site")
    kinds = ["greens", "water"] if inputs.parameter(WATER) == "patches" else ["greens"]
    shapes = [sound(inputs.shapes(kind).objects) for kind in kinds]
    every = np.concatenate(shapes)
    flat = np.flatnonzero(shapely.area(every) > 0)
    least = inputs.parameter(LEAST)
    of_shape, areas = _patches(
        every, flat, site, float(least) if isinstance(least, int | float) else 0.0
    )
    members = np.flatnonzero(of_shape >= 0)
    borders = np.cumsum([len(one) for one in shapes])[:-1]
    patch_of = dict(zip(kinds, np.split(of_shape, borders), strict=True))
    lines, corridor = straightened(inputs.shapes("corridors").objects)
    broken = cast("Breaks", inputs.value("network.breaks"))
    network = joined(lines, every[members], of_shape[members], len(areas), broken.spans)
    return GreenGraph(
        areas,
        _spots(every[members], of_shape[members], len(areas)),
        MappingProxyType(patch_of),
        every[members],
        of_shape[members],
        network,
        corridor[network.lines],
        parts_of(len(network.xy), network.ends),
        broken.sides,
        broken.unmeasured,
    )


def _patches(shapes: Shapes, flat: Places, site: object, least_m2: float) -> tuple[Places, Numbers]:
    """Return which patch each shape belongs to, -1 for none, and the patches' areas. [m²]."""
    there = shapes[flat]
    pairs = shapely.STRtree(there).query(there, predicate="dwithin", distance=SNAP_M)
    parts = parts_of(len(flat), pairs.T)
    counts = np.bincount(parts)
    one = counts[parts] == 1
    whole = np.empty(len(counts), object)
    whole[parts[one]] = there[one]
    if not one.all():
        places, found = unions(there[~one], parts[~one])
        whole[places] = found
    sizes = shapely.area(whole)
    kept = sizes >= least_m2
    areas = areas_inside(site, cast("Shapes", whole[kept]), sizes[kept])
    renamed = np.where(kept, np.cumsum(kept) - 1, -1)
    of_shape = np.full(len(shapes), -1, np.intp)
    of_shape[flat] = renamed[parts]
    return of_shape, areas


def _spots(members: Shapes, of_patch: Places, count: int) -> Numbers:
    """Return a place inside the largest polygon of each patch. [m]."""
    sizes = shapely.area(members)
    order = np.lexsort((-sizes, of_patch))
    first = order[np.searchsorted(of_patch[order], np.arange(count))] if count else order[:0]
    return shapely.get_coordinates(shapely.point_on_surface(members[first])).reshape(-1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class Breaks:
    """Where roads break corridors.

    Parameters
    ----------
    spans
        Stretches of the corridors' lines; see `layers.analysis.joined_lines.straightened`.
    sides
        (n, 4), x and y of both sides. [m]
    unmeasured
        Count of roads across which corridors run, and whose width is missing.
    """

    spans: Spans
    sides: Numbers
    unmeasured: int


def breaks(inputs: Inputs) -> Breaks:
    """Return where corridors cross roads that are too wide, and how many they cross of no width."""
    lines, _ = straightened(inputs.shapes("corridors").objects)
    if not len(lines):
        none = np.empty(0)
        return Breaks(Spans(np.empty(0, np.intp), none, none), np.empty((0, 4)), 0)
    factor = inputs.parameter(GAP)
    most = factor.central if isinstance(factor, Factor) else None
    roads = inputs.shapes("roads").objects
    widths = inputs.numbers("roads", "width_m")
    there = placed(roads)
    wide = there & (widths > (np.inf if most is None else most))
    axes, found = roads[wide], widths[wide]
    bands = sound(np.asarray(shapely.buffer(axes, found / 2.0), object).reshape(-1))
    line, road = shapely.STRtree(bands).query(lines, predicate="intersects")
    inside = shapely.intersection(lines[line], bands[road])
    parts, owner = shapely.get_parts(inside, return_index=True)
    line, road = line[owner], road[owner]
    crossing = shapely.intersects(parts, axes[road])
    crossing &= (shapely.length(parts) <= _CROSSING * found[road]) & (shapely.length(parts) > 0)
    line, parts = line[crossing].astype(np.intp), parts[crossing]
    along = np.sort(
        np.stack(
            [
                shapely.line_locate_point(lines[line], shapely.get_point(parts, end))
                for end in (0, -1)
            ]
        ),
        axis=0,
    )
    missing = roads[there & np.isnan(widths)]
    crossed = shapely.STRtree(missing).query(lines, predicate="crosses")[1]
    spans = _merged(line, along[0], along[1])
    sides = [
        shapely.get_coordinates(shapely.line_interpolate_point(lines[spans.lines], one))
        for one in (spans.starts, spans.ends)
    ]
    return Breaks(spans, np.concatenate(sides, axis=1).reshape(-1, 4), len(np.unique(crossed)))


def breaks_again(inputs: Inputs, before: Inputs, value: Breaks, change: Change) -> Breaks:
    """Keep the value where roads break corridors as they did: then the network is the same too."""
    del before, change
    found = breaks(inputs)
    same = found.unmeasured == value.unmeasured and all(
        np.array_equal(getattr(found.spans, name), getattr(value.spans, name))
        for name in ("lines", "starts", "ends")
    )
    return value if same and np.array_equal(found.sides, value.sides) else found


def _merged(line: Places, starts: Numbers, ends: Numbers) -> Spans:
    """Return stretches without those that lie in one another: a road in two pieces is one."""
    order = np.lexsort((starts, line))
    found: list[tuple[int, float, float]] = []
    for one, start, end in zip(
        line[order].tolist(), starts[order].tolist(), ends[order].tolist(), strict=True
    ):
        if found and found[-1][0] == one and start <= found[-1][2]:
            found[-1] = (one, found[-1][1], max(found[-1][2], end))
        else:
            found.append((one, start, end))
    places = np.array(found, np.float64).reshape(-1, 3)
    return Spans(places[:, 0].astype(np.intp), places[:, 1], places[:, 2])


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """Where the green network is not one.

    Parameters
    ----------
    sides
        (n, 4), x and y of both sides. [m]
    by_road
        Which of them are roads that a corridor crosses; the others are the shortest ways from one
        part to another.
    """

    sides: Numbers
    by_road: NDArray[np.bool_]

    @property
    def lengths(self) -> Numbers:
        """How wide they are. [m]."""
        return np.hypot(self.sides[:, 2] - self.sides[:, 0], self.sides[:, 3] - self.sides[:, 1])

    @property
    def places(self) -> Numbers:
        """(n, 2), the middle of each. [m]."""
        return (self.sides[:, :2] + self.sides[:, 2:]) / 2.0


def gaps(found: GreenGraph, farthest_m: float) -> Gaps:
    """Return roads that break corridors, then the shortest ways between parts, short ones first.

    Those between parts are fewest and shortest: with all of them closed the network would be one,
    but for parts farther from all others than ``farthest_m``.
    """
    pieces = np.concatenate([found.members, found.network.shapes])
    parts = np.concatenate([found.parts[found.of_patch], found.parts[found.network.ends[:, 0]]])
    sides = _between(pieces, parts, found.breaks.reshape(-1, 2), farthest_m)
    by_road = np.arange(len(found.breaks) + len(sides)) < len(found.breaks)
    return Gaps(np.concatenate([_ordered(found.breaks), _ordered(sides)]), by_road)


def _ordered(sides: Numbers) -> Numbers:
    """Return gaps, the narrowest first, whatever the order of features."""
    length = np.hypot(sides[:, 2] - sides[:, 0], sides[:, 3] - sides[:, 1])
    return sides[np.lexsort((sides[:, 1], sides[:, 0], length.round(6)))]


def _between(pieces: Shapes, parts: Places, broken: Numbers, farthest_m: float) -> Numbers:
    """Return the shortest ways that make of parts one, by Kruskal, ever farther around. [m].

    What a road parts is listed as such already.
    """
    if not len(pieces):
        return np.empty((0, 4))
    tree, joint = shapely.STRtree(pieces), Joint(int(parts.max()) + 1)
    for side in range(0, len(broken), 2):
        _, beside = tree.query_nearest(shapely.points(broken[side : side + 2]), all_matches=False)
        joint.merge(*parts[beside].tolist())
    found: list[tuple[int, int]] = []
    reach = min(30.0, farthest_m)
    while joint.count > 1:
        roots = joint.roots[parts]
        main = np.bincount(roots).argmax()
        some = np.flatnonzero(roots != main)
        one, other = tree.query(pieces[some], predicate="dwithin", distance=reach)
        one = some[one]
        apart = roots[one] != roots[other]
        one, other = one[apart], other[apart]
        lengths = shapely.distance(pieces[one], pieces[other])
        found += [
            (int(one[place]), int(other[place]))
            for place in np.lexsort((other, one, lengths)).tolist()
            if joint.merge(int(parts[one[place]]), int(parts[other[place]]))
        ]
        if reach >= farthest_m:
            break
        reach = min(2.0 * reach, farthest_m)
    ends = np.array(found, np.intp).reshape(-1, 2)
    ways = shapely.shortest_line(pieces[ends[:, 0]], pieces[ends[:, 1]])
    return shapely.get_coordinates(ways).reshape(-1, 4)
