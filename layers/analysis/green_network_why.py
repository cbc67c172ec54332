"""Why the numbers of the green network are what they are."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import shapely

from layers.analysis.green_graph import GAP, LEAST, WATER, GreenGraph, joining
from layers.explanation import Explanation, Term
from layers.factor import Factor
from layers.measure import Inputs
from layers.message import Message
from resources.translations import grouped

_FORMULAS: Final = MappingProxyType(
    {
        "components": Message.of("p: parts of the network that hang together, lone patches too"),
        "patches": Message.of("Greens within 1 m of one another are one patch"),
        "nodes": Message.of("v: patches, and places where corridors meet or branch"),
        "links": Message.of("e: stretches of corridors between two nodes"),
        "circuits": Message.of("μ = e − v + p"),
        "alpha": Message.of("α = (e − v + p) / (2v − 5)"),
        "beta": Message.of("β = e / v"),
        "gamma": Message.of("γ = e / 3(v − 2)"),
        "gaps": Message.of("The shortest ways that would make all parts one"),
        "broken": Message.of("Where a corridor crosses a road wider than the largest gap"),
        "iic": Message.of("IIC = ΣΣ a_i · a_j / (1 + nl_ij) / A²; nl: patches on the way + 1"),
        "pc": Message.of("PC = ΣΣ a_i · a_j · exp(−ln 2 · d_ij / d50) / A², along shortest paths"),
        "ec_iic_m2": Message.of("EC = √(ΣΣ a_i · a_j / (1 + nl_ij))"),
        "ec_pc_m2": Message.of("EC = √(ΣΣ a_i · a_j · exp(−ln 2 · d_ij / d50))"),
        "mesh_m2": Message.of("m = Σ a_i² / A"),
    }
)
_WORTH: Final = ("iic", "pc", "ec_iic_m2", "ec_pc_m2", "mesh_m2")
_OF_PARK: Final = ("iic", "pc", "mesh_m2")


def why(inputs: Inputs, value: object, path: str) -> Explanation:
    """Return why a number of the green network is what it is."""
    name = path.rpartition(".")[2]
    of_graph = isinstance(value, GreenGraph)
    found = value if of_graph else cast("GreenGraph", inputs.value("network.graph"))
    terms = list(_counts(found))
    if name in _WORTH:
        terms = [Term(Message.of("Area of the patches"), float(found.areas.sum()), "m²")]
        if name in _OF_PARK and (site := inputs.value("land.site")) is not None:
            terms.append(Term(Message.of("Area of the red line"), float(shapely.area(site)), "m²"))
        if name != "mesh_m2":
            terms += _factor(inputs, "radius.GRAPH-d50")
    if name != "mesh_m2":
        terms += _factor(inputs, GAP)
    return Explanation(
        _FORMULAS.get(name, Message.of("Patches joined by centre lines of corridors")),
        tuple(terms),
        MappingProxyType(
            {
                "greens": int((found.patch_of["greens"] >= 0).sum()),
                "corridors": len(np.unique(found.corridors)),
            }
        ),
        tuple(_left_out(inputs, found, name)),
    )


def _counts(found: GreenGraph) -> Iterator[Term]:
    counts = found.topology
    yield Term(Message.of("Nodes v"), float(counts.nodes))
    yield Term(Message.of("Links e"), float(counts.links))
    yield Term(Message.of("Parts p"), float(counts.parts))


def _factor(inputs: Inputs, id_: str) -> list[Term]:
    factor = inputs.parameter(id_)
    return [Term.of(factor)] if isinstance(factor, Factor) else []


def _left_out(inputs: Inputs, found: GreenGraph, name: str) -> Iterator[Message]:
    if name in _WORTH:
        yield Message.of(
            "Assumed: animals move along corridors alone, and cross a patch at no cost; land"
            " between patches without a corridor is no way."
        )
    else:
        yield Message.of(
            "Assumed: patches and corridors within 1 m of one another are linked; where two"
            " corridors are drawn end to end is no node."
        )
        network = found.network
        loose = ~joining(network.ends, len(network.xy), len(found.areas))
        if loose.any():
            yield Message.of(
                "{n} stretches of corridors, {length} m together, end free and join nothing: they"
                " are no links, nor are their ends nodes.",
                n=int(loose.sum()),
                length=grouped(float(network.lengths[loose].sum())),
            )
        if len(found.breaks):
            sides = found.breaks[:, 2:] - found.breaks[:, :2]
            yield Message.of(
                "Wide roads break corridors at {n} places, {length} m together; they are listed as"
                " gaps.",
                n=len(found.breaks),
                length=grouped(float(np.hypot(*sides.T).sum())),
            )
    if found.unmeasured:
        yield Message.of(
            "Roads without a width that corridors cross, taken as no gap: {n}.", n=found.unmeasured
        )
    if inputs.parameter(WATER) != "patches":
        yield Message.of("Water is left out; a setting of the plan can count it as patches.")
    least = inputs.parameter(LEAST)
    if isinstance(least, int | float) and least > 0:
        yield Message.of("Patches below {least} m² are left out.", least=least)
