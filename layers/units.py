"""House units and their conversions: m, m², t CO₂, kWh, a.

1 ha = 15 亩, so 1 亩 = 666.67 m²; 1 t C = 44/12 t CO₂.
"""

from __future__ import annotations

from typing import Final

M2_PER_HA: Final = 10_000.0
M2_PER_KM2: Final = 1_000_000.0
MU_PER_HA: Final = 15.0
M2_PER_MU: Final = M2_PER_HA / MU_PER_HA
KG_PER_T: Final = 1_000.0
CO2_PER_C: Final = 44.0 / 12.0
"""Mass of carbon dioxide over that of its carbon. [t CO₂/t C]."""
WP_PER_KWP: Final = 1_000.0
GJ_PER_KWH: Final = 0.0036
MM_PER_M: Final = 1_000.0
DAYS_PER_YEAR: Final = 365

AREA_UNITS: Final[dict[str, tuple[str, float, int]]] = {
    "m2": ("m²", 1.0, 0),
    "ha": ("ha", M2_PER_HA, 2),
    "mu": ("亩", M2_PER_MU, 1),
    "km2": ("km²", M2_PER_KM2, 3),
}
"""Units an area can be shown in: sign, square metres in one, decimals."""


def hectares(area_m2: float) -> float:
    """Return an area in hectares.

    Examples
    --------
    >>> hectares(25_000)
    2.5
    """
    return area_m2 / M2_PER_HA


def mu(area_m2: float) -> float:
    """Return an area in 亩.

    Examples
    --------
    >>> mu(10_000)
    15.0
    """
    return area_m2 / M2_PER_HA * MU_PER_HA
