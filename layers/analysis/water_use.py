"""Water that the land uses, and what its supply and its cleaning take.

``V = Σ A · q / K · 365`` [m³/a]: area ``A`` [ha], use on the largest day ``q`` [m³/(ha·d)], largest
day over mean day ``K`` (GB 50282-2016, recalled). ``E = V · (e_s + r · e_w)`` [kWh/a]: supply
``e_s``, waste water ``r`` of it at ``e_w``. Methane and nitrous oxide of sewage works are not in
it, nor reused water.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final, cast

import numpy as np

from layers.analysis.intensities import BOUNDS, band
from layers.analysis.overlay import Numbers
from layers.codes import CodeSet
from layers.factor_tables.energy import nearest, water_uses
from layers.measure import Inputs, Measure
from layers.mixed import is_mixed
from layers.units import DAYS_PER_YEAR, M2_PER_HA

SETTING: Final = "plan.water_m3"


@dataclass(frozen=True, slots=True, eq=False)
class WaterUse:
    """Water and its electricity.

    Parameters
    ----------
    volume_m3
        Use in a year by low, central, high; None without land of a known use. [m³/a]
    kwh
        Electricity of supply and cleaning. [kWh/a]
    areas_m2
        Land by the name of its factor. [m²]
    unknown_m2
        Land of unknown use. [m²]
    entered
        Whether the volume is a number of the user's.
    """

    volume_m3: Numbers | None
    kwh: Numbers | None
    areas_m2: Mapping[str, float]
    unknown_m2: float
    entered: bool


def yearly_m3(area_m2: float, largest_day: Numbers, over_mean: Numbers) -> Numbers:
    """Return water used in a year by low, central, high, ``V = A · q / K · 365``. [m³/a].

    Parameters
    ----------
    area_m2
        Land. [m²]
    largest_day
        Use on the largest day. [m³/(ha·d)]
    over_mean
        That day over the mean one; the low use goes with the largest of them. [-]

    Examples
    --------
    >>> yearly_m3(10_000.0, np.array([26.0, 26.0, 26.0]), np.full(3, 1.3)).tolist()
    [7300.0, 7300.0, 7300.0]
    """
    return area_m2 / M2_PER_HA * largest_day / over_mean[::-1] * DAYS_PER_YEAR


@dataclass(frozen=True, slots=True, eq=False)
class WaterRates:
    """Factors of water by low, central, high.

    Parameters
    ----------
    largest_day
        Use on the largest day by the name of its factor. [m³/(ha·d)]
    over_mean
        That day over the mean one. [-]
    kwh_m3
        Electricity of supply and cleaning. [kWh/m³]
    """

    largest_day: Mapping[str, Numbers]
    over_mean: Numbers
    kwh_m3: Numbers


def _rates(inputs: Inputs) -> WaterRates:
    supply, back, sewage, over = (
        band(inputs.parameter(f"water.{name}"))
        for name in ("supply_kwh", "return", "sewage_kwh", "peak_day")
    )
    days = {name: band(inputs.parameter(name)) for name in water_uses().values()}
    return WaterRates(MappingProxyType(days), over, supply + back * sewage)


def _water_use(inputs: Inputs) -> WaterUse:
    by_code = cast("Mapping[str, float]", inputs.value("land.by_code"))
    rates = cast("WaterRates", inputs.value("energy.water_rates"))
    areas: dict[str, float] = {}
    unknown = 0.0
    for area, name in zip(by_code.values(), _uses(tuple(by_code), inputs.codes), strict=True):
        if name:
            areas[name] = areas.get(name, 0.0) + area
        elif name is None:
            unknown += area
    entered = inputs.parameter(SETTING)
    given = isinstance(entered, int | float)
    volume: Numbers | None = None
    if given:
        volume = np.full(BOUNDS, float(entered))
    elif areas or (by_code and not unknown):
        days = np.array([rates.largest_day[name] for name in areas]).reshape(-1, BOUNDS)
        # Of all land together: Σ A · q is the same as for each use by itself.
        volume = yearly_m3(1.0, np.array(list(areas.values())) @ days, rates.over_mean)
        volume = volume if np.isfinite(volume).all() else None
    kwh = None if volume is None else volume * rates.kwh_m3
    return WaterUse(
        volume,
        kwh if kwh is None or np.isfinite(kwh).all() else None,
        MappingProxyType(areas),
        unknown,
        given,
    )


@lru_cache(maxsize=16)
def _uses(known: tuple[str, ...], codes: CodeSet) -> tuple[str | None, ...]:
    """Return the factor of each code, empty where it uses no water, None for an unknown use."""
    names = [nearest(codes, code, water_uses()) for code in known]
    return tuple(
        name or (None if code not in codes or is_mixed(code) else "")
        for code, name in zip(known, names, strict=True)
    )


MEASURES = (
    Measure(
        "energy.water_rates",
        "Factors of water use and its electricity",
        "",
        _rates,
        parameters=("water.",),
    ),
    Measure(
        "energy.water",
        "Water use and its electricity",
        "m³/a",
        _water_use,
        parameters=(SETTING, "plan.code_set", "plan.own_codes"),
        measures=("land.by_code", "energy.water_rates"),
    ),
)
