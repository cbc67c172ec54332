"""The ledger of a year: industry, transport, buildings, green land, water, and what PV saves.

Emissions are positive, what green land takes up and what PV saves are negative. Each line has low,
central and high; a low sink and little PV go with a high emission:

``Net = industry + transport + buildings + water - s · E_pv · EF - sink`` [t CO₂/a].

Electricity counts with the average of the grid that the Ministry of Ecology and Environment
announces (location-based); of PV only what the park itself uses is subtracted (engineering
default).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

import numpy as np

from layers.analysis.carriers import Carriers
from layers.analysis.demand import Demand
from layers.analysis.dispatch import Dispatch
from layers.analysis.overlay import Numbers
from layers.analysis.sink import Range
from layers.analysis.transport import Ways
from layers.analysis.water_use import WaterUse
from layers.measure import Inputs
from layers.units import KG_PER_T

SOURCES: Final = ("industry", "transport", "buildings", "water")
"""Lines that emit; together they are the operational emissions."""
LINES: Final = ("industry", "transport", "buildings", "green", "water", "pv")
"""Lines that add up to the net balance."""
MISSING: Final = Range(None, None, None)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The lines and their sums.

    Parameters
    ----------
    lines
        By name, see `LINES`. [t CO₂/a]
    operational
        Sum of what emits; None in its places where a line is missing. [t CO₂/a]
    net
        Sum of all lines; without that of PV where no roof is drawn. [t CO₂/a]
    avoided_by_export
        What exported electricity avoids elsewhere; in no sum. None where it is not known.
        [t CO₂/a]
    sink_pct
        The sink in the operational emissions, central. [%]
    """

    lines: Mapping[str, Range]
    operational: Range
    net: Range
    avoided_by_export: float | None
    sink_pct: float | None


def added(ranges: list[Range]) -> Range:
    """Return the sum of ranges; missing where one of them is.

    Examples
    --------
    >>> added([Range(1.0, 2.0, 3.0), Range(-2.0, -1.0, 0.0)])
    Range(low=-1.0, central=1.0, high=3.0)
    >>> added([Range(1.0, 2.0, 3.0), MISSING])
    Range(low=None, central=None, high=None)
    """

    def whole(values: list[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    return Range(
        whole([one.low for one in ranges]),
        whole([one.central for one in ranges]),
        whole([one.high for one in ranges]),
    )


def emitted(carried: Numbers, carriers: Carriers) -> Numbers:
    """Return what electricity, network heat and gas emit, ``Σ Q · EF / 1000``.

    Activity times factor (IPCC 2006 Guidelines, volume 2, tier 1 and 2).

    Parameters
    ----------
    carried
        Rows electricity [kWh/a], heat [GJ/a], gas [m³/a] by low, central, high.
    carriers
        What they emit.

    Returns
    -------
    ndarray
        Low, central, high. [t CO₂/a]
    """
    return carriers.of_heat(carried) / KG_PER_T


def _range(values: Numbers | None) -> Range:
    if values is None or not np.isfinite(values).all():
        return MISSING
    low, central, high = (float(value) for value in values)
    return Range(low, central, high)


def compute_ledger(inputs: Inputs) -> Ledger:
    """Return the ledger of the plan."""
    demand = cast("Demand", inputs.value("energy.demand"))
    carriers = cast("Carriers", inputs.value("energy.carriers"))
    water = cast("WaterUse", inputs.value("energy.water"))
    balance = cast("Dispatch | None", inputs.value("energy.balance"))
    drawn = balance is None or balance.drawn
    sink = cast("Range", inputs.value("carbon.sink"))
    industry = (
        None
        if demand.processes is None
        else emitted(demand.processes, carriers) + demand.process[2]
    )
    buildings = None if demand.buildings is None else emitted(demand.buildings, carriers)
    used = cast("Numbers | None", inputs.value("energy.pv_used"))
    # Much PV goes with a low emission.
    pv = None if used is None else -used[::-1] * carriers.bought / KG_PER_T + 0.0
    lines = {
        "industry": _range(industry),
        "transport": _range(cast("Ways", inputs.value("energy.ways")).t),
        "buildings": _range(buildings),
        "green": Range(_negative(sink.high), _negative(sink.central), _negative(sink.low)),
        "water": _range(None if water.kwh is None else water.kwh * carriers.bought / KG_PER_T),
        "pv": _range(pv if drawn else None),
    }
    operational = added([lines[name] for name in SOURCES])
    export = None
    if balance is not None and drawn and np.isfinite(carriers.grid):
        export = float(balance.exported.sum()) * carriers.grid / KG_PER_T
    share = None
    if sink.central is not None and operational.central:
        share = 100.0 * sink.central / operational.central
    # Without roofs the balance goes on without PV, and says so.
    net = added([lines[name] for name in LINES if name != "pv" or drawn])
    return Ledger(MappingProxyType(lines), operational, net, export, share)


def _negative(value: float | None) -> float | None:
    return None if value is None else 0.0 - value


def of_operational(inputs: Inputs) -> float | None:
    """Return the operational emissions, central. [t CO₂/a]."""
    return cast("Ledger", inputs.value("energy.ledger")).operational.central


def of_net(inputs: Inputs) -> float | None:
    """Return the net balance, central. [t CO₂/a]."""
    return cast("Ledger", inputs.value("energy.ledger")).net.central
