"""Settings of a plan: choices and numbers that its results rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from layers.factor import Value


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of a plan.

    Parameters
    ----------
    id
        ``plan.<name>``.
    title
        What it is, in English.
    default
        Value in a new plan.
    dtype
        What its value is.
    unit
        Unit of a number, empty for none.
    low, high
        Bounds of a number, included. [unit]
    choices
        What it can be, with English words for it; empty where it is a number, or a name of
        `factors`.
    factors
        The beginning of the ids of those factors one of which it names.
    none
        English words for no value; empty where it must have one.
    """

    id: str
    title: str
    default: Value = None
    dtype: Literal["text", "integer", "number"] = "text"
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    factors: str = ""
    none: str = ""
