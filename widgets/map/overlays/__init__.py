"""What can be drawn over the plan, one module each, found by looking: ``OVERLAY``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from layers.measure import Results
from widgets.map.marks import Marks


@dataclass(frozen=True, slots=True)
class Overlay:
    """Something that can be drawn over the plan, declared once.

    Parameters
    ----------
    id
        Its name.
    title
        Gives what the menu says, in the language of the window.
    tooltip
        Gives what its colours mean.
    order
        Its place in the menu.
    reads
        Ids of the measures it is made from.
    make
        Makes it from results in which all of these are.
    of_parcels
        Makes it of some parcels alone, as while they are selected; None where it is always whole.
    """

    id: str
    title: Callable[[], str]
    tooltip: Callable[[], str]
    order: int
    reads: tuple[str, ...]
    make: Callable[[Results], Marks]
    of_parcels: Callable[[Results, NDArray[np.int64]], Marks] | None = None


@cache
def overlays() -> tuple[Overlay, ...]:
    """Return all that can be drawn over the plan, in the order of the menu."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}").OVERLAY
        for module in pkgutil.iter_modules(__path__)
    ]
    return tuple(sorted(found, key=lambda one: one.order))
