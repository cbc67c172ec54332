"""Access to parks along roads and paths: the shortest way from each parcel to an entrance.

Ways are cut where they meet, and joined where ends lie within a metre of another way. A parcel
begins its way at the nearest point of the network to its inner point, with the straight line
there. Entrances are facilities of the type park entrance on or within 30 m of a park; a park
without any is entered from each way within 30 m of it, by the shortest step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
import shapely

from layers.analysis.absent import Missing
from layers.analysis.access import Access, Parks, lacking, radii, told, weighed
from layers.analysis.inside import MEASURES_READ
from layers.analysis.joined_lines import placed
from layers.analysis.links import both_ways, nearest
from layers.analysis.overlay import Numbers, Places, Shapes, by_id, sound
from layers.analysis.people import COLUMNS
from layers.explanation import Explanation
from layers.measure import Inputs, Measure, Results
from layers.message import Message
from layers.missing import equal

WAYS: Final = ("roads", "paths")
JOINED_M: Final = 1.0
"""Ways whose ends lie so near to another way are joined to it. [m]"""
ENTRANCE_M: Final = 30.0
"""An entrance so near to a park belongs to it; a way so near to one without leads into it. [m]"""
GRID_M: Final = 1e-3
"""Ways are cut on a grid of this width. [m]"""
STEP_M: Final = 0.01
"""Length of a step into a park where a way touches it. [m]"""


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Roads and paths as a graph.

    Parameters
    ----------
    places
        Junctions and ends. [n × 2, m]
    ends
        Places of the two ends of each way.
    lines
        The ways between them.
    lengths
        Their lengths. [m]
    """

    places: Numbers
    ends: Places
    lines: Shapes
    lengths: Numbers


def ways_of(lines: Shapes) -> Ways:
    """Return lines as a graph: cut where they meet, joined where ends nearly do.

    Where ends nearly meet there is a step of its own, so that ways are as long as they are walked;
    `layers.analysis.joined_lines` makes one place of both, for counting places and links.

    Examples
    --------
    >>> lines = shapely.linestrings([[(0, 0), (10, 0)], [(5, -5), (5, 5)]])
    >>> ways = ways_of(lines)
    >>> len(ways.places), ways.lengths.tolist()
    (5, [5.0, 5.0, 5.0, 5.0])
    """
    parts = shapely.get_parts(lines[placed(lines)])
    parts = _joined(parts[shapely.length(parts) > 0])
    # On a grid, as the end of a step never lies on a slanting way to the last digit.
    pieces = shapely.get_parts(shapely.union_all(parts, grid_size=GRID_M))
    if not len(pieces):
        return Ways(np.empty((0, 2)), np.empty((0, 2), np.intp), pieces, np.empty(0))
    first = shapely.get_coordinates(shapely.get_point(pieces, 0))
    last = shapely.get_coordinates(shapely.get_point(pieces, -1))
    places, numbers = np.unique(np.concatenate([first, last]), axis=0, return_inverse=True)
    ends = np.asarray(numbers, np.intp).reshape(2, -1).T
    return Ways(places, ends, pieces, shapely.length(pieces))


def _joined(lines: Shapes) -> Shapes:
    """Return lines whose loose ends are drawn on to the line that is nearest to them."""
    if len(lines) < 2:
        return lines
    tree = shapely.STRtree(lines)
    added: list[Any] = []
    for end in (0, -1):
        points = shapely.get_point(lines, end)
        own, other = tree.query(points, predicate="dwithin", distance=JOINED_M)
        apart = own != other
        own, other = own[apart], other[apart]
        loose = shapely.distance(points[own], lines[other]) > 0
        own, other = own[loose], other[loose]
        added.extend(shapely.shortest_line(points[own], lines[other]))
    bridges = np.array(added, object)
    return np.concatenate([lines, bridges]) if len(bridges) else lines


# ---- measures -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Ways with the entrances of parks.

    Parameters
    ----------
    ways
        Roads, paths, and the steps from them into parks.
    parks
        Place of the park of each entrance.
    entrances
        Places of the entrances in the ways.
    """

    ways: Ways
    parks: Places
    entrances: Places


def _network(inputs: Inputs) -> Network:
    """Return roads and paths as a graph that leads into the parks."""
    lines = np.concatenate([inputs.geometries(kind) for kind in WAYS])
    lines = shapely.get_parts(lines[placed(lines)])
    parks, steps = _steps(inputs, lines)
    ways = ways_of(np.concatenate([lines, steps]))
    if not len(steps):
        return Network(ways, parks, np.empty(0, np.intp))
    # The places of the graph are those of the steps to the last digits.
    ends = shapely.get_point(steps, 0)
    at = shapely.STRtree(np.asarray(shapely.points(ways.places), object)).nearest(ends)
    return Network(ways, parks, np.asarray(at, np.intp))


def _steps(inputs: Inputs, lines: Shapes) -> tuple[Places, Shapes]:
    """Return the parks that are entered, and a line from each of their entrances to a way."""
    parks = cast("Parks", inputs.value("access.parks"))
    if not len(lines) or not len(parks.shapes):
        return np.empty(0, np.intp), np.empty(0, object)
    gates = inputs.geometries("facilities")[
        equal(inputs.column("facilities", "type"), "park_entrance")
    ]
    gates = gates[~(shapely.is_missing(gates) | shapely.is_empty(gates))]
    of_gate, gated = shapely.STRtree(parks.shapes).query(
        gates, predicate="dwithin", distance=ENTRANCE_M
    )
    tree = shapely.STRtree(lines)
    from_gates = gates[of_gate]
    to_ways = lines[np.asarray(tree.nearest(from_gates), np.intp)]
    open_ = np.setdiff1d(np.arange(len(parks.shapes)), gated)
    whose, way = tree.query(parks.shapes[open_], predicate="dwithin", distance=ENTRANCE_M)
    begun = np.concatenate([from_gates, parks.shapes[open_[whose]]])
    ended = np.concatenate([to_ways, lines[way]])
    return np.concatenate([gated, open_[whose]]), _stepped(begun, ended)


def _stepped(begun: Shapes, ended: Shapes) -> Shapes:
    """Return the shortest lines between shapes; where they meet, a step of a millimetre."""
    found = np.asarray(shapely.shortest_line(begun, ended), object)
    short = shapely.length(found) < STEP_M
    ends = shapely.get_coordinates(shapely.get_point(found[short], 0))
    pairs = np.stack([ends + np.array([0.0, STEP_M]), ends], axis=1)
    found[short] = shapely.linestrings(pairs)
    return found


def _beyond(inputs: Inputs) -> pd.Series:
    """Return how far each parcel's way is longer than the reach of the park that serves it best.

    Negative where a park serves it, NaN where no way leads to any. [m].
    """
    parks = cast("Parks", inputs.value("access.parks"))
    network, ids = cast("Network", inputs.value("access.ways")), inputs.ids("parcels")
    ways = network.ways
    if not len(network.entrances):
        return by_id(np.full(len(ids), np.nan), ids)
    best = np.full(len(ways.places), np.inf)
    links = both_ways(len(ways.places), ways.ends, ways.lengths)
    reach = parks.reach[network.parks]
    for one in np.unique(reach).tolist():
        best = np.minimum(best, nearest(links, network.entrances[reach == one]) - one)
    inner = shapely.point_on_surface(sound(inputs.geometries("parcels")))
    there = np.flatnonzero(~shapely.is_empty(inner))
    found = np.full(len(ids), np.nan)
    found[there] = _from_points(ways, inner[there], best)
    found[~np.isfinite(found)] = np.nan
    return by_id(found, ids)


def _from_points(ways: Ways, points: Shapes, best: Numbers) -> Numbers:
    """Return the least of what their nearest way's two ends have, and the way there. [m]."""
    if not len(points):
        return np.empty(0)
    tree = shapely.STRtree(ways.lines)
    (_, way), away = tree.query_nearest(points, return_distance=True, all_matches=False)
    along = shapely.line_locate_point(ways.lines[way], points)
    ends = ways.ends[way]
    first = best[ends[:, 0]] + along
    last = best[ends[:, 1]] + ways.lengths[way] - along
    return away + np.minimum(first, last)


def _walked(inputs: Inputs) -> Access | None:
    """Return the access along roads and paths; None without parks or ways."""
    parks = cast("Parks", inputs.value("access.parks"))
    if not (len(parks.ids) or parks.small):
        return None
    if not len(cast("Network", inputs.value("access.ways")).ways.places):
        return None
    beyond = cast("pd.Series", inputs.value("access.beyond")).to_numpy()
    return weighed(inputs, (beyond <= 0).astype(np.float64))  # NaN is not served


def _why(inputs: Inputs, value: object, path: str) -> Explanation:
    del value, path
    beyond = cast("pd.Series", inputs.value("access.beyond")).to_numpy()
    ways = cast("Network", inputs.value("access.ways")).ways
    left_out: list[Message] = []
    if unreached := int(np.isnan(beyond).sum()):
        text = "{n} parcels have no way to any park."
        left_out.append(Message.of(text, n=unreached))
    left_out.append(
        Message.of(
            "Assumed: a parcel begins its way at the nearest point of a road or path; parks without"
            " an entrance are entered from each way within 30 m of them."
        )
    )
    return Explanation(
        Message.of(
            "Share = 100 × land (or people) of parcels whose way to an entrance is at most r / all"
            " of it; r = 500 m for parks of at least 5,000 m², 300 m for those of at least"
            " 1,000 m²; shortest ways by Dijkstra's algorithm"
        ),
        tuple(radii(inputs)),
        features=MappingProxyType({"parcels": len(beyond), "roads": len(ways.lines)}),
        left_out=tuple(left_out),
    )


_CODES: Final = ("plan.code_set", "plan.own_codes")

MEASURES = (
    Measure(
        "access.ways",
        "Roads and paths as a network",
        "",
        _network,
        layers=MappingProxyType(
            {**dict.fromkeys(WAYS, ("geometry",)), "facilities": ("geometry", "type")}
        ),
        measures=("access.parks",),
        deferred=True,
    ),
    Measure(
        "access.beyond",
        "Way to a park beyond its reach",
        "m",
        _beyond,
        layers=MappingProxyType({"parcels": ("geometry",)}),
        measures=("access.parks", "access.ways"),
        per_feature="parcels",
        themed=True,
        deferred=True,
    ),
    Measure(
        "access.walked",
        "Access to parks along ways",
        "%",
        _walked,
        layers=MappingProxyType({"parcels": COLUMNS}),
        parameters=("radius.", *_CODES),
        measures=("access.parks", "access.ways", "access.beyond", "land.coded", *MEASURES_READ),
        explain=_why,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType({"access.walk": "access.walked"})


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about access to parks along ways."""
    found = cast("Access | None", results.value("access.walked"))
    return {"access": {"walk": told(found, "housing_pct")}}


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the access along ways lacks."""
    needs = Message.of("greens whose role is park or square, and roads or paths")
    without = needs if results.value("access.walked") is None else None
    yield from lacking(section(results)["access"]["walk"], "access.walk", without)
