"""Where the sink is: what each green, each corridor and each parcel's ground takes up in a year.

``s = f_c · φ(t)`` [kg CO₂/(m²·a)] on the ground that a feature has for itself (see
`layers.analysis.covers`), with the factors and the ramp of `layers.analysis.sink`. Crowns of street
trees stand over other covers and are in none of these numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

import numpy as np
import pandas as pd

from layers.analysis.attached import Ground, attached_cover
from layers.analysis.claims import Claims
from layers.analysis.covers import Partition, Some
from layers.analysis.overlay import Numbers, by_id
from layers.analysis.planting import PLANTLESS, ClaimCovers, growth
from layers.measure import Inputs, Measure
from layers.parameters import Factor
from layers.units import KG_PER_T, M2_PER_HA


def _rates(inputs: Inputs) -> Numbers:
    """Return what a square metre of each claim takes up, NaN without a factor. [kg CO₂/(m²·a)]."""
    covers = cast("ClaimCovers", inputs.value("carbon.claim_covers"))
    factors = inputs.factors("sink.")
    full = np.array([_rate(name, factors.get(name)) for name in covers.names])
    return full[covers.places] * growth(inputs, covers)


def _rate(cover: str, factor: Factor | None) -> float:
    """Return what full-grown plants of a cover take up; nothing where a cover has no plants."""
    if factor is None:
        return 0.0 if cover in PLANTLESS else np.nan
    return np.nan if factor.central is None else factor.central


def _of_claims(kind: str, *, by_area: bool) -> Callable[[Inputs], pd.Series]:
    def compute(inputs: Inputs) -> pd.Series:
        """Return the sink of each feature, or of a hectare of it; none without ground."""
        claims = cast("Claims", inputs.value("carbon.claims"))
        span = claims.span(kind)
        areas = claims.areas[span]
        rates = np.where(areas > 0, inputs.value("carbon.rates")[span], np.nan)
        sink = rates * (M2_PER_HA if by_area else areas) / KG_PER_T
        return by_id(sink, claims.ids[span])

    return compute


def _of_parcels(inputs: Inputs) -> pd.Series:
    """Return what a hectare of each parcel's ground takes up, 0 where nothing grows.

    Plants without a factor leave the parcel without a value: nobody knows what they take up.
    """
    partition = cast("Partition", inputs.value("carbon.covers"))
    found = cast("Ground", inputs.value("carbon.ground"))
    pieces, ids, inside = partition.pieces, partition.parcel_ids, partition.inside()
    rates = cast("Numbers", inputs.value("carbon.rates"))
    sink = Some.summed(pieces.parcels, pieces.areas * rates[pieces.claims]).of(ids)
    for ground, cover in (
        (found.attached_m2, attached_cover(inputs)),
        (found.sealed_m2, "sealed"),
    ):
        rate = _rate(cover, inputs.factors("sink.").get(cover))
        if np.isnan(rate):
            sink[ground > 0] = np.nan
        elif rate:
            sink += ground * rate
    density = np.full(len(ids), np.nan)
    np.divide(sink * M2_PER_HA / KG_PER_T, inside, out=density, where=inside > 0)
    return by_id(density, ids)


def _measures() -> Iterator[Measure]:
    for kind, title in (("greens", "Sink of the green"), ("corridors", "Sink of the corridor")):
        for name, by_area in ((f"{kind}_sink", False), (f"{kind}_density", True)):
            yield Measure(
                f"carbon.{name}",
                "Sink density" if by_area else title,
                "t CO₂/(ha·a)" if by_area else "t CO₂/a",
                _of_claims(kind, by_area=by_area),
                measures=("carbon.claims", "carbon.rates"),
                per_feature=kind,
                themed=True,
                deferred=True,
            )


MEASURES = (
    Measure(
        "carbon.rates",
        "Sink of a square metre",
        "kg CO₂/(m²·a)",
        _rates,
        parameters=("sink.", "plan.base_year"),
        measures=("carbon.claim_covers",),
    ),
    Measure(
        "carbon.parcels_density",
        "Sink density",
        "t CO₂/(ha·a)",
        _of_parcels,
        parameters=("sink.", "plan.attached_cover"),
        measures=("carbon.covers", "carbon.rates", "carbon.ground"),
        per_feature="parcels",
        themed=True,
        deferred=True,
    ),
    *_measures(),
)
