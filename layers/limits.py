"""Limits of parcels: what is planned beside what is limited, and what is beyond.

Ground is measured, whatever a parcel's papers say of its area.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.buildings import ROOFS, SETTING, buildings
from layers.document import Document
from layers.indicators import INDICATORS, ClassLimits, Flags, Numbers, Places, class_limits
from layers.missing import Values, equal, numbers_of
from layers.parameters import Factor

Column = Callable[[str], Numbers]
"""Gives the numbers of a column, NaN where one is missing."""
Read = Callable[[str], Values]
"""Gives the values of a column."""

KEPT: Final = 0.0
GUIDED: Final = 1.0
BOUND: Final = 2.0
"""What a parcel's limits come to: all kept, a guiding one is not, a mandatory one is not."""
GUIDING: Final = "guiding"
FIRM: Final = ("verified", "user")
"""How sure a default has to be for `check` to hold a plan to it; others are advice."""
_TIMES: Final = 2.0
"""How often floor area in storeys above 8 m counts where no class says so."""
_HEIGHT: Final = [one.id for one in INDICATORS].index("height")
_NOISE: Final = 1e-9
"""By what share of a limit a figure may be beyond it: the last digits of a division."""


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """The figures of parcels beside the limits in force, by indicator and parcel.

    Parameters
    ----------
    ids
        Feature ids of the parcels, ascending.
    classes
        Row of each parcel in `ClassLimits`.
    figures
        What is planned, NaN where it is missing. [units of the indicators]
    low, high
        Limits in force, NaN for none. [units of the indicators]
    own
        Whether they are the parcel's own; else they are its class's.
    mandatory
        Whether they bind.
    counted
        Whether the figure was counted from areas; else it was typed.
    roofed
        Whether it was taken from roofs, as nothing was entered.
    below, above
        Whether the figure is beyond the lower or the upper limit.
    number
        How many limits each parcel is beyond; NaN where none can be checked.
    state
        What its limits come to: `KEPT`, `GUIDED` or `BOUND`; NaN where none can be checked.
    """

    ids: NDArray[np.int64]
    classes: Places
    figures: Numbers
    low: Numbers
    high: Numbers
    own: Flags
    mandatory: Flags
    counted: Flags
    roofed: Flags
    below: Flags
    above: Flags
    number: Numbers
    state: Numbers

    @property
    def unknown(self) -> Flags:
        """Whether a parcel's own limit has no figure to be compared with."""
        return self.own & np.isnan(self.figures)


def held(
    ids: NDArray[np.int64],
    read: Read,
    areas_m2: Numbers,
    classes: ClassLimits,
    roofs: Mapping[str, Numbers] | None = None,
) -> Held:
    """Return the figures of parcels beside the limits in force.

    Parameters
    ----------
    ids
        Feature ids of the parcels, ascending.
    read
        Gives the values of one of the columns `READ` in that order.
    areas_m2
        Ground of the parcels. [m²]
    classes
        Defaults of their classes.
    roofs
        What roofs say of their buildings, by column; None where they stand for none.
    """

    def column(name: str) -> Numbers:
        found = numbers_of(read(name))
        return np.where(np.isinf(found), np.nan, found)  # no figure; `check` lists it

    places = classes.rows_of(read("land_use"))
    typed = np.stack([column(one.typed) for one in INDICATORS])
    found = _counted(column, areas_m2, classes.times[places])
    counted = ~np.isnan(found)
    figures = np.where(counted, found, typed)
    roofed = np.zeros(figures.shape, bool)
    if roofs is not None:
        said = _said(column, roofs, areas_m2, classes.times[places])
        roofed = np.isnan(figures) & ~np.isnan(said)
        figures = np.where(roofed, said, figures)
    low = np.stack([column(one.low) for one in INDICATORS])
    high = np.stack([column(one.high) for one in INDICATORS])
    own = ~(np.isnan(low) & np.isnan(high))
    low = np.where(own, low, classes.low.T[:, places])
    high = np.where(own, high, classes.high.T[:, places])
    mandatory = np.stack(
        [
            # Texts take longest, and most plans have limits of their own of few indicators.
            mine & ~equal(read(one.force), GUIDING) if mine.any() else mine
            for one, mine in zip(INDICATORS, own, strict=True)
        ]
    )
    below = figures < low - _NOISE * np.maximum(np.abs(low), 1.0)
    above = figures > high + _NOISE * np.maximum(np.abs(high), 1.0)
    number, state = _standing(below | above, mandatory)
    checked = ~(np.isnan(low) & np.isnan(high) | np.isnan(figures)).all(axis=0)
    number[~checked] = state[~checked] = np.nan
    return Held(
        ids,
        places,
        figures,
        low,
        high,
        own,
        mandatory,
        counted,
        roofed,
        below,
        above,
        number,
        state,
    )


def _standing(beyond: Flags, mandatory: Flags) -> tuple[Numbers, Numbers]:
    """Return how many limits parcels are beyond, and what that comes to."""
    state = np.where(beyond.any(axis=0), GUIDED, KEPT)
    state[(beyond & mandatory).any(axis=0)] = BOUND
    return beyond.sum(axis=0, dtype=np.float64), state


def _counted(column: Column, areas_m2: Numbers, times: Numbers) -> Numbers:
    """Return what areas give, by indicator and parcel; NaN where an area is missing.

    ``FAR = (floor + (times - 1) · floor in storeys above 8 m) / parcel``, density and green ratio
    ``100 · area / parcel``, coefficient ``100 · (footprint + structures and yards) / parcel``.
    """
    ground = np.where(areas_m2 > 0, areas_m2, np.nan)
    high = column("high_floor_area_m2")
    # Industry must say what stands in high storeys, as that counts again; elsewhere none is none.
    asked = times > 1
    high = np.where(np.isnan(high) & ~asked, 0.0, high)
    again = np.where(np.isnan(times), _TIMES, times) - 1
    footprint = column("footprint_m2")
    with np.errstate(over="ignore"):
        found = np.stack(
            [
                (column("floor_area_m2") + again * high) / ground,
                100.0 * footprint / ground,
                100.0 * (footprint + column("structures_m2")) / ground,
                100.0 * column("green_area_m2") / ground,
                np.full(len(ground), np.nan),
            ]
        )
    return np.where(np.isinf(found), np.nan, found)


def _said(
    column: Column, roofs: Mapping[str, Numbers], areas_m2: Numbers, times: Numbers
) -> Numbers:
    """Return the figures that roofs give where nothing was entered, by indicator and parcel."""

    def filled(name: str) -> Numbers:
        found = column(name)
        return np.where(np.isnan(found), roofs[name], found) if name in roofs else found

    found = _counted(filled, areas_m2, times)
    found[_HEIGHT] = roofs["height_m"]
    return found


def held_by(document: Document) -> tuple[Held, ClassLimits]:
    """Return the figures of a plan's parcels beside their limits, and the limits of classes."""
    layer = document.layer("parcels")
    classes = class_limits(document.codes, document.parameters)
    areas = np.nan_to_num(layer.areas, posinf=0.0, neginf=0.0)

    def read(name: str) -> Values:
        return layer.values(name).array

    return held(layer.ids, read, areas, classes, roofs_of(document)), classes


def roofs_of(document: Document) -> Mapping[str, Numbers] | None:
    """Return what roofs say of the parcels' buildings; None where the plan takes them for none."""
    if document.parameters.get(SETTING) != ROOFS:
        return None
    roofs = document.layer("rooftops")
    floors, heights = (
        roofs.values(name).to_numpy(np.float64, na_value=np.nan) for name in ("floors", "height_m")
    )
    parcels = document.layer("parcels").geometries
    return buildings(parcels, roofs.geometries, floors, heights)


# ---- what is beyond -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Breaches:
    """Figures beyond their limits, one place of the arrays each.

    Parameters
    ----------
    ids
        Feature ids of the parcels.
    indicators
        Places in `INDICATORS`.
    above
        Whether the figure is above its upper limit; else it is below the lower one.
    figures, limits
        The figure and the limit. [unit of the indicator]
    mandatory, own
        Whether the limit binds, and whether it is the parcel's own.
    roofed
        Whether the figure was taken from roofs.
    classes
        Row of the parcel in `ClassLimits`.
    """

    ids: NDArray[np.int64]
    indicators: Places
    above: Flags
    figures: Numbers
    limits: Numbers
    mandatory: Flags
    own: Flags
    roofed: Flags
    classes: Places

    def __len__(self) -> int:
        return len(self.ids)

    def taken(self, which: Places | Flags) -> Breaches:
        """Return some of them."""
        return Breaches(*(getattr(self, one.name)[which] for one in fields(self)))

    def with_inserted(self, places: Places, more: Breaches) -> Breaches:
        """Return them with more of them, each before the one at its place."""
        columns = ((getattr(self, one.name), getattr(more, one.name)) for one in fields(self))
        return Breaches(*(np.insert(mine, places, other) for mine, other in columns))


def breaches(found: Held) -> Breaches:
    """Return what is beyond its limit: by indicator, first below and then above, by parcel."""
    parcels = np.flatnonzero(found.number > 0)
    beyond = np.stack([found.below[:, parcels], found.above[:, parcels]], axis=1)
    indicator, side, place = np.nonzero(beyond)
    parcel = parcels[place]
    at = indicator, parcel
    return Breaches(
        found.ids[parcel],
        indicator,
        side == 1,
        found.figures[at],
        np.where(side == 1, found.high[at], found.low[at]),
        found.mandatory[at],
        found.own[at],
        found.roofed[at],
        found.classes[parcel],
    )


@dataclass(frozen=True, slots=True)
class Footing:
    """Where a limit comes from.

    Parameters
    ----------
    source
        Text of the parcel, or the source of its class's default; empty where none is given.
    confidence
        How sure a default is; empty for a parcel's own limit.
    """

    source: str
    confidence: str = ""


def footing(document: Document, id_: int, indicator: int, factor: str) -> Footing:
    """Return where a limit comes from.

    Parameters
    ----------
    document
        The plan.
    id_
        Feature id of the parcel.
    indicator
        Place in `INDICATORS`.
    factor
        Id of the default; empty for a limit of the parcel's own.
    """
    found = document.parameters.get(factor)
    if isinstance(found, Factor):
        source = " · ".join(filter(None, (found.source, found.year)))
        return Footing(source, found.confidence)
    layer = document.layer("parcels")
    (place,) = layer.positions(np.array([id_], np.int64)).tolist()
    name = INDICATORS[indicator].source
    value = layer.values(name).iloc[place] if place >= 0 and name in layer.columns else None
    return Footing(str(value) if value is not None and not pd.isna(value) else "")
