"""What the totals say about the green network, and about walking and cycling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from layers.analysis.slow_network_why import RANGES
from layers.document import Document
from layers.parameters import Factor
from resources.translations import tr
from widgets import words
from widgets.docks.figures import Row
from widgets.docks.section import Section, Totals

Figure = tuple[str, float | None, str, str]
"""Title, value, unit, and path of a row."""
M_PER_KM: Final = 1e3
_PER_ONE: Final = 1e3
"""Indices of connectivity are small: they are shown in thousandths."""


def green_figures(totals: Totals) -> Sequence[Figure]:
    """Return how the green network hangs together, and how wide its corridors are."""
    found = totals["corridors"]
    return (
        (tr("Corridors too narrow for their type"), found["narrow"], "", "corridors.narrow"),
        (
            tr("Length of corridors wide enough"),
            found["width_kept_pct"],
            "%",
            "corridors.width_kept_pct",
        ),
        (tr("Patches"), found["patches"], "", "corridors.patches"),
        (tr("Connected parts"), found["components"], "", "corridors.components"),
        (tr("Gaps between parts"), found["gaps"], "", "corridors.gaps"),
        (tr("Wide roads across corridors"), found["broken"], "", "corridors.broken"),
        (tr("Circuits μ"), found["circuits"], "", "corridors.circuits"),
        (tr("Connectivity α"), found["alpha"], "", "corridors.alpha"),
        (tr("Connectivity β"), found["beta"], "", "corridors.beta"),
        (tr("Connectivity γ"), found["gamma"], "", "corridors.gamma"),
        (tr("Connectivity IIC"), _thousandths(found["iic"]), "‰", "corridors.iic"),
        (tr("Connectivity PC"), _thousandths(found["pc"]), "‰", "corridors.pc"),
    )


def green_areas(totals: Totals, unit: str) -> list[Row]:
    """Return what the green network is worth as one patch."""
    found = totals["corridors"]
    names = (
        (tr("Equivalent patch EC (PC)"), "ec_pc_m2"),
        (tr("Equivalent patch EC (IIC)"), "ec_iic_m2"),
        (tr("Effective mesh size"), "mesh_m2"),
    )
    return [
        Row((name, words.area(found[key], unit), words.area_head(unit)), f"corridors.{key}")
        for name, key in names
        if found[key] is not None
    ]


def _thousandths(value: float | None) -> float | None:
    return None if value is None else value * _PER_ONE


def slow(totals: Totals, document: Document, unit: str) -> Section:
    """Return how dense, whole and direct the ways for walking and cycling are."""
    del unit
    found = totals["slow"]
    title = tr("Walking and cycling")
    heads = (title, tr("Value"), tr("Unit"))
    if found["walk_length_m"] is None:
        text = tr("Import or draw paths or roads to see how dense and direct they are.")
        return Section("slow", title, heads, [], text)
    return Section("slow", title, heads, list(_slow_rows(found, document)))


def _asked(document: Document, id_: str) -> str:
    """Return the range of a factor, as 6–10; a dash where there is none."""
    factor = document.parameters.get(id_)
    if not isinstance(factor, Factor) or factor.low is None:
        return words.MISSING
    low = words.figures(factor.low)
    return f"≥ {low}" if factor.high is None else f"{low}–{words.figures(factor.high)}"


def _slow_rows(found: dict[str, Any], document: Document) -> Iterable[Row]:
    per = "km/km²"
    asked = {key: _asked(document, id_) for key, id_ in RANGES.items()}
    walk, cycle, road = asked.values()
    figures: Sequence[Figure] = (
        (tr("Length of paths"), found["path_length_m"] / M_PER_KM, "km", "path_length_m"),
        (
            tr("Walking network (usual: {asked})", asked=walk),
            found["walk_km_per_km2"],
            per,
            "walk_km_per_km2",
        ),
        (
            tr("Cycling network (usual: {asked})", asked=cycle),
            found["cycle_km_per_km2"],
            per,
            "cycle_km_per_km2",
        ),
        (
            tr("Roads (usual: {asked})", asked=road),
            found["road_km_per_km2"],
            per,
            "road_km_per_km2",
        ),
        (tr("Connected parts"), found["components"], "", "components"),
        (tr("Length in the largest part"), found["largest_pct"], "%", "largest_pct"),
        (tr("Links per node"), found["links_per_node"], "", "links_per_node"),
        (tr("Dead ends"), found["dead_ends"], "", "dead_ends"),
        (tr("Detour (along ways / straight)"), found["detour"], "", "detour"),
    )
    for name, value, sign, key in figures:
        if value is not None:
            yield Row((name, words.figures(value), sign), f"slow.{key}")
