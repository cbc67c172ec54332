"""Energy of buildings by type, what stands on which land, heat, storage, ways and water."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from layers.codes import CODE_SETS, CodeSet, code_set
from layers.factor import Factor, cited, number, rows
from layers.setting import Setting

ORDER: Final = 35
GROUPS: Final = MappingProxyType(
    {
        "building": "Energy of buildings",
        "supply": "Heat supply and storage",
        "transport": "Transport",
        "water": "Water use",
    }
)

NOTHING: Final = "none"
"""Type of land on which no building uses energy."""


@dataclass(frozen=True, slots=True)
class BuildingType:
    """A type of building with stated energy intensities.

    Parameters
    ----------
    id
        Its name in the ids of its factors, ``building.<id>.electricity`` and ``….heat``.
    title
        What it is, in English.
    shape
        Load shape of its electricity.
    services
        The type of the same building without its processes; empty where the intensities are
        without them already, or the building has no other use.
    """

    id: str
    title: str
    shape: str
    services: str


@cache
def building_types() -> Mapping[str, BuildingType]:
    """Return the types that land can have, those with electricity and heat, by id."""
    found = (
        BuildingType(row["type_id"], row["name_en"], row["load_shape"], row["services_type"])
        for row in rows("building_energy_intensity.csv")
        if row["load_shape"]
    )
    return MappingProxyType({one.id: one for one in found})


@cache
def _by_land() -> tuple[dict[str, str], ...]:
    return tuple(rows("building_types_by_land.csv"))


@cache
def _keys() -> Mapping[str, str]:
    """Return which setting answers for a class of a shipped set."""
    return MappingProxyType(
        {class_: row["key"] for row in _by_land() for class_ in row["classes"].split(";")}
    )


@cache
def water_uses() -> Mapping[str, str]:
    """Return the name of the factor of water use of classes of the shipped sets."""
    return MappingProxyType(
        {
            class_: row["factor_id"]
            for row in rows("energy_assumptions.csv")
            for class_ in filter(None, row["classes"].split(";"))
        }
    )


def nearest(codes: CodeSet, code: str, table: Mapping[str, str]) -> str:
    """Return what a table says of a code or of the nearest class above it; empty for nothing.

    Parameters
    ----------
    codes
        The plan's code set.
    code
        One of its codes.
    table
        Names by class of the shipped sets, such as ``GB50137-2011:M1``.

    Examples
    --------
    >>> nearest(code_set("MNR2023"), "070102", {"MNR2023:07": "housing"})
    'housing'
    """
    set_id, _, at = codes.basis(code).partition(":")
    if set_id not in CODE_SETS:
        return ""
    above = code_set(set_id).classes
    while at in above:
        found = table.get(f"{set_id}:{at}")
        if found is not None:
            return found
        at = above[at].parent
    return ""


def land_setting(codes: CodeSet, code: str) -> str:
    """Return the setting that says what stands on land of a code; empty where nothing does.

    Examples
    --------
    >>> land_setting(code_set("GB50137-2011"), "M2"), land_setting(code_set("GB50137-2011"), "G1")
    ('plan.buildings_industry_2', '')
    """
    key = nearest(codes, code, _keys())
    return f"plan.buildings_{key}" if key else ""


def _choices() -> Mapping[str, str]:
    found = {one.id: one.title for one in building_types().values()}
    return MappingProxyType({NOTHING: "no buildings", **found})


LAND_SETTINGS: Final = tuple(
    Setting(
        f"plan.buildings_{row['key']}",
        f"Buildings on: {row['name_en']}",
        row["type_id"],
        choices=_choices(),
    )
    for row in _by_land()
)
"""What stands on which land, by group of classes."""

SETTINGS: Final = (
    *LAND_SETTINGS,
    Setting(
        "plan.floor_area_limit",
        "Floor area where only the upper limit of the FAR is known",
        "unknown",
        choices=MappingProxyType({"unknown": "unknown", "limit": "as the limit allows"}),
    ),
    Setting(
        "plan.climate_zone",
        "Climate zone of buildings",
        choices=MappingProxyType(
            {
                "severe_cold": "severe cold",
                "cold": "cold",
                "hot_summer_cold_winter": "hot summer, cold winter",
                "hot_summer_warm_winter": "hot summer, warm winter",
                "mild": "mild",
            }
        ),
        none="unknown",
    ),
    Setting(
        "plan.heat_supply",
        "Heat of buildings comes from",
        "network",
        choices=MappingProxyType(
            {"network": "a heat network", "gas": "gas boilers", "heat_pump": "heat pumps"}
        ),
    ),
    Setting(
        "plan.process_heat_supply",
        "Process heat comes from",
        "network",
        choices=MappingProxyType({"network": "a heat network", "gas": "gas boilers"}),
    ),
    Setting(
        "plan.process_load",
        "Working hours of processes",
        "continuous",
        choices=MappingProxyType(
            {
                "day_shift": "one shift",
                "two_shifts": "two shifts",
                "continuous": "around the clock",
            }
        ),
    ),
    Setting(
        "plan.green_power_pct",
        "Share of green power in what is bought",
        0.0,
        "number",
        "%",
        low=0,
        high=100,
    ),
    Setting(
        "plan.transport_t",
        "Transport emissions as entered",
        None,
        "number",
        "t CO₂/a",
        low=0,
        none="from workers and residents",
    ),
    Setting(
        "plan.water_m3",
        "Water use as entered",
        None,
        "number",
        "m³/a",
        low=0,
        none="from the land",
    ),
    Setting(
        "plan.storage_mwh",
        "Capacity of storage",
        None,
        "number",
        "MWh",
        low=0,
        none="as the facilities say",
    ),
    Setting(
        "plan.storage_mw",
        "Power of storage",
        None,
        "number",
        "MW",
        low=0,
        none="half of the capacity in an hour",
    ),
    Setting(
        "plan.export_mw",
        "Most power that the grid takes",
        None,
        "number",
        "MW",
        low=0,
        none="without limit",
    ),
)


def factors(codes: CodeSet) -> Iterator[Factor]:
    """Yield intensities of buildings, then what heat, storage, ways and water rest on."""
    del codes
    for row in rows("building_energy_intensity.csv"):
        yield from _intensities(row)
    for row in rows("energy_assumptions.csv"):
        yield Factor(
            row["factor_id"],
            row["name_en"],
            row["name_zh"],
            row["unit"],
            number(row["low"]),
            number(row["central"]),
            number(row["high"]),
            row["source"],
            row["year"],
            row["confidence"],
            note=row["note"],
        )


_CARRIERS: Final = (
    ("electricity", "elec", "kwh", "kWh/(m²·a)", "Electricity: {}", "{} 电耗"),
    ("heat", "heat", "kwhth", "kWh/(m²·a)", "Heat: {}", "{} 热耗"),
)


def _intensities(row: Mapping[str, str]) -> Iterator[Factor]:
    title = row["name_en"]
    if row["type_id"].startswith("std_"):
        title = f"{title}, {row['climate_zone']}"
    for carrier, column, unit, sign, english, chinese in _CARRIERS:
        low, central, high = (
            number(row[f"{column}_{bound}_{unit}_m2_yr"]) for bound in ("low", "central", "high")
        )
        if low is None and central is None and high is None:
            continue
        yield Factor(
            f"building.{row['type_id']}.{carrier}",
            english.format(title),
            chinese.format(row["name_zh"]),
            sign,
            low,
            central,
            high,
            cited(row["source"], row["clause"]),
            row["year"],
            row["confidence"],
            row["use_as_default_0_1"] == "1",
            note=row["note"],
        )
