"""Nuisance: parcels of class 3 nearer to housing, schools, hospitals, bio or food than they may be.

Class 3 (serious nuisance) is land of class M3 or 100103, or a node of that class. The protective
distance is a setting of the plan; that of a real project follows from its own assessment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.analysis.by_code import Coded
from layers.analysis.carrying import touched_ids
from layers.analysis.overlay import FEW, Ids, Numbers, Places, boxes_meet, places_of, sound
from layers.edit import Change
from layers.explanation import Explanation, Term
from layers.factor_tables.chains import nodes
from layers.measure import Inputs, Measure
from layers.message import Message

SERIOUS: Final = 3
NUISANCE: Final = frozenset({"GB50137-2011:M3", "MNR2023:100103"})
SENSITIVE: Final = frozenset(
    {
        "GB50137-2011:R",
        "GB50137-2011:A33",
        "GB50137-2011:A5",
        "MNR2023:07",
        "MNR2023:0804",
        "MNR2023:0806",
    }
)
"""Housing, schools and hospitals."""
AROUND_M: Final = (200.0, 800.0, 3_200.0)
"""How far around parcels the nearest one is looked for, one after the other. [m]"""
CLEAN: Final = frozenset({"biomedicine", "food and health"})
"""Chains whose nodes without nuisance have to keep away from class 3."""


@dataclass(frozen=True, slots=True, eq=False)
class Conflicts:
    """Parcels that are too near to one another.

    Parameters
    ----------
    pairs
        Feature ids: the parcel of class 3, and the one to be protected. [n × 2]
    distances
        From border to border. [m]
    """

    pairs: Ids
    distances: Numbers


@dataclass(frozen=True, slots=True)
class Nearest:
    """How near class 3 comes to what is to be protected.

    Parameters
    ----------
    serious, protected
        Count of parcels of class 3, and of those to be protected.
    least_m
        Least distance from border to border; None where there is nothing of either. [m]
    """

    serious: int
    protected: int
    least_m: float | None


Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Which codes make a parcel one of class 3, and which one that is to be protected.

    Parameters
    ----------
    of_use, of_node
        (2, codes), for land uses and for nodes of chains in the order of their codes: of class 3;
        to be protected.
    """

    of_use: Flags
    of_node: Flags


def _sides(inputs: Inputs) -> Sides:
    uses, chain = (cast("Coded", inputs.value(name)).codes for name in _CODED)
    codes, found = inputs.codes, [nodes().get(code) for code in chain]
    of_use = [[codes.lies_in(code, classes) for code in uses] for classes in (NUISANCE, SENSITIVE)]
    of_node = [
        [one is not None and one.nuisance == SERIOUS for one in found],
        [one is not None and one.nuisance == 1 and one.chain in CLEAN for one in found],
    ]
    return Sides(np.array(of_use, bool), np.array(of_node, bool))


def _sides_again(inputs: Inputs, before: Inputs, value: Sides, change: Change) -> Sides:
    """Keep them where no code comes or occurs no more."""
    del change
    alike = (inputs.value(name).codes == before.value(name).codes for name in _CODED)
    return value if inputs.codes is before.codes and all(alike) else _sides(inputs)


def _flags(inputs: Inputs, places: Places | None = None) -> tuple[Flags, Flags]:
    """Return which parcels, all or those at some places, are of class 3 or to be protected."""
    sides = cast("Sides", inputs.value("chains.sides"))
    uses, chain = (cast("Coded", inputs.value(name)).places for name in _CODED)
    if places is not None:
        uses, chain = uses[places], chain[places]
    serious, sensitive = sides.of_use[:, uses] | sides.of_node[:, chain]
    return serious, sensitive & ~serious


# ---- conflicts ----------------------------------------------------------------------------------


def _conflicts(inputs: Inputs) -> Conflicts:
    """Return all parcels of class 3 that are too near to one that is to be protected."""
    serious, sensitive = (np.flatnonzero(one) for one in _flags(inputs))
    return _between(inputs, serious, sensitive, _reach_m(inputs))


def _between(inputs: Inputs, serious: Places, sensitive: Places, reach: float) -> Conflicts:
    """Return which of some parcels of class 3 are within reach of which of some others."""
    parcels, ids = inputs.shapes("parcels"), inputs.ids("parcels")
    around = np.array([-reach, -reach, reach, reach])
    if len(serious) < len(sensitive):
        near = boxes_meet(parcels.boxes(sensitive), parcels.boxes(serious) + around)
        sensitive = sensitive[near]
    else:
        near = boxes_meet(parcels.boxes(serious), parcels.boxes(sensitive) + around)
        serious = serious[near]
    if not len(serious) or not len(sensitive):
        return Conflicts(np.empty((0, 2), np.int64), np.empty(0))
    one, other = (sound(parcels.taken(places)) for places in (serious, sensitive))
    first, second = shapely.STRtree(other).query(one, predicate="dwithin", distance=reach)
    distances = shapely.distance(one[first], other[second])
    pairs = np.stack([ids[serious[first]], ids[sensitive[second]]], axis=1)
    return _sorted(pairs, distances)


def _reach_m(inputs: Inputs) -> float:
    distance = inputs.parameter("plan.nuisance_m")
    return float(distance) if isinstance(distance, int | float) else 0.0


def _sorted(pairs: Ids, distances: Numbers) -> Conflicts:
    order = np.lexsort(pairs.T[::-1])
    return Conflicts(pairs[order], distances[order])


def _conflicts_again(inputs: Inputs, before: Inputs, value: Conflicts, change: Change) -> Conflicts:
    """Look only at the pairs of the parcels that were touched."""
    touched = touched_ids(change, ("parcels",))
    same = before.codes is inputs.codes and _reach_m(before) == _reach_m(inputs)
    if touched is None or not same:
        return _conflicts(inputs)
    mine = touched["parcels"]
    sides = _of_sides(inputs, mine)
    if not len(sides) and not len(_of_sides(before, mine)):
        return value
    left = ~np.isin(value.pairs, mine).any(axis=1)
    found = _around(inputs, sides, _reach_m(inputs))
    if left.all() and not len(found.pairs):
        return value
    return _sorted(
        np.concatenate([value.pairs[left], found.pairs]),
        np.concatenate([value.distances[left], found.distances]),
    )


def _of_sides(known: Inputs, ids: Ids) -> Places:
    """Return the places of those of some parcels that are of class 3 or to be protected."""
    places = places_of(ids, known.ids("parcels"))
    places = places[places >= 0]
    serious, sensitive = _flags(known, places)
    return np.sort(places[serious | sensitive])


def _around(inputs: Inputs, some: Places, reach: float) -> Conflicts:
    """Return the pairs within reach that some parcels, one side or the other, belong to."""
    parcels = inputs.shapes("parcels")
    boxes = parcels.boxes(some)
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    if not len(boxes):
        return Conflicts(np.empty((0, 2), np.int64), np.empty(0))
    west, south = (boxes[:, :2].min(axis=0) - reach).tolist()
    east, north = (boxes[:, 2:].max(axis=0) + reach).tolist()
    near = np.union1d(parcels.meeting((west, south, east, north)), some)
    mine = np.isin(near, some)
    serious, sensitive = _flags(inputs, near)
    found = [
        _between(inputs, near[serious & mine], near[sensitive], reach),
        _between(inputs, near[serious & ~mine], near[sensitive & mine], reach),
    ]
    return _sorted(
        np.concatenate([one.pairs for one in found]),
        np.concatenate([one.distances for one in found]),
    )


# ---- the nearest --------------------------------------------------------------------------------


def _nearest(inputs: Inputs) -> Nearest:
    """Return how near parcels of class 3 come to those that are to be protected."""
    serious, sensitive = (np.flatnonzero(one) for one in _flags(inputs))
    counts = len(serious), len(sensitive)
    if (told := _told_already(inputs, counts)) is not None:
        return told
    # Around few the nearest is soon found, and not all others need be objects.
    for reach in AROUND_M if min(counts) <= FEW else ():
        if len(distances := _between(inputs, serious, sensitive, reach).distances):
            return Nearest(*counts, float(distances.min()))
    parcels = inputs.shapes("parcels")
    one, other = (sound(parcels.taken(places)) for places in (serious, sensitive))
    _, distances = shapely.STRtree(other).query_nearest(
        one, return_distance=True, all_matches=False
    )
    least = float(distances.min()) if len(distances) else None
    return Nearest(*counts, least)


def _told_already(inputs: Inputs, counts: tuple[int, int]) -> Nearest | None:
    """Return what needs no further look at shapes: conflicts, or nothing of one side."""
    too_near = cast("Conflicts", inputs.value("chains.conflicts"))
    if len(too_near.pairs):
        return Nearest(*counts, float(too_near.distances.min()))
    return None if all(counts) else Nearest(*counts, None)


def _nearest_again(inputs: Inputs, before: Inputs, value: Nearest, change: Change) -> Nearest:
    """Look only at the parcels that were touched, unless one of them was the nearest."""
    touched = touched_ids(change, ("parcels",))
    if touched is None or before.codes is not inputs.codes:
        return _nearest(inputs)
    gone, fresh = (_of_sides(known, touched["parcels"]) for known in (before, inputs))
    same = inputs.value("chains.conflicts") is before.value("chains.conflicts")
    if same and not len(gone) and not len(fresh):
        return value
    less, more = (
        [int(one.sum()) for one in _flags(known, places)]
        for known, places in ((before, gone), (inputs, fresh))
    )
    counts = value.serious - less[0] + more[0], value.protected - less[1] + more[1]
    told, least = _told_already(inputs, counts), value.least_m
    # What is as near as the nearest may have been it.
    if least is None or len(_around(before, gone, least * (1.0 + 1e-9)).pairs):
        return told or _nearest(inputs)
    nearer = _around(inputs, fresh, least).distances
    return told or Nearest(*counts, float(nearer.min()) if len(nearer) else least)


def _why(inputs: Inputs, value: Conflicts, path: str) -> Explanation:
    del path
    reach = inputs.parameter("plan.nuisance_m")
    return Explanation(
        Message.of(
            "Pairs of a parcel of nuisance class 3 and one with housing, a school, a hospital, or"
            " bio or food industry without nuisance, nearer than the protective distance"
        ),
        (
            Term(
                Message.of("Protective distance around nuisance class 3"),
                float(reach) if isinstance(reach, int | float) else None,
                "m",
            ),
        ),
        MappingProxyType({"parcels": len(np.unique(value.pairs))}),
    )


_CODED: Final = ("land.coded", "chains.coded")
_CODES: Final = ("plan.code_set", "plan.own_codes")

MEASURES = (
    Measure(
        "chains.sides",
        "Codes of nuisance, and of what is to be protected",
        "",
        _sides,
        parameters=_CODES,
        measures=_CODED,
        update=_sides_again,
    ),
    Measure(
        "chains.conflicts",
        "Parcels too near to a nuisance",
        "m",
        _conflicts,
        layers=MappingProxyType({"parcels": ("geometry",)}),
        parameters=("plan.nuisance_m", *_CODES),
        measures=(*_CODED, "chains.sides"),
        update=_conflicts_again,
        explain=_why,
    ),
    Measure(
        "chains.nearest",
        "Least distance from a nuisance",
        "m",
        _nearest,
        layers=MappingProxyType({"parcels": ("geometry",)}),
        parameters=_CODES,
        measures=(*_CODED, "chains.sides", "chains.conflicts"),
        update=_nearest_again,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType({"chains.conflicts": "chains.conflicts"})
