"""The factors and settings behind the numbers: shipped as tables, stored in the plan, editable."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from layers import factor_tables
from layers.codes import DEFAULT_CODE_SET, CodeSet, code_set
from layers.factor import Factor, Value
from layers.factor_tables.classes import HIGH_STOREYS

__all__ = ["BY_CLASS", "HIGH_STOREYS", "SETTINGS", "Factor", "Parameters", "Value"]

BY_CLASS: Final = ("green", "limit", "norm")
"""Groups of factors that belong to the classes of a code set."""

Parameters = Mapping[str, Value]

SETTINGS: Final = factor_tables.settings()
"""Settings of a plan by id."""


@lru_cache(maxsize=8)
def factors_of(codes: CodeSet) -> Mapping[str, Factor]:
    """Return the factors that a plan with a code set begins with, its own set included."""
    return MappingProxyType({factor.id: factor for factor in factor_tables.factors(codes)})


def shipped_factors(set_id: str = DEFAULT_CODE_SET) -> Mapping[str, Factor]:
    """Return all shipped factors by id, for plans of one code set."""
    return factors_of(code_set(set_id))


def new_parameters(base_year: int, set_id: str = DEFAULT_CODE_SET) -> Parameters:
    """Return the factors and settings of a new plan.

    Parameters
    ----------
    base_year
        Year from which the age of plantings is counted. [a]
    set_id
        The plan's code set.
    """
    return parameters_for(base_year, code_set(set_id))


def parameters_for(base_year: int, codes: CodeSet) -> Parameters:
    """Return the factors and settings of a new plan with a code set."""
    settings = {name: setting.default for name, setting in SETTINGS.items()}
    settings["plan.base_year"] = base_year
    settings["plan.code_set"] = codes.id
    return MappingProxyType({**factors_of(codes), **settings})


def in_order(parameters: Parameters, codes: CodeSet) -> Parameters:
    """Return factors and settings in the order of a new plan, others after them.

    Parameters
    ----------
    parameters
        Those of a plan.
    codes
        The plan's code set.
    """
    names = (*factors_of(codes), *SETTINGS)
    known = {name: parameters[name] for name in names if name in parameters}
    return MappingProxyType({**known, **parameters})
