"""Corridors, green network, and ways for walking and cycling with the plan's values put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
import shapely

from layers.analysis.claims import bands
from layers.analysis.connectivity import Connectivity
from layers.analysis.corridor_widths import Extent, Widths, lengths_inside
from layers.analysis.green_graph import Gaps, GreenGraph
from layers.analysis.joined_lines import placed
from layers.analysis.overlay import clipped, sound
from layers.analysis.slow_network import Detour, Lengths, SlowGraph
from layers.analysis.slow_network_why import RANGES
from layers.analysis.topology import Topology
from layers.analysis.worked import Work, inputs_of, line, sum_line, total_line
from layers.explanation import Step
from layers.measure import Results
from layers.message import Message
from layers.units import M2_PER_KM2


def _site_m2(results: Results) -> float:
    site = results.value("land.site")
    return 0.0 if site is None else float(shapely.area(site))


# ---- corridors ----------------------------------------------------------------------------------


def _of_extent(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del found
    extent, site = cast("Extent", results.value("network.extent")), results.value("land.site")
    inputs = inputs_of(results, {"corridors": ("geometry", "width_m")})
    lines = inputs.geometries("corridors")
    if path.endswith("length_m") and extent.length_m is not None:
        yield sum_line(path, lengths_inside(site, lines).tolist())
    if path.endswith("area_m2") and extent.area_m2 is not None:
        there = placed(lines)
        widths = inputs.numbers("corridors", "width_m")[there]
        ground = clipped(site, sound(bands(lines[there], widths)))
        each = sum_line(Message.of("Bands of the corridors"), shapely.area(ground).tolist(), "m²")
        yield each
        whole = cast("float", each.value)
        text = "{B} - {D}"
        yield line(path, text, extent.area_m2, B=whole, D=whole - extent.area_m2)


def _of_widths(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del found
    widths = cast("Widths | None", results.value("network.widths"))
    if widths is None:
        return
    inputs = inputs_of(results, {"corridors": ("geometry", "type")})
    kept = cast("pd.Series", results.value("network.width_kept")).to_numpy(np.float64)
    if path.endswith("narrow"):
        types = np.array([str(one) for one in inputs.column("corridors", "type")], object)
        counts = [float(((types == one) & (kept < 100.0)).sum()) for one in sorted(set(types))]
        yield sum_line(path, counts)
        return
    lengths = lengths_inside(results.value("land.site"), inputs.geometries("corridors"))
    known = np.isfinite(kept)
    wide, whole = float(lengths[known & (kept >= 100.0)].sum()), float(lengths[known].sum())
    yield line(path, "100 × {B} / {L}", widths.kept_pct, B=wide, L=whole)


_COUNTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "components": "{v} - {e} + {mu}",
        "nodes": "{N} + {J}",
        "links": "{v} - {p} + {mu}",
        "circuits": "{e} - {v} + {p}",
        "alpha": "({e} - {v} + {p}) / (2 × {v} - 5)",
        "beta": "{e} / {v}",
        "gamma": "{e} / (3 × ({v} - 2))",
        "links_per_node": "{e} / {v}",
    }
)
"""v nodes, e links, p parts, μ circuits; N patches, J places where corridors meet or branch."""


def _count_line(path: str, counts: Topology, patches: int, value: float) -> Step:
    text = _COUNTED[path.rpartition(".")[2]]
    amounts = {
        "v": counts.nodes,
        "e": counts.links,
        "p": counts.parts,
        "mu": counts.circuits,
        "N": patches,
        "J": counts.nodes - patches,
    }
    return line(path, text, value, **{name: float(one) for name, one in amounts.items()})


def _of_graph(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    graph, name = cast("GreenGraph", results.value("network.graph")), path.rpartition(".")[2]
    value = found["corridors"][name]
    if value is None:
        return
    if name in _COUNTED:
        yield _count_line(path, graph.topology, len(graph.areas), value)
    elif name == "patches":
        members = len(graph.members)
        yield line(path, "{G} - {T}", value, G=float(members), T=float(members - value))
    else:
        gaps = cast("Gaps", results.value("network.gaps"))
        whole, roads = float(len(gaps.by_road)), float(gaps.by_road.sum())
        rest = roads if name == "gaps" else whole - roads
        yield line(path, "{A} - {R}", value, A=whole, R=rest)


def _of_worth(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    """Yield indices of connectivity: the squares of patches, and what pairs of them add."""
    del found
    worth = cast("Connectivity | None", results.value("network.connectivity"))
    if worth is None:
        return
    name = path.rpartition(".")[2]
    areas = cast("GreenGraph", results.value("network.graph")).areas
    own, park = float((areas * areas).sum()), _site_m2(results)
    equal = worth.ec_iic_m2 if "iic" in name else worth.ec_pc_m2
    value = cast("float | None", getattr(worth, name))
    if value is None:
        return
    if name == "mesh_m2":
        yield line(path, "{S} / {A}", value, S=own, A=park)
    elif name in ("iic", "pc"):
        yield line(path, "({E} / {A}) ^ 2", value, E=equal, A=park)
    else:
        yield line(path, "√({S} + {P})", value, S=own, P=max(0.0, equal * equal - own))


# ---- ways ---------------------------------------------------------------------------------------


def _of_ways(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del found
    if results.value("slow.lengths") is None:
        return
    inputs = inputs_of(results, {"paths": ("geometry", "class"), "roads": ("geometry", "class")})
    steps: list[Step] = []
    for kind in ("paths", "roads"):
        if kind == "roads" and path.endswith("path_length_m"):
            continue
        classes = np.array([str(one) for one in inputs.column(kind, "class")], object)
        lengths = lengths_inside(results.value("land.site"), inputs.geometries(kind))
        taken = np.ones(len(lengths), bool)
        if kind == "roads":
            taken = classes != "expressway"
        elif path.endswith("cycle_length_m"):
            taken = np.isin(classes, ["greenway", "cycle"])
        title = Message.of("Paths") if kind == "paths" else Message.of("Roads")
        steps.append(sum_line(title, lengths[taken].tolist(), "m"))
    yield from steps
    yield total_line(path, steps)


def _of_density(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del found
    name, lengths = path.rpartition(".")[2], cast("Lengths | None", results.value("slow.lengths"))
    value = results.value("slow.density")[name]
    if lengths is not None and value is not None:
        metres = cast("float", getattr(lengths, f"{name.partition('_')[0]}_m"))
        area = _site_m2(results) / M2_PER_KM2
        yield line(path, "{L} / 1000 / {A}", value, L=metres, A=area)


def _of_shape(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    graph, name = cast("SlowGraph", results.value("slow.graph")), path.rpartition(".")[2]
    value, counts = found["slow"][name], graph.topology
    if value is None:
        return
    lengths, ends = graph.network.lengths, graph.network.ends
    if name == "largest_pct":
        whole = float(lengths.sum())
        largest = float(np.bincount(graph.parts[ends[:, 0]], lengths).max())
        yield line(path, "100 × {L} / {A}", value, L=largest, A=whole)
    elif name == "dead_ends":
        yield line(path, "{v} - {J}", value, v=float(counts.nodes), J=float(counts.nodes - value))
    elif name == "nodes":
        dead = float(graph.dead_ends.sum())
        yield line(path, "{D} + {J}", value, D=dead, J=counts.nodes - dead)
    else:
        yield _count_line(path, counts, 0, value)


def _of_detour(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    detour = cast("Detour | None", results.value("slow.detour"))
    if detour is None:
        return
    if path.endswith("pairs"):
        wanted = float(detour.pairs + detour.apart)
        yield line(path, "{W} - {A}", float(detour.pairs), W=wanted, A=float(detour.apart))
        return
    along, straight = detour.along_m, detour.straight_m
    yield line(path, "{L} / {S}", found["slow"]["detour"], L=along, S=straight)


_EXTENT: Final = ("length_m", "area_m2")
_WIDTHS: Final = ("narrow", "width_kept_pct")
_GRAPH: Final = ("components", "nodes", "links", "circuits", "alpha", "beta", "gamma", "patches")
_WORTH: Final = ("iic", "pc", "ec_iic_m2", "ec_pc_m2", "mesh_m2")
_SHAPE: Final = ("nodes", "links", "components", "dead_ends", "links_per_node", "largest_pct")

STEPS: Final[Mapping[str, Work]] = MappingProxyType(
    {
        **{f"corridors.{name}": _of_extent for name in _EXTENT},
        **{f"corridors.{name}": _of_widths for name in _WIDTHS},
        **{f"corridors.{name}": _of_graph for name in (*_GRAPH, "gaps", "broken")},
        **{f"corridors.{name}": _of_worth for name in _WORTH},
        **{f"slow.{name}_length_m": _of_ways for name in ("path", "walk", "cycle")},
        **{f"slow.{name}": _of_density for name in RANGES},
        **{f"slow.{name}": _of_shape for name in _SHAPE},
        **{f"slow.{name}": _of_detour for name in ("detour", "detour_pairs")},
    }
)
