"""Electricity of the park hour by hour: what is needed, what roofs give, what is stored."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, cast

import numpy as np

from layers.analysis.demand import Demand
from layers.analysis.dispatch import Dispatch, dispatched
from layers.analysis.intensities import BOUNDS, CENTRAL, band
from layers.analysis.load_shapes import HEATING, HOURS, load_shapes
from layers.analysis.overlay import Numbers
from layers.analysis.pv_footing import Footing, spread
from layers.analysis.roof_modules import RoofModules
from layers.factor_tables.energy import building_types
from layers.measure import Inputs, Measure
from layers.missing import equal

SUN: Final = "solar.hourly"
"""What the roofs give each hour."""
ROOFS: Final = "solar.modules"
UNITS_KWH: Final = MappingProxyType({"kwh": 1.0, "mwh": 1e3, "gwh": 1e6})
"""Kilowatt-hours in the units in which the capacity of a storage is given."""
KW_PER_MW: Final = 1000.0
USUAL_RATE: Final = 0.5
"""Power of a storage over its capacity where none is given. [1/h]"""


def loads_by_shape(demand: Demand, process_shape: str) -> dict[str, float]:
    """Return the yearly electricity of each load shape, central. [kWh/a].

    Parameters
    ----------
    demand
        What buildings and processes need.
    process_shape
        Shape of the processes' electricity.
    """
    found: dict[str, float] = {}
    if demand.buildings is not None:
        services = 0.0
        for type_, one in demand.types.items():
            shape = building_types()[type_].shape
            kwh = float(one.electricity_kwh[CENTRAL])
            services += kwh
            found[shape] = found.get(shape, 0.0) + kwh
        # The rest is what heat pumps take.
        heating = float(demand.buildings[0, CENTRAL]) - services
        found[HEATING] = heating if heating > 1e-9 * services else 0.0
    if demand.processes is not None:
        kwh = float(demand.processes[0, CENTRAL])
        found[process_shape] = found.get(process_shape, 0.0) + kwh
    return {shape: kwh for shape, kwh in sorted(found.items()) if kwh > 0}


def _hourly(inputs: Inputs) -> Numbers | None:
    """Return ``L(h) = Σ E · w(h)`` of buildings and processes, None where either is missing."""
    demand = cast("Demand", inputs.value("energy.demand"))
    if demand.buildings is None or demand.processes is None:
        return None
    found, shapes = np.zeros(HOURS), load_shapes()
    processes = str(inputs.parameter("plan.process_load"))
    if processes not in shapes:
        return None
    for shape, kwh in loads_by_shape(demand, processes).items():
        found += kwh * shapes[shape].hours
    return found


@dataclass(frozen=True, slots=True)
class Storage:
    """A plan's storage of electricity.

    Parameters
    ----------
    capacity_kwh, power_kw
        0 for none. [kWh], [kW]
    efficiency
        What comes out of what went in; NaN where it is missing. [-]
    drawn
        Count of facilities whose capacity is in it; 0 where it is entered.
    unread
        Count of storage facilities without a capacity in a unit of energy.
    """

    capacity_kwh: float
    power_kw: float
    efficiency: float
    drawn: int
    unread: int


def _storage(inputs: Inputs) -> Storage:
    entered = inputs.parameter("plan.storage_mwh")
    drawn = unread = 0
    if isinstance(entered, int | float):
        capacity = float(entered) * UNITS_KWH["mwh"]
    else:
        capacity = 0.0
        places = np.flatnonzero(equal(inputs.column("facilities", "type"), "storage"))
        amounts = inputs.numbers("facilities", "capacity", places)
        units = inputs.column("facilities", "unit", places)
        for amount, unit in zip(amounts.tolist(), units, strict=True):
            kwh = UNITS_KWH.get(str(unit).strip().lower(), math.nan) * amount
            if math.isfinite(kwh):
                capacity += kwh
                drawn += 1
            else:
                unread += 1
    power = inputs.parameter("plan.storage_mw")
    rated = float(power) * KW_PER_MW if isinstance(power, int | float) else capacity * USUAL_RATE
    efficiency = float(band(inputs.parameter("supply.storage_efficiency"))[CENTRAL])
    return Storage(capacity, rated, efficiency, drawn, unread)


def _balance(inputs: Inputs) -> Dispatch | None:
    """Return the balance of each hour; None where demand, supply or a factor is missing.

    Where no roof is drawn the hours go on without PV; where none has PV, there is none of it.
    """
    pv = cast("Numbers | None", inputs.value(SUN))
    modules, status = cast("RoofModules", inputs.value(ROOFS)), inputs.column("rooftops", "pv")
    if not ((equal(status, "planned") | equal(status, "built")) & modules.inside).any():
        pv = np.zeros(HOURS)
    found = _dispatch(inputs, pv)
    return found if found is None or len(status) else replace(found, drawn=False)


def _dispatch(inputs: Inputs, pv: Numbers | None) -> Dispatch | None:
    load = cast("Numbers | None", inputs.value("energy.hourly"))
    storage = cast("Storage", inputs.value("energy.storage"))
    works = not storage.capacity_kwh or 0 < storage.efficiency <= 1
    if load is None or pv is None or not works:
        return None
    limit = inputs.parameter("plan.export_mw")
    export = float(limit) * KW_PER_MW if isinstance(limit, int | float) else math.inf
    efficiency = storage.efficiency if storage.capacity_kwh else 1.0
    return dispatched(
        load,
        pv,
        storage.capacity_kwh,
        storage.power_kw,
        efficiency=efficiency,
        export_kw=export,
    )


def _pv_used(inputs: Inputs) -> Numbers | None:
    """Return PV that serves the central load, by low, central and high yield. [kWh/a]."""
    balance = cast("Dispatch | None", inputs.value("energy.balance"))
    if balance is None:
        return None
    found = np.full(BOUNDS, balance.used_kwh)
    footing = cast("Footing", inputs.value("solar.footing"))
    for bound, times in enumerate(spread(footing).tolist()):
        other = _dispatch(inputs, balance.pv * times) if times != 1.0 else None
        if other is not None:
            found[bound] = other.used_kwh
    return found


MEASURES = (
    Measure(
        "energy.hourly",
        "Electricity demand by hour",
        "kWh",
        _hourly,
        parameters=("plan.process_load",),
        measures=("energy.demand",),
    ),
    Measure(
        "energy.storage",
        "Storage of electricity",
        "kWh",
        _storage,
        layers=MappingProxyType({"facilities": ("type", "capacity", "unit")}),
        parameters=("plan.storage_mwh", "plan.storage_mw", "supply.storage_efficiency"),
    ),
    Measure(
        "energy.balance",
        "Sources, grid, loads and storage by hour",
        "kWh",
        _balance,
        layers=MappingProxyType({"rooftops": ("pv",)}),
        parameters=("plan.export_mw",),
        measures=("energy.hourly", "energy.storage", SUN, ROOFS),
    ),
    Measure(
        "energy.pv_used",
        "PV used in the park by low and high yield",
        "kWh/a",
        _pv_used,
        parameters=("plan.export_mw",),
        measures=("energy.balance", "energy.hourly", "energy.storage", "solar.footing"),
    ),
)
