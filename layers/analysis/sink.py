"""What the covers take up in a year.

``S = Σ A_c · f_c · φ(t) / 1000`` [t CO₂/a] over the covers of `layers.analysis.covers`, with
``f_c`` the plan's sink factors [kg CO₂/(m²·a)] and ``φ`` the age of the planting: growth in
settlements by area and cover, for so many years as the factor holds (IPCC 2006 Guidelines,
volume 4, chapter 8).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import pandas as pd

from layers.analysis.attached import Rests, attached_cover
from layers.analysis.covers import Partition
from layers.analysis.planting import PLANTLESS, Planted
from layers.explanation import Step
from layers.measure import Inputs, Results
from layers.message import Message
from layers.parameters import Factor
from layers.units import KG_PER_T

SAME: Final = 1e-9
"""An age ramp that is so near to 1 is none. [-]"""
STREET_TREE: Final = "street_tree"

ALWAYS: Final = ("water", "sealed", "bare")
"""Covers that are listed even where they take no ground."""


@dataclass(frozen=True, slots=True)
class Range:
    """A number with its range.

    Parameters
    ----------
    low, central, high
        None where an input is missing.
    """

    low: float | None
    central: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class CoverSum:
    """The ground under one cover and what it takes up.

    Parameters
    ----------
    area_m2
        Ground; 0 for crowns over other covers, None where the plan has no land. [m²]
    low, central, high
        Sink, None where the cover has no factor. [t CO₂/a]
    growing_m2
        Area times the age ramp: what the factor is multiplied with. [m²]
    features
        Count of features; 0 for what is computed from parcels.
    crown_m2
        Crowns over other covers, None for covers that take ground. [m²]
    """

    area_m2: float | None
    low: float | None
    central: float | None
    high: float | None
    growing_m2: float | None
    features: int = 0
    crown_m2: float | None = None


NO_LAND: Final = CoverSum(None, None, None, None, None)
"""A cover of a plan that has no land yet: how much there is of it is missing, not 0."""


def sink_t(area_m2: float, factor: float | None) -> float | None:
    """Return what an area takes up, ``A · f / 1000``.

    Parameters
    ----------
    area_m2
        Area times age ramp. [m²]
    factor
        Sink factor, None where there is none. [kg CO₂/(m²·a)]

    Returns
    -------
    float or None
        Sink. [t CO₂/a]

    Examples
    --------
    >>> sink_t(200_000, 0.9)
    180.0
    """
    return None if factor is None else area_m2 * factor / KG_PER_T + 0.0


def bounds_of(factor: Factor) -> tuple[float | None, float | None, float | None]:
    """Return the range of a factor; where the source gives none, the central value stands in."""
    central = factor.central
    return (
        central if factor.low is None else factor.low,
        central,
        central if factor.high is None else factor.high,
    )


def sink_by_cover(inputs: Inputs) -> Mapping[str, CoverSum]:
    """Return the ground and the sink of every cover that occurs."""
    partition = cast("Partition", inputs.value("carbon.covers"))
    planted = cast("Planted", inputs.value("carbon.planted"))
    rests = cast("Rests", inputs.value("carbon.rests"))
    computed: dict[str, float] = dict.fromkeys(ALWAYS, 0.0)
    computed["sealed"] = rests.sealed_m2
    computed["bare"] = partition.bare_m2
    if rests.attached_m2 > 0:
        cover = attached_cover(inputs)
        computed[cover] = computed.get(cover, 0.0) + rests.attached_m2
    found: dict[str, CoverSum] = {}
    for cover in [*dict.fromkeys([*planted.areas, *computed])]:
        area = planted.areas.get(cover, 0.0) + computed.get(cover, 0.0)
        if area <= 0 and cover not in ALWAYS:
            continue
        growing = planted.growing.get(cover, 0.0) + computed.get(cover, 0.0)
        found[cover] = (
            _sum_of(inputs, cover, area, growing, planted.features.get(cover, 0))
            if partition.total_m2 > 0
            else NO_LAND
        )
    crowns = cast("float", inputs.value("carbon.crowns"))
    if crowns > 0:
        crown = _sum_of(inputs, STREET_TREE, 0.0, crowns, 0)
        ground = found.get(STREET_TREE)
        found[STREET_TREE] = _with_crowns(crown, ground, crowns)
    order = {id_: place for place, id_ in enumerate(inputs.factors("sink."))}
    by_table = sorted(found, key=lambda cover: (order.get(cover, len(order)), cover))
    return MappingProxyType({cover: found[cover] for cover in by_table})


def _sum_of(
    inputs: Inputs, cover: str, area_m2: float, growing_m2: float, features: int
) -> CoverSum:
    factor = inputs.factors("sink.").get(cover)
    if factor is None:
        return CoverSum(area_m2, None, None, None, growing_m2, features)
    low, central, high = bounds_of(factor)
    return CoverSum(
        area_m2,
        sink_t(growing_m2, low),
        sink_t(growing_m2, central),
        sink_t(growing_m2, high),
        growing_m2,
        features,
    )


def _with_crowns(crown: CoverSum, ground: CoverSum | None, crowns_m2: float) -> CoverSum:
    """Return crowns over roads together with greens that were given the same cover."""
    if ground is None:
        return CoverSum(0.0, crown.low, crown.central, crown.high, crowns_m2, 0, crowns_m2)
    return CoverSum(
        ground.area_m2,
        _added([crown.low, ground.low]),
        _added([crown.central, ground.central]),
        _added([crown.high, ground.high]),
        (ground.growing_m2 or 0.0) + crowns_m2,
        ground.features,
        crowns_m2,
    )


def crowns_m2(inputs: Inputs) -> float:
    """Return the crowns of street trees inside the site. [m²]."""
    crowns = inputs.numbers("roads", "street_tree_crown_m2")
    shares = cast("pd.Series", inputs.value("carbon.road_shares")).to_numpy()
    return math.fsum(np.nan_to_num(crowns) * shares)


def _added(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return math.fsum(known) if known else None


def whole_sink(inputs: Inputs) -> Range:
    """Return the sink of all covers. [t CO₂/a].

    None where no plants with a factor are known, or where the factor of a cover has no number.
    """
    found = cast("Mapping[str, CoverSum]", inputs.value("carbon.by_cover"))
    covers = found.values()
    green = [cover for id_, cover in found.items() if id_ not in PLANTLESS]
    # Land that is all green of no known sort takes up something, and nobody knows how much.
    if green and all(cover.central is None for cover in green):
        return Range(None, None, None)
    bounds: list[float | None] = []
    for bound in ("low", "central", "high"):
        # Ground whose cover has a factor without a number takes up what nobody knows.
        blank = _blank(found, inputs.factors("sink."), bound)
        known = [cast("float | None", getattr(cover, bound)) for cover in covers]
        bounds.append(None if blank else _added(known))
    return Range(*bounds)


def _blank(
    found: Mapping[str, CoverSum], factors: Mapping[str, Factor], *bounds: str
) -> tuple[Factor, ...]:
    """Return the factors of covers with ground or crowns that have no number for a bound."""
    return tuple(
        factors[id_]
        for id_, cover in found.items()
        if id_ in factors
        and cover.growing_m2
        and any(getattr(cover, bound) is None for bound in bounds)
    )


def sink_steps(factors: Mapping[str, Factor], found: Mapping[str, CoverSum]) -> tuple[Step, ...]:
    """Return ``A · φ · f / 1000`` of covers with values put in, by low, central and high.

    Parameters
    ----------
    factors
        Sink factors by cover. [kg CO₂/(m²·a)]
    found
        Ground and sink of covers.
    """
    steps: list[Step] = []
    for id_, cover in found.items():
        factor = factors.get(id_)
        # Of a cover that is asked for by itself even nothing is told.
        if factor is None or (not cover.growing_m2 and len(found) > 1):
            continue
        area = (cover.area_m2 or 0.0) + (cover.crown_m2 or 0.0)
        share = (cover.growing_m2 or 0.0) / area if area else 1.0
        given = bounds_of(factor)
        text = "{A} m² × {f} / 1000" if abs(share - 1.0) <= SAME else "{A} m² × {g} × {f} / 1000"
        value = (cover.low, cover.central, cover.high)
        title = Message(factor.title)
        steps.append(Step.of(title, text, value, "t CO₂/a", A=area, g=share, f=given))
    if len(steps) > 1:
        columns = zip(*((one.low, one.central, one.high) for one in found.values()), strict=True)
        held = [[value for value in column if value is not None] for column in columns]
        blank = [bool(_blank(found, factors, bound)) for bound in ("low", "central", "high")]
        whole = tuple(None if no else sum(one) for one, no in zip(held, blank, strict=True))
        steps.append(Step(Message.of("Carbon sink"), "Σ", whole, "t CO₂/a"))
    return tuple(steps)


def blank_factors(results: Results) -> tuple[Factor, ...]:
    """Return which factors the sink lacks: those without a number whose cover occurs."""
    found = cast("Mapping[str, CoverSum]", results.value("carbon.by_cover"))
    parameters = results.document.parameters
    factors = {
        id_: factor for id_ in found if isinstance(factor := parameters.get(f"sink.{id_}"), Factor)
    }
    return _blank(found, factors, "low", "central", "high")
