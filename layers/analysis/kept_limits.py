"""Which limits parcels keep: what is beyond, and how many figures there are to tell it by.

All figures beside all limits are a hundred numbers a parcel. They are made for those who look at
them; what the totals need is kept here, and after an edit only the touched parcels are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.carrying import kept_rows
from layers.analysis.overlay import Ids, Places
from layers.edit import Change
from layers.indicators import INDICATORS, READ, ClassLimits, Flags
from layers.limits import Breaches, Held, breaches, held
from layers.measure import Inputs, Measure, Results

Marks = NDArray[np.uint16]
Roofs = Mapping[str, NDArray[np.float64]]

_FAR: Final = [one.id for one in INDICATORS].index("far")
_UNKNOWN, _ROOFED = 0, 3
"""Bits of a mark from which on it counts, up to seven."""
_CHECKED, _FAR_ASKED, _FAR_KEPT = 6, 7, 8
_MARKS: Final = np.arange(1 << (_FAR_KEPT + 1))


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How the limits of all parcels stand.

    Parameters
    ----------
    marks
        What there is to say of each parcel, in bits.
    counts
        How many parcels have each mark.
    breaches
        What is beyond its limit.
    """

    marks: Marks
    counts: Places
    breaches: Breaches

    def _sum(self, bit: int, most: int = 1) -> int:
        return int((self.counts * (_MARKS >> bit & most)).sum())

    @property
    def unknown(self) -> int:
        """How many of the parcels' own limits have no figure to be compared with."""
        return self._sum(_UNKNOWN, 7)

    @property
    def roofed(self) -> int:
        """How many figures were taken from roofs, as nothing was entered."""
        return self._sum(_ROOFED, 7)

    @property
    def checked(self) -> int:
        """How many parcels have a figure and a limit for it."""
        return self._sum(_CHECKED)

    @property
    def far(self) -> tuple[int, int]:
        """How many parcels keep the limits of their FAR, and how many have FAR and limit."""
        return self._sum(_FAR_KEPT), self._sum(_FAR_ASKED)


LAYERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({"parcels": READ})
MEASURES_READ: Final = ("land.areas", "limits.classes", "limits.roofs")


def held_of(inputs: Inputs, places: Places | None = None) -> Held:
    """Return the figures of parcels beside their limits.

    Parameters
    ----------
    inputs
        Of a measure that declares `LAYERS` and `MEASURES_READ`.
    places
        Of the parcels that are wanted; all where None.
    """
    ids, areas = inputs.ids("parcels"), cast("pd.Series", inputs.value("land.areas")).to_numpy()
    classes = cast("ClassLimits", inputs.value("limits.classes"))
    roofs = cast("Roofs | None", inputs.value("limits.roofs"))
    if places is not None:
        ids, areas = ids[places], areas[places]
        roofs = None if roofs is None else {name: one[places] for name, one in roofs.items()}
    read = partial(inputs.column, "parcels", places=places)
    return held(ids, read, areas, classes, roofs)


def held_of_one(results: Results, id_: int) -> Held | None:
    """Return the figures of one parcel beside their limits, None where there is none of that id."""
    place = results.document.layer("parcels").positions(np.array([id_], np.int64))
    if place[0] < 0:
        return None
    known = {name: results.value(name) for name in MEASURES_READ}
    return held_of(Inputs(MEASURES[0], results.document, known), place)


def _marks(found: Held) -> Marks:
    def counted(flags: Flags, bit: int) -> Marks:
        return flags.astype(np.uint16) << np.uint16(bit)

    far, none = found.figures[_FAR], np.isnan(found.low[_FAR]) & np.isnan(found.high[_FAR])
    asked = ~np.isnan(far) & ~none
    return (
        (found.unknown.sum(axis=0, dtype=np.uint16) << np.uint16(_UNKNOWN))
        | (found.roofed.sum(axis=0, dtype=np.uint16) << np.uint16(_ROOFED))
        | counted(~np.isnan(found.number), _CHECKED)
        | counted(asked, _FAR_ASKED)
        | counted(asked & ~found.below[_FAR] & ~found.above[_FAR], _FAR_KEPT)
    )


def _counts(marks: Marks) -> Places:
    return np.bincount(marks, minlength=len(_MARKS))


def _standing(inputs: Inputs) -> Standing:
    found = held_of(inputs)
    marks = _marks(found)
    return Standing(marks, _counts(marks), breaches(found))


def _standing_again(inputs: Inputs, before: Inputs, value: Standing, change: Change) -> Standing:
    """Look only at the parcels that were touched."""
    same = ("limits.classes", "limits.roofs")
    kept = kept_rows(inputs, before, change, "parcels", same=same)
    # Roofs are given in the order of the parcels that there are now.
    if kept is None or inputs.value("limits.roofs") is not None:
        return _standing(inputs)
    found = held_of(inputs, kept.fresh)
    fresh, gone = _marks(found), value.marks[kept.gone]
    marks = kept.filled(value.marks, fresh)
    beyond = exchanged(value.breaches, before.ids("parcels")[kept.gone], breaches(found))
    if marks is value.marks and beyond is value.breaches:
        return value
    return Standing(marks, value.counts - _counts(gone) + _counts(fresh), beyond)


def exchanged(found: Breaches, gone: Ids, fresh: Breaches) -> Breaches:
    """Return what is beyond its limit after some parcels were looked at anew; in the same order.

    Parameters
    ----------
    found
        What was beyond before.
    gone
        Ids of the parcels that were looked at anew or are no more.
    fresh
        What is beyond of those that were looked at anew.
    """
    stays = ~np.isin(found.ids, gone)
    if stays.all() and not len(fresh):
        return found
    kept = found if stays.all() else found.taken(stays)
    groups = kept.indicators * 2 + kept.above
    places: list[int] = []
    asked = (fresh.indicators * 2 + fresh.above).tolist()
    for group, id_ in zip(asked, fresh.ids.tolist(), strict=True):
        first, last = np.searchsorted(groups, [group, group + 1]).tolist()
        places.append(first + int(np.searchsorted(kept.ids[first:last], id_)))
    return kept.with_inserted(np.array(places, np.intp), fresh)


MEASURES = (
    Measure(
        "limits.standing",
        "How the limits of parcels are kept",
        "",
        _standing,
        layers=LAYERS,
        measures=MEASURES_READ,
        update=_standing_again,
    ),
)
