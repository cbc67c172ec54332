"""What the ways of workers and residents emit.

``T = N_w · 2 · s · d · (c / p · q · EF + b · k) + N_r · s_r · 365 · q · EF`` [kg CO₂/a]: workers
``N_w``, way to work ``s`` [km], days ``d``, share in fuel cars ``c`` with ``p`` people each, petrol
``q`` [kg/km] with its factor ``EF``, share in buses ``b`` at ``k`` [kg CO₂/km]; residents ``N_r``
with the daily way ``s_r``. All of it is assumed, and freight is not in it: a study's number, where
it is entered, goes before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from layers.analysis.intensities import BOUNDS, UseRates, band
from layers.analysis.overlay import Numbers
from layers.analysis.people import PARCELS, WITHIN, PeopleSums
from layers.measure import Inputs, Measure
from layers.units import DAYS_PER_YEAR, KG_PER_T

Mask = NDArray[np.bool_]

PETROL: Final = "emission.fuel_gasoline"
HOMES: Final = frozenset({"housing", "dorm"})
"""Types of buildings that have residents; the others have workers."""
UNMANNED: Final = frozenset({"parking", "utility", "datacentre"})
"""Types of buildings of which nobody is asked how many work there."""
SETTING: Final = "plan.transport_t"


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Workers and residents, and what their ways emit.

    Parameters
    ----------
    workers, residents
        How many are inside the red line; None where no parcel there says any.
    without_workers, without_residents
        Count of built parcels that should have some and say nothing.
    t
        Emission by low, central, high; None where nothing is known. [t CO₂/a]
    entered
        Whether that is a number of the user's.
    """

    workers: float | None
    residents: float | None
    without_workers: int
    without_residents: int
    t: Numbers | None
    entered: bool


def worker_t(values: Mapping[str, Numbers], petrol_kg_kg: float) -> Numbers:
    """Return what a worker's ways emit in a year by low, central, high. [t CO₂/a].

    Parameters
    ----------
    values
        Factors of the group ``transport`` by name.
    petrol_kg_kg
        Emission of petrol. [kg CO₂/kg]
    """
    car = values["car_share"] / values["car_persons"][::-1] * values["car_kg_km"] * petrol_kg_kg
    bus = values["bus_share"] * values["bus_kg_km"]
    return 2.0 * values["commute_km"] * values["commute_days"] * (car + bus) / KG_PER_T


def resident_t(values: Mapping[str, Numbers], petrol_kg_kg: float) -> Numbers:
    """Return what a resident's ways emit in a year by low, central, high. [t CO₂/a]."""
    way = values["resident_km"] * DAYS_PER_YEAR
    return way * values["car_kg_km"] * petrol_kg_kg / KG_PER_T


def _ways(inputs: Inputs) -> Ways:
    rates = cast("UseRates", inputs.value("energy.use_rates"))
    people = cast("PeopleSums", inputs.value("land.people_sums"))
    workers, residents = people.total("workers"), people.total("population")
    homes, manned = _lived_in(rates)
    there = people.counts[PARCELS] > 0
    built = rates.built & (people.counts[WITHIN] > 0)
    lacking_workers = int(people.silent("workers")[rates.built & manned & ~homes].sum())
    lacking_residents = int(people.silent("population")[rates.built & homes].sum())
    entered = inputs.parameter(SETTING)
    if isinstance(entered, int | float):
        t: Numbers | None = np.full(BOUNDS, float(entered))
    elif there.any() and not built.any() and rates.known[there].all():
        t = np.zeros(BOUNDS)
    else:
        t = _estimated(inputs, workers, residents)
    return Ways(
        workers,
        residents,
        lacking_workers,
        lacking_residents,
        t,
        isinstance(entered, int | float),
    )


def _lived_in(rates: UseRates) -> tuple[Mask, Mask]:
    """Return on which uses only homes stand, and on which people are asked for as workers."""
    types = [[rate.type for rate, _ in parts if rate.type] for parts in rates.types]
    homes = [bool(one) and HOMES.issuperset(one) for one in types]
    manned = [not UNMANNED.issuperset(one) for one in types]
    return np.array(homes, bool), np.array(manned, bool)


def _estimated(inputs: Inputs, workers: float | None, residents: float | None) -> Numbers | None:
    if workers is None and residents is None:
        return None
    values = {name: band(factor) for name, factor in inputs.factors("transport.").items()}
    petrol = float(band(inputs.parameter(PETROL))[1])
    found = np.zeros(BOUNDS)
    if workers:
        found += workers * worker_t(values, petrol)
    if residents:
        found += residents * resident_t(values, petrol)
    return found if np.isfinite(found).all() else None


MEASURES = (
    Measure(
        "energy.ways",
        "Emissions of transport",
        "t CO₂/a",
        _ways,
        parameters=("transport.", PETROL, SETTING),
        measures=("land.people_sums", "energy.use_rates"),
    ),
)
