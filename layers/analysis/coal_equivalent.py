"""Energy in tonnes of coal equivalent, and emissions over it: the core zero-carbon-park number.

``W = 0.1229 · 10⁻³ · kWh + 0.03412 · GJ + 1.33 · 10⁻³ · m³`` [tce], electricity by its calorific
value (GB/T 2589-2020); ``I = E / W`` [t CO₂/tce] (发改环资〔2025〕910号). With an equal value of
electricity, which counts the coal of power stations, both numbers are others: the convention
belongs beside each of them.
"""

from __future__ import annotations

from typing import Final

from layers.units import KG_PER_T

CALORIFIC_KGCE_KWH: Final = 0.1229
"""Coal equivalent of electricity, 3600 / 29307. [kgce/kWh]"""
TCE_PER_GJ: Final = 0.03412
GAS_KGCE_M3: Final = 1.33


def coal_equivalent_tce(
    kwh: float,
    heat_gj: float = 0.0,
    gas_m3: float = 0.0,
    electricity_kgce_kwh: float = CALORIFIC_KGCE_KWH,
    gas_kgce_m3: float = GAS_KGCE_M3,
) -> float:
    """Return energy in tonnes of coal equivalent.

    Parameters
    ----------
    kwh, heat_gj, gas_m3
        Electricity [kWh], heat of a network [GJ] and gas [m³].
    electricity_kgce_kwh
        Coal equivalent of electricity: calorific 0.1229, equal value about 0.30. [kgce/kWh]
    gas_kgce_m3
        Coal equivalent of gas. [kgce/m³]

    Examples
    --------
    >>> coal_equivalent_tce(1_000_000.0), round(coal_equivalent_tce(0.0, 1000.0), 2)
    (122.9, 34.12)
    """
    return (kwh * electricity_kgce_kwh + gas_m3 * gas_kgce_m3) / KG_PER_T + heat_gj * TCE_PER_GJ


def core_t_tce(emitted_t: float, energy_tce: float) -> float | None:
    """Return emissions over energy, ``I = E / W``; None without energy. [t CO₂/tce].

    Examples
    --------
    >>> round(core_t_tce(530.6, coal_equivalent_tce(1_000_000.0)), 4)
    4.3173
    """
    return emitted_t / energy_tce if energy_tce > 0 else None


def clean_share(wanted_t_tce: float, all_grid_t_tce: float) -> float:
    """Return the share of carbon-free electricity that an all-electric park needs, ``1 - I*/I``.

    Examples
    --------
    >>> round(clean_share(0.2, 4.3173), 4)
    0.9537
    """
    return max(0.0, 1.0 - wanted_t_tce / all_grid_t_tce)
