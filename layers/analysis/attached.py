"""Attached green: what a parcel's green ratio still asks for beyond greens inside it already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

import numpy as np

from layers.analysis.by_code import Coded
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


def attached_cover(inputs: Inputs) -> str:
    """Return the cover of attached green."""
    return str(inputs.parameter("plan.attached_cover") or UNKNOWN)


MEASURES = (
    Measure(
        "carbon.rests",
        "Attached green and sealed ground of parcels",
        "m²",
        _rests,
        layers=MappingProxyType({"parcels": ("green_pct", "green_min_pct")}),
        parameters=("green.",),
        measures=("carbon.covers", "carbon.planted", "land.coded"),
    ),
)
