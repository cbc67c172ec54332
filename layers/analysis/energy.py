"""Energy and emissions of the plan: their totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

from layers.analysis.carriers import PARAMETERS as SUPPLIES
from layers.analysis.coal_equivalent import coal_equivalent_tce
from layers.analysis.demand import Demand
from layers.analysis.dispatch import Dispatch
from layers.analysis.energy_why import why
from layers.analysis.intensities import CENTRAL
from layers.analysis.ledger import Ledger, compute_ledger, of_net, of_operational
from layers.analysis.overlay import Numbers
from layers.analysis.park_hours import SUN, Storage
from layers.analysis.sink import Range
from layers.analysis.water_use import WaterUse
from layers.factor_tables.energy import LAND_SETTINGS
from layers.measure import Inputs, Measure, Results

NOTHING: Final = Range(None, None, None)
CARRIERS: Final = ("electricity_kwh_per_a", "heat_gj_per_a", "gas_m3_per_a")
"""Demand by carrier, in the order of the rows of a demand."""


@dataclass(frozen=True, slots=True)
class Supply:
    """What the hours of a year add up to.

    Parameters
    ----------
    pv_kwh, used_kwh, exported_kwh, curtailed_kwh, bought_kwh, lost_kwh
        PV, what of it serves the load, goes to the grid and is lost; what is bought; what the
        storage loses. None where it is missing: without roofs all is bought. [kWh/a]
    peak_load_kw, peak_import_kw
        Largest hours of the load and of what is bought. [kW]
    sufficiency_pct
        Load that PV serves, at once or out of the storage. [%]
    consumption_pct
        PV that stays in the park, losses of the storage included. [%]
    """

    pv_kwh: float | None = None
    used_kwh: float | None = None
    exported_kwh: float | None = None
    curtailed_kwh: float | None = None
    bought_kwh: float | None = None
    lost_kwh: float | None = None
    peak_load_kw: float | None = None
    peak_import_kw: float | None = None
    sufficiency_pct: float | None = None
    consumption_pct: float | None = None


def _supply(inputs: Inputs) -> Supply:
    load = cast("Numbers | None", inputs.value("energy.hourly"))
    found = cast("Dispatch | None", inputs.value("energy.balance"))
    peak = None if load is None else float(load.max())
    if found is None:
        return Supply(peak_load_kw=peak)
    if not found.drawn:
        bought, highest = float(found.bought.sum()), float(found.bought.max())
        return Supply(bought_kwh=bought, peak_load_kw=peak, peak_import_kw=highest)
    need, pv, out = float(found.load.sum()), float(found.pv.sum()), float(found.exported.sum())
    lost = float(found.curtailed.sum())
    return Supply(
        pv,
        found.used_kwh,
        out,
        lost,
        float(found.bought.sum()),
        found.lost_kwh,
        peak,
        float(found.bought.max()),
        min(100.0, 100.0 * found.used_kwh / need) if need > 0 else None,
        min(100.0, 100.0 * (pv - out - lost) / pv) if pv > 0 else None,
    )


def by_carrier(demand: Demand) -> tuple[Range, Range, Range]:
    """Return electricity, heat and gas of buildings and processes; missing where either is."""
    if demand.buildings is None or demand.processes is None:
        return (NOTHING, NOTHING, NOTHING)
    whole = demand.buildings + demand.processes
    electricity, heat, gas = (Range(*(float(bound) for bound in row)) for row in whole)
    return electricity, heat, gas


def _of_carrier(row: int) -> Callable[[Inputs], Range]:
    def compute(inputs: Inputs) -> Range:
        return by_carrier(cast("Demand", inputs.value("energy.demand")))[row]

    return compute


def _energy_tce(inputs: Inputs) -> float | None:
    """Return electricity, heat and gas of a year in coal equivalent, calorific. [tce/a]."""
    found = by_carrier(cast("Demand", inputs.value("energy.demand")))
    amounts = [one.central for one in found]
    known = [amount for amount in amounts if amount is not None]
    return coal_equivalent_tce(*known) if len(known) == len(amounts) else None


_READ: Final = (
    "energy.demand",
    "energy.carriers",
    "energy.sums",
    "energy.ways",
    "energy.water",
    "energy.hourly",
    "energy.balance",
    "energy.pv_used",
    "solar.footing",
    "carbon.by_cover",
    "energy.storage",
    "carbon.sink",
    SUN,
)
_ASSUMED: Final = (
    "sink.",
    *SUPPLIES,
    "building.",
    "transport.",
    "water.",
    "plan.climate_zone",
    "plan.process_load",
    "plan.export_mw",
    "plan.storage_mwh",
    "plan.storage_mw",
    *(setting.id for setting in LAND_SETTINGS),
)


def _explained(
    name: str, title: str, unit: str, compute: Callable[[Inputs], Any], *measures: str
) -> Measure:
    read = (*_READ, *measures)
    return Measure(
        f"energy.{name}", title, unit, compute, parameters=_ASSUMED, measures=read, explain=why
    )


MEASURES = (
    _explained("electricity", "Electricity demand", "kWh/a", _of_carrier(0)),
    _explained("heat", "Heat demand of the network", "GJ/a", _of_carrier(1)),
    _explained("gas", "Gas demand", "m³/a", _of_carrier(2)),
    _explained("tce", "Energy in coal equivalent", "tce/a", _energy_tce),
    _explained("supply", "Sources, grid and storage of a year", "kWh/a", _supply),
    _explained("ledger", "Ledger of emissions", "t CO₂/a", compute_ledger),
    _explained("operational", "Operational emissions", "t CO₂/a", of_operational, "energy.ledger"),
    _explained("net", "Net emissions", "t CO₂/a", of_net, "energy.ledger"),
)

OF_SUPPLY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "peak_load_kw": "peak_load_kw",
        "pv_kwh_per_a": "pv_kwh",
        "self_used_kwh_per_a": "used_kwh",
        "self_consumption_pct": "consumption_pct",
        "self_sufficiency_pct": "sufficiency_pct",
        "bought_kwh_per_a": "bought_kwh",
        "peak_import_kw": "peak_import_kw",
        "exported_kwh_per_a": "exported_kwh",
        "curtailed_kwh_per_a": "curtailed_kwh",
        "storage_loss_kwh_per_a": "lost_kwh",
    }
)
"""Keys of the totals and the field of the supply."""

PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "energy": "energy.ledger",
        "energy.floor_m2": "energy.electricity",
        "energy.by_type": "energy.electricity",
        "energy.electricity_kwh_per_a": "energy.electricity",
        "energy.heat_gj_per_a": "energy.heat",
        "energy.gas_m3_per_a": "energy.gas",
        "energy.tce_per_a": "energy.tce",
        "energy.storage_kwh": "energy.supply",
        **{f"energy.{key}": "energy.supply" for key in OF_SUPPLY},
        "carbon.operational_t_per_a": "energy.operational",
        "carbon.net_t_per_a": "energy.net",
    }
)


# ---- totals -------------------------------------------------------------------------------------


def _plain(found: Range) -> dict[str, float | None]:
    return {"low": found.low, "central": found.central, "high": found.high}


def _band(values: Numbers | None) -> dict[str, float | None]:
    if values is None:
        return _plain(NOTHING)
    return _plain(Range(*(float(value) for value in values)))


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about energy, and about the emissions of its use."""
    demand = cast("Demand", results.value("energy.demand"))
    ledger = cast("Ledger", results.value("energy.ledger"))
    supply = cast("Supply", results.value("energy.supply"))
    storage = cast("Storage", results.value("energy.storage"))
    known = demand.buildings is not None
    return {
        "energy": {
            "floor_m2": demand.floor_m2 if known else None,
            **{key: _plain(found) for key, found in zip(CARRIERS, by_carrier(demand), strict=True)},
            "by_type": {
                type_: {
                    "floor_m2": one.floor_m2,
                    "electricity_kwh_per_a": float(one.electricity_kwh[CENTRAL]),
                    "heat_gj_per_a": float(one.heat_gj[CENTRAL]),
                }
                for type_, one in demand.types.items()
            },
            "water_m3_per_a": _band(cast("WaterUse", results.value("energy.water")).volume_m3),
            "tce_per_a": results.value("energy.tce"),
            "ledger": {name: _plain(line) for name, line in ledger.lines.items()}
            | {"operational": _plain(ledger.operational), "net": _plain(ledger.net)},
            "sink_pct": ledger.sink_pct,
            "avoided_by_export_t_per_a": ledger.avoided_by_export,
            **{key: getattr(supply, name) for key, name in OF_SUPPLY.items()},
            "storage_kwh": storage.capacity_kwh,
        },
        "carbon": {
            "operational_t_per_a": results.value("energy.operational"),
            "net_t_per_a": results.value("energy.net"),
        },
    }
