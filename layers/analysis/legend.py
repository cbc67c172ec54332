"""Legends: how many features, and how much ground, each value has by which a kind is declared.

Unlike the totals they tell of whole layers, the ground outside the red line included. Styles of the
plan's own are no input of any measure: `layers.analysis.classes` counts for them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import cast

import numpy as np
import pandas as pd

from layers.analysis.balance import OVERLAP, UNASSIGNED, Balance, BalanceRow
from layers.analysis.by_code import Coded, Uses, UseSums
from layers.analysis.overlay import Numbers, Places
from layers.kind import LayerKind, Shape
from layers.kinds import kinds
from layers.measure import Inputs, Measure


@dataclass(frozen=True, slots=True)
class Legend:
    """The features of a layer by the value that colours them.

    Parameters
    ----------
    counts
        Count of features by value, the empty value for those without one.
    areas_m2
        Area by value; empty for kinds that are not areas. [m²]
    area_m2
        Area of all features; None for kinds that are not areas, or lie over one another. [m²]
    printed
        Area by value as the land balance prints it, by unit; of values all of whose land it counts.
    """

    counts: Mapping[str, int]
    areas_m2: Mapping[str, float]
    area_m2: float | None
    printed: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: MappingProxyType({}))


def legend_of(places: Places, values: tuple[str, ...], areas: Numbers | None) -> Legend:
    """Return the legend of features whose values are given as places in ``values``.

    Examples
    --------
    >>> found = legend_of(np.array([0, 1, 0]), ("M1", ""), np.array([1.0, 2.0, 4.0]))
    >>> dict(found.counts), dict(found.areas_m2), found.area_m2
    ({'M1': 2, '': 1}, {'M1': 5.0, '': 2.0}, 7.0)
    """
    counts: dict[str, int] = {}
    sums: dict[str, float] = {}
    found = np.bincount(places, minlength=len(values)).tolist()
    weighed = [] if areas is None else np.bincount(places, areas, len(values)).tolist()
    for place, value in enumerate(values):  # a value may stand there twice: missing and empty
        counts[value] = counts.get(value, 0) + found[place]
        if weighed:
            sums[value] = sums.get(value, 0.0) + weighed[place]
    total = None if areas is None else float(areas.sum())
    return Legend(MappingProxyType(counts), MappingProxyType(sums), total)


def _of_parcels(inputs: Inputs) -> Legend:
    coded, uses = cast("Coded", inputs.value("land.coded")), cast("Uses", inputs.value("land.uses"))
    sums = cast("UseSums", inputs.value("land.use_sums")).whole_m2
    areas = dict.fromkeys(coded.codes, 0.0)
    for (code, _), area in zip(uses.written, sums.tolist(), strict=True):
        areas[code] += area
    counts = dict.fromkeys(coded.codes, 0)
    for code, count in zip(coded.codes, coded.counts.tolist(), strict=True):  # "" may come twice
        counts[code] += count
    found = Legend(MappingProxyType(counts), MappingProxyType(areas), float(sums.sum()))
    balance = cast("Balance", inputs.value("land.balance"))
    printed = {
        row.code: row.printed
        for row in _single(balance.rows)
        if math.isclose(row.area_m2, found.areas_m2.get(row.code, -1.0), rel_tol=1e-9)
    }
    return replace(found, printed=MappingProxyType(printed))


def _single(rows: Iterable[BalanceRow]) -> Iterator[BalanceRow]:
    """Yield the rows of the balance that are one code."""
    for row in rows:
        if row.children:
            yield from _single(row.children)
        elif row.kind not in {OVERLAP, UNASSIGNED}:
            yield row


def _areas_of(kind: LayerKind) -> Callable[[Inputs], pd.Series]:
    def areas(inputs: Inputs) -> pd.Series:
        """Return the plane area of each feature, 0 for one without a shape [m²]."""
        found = np.nan_to_num(inputs.shapes(kind.id).areas, nan=0.0)
        return pd.Series(found, index=inputs.ids(kind.id), name="area_m2")

    return areas


def _legend_of(kind: LayerKind) -> Callable[[Inputs], Legend]:
    sized = _has_areas(kind)

    def legend(inputs: Inputs) -> Legend:
        areas = None
        if sized:
            areas = cast("pd.Series", inputs.value(f"legend.{kind.id}_areas")).to_numpy()
        if not kind.style.by:
            total = None if areas is None else float(areas.sum())
            return Legend(MappingProxyType({}), MappingProxyType({}), total)
        column = inputs.rows(kind.id)[kind.style.by].fillna("")
        places, values = pd.factorize(column)
        return legend_of(places.astype(np.intp), tuple(str(value) for value in values), areas)

    return legend


def _has_areas(kind: LayerKind) -> bool:
    return kind.shape is Shape.POLYGON and not kind.nested


def _measures() -> Iterator[Measure]:
    for kind in kinds().values():
        if kind.id == "parcels":
            continue
        areas: tuple[str, ...] = ()
        if _has_areas(kind):
            areas = (f"legend.{kind.id}_areas",)
            yield Measure(
                areas[0],
                "Area",
                "m²",
                _areas_of(kind),
                layers=MappingProxyType({kind.id: ("geometry",)}),
                per_feature=kind.id,
                themed=True,
            )
        by = (kind.style.by,) if kind.style.by else ()
        yield Measure(
            f"legend.{kind.id}",
            "Legend",
            "",
            _legend_of(kind),
            layers=MappingProxyType({kind.id: by}) if by else MappingProxyType({}),
            measures=areas,
        )


MEASURES = (
    Measure(
        "legend.parcels",
        "Legend",
        "",
        _of_parcels,
        measures=("land.coded", "land.uses", "land.use_sums", "land.balance"),
    ),
    *_measures(),
)
