"""Numbers of measures as plain data, and the units that paths of the totals name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final, cast

import numpy as np
import pandas as pd

UNITS: Final[Mapping[str, str]] = {
    "_m2": "m²",
    "_m3": "m³",
    "_mm": "mm",
    "_ha": "ha",
    "_pct": "%",
    "_m": "m",
    "t_per_a": "t CO₂/a",
    "tce_per_a": "tce/a",
    "kwh_per_a": "kWh/a",
    "gj_per_a": "GJ/a",
    "m3_per_a": "m³/a",
    "_kwh": "kWh",
    "_kw": "kW",
    "kwp": "kWp",
}


def unit_of(path: str, otherwise: str) -> str:
    """Return the unit that a path of the totals names, else that of its measure.

    Examples
    --------
    >>> unit_of("land.site_m2", ""), unit_of("carbon.sink", "t CO₂/a")
    ('m²', 't CO₂/a')
    """
    for part in reversed(path.split(".")):
        for ending, unit in UNITS.items():
            if part.endswith(ending):
                return unit
    return otherwise


def plain(value: Any) -> Any:  # noqa: ANN401
    """Return a measure's value as data for JSON: sums of what is per feature, no NaN.

    Examples
    --------
    >>> plain(pd.Series([1.5, 2.5])), plain(float("nan"))
    (4.0, None)
    """
    if isinstance(value, pd.DataFrame):
        numbers = value.select_dtypes("number")
        return {str(name): plain(numbers[name]) for name in numbers.columns}
    if isinstance(value, float | np.floating):
        return None if np.isnan(value) else float(value)
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, bool | int | str) or value is None:
        return value
    return _plain_parts(value)


def _plain_parts(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, pd.Series):
        return plain(float(value.sum(min_count=1)))
    if isinstance(value, Mapping):
        pairs = cast("Mapping[Any, Any]", value)
        return {str(key): plain(part) for key, part in pairs.items()}
    if isinstance(value, tuple | list | frozenset | set | np.ndarray):
        parts = value.tolist() if isinstance(value, np.ndarray) else value
        return [plain(part) for part in cast("Iterable[Any]", parts)]
    if is_dataclass(value):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    return str(getattr(value, "geom_type", value))
