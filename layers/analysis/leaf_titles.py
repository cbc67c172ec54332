"""What the parts of a path of the totals are called, behind the title of what they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from layers.factor_tables.energy import building_types
from layers.message import Message

PARTS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "low": Message.of("low"),
        "central": Message.of("central"),
        "high": Message.of("high"),
        "area_m2": Message.of("area"),
        "crown_m2": Message.of("crowns over other covers"),
        "extra": Message.of("beside the ground"),
        "area_ha": Message.of("area"),
        "share_pct": Message.of("share"),
        "site_pct": Message.of("share of the site"),
        "parcels": Message.of("parcels"),
        "parcels_m2": Message.of("all parcels"),
        "overlap_m2": Message.of("overlaps"),
        "outside_m2": Message.of("outside the red line"),
        "by_code": Message.of("by code"),
        "balance": Message.of("rows of the balance"),
        "total_ha": Message.of("total"),
        "urban_ha": Message.of("urban construction land"),
        "urban_m2": Message.of("urban construction land"),
        "urban": Message.of("urban construction land"),
        "existing": Message.of("rows of the land as it is"),
        "existing_urban_m2": Message.of("urban construction land as it is"),
        "per_head_m2": Message.of("land for each resident"),
        "norms": Message.of("rows beside standards"),
        "phases": Message.of("phases"),
        "credit_yuan_per_a": Message.of("value of the emissions avoided"),
        "floor_m2": Message.of("floor area"),
        "electricity_kwh_per_a": Message.of("electricity"),
        "heat_gj_per_a": Message.of("heat"),
        "by_type": Message.of("by type of building"),
        "water_m3_per_a": Message.of("water use"),
        "tce_per_a": Message.of("energy in coal equivalent"),
        "green": Message.of("green land"),
        "avoided_by_export_t_per_a": Message.of("emissions that exported PV avoids"),
        "peak_load_kw": Message.of("highest load"),
        "self_consumption_pct": Message.of("PV used in the park"),
        "self_sufficiency_pct": Message.of("load that PV serves"),
        "peak_import_kw": Message.of("highest import"),
        "exported_kwh_per_a": Message.of("exported PV"),
        "curtailed_kwh_per_a": Message.of("curtailed PV"),
        "storage_loss_kwh_per_a": Message.of("loss of the storage"),
        "storage_kwh": Message.of("capacity of storage"),
        "planned": Message.of("planned"),
        "built": Message.of("built"),
        "kwp": Message.of("power"),
        "kwh_per_a": Message.of("yield"),
        "usable_m2": Message.of("usable area"),
        "avoided_t_per_a": Message.of("emissions avoided"),
        "life_kwh": Message.of("yield over the life of the modules"),
        "monthly_kwh": Message.of("months"),
        "upper_bound": Message.of("upper bound"),
        "components": Message.of("separate parts"),
        "patches": Message.of("patches"),
        "nodes": Message.of("nodes"),
        "links": Message.of("links"),
        "circuits": Message.of("circuits"),
        "alpha": Message.of("α index"),
        "beta": Message.of("β index"),
        "gamma": Message.of("γ index"),
        "gaps": Message.of("gaps"),
        "broken": Message.of("broken corridors"),
        "iic": Message.of("integral index of connectivity"),
        "pc": Message.of("probability of connectivity"),
        "ec_iic_m2": Message.of("equivalent connected area of IIC"),
        "ec_pc_m2": Message.of("equivalent connected area of PC"),
        "mesh_m2": Message.of("effective mesh size"),
        "path_length_m": Message.of("length of paths"),
        "walk_length_m": Message.of("length for walking"),
        "cycle_length_m": Message.of("length for cycling"),
        "walk_km_per_km2": Message.of("density for walking"),
        "cycle_km_per_km2": Message.of("density for cycling"),
        "road_km_per_km2": Message.of("density of roads"),
        "dead_ends": Message.of("dead ends"),
        "links_per_node": Message.of("links for each node"),
        "largest_pct": Message.of("share of the largest part"),
        "detour": Message.of("detour"),
        "detour_pairs": Message.of("pairs of the detour"),
        "park_500m_pct": Message.of("housing within 500 m of a park"),
        "housing_pct": Message.of("housing land"),
        "work_pct": Message.of("land of work"),
        "residents_pct": Message.of("residents"),
        "workers_pct": Message.of("workers"),
        "walk": Message.of("by walking"),
        "rain_mm": Message.of("design rainfall"),
        "storage_wanted_m3": Message.of("storage that is wanted"),
        "storage_built_m3": Message.of("storage planned or built"),
        "held_mm": Message.of("rain that is held"),
        "adjacency": Message.of("adjacency"),
        "completeness": Message.of("completeness"),
        "vetoed": Message.of("links ruled out"),
        "conflicts": Message.of("conflicts"),
        "mandatory": Message.of("mandatory limits broken"),
        "guiding": Message.of("guiding limits broken"),
        "advice": Message.of("advice not followed"),
        "unchecked": Message.of("parcels not checked"),
    }
)
"""Names of keys; codes of land use stand as they are."""


def part_title(key: str, titles: Mapping[str, Message]) -> Message | None:
    """Return what a key is called, None where it has no name.

    Parameters
    ----------
    key
        One part of a path.
    titles
        Names of covers.

    Examples
    --------
    >>> str(part_title("walk_km_per_km2", {})), part_title("strange", {})
    ('density for walking', None)
    """
    if key in PARTS:
        return PARTS[key]
    if key in building_types():
        return Message(building_types()[key].title)
    return titles.get(key)
