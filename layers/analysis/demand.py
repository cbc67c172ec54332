"""Energy that the parcels need: buildings by floor area and type, processes as entered.

``E = Σ F · e`` [kWh/a], ``Q = Σ F · h`` [kWh of heat/a] over the floor area ``F`` inside the red
line [m²] (GB/T 51366, operation), plus what is entered for processes. Floor-area intensities do
not replace process energy: where a type of building includes processes, that part counts only for
parcels of which nothing is entered.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from layers.analysis.additive import exchanged_with_counts
from layers.analysis.by_code import Uses
from layers.analysis.carriers import Carriers
from layers.analysis.carrying import kept_rows
from layers.analysis.floor_area import COLUMNS as FLOOR_COLUMNS
from layers.analysis.floor_area import LIMIT_SETTING, UNKNOWN, floors_of, floors_stand
from layers.analysis.floor_area import MEASURES_READ as FLOORS_READ
from layers.analysis.inside import shares_inside
from layers.analysis.intensities import (
    BOUNDS,
    ELECTRICITY,
    HEAT,
    PROCESS_ELECTRICITY,
    UseRates,
)
from layers.analysis.overlay import Numbers, Places
from layers.arrays import is_nothing
from layers.edit import Change
from layers.measure import Inputs, Measure
from layers.units import GJ_PER_KWH

Mask = NDArray[np.bool_]

PROCESS: Final = ("process_kwh", "process_gj", "process_t_co2")
"""Columns of process energy: electricity [kWh/a], heat [GJ/a], emissions [t CO₂/a]."""


FLOOR, ESTIMATED = range(2)
"""Rows of the amounts before those of `PROCESS`."""


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Sums over the parcels inside the red line by land use; parcels on its line by their share.

    Parameters
    ----------
    amounts
        By row and use: floor area that is known (`FLOOR`), that of parcels without any process
        energy entered (`ESTIMATED`) [m²], and what is entered by column of `PROCESS`. [kWh/a],
        [GJ/a], [t CO₂/a]
    counts
        Count of the parcels with land inside it, by use, by whether process energy is entered,
        and by where their floor area comes from.
    """

    amounts: Numbers
    counts: NDArray[np.intp]

    @property
    def floor_m2(self) -> Numbers:
        """Floor area that is known. [m²]."""
        return self.amounts[FLOOR]

    @property
    def estimated_m2(self) -> Numbers:
        """Floor area of parcels without any process energy entered. [m²]."""
        return self.amounts[ESTIMATED]

    @property
    def process(self) -> Numbers:
        """What is entered by column of `PROCESS`. [kWh/a], [GJ/a], [t CO₂/a]."""
        return self.amounts[ESTIMATED + 1 :]

    @property
    def parcels(self) -> NDArray[np.intp]:
        """Count of parcels with land inside it."""
        return self.counts.sum(axis=(1, 2))

    @property
    def floored(self) -> NDArray[np.intp]:
        """Count of those whose floor area is known."""
        return self.counts[:, :, :UNKNOWN].sum(axis=(1, 2))

    @property
    def entered(self) -> NDArray[np.intp]:
        """Count of those with process energy."""
        return self.counts[:, 1].sum(axis=1)

    @property
    def only_floored(self) -> NDArray[np.intp]:
        """Count of those whose floor area is known and whose process energy is not."""
        return self.counts[:, 0, :UNKNOWN].sum(axis=1)


def _sums(inputs: Inputs, places: Places | None = None) -> Sums:
    uses = cast("Uses", inputs.value("land.uses"))
    use, count = uses.places if places is None else uses.places[places], len(uses.parts)
    share, floors = shares_inside(inputs, places), floors_of(inputs, places)
    floor = np.where(floors.source == UNKNOWN, 0.0, floors.area_m2) * share
    amounts = np.zeros((ESTIMATED + 1 + len(PROCESS), count))
    amounts[FLOOR] = amounts[ESTIMATED] = np.bincount(use, floor, count)
    # All counts at once: by use, processes, and where the floor area comes from.
    shape = (count, 2, UNKNOWN + 1)
    sorts = use * (2 * (UNKNOWN + 1)) + floors.source
    process = [inputs.numbers("parcels", name, places) for name in PROCESS]
    if not all(map(is_nothing, process)):  # of most parcels nothing is entered
        known = np.isfinite(np.stack(process))
        entered = known.any(axis=0)
        amounts[ESTIMATED] = np.bincount(use, np.where(entered, 0.0, floor), count)
        some = np.flatnonzero(entered)
        for row, (values, there) in enumerate(zip(process, known, strict=True), ESTIMATED + 1):
            value = np.where(there[some], values[some], 0.0) * share[some]
            amounts[row] = np.bincount(use[some], value, count)
        sorts += entered * (UNKNOWN + 1)
    counts = np.bincount(sorts[share > 0], minlength=math.prod(shape))
    return Sums(amounts, counts.reshape(shape))


def _sums_again(inputs: Inputs, before: Inputs, value: Sums, change: Change) -> Sums:
    """Take away the parcels that were touched as they were, and add them as they are."""
    kept = kept_rows(inputs, before, change, "parcels", same=("land.site",))
    uses_alike = inputs.value("land.uses").parts == before.value("land.uses").parts
    if kept is None or not uses_alike or not floors_stand(inputs, before):
        return _sums(inputs)
    gone, fresh = _sums(before, kept.gone), _sums(inputs, kept.fresh)
    known, *others = ((one.amounts, one.counts) for one in (value, gone, fresh))
    found = exchanged_with_counts(known, *others)
    if found is None:
        return _sums(inputs)
    return value if found is known else Sums(*found)


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
    sources
        Count of parcels on built land by where their floor area comes from.
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
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """What intensities by land use ask for, whatever there is of each use.

    Parameters
    ----------
    built, unknown
        Uses whose needs are known and on which buildings stand; uses whose codes are not known.
    processes
        By use, process electricity and heat by low, central, high; 0 where they are not known.
        [kWh/(m²·a)], [GJ/(m²·a)]
    guessed
        Uses that have any.
    blank, blank_processes
        Uses that lack a number of them.
    """

    built: Mask
    unknown: Mask
    processes: Numbers
    guessed: Mask
    blank: Mask
    blank_processes: Mask


@lru_cache(maxsize=4)
def _asked(rates: UseRates) -> _Asked:
    """Return it; most edits leave the intensities as they were."""
    named = np.array([bool(one) for one in rates.blank], bool)
    finite = cast("Mask", np.isfinite(rates.needs).all(axis=2))
    processes = rates.needs[:, PROCESS_ELECTRICITY:] * np.array([[1.0], [GJ_PER_KWH]])
    processes[~rates.known] = 0.0
    return _Asked(
        rates.built & rates.known,
        ~rates.known & ~named,
        processes,
        np.asarray((processes > 0).any(axis=(1, 2))),
        ~np.asarray(finite[:, :PROCESS_ELECTRICITY].all(axis=1)),
        ~np.asarray(finite[:, PROCESS_ELECTRICITY:].all(axis=1)),
    )


def _demand(inputs: Inputs) -> Demand:
    sums = cast("Sums", inputs.value("energy.sums"))
    rates = cast("UseRates", inputs.value("energy.use_rates"))
    carriers = cast("Carriers", inputs.value("energy.carriers"))
    asked, types = _asked(rates), _types(sums, rates)
    processes = asked.processes.reshape(len(rates.known), 2 * BOUNDS)
    estimated = (sums.estimated_m2 @ processes).reshape(-1, BOUNDS)
    process = sums.process.sum(axis=1)
    electricity = sum((one.electricity_kwh for one in types.values()), np.zeros(BOUNDS))
    heat = sum((one.heat_gj for one in types.values()), np.zeros(BOUNDS))
    by_use, by_floor = sums.parcels, sums.floored
    guesses = np.where(asked.guessed, sums.only_floored, 0)
    lacking = (by_use - sums.entered - guesses)[rates.industry].sum()
    guessed, entered = guesses.sum(), sums.entered.sum()
    unknown = by_use[asked.unknown].sum()
    blank = _blank(rates, (sums.floor_m2 > 0) & asked.blank)
    blank_processes = _blank(rates, (sums.estimated_m2 > 0) & asked.blank_processes)
    parcels, floored = by_use.sum(), by_floor[asked.built].sum()
    homeless = by_use[asked.built].sum() - floored
    no_buildings = bool(parcels == 0 or (homeless and not floored))
    no_buildings |= bool(unknown and unknown == parcels)
    nothing = bool(parcels == 0 or (lacking and not entered and not guessed))
    nothing |= bool(unknown and unknown == parcels and not entered)
    process_heat = process[1] + estimated[1]
    return Demand(
        types,
        float(sums.floor_m2[asked.built].sum()),
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
        tuple(sums.counts[rates.built, :, :UNKNOWN].sum(axis=(0, 1)).tolist()),
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
        "energy.sums",
        "Floor area and process energy by land use",
        "",
        _sums,
        layers=MappingProxyType({"parcels": (*FLOOR_COLUMNS, *PROCESS)}),
        parameters=(LIMIT_SETTING,),
        measures=("land.uses", "land.site", "land.inside", *FLOORS_READ),
        update=_sums_again,
    ),
    Measure(
        "energy.demand",
        "Energy demand of buildings and processes",
        "",
        _demand,
        measures=("energy.sums", "energy.use_rates", "energy.carriers"),
    ),
)
