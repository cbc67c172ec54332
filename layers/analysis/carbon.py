"""Carbon: what the covers take up in a year.

``S = Σ A_c · f_c · φ(t) / 1000`` [t CO₂/a] over the covers of `layers.analysis.covers`, with
``f_c`` the plan's sink factors [kg CO₂/(m²·a)] and ``φ`` the age of the planting.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd

from layers.analysis.absent import Missing
from layers.analysis.covers import BANDS, CLAIMING, Partition
from layers.analysis.land import Coded
from layers.analysis.overlay import Ids, Numbers, places_of
from layers.kinds import kinds
from layers.measure import Explanation, Inputs, Measure, Results, Term
from layers.message import Message
from layers.parameters import Factor
from layers.units import KG_PER_T

RAMP_YEARS: Final = 5.0
"""Years from planting until a planting takes up its full rate. [a]"""

MATURE_SHARE: Final = 0.3
"""Share of the rate that is left once the years of growth are over. [-]"""

UNKNOWN: Final = "unknown"
STREET_TREE: Final = "street_tree"
ALWAYS: Final = ("water", "sealed", "bare")
"""Covers that are listed even where they take no ground."""

PLANTLESS: Final = frozenset({"water", "sealed", "bare"})
"""Covers that meet no part of a green ratio."""

GREEN_ROOFS: Final[Mapping[str, str]] = MappingProxyType(
    {"ext": "greenroof_ext", "int": "greenroof_int"}
)


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
        Ground; 0 for crowns over other covers. [m²]
    low, central, high
        Sink, None where the cover has no factor. [t CO₂/a]
    growing_m2
        Area times the age ramp: what the factor is multiplied with. [m²]
    features
        Count of features; 0 for what is computed from parcels.
    crown_m2
        Crowns over other covers, None for covers that take ground. [m²]
    """

    area_m2: float
    low: float | None
    central: float | None
    high: float | None
    growing_m2: float
    features: int = 0
    crown_m2: float | None = None


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
    without_year
        Count of plantings without a year.
    """

    areas: Mapping[str, float]
    growing: Mapping[str, float]
    features: Mapping[str, int]
    in_parcels: Numbers
    without_cover: Mapping[str, int]
    unknown_cover: Mapping[str, int]
    without_year: int


@dataclass(frozen=True, slots=True, eq=False)
class Rests:
    """What becomes of the rest of the parcels.

    Parameters
    ----------
    attached_m2, sealed_m2
        Attached green and sealed ground of each parcel. [m²]
    assumed
        Count of parcels whose green ratio is the class default, by code.
    unknown
        Count of parcels without any green ratio, taken as 0.
    """

    attached_m2: Numbers
    sealed_m2: Numbers
    assumed: Mapping[str, int]
    unknown: int


# ---- formulas -----------------------------------------------------------------------------------


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


def attached_green(
    inside_m2: Numbers, rest_m2: Numbers, planted_m2: Numbers, ratio_pct: Numbers
) -> Numbers:
    """Return the attached green of parcels: what the ratio still asks for, within the rest.

    Parameters
    ----------
    inside_m2, rest_m2
        Area of the parcel, and what claims leave of it. [m²]
    planted_m2
        Greens and corridors inside it already. [m²]
    ratio_pct
        Green ratio asked for. [%]

    Examples
    --------
    >>> attached_green(np.array([1000.0]), np.array([600.0]), np.array([50.0]), np.array([20.0]))
    array([150.])
    """
    return np.clip(inside_m2 * ratio_pct / 100.0 - planted_m2, 0.0, rest_m2)


# ---- measures -----------------------------------------------------------------------------------


def _planted(inputs: Inputs) -> Planted:
    """Return the ground of all claims by cover."""
    partition = cast("Partition", inputs.value("carbon.covers"))
    factors = inputs.factors("sink.")
    covers: list[pd.Series] = []
    without: dict[str, int] = {}
    unknown: dict[str, int] = {}
    ages: list[Numbers] = []
    for kind in CLAIMING:
        span = partition.claims.span(kind)
        names, age = _covers_of(inputs, kind, partition.claims.ids[span])
        ground = partition.areas[span] > 0
        without[kind] = int((names.isna().to_numpy() & ground).sum())
        odd = names.notna() & ~names.isin(list(factors))
        unknown[kind] = int((odd.to_numpy() & ground).sum())
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
        _without_year(inputs, partition),
    )


def _by_cover(places: Any, names: Iterable[Any], weights: Any) -> Mapping[str, float]:  # noqa: ANN401
    found = [str(name) for name in names]
    sums = np.bincount(places, weights=weights, minlength=len(found)).tolist()
    return MappingProxyType(dict(zip(found, sums, strict=True)))


def _covers_of(inputs: Inputs, kind: str, ids: Ids) -> tuple[pd.Series, Numbers]:
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


def _rests(inputs: Inputs) -> Rests:
    """Return the attached green and the sealed ground of each parcel."""
    partition = cast("Partition", inputs.value("carbon.covers"))
    planted = cast("Planted", inputs.value("carbon.planted"))
    coded = cast("Coded", inputs.value("land.coded"))
    rows = inputs.rows("parcels")
    asked = rows["green_pct"].to_numpy(dtype=np.float64, na_value=np.nan)
    least = rows["green_min_pct"].to_numpy(dtype=np.float64, na_value=np.nan)
    asked = np.where(np.isnan(asked), least, asked)
    known = [inputs.parameter(f"green.{code}") for code in coded.codes]
    usual = np.array(
        [np.nan if not isinstance(f, Factor) or f.central is None else f.central for f in known],
        float,
    )
    ratio = asked
    if len(usual):
        ratio = np.where(np.isnan(asked), usual[coded.places], asked)
    ratio = np.nan_to_num(ratio)
    attached = attached_green(partition.inside, partition.rest, planted.in_parcels, ratio)
    defaulted = np.isnan(asked) & (partition.rest > 0)
    counts = np.bincount(coded.places[defaulted], minlength=len(coded.codes)).tolist()
    used = dict(zip(coded.codes, counts, strict=True))
    odd = {code for code, value in zip(coded.codes, usual, strict=True) if np.isnan(value)}
    return Rests(
        attached,
        partition.rest - attached,
        MappingProxyType({code: n for code, n in used.items() if n and code not in odd}),
        sum(n for code, n in used.items() if code in odd),
    )


def _attached_cover(inputs: Inputs) -> str:
    return str(inputs.parameter("plan.attached_cover") or UNKNOWN)


def _by_covers(inputs: Inputs) -> Mapping[str, CoverSum]:
    """Return the ground and the sink of every cover that occurs."""
    partition = cast("Partition", inputs.value("carbon.covers"))
    planted = cast("Planted", inputs.value("carbon.planted"))
    rests = cast("Rests", inputs.value("carbon.rests"))
    computed: dict[str, float] = dict.fromkeys(ALWAYS, 0.0)
    computed["sealed"] = float(rests.sealed_m2.sum())
    computed["bare"] = partition.bare_m2
    attached = float(rests.attached_m2.sum())
    if attached > 0:
        cover = _attached_cover(inputs)
        computed[cover] = computed.get(cover, 0.0) + attached
    found: dict[str, CoverSum] = {}
    for cover in [*dict.fromkeys([*planted.areas, *computed])]:
        area = planted.areas.get(cover, 0.0) + computed.get(cover, 0.0)
        if area <= 0 and cover not in ALWAYS:
            continue
        growing = planted.growing.get(cover, 0.0) + computed.get(cover, 0.0)
        found[cover] = _sum_of(inputs, cover, area, growing, planted.features.get(cover, 0))
    crowns = _crowns_m2(inputs)
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


def bounds_of(factor: Factor) -> tuple[float | None, float | None, float | None]:
    """Return the range of a factor; where the source gives none, the central value stands in."""
    central = factor.central
    return (
        central if factor.low is None else factor.low,
        central,
        central if factor.high is None else factor.high,
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
        ground.growing_m2 + crowns_m2,
        ground.features,
        crowns_m2,
    )


def _crowns_m2(inputs: Inputs) -> float:
    """Return the crowns of street trees inside the site. [m²]."""
    crowns = inputs.rows("roads")["street_tree_crown_m2"].to_numpy(dtype=np.float64)
    shares = cast("pd.Series", inputs.value("carbon.road_shares")).to_numpy()
    return math.fsum(np.nan_to_num(crowns) * shares)


def _added(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return math.fsum(known) if known else None


def _sink(inputs: Inputs) -> Range:
    """Return the sink of all covers; None where no cover has a factor. [t CO₂/a]."""
    covers = cast("Mapping[str, CoverSum]", inputs.value("carbon.by_cover")).values()
    return Range(
        _added(cover.low for cover in covers),
        _added(cover.central for cover in covers),
        _added(cover.high for cover in covers),
    )


# ---- why ----------------------------------------------------------------------------------------


def _features(inputs: Inputs) -> Mapping[str, int]:
    partition = cast("Partition", inputs.value("carbon.covers"))
    counts = {
        kind: int((partition.areas[partition.claims.span(kind)] > 0).sum()) for kind in CLAIMING
    }
    counts["parcels"] = int((partition.inside > 0).sum())
    return MappingProxyType({kind: count for kind, count in counts.items() if count})


def _terms(inputs: Inputs, covers: Mapping[str, CoverSum]) -> tuple[Term, ...]:
    terms: list[Term] = []
    for cover, found in covers.items():
        factor = inputs.factors("sink.").get(cover)
        title = Message(factor.title) if factor else Message.of("{cover}", cover=cover)
        area = found.area_m2 if found.crown_m2 is None else found.area_m2 + found.crown_m2
        terms.append(Term(Message.of("Area: {title}", title=title), area, "m²"))
        if abs(found.growing_m2 - area) > 1e-9 * max(area, 1.0):
            terms.append(
                Term(Message.of("Area × age ramp: {title}", title=title), found.growing_m2, "m²")
            )
        if factor is not None:
            terms.append(Term.of(factor))
    return tuple(terms)


def _left_out(inputs: Inputs) -> tuple[Message, ...]:
    """Return what was not counted and what was assumed, in full sentences."""
    partition = cast("Partition", inputs.value("carbon.covers"))
    planted = cast("Planted", inputs.value("carbon.planted"))
    rests = cast("Rests", inputs.value("carbon.rests"))
    found: list[Message] = []
    for kind, ids in partition.without_width.items():
        if len(ids):
            text = "{n} of {kind} have no width and take no ground."
            found.append(Message.of(text, n=len(ids), kind=Message(kinds()[kind].title)))
    for kind in ("greens", "corridors"):
        lacking = planted.without_cover[kind] + planted.unknown_cover[kind]
        if lacking:
            text = "{n} of {kind} have no known cover and add nothing to the sink."
            found.append(Message.of(text, n=lacking, kind=Message(kinds()[kind].title)))
    if planted.without_year:
        text = "Assumed: {n} plantings without a year take up the full rate."
        found.append(Message.of(text, n=planted.without_year))
    for code, n in sorted(rests.assumed.items()):
        factor = inputs.parameter(f"green.{code}")
        usual = factor.central if isinstance(factor, Factor) else None
        text = "Assumed: green ratio {ratio} % for {n} parcels of {code} without one."
        found.append(Message.of(text, ratio=usual, n=n, code=code))
    if rests.unknown:
        text = "Assumed: no attached green on {n} parcels without a known code and a green ratio."
        found.append(Message.of(text, n=rests.unknown))
    if rests.attached_m2.any():
        text = "Assumed: attached green is covered with {cover}."
        factor = inputs.parameter(f"sink.{_attached_cover(inputs)}")
        cover = Message(factor.title) if isinstance(factor, Factor) else _attached_cover(inputs)
        found.append(Message.of(text, cover=cover))
    if partition.counted_once_m2 > 0.005:
        text = "{area} m² are claimed more than once and counted once."
        found.append(Message.of(text, area=round(partition.counted_once_m2, 2)))
    return tuple(found)


def _why_sink(inputs: Inputs, value: object, path: str) -> Explanation:
    del value
    covers = cast("Mapping[str, CoverSum]", inputs.value("carbon.by_cover"))
    return _why(inputs, covers, path)


def _why_covers(inputs: Inputs, value: Mapping[str, CoverSum], path: str) -> Explanation:
    asked = path.removeprefix("carbon.by_cover").strip(".").partition(".")[0]
    return _why(inputs, {asked: value[asked]} if asked in value else value, path)


def _why(inputs: Inputs, covers: Mapping[str, CoverSum], path: str) -> Explanation:
    area = path.endswith(("area_m2", "counted_once_m2"))
    formula = (
        "Each square metre inside the red line belongs to one cover: water before green land, "
        "corridors, roads, roofs, then the rest of the parcel; unassigned land is bare"
        if area
        else "S = Σ A · f · φ / 1000, φ rising over 5 years after planting, 1 until the years of "
        "growth are over, then 0.3"
    )
    return Explanation(
        Message.of(formula), _terms(inputs, covers), _features(inputs), _left_out(inputs)
    )


_COVERED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "greens": ("cover", "planted"),
        "corridors": ("cover", "planted"),
        "rooftops": ("green_roof",),
    }
)
_SHARED: Final = ("carbon.covers", "carbon.planted", "carbon.rests")
_SETTINGS: Final = ("sink.", "green.", "plan.attached_cover")

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
    Measure(
        "carbon.rests",
        "Attached green and sealed ground of parcels",
        "m²",
        _rests,
        layers=MappingProxyType({"parcels": ("green_pct", "green_min_pct")}),
        parameters=("green.",),
        measures=("carbon.covers", "carbon.planted", "land.coded"),
    ),
    Measure(
        "carbon.by_cover",
        "Carbon sink by cover",
        "t CO₂/a",
        _by_covers,
        layers=MappingProxyType({"roads": ("street_tree_crown_m2",)}),
        parameters=_SETTINGS,
        measures=(*_SHARED, "carbon.road_shares"),
        explain=_why_covers,
    ),
    Measure(
        "carbon.sink",
        "Carbon sink",
        "t CO₂/a",
        _sink,
        parameters=_SETTINGS,
        measures=(*_SHARED, "carbon.by_cover"),
        explain=_why_sink,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "carbon": "carbon.sink",
        "carbon.sink_t_per_a": "carbon.sink",
        "carbon.by_cover": "carbon.by_cover",
        "carbon.counted_once_m2": "carbon.by_cover",
    }
)


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about carbon."""
    sink = cast("Range", results.value("carbon.sink"))
    covers = cast("Mapping[str, CoverSum]", results.value("carbon.by_cover"))
    partition = cast("Partition", results.value("carbon.covers"))
    return {
        "carbon": {
            "sink_t_per_a": {"low": sink.low, "central": sink.central, "high": sink.high},
            "by_cover": {cover: _row(found) for cover, found in covers.items()},
            "counted_once_m2": partition.counted_once_m2,
        }
    }


def _row(found: CoverSum) -> dict[str, Any]:
    row: dict[str, Any] = {
        "area_m2": found.area_m2,
        "low": found.low,
        "central": found.central,
        "high": found.high,
    }
    if found.crown_m2 is not None:
        row |= {"crown_m2": found.crown_m2, "extra": True}
    return row


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the carbon totals lack."""
    partition = cast("Partition", results.value("carbon.covers"))
    planted = cast("Planted", results.value("carbon.planted"))
    sink = "carbon.sink_t_per_a"
    for kind in BANDS:
        count = len(partition.without_width[kind])
        if count:
            yield Missing(
                sink, Message.of("the width of {kind}", kind=Message(kinds()[kind].title)), count
            )
    for kind in ("greens", "corridors"):
        if planted.without_cover[kind]:
            needs = Message.of("the cover of {kind}", kind=Message(kinds()[kind].title))
            yield Missing(sink, needs, planted.without_cover[kind])
        if planted.unknown_cover[kind]:
            needs = Message.of(
                "a sink factor for the cover of {kind}", kind=Message(kinds()[kind].title)
            )
            yield Missing(sink, needs, planted.unknown_cover[kind])
    parcels = len(results.document.layer("parcels"))
    needs = Message.of("the energy demand of buildings and processes")
    yield Missing("carbon.operational_t_per_a", needs, parcels)
    yield Missing("carbon.net_t_per_a", Message.of("the operational emissions"), parcels)
