"""What roofs could carry, as a value that the measures of the sun share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layers.analysis.overlay import Numbers


@dataclass(frozen=True, slots=True, eq=False)
class RoofModules:
    """What roofs could carry, in the order of their ids; NaN where a factor is missing.

    Parameters
    ----------
    ids
        Of the roofs.
    inside
        Whether they have ground inside the red line; others have no area.
    roof_m2, usable_m2
        Ground inside it that no other roof has, and what of it modules can be laid out on. [m²]
    kwp
        Rated power. [kWp]
    table_kwh
        Yield by the table of cities. [kWh/a]
    tilt_deg, azimuth_deg
        Of the modules; azimuth clockwise from north. [°]
    flush
        Whether modules lie close to the roof: on all but flat ones.
    """

    ids: NDArray[np.int64]
    inside: NDArray[np.bool_]
    roof_m2: Numbers
    usable_m2: Numbers
    kwp: Numbers
    table_kwh: Numbers
    tilt_deg: Numbers
    azimuth_deg: Numbers
    flush: NDArray[np.bool_]
