"""People inside the red line, by the parcels they live and work on.

They are spread evenly over their parcel: of one that the red line cuts, those count that its share
inside has, as its land does. Everything that counts people reads them here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

import numpy as np

from layers.analysis.overlay import Numbers
from layers.measure import Inputs, Measure

COLUMNS: Final = ("population", "workers")
"""Columns of residents and of workers."""


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Who is entered on the parcels; it is the same whatever their use.

    Parameters
    ----------
    entered
        By column of `COLUMNS`, in the order of the parcels' ids: what they say; NaN for nothing.
    inside
        The same of land inside the red line; 0 for nothing.
    share
        Share of each parcel inside the red line. [-]
    """

    entered: Mapping[str, Numbers]
    inside: Mapping[str, Numbers]
    share: Numbers

    def total(self, column: str) -> float | None:
        """Return how many are inside the red line; None where no parcel there says any."""
        told = np.isfinite(self.entered[column]) & (self.share > 0)
        return float(self.inside[column].sum()) if told.any() else None


def _people(inputs: Inputs) -> People:
    share = cast("Numbers", inputs.value("energy.shares"))
    entered = {name: inputs.numbers("parcels", name) for name in COLUMNS}
    inside = {name: np.nan_to_num(found) * share for name, found in entered.items()}
    return People(entered, inside, share)


MEASURES = (
    Measure(
        "land.people",
        "Workers and residents of parcels",
        "",
        _people,
        layers=MappingProxyType({"parcels": COLUMNS}),
        measures=("energy.shares",),
    ),
)
