"""Formulas of roof PV by the table of cities with the plan's values put in, by type of roof."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.analysis.overlay import Numbers
from layers.analysis.roof_modules import RoofModules
from layers.explanation import Step
from layers.message import Message

TITLES: Final = {
    "flat": Message.of("flat roofs"),
    "metal": Message.of("metal roofs"),
    "pitched": Message.of("pitched roofs"),
}


def steps_of(
    modules: RoofModules,
    types: NDArray[np.object_],
    inside: NDArray[np.bool_],
    density: float | None,
    specific: float | None,
) -> tuple[Step, ...]:
    """Return ``A_u · g · d / 1000 · Y · k`` by type of roof; g and k are means of the roofs.

    Parameters
    ----------
    modules
        What roofs could carry.
    types, inside
        Their types, and which are counted.
    density
        Power by area of modules. [Wp/m²]
    specific
        Yield of the table; None where it is not asked for. [kWh/(kWp·a)]
    """
    steps: list[Step] = []
    sums: list[float] = []
    unit = "kWp" if specific is None else "kWh/a"
    for name, title in TITLES.items():
        mine = inside & (types == name)
        usable, kwp = _sum(modules.usable_m2, mine), _sum(modules.kwp, mine)
        if not mine.any() or not usable or density is None:
            continue
        kwh = _sum(modules.table_kwh, mine)
        made = kwp if specific is None else kwh
        packing = kwp * 1000.0 / (usable * density) if density else None
        mount = kwh / (kwp * specific) if specific and kwp else None
        text = "{A} m² × {g} × {d} / 1000" + ("" if specific is None else " × {Y} × {k}")
        amounts = {"A": usable, "g": packing, "d": density, "Y": specific, "k": mount}
        steps.append(Step.of(title, text, made, unit, **amounts))
        sums.append(made)
    if len(steps) > 1:
        title = Message.of("Roof PV, power") if specific is None else Message.of("Roof PV, yield")
        steps.append(Step(title, "Σ", float(np.sum(sums)), unit))
    return tuple(steps)


def _sum(values: Numbers, which: NDArray[np.bool_]) -> float:
    return float(values[which].sum())
