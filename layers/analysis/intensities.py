"""What floor area of a land use needs in a year, by the type of building that stands there.

Electricity in kWh/(m²·a), heat in kWh of heat/(m²·a), each low, central and high. Types whose
intensities include processes are taken apart: what the same building needs without them, and the
rest, which counts only where no process energy of the parcel is entered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

import numpy as np

from layers.analysis.by_code import Uses
from layers.analysis.overlay import Numbers
from layers.codes import CodeSet
from layers.edit import Change
from layers.factor_tables.energy import LAND_SETTINGS, NOTHING, building_types, land_setting
from layers.measure import Inputs, Measure
from layers.parameters import Factor

ELECTRICITY, HEAT, PROCESS_ELECTRICITY, PROCESS_HEAT = range(4)
"""Rows of the intensities of a use."""
BOUNDS: Final = 3
"""Low, central and high."""
CENTRAL: Final = 1
HEATED: Final = (None, "severe_cold", "cold")
"""Climate zones whose buildings need the central heat; others need the low one."""
INDUSTRY: Final = frozenset({"GB50137-2011:M", "MNR2023:1001"})
"""Land whose parcels are asked for process energy."""


@dataclass(frozen=True, slots=True, eq=False)
class Rate:
    """What a square metre of floor on land of one code needs.

    Parameters
    ----------
    type
        Id of the building type; empty where no building uses energy.
    needs
        Rows `ELECTRICITY` to `PROCESS_HEAT` by low, central, high; NaN where a factor is missing.
        [kWh/(m²·a)]
    industry
        Whether process energy is asked for.
    blank
        Ids of the factors that have no number.
    """

    type: str
    needs: Numbers
    industry: bool
    blank: tuple[str, ...] = ()


NO_RATE: Final = Rate("", np.zeros((4, BOUNDS)), industry=False)


def band(factor: object) -> Numbers:
    """Return low, central and high of a factor; the central one stands in for a missing bound.

    Examples
    --------
    >>> band(Factor("a.b", "", "", "", None, 2.0, 3.0)).tolist()
    [2.0, 2.0, 3.0]
    """
    if not isinstance(factor, Factor) or factor.central is None:
        return np.full(BOUNDS, np.nan)
    central = factor.central
    low = central if factor.low is None else factor.low
    return np.array([low, central, central if factor.high is None else factor.high])


def _rates(inputs: Inputs) -> Mapping[str, Rate]:
    """Return what land of each class of the code set needs, by code."""
    codes = inputs.codes
    return MappingProxyType({code: _rate(inputs, codes, code) for code in codes.classes})


def _rate(inputs: Inputs, codes: CodeSet, code: str) -> Rate:
    setting = land_setting(codes, code)
    chosen = str(inputs.parameter(setting) or NOTHING) if setting else NOTHING
    industry = codes.lies_in(code, INDUSTRY)
    if chosen == NOTHING:
        return Rate("", NO_RATE.needs, industry)
    # A file may name a type that this version does not have: what it needs is missing.
    if chosen not in building_types():
        return Rate(chosen, np.full((4, BOUNDS), np.nan), industry)
    whole, services = _both(inputs, chosen), building_types()[chosen].services
    without = _both(inputs, services) if services else whole
    process = np.maximum(whole - without, 0.0) if services else np.zeros((2, BOUNDS))
    used = [one for type_ in (services, chosen) if type_ for one in _ids(type_)]
    blank = tuple(id_ for id_ in used if _is_blank(inputs.parameter(id_)))
    return Rate(chosen, np.concatenate([without, process]), industry, blank)


def _ids(type_: str) -> tuple[str, str]:
    return f"building.{type_}.electricity", f"building.{type_}.heat"


def _is_blank(factor: object) -> bool:
    return not isinstance(factor, Factor) or factor.central is None


def _both(inputs: Inputs, type_: str) -> Numbers:
    """Return electricity and heat of a type; heat by the climate of the plan."""
    electricity, heat = (band(inputs.parameter(id_)) for id_ in _ids(type_))
    if inputs.parameter("plan.climate_zone") not in HEATED:
        heat = np.full(BOUNDS, heat[0])
    # What is recoverable from a data centre is no demand.
    return np.stack([electricity, np.maximum(heat, 0.0)])


@dataclass(frozen=True, slots=True, eq=False)
class UseRates:
    """The same by land use as it occurs, mixed ones by their shares.

    Parameters
    ----------
    needs
        By use, row of `Rate.needs`, bound. [kWh/(m²·a)]
    known
        Whether all codes of a use are known and have their factors.
    blank
        Ids of the factors that have no number where its codes are known and these alone lack.
    built
        Whether buildings stand on it.
    industry
        Whether process energy is asked for.
    types
        For each use the types of its codes and the share of each in the floor area.
    """

    needs: Numbers
    known: np.ndarray[tuple[int], np.dtype[np.bool_]]
    built: np.ndarray[tuple[int], np.dtype[np.bool_]]
    industry: np.ndarray[tuple[int], np.dtype[np.bool_]]
    types: tuple[tuple[tuple[Rate, float], ...], ...]
    blank: tuple[tuple[str, ...], ...] = ()


def _by_use(inputs: Inputs) -> UseRates:
    """Return what floor area of each use needs: its codes' by their shares."""
    uses = cast("Uses", inputs.value("land.uses"))
    rates = cast("Mapping[str, Rate]", inputs.value("energy.rates"))
    types: list[tuple[tuple[Rate, float], ...]] = []
    known: list[bool] = []
    for parts in uses.parts:
        found = [(rates.get(code), share) for code, share in parts]
        known.append(
            all(rate is not None and bool(np.isfinite(rate.needs).all()) for rate, _ in found)
        )
        types.append(tuple((rate, share) for rate, share in found if rate is not None))
    needs = np.zeros((len(types), 4, BOUNDS))
    for place, parts in enumerate(types):
        for rate, share in parts:
            needs[place] += share * rate.needs
    return UseRates(
        needs,
        np.array(known, bool),
        np.array([any(rate.type for rate, _ in parts) for parts in types], bool),
        np.array([any(rate.industry for rate, _ in parts) for parts in types], bool),
        tuple(types),
        tuple(_blank([rates.get(code) for code, _ in parts]) for parts in uses.parts),
    )


def _by_use_again(inputs: Inputs, before: Inputs, value: UseRates, change: Change) -> UseRates:
    """Keep it where the uses and what they need are the same; whose uses they are is all one."""
    del change
    uses, old = (cast("Uses", one.value("land.uses")) for one in (inputs, before))
    rates = inputs.value("energy.rates") is before.value("energy.rates")
    return value if rates and uses.parts == old.parts else _by_use(inputs)


def _blank(rates: Sequence[Rate | None]) -> tuple[str, ...]:
    """Return the factors without a number of a use, none where a code or a type is not known."""
    if any(rate is None or (rate.type and not _typed(rate)) for rate in rates):
        return ()
    return tuple(dict.fromkeys(id_ for rate in rates if rate is not None for id_ in rate.blank))


def _typed(rate: Rate) -> bool:
    return rate.type in building_types()


MEASURES = (
    Measure(
        "energy.rates",
        "Energy intensities by land-use code",
        "kWh/(m²·a)",
        _rates,
        parameters=(
            "building.",
            "plan.climate_zone",
            "plan.code_set",
            "plan.own_codes",
            *(setting.id for setting in LAND_SETTINGS),
        ),
    ),
    Measure(
        "energy.use_rates",
        "Energy intensities by land use",
        "kWh/(m²·a)",
        _by_use,
        measures=("land.uses", "energy.rates"),
        update=_by_use_again,
    ),
)
