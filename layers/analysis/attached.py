"""Attached green: what a parcel's green ratio still asks for beyond greens inside it already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

import numpy as np
import pandas as pd

from layers.analysis.by_code import Uses
from layers.analysis.carrying import kept_rows
from layers.analysis.covers import Partition
from layers.analysis.overlay import Numbers, Places
from layers.analysis.planting import UNKNOWN, Planted
from layers.edit import Change
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
    asked = cast("Numbers", inputs.value("carbon.green_asked"))
    usual = np.array([_usual(inputs, parts) for parts in uses.parts], float)
    untold = np.isnan(asked)
    ratio = np.where(untold, np.nan_to_num(usual)[uses.places], asked) if len(usual) else asked
    attached = attached_green(partition.inside, partition.rest, planted.in_parcels, ratio)
    defaulted = untold & (partition.rest > 0)
    counts = np.bincount(uses.places[defaulted], minlength=len(uses.parts)).tolist()
    assumed: dict[str, int] = {}
    unknown = 0
    for (code, _), count, value in zip(uses.written, counts, usual.tolist(), strict=True):
        if np.isnan(value):
            unknown += count
        elif count:
            assumed[code] = assumed.get(code, 0) + count
    return Rests(attached, partition.rest - attached, MappingProxyType(assumed), unknown)


def _asked(inputs: Inputs, places: Places | None = None) -> Numbers:
    """Return the green ratio that parcels ask for, NaN where they do not. [%].

    What is counted goes before what is typed, and that before the least that is allowed.
    """
    areas = cast("pd.Series", inputs.value("land.areas")).to_numpy()
    areas = areas if places is None else areas[places]
    typed, least, green_m2 = (
        inputs.numbers("parcels", name, places)
        for name in ("green_pct", "green_min_pct", "green_area_m2")
    )
    asked = np.where(np.isnan(typed), least, typed)
    given = np.isfinite(green_m2) & (areas > 0)
    asked[given] = 100.0 * np.minimum(green_m2[given] / areas[given], 1.0)
    return asked


def _asked_again(inputs: Inputs, before: Inputs, value: Numbers, change: Change) -> Numbers:
    """Look only at the parcels that were touched."""
    kept = kept_rows(inputs, before, change, "parcels")
    return _asked(inputs) if kept is None else kept.filled(value, _asked(inputs, kept.fresh))


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
        "carbon.green_asked",
        "Green ratio that parcels ask for",
        "%",
        _asked,
        layers=MappingProxyType({"parcels": ("green_pct", "green_min_pct", "green_area_m2")}),
        measures=("land.areas",),
        update=_asked_again,
    ),
    Measure(
        "carbon.rests",
        "Attached green and sealed ground of parcels",
        "m²",
        _rests,
        parameters=("green.",),
        measures=("carbon.covers", "carbon.planted", "carbon.green_asked", "land.uses"),
    ),
)
