"""Whether a value made anew is the one of before, told without computing what reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, cast

import numpy as np
import pandas as pd


def same(before: object, value: object) -> bool:
    """Return whether two values are equal for sure; shapes are not looked through.

    Parameters
    ----------
    before, value
        Values of one measure.

    Examples
    --------
    >>> same(np.array([1.0, np.nan]), np.array([1.0, np.nan])), same((1, "a"), (1, "b"))
    (True, False)
    """
    if before is value:
        return True
    if type(before) is not type(value):
        return False
    match before:
        case int() | float() | str() | None:
            missing = before != before and value != value  # noqa: PLR0124
            found = before == value or missing
        case np.ndarray():
            found = _same_arrays(before, cast("np.ndarray[Any, Any]", value))
        case pd.Series() | pd.DataFrame():
            found = before.equals(cast("Any", value))
        case tuple() | list():
            other = cast("tuple[object, ...]", value)
            found = len(before) == len(other) and all(map(same, before, other))
        case Mapping():
            others = cast("Mapping[object, object]", value)
            found = list(before) == list(others)
            found = found and all(same(one, others[key]) for key, one in before.items())
        case _ if is_dataclass(before) and not isinstance(before, type):
            names = (field.name for field in fields(before))
            found = all(same(getattr(before, name), getattr(value, name)) for name in names)
        case _:
            found = False
    return found


def _same_arrays(before: np.ndarray[Any, Any], value: np.ndarray[Any, Any]) -> bool:
    if before.dtype != value.dtype or before.dtype == object:
        return False
    return np.array_equal(before, value, equal_nan=before.dtype.kind in "fc")
