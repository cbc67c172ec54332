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

from layers.analysis.carrying import kept_rows
from layers.analysis.overlay import Numbers, Places
from layers.edit import Change
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


def _people(inputs: Inputs, places: Places | None = None) -> People:
    share = cast("Numbers", inputs.value("energy.shares"))
    share = share if places is None else share[places]
    entered = {name: inputs.numbers("parcels", name, places) for name in COLUMNS}
    inside = {name: np.nan_to_num(found) * share for name, found in entered.items()}
    return People(entered, inside, share)


def _people_again(inputs: Inputs, before: Inputs, value: People, change: Change) -> People:
    """Look only at the parcels that were touched; at all where the red line was."""
    kept = kept_rows(inputs, before, change, "parcels", untouched=("boundary",))
    if kept is None:
        return _people(inputs)
    fresh = _people(inputs, kept.fresh)
    entered, inside = (
        {name: kept.filled(old[name], new[name]) for name in COLUMNS}
        for old, new in ((value.entered, fresh.entered), (value.inside, fresh.inside))
    )
    return People(entered, inside, cast("Numbers", inputs.value("energy.shares")))


MEASURES = (
    Measure(
        "land.people",
        "Workers and residents of parcels",
        "",
        _people,
        layers=MappingProxyType({"parcels": COLUMNS}),
        measures=("energy.shares",),
        update=_people_again,
    ),
)
