"""Why the numbers of walking and cycling are what they are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import shapely

from layers.explanation import Explanation, Term
from layers.factor import Factor
from layers.measure import Inputs
from layers.message import Message

RANGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "walk_km_per_km2": "belt.SLOW-walk-III",
        "cycle_km_per_km2": "belt.SLOW-cycle-III",
        "road_km_per_km2": "belt.ROAD-dens-M",
    }
)
"""Densities, and the factor each is compared with."""
_ALONG: Final = Message.of(
    "Assumed: people walk and cycle along each road that is no expressway; whether it has a"
    " pavement or a cycle track is not known."
)
_SHAPES: Final = MappingProxyType(
    {
        "nodes": Message.of("Places where ways meet, branch or end"),
        "links": Message.of("Stretches of ways between two nodes"),
        "components": Message.of("Parts that hang together"),
        "dead_ends": Message.of("Places to which one way leads"),
        "links_per_node": Message.of("β = links / nodes"),
        "largest_pct": Message.of("Length of the largest part that hangs together, over all"),
    }
)


def _features(inputs: Inputs) -> Mapping[str, int]:
    return MappingProxyType({kind: len(inputs.ids(kind)) for kind in ("paths", "roads")})


def why_lengths(inputs: Inputs, value: object, path: str) -> Explanation:
    """Return why lengths and densities are what they are."""
    del value
    name = path.rpartition(".")[2]
    terms: list[Term] = []
    if name not in RANGES:
        formula = Message.of("Σ length of the centre lines inside the red line")
    else:
        formula = Message.of("Length of the centre lines inside the red line over its area")
        site: Any = inputs.value("land.site")
        lengths = inputs.value("slow.lengths")
        if lengths is not None:
            metres = getattr(lengths, f"{name.partition('_')[0]}_m")
            terms.append(Term(Message.of("Length"), metres, "m"))
        if site is not None:
            terms.append(Term(Message.of("Area of the red line"), float(shapely.area(site)), "m²"))
        factor = inputs.parameter(RANGES[name])
        if isinstance(factor, Factor):
            terms.append(Term.of(factor, factor.low))
    left_out = () if name in ("path_length_m", "road_km_per_km2") else (_ALONG,)
    return Explanation(formula, tuple(terms), _features(inputs), left_out)


def why_shape(inputs: Inputs, value: object, path: str) -> Explanation:
    """Return why the network of ways has the shape it has."""
    del value
    formula = _SHAPES.get(path.rpartition(".")[2], Message.of("Paths and roads as a network"))
    left_out = (
        _ALONG,
        Message.of("Assumed: ways that cross are joined, and ends within 1 m of another way too."),
    )
    return Explanation(formula, (), _features(inputs), left_out)


def why_detour(inputs: Inputs, value: object, path: str) -> Explanation:
    """Return how far round the network leads, and between what."""
    del path
    pairs, apart = getattr(value, "pairs", 0), getattr(value, "apart", 0)
    left_out = [_ALONG]
    if apart:
        left_out.append(Message.of("Pairs between which no way leads: {n}.", n=apart))
    return Explanation(
        Message.of("Σ length along the network / Σ straight distance, pairs 200 to 2,000 m apart"),
        (Term(Message.of("Pairs of places on the network"), float(pairs)),),
        _features(inputs),
        tuple(left_out),
    )
