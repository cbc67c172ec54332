"""Sun: sums over the roofs, why they are what they are, and what they lack."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.absent import Missing
from layers.analysis.hourly import ROUTE, ROUTES, Modelled, hourly, monthly
from layers.analysis.lifetime import life_factor
from layers.analysis.overlay import Numbers
from layers.analysis.shading import RoofStates, unknown
from layers.analysis.solar_why import why, why_hours, why_life
from layers.measure import Inputs, Measure, Results
from layers.message import Message
from layers.weather import STORED, weather_in

SUMS: Final = ("roof_m2", "usable_m2", "kwp", "kwh_per_a", "avoided_t_per_a")
"""Columns of the roofs that are summed."""
_CITY: Final = Message.of("a specific yield: choose the city of the PV yield")


def _has_status(rows: pd.DataFrame, status: str) -> NDArray[np.bool_]:
    return np.asarray(rows["pv"].isin([status]), bool)


def _sums(inputs: Inputs) -> Mapping[str, Mapping[str, float | None]]:
    """Return the sums over all roofs, the planned and the built ones; None where one is missing.

    Without any roof all of them are missing; with roofs none of which is planned, 0 are planned.
    """
    roofs = cast("pd.DataFrame", inputs.value("solar.roofs"))
    rows = inputs.rows("rooftops")
    chosen = {
        "all": np.ones(len(roofs), bool),
        "planned": _has_status(rows, "planned"),
        "built": _has_status(rows, "built"),
    }
    return MappingProxyType(
        {
            name: MappingProxyType(
                {
                    column: _sum(roofs[column].to_numpy()[mask]) if len(roofs) else None
                    for column in SUMS
                }
            )
            for name, mask in chosen.items()
        }
    )


def _sum(values: Numbers) -> float | None:
    total = math.fsum(values)
    return None if math.isnan(total) else total


def _of_all(column: str) -> Any:  # noqa: ANN401
    def compute(inputs: Inputs) -> float | None:
        return inputs.value("solar.sums")["all"][column]

    return compute


# ---- life ---------------------------------------------------------------------------------------


def _life(inputs: Inputs) -> Mapping[str, float | None]:
    """Return the yield over the life of the modules on all roofs, the planned and the built."""
    sums, factor = inputs.value("solar.sums"), life_factor(inputs)
    found: dict[str, float | None] = {}
    for part, columns in sums.items():
        kwh = columns["kwh_per_a"]
        found[part] = None if kwh is None or math.isnan(factor) else kwh * factor
    return MappingProxyType(found)


_READ: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"rooftops": ("roof_type", "usable_share", "tilt_deg", "azimuth_deg", "pv")}
)

_SETTINGS: Final = (
    "pv.",
    "emission.",
    "plan.grid_factor",
    "plan.yield_city",
    "plan.utc_offset",
    "plan.turbidity",
    ROUTE,
    STORED,
)

_ASKED: Final = (
    "solar.ground",
    "solar.roofs",
    "solar.modules",
    "solar.modelled",
    "solar.place",
    "solar.yield_factor",
    "solar.shading",
    "solar.shading_kept",
    "solar.shading_states",
)
"""What an answer to "why?" reads."""


def _total(name: str, title: str, unit: str, column: str) -> Measure:
    return Measure(
        f"solar.{name}",
        title,
        unit,
        _of_all(column),
        layers=_READ,
        parameters=_SETTINGS,
        measures=("solar.sums", *_ASKED),
        explain=why,
    )


def _of_hours(
    id_: str, title: str, compute: Callable[[Inputs], Numbers | None], read: str
) -> Measure:
    return Measure(
        id_,
        title,
        "kWh",
        compute,
        layers=_READ,
        parameters=_SETTINGS,
        measures=(read, *_ASKED),
        explain=why_hours,
    )


MEASURES = (
    Measure(
        "solar.sums",
        "Roof photovoltaics, sums",
        "",
        _sums,
        layers=_READ,
        parameters=_SETTINGS,
        measures=_ASKED,
        explain=why,
    ),
    _total("roof", "Roof area", "m²", "roof_m2"),
    _total("usable", "Usable roof area", "m²", "usable_m2"),
    _total("kwp", "Roof PV power", "kWp", "kwp"),
    _total("kwh", "Roof PV yield", "kWh/a", "kwh_per_a"),
    _total("avoided", "Emissions avoided by roof PV", "t CO₂/a", "avoided_t_per_a"),
    _of_hours("solar.hourly", "Roof PV by hour", hourly, "solar.hours"),
    _of_hours("solar.monthly", "Roof PV by month", monthly, "solar.hourly"),
    Measure(
        "solar.life",
        "Roof PV yield over the life of the modules",
        "kWh",
        _life,
        layers=_READ,
        parameters=_SETTINGS,
        measures=("solar.sums", *_ASKED),
        explain=why_life,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "solar": "solar.sums",
        "solar.roof_m2": "solar.roof",
        "solar.usable_m2": "solar.usable",
        "solar.kwp": "solar.kwp",
        "solar.kwh_per_a": "solar.kwh",
        "solar.avoided_t_per_a": "solar.avoided",
        "solar.life_kwh": "solar.life",
        "solar.monthly_kwh": "solar.monthly",
        "solar.route": "solar.kwh",
    }
)


# ---- totals -------------------------------------------------------------------------------------


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about the sun."""
    sums = cast("Mapping[str, Mapping[str, float | None]]", results.value("solar.sums"))
    factor = results.value("solar.yield_factor")
    months = cast("Numbers | None", results.value("solar.monthly"))
    modelled = cast("Modelled | None", results.value("solar.modelled"))
    parameters = results.document.parameters
    weather, route = weather_in(parameters.get(STORED)), str(parameters.get(ROUTE))
    return {
        "solar": {
            **sums["all"],
            "planned": dict(sums["planned"]),
            "built": dict(sums["built"]),
            "yield_city": str(factor).removeprefix("pv.yield_") if factor else None,
            "life_kwh": results.value("solar.life")["all"],
            "monthly_kwh": None if months is None else months.tolist(),
            "route": route if route in ROUTES else "table",
            "weather": weather.source if weather else "",
            "upper_bound": modelled is not None and modelled.clear,
        }
    }


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the sun's totals lack."""
    if results.value("solar.yield_factor") is None:
        yield Missing("solar.yield_city", _CITY)
    roofs = len(results.document.layer("rooftops"))
    if not roofs:
        for path in (*SUMS, "planned", "built", "life_kwh", "monthly_kwh"):
            yield Missing(f"solar.{path}", Message.of("rooftops"))
        return
    yield from _missing_sums(results, roofs)
    if results.value("solar.life")["all"] is None:
        yield Missing("solar.life_kwh", Message.of("the yield, and life and degradation"), roofs)
    if results.value("solar.monthly") is None:
        yield Missing("solar.monthly_kwh", Message.of("the yield, and a place of the plan"), roofs)


def _unshaded(results: Results) -> Iterable[tuple[Message, int]]:
    """Yield what the yield lacks of the shading of roofs, where it is computed with it."""
    if str(results.document.parameters.get(ROUTE)) != "shaded":
        return
    modelled = cast("Modelled | None", results.value("solar.modelled"))
    states = cast("RoofStates | None", results.value("solar.shading_states"))
    if states is None or (modelled is not None and modelled.unknown):
        yield from unknown(states)


def _missing_sums(results: Results, roofs: int) -> Iterable[Missing]:
    sums = cast("Mapping[str, Mapping[str, float | None]]", results.value("solar.sums"))
    needs = {
        "usable_m2": Message.of("all factors of roof PV"),
        "kwp": Message.of("all factors of roof PV"),
        "kwh_per_a": Message.of("all factors of roof PV"),
        "avoided_t_per_a": Message.of("the yield and a grid factor"),
    }
    if str(results.document.parameters.get(ROUTE)) == "shaded":
        needs["kwh_per_a"] = Message.of("the shading of the roofs, and all factors of roof PV")
    elif results.value("solar.yield_factor") is None:
        needs["kwh_per_a"] = _CITY
    unshaded = list(_unshaded(results))
    for text, count in unshaded:
        yield Missing("solar.kwh_per_a", text, count or roofs)
    for part, above in (("all", ""), ("planned", "planned."), ("built", "built.")):
        for column in SUMS:
            told = unshaded and above + column == "kwh_per_a"
            if sums[part][column] is None and not told:
                yield Missing(f"solar.{above}{column}", needs[column], roofs)
