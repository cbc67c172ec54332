"""Sun: sums over the roofs, why they are what they are, and what they lack."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.absent import Missing
from layers.analysis.overlay import Numbers
from layers.analysis.roofs import PACKING, USABLE, grid_id, known_types, types_of
from layers.analysis.yields import yield_places
from layers.explanation import Explanation, Term
from layers.measure import Inputs, Measure, Results
from layers.message import Message
from layers.parameters import Factor

SUMS: Final = ("roof_m2", "usable_m2", "kwp", "kwh_per_a", "avoided_t_per_a")
"""Columns of the roofs that are summed."""


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


# ---- why ----------------------------------------------------------------------------------------


def _why(inputs: Inputs, value: object, path: str) -> Explanation:
    del value
    roofs = cast("pd.DataFrame", inputs.value("solar.roofs"))
    rows = inputs.rows("rooftops")
    inside = roofs["inside"].to_numpy()
    for part in ("planned", "built"):
        if f".{part}" in path:
            inside = inside & _has_status(rows, part)
    types = types_of(rows)[inside]
    roof_m2 = float(roofs["roof_m2"].to_numpy()[inside].sum()) if len(roofs) else None
    terms = [Term(Message.of("Roof area"), roof_m2, "m²")]
    terms += [
        Term.of(found)
        for found in (inputs.parameter(id_) for id_ in _factor_ids(inputs, types, path))
        if isinstance(found, Factor)
    ]
    return Explanation(
        Message.of(
            "A_u = A · r; P = A_u · g · d / 1000; E = P · Y · k, k = flat factor for modules up to "
            "10°, else 1; avoided = E · EF / 1000"
        ),
        tuple(terms),
        MappingProxyType({"rooftops": int(inside.sum())}),
        tuple(_assumed(inputs, rows.iloc[np.flatnonzero(inside)], path)),
    )


def _factor_ids(inputs: Inputs, types: NDArray[np.object_], path: str) -> list[str]:
    found = sorted({USABLE[name] for name in set(types)})
    if path.endswith(("roof_m2", "usable_m2")):
        return found if path.endswith("usable_m2") else []
    found += [*sorted({PACKING[name] for name in set(types)}), "pv.density_mono"]
    if not path.endswith("kwp"):
        found += [str(inputs.value("solar.yield_factor")), "pv.yield_flat_factor"]
    if path.endswith(("solar", "avoided_t_per_a", "avoided")):
        found.append(grid_id(inputs))
    return found


def _assumed(inputs: Inputs, rows: pd.DataFrame, path: str) -> Iterable[Message]:
    roofs = cast("pd.DataFrame", inputs.value("solar.roofs"))
    outside = int((~roofs["inside"].to_numpy(dtype=bool)).sum())
    if outside:
        yield Message.of("{n} roofs outside the red line are left out.", n=outside)
    if path.endswith("roof_m2"):
        return
    unknown = int((~known_types(rows)).sum())
    if unknown:
        yield Message.of("Assumed: {n} roofs without a known type are flat.", n=unknown)
    shared = int(rows["usable_share"].isna().to_numpy().sum())
    if shared:
        text = "Assumed: {n} roofs without a usable share take that of their type."
        yield Message.of(text, n=shared)
    if path.endswith("kwp"):
        return
    factor = inputs.value("solar.yield_factor")
    if factor and not inputs.parameter("plan.yield_city"):
        city = str(factor).removeprefix("pv.yield_")
        place = next(place for place in yield_places() if place.city == city)
        text = "Assumed: the yield of {city}, the nearest city of the table."
        yield Message.of(text, city=Message(place.title))
    tilted = int(rows["tilt_deg"].isna().to_numpy().sum())
    if tilted:
        text = (
            "Assumed: on {n} roofs without a tilt, modules at 10° on flat ones, flush and nearly "
            "flat on metal ones, near the optimum on pitched ones."
        )
        yield Message.of(text, n=tilted)


_READ: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"rooftops": ("roof_type", "usable_share", "tilt_deg", "pv")}
)

_SETTINGS: Final = ("pv.", "emission.", "plan.grid_factor", "plan.yield_city")


def _total(name: str, title: str, unit: str, column: str) -> Measure:
    return Measure(
        f"solar.{name}",
        title,
        unit,
        _of_all(column),
        layers=_READ,
        parameters=_SETTINGS,
        measures=("solar.sums", "solar.roofs", "solar.yield_factor"),
        explain=_why,
    )


MEASURES = (
    Measure(
        "solar.sums",
        "Roof photovoltaics, sums",
        "",
        _sums,
        layers=_READ,
        parameters=_SETTINGS,
        measures=("solar.roofs", "solar.yield_factor"),
        explain=_why,
    ),
    _total("roof", "Roof area", "m²", "roof_m2"),
    _total("usable", "Usable roof area", "m²", "usable_m2"),
    _total("kwp", "Roof PV power", "kWp", "kwp"),
    _total("kwh", "Roof PV yield", "kWh/a", "kwh_per_a"),
    _total("avoided", "Emissions avoided by roof PV", "t CO₂/a", "avoided_t_per_a"),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "solar": "solar.sums",
        "solar.roof_m2": "solar.roof",
        "solar.usable_m2": "solar.usable",
        "solar.kwp": "solar.kwp",
        "solar.kwh_per_a": "solar.kwh",
        "solar.avoided_t_per_a": "solar.avoided",
    }
)


# ---- totals -------------------------------------------------------------------------------------


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about the sun."""
    sums = cast("Mapping[str, Mapping[str, float | None]]", results.value("solar.sums"))
    factor = results.value("solar.yield_factor")
    return {
        "solar": {
            **sums["all"],
            "planned": dict(sums["planned"]),
            "built": dict(sums["built"]),
            "yield_city": str(factor).removeprefix("pv.yield_") if factor else None,
        }
    }


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the sun's totals lack."""
    sums = cast("Mapping[str, Mapping[str, float | None]]", results.value("solar.sums"))
    roofs = len(results.document.layer("rooftops"))
    located = results.value("solar.yield_factor") is not None
    needs = {
        "usable_m2": Message.of("all factors of roof PV"),
        "kwp": Message.of("all factors of roof PV"),
        "kwh_per_a": Message.of("all factors of roof PV"),
        "avoided_t_per_a": Message.of("the yield and a grid factor"),
    }
    if not located:
        needs["kwh_per_a"] = Message.of("a specific yield: choose the city of the PV yield")
        yield Missing("solar.yield_city", needs["kwh_per_a"])
    if not roofs:
        for path in (*SUMS, "planned", "built"):
            yield Missing(f"solar.{path}", Message.of("rooftops"))
        return
    for part, above in (("all", ""), ("planned", "planned."), ("built", "built.")):
        for column in SUMS:
            if sums[part][column] is None:
                yield Missing(f"solar.{above}{column}", needs[column], roofs)
