"""What is lost once where vegetated land is built over: a line of its own, not per year.

``L = A · C_biomass · 44/12`` on all land of a parcel that is vegetated now and urban in the plan,
and ``A_sealed · ΔC_soil · 44/12`` on what is sealed of it (2006 IPCC Guidelines, volume 4,
chapter 8.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd

from layers.analysis.absent import Missing
from layers.analysis.additive import exchanged
from layers.analysis.attached import LAYERS as GROUND_LAYERS
from layers.analysis.attached import MEASURES_READ as GROUND_READ
from layers.analysis.attached import ground_of, moved_ground, usual_of_uses
from layers.analysis.by_code import Coded
from layers.analysis.overlay import Numbers, Places
from layers.analysis.sink import Range
from layers.codes import CodeSet
from layers.edit import Change
from layers.explanation import Explanation, Term
from layers.factor_tables.stocks import SOIL, covers
from layers.measure import Inputs, Measure, Results
from layers.message import Message
from layers.parameters import Factor
from layers.units import CO2_PER_C, M2_PER_HA


def loss_t(area_m2: float, stock_t_ha: float) -> float:
    """Return what is lost with the carbon of some ground, ``A · C · 44/12 / 10⁴``.

    Parameters
    ----------
    area_m2
        Ground. [m²]
    stock_t_ha
        Carbon that stands on it. [t C/ha]

    Returns
    -------
    float
        Loss. [t CO₂]

    Examples
    --------
    >>> loss_t(30_000.0, 10.0)
    110.0
    """
    return area_m2 / M2_PER_HA * stock_t_ha * CO2_PER_C


@dataclass(frozen=True, slots=True, eq=False)
class BuiltOver:
    """Vegetated land that the plan builds over.

    Parameters
    ----------
    areas
        Ground by stock. [m²]
    sealed_m2
        What is sealed of it. [m²]
    parcels
        Count of the parcels.
    """

    areas: Mapping[str, float]
    sealed_m2: float
    parcels: int


def stock_of(code: str, codes: CodeSet) -> str:
    """Return the stock that stands on land of an existing code; empty for none.

    Examples
    --------
    >>> from layers.codes import code_set
    >>> stock_of("0301", code_set("MNR2023")), stock_of("M1", code_set("GB50137-2011"))
    ('woodland', '')
    """
    found = (stock for stock, classes in _covers() if codes.lies_in(code, classes))
    return next(found, "")


@cache
def _covers() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple(covers())


def _built_over(inputs: Inputs) -> BuiltOver | None:
    """Return what is built over; None where no existing land use is known."""
    existing = cast("Coded", inputs.value("land.existing_coded"))
    if not any(code.strip() for code in existing.codes):
        return None
    return _told(inputs, *_sums(inputs, usual_of_uses(inputs)))


def _told(inputs: Inputs, sums: Numbers, parcels: int) -> BuiltOver:
    *areas, sealed = sums.tolist()
    pairs = zip(_names(inputs), areas, strict=True)
    return BuiltOver(
        MappingProxyType({name: one for name, one in pairs if one > 0}), sealed, parcels
    )


def _stocks(inputs: Inputs) -> list[str]:
    """Return what stands on land of each existing code."""
    codes, existing = inputs.codes, cast("Coded", inputs.value("land.existing_coded"))
    return [stock_of(code, codes) for code in existing.codes]


def _names(inputs: Inputs) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in _stocks(inputs) if name))


def _sums(inputs: Inputs, usual: Numbers, places: Places | None = None) -> tuple[Numbers, int]:
    """Return the ground of each stock on parcels, what is sealed of all, and their count. [m²]."""
    existing = cast("Coded", inputs.value("land.existing_coded"))
    planned = cast("Coded", inputs.value("land.coded"))
    inside = cast("pd.Series", inputs.value("land.inside")).to_numpy()
    some = slice(None) if places is None else places
    classes, names = inputs.codes.classes, _names(inputs)
    table = np.array([names.index(one) if one else -1 for one in _stocks(inputs)], np.intp)
    urban = np.array([code in classes and classes[code].urban for code in planned.codes], bool)
    place = np.where(urban[planned.places[some]], table[existing.places[some]], -1)
    inside = inside[some]
    over = (place >= 0) & (inside > 0)
    ground = ground_of(inputs, usual, places)
    sealed = np.maximum(inside - ground.attached_m2 - ground.planted_m2, 0.0)[over].sum()
    areas = np.bincount(place[over], inside[over], len(names))
    return np.append(areas, sealed).astype(np.float64), int(over.sum())


def _built_over_again(
    inputs: Inputs, before: Inputs, value: BuiltOver | None, change: Change
) -> BuiltOver | None:
    """Take away the parcels whose ground is another one as they were, and add them as they are."""
    existing, old = (one.value("land.existing_coded").codes for one in (inputs, before))
    if value is None or existing != old or inputs.codes is not before.codes:
        return _built_over(inputs)
    moved = moved_ground(inputs, before, change)
    if moved is None:
        return _built_over(inputs)
    (gone, less), (fresh, more) = (
        _sums(one, usual_of_uses(one), places)
        for one, places in zip((before, inputs), moved, strict=True)
    )
    areas = [value.areas.get(name, 0.0) for name in _names(inputs)]
    found = exchanged(np.array([*areas, value.sealed_m2]), gone, fresh)
    if found is None:
        return _built_over(inputs)
    return _told(inputs, found, value.parcels - less + more)


def _loss(inputs: Inputs) -> Range:
    """Return the loss; None where existing land use or a stock is missing. [t CO₂]."""
    found = cast("BuiltOver | None", inputs.value("carbon.built_over"))
    if found is None:
        return Range(None, None, None)
    return Range(*(_bound(inputs, found, bound) for bound in ("low", "central", "high")))


def _bound(inputs: Inputs, found: BuiltOver, bound: str) -> float | None:
    parts = [*found.areas.items(), (SOIL, found.sealed_m2)]
    total = 0.0
    for name, area in parts:
        factor = inputs.parameter(f"stock.{name}")
        if not isinstance(factor, Factor) or factor.central is None:
            return None
        stock = getattr(factor, bound)
        total += loss_t(area, factor.central if stock is None else stock)
    return total


def _why(inputs: Inputs, value: object, path: str) -> Explanation:
    del value, path
    found = cast("BuiltOver | None", inputs.value("carbon.built_over"))
    terms: list[Term] = []
    for name, area in [*found.areas.items(), (SOIL, found.sealed_m2)] if found else ():
        factor = inputs.parameter(f"stock.{name}")
        if isinstance(factor, Factor):
            terms += [
                Term(Message.of("Area: {title}", title=Message(factor.title)), area, "m²"),
                Term.of(factor),
            ]
    return Explanation(
        Message.of(
            "L = (A · C + A_sealed · C_soil) · 44/12 over parcels that are vegetated now and urban"
            " construction land in the plan; lost once, not per year"
        ),
        tuple(terms),
        MappingProxyType({"parcels": found.parcels if found else 0}),
        (
            Message.of("Assumed: existing land of class E2 is cropland."),
            Message.of("What grows on land that stays as it is, and soil below green, is kept."),
        ),
    )


MEASURES = (
    Measure(
        "carbon.built_over",
        "Vegetated land that is built over",
        "m²",
        _built_over,
        layers=GROUND_LAYERS,
        parameters=("plan.code_set", "plan.own_codes", "green."),
        measures=(
            "land.existing_coded",
            "land.coded",
            "land.site",
            "land.inside",
            *GROUND_READ,
        ),
        update=_built_over_again,
    ),
    Measure(
        "carbon.loss",
        "Carbon lost once by building over",
        "t CO₂",
        _loss,
        parameters=("stock.",),
        measures=("carbon.built_over",),
        explain=_why,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType({"carbon.lost_once_t": "carbon.loss"})


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about what is lost once."""
    loss = cast("Range", results.value("carbon.loss"))
    return {
        "carbon": {"lost_once_t": {"low": loss.low, "central": loss.central, "high": loss.high}}
    }


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the loss lacks."""
    if cast("Range", results.value("carbon.loss")).central is None:
        yield Missing("carbon.lost_once_t", Message.of("the existing land use of every parcel"))
