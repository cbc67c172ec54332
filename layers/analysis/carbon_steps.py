"""Ground of covers, what is lost once, and credits, with the plan's values put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd

from layers.analysis.attached import Ground
from layers.analysis.claims import Claims
from layers.analysis.covers import Partition
from layers.analysis.credits import PATH, PRICE
from layers.analysis.intensities import band
from layers.analysis.loss import BuiltOver
from layers.analysis.planting import Planted
from layers.analysis.sink import CoverSum, Range
from layers.analysis.worked import Work, inputs_of, line, sum_line, total_line
from layers.explanation import Step, band_of
from layers.factor_tables.stocks import SOIL
from layers.measure import Results
from layers.message import Message
from layers.parameters import Factor
from layers.units import CO2_PER_C, M2_PER_HA


def _of_cover(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    """Yield the ground of a cover, by where it comes from, and the crowns over other ground."""
    del found
    cover, _, name = path.removeprefix("carbon.by_cover.").rpartition(".")
    covers = cast("Mapping[str, CoverSum]", results.value("carbon.by_cover"))
    known = covers.get(cover)
    if known is None or known.area_m2 is None:
        return
    if name == "crown_m2":
        inputs = inputs_of(results, {"roads": ("street_tree_crown_m2",)})
        crowns = np.nan_to_num(inputs.numbers("roads", "street_tree_crown_m2"))
        shares = cast("pd.Series", results.value("carbon.road_shares")).to_numpy()
        yield sum_line(path, (crowns * shares).tolist())
    if name == "area_m2":
        ground = cast("Ground", results.value("carbon.ground"))
        partition = cast("Partition", results.value("carbon.covers"))
        planted = cast("Planted", results.value("carbon.planted"))
        drawn = planted.areas.get(cover, 0.0)
        rest = known.area_m2 - drawn
        steps = [Step.of(_DRAWN, "{A}", drawn, "m²", A=drawn)] if drawn else []
        if cover == "sealed":
            steps.append(sum_line(_SEALED, ground.sealed_m2.tolist(), "m²"))
        elif cover == "bare":
            bare = partition.bare_m2
            steps.append(Step.of(_BARE, "{A}", bare, "m²", A=bare))
        elif rest > 1e-9 * known.area_m2:
            steps.append(sum_line(_ATTACHED, ground.attached_m2.tolist(), "m²"))
        yield from steps
        yield total_line(path, steps)


_DRAWN: Final = Message.of("Ground of what is drawn")
_SEALED: Final = Message.of("Sealed ground of parcels")
_BARE: Final = Message.of("Unassigned land")
_ATTACHED: Final = Message.of("Attached green of parcels")


def _counted_once(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    claims = cast("Claims", results.value("carbon.claims"))
    once = found["carbon"]["counted_once_m2"]
    if once is None:
        return
    claimed, kept = float(claims.whole_m2.sum()), float(claims.areas.sum())
    yield line(path, "max(0, {C} - {K})", once, C=claimed, K=kept)


def _lost_once(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del found
    built = cast("BuiltOver | None", results.value("carbon.built_over"))
    if built is None or cast("Range", results.value("carbon.loss")).central is None:
        return
    steps: list[Step] = []
    for name, area in [*built.areas.items(), (SOIL, built.sealed_m2)]:
        factor = results.document.parameters.get(f"stock.{name}")
        if isinstance(factor, Factor):
            stock, ground = band(factor), area / M2_PER_HA
            value = band_of(ground * stock * CO2_PER_C)
            text, title = "{A} / 10000 × {C} × 44 / 12", Message(factor.title)
            steps.append(Step.of(title, text, value, "t CO₂", A=area, C=band_of(stock)))
    yield from steps
    yield total_line("carbon.lost_once_t", steps)
    del path


def _credit(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    sink, price = cast("Range", results.value("carbon.sink")), results.document.parameters[PRICE]
    value = found["carbon"]["credit_yuan_per_a"]
    if value is not None and isinstance(price, Factor):
        yield line(path, "max(0, {Q}) × {p}", value, Q=sink.central, p=price.central)


STEPS: Final[Mapping[str, Work]] = MappingProxyType(
    {
        "carbon.by_cover": _of_cover,
        "carbon.counted_once_m2": _counted_once,
        "carbon.lost_once_t": _lost_once,
        PATH: _credit,
    }
)
