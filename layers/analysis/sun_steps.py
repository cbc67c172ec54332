"""Roof PV beyond the table of cities with the plan's values put in: areas, hours, months, life."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.carriers import Carriers
from layers.analysis.hourly import ROUTE, ROUTES, Modelled, losses_of
from layers.analysis.lifetime import LIFE
from layers.analysis.photovoltaics import life_kwh
from layers.analysis.planes import pvwatts_loss
from layers.analysis.roof_modules import RoofModules
from layers.analysis.roofs import types_of
from layers.analysis.solar_steps import TITLES
from layers.analysis.worked import Work, inputs_of, line, sum_line, total_line
from layers.explanation import Step
from layers.inputs import Inputs
from layers.measure import Results
from layers.message import Message
from layers.parameters import Factor

Mask = NDArray[np.bool_]


def _inputs(results: Results) -> Inputs:
    columns = ("roof_type", "pv")
    return inputs_of(results, {"rooftops": columns}, ("pv.", "emission.", "plan.grid_factor"))


def _counted(results: Results, path: str) -> tuple[RoofModules, Mask, NDArray[np.object_]]:
    """Return the modules, which roofs a number is made of, and their types."""
    modules = cast("RoofModules", results.value("solar.modules"))
    rows = _inputs(results).rows("rooftops")
    chosen = modules.inside.copy()
    for status in ("planned", "built"):
        if f".{status}." in path:
            chosen &= np.asarray(rows["pv"].isin([status]), bool)
    return modules, chosen, types_of(rows)


def _value(found: Mapping[str, Any], path: str) -> float | None:
    value: Any = found
    for part in path.split("."):
        value = value[part]
    return cast("float | None", value)


# ---- areas --------------------------------------------------------------------------------------


def _of_roofs(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    if _value(found, path) is not None:
        modules, chosen, _ = _counted(results, path)
        yield sum_line(path, modules.roof_m2[chosen].tolist())


def _of_usable(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    """Yield roof area by type times its usable share, which is the mean of the roofs."""
    if _value(found, path) is None:
        return
    modules, chosen, types = _counted(results, path)
    steps: list[Step] = []
    for name, title in TITLES.items():
        mine = chosen & (types == name)
        roof, usable = float(modules.roof_m2[mine].sum()), float(modules.usable_m2[mine].sum())
        if roof:
            steps.append(Step.of(title, "{A} × {r}", usable, "m²", A=roof, r=usable / roof))
    yield from steps
    yield total_line(path, steps)


def _of_avoided(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    avoided, kwh = _value(found, path), _value(found, path.replace("avoided_t", "kwh"))
    if avoided is not None and kwh is not None:
        grid = cast("Carriers", results.value("energy.carriers")).grid
        yield line(path, "{E} × {EF} / 1000", avoided, E=kwh, EF=grid)


# ---- hours --------------------------------------------------------------------------------------


def _of_hours(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    """Yield power · sun in the plane · losses · what cells and inverter leave, of modelled hours.

    ``E = P · H · (1 - L) · k``: power P [kWp], yearly sun in the plane of the modules H
    [kWh/(m²·a)], losses L, and k the share that the warmth of the cells and the inverter leave,
    weighed over all hours and roofs.
    """
    modelled = cast("Modelled | None", results.value("solar.modelled"))
    whole = _value(found, path)
    if whole == 0.0:
        yield sum_line(path, [])
    if modelled is None or not whole:
        return
    modules, chosen, types = _counted(results, path)
    chosen &= modules.kwp > 0
    inputs = _inputs(results)
    route = str(results.document.parameters.get(ROUTE))
    ids = losses_of(route if route in ROUTES else "table")
    losses = [one.central or 0.0 for one in map(inputs.factor, ids)]
    loss = pvwatts_loss(np.array(losses))
    amounts = {f"l{place}": value for place, value in enumerate(losses)}
    text = "1 - " + " × ".join(f"(1 - {{{name}}} / 100)" for name in amounts)
    yield Step.of(Message.of("Losses between modules and meter, L"), text, loss, "", **amounts)
    steps: list[Step] = []
    for name, title in TITLES.items():
        mine = chosen & (types == name)
        if not mine.any():
            continue
        kwp, monthly = modules.kwp[mine], modelled.monthly[mine]
        power, made = float(kwp.sum()), float((kwp[:, None] * monthly).sum())
        sun = float(kwp @ modelled.plane_kwh_m2[mine]) / power
        left = made / (power * sun * (1.0 - loss)) if power * sun else 0.0
        steps.append(
            Step.of(
                title,
                "{P} kWp × {H} × (1 - {L}) × {k}",
                made,
                "kWh/a",
                P=power,
                H=sun,
                L=loss,
                k=left,
            )
        )
    yield from steps
    yield total_line(path, steps)


def _of_power(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    """Yield power of no modules; that of some is told with the table's yield."""
    del results
    if _value(found, path) == 0.0:
        yield sum_line(path, [])


def _of_months(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    months = found["solar"]["monthly_kwh"]
    if months is not None:
        del results, path
        yield sum_line(Message.of("Counted roofs, the months of a year"), months, "kWh")


def _of_life(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    kwh, whole = found["solar"]["kwh_per_a"], found["solar"]["life_kwh"]
    inputs = _inputs(results)
    factors = [inputs.parameter(id_) for id_ in LIFE]
    if kwh is None or whole is None:
        return
    years, first, yearly = (
        one.central if isinstance(one, Factor) and one.central is not None else math.nan
        for one in factors
    )
    later = "(1 - (1 - {d} / 100) ^ ({n} - 1)) / ({d} / 100)" if yearly else "({n} - 1)"
    yield line(
        path,
        "{E} × (1 - {d1} / 200 + (1 - {d1} / 100) × " + later + ")",
        life_kwh(kwh, round(years), first / 100.0, yearly / 100.0),
        E=kwh,
        d1=first,
        d=yearly,
        n=float(round(years)),
    )


# ---- shading ------------------------------------------------------------------------------------


def _of_shading(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    """Yield the mean of the roofs whose shading is known, weighed as the totals weigh it."""
    value, name = _value(found, path), path.rpartition(".")[2]
    if value is None:
        return
    if name == "shaded_roofs":
        yield line(path, "{n}", value, n=value)
        return
    measure = "solar.sun_lost" if name == "sun_lost_pct" else "solar.sky_view"
    values = cast("pd.Series", results.value(measure)).to_numpy(np.float64)
    inputs = inputs_of(results, {"rooftops": ("geometry",)})
    areas = np.nan_to_num(inputs.shapes("rooftops").areas)
    known = np.isfinite(values) & (areas > 0)
    whole = float(areas[known].sum())
    yield line(path, "{S} / {A}", value, S=float((values * areas)[known].sum()), A=whole)


_PARTS: Final = ("solar", "solar.planned", "solar.built")

STEPS: Final[Mapping[str, Work]] = MappingProxyType(
    {
        **{f"{part}.roof_m2": _of_roofs for part in _PARTS},
        **{f"{part}.usable_m2": _of_usable for part in _PARTS},
        **{f"{part}.avoided_t_per_a": _of_avoided for part in _PARTS},
        **{f"{part}.kwh_per_a": _of_hours for part in _PARTS},
        **{f"{part}.kwp": _of_power for part in _PARTS},
        "solar.monthly_kwh": _of_months,
        "solar.life_kwh": _of_life,
        **{f"solar.{name}": _of_shading for name in ("shaded_roofs", "sky_view", "sun_lost_pct")},
    }
)
