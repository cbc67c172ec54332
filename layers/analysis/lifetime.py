"""How much modules yield over their life, in years of the first one."""

from __future__ import annotations

import math
from typing import Final

from layers.analysis.photovoltaics import life_kwh
from layers.measure import Inputs
from layers.parameters import Factor

LIFE: Final = ("pv.life", "pv.deg_first", "pv.deg_year")
"""Factors of the life of modules."""
LONGEST_LIFE_A: Final = 100
"""No module is reckoned with for longer. [a]"""


def life_factor(inputs: Inputs) -> float:
    """Return what a life of modules yields over their first year, NaN where a factor is missing."""
    found = [inputs.parameter(id_) for id_ in LIFE]
    life, first, yearly = (
        one.central if isinstance(one, Factor) and one.central is not None else math.nan
        for one in found
    )
    if math.isnan(life + first + yearly) or not 1 <= life <= LONGEST_LIFE_A:
        return math.nan
    return life_kwh(1.0, round(life), first / 100.0, yearly / 100.0)
