"""Energy that the parcels need: buildings by floor area and type, processes as entered.

``E = Σ F · e`` [kWh/a], ``Q = Σ F · h`` [kWh of heat/a] over the floor area ``F`` inside the red
line [m²] (GB/T 51366, operation), plus what is entered for processes. Floor-area intensities do
not replace process energy: where a type of building includes processes, that part counts only for
parcels of which nothing is entered.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.by_code import Uses
from layers.analysis.carriers import Carriers
from layers.analysis.carrying import kept_rows
from layers.analysis.floor_area import UNKNOWN, Floors
from layers.analysis.intensities import (
    BOUNDS,
    ELECTRICITY,
    HEAT,
    PROCESS_ELECTRICITY,
    PROCESS_HEAT,
    UseRates,
)
from layers.analysis.overlay import Numbers, Places
from layers.edit import Change
from layers.measure import Inputs, Measure
from layers.units import GJ_PER_KWH

PROCESS: Final = ("process_kwh", "process_gj", "process_t_co2")
"""Columns of process energy: electricity [kWh/a], heat [GJ/a], emissions [t CO₂/a]."""


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Sums over the parcels inside the red line by land use; parcels on its line by their share.

    Parameters
    ----------
    floor_m2, estimated_m2
        Floor area that is known, and that of parcels without any process energy entered. [m²]
    process
        What is entered by column of `PROCESS`. [kWh/a], [GJ/a], [t CO₂/a]
    parcels, floored, entered, only_floored
        Count of parcels with land inside it, of those whose floor area is known, of those with
        process energy, and of those with the first and without the second.
    sources
        Count of parcels on built land by where their floor area comes from.
    """

    floor_m2: Numbers
    estimated_m2: Numbers
    process: Numbers
    parcels: NDArray[np.intp]
    floored: NDArray[np.intp]
    entered: NDArray[np.intp]
    only_floored: NDArray[np.intp]
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Processes:
    """What is entered of the parcels' processes; it is the same whatever their use.

    Parameters
    ----------
    amounts
        By column of `PROCESS` and parcel, times the share inside the red line; 0 for nothing.
    entered
        Which parcels have any of them.
    """

    amounts: Numbers
    entered: NDArray[np.bool_]


def _processes(inputs: Inputs, places: Places | None = None) -> Processes:
    share = cast("Numbers", inputs.value("energy.shares"))
    entered = np.stack([inputs.numbers("parcels", name, places) for name in PROCESS])
    known = np.isfinite(entered)
    amounts = np.where(known, entered, 0.0) * (share if places is None else share[places])
    return Processes(amounts, np.asarray(known.any(axis=0)))


def _processes_again(inputs: Inputs, before: Inputs, value: Processes, change: Change) -> Processes:
    """Look only at the parcels that were touched; at all where the red line was."""
    kept = kept_rows(inputs, before, change, "parcels", untouched=("boundary",))
    if kept is None:
        return _processes(inputs)
    fresh = _processes(inputs, kept.fresh)
    return Processes(
        kept.filled(value.amounts, fresh.amounts), kept.filled(value.entered, fresh.entered)
    )


def _shares(inputs: Inputs) -> Numbers:
    """Return the share of each parcel inside the red line."""
    areas = cast("pd.Series", inputs.value("land.areas")).to_numpy()
    inside = cast("pd.Series", inputs.value("land.inside")).to_numpy()
    if inside is areas:
        return np.ones(len(areas))
    return np.divide(inside, areas, out=np.zeros(len(areas)), where=areas > 0)


def _sums(inputs: Inputs) -> Sums:
    uses = cast("Uses", inputs.value("land.uses"))
    rates = cast("UseRates", inputs.value("energy.use_rates"))
    floors = cast("Floors", inputs.value("energy.floors"))
    processes = cast("Processes", inputs.value("energy.processes"))
    share, count = cast("Numbers", inputs.value("energy.shares")), len(uses.parts)

    def by_use(weights: Numbers, places: Places = uses.places) -> Numbers:
        return np.bincount(places, weights, count).astype(np.float64, copy=False)

    entered = processes.entered
    some = np.flatnonzero(entered)  # of most parcels nothing is entered
    floor = np.where(floors.source == UNKNOWN, 0.0, floors.area_m2) * share
    # All counts at once: by use, land inside, processes, and where the floor area comes from.
    shape = (count, 2, 2, UNKNOWN + 1)
    sorts = ((uses.places * 2 + (share > 0)) * 2 + entered) * (UNKNOWN + 1) + floors.source
    counts = np.bincount(sorts, minlength=math.prod(shape)).reshape(shape)[:, 1]
    sources = counts[rates.built].sum(axis=(0, 1)).tolist()
    return Sums(
        by_use(floor),
        by_use(np.where(entered, 0.0, floor) if len(some) else floor),
        np.stack([by_use(row[some], uses.places[some]) for row in processes.amounts]),
        counts.sum(axis=(1, 2)),
        counts[:, :, :UNKNOWN].sum(axis=(1, 2)),
        counts[:, 1].sum(axis=1),
        counts[:, 0, :UNKNOWN].sum(axis=1),
        tuple(sources[:UNKNOWN]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class TypeDemand:
    """What the buildings of a type need.

    Parameters
    ----------
    floor_m2
        Floor area. [m²]
    electricity_kwh, heat_gj
        By low, central, high; without processes. [kWh/a], [GJ/a]
    """

    floor_m2: float
    electricity_kwh: Numbers
    heat_gj: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """What buildings and processes need in a year, before any of it is made in the park.

    Parameters
    ----------
    types
        Buildings by type, those known.
    floor_m2
        Floor area whose needs are known. [m²]
    estimated
        Process electricity [kWh/a] and heat [GJ/a] by floor area, where nothing is entered.
    process
        Process electricity [kWh/a], heat [GJ/a] and emissions [t CO₂/a] as entered.
    buildings, processes
        Electricity [kWh/a], network heat [GJ/a] and gas [m³/a] by low, central, high; None where
        nothing of it is known though there is such land.
    unknown_use, without_floor, without_process, estimated_parcels
        Count of parcels without a known use, of those on built land without a floor area, of
        those on industrial land without process energy, and of those for which it is estimated.
    blank, blank_processes
        Ids of the factors without a number for which there is floor area: of buildings, and of
        processes by floor area. What rests on them is missing.
    """

    types: MappingProxyType[str, TypeDemand]
    floor_m2: float
    estimated: Numbers
    process: Numbers
    buildings: Numbers | None
    processes: Numbers | None
    unknown_use: int
    without_floor: int
    without_process: int
    estimated_parcels: int
    blank: tuple[str, ...] = ()
    blank_processes: tuple[str, ...] = ()


def _demand(inputs: Inputs) -> Demand:
    sums = cast("Sums", inputs.value("energy.sums"))
    rates = cast("UseRates", inputs.value("energy.use_rates"))
    carriers = cast("Carriers", inputs.value("energy.carriers"))
    known = rates.known
    types = _types(sums, rates)
    needs = np.where(known[:, None, None], rates.needs, 0.0)
    estimated = np.tensordot(sums.estimated_m2, needs, axes=1)[
        [PROCESS_ELECTRICITY, PROCESS_HEAT]
    ] * np.array([[1.0], [GJ_PER_KWH]])
    process = sums.process.sum(axis=1)
    electricity = sum((one.electricity_kwh for one in types.values()), np.zeros(BOUNDS))
    heat = sum((one.heat_gj for one in types.values()), np.zeros(BOUNDS))
    built, floored = rates.built & known, sums.floored
    made = (needs[:, PROCESS_ELECTRICITY:] > 0).any(axis=(1, 2))
    guessed = np.where(made, sums.only_floored, 0.0)
    lacking = (sums.parcels - sums.entered - guessed)[rates.industry].sum()
    guessed = guessed.sum()
    named = np.array([bool(one) for one in rates.blank], bool)
    unknown = sums.parcels[~known & ~named].sum()
    blank = _blank(rates, (sums.floor_m2 > 0) & ~np.isfinite(rates.needs[:, :2]).all(axis=(1, 2)))
    guesses = ~np.isfinite(rates.needs[:, PROCESS_ELECTRICITY:]).all(axis=(1, 2))
    blank_processes = _blank(rates, (sums.estimated_m2 > 0) & guesses)
    parcels = sums.parcels.sum()
    homeless = (sums.parcels - sums.floored)[built].sum()
    no_buildings = bool(parcels == 0 or (homeless and not floored[built].any()))
    no_buildings |= bool(unknown and unknown == parcels)
    entered = sums.entered.sum()
    nothing = bool(parcels == 0 or (lacking and not entered and not guessed))
    nothing |= bool(unknown and unknown == parcels and not entered)
    process_heat = process[1] + estimated[1]
    return Demand(
        types,
        float(sums.floor_m2[built].sum()),
        estimated,
        process,
        None if no_buildings or blank else _carried(electricity, heat, carriers.heat),
        None
        if nothing or blank_processes
        else _carried(process[0] + estimated[0], process_heat, carriers.process_heat),
        int(unknown),
        int(homeless),
        int(lacking),
        int(guessed),
        blank,
        blank_processes,
    )


def _blank(rates: UseRates, uses: NDArray[np.bool_]) -> tuple[str, ...]:
    """Return the factors without a number of some uses, each once."""
    found = (id_ for place in np.flatnonzero(uses).tolist() for id_ in rates.blank[place])
    return tuple(dict.fromkeys(found))


def _types(sums: Sums, rates: UseRates) -> MappingProxyType[str, TypeDemand]:
    found: dict[str, TypeDemand] = {}
    nothing = TypeDemand(0.0, np.zeros(BOUNDS), np.zeros(BOUNDS))
    for place, parts in enumerate(rates.types):
        if not rates.known[place]:
            continue
        for rate, share in parts:
            floor = float(sums.floor_m2[place]) * share
            if not rate.type or floor <= 0:
                continue
            old = found.get(rate.type, nothing)
            found[rate.type] = TypeDemand(
                old.floor_m2 + floor,
                old.electricity_kwh + floor * rate.needs[ELECTRICITY],
                old.heat_gj + floor * GJ_PER_KWH * rate.needs[HEAT],
            )
    return MappingProxyType({type_: found[type_] for type_ in sorted(found)})


def _carried(electricity_kwh: Numbers, heat_gj: Numbers, taken: Numbers) -> Numbers:
    """Return electricity, network heat and gas by what heat is made of."""
    found = taken * heat_gj
    found[0] += electricity_kwh
    return found


MEASURES = (
    Measure(
        "energy.shares",
        "Share of parcels inside the red line",
        "",
        _shares,
        measures=("land.areas", "land.inside"),
    ),
    Measure(
        "energy.processes",
        "Process energy as entered",
        "",
        _processes,
        layers=MappingProxyType({"parcels": PROCESS}),
        measures=("energy.shares",),
        update=_processes_again,
    ),
    Measure(
        "energy.sums",
        "Floor area and process energy by land use",
        "",
        _sums,
        measures=(
            "land.uses",
            "energy.shares",
            "energy.processes",
            "energy.floors",
            "energy.use_rates",
        ),
    ),
    Measure(
        "energy.demand",
        "Energy demand of buildings and processes",
        "",
        _demand,
        measures=("energy.sums", "energy.use_rates", "energy.carriers"),
    ),
)
