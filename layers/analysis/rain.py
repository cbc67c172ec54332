"""Rain that is to be held back: storage wanted and built, and the share of control it gives.

``V = 10 · H · ψ · F`` [m³] with H the design rainfall [mm], ψ the runoff coefficient of
`layers.analysis.runoff` and F the site [ha] (海绵城市建设技术指南 2014).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np

from layers.analysis.absent import Missing
from layers.analysis.runoff import NEEDED
from layers.analysis.sink import Range
from layers.explanation import Explanation, Term
from layers.measure import Inputs, Measure, Results
from layers.message import Message
from layers.units import M2_PER_HA


def storage_m3(rain_mm: float, coefficient: float, area_ha: float) -> float:
    """Return the volume that rain leaves on a site, ``V = 10 · H · ψ · F``.

    Parameters
    ----------
    rain_mm
        Design rainfall. [mm]
    coefficient
        Composite runoff coefficient. [-]
    area_ha
        Site. [ha]

    Examples
    --------
    >>> round(storage_m3(23.2, 0.5575, 40.0), 1)
    5173.6
    """
    return 10.0 * rain_mm * coefficient * area_ha


def control_pct(rain_mm: float, curve: Mapping[float, float]) -> float | None:
    """Return the share of the yearly runoff that storage for some rain controls.

    Interpolated between the points of the local curve; None beyond them.

    Parameters
    ----------
    rain_mm
        Rain that can be held back. [mm]
    curve
        Design rainfall by share of control. [mm] by [%]

    Examples
    --------
    >>> round(control_pct(17.9372, {60.0: 16.7, 70.0: 23.2}), 2)
    61.9
    >>> control_pct(5.0, {60.0: 16.7, 70.0: 23.2}) is None
    True
    """
    shares = sorted(curve)
    rains = [curve[share] for share in shares]
    if not rains or not rains[0] <= rain_mm <= rains[-1]:
        return None
    return float(np.interp(rain_mm, rains, shares))


def rain_mm(share_pct: float, curve: Mapping[float, float]) -> float | None:
    """Return the design rainfall of a share of control; None beyond the curve.

    Examples
    --------
    >>> rain_mm(65.0, {60.0: 16.0, 70.0: 24.0})
    20.0
    """
    shares = sorted(curve)
    if not shares or not shares[0] <= share_pct <= shares[-1]:
        return None
    return float(np.interp(share_pct, shares, [curve[share] for share in shares]))


@dataclass(frozen=True, slots=True)
class Storage:
    """Rain that is to be held back, and that is.

    Parameters
    ----------
    rain_mm
        Design rainfall of the wanted share of control. [mm]
    wanted_m3, built_m3
        Storage. [m³]
    held_mm
        Rain that what is built holds back. [mm]
    control_pct
        Share of the yearly runoff that it controls. [%]
    beyond
        Whether that lies below or above the local curve.
    """

    rain_mm: float | None = None
    wanted_m3: float | None = None
    built_m3: float | None = None
    held_mm: float | None = None
    control_pct: float | None = None
    beyond: bool = False


def _curve(inputs: Inputs) -> Mapping[float, float]:
    city = inputs.parameter("plan.rain_city")
    found: dict[float, float] = {}
    for name, factor in inputs.factors("rain.").items():
        place, _, share = name.rpartition("_")
        if place == city and factor.central is not None:
            found[float(share)] = factor.central
    return found


def _storage(inputs: Inputs) -> Storage:
    coefficient = cast("Range", inputs.value("runoff.site")).central
    area_ha = sum(cast("Mapping[str, float]", inputs.value("runoff.areas")).values()) / M2_PER_HA
    curve = _curve(inputs)
    share, built = (
        inputs.parameter(f"plan.{name}") for name in ("runoff_target_pct", "storage_built_m3")
    )
    rain = rain_mm(share, curve) if isinstance(share, int | float) else None
    if not coefficient:
        return Storage(rain)
    wanted = None if rain is None else storage_m3(rain, coefficient, area_ha)
    if not isinstance(built, int | float):
        return Storage(rain, wanted)
    held = built / storage_m3(1.0, coefficient, area_ha)
    controlled = control_pct(held, curve)
    return Storage(rain, wanted, built, held, controlled, bool(curve) and controlled is None)


def _why_storage(inputs: Inputs, value: Storage, path: str) -> Explanation:
    del path
    areas = cast("Mapping[str, float]", inputs.value("runoff.areas"))
    terms: list[Term] = [
        Term(Message.of("Runoff coefficient"), inputs.value("runoff.site").central, "-"),
        Term(Message.of("Site"), sum(areas.values()) / M2_PER_HA, "ha"),
        Term(Message.of("Design rainfall"), value.rain_mm, "mm"),
        Term(Message.of("Storage planned or built"), value.built_m3, "m³"),
    ]
    city = inputs.parameter("plan.rain_city")
    terms += [
        Term.of(factor)
        for name, factor in inputs.factors("rain.").items()
        if name.rpartition("_")[0] == city
    ]
    left_out: tuple[Message, ...] = ()
    if value.beyond:
        left_out = (
            Message.of("{rain} mm lie beyond the points of the curve.", rain=value.held_mm),
        )
    return Explanation(
        Message.of(
            "V = 10 · H · ψ · F; H = V / (10 · ψ · F); the share of control is interpolated between"
            " the points of the city's curve"
        ),
        tuple(terms),
        left_out=left_out,
    )


MEASURES = (
    Measure(
        "runoff.storage",
        "Rainwater storage",
        "m³",
        _storage,
        parameters=("rain.", "plan.rain_city", "plan.runoff_target_pct", "plan.storage_built_m3"),
        measures=("runoff.areas", "runoff.site"),
        explain=_why_storage,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType({"runoff": "runoff.storage"})


# ---- totals -------------------------------------------------------------------------------------


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about rain."""
    storage = cast("Storage", results.value("runoff.storage"))
    return {
        "runoff": {
            "rain_mm": storage.rain_mm,
            "storage_wanted_m3": storage.wanted_m3,
            "storage_built_m3": storage.built_m3,
            "held_mm": storage.held_mm,
            "control_pct": storage.control_pct,
        }
    }


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the totals of rain lack."""
    parameters = results.document.parameters
    storage = cast("Storage", results.value("runoff.storage"))
    needs = {
        "plan.rain_city": Message.of("the city of the design rainfall"),
        "plan.runoff_target_pct": Message.of("the wanted annual runoff control ratio"),
        "plan.storage_built_m3": Message.of("the storage that is planned or built"),
    }
    asked = {
        "rain_mm": ("plan.rain_city", "plan.runoff_target_pct"),
        "storage_wanted_m3": ("plan.rain_city", "plan.runoff_target_pct"),
        "storage_built_m3": ("plan.storage_built_m3",),
        "held_mm": ("plan.storage_built_m3",),
        "control_pct": ("plan.storage_built_m3", "plan.rain_city"),
    }
    values = section(results)["runoff"]
    for name, wanted in asked.items():
        if values[name] is not None:
            continue
        lacking = [one for one in wanted if parameters.get(one) is None]
        for one in lacking:
            yield Missing(f"runoff.{name}", needs[one])
        if not lacking:
            text = "a share or a rain within the points of the city's curve"
            beyond = storage.beyond or name in ("rain_mm", "storage_wanted_m3")
            yield Missing(
                f"runoff.{name}",
                Message.of(text) if beyond else NEEDED,
            )
