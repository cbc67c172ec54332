"""All measures, found by looking at the modules of this folder.

A module of measures holds ``MEASURES``, a tuple of declarations.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from layers.measure import Measure, MeasureSet


@cache
def measures() -> MeasureSet:
    """Return all measures, in an order in which each comes after what it reads."""
    found: list[Measure] = []
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        found.extend(getattr(loaded, "MEASURES", ()))
    return MeasureSet(found)
