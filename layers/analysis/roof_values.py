"""What each roof could carry and yield, for colouring, labelling and asking; all stored results."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
import pandas as pd

from layers.analysis.lifetime import life_factor
from layers.measure import Inputs, Measure


def _column(name: str) -> Callable[[Inputs], pd.Series]:
    def compute(inputs: Inputs) -> pd.Series:
        """Return a column of the roofs; roofs outside the red line have no value."""
        roofs = cast("pd.DataFrame", inputs.value("solar.roofs"))
        return cast("pd.Series", roofs[name].where(roofs["inside"]))

    return compute


def _yield(inputs: Inputs) -> pd.Series:
    """Return the yield of each roof by its area, ``E / A``; none without ground. [kWh/(m²·a)]."""
    roofs = cast("pd.DataFrame", inputs.value("solar.roofs"))
    area = roofs["roof_m2"].to_numpy(np.float64)
    kwh = roofs["kwh_per_a"].to_numpy(np.float64)
    found = np.divide(kwh, area, out=np.full(len(area), np.nan), where=area > 0)
    return pd.Series(found, index=roofs.index, name="kwh_per_m2")


def _specific(inputs: Inputs) -> pd.Series:
    """Return the yield of each roof by its power, ``E / P``; none without power. [kWh/(kWp·a)]."""
    roofs = cast("pd.DataFrame", inputs.value("solar.roofs"))
    kwp = roofs["kwp"].to_numpy(np.float64)
    kwh = roofs["kwh_per_a"].to_numpy(np.float64)
    found = np.divide(kwh, kwp, out=np.full(len(kwp), np.nan), where=kwp > 0)
    return pd.Series(found, index=roofs.index, name="kwh_per_kwp")


def _over_life(inputs: Inputs) -> pd.Series:
    """Return the yield of each roof over the life of its modules. [kWh]."""
    roofs = cast("pd.DataFrame", inputs.value("solar.roofs"))
    return cast("pd.Series", roofs["kwh_per_a"].where(roofs["inside"]) * life_factor(inputs))


def _measure(name: str, title: str, unit: str, compute: Callable[[Inputs], pd.Series]) -> Measure:
    return Measure(
        f"solar.{name}",
        title,
        unit,
        compute,
        measures=("solar.roofs",),
        per_feature="rooftops",
        themed=True,
        deferred=True,
    )


MEASURES = (
    _measure("roof_usable", "Usable area of the roof", "m²", _column("usable_m2")),
    _measure("roof_kwp", "PV power of the roof", "kWp", _column("kwp")),
    _measure("roof_kwh", "PV yield of the roof", "kWh/a", _column("kwh_per_a")),
    _measure("roof_yield", "PV yield by roof area", "kWh/(m²·a)", _yield),
    _measure("roof_specific", "Specific yield of the roof", "kWh/(kWp·a)", _specific),
    Measure(
        "solar.roof_life",
        "PV yield of the roof over the life of its modules",
        "kWh",
        _over_life,
        parameters=("pv.",),
        measures=("solar.roofs",),
        per_feature="rooftops",
        themed=True,
        deferred=True,
    ),
    _measure(
        "roof_avoided", "Emissions avoided by the roof", "t CO₂/a", _column("avoided_t_per_a")
    ),
)
