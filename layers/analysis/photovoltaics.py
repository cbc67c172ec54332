"""Formulas of photovoltaics.

``A_u = A · r``, ``P = A_u · g · d / 1000`` [kWp], ``E = P · Y · k`` [kWh/a],
``ΔE = E · EF / 1000`` [t CO₂/a]: specific yields ``Y`` with the performance ratio inside
(IEC 61724-1), shares of roofs as the plan's factors state them, and the location-based average of
the grid, which the Ministry of Ecology and Environment announces each year.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from layers.analysis.overlay import Numbers
from layers.units import KG_PER_T, WP_PER_KWP

_CHINA_DEG: Final = 54.0
"""The spacing of rows was laid down for latitudes below this; at 58° rows stand infinitely far
apart. [°]"""


def peak_power_kwp(
    roof_m2: Numbers, usable_share: Numbers, packing: Numbers, density_wp_m2: float
) -> Numbers:
    """Return the power of roofs full of modules, ``P = A · r · g · d / 1000``.

    Parameters
    ----------
    roof_m2
        Plane area of the roof. [m²]
    usable_share
        Usable share of it. [-]
    packing
        Module area over usable roof area. [-]
    density_wp_m2
        Rated power over module area. [Wp/m²]

    Returns
    -------
    ndarray
        Rated power. [kWp]

    Examples
    --------
    >>> import numpy as np
    >>> peak_power_kwp(np.array([1000.0]), np.array([0.5]), np.array([0.8]), 200.0).tolist()
    [80.0]
    """
    return roof_m2 * usable_share * packing * density_wp_m2 / WP_PER_KWP


def yearly_kwh(kwp: Any, yield_kwh_kwp: float, k_mount: Any = 1.0) -> Any:  # noqa: ANN401
    """Return what modules yield in the first year, ``E = P · Y · k``.

    Parameters
    ----------
    kwp
        Rated power. [kWp]
    yield_kwh_kwp
        Specific yield at optimum tilt, performance ratio inside. [kWh/(kWp·a)]
    k_mount
        1 at optimum tilt, the flat factor if flush or at 10°. [-]

    Examples
    --------
    >>> yearly_kwh(1518.0, 1210.0)
    1836780.0
    """
    return kwp * yield_kwh_kwp * k_mount


def avoided_t(kwh: Any, grid_kg_kwh: float) -> Any:  # noqa: ANN401
    """Return the emissions that electricity avoids, ``E · EF / 1000``. [t CO₂/a].

    Examples
    --------
    >>> avoided_t(2_000_000.0, 0.5)
    1000.0
    """
    return kwh * grid_kg_kwh / KG_PER_T


def life_kwh(first_kwh: float, years: int, first_loss: float, yearly_loss: float) -> float:
    """Return the yield over the life of modules.

    ``E_1 · (1 - d1 / 2)`` in the first year, ``E_1 · (1 - d1) · (1 - d)^(t - 2)`` after it
    (engineering default: the first loss is spread over its year).

    Parameters
    ----------
    first_kwh
        Yield of the first year without degradation. [kWh/a]
    years
        Life. [a]
    first_loss, yearly_loss
        Degradation in the first year and in each later one. [-]

    Examples
    --------
    >>> life_kwh(1000.0, 2, 0.02, 0.0)
    1970.0
    """
    later = [(1 - first_loss) * (1 - yearly_loss) ** (t - 2) for t in range(2, years + 1)]
    return first_kwh * math.fsum([1 - first_loss / 2, *later])


def ground_coverage(latitude_deg: float, tilt_deg: Any) -> Any:  # noqa: ANN401
    """Return module area over ground of rows that do not shade one another.

    From 9:00 to 15:00 at the winter solstice, ``D = L·cosβ + L·sinβ·(0.707·tanφ + 0.4338) /
    (0.707 - 0.4338·tanφ)``, ``g = L / D`` (GB 50797-2012), for rows that face the equator on level
    ground. NaN from 54° on, farther north than China.

    Parameters
    ----------
    latitude_deg
        Latitude φ, north or south. [°]
    tilt_deg
        Tilt of the modules β. [°]

    Examples
    --------
    >>> round(float(ground_coverage(35.0, 10.0)), 4)
    0.7221
    """
    if abs(latitude_deg) >= _CHINA_DEG:
        return np.full(np.shape(tilt_deg), np.nan)[()]
    tangent = math.tan(math.radians(abs(latitude_deg)))
    tilt = np.deg2rad(tilt_deg)
    shadow = (0.707 * tangent + 0.4338) / (0.707 - 0.4338 * tangent)
    return 1.0 / (np.cos(tilt) + np.sin(tilt) * shadow)
