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
from numpy.typing import NDArray

from layers.analysis.additive import exchanged_with_counts
from layers.analysis.by_code import Uses
from layers.analysis.carrying import kept_rows
from layers.analysis.inside import MEASURES_READ, shares_inside
from layers.analysis.overlay import Numbers, Places
from layers.arrays import is_nothing
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


def people_of(inputs: Inputs, places: Places | None = None) -> People:
    """Return who is entered on parcels.

    Parameters
    ----------
    inputs
        Of a measure that declares `COLUMNS` of the parcels, and `MEASURES_READ`.
    places
        Of the parcels that are wanted; all where None.
    """
    share = shares_inside(inputs, places)
    entered = {name: inputs.numbers("parcels", name, places) for name in COLUMNS}
    inside = {
        name: np.where(np.isfinite(found), found, 0.0) * share for name, found in entered.items()
    }
    return People(entered, inside, share)


PARCELS, WITHIN = len(COLUMNS), len(COLUMNS) + 1
"""Rows of counts after those by column."""


@dataclass(frozen=True, slots=True, eq=False)
class PeopleSums:
    """People inside the red line by land use.

    Parameters
    ----------
    inside
        How many, by column of `COLUMNS` and use.
    counts
        Count of the parcels of each use: by column of `COLUMNS` those with land inside that say
        how many, then all (`PARCELS`), then all with land inside (`WITHIN`).
    """

    inside: Numbers
    counts: NDArray[np.intp]

    def total(self, column: str) -> float | None:
        """Return how many are inside the red line; None where no parcel there says any."""
        place = COLUMNS.index(column)
        return float(self.inside[place].sum()) if self.counts[place].any() else None

    def silent(self, column: str) -> NDArray[np.intp]:
        """Return the count by use of parcels with land inside that do not say how many."""
        return self.counts[WITHIN] - self.counts[COLUMNS.index(column)]


def _sums(inputs: Inputs, places: Places | None = None) -> PeopleSums:
    uses = cast("Uses", inputs.value("land.uses"))
    use, count = uses.places if places is None else uses.places[places], len(uses.parts)
    share = shares_inside(inputs, places)
    within = share > 0
    inside, counts = np.zeros((len(COLUMNS), count)), np.zeros((WITHIN + 1, count), np.intp)
    for row, name in enumerate(COLUMNS):
        entered = inputs.numbers("parcels", name, places)
        if not is_nothing(entered):  # of most plans nothing is entered
            told = within & np.isfinite(entered)
            inside[row] = np.bincount(use[told], (entered * share)[told], count)
            counts[row] = np.bincount(use[told], minlength=count)
    counts[PARCELS] = np.bincount(use, minlength=count)
    counts[WITHIN] = np.bincount(use[within], minlength=count)
    return PeopleSums(inside, counts)


def _sums_again(inputs: Inputs, before: Inputs, value: PeopleSums, change: Change) -> PeopleSums:
    """Take away the parcels that were touched as they were, and add them as they are."""
    kept = kept_rows(inputs, before, change, "parcels", same=("land.site",))
    if kept is None or inputs.value("land.uses").parts != before.value("land.uses").parts:
        return _sums(inputs)
    gone, fresh = _sums(before, kept.gone), _sums(inputs, kept.fresh)
    known, *others = ((one.inside, one.counts) for one in (value, gone, fresh))
    found = exchanged_with_counts(known, *others)
    if found is None:
        return _sums(inputs)
    return value if found is known else PeopleSums(*found)


MEASURES = (
    Measure(
        "land.people",
        "Workers and residents of parcels",
        "",
        people_of,
        layers=MappingProxyType({"parcels": COLUMNS}),
        measures=MEASURES_READ,
        deferred=True,
    ),
    Measure(
        "land.people_sums",
        "Workers and residents by land use",
        "",
        _sums,
        layers=MappingProxyType({"parcels": COLUMNS}),
        measures=("land.uses", "land.site", *MEASURES_READ),
        update=_sums_again,
    ),
)
