"""Supply of electricity through the year with the plan's values put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np

from layers.analysis.demand import Demand
from layers.analysis.dispatch import Dispatch
from layers.analysis.hourly import months_of
from layers.analysis.load_shapes import load_shapes
from layers.analysis.overlay import Numbers
from layers.analysis.park_hours import UNITS_KWH, Storage, loads_by_shape
from layers.analysis.worked import Work, inputs_of, line, sum_line, total_line
from layers.explanation import Step
from layers.measure import Results
from layers.message import Message
from layers.missing import equal


def _balance(results: Results) -> Dispatch | None:
    return cast("Dispatch | None", results.value("energy.balance"))


def _peak(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    """Yield the load of each shape in the hour of the highest load."""
    del found
    load = cast("Numbers | None", results.value("energy.hourly"))
    if load is None:
        return
    hour = int(np.argmax(load))
    shape = str(results.document.parameters.get("plan.process_load"))
    steps: list[Step] = []
    for name, kwh in loads_by_shape(cast("Demand", results.value("energy.demand")), shape).items():
        share = float(load_shapes()[name].hours[hour])
        title = Message(load_shapes()[name].title)
        steps.append(Step.of(title, "{E} × {w}", kwh * share, "kW", E=kwh, w=share))
    yield from steps
    yield total_line(path, steps)


def _of_hours(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    """Yield a sum or the highest hour of the balance of the hours."""
    name, told = path.rpartition(".")[2], found["energy"]
    balance, value = _balance(results), told[name]
    if balance is None or value is None:
        return
    sums = {
        "L": float(balance.load.sum()),
        "D": float(balance.direct.sum()),
        "O": float(balance.discharged.sum()),
        "E": float(balance.pv.sum()),
        "C": float(balance.charged.sum()),
        "X": float(balance.exported.sum()),
        "V": float(balance.curtailed.sum()),
    }
    if name == "pv_kwh_per_a":
        yield sum_line(path, months_of(balance.pv).tolist())
    elif name == "peak_import_kw":
        hour = int(np.argmax(balance.bought))
        need, direct, out = (
            float(one[hour]) for one in (balance.load, balance.direct, balance.discharged)
        )
        yield line(path, "{L} - {D} - {O}", value, L=need, D=direct, O=out)
    else:
        yield line(path, _TEXTS[name], value, **sums)


_TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "self_used_kwh_per_a": "{D} + {O}",
        "self_consumption_pct": "min(100, 100 × ({E} - {X} - {V}) / {E})",
        "self_sufficiency_pct": "min(100, 100 × ({D} + {O}) / {L})",
        "bought_kwh_per_a": "{L} - {D} - {O}",
        "exported_kwh_per_a": "{E} - {D} - {C} - {V}",
        "curtailed_kwh_per_a": "{E} - {D} - {C} - {X}",
        "storage_loss_kwh_per_a": "{C} - {O}",
    }
)
"""L load, E PV, D used at once, C into the storage, O out of it, X exported, V curtailed."""


def _of_storage(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    if found["energy"]["storage_kwh"] is None:
        return
    storage = cast("Storage", results.value("energy.storage"))
    if not storage.drawn:
        yield line(path, "{S} × 1000", storage.capacity_kwh, S=storage.capacity_kwh / 1000.0)
        return
    inputs = inputs_of(results, {"facilities": ("type", "capacity", "unit")})
    places = np.flatnonzero(equal(inputs.column("facilities", "type"), "storage"))
    amounts = inputs.numbers("facilities", "capacity", places).tolist()
    units = [str(one).strip().lower() for one in inputs.column("facilities", "unit", places)]
    known = [
        amount * UNITS_KWH[unit]
        for amount, unit in zip(amounts, units, strict=True)
        if unit in UNITS_KWH
    ]
    yield sum_line(path, known)


STEPS: Final[Mapping[str, Work]] = MappingProxyType(
    {
        "energy.peak_load_kw": _peak,
        "energy.storage_kwh": _of_storage,
        **{f"energy.{name}": _of_hours for name in (*_TEXTS, "pv_kwh_per_a", "peak_import_kw")},
    }
)
