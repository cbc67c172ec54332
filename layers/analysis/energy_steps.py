"""Formulas of energy and emissions with the plan's values put in, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

import numpy as np

from layers.analysis.carriers import Carriers
from layers.analysis.demand import Demand
from layers.analysis.intensities import BOUNDS
from layers.analysis.ledger import SOURCES, Ledger
from layers.analysis.sink import Range
from layers.explanation import Step, band_of
from layers.factor_tables.energy import building_types
from layers.measure import Inputs
from layers.message import Message
from layers.units import GJ_PER_KWH, KG_PER_T

_UNIT: Final = "t CO₂/a"


def steps_of(inputs: Inputs, value: object, subject: str) -> tuple[Step, ...]:
    """Return the formula of a subject of `layers.analysis.energy_why` with values put in.

    Parameters
    ----------
    inputs
        What the measure may read.
    value
        Its value.
    subject
        Name of its formula.
    """
    if subject in ("net", "operational"):
        return tuple(_of_ledger(_ledger(inputs, value), subject))
    if subject == "buildings":
        return tuple(_of_buildings(inputs))
    if subject == "industry":
        return tuple(_of_industry(inputs))
    return ()


def _ledger(inputs: Inputs, value: object) -> Ledger:
    return value if isinstance(value, Ledger) else cast("Ledger", inputs.value("energy.ledger"))


def _bounds(found: Range) -> tuple[float | None, float | None, float | None]:
    return found.low, found.central, found.high


def _of_ledger(ledger: Ledger, subject: str) -> Iterator[Step]:
    """Yield the sum of the lines, which have a sign of their own."""
    # In the order of the formula above it.
    names = (*SOURCES, "pv", "green") if subject == "net" else SOURCES
    whole = ledger.net if subject == "net" else ledger.operational
    if whole.central is not None:  # without roofs the balance goes on without PV
        names = tuple(name for name in names if ledger.lines[name].central is not None)
    title = Message.of("Net emissions") if subject == "net" else Message.of("Emissions")
    parts = {name: _bounds(ledger.lines[name]) for name in names}
    yield Step.of(
        title, " + ".join(f"{{{name}}}" for name in names), _bounds(whole), _UNIT, **parts
    )


def _of_buildings(inputs: Inputs) -> Iterator[Step]:
    demand = cast("Demand", inputs.value("energy.demand"))
    carriers = cast("Carriers", inputs.value("energy.carriers"))
    heat_kg, sums = carriers.of_heat(carriers.heat), np.zeros(BOUNDS)
    for type_, one in demand.types.items():
        found = (one.electricity_kwh * carriers.bought + one.heat_gj * heat_kg) / KG_PER_T
        sums += found
        yield Step.of(
            Message(building_types()[type_].title),
            "{F} m² × ({e} × {EF} + {h} × 0.0036 × {EFh}) / 1000",
            band_of(found),
            _UNIT,
            F=one.floor_m2,
            e=band_of(one.electricity_kwh / one.floor_m2),
            EF=carriers.bought,
            h=band_of(one.heat_gj / GJ_PER_KWH / one.floor_m2),
            EFh=band_of(heat_kg),
        )
    if demand.types or demand.buildings is not None:
        whole = None if demand.buildings is None else band_of(sums)
        text = "Σ" if demand.types else "0"
        yield Step(Message.of("Emissions of buildings"), text, whole, _UNIT)


def _of_industry(inputs: Inputs) -> Iterator[Step]:
    demand = cast("Demand", inputs.value("energy.demand"))
    carriers = cast("Carriers", inputs.value("energy.carriers"))
    heat_kg = carriers.of_heat(carriers.process_heat)
    kwh, heat, emitted = (float(one) for one in demand.process)
    all_kwh, all_heat = kwh + demand.estimated[0], heat + demand.estimated[1]
    whole = (all_kwh * carriers.bought + all_heat * heat_kg) / KG_PER_T + emitted
    yield Step.of(
        Message.of("Emissions of industry"),
        "{E} kWh × {EF} / 1000 + {Q} GJ × {EFh} / 1000 + {P} t",
        None if demand.processes is None else band_of(whole),
        _UNIT,
        E=band_of(all_kwh),
        EF=carriers.bought,
        Q=band_of(all_heat),
        EFh=band_of(heat_kg),
        P=emitted,
    )
