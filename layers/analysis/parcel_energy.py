"""What each parcel needs and emits, for colouring, labelling and asking; before any PV.

``E_i = F_i · (e · EF + h · 0.0036 · EF_heat) + process`` [t CO₂/a], central. Parcels on which
nothing uses energy have 0; those whose use, floor area or process energy is missing have none.
Floor area times intensity as in `layers.analysis.demand` (GB/T 51366-2019, operation); what energy
emits is that of `layers.analysis.carriers`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import cast

import numpy as np
import pandas as pd

from layers.analysis.by_code import Uses
from layers.analysis.carriers import Carriers
from layers.analysis.carrying import kept_rows
from layers.analysis.demand import PROCESS
from layers.analysis.floor_area import Floors
from layers.analysis.intensities import (
    CENTRAL,
    ELECTRICITY,
    HEAT,
    PROCESS_ELECTRICITY,
    PROCESS_HEAT,
    UseRates,
)
from layers.analysis.overlay import Numbers, Places, by_id
from layers.edit import Change
from layers.measure import Inputs, Measure
from layers.units import GJ_PER_KWH, KG_PER_T

EMISSION, ENERGY, INTENSITY = range(3)
"""Rows of the figures: [t CO₂/a], [kWh/a], [kWh/(m²·a)]."""


def _figures(inputs: Inputs, places: Places | None = None) -> Numbers:
    """Return emission, energy and energy by floor area of parcels; NaN where one is missing."""
    uses = cast("Uses", inputs.value("land.uses"))
    rates = cast("UseRates", inputs.value("energy.use_rates"))
    carriers = cast("Carriers", inputs.value("energy.carriers"))
    floors = cast("Floors", inputs.value("energy.floors"))
    every = slice(None) if places is None else places
    use, floor = uses.places[every], floors.area_m2[every]
    if not len(use):
        return np.zeros((3, 0))
    process = np.stack([inputs.numbers("parcels", name, places) for name in PROCESS])
    entered = np.isfinite(process).any(axis=0)
    process = np.nan_to_num(process)
    needs = rates.needs[:, :, CENTRAL]
    heat_kg, process_kg = (
        carriers.of_heat(taken[:, CENTRAL:2])[0] for taken in (carriers.heat, carriers.process_heat)
    )
    # By use first: there are far fewer of them than parcels.
    services = needs[:, ELECTRICITY] * carriers.bought + needs[:, HEAT] * GJ_PER_KWH * heat_kg
    guess = (
        needs[:, PROCESS_ELECTRICITY] * carriers.bought
        + needs[:, PROCESS_HEAT] * GJ_PER_KWH * process_kg
    )
    made = needs[:, PROCESS_ELECTRICITY] + needs[:, PROCESS_HEAT]
    built = rates.built[use]
    ground = np.where(built, floor, 0.0)
    open_ = np.where(entered, 0.0, ground)
    emission = (
        ground * services[use]
        + open_ * guess[use]
        + process[0] * carriers.bought
        + process[1] * process_kg
    ) / KG_PER_T + process[2]
    energy = (
        ground * (needs[:, ELECTRICITY] + needs[:, HEAT])[use]
        + open_ * made[use]
        + process[0]
        + process[1] / GJ_PER_KWH
    )
    lacking = ~rates.known[use] | (rates.industry[use] & ~entered & ~(made > 0)[use])
    emission[lacking], energy[lacking] = np.nan, np.nan
    with np.errstate(over="ignore"):  # a floor of next to nothing has no intensity either
        intensity = np.divide(energy, floor, out=np.full(len(use), np.nan), where=floor > 0)
    intensity[np.isinf(intensity)] = np.nan
    return np.stack([emission, energy, intensity])


def _figures_again(inputs: Inputs, before: Inputs, value: Numbers, change: Change) -> Numbers:
    """Look only at the parcels that were touched."""
    same = ("energy.rates", "energy.carriers", "limits.roofs", "limits.classes")
    kept = kept_rows(inputs, before, change, "parcels", same=same)
    limit = "plan.floor_area_limit"
    moved = inputs.parameter(limit) != before.parameter(limit)
    # Roofs are given in the order of the parcels that there are now.
    if kept is None or moved or inputs.value("limits.roofs") is not None:
        return _figures(inputs)
    return kept.filled(value, _figures(inputs, kept.fresh))


def _measure(name: str, title: str, unit: str, row: int) -> Measure:
    def compute(inputs: Inputs) -> pd.Series:
        found = cast("Numbers", inputs.value("energy.of_parcels"))
        return by_id(found[row], inputs.ids("parcels"))

    return Measure(
        f"energy.{name}",
        title,
        unit,
        compute,
        layers=MappingProxyType({"parcels": ()}),
        measures=("energy.of_parcels", "land.areas"),
        per_feature="parcels",
        themed=True,
        deferred=True,
    )


MEASURES = (
    Measure(
        "energy.of_parcels",
        "Energy and emissions of parcels",
        "",
        _figures,
        layers=MappingProxyType({"parcels": PROCESS}),
        parameters=("plan.floor_area_limit",),
        measures=(
            "land.uses",
            "energy.use_rates",
            "energy.rates",
            "energy.carriers",
            "energy.floors",
            "limits.roofs",
            "limits.classes",
        ),
        update=_figures_again,
        deferred=True,
    ),
    _measure("parcel_t", "Emissions of the parcel, before PV", "t CO₂/a", EMISSION),
    _measure("parcel_kwh", "Energy of the parcel", "kWh/a", ENERGY),
    _measure("parcel_kwh_m2", "Energy by floor area", "kWh/(m²·a)", INTENSITY),
)
