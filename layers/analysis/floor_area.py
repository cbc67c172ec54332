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
from layers.edit import Change
from layers.indicators import ClassLimits
from layers.measure import Inputs, Measure

ENTERED, RATIO, ROOFS, LIMIT, UNKNOWN = range(5)
"""Where a floor area comes from."""
TIMES: Final = 2.0
"""How often a ratio counts storeys above 8 m where the class says nothing, as limits take it."""
COLUMNS: Final = ("floor_area_m2", "far", "far_max")


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


def _floors(inputs: Inputs, places: Places | None = None) -> Floors:
    """Return ``F = floor area``, else ``F = FAR · A - F_high · (times - 1)``.

    The ratio of industry counts storeys above 8 m `times` times, twice as a rule (国土资发〔2008〕
    24号); that is taken back where they are known.
    """
    areas = cast("pd.Series", inputs.value("land.areas")).to_numpy()
    areas = areas if places is None else areas[places]
    entered, ratio = (inputs.numbers("parcels", name, places) for name in ("floor_area_m2", "far"))
    area, source = np.full(len(areas), np.nan), np.full(len(areas), UNKNOWN, np.int8)
    _fill(area, source, entered, ENTERED)
    with np.errstate(over="ignore"):
        counted = ratio * areas
    again = cast("Numbers | None", inputs.value("energy.counted_again"))
    if again is not None:
        counted = counted - (again if places is None else again[places])
    _fill(area, source, counted, RATIO)
    roofs = cast("Mapping[str, Numbers] | None", inputs.value("limits.roofs"))
    if roofs is not None:
        found = roofs["floor_area_m2"]
        _fill(area, source, found if places is None else found[places], ROOFS)
    if inputs.parameter("plan.floor_area_limit") == "limit":
        _fill(area, source, inputs.numbers("parcels", "far_max", places) * areas, LIMIT)
    return Floors(area, source)


def _fill(area: Numbers, source: NDArray[np.int8], found: Numbers, name: int) -> None:
    fits = (source == UNKNOWN) & np.isfinite(found)
    area[fits] = np.maximum(found[fits], 0.0)
    source[fits] = name


def _counted_again(inputs: Inputs) -> Numbers | None:
    """Return what a ratio counts beyond the floor area, None where no storey is above 8 m. [m²].

    Storeys above 8 m count once more, as often as the class says.
    """
    high = inputs.numbers("parcels", "high_floor_area_m2")
    rows = np.flatnonzero(high > 0)
    if not len(rows):
        return None
    limits = cast("ClassLimits", inputs.value("limits.classes"))
    times = limits.times[limits.rows_of(inputs.column("parcels", "land_use", rows))]
    found = np.zeros(len(high))
    found[rows] = high[rows] * (np.where(np.isnan(times), TIMES, times) - 1.0)
    return found


def _floors_again(inputs: Inputs, before: Inputs, value: Floors, change: Change) -> Floors:
    """Look only at the parcels that were touched."""
    same = ("limits.roofs", "limits.classes")
    kept = kept_rows(inputs, before, change, "parcels", same=same)
    limit = "plan.floor_area_limit"
    moved = inputs.parameter(limit) != before.parameter(limit)
    # Roofs are given in the order of the parcels that there are now.
    if kept is None or moved or inputs.value("limits.roofs") is not None:
        return _floors(inputs)
    fresh = _floors(inputs, kept.fresh)
    return Floors(
        kept.filled(value.area_m2, fresh.area_m2), kept.filled(value.source, fresh.source)
    )


MEASURES = (
    Measure(
        "energy.floors",
        "Floor area of parcels",
        "m²",
        _floors,
        layers=MappingProxyType({"parcels": COLUMNS}),
        parameters=("plan.floor_area_limit",),
        measures=("land.areas", "limits.roofs", "limits.classes", "energy.counted_again"),
        update=_floors_again,
    ),
    Measure(
        "energy.counted_again",
        "Floor area in high storeys as a ratio counts it again",
        "m²",
        _counted_again,
        layers=MappingProxyType({"parcels": ("high_floor_area_m2", "land_use")}),
        measures=("limits.classes",),
    ),
)
