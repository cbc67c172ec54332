"""Regulatory indicators of parcels: which columns hold them, and what their class limits.

Five figures of a parcel have limits: floor area ratio, building density, building coefficient,
green ratio and height. A limit is a least value, a most value or both; it is mandatory or guiding,
and has a source. A parcel without a limit of its own has the default of its land-use class, which
only ever guides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.codes import CodeSet
from layers.missing import Values
from layers.parameters import HIGH_STOREYS, Factor, Value

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure of a parcel that has limits.

    Parameters
    ----------
    id
        Name of it; defaults of classes are called ``limit.<code>.<id>``.
    title
        What it is, in English; the title of its column.
    unit
        Its unit, empty for none.
    typed
        Column of the figure itself.
    low, high
        Columns of the parcel's own limits. [unit]
    force, source
        Columns that say whether these bind, and where they come from.
    counted_from
        Columns from which it is counted where they are filled. [m²]
    """

    id: str
    title: str
    unit: str
    typed: str
    low: str
    high: str
    force: str
    source: str
    counted_from: tuple[str, ...] = ()


INDICATORS: Final = (
    Indicator(
        "far",
        "FAR",
        "",
        "far",
        "far_min",
        "far_max",
        "far_force",
        "far_source",
        ("floor_area_m2", "high_floor_area_m2"),
    ),
    Indicator(
        "density",
        "Building density",
        "%",
        "density_pct",
        "density_min_pct",
        "density_max_pct",
        "density_force",
        "density_source",
        ("footprint_m2",),
    ),
    Indicator(
        "coefficient",
        "Building coefficient",
        "%",
        "coef_pct",
        "coefficient_min_pct",
        "coef_max_pct",
        "coef_force",
        "coef_source",
        ("footprint_m2", "structures_m2"),
    ),
    Indicator(
        "green",
        "Green ratio",
        "%",
        "green_pct",
        "green_min_pct",
        "green_max_pct",
        "green_force",
        "green_source",
        ("green_area_m2",),
    ),
    Indicator(
        "height",
        "Building height",
        "m",
        "height_m",
        "height_min_m",
        "height_max_m",
        "height_force",
        "height_source",
    ),
)
COUNT: Final = len(INDICATORS)

LIMIT_COLUMNS: Final = frozenset(
    name for one in INDICATORS for name in (one.low, one.high, one.force, one.source)
)
"""Columns that hold limits rather than what is planned."""

_NUMBERS: Final = tuple(
    dict.fromkeys(
        name for one in INDICATORS for name in (one.typed, one.low, one.high, *one.counted_from)
    )
)
READ: Final = ("land_use", *_NUMBERS, *(one.force for one in INDICATORS))
"""Columns of parcels that indicators and their limits are made from."""


# ---- limits of classes --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class ClassLimits:
    """The default limits of the classes of a code set.

    Parameters
    ----------
    rows
        Row of each code that has any; the last row has none.
    low, high
        Limits by row and indicator, NaN for none. [units of the indicators]
    times
        How often floor area in storeys above 8 m counts, by row; NaN where the class does not
        say.
    factors
        Ids of the factors by row, one for each indicator; empty for none.
    """

    rows: Mapping[str, int]
    low: Numbers
    high: Numbers
    times: Numbers
    factors: tuple[tuple[str, ...], ...]

    @property
    def none(self) -> int:
        """The row without limits."""
        return len(self.factors) - 1

    def rows_of(self, land_use: Values) -> Places:
        """Return the row of each land use; mixed and unknown ones have no limits."""
        places, codes = pd.factorize(land_use)
        rows = [self.rows.get(str(code), self.none) for code in codes]
        return np.array([*rows, self.none], np.intp)[places]  # a missing one has the place -1


def class_limits(codes: CodeSet, parameters: Mapping[str, Value]) -> ClassLimits:
    """Return the default limits of classes; one without its own has those of the class above.

    Parameters
    ----------
    codes
        The plan's code set.
    parameters
        Its factors, of which those of the group ``limit`` count.
    """
    rows: dict[str, int] = {}
    low: list[list[float]] = []
    high: list[list[float]] = []
    times: list[float] = []
    factors: list[tuple[str, ...]] = []
    for code in codes.classes:
        found = [_nearest(codes, parameters, code, one.id) for one in INDICATORS]
        high_storeys = _nearest(codes, parameters, code, HIGH_STOREYS)
        if high_storeys is None and not any(found):
            continue
        rows[code] = len(factors)
        low.append([_bound(one, "low") for one in found])
        high.append([_bound(one, "high") for one in found])
        times.append(_bound(high_storeys, "central"))
        factors.append(tuple("" if one is None else one.id for one in found))
    none = [np.nan] * COUNT
    return ClassLimits(
        rows,
        np.array([*low, none]),
        np.array([*high, none]),
        np.array([*times, np.nan]),
        (*factors, ("",) * COUNT),
    )


def _nearest(
    codes: CodeSet, parameters: Mapping[str, Value], code: str, name: str
) -> Factor | None:
    """Return the factor of a class or of the nearest one above it that says anything."""
    while code in codes.classes:
        factor = parameters.get(f"limit.{code}.{name}")
        if isinstance(factor, Factor) and (factor.low, factor.central, factor.high) != (None,) * 3:
            return factor
        code = codes.classes[code].parent
    return None


def _bound(factor: Factor | None, name: str) -> float:
    value = None if factor is None else getattr(factor, name)
    return np.nan if value is None else float(value)
