"""Attached green: what a parcel's green ratio still asks for beyond greens inside it already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

import numpy as np
import pandas as pd

from layers.analysis.by_code import Uses
from layers.analysis.covers import Partition
from layers.analysis.overlay import Numbers
from layers.analysis.planting import UNKNOWN, Planted
from layers.measure import Inputs, Measure
from layers.parameters import Factor


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


def _rests(inputs: Inputs) -> Rests:
    """Return the attached green and the sealed ground of each parcel."""
    partition = cast("Partition", inputs.value("carbon.covers"))
    planted = cast("Planted", inputs.value("carbon.planted"))
    uses = cast("Uses", inputs.value("land.uses"))
    rows = inputs.rows("parcels")
    asked = rows["green_pct"].to_numpy(dtype=np.float64, na_value=np.nan)
    least = rows["green_min_pct"].to_numpy(dtype=np.float64, na_value=np.nan)
    asked = np.where(np.isnan(asked), least, asked)
    counted = _counted(inputs, rows["green_area_m2"].to_numpy(dtype=np.float64, na_value=np.nan))
    asked = np.where(np.isnan(counted), asked, counted)
    usual = np.array([_usual(inputs, parts) for parts in uses.parts], float)
    ratio = asked
    if len(usual):
        ratio = np.where(np.isnan(asked), usual[uses.places], asked)
    ratio = np.nan_to_num(ratio)
    attached = attached_green(partition.inside, partition.rest, planted.in_parcels, ratio)
    defaulted = np.isnan(asked) & (partition.rest > 0)
    counts = np.bincount(uses.places[defaulted], minlength=len(uses.parts)).tolist()
    assumed: dict[str, int] = {}
    unknown = 0
    for (code, _), count, value in zip(uses.written, counts, usual.tolist(), strict=True):
        if np.isnan(value):
            unknown += count
        elif count:
            assumed[code] = assumed.get(code, 0) + count
    return Rests(attached, partition.rest - attached, MappingProxyType(assumed), unknown)


def _counted(inputs: Inputs, green_m2: Numbers) -> Numbers:
    """Return the green ratio of parcels whose green area is given, NaN for others. [%]."""
    areas = cast("pd.Series", inputs.value("land.areas")).to_numpy()
    found = np.full(len(areas), np.nan)
    given = np.isfinite(green_m2) & (areas > 0)
    found[given] = 100.0 * np.minimum(green_m2[given] / areas[given], 1.0)
    return found


def _usual(inputs: Inputs, parts: tuple[tuple[str, float], ...]) -> float:
    """Return the green ratio that a use asks for, its codes' by their shares; NaN for none. [%]."""
    found = 0.0
    for code, fraction in parts:
        factor = inputs.parameter(f"green.{code}")
        if not isinstance(factor, Factor) or factor.central is None:
            return np.nan
        found += fraction * factor.central
    return found


def attached_cover(inputs: Inputs) -> str:
    """Return the cover of attached green."""
    return str(inputs.parameter("plan.attached_cover") or UNKNOWN)


MEASURES = (
    Measure(
        "carbon.rests",
        "Attached green and sealed ground of parcels",
        "m²",
        _rests,
        layers=MappingProxyType({"parcels": ("green_pct", "green_min_pct", "green_area_m2")}),
        parameters=("green.",),
        measures=("carbon.covers", "carbon.planted", "land.areas", "land.uses"),
    ),
)
