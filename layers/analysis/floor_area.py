"""Floor area of parcels, as energy counts it: each square metre once, however high its storey.

What is entered goes before the floor area ratio times the area, that before what roofs say, and
that before the upper limit of the ratio; the last two only where a setting of the plan says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.carrying import kept_rows
from layers.analysis.overlay import Numbers, Places
from layers.arrays import is_nothing
from layers.edit import Change
from layers.indicators import ClassLimits
from layers.measure import Inputs, Measure

ENTERED, RATIO, ROOFS, LIMIT, UNKNOWN = range(5)
"""Where a floor area comes from."""
TIMES: Final = 2.0
"""How often a ratio counts storeys above 8 m where the class says nothing, as limits take it."""
COLUMNS: Final = ("floor_area_m2", "far", "far_max", "high_floor_area_m2", "land_use")


@dataclass(frozen=True, slots=True, eq=False)
class Floors:
    """Floor area of each parcel.

    Parameters
    ----------
    area_m2
        NaN where it is missing. [m²]
    source
        `ENTERED` to `UNKNOWN`.
    """

    area_m2: Numbers
    source: NDArray[np.int8]


LIMIT_SETTING: Final = "plan.floor_area_limit"
LAYERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({"parcels": COLUMNS})
MEASURES_READ: Final = ("land.areas", "limits.roofs", "limits.classes")


def floors_of(inputs: Inputs, places: Places | None = None) -> Floors:
    """Return ``F = floor area``, else ``F = FAR · A - F_high · (times - 1)``.

    The ratio of industry counts storeys above 8 m `times` times, twice as a rule (国土资发〔2008〕
    24号); that is taken back where they are known.

    Parameters
    ----------
    inputs
        Of a measure that declares `LAYERS`, `LIMIT_SETTING` and `MEASURES_READ`.
    places
        Of the parcels that are wanted; all where None.
    """
    areas = cast("pd.Series", inputs.value("land.areas")).to_numpy()
    areas = areas if places is None else areas[places]
    area, source = np.full(len(areas), np.nan), np.full(len(areas), UNKNOWN, np.int8)
    _fill(area, source, inputs.numbers("parcels", "floor_area_m2", places), ENTERED)
    ratio = inputs.numbers("parcels", "far", places)
    if not is_nothing(ratio):
        with np.errstate(over="ignore"):
            counted = ratio * areas
        _fill(area, source, counted - _counted_again(inputs, places), RATIO)
    roofs = cast("Mapping[str, Numbers] | None", inputs.value("limits.roofs"))
    if roofs is not None:
        found = roofs["floor_area_m2"]
        _fill(area, source, found if places is None else found[places], ROOFS)
    if inputs.parameter(LIMIT_SETTING) == "limit":
        _fill(area, source, inputs.numbers("parcels", "far_max", places) * areas, LIMIT)
    return Floors(area, source)


def _fill(area: Numbers, source: NDArray[np.int8], found: Numbers, name: int) -> None:
    if is_nothing(found):
        return
    fits = (source == UNKNOWN) & np.isfinite(found)
    area[fits] = np.maximum(found[fits], 0.0)
    source[fits] = name


def _counted_again(inputs: Inputs, places: Places | None) -> Numbers | float:
    """Return what a ratio counts beyond the floor area. [m²].

    Storeys above 8 m count once more, as often as the class says.
    """
    high = inputs.numbers("parcels", "high_floor_area_m2", places)
    rows = np.flatnonzero(high > 0) if not is_nothing(high) else np.empty(0, np.intp)
    if not len(rows):
        return 0.0
    limits = cast("ClassLimits", inputs.value("limits.classes"))
    uses = inputs.column("parcels", "land_use", rows if places is None else places[rows])
    times = limits.times[limits.rows_of(uses)]
    found = np.zeros(len(high))
    found[rows] = high[rows] * (np.where(np.isnan(times), TIMES, times) - 1.0)
    return found


def floors_stand(inputs: Inputs, before: Inputs) -> bool:
    """Return whether the floor area of parcels that nobody touched is still that of before.

    Parameters
    ----------
    inputs, before
        As those of `floors_of`.
    """
    # Roofs are given in the order of the parcels that there are now.
    return (
        inputs.value("limits.roofs") is before.value("limits.roofs") is None
        and inputs.value("limits.classes") is before.value("limits.classes")
        and inputs.parameter(LIMIT_SETTING) == before.parameter(LIMIT_SETTING)
    )


def _floors_again(inputs: Inputs, before: Inputs, value: Floors, change: Change) -> Floors:
    """Look only at the parcels that were touched."""
    kept = kept_rows(inputs, before, change, "parcels")
    if kept is None or not floors_stand(inputs, before):
        return floors_of(inputs)
    fresh = floors_of(inputs, kept.fresh)
    return Floors(
        kept.filled(value.area_m2, fresh.area_m2), kept.filled(value.source, fresh.source)
    )


MEASURES = (
    Measure(
        "energy.floors",
        "Floor area of parcels",
        "m²",
        floors_of,
        layers=LAYERS,
        parameters=(LIMIT_SETTING,),
        measures=MEASURES_READ,
        update=_floors_again,
        deferred=True,
    ),
)
