"""Walking and cycling: how dense the network is, how it hangs together, and how far round it leads.

Walked along are all paths, and roads other than expressways; cycled along are greenways, cycle
paths and the same roads. Density is length over the area of the red line (MOHURD guide of 2013,
zone III for industrial parks; GB/T 51328-2018 for roads).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.analysis.absent import Missing
from layers.analysis.corridor_widths import lengths_inside
from layers.analysis.green_graph import counted
from layers.analysis.joined_lines import Joined, joined, straightened
from layers.analysis.links import both_ways, distances, parts_of
from layers.analysis.overlay import Places
from layers.analysis.slow_network_why import RANGES, why_detour, why_lengths, why_shape
from layers.analysis.topology import Topology
from layers.measure import Inputs, Measure, Results
from layers.message import Message
from layers.missing import equal
from layers.units import M2_PER_KM2

ORIGINS: Final = 64
"""From so many places detours are looked for."""
NEAR_M: Final = 200.0
"""Pairs nearer than this are no journey. [m]"""
FAR_M: Final = 2_000.0
"""Farther than this nobody walks. [m]"""


@dataclass(frozen=True, slots=True)
class Lengths:
    """Lengths of ways inside the red line.

    Parameters
    ----------
    path_m, walk_m, cycle_m, road_m
        Paths; what is walked along; what is cycled along; roads. [m]
    """

    path_m: float
    walk_m: float
    cycle_m: float
    road_m: float


def _is(inputs: Inputs, kind: str, *classes: str) -> NDArray[np.bool_]:
    written = inputs.column(kind, "class")
    return np.logical_or.reduce([equal(written, one) for one in classes])


def _lengths(inputs: Inputs) -> Lengths | None:
    """Return the lengths of ways inside the red line; None without a path or road. [m]."""
    site = inputs.value("land.site")
    paths = lengths_inside(site, inputs.geometries("paths"))
    roads = lengths_inside(site, inputs.geometries("roads"))
    if not len(paths) and not len(roads):
        return None
    quiet = float(roads[~_is(inputs, "roads", "expressway")].sum())
    rolled = float(paths[_is(inputs, "paths", "greenway", "cycle")].sum())
    return Lengths(
        float(paths.sum()), float(paths.sum()) + quiet, rolled + quiet, float(roads.sum())
    )


@dataclass(frozen=True, slots=True, eq=False)
class SlowGraph:
    """What is walked along, as a network.

    Parameters
    ----------
    network
        Nodes and links.
    parts
        To which part each node belongs.
    """

    network: Joined
    parts: Places

    @property
    def topology(self) -> Topology:
        """Counts; a way drawn in two pieces is one link."""
        return counted(self.network.ends, len(self.network.xy))

    @property
    def dead_ends(self) -> NDArray[np.bool_]:
        """Which nodes only one link leads to."""
        degree = np.bincount(self.network.ends.ravel(), minlength=len(self.network.xy))
        return degree == 1

    @property
    def largest_pct(self) -> float | None:
        """Share of the length that hangs together in the largest part. [%]."""
        lengths = self.network.lengths
        if not len(lengths):
            return None
        sums = np.bincount(self.parts[self.network.ends[:, 0]], lengths)
        return 100.0 * float(sums.max() / sums.sum())


def _graph(inputs: Inputs) -> SlowGraph:
    roads = inputs.geometries("roads")[~_is(inputs, "roads", "expressway")]
    lines, _ = straightened(np.concatenate([inputs.geometries("paths"), roads]))
    none = np.empty(0, object)
    network = joined(lines, none, np.empty(0, np.intp), 0)
    return SlowGraph(network, parts_of(len(network.xy), network.ends))


@dataclass(frozen=True, slots=True)
class Detour:
    """How far round the network leads.

    Parameters
    ----------
    ratio
        Σ length along the network over Σ straight distance. [-]
    pairs
        Count of the pairs that are joined.
    apart
        Count of the pairs between which no way leads.
    along_m, straight_m
        What is summed: ways along the network, and straight distances. [m]
    """

    ratio: float
    pairs: int
    apart: int
    along_m: float
    straight_m: float


def detour(
    network: Joined, origins: int = ORIGINS, near_m: float = NEAR_M, far_m: float = FAR_M
) -> Detour | None:
    """Return how far round a network leads, from some of its nodes to all; None without a pair.

    Parameters
    ----------
    network
        The network.
    origins
        From so many nodes, evenly taken from west to east.
    near_m, far_m
        Pairs nearer or farther than this are left out. [m]

    Examples
    --------
    Round two sides of a square, 600 m for 424 m.

    >>> lines = shapely.from_wkt(["LINESTRING (0 0, 300 0)", "LINESTRING (300 0, 300 300)"])
    >>> found = detour(joined(lines, lines[:0], np.empty(0, np.intp), 0), near_m=400)
    >>> round(found.ratio, 3), found.pairs
    (1.414, 2)
    """
    count = len(network.xy)
    if count < 2:
        return None
    # By their place in the park, so that neither their order nor where it lies matters.
    moved = (network.xy - network.xy.min(axis=0)).round(3)
    order = np.lexsort((moved[:, 1], moved[:, 0]))
    chosen = order[np.unique(np.linspace(0, count - 1, min(origins, count)).round().astype(int))]
    along = distances(both_ways(count, network.ends, network.lengths), chosen)
    apart = np.hypot(*(network.xy[chosen, None] - network.xy).transpose(2, 0, 1))
    wanted = (apart >= near_m) & (apart <= far_m)
    there = wanted & np.isfinite(along)
    if not there.any():
        return None
    ways, straight = float(along[there].sum()), float(apart[there].sum())
    pairs = int(there.sum())
    return Detour(ways / straight, pairs, int(wanted.sum()) - pairs, ways, straight)


def _detour(inputs: Inputs) -> Detour | None:
    return detour(cast("SlowGraph", inputs.value("slow.graph")).network)


def densities(lengths: Lengths | None, site_m2: float | None) -> Mapping[str, float | None]:
    """Return the densities of the networks; None without a red line. [km/km²].

    Examples
    --------
    >>> dict(densities(Lengths(2e3, 7e3, 6e3, 5e3), 1e6))
    {'walk_km_per_km2': 7.0, 'cycle_km_per_km2': 6.0, 'road_km_per_km2': 5.0}
    """
    found: dict[str, float | None] = {}
    for name in RANGES:
        if lengths is None or not site_m2:
            found[name] = None
            continue
        metres = getattr(lengths, f"{name.partition('_')[0]}_m")
        found[name] = metres / 1e3 / (site_m2 / M2_PER_KM2)
    return MappingProxyType(found)


def _densities(inputs: Inputs) -> Mapping[str, float | None]:
    site = inputs.value("land.site")
    area = None if site is None else float(shapely.area(site))
    return densities(cast("Lengths | None", inputs.value("slow.lengths")), area)


_READ: Final = MappingProxyType({"paths": ("geometry", "class"), "roads": ("geometry", "class")})
_COUNTED: Final = MappingProxyType({"paths": (), "roads": ()})

MEASURES = (
    Measure(
        "slow.lengths",
        "Lengths of ways for walking and cycling",
        "m",
        _lengths,
        layers=_READ,
        measures=("land.site",),
        explain=why_lengths,
    ),
    Measure(
        "slow.density",
        "Densities of ways for walking and cycling",
        "km/km²",
        _densities,
        layers=_COUNTED,
        parameters=tuple(RANGES.values()),
        measures=("slow.lengths", "land.site"),
        explain=why_lengths,
    ),
    Measure(
        "slow.graph",
        "Ways for walking as a network",
        "",
        _graph,
        layers=_READ,
        explain=why_shape,
    ),
    Measure(
        "slow.detour",
        "Detour along ways for walking",
        "",
        _detour,
        layers=_COUNTED,
        measures=("slow.graph",),
        explain=why_detour,
    ),
)

_LENGTHS: Final = ("path_length_m", "walk_length_m", "cycle_length_m")
_SHAPE: Final = ("nodes", "links", "components", "dead_ends", "links_per_node", "largest_pct")
_DETOUR: Final = ("detour", "detour_pairs")
PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{f"slow.{name}": "slow.lengths" for name in _LENGTHS},
        **{f"slow.{name}": "slow.density" for name in RANGES},
        **{f"slow.{name}": "slow.graph" for name in _SHAPE},
        **{f"slow.{name}": "slow.detour" for name in _DETOUR},
    }
)


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about walking and cycling."""
    lengths = cast("Lengths | None", results.value("slow.lengths"))
    graph = cast("SlowGraph", results.value("slow.graph"))
    found = cast("Detour | None", results.value("slow.detour"))
    counts = graph.topology
    there = counts.nodes > 0
    return {
        "slow": {
            "path_length_m": None if lengths is None else lengths.path_m,
            "walk_length_m": None if lengths is None else lengths.walk_m,
            "cycle_length_m": None if lengths is None else lengths.cycle_m,
            **results.value("slow.density"),
            "nodes": counts.nodes if there else None,
            "links": counts.links if there else None,
            "components": counts.parts if there else None,
            "dead_ends": int(graph.dead_ends.sum()) if there else None,
            "links_per_node": counts.beta,
            "largest_pct": graph.largest_pct,
            "detour": None if found is None else found.ratio,
            "detour_pairs": None if found is None else found.pairs,
        }
    }


def missing(results: Results) -> Iterable[Missing]:
    """Yield what walking and cycling lack."""
    ways = Message.of("paths or roads")
    if results.value("slow.lengths") is None:
        for name in (*_LENGTHS, *RANGES):
            yield Missing(f"slow.{name}", ways)
    elif results.value("slow.density")["walk_km_per_km2"] is None:
        for name in RANGES:
            yield Missing(f"slow.{name}", Message.of("a red line, for the area of the park"))
    if not cast("SlowGraph", results.value("slow.graph")).topology.nodes:
        for name in _SHAPE:
            yield Missing(f"slow.{name}", ways)
    if results.value("slow.detour") is None:
        for name in _DETOUR:
            yield Missing(f"slow.{name}", Message.of("paths or roads that join distant places"))
