"""Access, rain, chains and limits with the plan's values put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.access import HOUSING, WORKPLACES
from layers.analysis.by_code import Coded
from layers.analysis.chains import Scores
from layers.analysis.nuisance import Conflicts
from layers.analysis.overlay import Numbers, places_of
from layers.analysis.people import People
from layers.analysis.rain import Storage
from layers.analysis.sink import Range
from layers.analysis.worked import Work, inputs_of, line, sum_line, total_line
from layers.explanation import Step
from layers.factor_tables.chains import edges, nodes
from layers.indicators import INDICATORS
from layers.limits import Breaches, Held
from layers.measure import Results
from layers.message import Message
from layers.units import M2_PER_HA

# ---- access -------------------------------------------------------------------------------------


def _served(results: Results, path: str) -> Numbers:
    """Return the share of each parcel that is served: in a straight line, or along ways."""
    if path.startswith("access.walk."):
        beyond = cast("pd.Series", results.value("access.beyond")).to_numpy(np.float64)
        return (beyond <= 0).astype(np.float64)
    return cast("pd.Series", results.value("access.shares")).to_numpy(np.float64)


def _of_access(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    told, name = found["access"], path.rpartition(".")[2]
    value = (told["walk"] if path.startswith("access.walk.") else told).get(name)
    if not isinstance(value, float):
        return
    if name in ("residents_pct", "workers_pct"):
        people = cast("People", results.value("land.people")).inside
        weights = people["population" if name == "residents_pct" else "workers"]
    else:
        coded, codes = cast("Coded", results.value("land.coded")), results.document.codes
        classes = WORKPLACES if name == "work_pct" else HOUSING
        mine = np.array([codes.lies_in(one, classes) for one in coded.codes], bool)
        inside = cast("pd.Series", results.value("land.inside")).to_numpy(np.float64)
        weights = np.where(mine[coded.places], inside, 0.0)
    within = float((_served(results, path) * weights).sum())
    yield line(path, "100 × {S} / {A}", value, S=within, A=float(weights.sum()))


# ---- rain ---------------------------------------------------------------------------------------


def _of_rain(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    storage, name = cast("Storage", results.value("runoff.storage")), path.rpartition(".")[2]
    value = found["runoff"][name]
    if value is None:
        return
    areas = cast("Mapping[str, float]", results.value("runoff.areas"))
    site = sum(areas.values()) / M2_PER_HA
    share = cast("Range", results.value("runoff.site")).central
    if name == "storage_wanted_m3":
        text = "10 × {H} × {psi} × {F}"
        yield line(path, text, value, H=storage.rain_mm, psi=share, F=site)
    elif name == "storage_built_m3":
        yield line(path, "{V}", value, V=value)
    elif name == "held_mm":
        text = "{V} / (10 × {psi} × {F})"
        yield line(path, text, value, V=storage.built_m3, psi=share, F=site)
    else:
        yield from _between(results, path, value)


def _between(results: Results, path: str, value: float) -> Iterator[Step]:
    """Yield what is interpolated between two points of the city's curve of rain."""
    storage = cast("Storage", results.value("runoff.storage"))
    parameters = results.document.parameters
    city = parameters.get("plan.rain_city")
    inputs = inputs_of(results, parameters=("rain.",))
    points = sorted(
        (float(name.rpartition("_")[2]), factor.central)
        for name, factor in inputs.factors("rain.").items()
        if name.rpartition("_")[0] == city and factor.central is not None
    )
    shares, rains = np.array(points, np.float64).T
    known, wanted = (shares, rains) if path.endswith("rain_mm") else (rains, shares)
    at = parameters.get("plan.runoff_target_pct") if known is shares else storage.held_mm
    if not isinstance(at, int | float):
        return
    last = min(max(int(np.searchsorted(known, at, "right")), 1), len(known) - 1)
    yield line(
        path,
        "{a} + ({x} - {b}) / ({c} - {b}) × ({d} - {a})",
        value,
        x=float(at),
        a=float(wanted[last - 1]),
        b=float(known[last - 1]),
        c=float(known[last]),
        d=float(wanted[last]),
    )


# ---- chains -------------------------------------------------------------------------------------


def _of_chains(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    name = path.rpartition(".")[2]
    value = found["chains"].get(name)
    if value is None:
        return
    scores = cast("Scores", results.value("chains.scores"))
    coded = cast("Coded", results.value("chains.coded"))
    there = [place for place, code in enumerate(coded.codes) if code in nodes()]
    if name == "adjacency":
        areas = cast("pd.Series", results.value("land.areas"))
        mine = areas.to_numpy()[places_of(scores.links.parcels, areas.index.to_numpy())]
        kept = float((mine * scores.weights * scores.nearness).sum())
        yield line(path, "{S} / {A}", value, S=kept, A=float((mine * scores.weights).sum()))
    elif name == "completeness":
        present = {coded.codes[place] for place in there}
        inputs = inputs_of(results, parameters=("chain.",))
        whole = begun = 0.0
        for edge in edges():
            ends = (edge.giver in present) + (edge.taker in present)
            weight = inputs.factor(f"chain.{edge.id}").central or 0.0
            begun += weight if ends else 0.0
            whole += weight if ends == 2 else 0.0
        yield line(path, "{S} / {A}", value, S=whole, A=begun)
    elif name in ("nodes", "parcels"):
        yield from _by_chain(coded, there, path)
    else:
        yield from _of_links(results, scores, path)


def _by_chain(coded: Coded, there: list[int], path: str) -> Iterator[Step]:
    """Yield the nodes that occur, or their parcels, by chain."""
    counts: dict[str, float] = {}
    for place in there:
        chain = nodes()[coded.codes[place]].chain
        one = 1.0 if path.endswith("nodes") else float((coded.places == place).sum())
        counts[chain] = counts.get(chain, 0.0) + one
    yield sum_line(path, counts.values())


def _of_links(results: Results, scores: Scores, path: str) -> Iterator[Step]:
    vetoed = float(scores.vetoed.sum())
    if path.endswith("links"):
        whole = float(len(scores.links.edges))
        yield line(path, "{K} + {V}", whole, K=whole - vetoed, V=vetoed)
    elif path.endswith("vetoed"):
        whole = float(len(scores.links.edges))
        yield line(path, "{L} - {K}", vetoed, L=whole, K=whole - vetoed)
    else:
        pairs = cast("Conflicts", results.value("chains.conflicts")).pairs
        _, counts = np.unique(pairs[:, 0], return_counts=True)
        yield sum_line(path, counts.tolist())


# ---- limits -------------------------------------------------------------------------------------


def _of_limits(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    """Yield the figures beyond their limits by indicator, or parcels by how many they have."""
    del found
    name = path.rpartition(".")[2]
    held = cast("Held", results.value("limits.held"))
    beyond = cast("Breaches", results.value("limits.breaches"))
    if name == "parcels":
        _, counts = np.unique(beyond.ids, return_counts=True)
        steps = [
            Step.of(
                Message.of("Parcels with {n} figures beyond a limit", n=count),
                "{k}",
                float((counts == count).sum()),
                k=float((counts == count).sum()),
            )
            for count in np.unique(counts).tolist()
        ]
    else:
        steps = [
            Step.of(Message(one.title), "{k}", value, k=value)
            for place, one in enumerate(INDICATORS)
            if (value := float(_which(held, beyond, name, place).sum()))
        ]
    yield from steps
    yield total_line(path, steps)


def _which(held: Held, beyond: Breaches, name: str, place: int) -> NDArray[np.bool_]:
    if name == "unchecked":
        return held.unknown[place]
    mine = beyond.indicators == place
    if name == "mandatory":
        return mine & beyond.mandatory
    return mine & (beyond.own & ~beyond.mandatory if name == "guiding" else ~beyond.own)


_RAIN: Final = ("rain_mm", "storage_wanted_m3", "storage_built_m3", "held_mm", "control_pct")

STEPS: Final[Mapping[str, Work]] = MappingProxyType(
    {
        "access": _of_access,
        **{f"runoff.{name}": _of_rain for name in _RAIN},
        "chains": _of_chains,
        **{
            f"limits.{name}": _of_limits
            for name in ("mandatory", "guiding", "advice", "parcels", "unchecked")
        },
    }
)
