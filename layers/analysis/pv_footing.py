"""What the yield of roofs rests on: how sure its factors are, and how far they may lie.

Low and high take all factors at their bounds together, ``E_low = E · Π low / central``, so that
they are far apart (engineering default). Only roofs whose hours the park has are counted; a share
that is entered for a roof has no range, nor has the packing of rows whose tilt is entered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from layers.analysis.confidence import weakest
from layers.analysis.hourly import ROUTE, SYSTEM, counted, losses_of, route_of
from layers.analysis.intensities import CENTRAL, band
from layers.analysis.overlay import Numbers
from layers.analysis.roof_modules import RoofModules
from layers.analysis.roofs import FLAT_UP_TO_DEG, PACKING, USABLE, in_rows, types_of
from layers.measure import Inputs, Measure
from layers.parameters import Factor

DENSITY: Final = "pv.density_mono"
FLAT_FACTOR: Final = "pv.yield_flat_factor"


@dataclass(frozen=True, slots=True)
class Footing:
    """What the yield of the park's roofs rests on.

    Parameters
    ----------
    confidence
        The weakest of its factors; ``computed`` where none is weak.
    low, high
        Its bounds over its central value. [-]
    """

    confidence: str
    low: float
    high: float


NOTHING: Final = Footing("computed", 1.0, 1.0)


def _footing(inputs: Inputs) -> Footing:
    modules = cast("RoofModules", inputs.value("solar.modules"))
    chosen = counted(inputs, modules.inside)
    if not chosen.any():
        return NOTHING
    ranges = np.ones((2, len(modules.ids)))
    used: list[object] = []
    for id_, mask in _taken(inputs, modules):
        if not (mask & chosen).any():
            continue
        factor = inputs.parameter(id_)
        low, central, high = (float(one) for one in band(factor))
        used.append(factor)
        if central > 0:
            ranges[:, mask] *= np.array([[low / central], [high / central]])
    weight = np.where(chosen, modules.kwp, 0.0)
    whole = float(weight.sum())
    low, high = (float(one @ weight) / whole if whole > 0 else 1.0 for one in ranges)
    sure = weakest(one.confidence for one in used if isinstance(one, Factor))
    return Footing(sure, low, high)


def _taken(inputs: Inputs, modules: RoofModules) -> Iterable[tuple[str, NDArray[np.bool_]]]:
    """Yield each factor and the roofs that take it."""
    rows = inputs.rows("rooftops")
    types, spaced = types_of(rows), in_rows(rows)
    entered = ~np.isnan(rows["usable_share"].to_numpy(dtype=np.float64, na_value=np.nan))
    every = np.ones(len(types), bool)
    for name in USABLE:
        of_type = np.asarray(types == name, bool)
        yield USABLE[name], of_type & ~entered
        yield PACKING[name], of_type & ~spaced
    yield DENSITY, every
    if route_of(inputs) != "table":
        for id_ in (*losses_of(route_of(inputs)), *SYSTEM):
            yield id_, every
        return
    if city := inputs.value("solar.yield_factor"):
        yield str(city), every
    yield FLAT_FACTOR, modules.tilt_deg <= FLAT_UP_TO_DEG


def spread(footing: Footing) -> Numbers:
    """Return low, central and high of a yield over its central value. [-]."""
    found = np.ones(3)
    found[[0, CENTRAL, 2]] = footing.low, 1.0, footing.high
    return found


MEASURES = (
    Measure(
        "solar.footing",
        "What the yield of roofs rests on",
        "",
        _footing,
        layers=MappingProxyType(
            {"rooftops": ("roof_type", "usable_share", "tilt_deg", "azimuth_deg", "pv")}
        ),
        parameters=("pv.", ROUTE),
        measures=("solar.modules", "solar.yield_factor"),
    ),
)
