"""What is planted: the ground of claims by cover, and how far the plants have grown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd

from layers.analysis.claims import CLAIMING
from layers.analysis.covers import Partition
from layers.analysis.overlay import Ids, Numbers, places_of
from layers.measure import Inputs, Measure
from layers.message import Message

RAMP_YEARS: Final = 5.0
"""Years from planting until a planting takes up its full rate. [a]"""

MATURE_SHARE: Final = 0.3
"""Share of the rate that is left once the years of growth are over. [-]"""

UNKNOWN: Final = "unknown"

COVER_TITLES: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "water": Message.of("Water"),
        "sealed": Message.of("Sealed ground"),
        "bare": Message.of("Bare ground"),
        UNKNOWN: Message.of("Without a cover type"),
    }
)
"""Names of covers that no factor names."""

PLANTLESS: Final = frozenset({"water", "sealed", "bare"})
"""Covers that meet no part of a green ratio."""

GREEN_ROOFS: Final[Mapping[str, str]] = MappingProxyType(
    {"ext": "greenroof_ext", "int": "greenroof_int"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Planted:
    """Ground of claims by cover.

    Parameters
    ----------
    areas, growing, features
        Ground, ground times age ramp, and count of features by cover. [m²], [m²], [-]
    in_parcels
        Planted ground of greens and corridors inside each parcel. [m²]
    without_cover, unknown_cover
        Count of features with ground and no cover, or one without a factor, by kind.
    without_cover_m2, unknown_cover_m2
        Their ground, by kind. [m²]
    without_year
        Count of plantings without a year.
    """

    areas: Mapping[str, float]
    growing: Mapping[str, float]
    features: Mapping[str, int]
    in_parcels: Numbers
    without_cover: Mapping[str, int]
    unknown_cover: Mapping[str, int]
    without_cover_m2: Mapping[str, float]
    unknown_cover_m2: Mapping[str, float]
    without_year: int


def age_ramp(age_a: Numbers, growth_years_a: float | None) -> Numbers:
    """Return the share of the full rate that plantings of an age take up.

    0 → 1 over five years after planting, 1 until the growth years are over, then 0.3. Engineering
    default; the 20 growth years of trees are those of IPCC 2006, volume 4, chapter 8.

    Parameters
    ----------
    age_a
        Years since planting; NaN counts at the full rate, what is not planted yet at 0. [a]
    growth_years_a
        Years of growth, None for no end. [a]

    Examples
    --------
    >>> age_ramp(np.array([-1, 0, 2.5, 5, 20, 21, np.nan]), 20).tolist()
    [0.0, 0.0, 0.5, 1.0, 1.0, 0.3, 1.0]
    """
    share = np.clip(age_a / RAMP_YEARS, 0.0, 1.0)
    if growth_years_a is not None:
        share = np.where(age_a > growth_years_a, MATURE_SHARE, share)
    return np.where(np.isnan(age_a), 1.0, share)


def _planted(inputs: Inputs) -> Planted:
    """Return the ground of all claims by cover."""
    partition = cast("Partition", inputs.value("carbon.covers"))
    factors = inputs.factors("sink.")
    covers: list[pd.Series] = []
    without: dict[str, int] = {}
    unknown: dict[str, int] = {}
    without_m2: dict[str, float] = {}
    unknown_m2: dict[str, float] = {}
    ages: list[Numbers] = []
    for kind in CLAIMING:
        span = partition.claims.span(kind)
        names, age = covers_of(inputs, kind, partition.claims.ids[span])
        ground = partition.areas[span]
        none = names.isna().to_numpy() & (ground > 0)
        odd = (names.notna() & ~names.isin(list(factors))).to_numpy() & (ground > 0)
        without[kind], without_m2[kind] = int(none.sum()), float(ground[none].sum())
        unknown[kind], unknown_m2[kind] = int(odd.sum()), float(ground[odd].sum())
        covers.append(names.fillna(UNKNOWN))
        ages.append(age)
    places, names = pd.factorize(pd.concat(covers, ignore_index=True))
    age = np.concatenate(ages)
    areas = partition.areas
    growing = np.zeros(len(areas))
    for place, name in enumerate(names):
        mine = places == place
        known = factors.get(str(name))
        growing[mine] = areas[mine] * age_ramp(age[mine], known.growth_years if known else None)
    return Planted(
        _by_cover(places, names, areas),
        _by_cover(places, names, growing),
        {name: int(count) for name, count in _by_cover(places, names, areas > 0).items()},
        _planted_in_parcels(partition, places, [str(name) for name in names]),
        MappingProxyType(without),
        MappingProxyType(unknown),
        MappingProxyType(without_m2),
        MappingProxyType(unknown_m2),
        _without_year(inputs, partition),
    )


def _by_cover(places: Any, names: Iterable[Any], weights: Any) -> Mapping[str, float]:  # noqa: ANN401
    found = [str(name) for name in names]
    sums = np.bincount(places, weights=weights, minlength=len(found)).tolist()
    return MappingProxyType(dict(zip(found, sums, strict=True)))


def covers_of(inputs: Inputs, kind: str, ids: Ids) -> tuple[pd.Series, Numbers]:
    """Return the cover and the age of the claims of a kind; null and NaN where unknown."""
    none = np.full(len(ids), np.nan)
    if kind in ("water", "roads"):
        cover = "water" if kind == "water" else "sealed"
        return pd.Series([cover] * len(ids), dtype="str"), none
    rows = inputs.rows(kind).iloc[places_of(ids, inputs.ids(kind))].reset_index(drop=True)
    if kind == "rooftops":
        names = rows["green_roof"].map(GREEN_ROOFS).astype("str")
        return names.fillna("sealed"), none
    names = rows["cover"].astype("str")
    names = names.mask((names.str.strip() == "").fillna(value=False))
    year = inputs.parameter("plan.base_year")
    if not isinstance(year, int | float):
        return names, none
    return names, year - rows["planted"].to_numpy(dtype=np.float64, na_value=np.nan)


def _planted_in_parcels(partition: Partition, places: Any, names: list[str]) -> Numbers:  # noqa: ANN401
    """Return how much of each parcel greens and corridors take that count as green. [m²]."""
    green = np.isin(partition.claims.kinds, [CLAIMING.index("greens"), CLAIMING.index("corridors")])
    bare = np.array([name in PLANTLESS for name in names], bool)
    if len(names):
        green &= ~bare[places]
    pieces = partition.pieces
    chosen = green[pieces.claims]
    return np.bincount(
        pieces.parcels[chosen],
        weights=pieces.areas[chosen],
        minlength=len(partition.parcel_ids),
    ).astype(np.float64)


def _without_year(inputs: Inputs, partition: Partition) -> int:
    count = 0
    for kind in ("greens", "corridors"):
        span = partition.claims.span(kind)
        rows = inputs.rows(kind).iloc[places_of(partition.claims.ids[span], inputs.ids(kind))]
        count += int((rows["planted"].isna().to_numpy() & (partition.areas[span] > 0)).sum())
    return count


_COVERED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "greens": ("cover", "planted"),
        "corridors": ("cover", "planted"),
        "rooftops": ("green_roof",),
    }
)

MEASURES = (
    Measure(
        "carbon.planted",
        "Planted ground by cover",
        "m²",
        _planted,
        layers=_COVERED,
        parameters=("sink.", "plan.base_year"),
        measures=("carbon.covers",),
    ),
)
