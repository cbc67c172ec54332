"""Industry chains: neighbours are the chain.

For a parcel with node u and each edge of the chain tables between u and a node w that is in the
park, d is the distance from border to border to the nearest parcel with w, and ``f(d) = 1`` up to
the preferred distance d0, ``exp(−(d − d0) / d0)`` beyond it. Adjacency is
``Σ A · Σ ω · f / Σ A · Σ ω``; completeness is the weight of the edges whose two nodes are there
over that of all edges that touch a node that is there (engineering default).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers.analysis.absent import Missing
from layers.analysis.by_code import Coded, coding
from layers.analysis.carrying import touched_ids
from layers.analysis.nuisance import Conflicts
from layers.analysis.overlay import Ids, Numbers, Places, by_id, places_of, sound
from layers.edit import Change
from layers.explanation import Explanation, Term
from layers.factor_tables.chains import edges, nodes
from layers.measure import Inputs, Measure, Results
from layers.message import Message

_CODED: Final = coding("chain_node")


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Parcels and the nearest partner that each edge gives them.

    Parameters
    ----------
    edges
        Place of each link's edge in the table.
    parcels, partners
        Feature ids: whose link it is, and the nearest parcel at its other end.
    distances
        From border to border. [m]
    """

    edges: Places
    parcels: Ids
    partners: Ids
    distances: Numbers


def nearness(distances_m: Numbers, preferred_m: Numbers) -> Numbers:
    """Return how near partners are, 1 up to the preferred distance. [-].

    Parameters
    ----------
    distances_m, preferred_m
        Distance of partners, and the distance d0 that their edge prefers. [m]

    Examples
    --------
    >>> distances = np.array([200.0, 500.0, 1000.0, 2000.0])
    >>> nearness(distances, np.full(4, 500.0)).round(5).tolist()
    [1.0, 1.0, 0.36788, 0.04979]
    """
    beyond = np.maximum(distances_m - preferred_m, 0.0)
    return np.exp(-np.divide(beyond, preferred_m, out=beyond.copy(), where=preferred_m > 0))


def _links(inputs: Inputs) -> Links:
    """Return the nearest partner of each parcel by each edge whose nodes are both there."""
    coded = cast("Coded", inputs.value("chains.coded"))
    ids = inputs.ids("parcels")
    members = {
        code: np.flatnonzero(coded.places == place)
        for place, code in enumerate(coded.codes)
        if code in nodes()
    }
    everyone = np.unique(np.concatenate([np.empty(0, np.intp), *members.values()]))
    shapes = sound(inputs.shapes("parcels").taken(everyone))
    mine = {code: shapes[np.searchsorted(everyone, places)] for code, places in members.items()}
    trees = {code: shapely.STRtree(some) for code, some in mine.items()}
    found: list[tuple[Places, Ids, Ids, Numbers]] = []
    for place, edge in enumerate(edges()):
        for one, other in ((edge.giver, edge.taker), (edge.taker, edge.giver)):
            if one not in members or other not in members:
                continue
            (whose, partner), distances = trees[other].query_nearest(
                mine[one], return_distance=True, all_matches=False
            )
            found.append(
                (
                    np.full(len(whose), place, np.intp),
                    ids[members[one][whose]],
                    ids[members[other][partner]],
                    distances,
                )
            )
    if not found:
        none = np.empty(0, np.int64)
        return Links(np.empty(0, np.intp), none, none, np.empty(0))
    return Links(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _links_again(inputs: Inputs, before: Inputs, value: Links, change: Change) -> Links:
    """Keep the links where no parcel of a chain was touched."""
    touched = touched_ids(change, ("parcels",))
    if touched is None:
        return _links(inputs)
    for known in (before, inputs):
        coded = cast("Coded", known.value("chains.coded"))
        if not any(code in nodes() for code in coded.codes):
            continue
        places = places_of(touched["parcels"], known.ids("parcels"))
        codes = {coded.codes[place] for place in coded.places[places[places >= 0]].tolist()}
        if any(code in nodes() for code in codes):
            return _links(inputs)
    return value


# ---- scores -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """How well links are kept.

    Parameters
    ----------
    links
        The links.
    weights
        Weight of each link's edge. [-]
    nearness
        How near its partner is; 0 where a nuisance forbids it. [-]
    vetoed
        Whether a nuisance forbids it.
    """

    links: Links
    weights: Numbers
    nearness: Numbers
    vetoed: NDArray[np.bool_]


def _of_edges(inputs: Inputs, group: str) -> Numbers:
    factors = inputs.factors(f"{group}.")
    found = (factors.get(edge.id) for edge in edges())
    return np.array(
        [np.nan if one is None or one.central is None else one.central for one in found], np.float64
    )


def _scores(inputs: Inputs) -> Scores:
    links = cast("Links", inputs.value("chains.links"))
    conflicts = cast("Conflicts", inputs.value("chains.conflicts"))
    weights = _of_edges(inputs, "chain")[links.edges]
    found = nearness(links.distances, _of_edges(inputs, "reach")[links.edges])
    apart = {frozenset(pair) for pair in conflicts.pairs.tolist()}
    pairs = zip(links.parcels.tolist(), links.partners.tolist(), strict=True)
    vetoed = np.array([frozenset(pair) in apart for pair in pairs], bool)
    return Scores(links, weights, np.where(vetoed, 0.0, found), vetoed)


def _of_parcels(inputs: Inputs) -> pd.Series:
    """Return the adjacency of each parcel; NaN without a partner in the park. [-]."""
    scores, ids = cast("Scores", inputs.value("chains.scores")), inputs.ids("parcels")
    places = places_of(scores.links.parcels, ids)
    kept = np.bincount(places, scores.weights * scores.nearness, len(ids))
    whole = np.bincount(places, scores.weights, len(ids))
    found = np.divide(kept, whole, out=np.full(len(ids), np.nan), where=whole > 0)
    return by_id(found, ids)


def _adjacency(inputs: Inputs) -> float | None:
    """Return the adjacency of the park, weighted by area; None without a link. [-]."""
    scores = cast("Scores", inputs.value("chains.scores"))
    if not len(scores.weights):
        return None
    areas = cast("pd.Series", inputs.value("land.areas"))
    mine = areas.to_numpy()[places_of(scores.links.parcels, areas.index.to_numpy())]
    whole = float((mine * scores.weights).sum())
    if not whole > 0:
        return None
    return float((mine * scores.weights * scores.nearness).sum()) / whole


def _present(inputs: Inputs) -> frozenset[str]:
    coded = cast("Coded", inputs.value("chains.coded"))
    return frozenset(code for code in coded.codes if code in nodes())


def _completeness(inputs: Inputs) -> float | None:
    """Return the weight of the edges that are whole over that of all that are begun. [-]."""
    there = _present(inputs)
    if not there:
        return None
    weights = _of_edges(inputs, "chain").tolist()
    begun = whole = 0.0
    for edge, weight in zip(edges(), weights, strict=True):
        ends = (edge.giver in there) + (edge.taker in there)
        if ends:
            begun += weight
        if ends == 2:
            whole += weight
    return whole / begun if begun > 0 else None


# ---- why ----------------------------------------------------------------------------------------


_WHOLE: Final = Message.of(
    "Adjacency = Σ A · Σ ω · f / Σ A · Σ ω, f = 1 up to the preferred distance d0 and"
    " exp(−(d − d0) / d0) beyond it, 0 where a nuisance forbids it; completeness = Σ ω of"
    " edges whose two nodes are there / Σ ω of edges that touch one"
)
_FORMULAS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "chains.nodes": Message.of("Count of the nodes of chains that some parcel has"),
        "chains.parcels": Message.of("Count of the parcels with a node of a chain"),
        "chains.links": Message.of(
            "Count of the links: each parcel with the nearest partner along each edge"
        ),
        "chains.vetoed": Message.of("Count of the links that a nuisance forbids"),
    }
)


def _why(inputs: Inputs, value: object, path: str) -> Explanation:
    del value
    there = _present(inputs)
    coded = cast("Coded", inputs.value("chains.coded"))
    links = cast("Links", inputs.value("chains.links"))
    used = {edges()[place].id for place in links.edges.tolist()}
    terms = [
        Term.of(factor)
        for group in ("chain", "reach")
        for name, factor in inputs.factors(f"{group}.").items()
        if name in used and (group == "chain" or path.endswith("adjacency"))
    ]
    left_out: list[Message] = []
    lacking = [
        nodes()[node].title
        for edge in edges()
        for node, other in ((edge.giver, edge.taker), (edge.taker, edge.giver))
        if other in there and node not in there
    ]
    if lacking:
        titles = [Message(title) for title in dict.fromkeys(lacking)]
        left_out.append(Message.of("Not in the park: {nodes}.", nodes=Message.listed(titles)))
    known = [place for place, code in enumerate(coded.codes) if code in there]
    return Explanation(
        _FORMULAS.get(path, _WHOLE),
        tuple(terms),
        MappingProxyType({"parcels": int(np.isin(coded.places, known).sum())}),
        tuple(left_out),
    )


_WEIGHTS: Final = ("chain.", "reach.")

MEASURES = (
    Measure(
        "chains.coded",
        "Nodes of industry chains",
        "",
        _CODED[0],
        layers=MappingProxyType({"parcels": ("chain_node",)}),
        update=_CODED[1],
    ),
    Measure(
        "chains.links",
        "Links to the nearest partner",
        "m",
        _links,
        layers=MappingProxyType({"parcels": ("geometry",)}),
        measures=("chains.coded",),
        update=_links_again,
    ),
    Measure(
        "chains.scores",
        "Links by weight and nearness",
        "",
        _scores,
        parameters=_WEIGHTS,
        measures=("chains.links", "chains.conflicts"),
    ),
    Measure(
        "chains.parcels",
        "Adjacency in industry chains",
        "",
        _of_parcels,
        layers=MappingProxyType({"parcels": ("chain_node",)}),
        measures=("chains.scores",),
        per_feature="parcels",
        themed=True,
        deferred=True,
    ),
    Measure(
        "chains.adjacency",
        "Adjacency of the park's industry chains",
        "",
        _adjacency,
        parameters=_WEIGHTS,
        measures=("chains.scores", "chains.links", "chains.coded", "land.areas"),
        explain=_why,
    ),
    Measure(
        "chains.completeness",
        "Completeness of the park's industry chains",
        "",
        _completeness,
        parameters=_WEIGHTS,
        measures=("chains.coded", "chains.links"),
        explain=_why,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "chains": "chains.adjacency",
        "chains.adjacency": "chains.adjacency",
        "chains.completeness": "chains.completeness",
    }
)


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about industry chains."""
    coded = cast("Coded", results.value("chains.coded"))
    scores = cast("Scores", results.value("chains.scores"))
    conflicts = cast("Conflicts", results.value("chains.conflicts"))
    there = [place for place, code in enumerate(coded.codes) if code in nodes()]
    return {
        "chains": {
            "adjacency": results.value("chains.adjacency"),
            "completeness": results.value("chains.completeness"),
            "nodes": len(there),
            "parcels": int(coded.counts[np.array(there, np.intp)].sum()),
            "links": len(scores.links.edges),
            "vetoed": int(scores.vetoed.sum()),
            "conflicts": len(conflicts.pairs),
        }
    }


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the industry chains lack."""
    needs = Message.of("parcels with a node of an industry chain")
    for name in ("adjacency", "completeness"):
        if results.value(f"chains.{name}") is None:
            yield Missing(f"chains.{name}", needs)
