"""Indicators of zero-carbon parks with the plan's values put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from layers.analysis.coal_equivalent import TCE_PER_GJ
from layers.analysis.indicator_reading import ENERGY_QUANTITY, Reading
from layers.analysis.indicator_values import (
    BOUGHT,
    COMPUTED,
    ELECTRICITY,
    EMITTED,
    GAS,
    GREEN_POWER,
    HEAT,
    USED,
    crowns_and_roads,
    far_counts,
    greenery,
    judged,
    new_factories,
    patches_m2,
    reading_of,
)
from layers.analysis.indicators import INDEX, Score, scores, share_of_leading, typed_values
from layers.analysis.worked import Work, steps_at
from layers.explanation import Step
from layers.factor_tables.indicators import EMPLOYED, MIIT
from layers.measure import Results
from layers.message import Message

Line = tuple[str, Mapping[str, float | None]]
"""A formula with places for numbers, and these."""


def _of_indicator(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    id_ = path.removeprefix("indicators").removeprefix(".")
    shown = scores(results, found)
    one = next((score for score in shown if id_ and id_.startswith(score.item.id)), None)
    if one is None:
        return
    how = COMPUTED.get(one.item.quantity)
    if one.origin in ("computed", "missing") and how is not None and how.same:
        yield from steps_at(results, found, how.paths[0])
        return
    if one.value is None:
        return
    if one.item.id == INDEX:
        yield from _of_index(shown, one)
        return
    name, quantity = Message(one.item.title), one.item.quantity
    if one.origin != "computed" or how is None:
        yield Step.of(name, "{V}", one.value, one.item.unit, V=one.value)
        return
    reading = reading_of(results, found, typed_values(results))
    if quantity in _WITH_ENERGY:
        yield _energy(reading)
    text, amounts = _LINES[quantity](reading)
    yield Step.of(name, text, one.value, one.item.unit, **amounts)


def _of_index(shown: tuple[Score, ...], index: Score) -> Iterator[Step]:
    required = [
        one
        for one in shown
        if one.item.set == MIIT and one.item.level == "required" and one.item.id != INDEX
    ]
    parts: list[float] = []
    for one in required:
        if one.value is not None and one.target is not None:
            parts.append(share_of_leading(one.value, one.target))
            less = one.target.low is None
            leading = one.target.high if less else one.target.low
            text = "min(1, {V} / {L})" if not less else "min(1, {L} / {V})"
            # What is nil needs no division: the share is whole.
            text = text if leading and one.value else "{s}"
            amounts = {"V": one.value, "L": leading, "s": parts[-1]}
            yield Step.of(Message(one.item.title), text, parts[-1], "", **amounts)
    name, whole = Message(index.item.title), sum(parts)
    text = "100 × {S} / {n}"
    yield Step.of(name, text, index.value, "", S=whole, n=float(len(required)))


def _energy(reading: Reading) -> Step:
    """Return energy in coal equivalent; as typed where it is."""
    value, name = reading.value(ENERGY_QUANTITY), Message.of("Energy use of the park")
    if ENERGY_QUANTITY in reading.typed:
        return Step.of(name, "{W}", value, "tce/a", W=value)
    text, amounts = _of_energy(reading)
    return Step.of(name, text, value, "tce/a", **amounts)


def _of_energy(reading: Reading) -> Line:
    return (
        "({e} × {E} + {g} × {V}) / 1000 + {h} × {Q}",
        {
            "e": reading.kgce_kwh,
            "E": reading.at(ELECTRICITY),
            "g": reading.kgce_m3,
            "V": reading.at(GAS),
            "h": TCE_PER_GJ,
            "Q": reading.at(HEAT),
        },
    )


def _of_core(reading: Reading) -> Line:
    industry, buildings, pv = (reading.at(path) for path in EMITTED)
    energy = reading.value(ENERGY_QUANTITY)
    return "({I} + {B} + {P}) / {W}", {"I": industry, "B": buildings, "P": pv, "W": energy}


def _clean(reading: Reading) -> dict[str, float | None]:
    green = reading.setting(GREEN_POWER) or 0.0
    return {"U": reading.at(USED), "G": green, "B": reading.at(BOUGHT)}


def _of_clean(reading: Reading) -> Line:
    energy = reading.value(ENERGY_QUANTITY)
    text = "100 × {e} × ({U} + {G} / 100 × {B}) / 1000 / {W}"
    return text, {**_clean(reading), "e": reading.kgce_kwh, "W": energy}


def _of_renewable(reading: Reading) -> Line:
    text = "100 × ({U} + {G} / 100 × {B}) / {E}"
    return text, {**_clean(reading), "E": reading.at(ELECTRICITY)}


def _of_pv(reading: Reading) -> Line:
    made = reading.at("energy.pv_kwh_per_a")
    return "100 × {P} / {E}", {"P": made, "E": reading.at(ELECTRICITY)}


def _of_roofs(reading: Reading) -> Line:
    floor = new_factories(reading)
    if floor is None:
        return "–", {}
    return "100 × {F} / {R}", {"F": floor.field_m2, "R": floor.roof_m2}


def _of_norms(reading: Reading) -> Line:
    known = judged(reading)
    return "{k} / {n}", {"k": float(known.count("within")), "n": float(len(known))}


def _of_far(reading: Reading) -> Line:
    kept, asked = far_counts(reading)
    return "100 × {k} / {n}", {"k": kept, "n": asked}


def _of_green(reading: Reading) -> Line:
    planted, crowns = greenery(reading)
    amounts = {"P": planted or 0.0, "C": crowns or 0.0, "S": reading.at("land.site_m2")}
    return "min(100, 100 × ({P} + {C}) / {S})", amounts


def _of_shade(reading: Reading) -> Line:
    crowns, ground = crowns_and_roads(reading)
    return "min(100, 100 × {C} / {R})", {"C": crowns, "R": ground}


def _of_connectivity(reading: Reading) -> Line:
    whole = patches_m2(reading)
    return "100 × {E} / {A}", {"E": reading.at("corridors.ec_pc_m2"), "A": whole}


def _of_jobs(reading: Reading) -> Line:
    return (
        "{W} / ({R} × {s} / 100)",
        {
            "W": reading.at("land.workers"),
            "R": reading.at("land.population"),
            "s": reading.setting(EMPLOYED),
        },
    )


def _of_nuisance(reading: Reading) -> Line:
    return "{d}", {"d": reading.value("nuisance")}


_LINES: Final[Mapping[str, Callable[[Reading], Line]]] = MappingProxyType(
    {
        ENERGY_QUANTITY: _of_energy,
        "core": _of_core,
        "clean": _of_clean,
        "nonfossil": _of_clean,
        "renewable_electricity": _of_renewable,
        "pv_share": _of_pv,
        "roof_pv": _of_roofs,
        "land_balance": _of_norms,
        "far": _of_far,
        "green_cover": _of_green,
        "road_shade": _of_shade,
        "ec_share": _of_connectivity,
        "jobs_housing": _of_jobs,
        "nuisance": _of_nuisance,
    }
)
_WITH_ENERGY: Final = frozenset({"core", "clean", "nonfossil"})

STEPS: Final[Mapping[str, Work]] = MappingProxyType({"indicators": _of_indicator})
