"""Roofs hour by hour: what they yield by the sun over the plan's place.

Three routes lead to a yield. ``table`` takes that of a city; its hours have the shape of a year of
sun, scaled to the table's sum. ``hourly`` computes it from attached weather, or from a sky without
clouds, which is an upper bound. ``shaded`` does the same with what the horizons of roofs leave.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.clock import offset_of
from layers.analysis.planes import (
    MONTH_HOURS,
    Planes,
    System,
    YearOfPlanes,
    pvwatts_loss,
    year,
)
from layers.analysis.roof_modules import RoofModules
from layers.analysis.sky import Sky, clear_sky, plain_sky, sky_of
from layers.analysis.year_shape import year_shape
from layers.analysis.yields import Place
from layers.measure import Inputs, Measure
from layers.missing import equal
from layers.parameters import Factor
from layers.weather import STORED, weather_in

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]

ROUTE: Final = "plan.pv_route"
ROUTES: Final = ("table", "hourly", "shaded")
LOSSES: Final = (
    "pv.loss_soiling",
    "pv.loss_shading",
    "pv.loss_snow",
    "pv.loss_mismatch",
    "pv.loss_wiring",
    "pv.loss_connections",
    "pv.loss_lid",
    "pv.loss_nameplate",
    "pv.loss_age",
    "pv.loss_availability",
)
"""Factors whose product is what is lost between modules and meter."""
SYSTEM: Final = ("pv.gamma", "pv.dc_ac", "pv.inverter", "pv.albedo")
CLEAR: Final = ("pv.clear_air", "pv.clear_wind")
"""Air and wind of computed skies."""


def route_of(inputs: Inputs) -> str:
    """Return by which route the plan takes the yield of roofs."""
    found = str(inputs.parameter(ROUTE))
    return found if found in ROUTES else "table"


NEAR: Final = "pv.loss_shading"
"""The loss by what stands near, where nothing is computed of it."""


def losses_of(route: str) -> tuple[str, ...]:
    """Return the factors of losses that a route counts: computed shading is not counted twice."""
    return tuple(id_ for id_ in LOSSES if route != "shaded" or id_ != NEAR)


def _number(inputs: Inputs, id_: str) -> float:
    found = inputs.parameter(id_)
    if isinstance(found, Factor) and found.central is not None:
        return found.central
    return math.nan


def _system(inputs: Inputs, route: str) -> System:
    loss = pvwatts_loss(np.array([_number(inputs, id_) for id_ in losses_of(route)]))
    gamma, dc_ac, inverter, albedo = (_number(inputs, id_) for id_ in SYSTEM)
    return System(loss, gamma / 100.0, dc_ac, inverter, albedo)


def _sky(inputs: Inputs, *, exact: bool) -> Sky | None:
    """Return the sky over the plan: of its weather, else without clouds; None without a place.

    Parameters
    ----------
    inputs
        What the measure may read.
    exact
        Whether the yield rests on it, so that pvlib is asked; else its shape is all that counts.
    """
    weather = weather_in(inputs.parameter(STORED))
    if weather is not None:
        return sky_of(weather, offset_of(inputs), exact=exact)
    place = cast("Place | None", inputs.value("solar.place"))
    if place is None:
        return None
    if not exact:
        return plain_sky(place.lon, place.lat, offset_of(inputs))
    turbidity = inputs.parameter("plan.turbidity")
    air_c, wind_m_s = (_number(inputs, id_) for id_ in CLEAR)
    if math.isnan(air_c) or math.isnan(wind_m_s):
        return None
    linke = float(turbidity) if isinstance(turbidity, int | float) else None
    return clear_sky(place.lon, place.lat, offset_of(inputs), linke, (air_c, wind_m_s))


def counted(inputs: Inputs, inside: Mask) -> Mask:
    """Return whose hours the park has: planned and built roofs, all where none is either."""
    pv = inputs.column("rooftops", "pv")
    chosen = (equal(pv, "planned") | equal(pv, "built")) & inside
    return chosen if chosen.any() else inside


@dataclass(frozen=True, slots=True, eq=False)
class Modelled:
    """What roofs yield by the sun, in the order of their ids.

    Parameters
    ----------
    monthly
        (roofs, 12), what 1 kWp yields. [kWh/kWp]
    plane_kwh_m2
        (roofs,), irradiation in the plane of the modules. [kWh/(m²·a)]
    hourly
        (8760,), what the counted roofs yield together, local standard time. [kWh]
    clear
        Whether the sky had no clouds.
    turbidity
        Its mean Linke turbidity, NaN of measured weather. [-]
    unknown
        How many roofs lack a yield for want of a known horizon, where shading is counted.
    """

    monthly: Numbers
    plane_kwh_m2: Numbers
    hourly: Numbers
    clear: bool
    turbidity: float
    unknown: int = 0


class _Around:
    """Horizons of roofs; what is computed of one whose horizon is not known is thrown away.

    Parameters
    ----------
    shading
        A value with ``beam`` and ``sky_view``.
    """

    def __init__(self, shading: Any) -> None:  # noqa: ANN401
        self._shading = shading
        self.sky_view: Numbers = np.nan_to_num(np.asarray(shading.sky_view, np.float64), nan=1.0)

    def beam(self, azimuth_deg: Numbers, elevation_deg: Numbers) -> Numbers:
        """Return the share of each roof that is in direct sun, (roofs, hours). [-]."""
        found = np.asarray(self._shading.beam(azimuth_deg, elevation_deg), np.float64)
        return np.nan_to_num(found, nan=1.0, copy=False)


MANY: Final = 20
"""Roofs whose hours take longer than an edit may."""


def _heavy(inputs: Inputs) -> bool:
    return route_of(inputs) != "table" and len(inputs.ids("rooftops")) > 0


def _many(inputs: Inputs) -> bool:
    return route_of(inputs) == "table" and len(inputs.ids("rooftops")) > MANY


def _planes(modules: RoofModules) -> Planes:
    return Planes(modules.tilt_deg, modules.azimuth_deg, modules.flush)


def _modelled(inputs: Inputs) -> Modelled | None:
    """Return what roofs yield by the sun; None where a table says it, or where it is not known."""
    route = route_of(inputs)
    modules = cast("RoofModules", inputs.value("solar.modules"))
    if route == "table" or not len(modules.ids):
        return None
    shading = inputs.value("solar.shading") if route == "shaded" else None
    sky = _sky(inputs, exact=True)
    system = _system(inputs, route)
    if sky is None or (route == "shaded" and shading is None) or _lacks(system):
        return None
    kwp = np.where(counted(inputs, modules.inside), modules.kwp, 0.0)
    if shading is not None:
        found = year(sky, _planes(modules), system, kwp, _Around(shading))
        return _of_known(found, np.isnan(shading.sky_view), modules, kwp, sky)
    planes, owner = _planes(modules).distinct()
    found = year(sky, planes, system, np.bincount(owner, kwp, len(planes)).astype(np.float64))
    return Modelled(
        found.monthly[owner], found.plane_kwh_m2[owner], found.hourly, sky.clear, sky.turbidity
    )


def _of_known(
    found: YearOfPlanes, open_: Mask, modules: RoofModules, kwp: Numbers, sky: Sky
) -> Modelled:
    """Return the year of roofs; one that has modules and no known horizon has no yield."""
    unknown = open_ & modules.inside & (modules.kwp != 0.0)
    monthly = np.where(unknown[:, None], np.nan, found.monthly)
    plane = np.where(unknown, np.nan, found.plane_kwh_m2)
    # The hours are those of the counted roofs together: one that is missing leaves none.
    hours = np.full_like(found.hourly, np.nan) if (unknown & (kwp != 0.0)).any() else found.hourly
    return Modelled(monthly, plane, hours, sky.clear, sky.turbidity, int(unknown.sum()))


def _lacks(system: System) -> bool:
    return any(
        math.isnan(number)
        for number in (system.loss, system.gamma, system.dc_ac, system.inverter, system.albedo)
    )


@dataclass(frozen=True, slots=True, eq=False)
class Hours:
    """What roofs yield by month, and all of them by hour.

    Parameters
    ----------
    months
        (roofs, 12), in the order of their ids; NaN where it is not known. [kWh]
    hourly
        (8760,), of the counted roofs, local standard time; None where one is not known. [kWh]
    shaped
        Whether hours only have the shape of a year of sun, and their sum is a table's.
    """

    months: Numbers
    hourly: Numbers | None
    shaped: bool


def _hours(inputs: Inputs) -> Hours | None:
    modules = cast("RoofModules", inputs.value("solar.modules"))
    modelled = cast("Modelled | None", inputs.value("solar.modelled"))
    if not len(modules.ids):
        return None
    if route_of(inputs) != "table":
        if modelled is None:
            return None
        months = modelled.monthly * modules.kwp[:, None]
        return Hours(months, _known(modelled.hourly), shaped=False)
    sky = _sky(inputs, exact=False)
    if sky is None:
        return None
    planes, owner = _planes(modules).distinct()
    shape = year_shape(sky, planes)
    yearly = shape.monthly.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = shape.monthly / yearly[:, None]
        weight = np.where(counted(inputs, modules.inside), modules.table_kwh, 0.0)
        scale = np.bincount(owner, weight, len(planes)) / yearly
    months = modules.table_kwh[:, None] * share[owner]
    return Hours(months, _known(shape.hourly(scale)), shaped=True)


def _known(kwh: Numbers) -> Numbers | None:
    return kwh if np.isfinite(kwh).all() else None


def months_of(kwh: Numbers) -> Numbers:
    """Return the sums of the months of a year of hours.

    Examples
    --------
    >>> months_of(np.ones(8760))[:3].tolist()
    [744.0, 672.0, 744.0]
    """
    starts = np.concatenate([[0], np.cumsum(MONTH_HOURS)[:-1]])
    return np.add.reduceat(kwh, starts)


def hourly(inputs: Inputs) -> Numbers | None:
    """Return the yield of the counted roofs by hour, local standard time. [kWh]."""
    found = cast("Hours | None", inputs.value("solar.hours"))
    return None if found is None else found.hourly


def monthly(inputs: Inputs) -> Numbers | None:
    """Return the same by month. [kWh]."""
    found = cast("Numbers | None", inputs.value("solar.hourly"))
    return None if found is None else months_of(found)


MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _month(number: int) -> Any:  # noqa: ANN401
    def compute(inputs: Inputs) -> pd.Series:
        """Return the yield of each roof in a month; NaN where it is not known."""
        modules = cast("RoofModules", inputs.value("solar.modules"))
        found = cast("Hours | None", inputs.value("solar.hours"))
        kwh = np.full(len(modules.ids), np.nan)
        if found is not None:
            kwh = np.where(modules.inside, found.months[:, number], np.nan)
        return pd.Series(kwh, pd.Index(modules.ids, name="fid"))

    return compute


_SKY: Final = (ROUTE, STORED, "plan.utc_offset", "plan.turbidity", "pv.")
_PV: Final = MappingProxyType({"rooftops": ("pv",)})

MEASURES = (
    Measure(
        "solar.modelled",
        "Yield of roofs by the sun",
        "",
        _modelled,
        layers=_PV,
        parameters=_SKY,
        measures=("solar.modules", "solar.place", "solar.shading"),
        heavy=_heavy,
    ),
    Measure(
        "solar.hours",
        "Roof PV by hour",
        "",
        _hours,
        layers=_PV,
        parameters=(ROUTE, STORED, "plan.utc_offset"),
        measures=("solar.modules", "solar.modelled", "solar.place"),
        heavy=_many,
    ),
    *(
        Measure(
            f"solar.roof_month_{number + 1:02d}",
            f"PV yield of the roof in {name}",
            "kWh",
            _month(number),
            measures=("solar.hours", "solar.modules"),
            per_feature="rooftops",
            themed=True,
            deferred=True,
        )
        for number, name in enumerate(MONTHS)
    ),
)
