"""Carbon: the sink of the covers, why it is what it is, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

from layers.analysis.absent import Missing
from layers.analysis.attached import Rests, attached_cover
from layers.analysis.claims import BANDS, CLAIMING
from layers.analysis.covers import Partition
from layers.analysis.planting import COVER_TITLES, Planted
from layers.analysis.sink import (
    CoverSum,
    Range,
    blank_factors,
    crowns_m2,
    sink_by_cover,
    sink_steps,
    whole_sink,
)
from layers.explanation import Explanation, Term
from layers.kinds import kinds
from layers.measure import Inputs, Measure, Results
from layers.message import Message
from layers.parameters import Factor
from layers.units import M2_PER_HA
from resources.translations import grouped

GREEN: Final = ("greens", "corridors")
"""Kinds whose features say which plants stand on them."""

# ---- why ----------------------------------------------------------------------------------------


def _features(inputs: Inputs, *, growing: bool) -> Mapping[str, int]:
    """Return how many features take ground; of green ones those only whose plants are known."""
    partition = cast("Partition", inputs.value("carbon.covers"))
    counts = {
        kind: int((partition.claims.areas[partition.claims.span(kind)] > 0).sum())
        for kind in CLAIMING
    }
    if growing:
        planted = cast("Planted", inputs.value("carbon.planted"))
        for kind in GREEN:
            counts[kind] -= planted.without_cover[kind] + planted.unknown_cover[kind]
    counts["parcels"] = int((partition.inside() > 0).sum())
    return MappingProxyType({kind: count for kind, count in counts.items() if count})


def _terms(inputs: Inputs, covers: Mapping[str, CoverSum]) -> tuple[Term, ...]:
    terms: list[Term] = []
    for cover, found in covers.items():
        factor = inputs.factors("sink.").get(cover)
        title = Message(factor.title) if factor else COVER_TITLES.get(cover, Message(cover))
        area, growing = found.area_m2, found.growing_m2
        if area is not None and found.crown_m2 is not None:
            area += found.crown_m2
        terms.append(Term(Message.of("Area: {title}", title=title), area, "m²"))
        if area is not None and growing is not None and abs(growing - area) > 1e-9 * max(area, 1.0):
            terms.append(Term(Message.of("Area × age ramp: {title}", title=title), growing, "m²"))
        if factor is not None:
            terms.append(Term.of(factor))
    return tuple(terms)


def _left_out(inputs: Inputs, *, growing: bool) -> tuple[Message, ...]:
    """Return what was not counted and what was assumed, in full sentences."""
    partition = cast("Partition", inputs.value("carbon.covers"))
    planted = cast("Planted", inputs.value("carbon.planted"))
    rests = cast("Rests", inputs.value("carbon.rests"))
    found: list[Message] = []
    for kind, ids in partition.claims.without_width.items():
        if len(ids):
            text = "{n} of {kind} have no width and take no ground."
            found.append(Message.of(text, n=len(ids), kind=Message(kinds()[kind].title)))
    for kind in GREEN if growing else ():
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
    if rests.attached_m2:
        text = "Assumed: attached green is covered with {cover}."
        factor = inputs.parameter(f"sink.{attached_cover(inputs)}")
        cover = Message(factor.title) if isinstance(factor, Factor) else attached_cover(inputs)
        found.append(Message.of(text, cover=cover))
    if partition.claims.counted_once_m2 > 0.005:
        text = "{area} m² are claimed more than once and counted once."
        found.append(Message.of(text, area=grouped(partition.claims.counted_once_m2, 2)))
    return tuple(found)


def _without_range(inputs: Inputs, covers: Mapping[str, CoverSum]) -> Iterable[Message]:
    """Yield for which covers the central factor stands for a low or a high one."""
    factors = inputs.factors("sink.")
    for cover, found in covers.items():
        factor = factors.get(cover)
        if factor is None or factor.central is None or not found.growing_m2:
            continue
        title = Message(factor.title)
        if factor.low is None:
            text = "Assumed: the central factor for the low one of {cover}, which has none."
            yield Message.of(text, cover=title)
        if factor.high is None:
            text = "Assumed: the central factor for the high one of {cover}, which has none."
            yield Message.of(text, cover=title)


def _why_sink(inputs: Inputs, value: object, path: str) -> Explanation:
    del value
    covers = cast("Mapping[str, CoverSum]", inputs.value("carbon.by_cover"))
    return _why(inputs, covers, path)


def _why_covers(inputs: Inputs, value: Mapping[str, CoverSum], path: str) -> Explanation:
    asked = path.removeprefix("carbon.by_cover").strip(".").partition(".")[0]
    return _why(inputs, {asked: value[asked]} if asked in value else value, path)


def _why(inputs: Inputs, covers: Mapping[str, CoverSum], path: str) -> Explanation:
    area = path.endswith(("area_m2", "crown_m2", "counted_once_m2"))
    formula = (
        "Each square metre inside the red line belongs to one cover: water before green land, "
        "corridors, roads, roofs, then the rest of the parcel; unassigned land is bare"
        if area
        else "S = Σ A · f · φ / 1000, φ rising over 5 years after planting, 1 until the years of "
        "growth are over, then 0.3"
    )
    left_out = _left_out(inputs, growing=not area)
    if not area:
        left_out += tuple(_without_range(inputs, covers))
    return Explanation(
        Message.of(formula),
        _terms(inputs, covers),
        _features(inputs, growing=not area),
        left_out,
        () if area else sink_steps(inputs.factors("sink."), covers),
    )


_SHARED: Final = ("carbon.covers", "carbon.planted", "carbon.rests")

_SETTINGS: Final = ("sink.", "green.", "plan.attached_cover")

MEASURES = (
    Measure(
        "carbon.crowns",
        "Crowns of street trees",
        "m²",
        crowns_m2,
        layers=MappingProxyType({"roads": ("street_tree_crown_m2",)}),
        measures=("carbon.road_shares",),
    ),
    Measure(
        "carbon.by_cover",
        "Carbon sink by cover",
        "t CO₂/a",
        sink_by_cover,
        parameters=_SETTINGS,
        measures=(*_SHARED, "carbon.crowns"),
        explain=_why_covers,
    ),
    Measure(
        "carbon.sink",
        "Carbon sink",
        "t CO₂/a",
        whole_sink,
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


# ---- totals -------------------------------------------------------------------------------------


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about carbon."""
    sink = cast("Range", results.value("carbon.sink"))
    covers = cast("Mapping[str, CoverSum]", results.value("carbon.by_cover"))
    partition = cast("Partition", results.value("carbon.covers"))
    return {
        "carbon": {
            "sink_t_per_a": {"low": sink.low, "central": sink.central, "high": sink.high},
            "by_cover": {cover: _row(found) for cover, found in covers.items()},
            "counted_once_m2": partition.claims.counted_once_m2 if partition.total_m2 > 0 else None,
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
    if partition.total_m2 <= 0:
        needs = Message.of("a red line, parcels or other land")
        for path in (sink, "carbon.by_cover", "carbon.counted_once_m2"):
            yield Missing(path, needs)
    for factor in blank_factors(results):
        text = "a number for the factor {factor}"
        yield Missing(sink, Message.of(text, factor=Message(factor.title)))
    for kind in BANDS:
        count = len(partition.claims.without_width[kind])
        if count:
            yield Missing(
                sink, Message.of("the width of {kind}", kind=Message(kinds()[kind].title)), count
            )
    for kind in GREEN:
        count, area = planted.without_cover[kind], _hectares(planted.without_cover_m2[kind])
        title = Message(kinds()[kind].title)
        if count:
            text = "the cover of {n} features of {kind} ({area} ha)"
            yield Missing(sink, Message.of(text, n=count, kind=title, area=area), count)
        count, area = planted.unknown_cover[kind], _hectares(planted.unknown_cover_m2[kind])
        if count:
            text = "a sink factor for the cover of {n} features of {kind} ({area} ha)"
            yield Missing(sink, Message.of(text, n=count, kind=title, area=area), count)


def _hectares(area_m2: float) -> str:
    return grouped(area_m2 / M2_PER_HA, 2)
