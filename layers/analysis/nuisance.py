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
from layers.analysis.overlay import Ids, Numbers, Places, boxes_meet, places_of, sound
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


def _flags(
    inputs: Inputs, places: Places | None = None
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which parcels, all or those at some places, are of class 3 or to be protected."""
    uses = cast("Coded", inputs.value("land.coded"))
    chain = cast("Coded", inputs.value("chains.coded"))
    codes, known = inputs.codes, nodes()
    of_use = [
        [codes.lies_in(code, classes) for code in uses.codes] for classes in (NUISANCE, SENSITIVE)
    ]
    found = [known.get(code) for code in chain.codes]
    of_node = [
        [one is not None and one.nuisance == SERIOUS for one in found],
        [one is not None and one.nuisance == 1 and one.chain in CLEAN for one in found],
    ]
    rows = slice(None) if places is None else places
    serious, sensitive = (
        np.array(use, bool)[uses.places[rows]] | np.array(node, bool)[chain.places[rows]]
        for use, node in zip(of_use, of_node, strict=True)
    )
    return serious, sensitive & ~serious


def _conflicts(inputs: Inputs) -> Conflicts:
    """Return all parcels of class 3 that are too near to one that is to be protected."""
    serious, sensitive = (np.flatnonzero(one) for one in _flags(inputs))
    return _between(inputs, serious, sensitive)


def _between(inputs: Inputs, serious: Places, sensitive: Places) -> Conflicts:
    """Return which of some parcels of class 3 are too near to which of some others."""
    reach = _reach_m(inputs)
    parcels, ids = inputs.shapes("parcels"), inputs.ids("parcels")
    around = np.array([-reach, -reach, reach, reach])
    if len(serious) < len(sensitive):
        near = boxes_meet(parcels.bounds[sensitive], parcels.bounds[serious] + around)
        sensitive = sensitive[near]
    else:
        near = boxes_meet(parcels.bounds[serious], parcels.bounds[sensitive] + around)
        serious = serious[near]
    return _too_near(
        sound(parcels.taken(serious)),
        ids[serious],
        sound(parcels.taken(sensitive)),
        ids[sensitive],
        reach,
    )


def _reach_m(inputs: Inputs) -> float:
    distance = inputs.parameter("plan.nuisance_m")
    return float(distance) if isinstance(distance, int | float) else 0.0


def _too_near(shapes: object, ids: Ids, others: object, other_ids: Ids, reach: float) -> Conflicts:
    one, other = np.asarray(shapes, object), np.asarray(others, object)
    first, second = shapely.STRtree(other).query(one, predicate="dwithin", distance=reach)
    distances = shapely.distance(one[first], other[second])
    pairs = np.stack([ids[first], other_ids[second]], axis=1).astype(np.int64)
    return _sorted(pairs.reshape(-1, 2), distances)


def _sorted(pairs: Ids, distances: Numbers) -> Conflicts:
    order = np.lexsort(pairs.T[::-1])
    return Conflicts(pairs[order], distances[order])


def _conflicts_again(inputs: Inputs, before: Inputs, value: Conflicts, change: Change) -> Conflicts:
    """Look only at the pairs of the parcels that were touched."""
    touched = touched_ids(change, ("parcels",))
    same = before.codes is inputs.codes and _reach_m(before) == _reach_m(inputs)
    if touched is None or not same:
        return _conflicts(inputs)
    if _apart(inputs, before, change):
        return value
    ids, mine = inputs.ids("parcels"), touched["parcels"]
    fresh = np.zeros(len(ids), bool)
    places = places_of(mine, ids)
    fresh[places[places >= 0]] = True
    serious, sensitive = _flags(inputs)
    left = ~np.isin(value.pairs, mine).any(axis=1)
    found = [
        _between(inputs, np.flatnonzero(serious & fresh), np.flatnonzero(sensitive)),
        _between(inputs, np.flatnonzero(serious & ~fresh), np.flatnonzero(sensitive & fresh)),
    ]
    if left.all() and not any(len(one.pairs) for one in found):
        return value
    return _sorted(
        np.concatenate([value.pairs[left], *(one.pairs for one in found)]),
        np.concatenate([value.distances[left], *(one.distances for one in found)]),
    )


def _apart(inputs: Inputs, before: Inputs, change: Change) -> bool:
    """Return whether no parcel of either side was touched."""
    touched = touched_ids(change, ("parcels",))
    if touched is None or before.codes is not inputs.codes:
        return False
    for known in (before, inputs):
        places: Places = places_of(touched["parcels"], known.ids("parcels"))
        if any(flags.any() for flags in _flags(known, places[places >= 0])):
            return False
    return True


def _nearest(inputs: Inputs) -> Nearest:
    """Return how near parcels of class 3 come to those that are to be protected."""
    serious, sensitive = (np.flatnonzero(one) for one in _flags(inputs))
    if not len(serious) or not len(sensitive):
        return Nearest(len(serious), len(sensitive), None)
    too_near = cast("Conflicts", inputs.value("chains.conflicts"))
    if len(too_near.pairs):
        return Nearest(len(serious), len(sensitive), float(too_near.distances.min()))
    parcels = inputs.shapes("parcels")
    one, other = (sound(parcels.taken(places)) for places in (serious, sensitive))
    _, distances = shapely.STRtree(other).query_nearest(
        one, return_distance=True, all_matches=False
    )
    least = float(distances.min()) if len(distances) else None
    return Nearest(len(serious), len(sensitive), least)


def _nearest_again(inputs: Inputs, before: Inputs, value: Nearest, change: Change) -> Nearest:
    """Keep the distance where no parcel of either side was touched."""
    same = inputs.value("chains.conflicts") is before.value("chains.conflicts")
    return value if same and _apart(inputs, before, change) else _nearest(inputs)


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


MEASURES = (
    Measure(
        "chains.conflicts",
        "Parcels too near to a nuisance",
        "m",
        _conflicts,
        layers=MappingProxyType({"parcels": ("geometry",)}),
        parameters=("plan.nuisance_m", "plan.code_set", "plan.own_codes"),
        measures=("land.coded", "chains.coded"),
        update=_conflicts_again,
        explain=_why,
    ),
    Measure(
        "chains.nearest",
        "Least distance from a nuisance",
        "m",
        _nearest,
        layers=MappingProxyType({"parcels": ("geometry",)}),
        parameters=("plan.code_set", "plan.own_codes"),
        measures=("land.coded", "chains.coded", "chains.conflicts"),
        update=_nearest_again,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType({"chains.conflicts": "chains.conflicts"})
