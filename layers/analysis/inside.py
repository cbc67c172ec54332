"""What share of parcels lies inside the red line."""

from __future__ import annotations

from typing import Final, cast

import numpy as np
import pandas as pd

from layers.analysis.overlay import Numbers, Places
from layers.measure import Inputs

MEASURES_READ: Final = ("land.areas", "land.inside")


def shares_inside(inputs: Inputs, places: Places | None = None) -> Numbers:
    """Return the share of parcels inside the red line; 0 for those without ground. [-].

    Parameters
    ----------
    inputs
        Of a measure that declares `MEASURES_READ`.
    places
        Of the parcels that are wanted; all where None.
    """
    areas = cast("pd.Series", inputs.value("land.areas")).to_numpy()
    inside = cast("pd.Series", inputs.value("land.inside")).to_numpy()
    if places is not None:
        areas, inside = areas[places], inside[places]
    return np.divide(inside, areas, out=np.zeros(len(areas)), where=areas > 0)
