"""Land by land-use code, whatever codes occur."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

import numpy as np
import pandas as pd

from layers.analysis.overlay import Places
from layers.measure import Explanation, Inputs, Measure
from layers.message import Message


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Land-use codes as numbers.

    Parameters
    ----------
    places
        Place of each parcel's code in ``codes``.
    codes
        The codes as found, the empty code for parcels without one.
    """

    places: Places
    codes: tuple[str, ...]


def _coded(inputs: Inputs) -> Coded:
    """Return the parcels' codes as numbers, once for all who sum by code."""
    places, codes = pd.factorize(inputs.rows("parcels")["land_use"])
    found = [str(code) for code in codes]
    if (places < 0).any():
        places = np.where(places < 0, len(found), places)
        found.append("")
    return Coded(places.astype(np.intp), tuple(found))


def _by_code(inputs: Inputs) -> Mapping[str, float]:
    """Return ``A_c = Σ A_i`` for every code as found, empty for none [m²]."""
    coded = cast("Coded", inputs.value("land.coded"))
    inside = cast("pd.Series", inputs.value("land.inside")).to_numpy()
    sums = np.bincount(coded.places, weights=inside, minlength=len(coded.codes))
    some = np.bincount(coded.places, weights=inside > 0, minlength=len(coded.codes)) > 0
    # An empty text is no code either.
    areas: dict[str, float] = {}
    for code, area, occurs in zip(coded.codes, sums.tolist(), some.tolist(), strict=True):
        if occurs:
            known = code if code.strip() else ""
            areas[known] = areas.get(known, 0.0) + area
    return MappingProxyType(dict(sorted(areas.items())))


def _why_by_code(inputs: Inputs, value: Mapping[str, float], path: str) -> Explanation:
    coded = cast("Coded", inputs.value("land.coded"))
    inside = cast("pd.Series", inputs.value("land.inside")).to_numpy()
    asked = path.removeprefix("land.by_code.") if path.startswith("land.by_code.") else None
    chosen = np.array([asked in (None, code) for code in coded.codes], bool)
    count = int((chosen[coded.places] & (inside > 0)).sum()) if len(coded.codes) else 0
    left_out: list[Message] = []
    if "" in value:
        left_out.append(
            Message.of("{area} m² of parcels have no land-use code.", area=round(value[""], 2))
        )
    return Explanation(
        Message.of("Sum of the plane areas of the parcels of a code, inside the red line"),
        features=MappingProxyType({"parcels": count}),
        left_out=tuple(left_out),
    )


MEASURES = (
    Measure(
        "land.coded",
        "Land-use codes",
        "",
        _coded,
        layers=MappingProxyType({"parcels": ("land_use",)}),
    ),
    Measure(
        "land.by_code",
        "Area by land-use code",
        "m²",
        _by_code,
        measures=("land.coded", "land.inside"),
        explain=_why_by_code,
    ),
)
