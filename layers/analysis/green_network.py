"""The green network: how it hangs together, what it is worth, and what it would miss most.

Formulas: α, β, γ and μ of the graph (`layers.analysis.topology`); IIC, PC, EC and effective mesh
size (`layers.analysis.connectivity`); dPC of patches and corridors (`layers.analysis.importance`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
import shapely

from layers.analysis.absent import Missing
from layers.analysis.connectivity import Connectivity, connectivity
from layers.analysis.green_graph import (
    GAP,
    LEAST,
    WATER,
    Gaps,
    GreenGraph,
    breaks,
    breaks_again,
    gaps,
    graph,
)
from layers.analysis.green_network_why import why
from layers.analysis.importance import Importance, importance
from layers.analysis.overlay import by_id
from layers.factor import Factor
from layers.measure import Inputs, Measure, Results
from layers.message import Message

D50: Final = "radius.GRAPH-d50"
_READ: Final = MappingProxyType(
    {
        "greens": ("geometry",),
        "water": ("geometry",),
        "corridors": ("geometry",),
    }
)
_CROSSED: Final = MappingProxyType({"corridors": ("geometry",), "roads": ("geometry", "width_m")})


def _d50(inputs: Inputs) -> float | None:
    factor = inputs.parameter(D50)
    known = isinstance(factor, Factor) and factor.central is not None and factor.central > 0
    return factor.central if known and isinstance(factor, Factor) else None


def _gaps(inputs: Inputs) -> Gaps:
    """Return where the network is not one, as far as half of the animals go."""
    found = cast("GreenGraph", inputs.value("network.graph"))
    return gaps(found, _d50(inputs) or 0.0)


def _connectivity(inputs: Inputs) -> Connectivity | None:
    """Return how far the patches are one; None without a patch or a distance."""
    found, d50_m = cast("GreenGraph", inputs.value("network.graph")), _d50(inputs)
    site = inputs.value("land.site")
    if d50_m is None or not len(found.areas):
        return None
    return connectivity(found.web, None if site is None else float(shapely.area(site)), d50_m)


def _importance(inputs: Inputs) -> Importance:
    """Return what the network would lose without each patch, and each corridor. [%]."""
    found, d50_m = cast("GreenGraph", inputs.value("network.graph")), _d50(inputs)
    count = len(inputs.ids("corridors"))
    if d50_m is None:
        return Importance(np.full(len(found.areas), np.nan), np.full(count, np.nan))
    return importance(found.web, found.corridors, count, d50_m)


def _of_greens(inputs: Inputs) -> pd.Series:
    """Return for each green the importance of the patch that it is part of. [%]."""
    found = cast("GreenGraph", inputs.value("network.graph"))
    lost = cast("Importance", inputs.value("network.importance"))
    values = np.append(lost.nodes[: len(found.areas)], np.nan)
    return by_id(values[found.patch_of["greens"]], inputs.ids("greens"))


def _of_corridors(inputs: Inputs) -> pd.Series:
    lost = cast("Importance", inputs.value("network.importance"))
    return by_id(lost.bundles, inputs.ids("corridors"))


MEASURES = (
    Measure(
        "network.breaks",
        "Roads that break corridors",
        "",
        breaks,
        layers=_CROSSED,
        parameters=(GAP,),
        update=breaks_again,
    ),
    Measure(
        "network.graph",
        "Patches and corridors as a network",
        "",
        graph,
        layers=_READ,
        parameters=(GAP, WATER, LEAST),
        measures=("land.site", "network.breaks"),
        explain=why,
    ),
    Measure(
        "network.gaps",
        "Gaps of the green network",
        "m",
        _gaps,
        parameters=(D50,),
        measures=("network.graph",),
    ),
    Measure(
        "network.connectivity",
        "Connectivity of the green network",
        "",
        _connectivity,
        parameters=(D50, GAP, WATER, LEAST),
        measures=("network.graph", "land.site"),
        explain=why,
    ),
    Measure(
        "network.importance",
        "Importance in the green network",
        "%",
        _importance,
        layers=MappingProxyType({"corridors": ()}),
        parameters=(D50,),
        measures=("network.graph",),
    ),
    Measure(
        "network.greens",
        "Importance of the green's patch in the network",
        "%",
        _of_greens,
        layers=MappingProxyType({"greens": ()}),
        measures=("network.graph", "network.importance"),
        per_feature="greens",
        themed=True,
        deferred=True,
    ),
    Measure(
        "network.corridors",
        "Importance of the corridor in the network",
        "%",
        _of_corridors,
        layers=MappingProxyType({"corridors": ()}),
        measures=("network.importance",),
        per_feature="corridors",
        themed=True,
        deferred=True,
    ),
)

_COUNTS: Final = ("components", "patches", "nodes", "links", "circuits", "alpha", "beta", "gamma")
_WORTH: Final = ("iic", "pc", "ec_iic_m2", "ec_pc_m2", "mesh_m2")
PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{f"corridors.{name}": "network.graph" for name in (*_COUNTS, "gaps", "broken")},
        **{f"corridors.{name}": "network.connectivity" for name in _WORTH},
    }
)


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about the green network."""
    found = cast("GreenGraph", results.value("network.graph"))
    worth = cast("Connectivity | None", results.value("network.connectivity"))
    open_ = cast("Gaps", results.value("network.gaps"))
    counts = found.topology
    there, drawn = counts.nodes > 0, len(found.network.xy) > 0
    return {
        "corridors": {
            "components": counts.parts if there else None,
            "patches": len(found.areas) if there else None,
            "nodes": counts.nodes if there else None,
            "links": counts.links if there else None,
            "circuits": counts.circuits if there else None,
            "alpha": counts.alpha,
            "beta": counts.beta,
            "gamma": counts.gamma,
            "gaps": int((~open_.by_road).sum()) if drawn else None,
            "broken": int(open_.by_road.sum()) if drawn else None,
            **{name: None if worth is None else getattr(worth, name) for name in _WORTH},
        }
    }


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the green network lacks."""
    found = cast("GreenGraph", results.value("network.graph"))
    worth = cast("Connectivity | None", results.value("network.connectivity"))
    nodes = found.topology.nodes
    if nodes < 3:
        needs = Message.of("green land and corridors that join it: three places at least")
        names = _COUNTS if not nodes else ("alpha", "gamma")
        if not len(found.network.xy):
            names = (*names, "gaps", "broken")
        for name in names:
            yield Missing(f"corridors.{name}", needs)
    if worth is None:
        needs = Message.of("green land, and the distance that half of the animals cover")
        for name in _WORTH:
            yield Missing(f"corridors.{name}", needs)
    elif worth.pc is None:
        for name in ("iic", "pc", "mesh_m2"):
            yield Missing(f"corridors.{name}", Message.of("a red line, for the area of the park"))
