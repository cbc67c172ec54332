"""What is planted: the ground of claims by cover, and how far the plants have grown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from layers.analysis.claims import CLAIMING, Claims
from layers.analysis.covers import NOTHING, Partition, Some
from layers.analysis.distinct import distinct
from layers.analysis.overlay import Ids, Numbers, Places, places_of
from layers.edit import Change
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


@dataclass(frozen=True, slots=True, eq=False)
class Plants:
    """What stands on the features of a kind, whether they have ground or not.

    Parameters
    ----------
    ids
        Feature ids, ascending; None where all features of the kind are alike.
    covers
        Place of each feature's cover in `names`; -1 where it is unknown.
    names
        The covers that occur.
    years
        When it was planted, NaN where that is unknown.
    """

    ids: Ids | None
    covers: Places
    names: tuple[str, ...]
    years: Numbers

    def of(self, ids: Ids) -> tuple[Places, Numbers]:
        """Return the covers and years of some features."""
        if self.ids is None:
            return np.zeros(len(ids), np.intp), np.full(len(ids), np.nan)
        places = places_of(ids, self.ids)
        return self.covers[places], self.years[places]


def _plants(inputs: Inputs) -> Mapping[str, Plants]:
    """Return what stands on the features that claim ground, by kind."""
    none = np.empty(0, np.intp), np.empty(0)
    found = {
        "water": Plants(None, none[0], ("water",), none[1]),
        "roads": Plants(None, none[0], ("sealed",), none[1]),
    }
    for kind in ("greens", "corridors"):
        covers, texts = distinct(inputs.column(kind, "cover"))
        blank = np.array([not text.strip() for text in texts], bool)
        if blank.any():  # nothing but spaces is no cover
            covers = np.where((covers >= 0) & blank[covers], -1, covers)
        years = inputs.numbers(kind, "planted")
        found[kind] = Plants(inputs.ids(kind), covers, texts, years)
    sorts, names = distinct(inputs.column("rooftops", "green_roof"))
    covers = np.array([*(GREEN_ROOFS.get(name, "sealed") for name in names), "sealed"])
    occurring, places = np.unique(covers, return_inverse=True)
    years = np.full(len(sorts), np.nan)
    roofs = Plants(inputs.ids("rooftops"), places[sorts], tuple(occurring.tolist()), years)
    return MappingProxyType({**found, "rooftops": roofs})


@dataclass(frozen=True, slots=True, eq=False)
class ClaimCovers:
    """What stands on claims.

    Parameters
    ----------
    places
        Place of each claim's cover in `names`.
    names
        Covers; the last one is `UNKNOWN`.
    years
        When it was planted, NaN where that is unknown.
    """

    places: Places
    names: tuple[str, ...]
    years: Numbers


def _covers(inputs: Inputs) -> ClaimCovers:
    """Return what stands on claims."""
    plants = cast("Mapping[str, Plants]", inputs.value("carbon.plants"))
    claims = cast("Claims", inputs.value("carbon.claims"))
    known = dict.fromkeys(name for kind in CLAIMING for name in plants[kind].names)
    names = [*(name for name in known if name != UNKNOWN), UNKNOWN]
    order = {name: place for place, name in enumerate(names)}
    places, years = np.empty(len(claims.ids), np.intp), np.empty(len(claims.ids))
    for kind in CLAIMING:
        span, mine = claims.span(kind), plants[kind]
        covers, years[span] = mine.of(claims.ids[span])
        # A cover that is missing has the place -1, which is the last.
        places[span] = np.array([*(order[name] for name in mine.names), order[UNKNOWN]])[covers]
    return ClaimCovers(places, tuple(names), years)


def growth(inputs: Inputs, covers: ClaimCovers) -> Numbers:
    """Return the share of the full rate at which claims take up carbon. [-]."""
    base = inputs.parameter("plan.base_year")
    if not isinstance(base, int | float):
        return np.ones(len(covers.places))
    factors = inputs.factors("sink.")
    share = np.ones(len(covers.places))
    aged = np.flatnonzero(~np.isnan(covers.years))
    for place in np.unique(covers.places[aged]).tolist():
        mine, factor = aged[covers.places[aged] == place], factors.get(covers.names[place])
        years = factor.growth_years if factor is not None else None
        share[mine] = age_ramp(base - covers.years[mine], years)
    return share


def _planted(inputs: Inputs) -> Planted:
    """Return the ground of all claims by cover."""
    claims = cast("Claims", inputs.value("carbon.claims"))
    covers = cast("ClaimCovers", inputs.value("carbon.claim_covers"))
    ground, factors = claims.areas, inputs.factors("sink.")
    there = ground > 0
    without = (covers.places == len(covers.names) - 1) & there
    odd = np.array([name not in factors for name in covers.names], bool)
    odd[-1] = False
    unknown = odd[covers.places] & there
    planted = _plantable(claims)
    counts = _by_cover(covers, there)
    return Planted(
        _by_cover(covers, ground),
        _by_cover(covers, ground * growth(inputs, covers)),
        MappingProxyType({name: int(count) for name, count in counts.items()}),
        _by_kind(claims, without, there, int),
        _by_kind(claims, unknown, there, int),
        _by_kind(claims, without, ground, float),
        _by_kind(claims, unknown, ground, float),
        int((planted & np.isnan(covers.years) & there).sum()),
    )


def _by_cover(covers: ClaimCovers, weights: Any) -> Mapping[str, float]:  # noqa: ANN401
    """Return sums over the claims of each cover that occurs."""
    sums = np.bincount(covers.places, weights, len(covers.names)).tolist()
    occur = np.bincount(covers.places, minlength=len(covers.names)).tolist()
    found = zip(covers.names, sums, occur, strict=True)
    return MappingProxyType({name: value for name, value, count in found if count})


def _by_kind(
    claims: Claims,
    which: NDArray[np.bool_],
    weights: Any,  # noqa: ANN401
    number: Callable[[Any], Any],
) -> Mapping[str, Any]:
    """Return sums over some of the claims of each kind."""
    chosen = np.where(which, weights, 0)
    return MappingProxyType({kind: number(chosen[claims.span(kind)].sum()) for kind in CLAIMING})


def _plantable(claims: Claims) -> NDArray[np.bool_]:
    """Return which claims are those of greens and corridors."""
    return np.isin(claims.kinds, [CLAIMING.index("greens"), CLAIMING.index("corridors")])


def _in_parcels(inputs: Inputs) -> Some:
    """Return how much of parcels greens and corridors take that count as green. [m²]."""
    partition = cast("Partition", inputs.value("carbon.covers"))
    covers = cast("ClaimCovers", inputs.value("carbon.claim_covers"))
    pieces = partition.pieces
    if not len(pieces.areas):
        return NOTHING
    grown = np.array([name not in PLANTLESS for name in covers.names], bool)
    chosen = (_plantable(partition.claims) & grown[covers.places])[pieces.claims]
    return Some.summed(pieces.parcels[chosen], pieces.areas[chosen])


def _in_parcels_again(inputs: Inputs, before: Inputs, value: Some, change: Change) -> Some:
    """Keep it where no piece of a claim is another one."""
    del change
    pieces, older = (
        cast("Partition", known.value("carbon.covers")).pieces for known in (inputs, before)
    )
    covers, other = (known.value("carbon.claim_covers") for known in (inputs, before))
    return value if pieces is older and covers is other else _in_parcels(inputs)


_COVERED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "greens": ("cover", "planted"),
        "corridors": ("cover", "planted"),
        "rooftops": ("green_roof",),
    }
)

MEASURES = (
    Measure("carbon.plants", "What is planted", "", _plants, layers=_COVERED),
    Measure(
        "carbon.claim_covers",
        "What stands on claimed ground",
        "",
        _covers,
        measures=("carbon.claims", "carbon.plants"),
    ),
    Measure(
        "carbon.planted",
        "Planted ground by cover",
        "m²",
        _planted,
        parameters=("sink.", "plan.base_year"),
        measures=("carbon.claims", "carbon.claim_covers"),
    ),
    Measure(
        "carbon.planted_inside",
        "Planted ground inside parcels",
        "m²",
        _in_parcels,
        measures=("carbon.covers", "carbon.claim_covers"),
        update=_in_parcels_again,
    ),
)
