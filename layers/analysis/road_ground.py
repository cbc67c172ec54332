"""The ground of roads inside the red line, against which crowns of street trees are held."""

from __future__ import annotations

from types import MappingProxyType
from typing import cast

import numpy as np
import pandas as pd
import shapely

from layers.measure import Inputs, Measure


def _ground(inputs: Inputs) -> float | None:
    """Return length times width of the roads inside the site; None without widths. [m²]."""
    shares = cast("pd.Series", inputs.value("carbon.road_shares")).to_numpy()
    widths = inputs.numbers("roads", "width_m")
    known = np.isfinite(widths)
    lengths = shapely.length(inputs.geometries("roads")) * shares
    return float((lengths * widths)[known].sum()) if known.any() else None


MEASURES = (
    Measure(
        "indicators.road_ground",
        "Ground of roads",
        "m²",
        _ground,
        layers=MappingProxyType({"roads": ("geometry", "width_m")}),
        measures=("carbon.road_shares",),
    ),
)
