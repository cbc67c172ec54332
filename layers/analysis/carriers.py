"""What energy emits by how it comes: electricity of the grid, heat of a network, gas.

Electricity that is bought counts with the plan's grid factor. Where a share of it is green power,
which counts as 0, the rest counts with the residual mix: the grid factor holds that green power
already, and it may not be counted twice (formulas of the announcements of 2024 and 2025).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from layers.analysis.intensities import CENTRAL, band
from layers.analysis.overlay import Numbers
from layers.analysis.roofs import grid_id
from layers.measure import Inputs, Measure
from layers.parameters import Factor
from layers.units import GJ_PER_KWH, KG_PER_T

MJ_PER_KGCE: Final = 29.307
RESIDUAL: Final = "emission.grid_cn_resid_"
LATEST_RESIDUAL: Final = f"{RESIDUAL}2023"
HEAT: Final = "emission.heat_default"
GAS: Final = "emission.fuel_natural_gas"
GAS_TCE: Final = "emission.tce_natural_gas"
NETWORK, GAS_BOILERS, HEAT_PUMPS = "network", "gas", "heat_pump"


@dataclass(frozen=True, slots=True, eq=False)
class Carriers:
    """Emission of a unit of energy, and what a unit of heat takes.

    Parameters
    ----------
    grid
        Location-based factor of the grid; NaN where it is missing. [kg CO₂/kWh]
    residual
        Factor of what is left when green power is taken out. [kg CO₂/kWh]
    green
        Share of green power in what is bought. [-]
    heat, process_heat
        What a gigajoule takes: rows electricity [kWh], heat of a network [GJ], gas [m³], by low,
        central, high.
    network
        Emission of network heat. [kg CO₂/GJ]
    gas
        Emission of gas. [kg CO₂/m³]
    factor
        Id of the factor that what is bought counts with.
    """

    grid: float
    residual: float
    green: float
    heat: Numbers
    process_heat: Numbers
    network: float
    gas: float
    factor: str = ""

    @property
    def bought(self) -> float:
        """Emission of electricity as it is bought. [kg CO₂/kWh]."""
        return self.grid if self.green == 0 else bought_kg_kwh(self.residual, self.green)

    def of_heat(self, taken: Numbers) -> Numbers:
        """Return the emission of a gigajoule of heat. [kg CO₂/GJ]."""
        unit = np.array([self.bought, self.network, self.gas])
        # A factor that is missing matters only where its carrier is taken.
        used = (taken != 0).any(axis=1)
        return unit[used] @ taken[used]


def bought_kg_kwh(residual_kg_kwh: float, green: float) -> float:
    """Return what bought electricity emits, ``(1 - g) · EF_residual``. [kg CO₂/kWh].

    Parameters
    ----------
    residual_kg_kwh
        Factor of the residual mix. [kg CO₂/kWh]
    green
        Share of green power, counted as 0. [-]

    Examples
    --------
    >>> bought_kg_kwh(0.6096, 0.5)
    0.3048
    """
    return (1.0 - green) * residual_kg_kwh


def heat_t(kwh: float, heat_t_gj: float) -> float:
    """Return the emission of heat, ``Q · 0.0036 · EF``. [t CO₂].

    Parameters
    ----------
    kwh
        Heat. [kWh of heat]
    heat_t_gj
        Emission factor. [t CO₂/GJ]

    Examples
    --------
    >>> heat_t(3_000_000.0, 0.11)
    1188.0
    """
    return kwh * GJ_PER_KWH * heat_t_gj


def gas_gj_m3(kgce_m3: float) -> float:
    """Return the heat of gas from its coal equivalent. [GJ/m³].

    Examples
    --------
    >>> round(gas_gj_m3(1.33), 5)
    0.03898
    """
    return kgce_m3 * MJ_PER_KGCE / 1000.0


def residual_id(inputs: Inputs) -> str:
    """Return the factor of the residual mix of the year of the plan's grid factor, else of 2023."""
    of_year = f"{RESIDUAL}{grid_id(inputs)[-4:]}"
    return of_year if isinstance(inputs.parameter(of_year), Factor) else LATEST_RESIDUAL


def _carriers(inputs: Inputs) -> Carriers:
    share = inputs.parameter("plan.green_power_pct")
    green = float(share) / 100.0 if isinstance(share, int | float) else 0.0
    return Carriers(
        _central(inputs, grid_id(inputs)),
        _central(inputs, residual_id(inputs)),
        green,
        _taken(inputs, str(inputs.parameter("plan.heat_supply"))),
        _taken(inputs, str(inputs.parameter("plan.process_heat_supply"))),
        _central(inputs, HEAT) * KG_PER_T,
        _central(inputs, GAS),
        grid_id(inputs) if green == 0 else residual_id(inputs),
    )


def _central(inputs: Inputs, id_: str) -> float:
    return float(band(inputs.parameter(id_))[CENTRAL])


def _taken(inputs: Inputs, supply: str) -> Numbers:
    """Return what a gigajoule of heat takes; the low demand goes with the best efficiency."""
    found = np.zeros((3, 3))
    if supply == HEAT_PUMPS:
        found[0] = 1.0 / (GJ_PER_KWH * band(inputs.parameter("supply.cop"))[::-1])
    elif supply == GAS_BOILERS:
        energy = gas_gj_m3(_central(inputs, GAS_TCE))
        found[2] = 1.0 / (energy * band(inputs.parameter("supply.gas_efficiency"))[::-1])
    else:
        found[1] = 1.0
    return found


PARAMETERS: Final = (
    "emission.",
    "supply.",
    "plan.grid_factor",
    "plan.green_power_pct",
    "plan.heat_supply",
    "plan.process_heat_supply",
)

MEASURES = (
    Measure(
        "energy.carriers",
        "What energy emits by how it comes",
        "",
        _carriers,
        parameters=PARAMETERS,
    ),
)
