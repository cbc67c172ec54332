"""How much of a year's direct sun reaches roofs: summed over the sky, not over the hours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from layers.shading.horizons import SECTORS, STEPS_90, Floats, Shading


def sky_weights(
    azimuth_deg: Floats, elevation_deg: Floats, energy: Floats, sectors: int = SECTORS
) -> Floats:
    """Return the energy that comes from each part of the sky.

    Parameters
    ----------
    azimuth_deg, elevation_deg
        (h,), where the sun stands. [°]
    energy
        (h,), what it gives then, in any unit.
    sectors
        Number of directions.

    Returns
    -------
    ndarray
        (sectors, steps + 1), by the directions and heights in which horizons are kept.

    Examples
    --------
    >>> found = sky_weights(np.array([180.0, 181.0]), np.array([45.0, -5.0]), np.array([3.0, 9.0]))
    >>> found.sum(), found[36, 127]
    (np.float64(3.0), np.float64(3.0))
    """
    up = (elevation_deg > 0.0) & (energy > 0.0) & np.isfinite(azimuth_deg)
    sector = np.rint(azimuth_deg[up] * (sectors / 360.0)).astype(np.intp) % sectors
    height = np.minimum(np.floor(elevation_deg[up] * (STEPS_90 / 90.0)), STEPS_90).astype(np.intp)
    at = sector * (STEPS_90 + 1) + height
    sums = np.bincount(at, energy[up], sectors * (STEPS_90 + 1))
    return sums.reshape(sectors, STEPS_90 + 1).astype(np.float64)


def energy_above(weights: Floats) -> Floats:
    """Return the energy from above each height, (sectors, steps + 1), the height included."""
    return weights[:, ::-1].cumsum(axis=1)[:, ::-1]


def sun_share(shading: Shading, weights: Floats) -> Floats:
    """Return the share of the direct sun that reaches each roof, NaN where it is not known. [-].

    The same as the mean of `Shading.beam` over the hours, weighted with what they give.

    Parameters
    ----------
    shading
        Horizons.
    weights
        What `sky_weights` found.
    """
    found = np.full(len(shading), np.nan)
    whole = weights.sum()
    known = shading.known
    if whole > 0 and known.any():
        above = energy_above(weights)
        table = shading.table[shading.places[known]]
        sums = np.zeros(len(table))
        for sector in range(table.shape[1]):
            sums += above[sector].take(table[:, sector]).mean(axis=1)
        found[known] = np.minimum(sums / whole, 1.0)  # of sums in another order
    return found


def irradiation(horizons_deg: NDArray[np.float32], beam: Floats, diffuse: float) -> Floats:
    """Return what level points get in a year: the sun that they see, and their share of the sky.

    Parameters
    ----------
    horizons_deg
        (points, sectors), of the same directions as ``beam``. [°]
    beam
        (sectors, steps + 1), direct energy on the level by the part of the sky. [kWh/(m²·a)]
    diffuse
        Diffuse energy on the level under an open sky. [kWh/(m²·a)]

    Examples
    --------
    >>> sun = sky_weights(np.array([180.0]), np.array([40.0]), np.array([900.0]))
    >>> around = np.zeros((2, 72), np.float32)
    >>> around[1, 36] = 50.0
    >>> irradiation(around, sun, 600.0).round(1).tolist()
    [1500.0, 595.1]
    """
    above = energy_above(beam)
    found = np.zeros(len(horizons_deg))
    view = np.zeros(len(horizons_deg))
    for sector in range(horizons_deg.shape[1]):
        heights = horizons_deg[:, sector]
        step = np.rint(heights.clip(0.0, 90.0) * (STEPS_90 / 90.0)).astype(np.intp)
        found += above[sector].take(step)
        view += np.square(np.cos(np.deg2rad(heights, dtype=np.float64)))
    return found + diffuse * view / horizons_deg.shape[1]
