"""Parcels and their limits: figures as they count, limits in force, and what is beyond."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.kept_limits import LAYERS, MEASURES_READ, Standing, held_of
from layers.analysis.overlay import by_id
from layers.buildings import READ as READ_ROOFS
from layers.buildings import ROOFS, SETTING, buildings
from layers.explanation import Explanation
from layers.indicators import INDICATORS, ClassLimits, class_limits
from layers.limits import Breaches, Held
from layers.measure import Inputs, Measure, Results
from layers.message import Message
from layers.parameters import Factor

Roofs = Mapping[str, NDArray[np.float64]]


def _classes(inputs: Inputs) -> ClassLimits:
    factors: dict[str, Factor] = {
        f"limit.{name}": factor for name, factor in inputs.factors("limit.").items()
    }
    return class_limits(inputs.codes, factors)


def _roofs(inputs: Inputs) -> Roofs | None:
    """Return what roofs say of the buildings of parcels; None where they stand for none."""
    if inputs.parameter(SETTING) != ROOFS:
        return None
    rows = inputs.rows("rooftops")
    floors, heights = (
        rows[name].to_numpy(np.float64, na_value=np.nan) for name in ("floors", "height_m")
    )
    return buildings(inputs.geometries("parcels"), inputs.geometries("rooftops"), floors, heights)


def _breaches(inputs: Inputs) -> Breaches:
    return cast("Standing", inputs.value("limits.standing")).breaches


def _figure(place: int) -> Callable[[Inputs], pd.Series]:
    def compute(inputs: Inputs) -> pd.Series:
        """Return a figure of each parcel as it counts; NaN where it is missing."""
        found = cast("Held", inputs.value("limits.held"))
        return by_id(found.figures[place], found.ids)

    return compute


def _number(inputs: Inputs) -> pd.Series:
    """Return how many limits each parcel is beyond; NaN where none can be checked."""
    found = cast("Held", inputs.value("limits.held"))
    return by_id(found.number, found.ids)


def _state(inputs: Inputs) -> pd.Series:
    """Return what each parcel's limits come to; NaN where none can be checked."""
    found = cast("Held", inputs.value("limits.held"))
    return by_id(found.state, found.ids)


# ---- totals -------------------------------------------------------------------------------------


def section(results: Results) -> dict[str, Any]:
    """Return how many limits are not kept, and how many cannot be checked."""
    found = cast("Standing", results.value("limits.standing"))
    beyond = found.breaches
    return {
        "limits": {
            "mandatory": int(beyond.mandatory.sum()),
            "guiding": int((beyond.own & ~beyond.mandatory).sum()),
            "advice": int((~beyond.own).sum()),
            "parcels": len(np.unique(beyond.ids)),
            "unchecked": found.unknown,
        }
    }


_FORMULAS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "limits.mandatory": "Count of the figures beyond a mandatory limit of their parcel",
        "limits.guiding": "Count of the figures beyond a guiding limit of their parcel",
        "limits.advice": "Count of the figures beyond the default limit of their class",
        "limits.parcels": "Count of the parcels that have a figure beyond a limit",
        "limits.unchecked": "Count of the parcels' own limits whose figure is missing",
    }
)


def _why(inputs: Inputs, value: Breaches, path: str) -> Explanation:
    found = cast("Standing", inputs.value("limits.standing"))
    left_out: list[Message] = []
    if found.unknown:
        text = "{n} limits of parcels cannot be checked: what is planned is missing."
        left_out.append(Message.of(text, n=found.unknown))
    if found.roofed:
        text = "{n} figures are not entered and were counted from roofs, eaves included."
        left_out.append(Message.of(text, n=found.roofed))
    formula = (
        "Figures beyond the limits in force. FAR = (floor area + floor area in storeys above 8 m)"
        " / area of the parcel; density, coefficient and green ratio = area / area of the parcel;"
        " where no areas are given, what was typed."
    )
    return Explanation(
        Message(_FORMULAS.get(path, formula)),
        features=MappingProxyType({"parcels": len(np.unique(value.ids))}),
        left_out=tuple(left_out),
    )


PATHS: Final = MappingProxyType({"limits": "limits.breaches"})

_TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "far": "FAR as it counts",
        "density": "Building density as it counts",
        "coefficient": "Building coefficient as it counts",
        "green": "Green ratio as it counts",
        "height": "Building height as it counts",
    }
)


def _of_parcels(
    name: str, title: str, unit: str, compute: Callable[[Inputs], pd.Series]
) -> Measure:
    return Measure(
        f"limits.{name}",
        title,
        unit,
        compute,
        measures=("limits.held",),
        per_feature="parcels",
        themed=True,
        deferred=True,
    )


MEASURES = (
    Measure(
        "limits.classes",
        "Default limits of classes",
        "",
        _classes,
        parameters=("limit.", "plan.code_set", "plan.own_codes"),
    ),
    Measure(
        "limits.roofs",
        "Buildings of parcels as roofs give them",
        "m²",
        _roofs,
        layers=MappingProxyType({"parcels": ("geometry",), "rooftops": READ_ROOFS}),
        parameters=(SETTING,),
    ),
    Measure(
        "limits.held",
        "Figures of parcels beside their limits",
        "",
        held_of,
        layers=LAYERS,
        measures=MEASURES_READ,
        deferred=True,
    ),
    Measure(
        "limits.breaches",
        "Figures beyond their limits",
        "",
        _breaches,
        measures=("limits.standing",),
        explain=_why,
    ),
    *(
        _of_parcels(one.id, _TITLES[one.id], one.unit, _figure(place))
        for place, one in enumerate(INDICATORS)
        if one.counted_from
    ),
    _of_parcels("number", "Limits not kept", "", _number),
    _of_parcels(
        "state", "State of limits (0 kept, 1 guiding not kept, 2 mandatory not kept)", "", _state
    ),
)
