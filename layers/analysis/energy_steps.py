"""Formulas of energy and emissions with the plan's values put in, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

import numpy as np

from layers.analysis.carriers import Carriers
from layers.analysis.demand import Demand
from layers.analysis.intensities import CENTRAL
from layers.analysis.ledger import LINES, SOURCES, Ledger
from layers.analysis.overlay import Numbers
from layers.analysis.sink import Range
from layers.explanation import Step
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
    names = LINES if subject == "net" else SOURCES
    whole = ledger.net if subject == "net" else ledger.operational
    title = Message.of("Net emissions") if subject == "net" else Message.of("Emissions")
    parts = {name: _bounds(ledger.lines[name]) for name in names}
    yield Step.of(
        title, " + ".join(f"{{{name}}}" for name in names), _bounds(whole), _UNIT, **parts
    )


def _heat_kg(carriers: Carriers, taken: Numbers) -> float:
    """Return what a gigajoule of heat emits, central. [kg CO₂/GJ]."""
    return float(carriers.of_heat(taken[:, CENTRAL : CENTRAL + 1])[0])


def _of_buildings(inputs: Inputs) -> Iterator[Step]:
    demand = cast("Demand", inputs.value("energy.demand"))
    carriers = cast("Carriers", inputs.value("energy.carriers"))
    heat_kg, sums = _heat_kg(carriers, carriers.heat), []
    for type_, one in demand.types.items():
        electricity, heat = float(one.electricity_kwh[CENTRAL]), float(one.heat_gj[CENTRAL])
        found = (electricity * carriers.bought + heat * heat_kg) / KG_PER_T
        sums.append(found)
        yield Step.of(
            Message(building_types()[type_].title),
            "{F} m² × ({e} × {EF} + {h} × 0.0036 × {EFh}) / 1000",
            found,
            _UNIT,
            F=one.floor_m2,
            e=electricity / one.floor_m2,
            EF=carriers.bought,
            h=heat / GJ_PER_KWH / one.floor_m2,
            EFh=heat_kg,
        )
    if sums:
        whole = None if demand.buildings is None else float(np.sum(sums))
        yield Step(Message.of("Emissions of buildings"), "Σ", whole, _UNIT)


def _of_industry(inputs: Inputs) -> Iterator[Step]:
    demand = cast("Demand", inputs.value("energy.demand"))
    carriers = cast("Carriers", inputs.value("energy.carriers"))
    heat_kg = _heat_kg(carriers, carriers.process_heat)
    kwh, heat, emitted = (float(one) for one in demand.process)
    kwh += float(demand.estimated[0, CENTRAL])
    heat += float(demand.estimated[1, CENTRAL])
    whole = (kwh * carriers.bought + heat * heat_kg) / KG_PER_T + emitted
    yield Step.of(
        Message.of("Emissions of industry"),
        "{E} kWh × {EF} / 1000 + {Q} GJ × {EFh} / 1000 + {P} t",
        None if demand.processes is None else whole,
        _UNIT,
        E=kwh,
        EF=carriers.bought,
        Q=heat,
        EFh=heat_kg,
        P=emitted,
    )
