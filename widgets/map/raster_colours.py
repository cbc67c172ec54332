"""What colour the values of a raster have: stretch, gamma, ramp."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from layers.files.raster_tiles import Spread
from layers.raster import RAMPS, Raster, RasterStyle

Bytes = NDArray[np.uint8]

STEPS: Final = 256


@lru_cache(maxsize=32)
def ramp(name: str) -> Bytes:
    """Return (256, 3) colours of a ramp from its lowest to its highest."""
    stops = np.array(
        [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in RAMPS[name]], float
    )
    place = np.linspace(0.0, len(stops) - 1.0, STEPS)
    found = [np.interp(place, np.arange(len(stops)), stops[:, band]) for band in range(3)]
    return np.rint(np.stack(found, axis=1)).astype(np.uint8)


def stretch_of(raster: Raster, dtype: np.dtype[Any]) -> str:
    """Return which stretch a raster has where its style leaves that open."""
    if raster.style.stretch != "auto":
        return raster.style.stretch
    return "none" if raster.role == "imagery" and dtype == np.uint8 else "percentile"


def needs_spread(raster: Raster, dtype: np.dtype[Any]) -> bool:
    """Return whether it has to be known how a raster's values are spread."""
    stretch = stretch_of(raster, dtype)
    return stretch not in {"none", "manual"} or (stretch == "none" and dtype.kind == "f")


def bounds(
    style: RasterStyle, stretch: str, spread: Spread | None, dtype: np.dtype[Any]
) -> tuple[float, float]:
    """Return between which values colours run. [unit of the raster].

    Examples
    --------
    >>> bounds(RasterStyle(), "deviation", Spread(0, 100, 50, 10, 5, 95), np.dtype("f4"))
    (30.0, 70.0)
    """
    if stretch == "manual":
        return style.lowest, style.highest
    if stretch == "none" and dtype.kind in "ui":
        return float(np.iinfo(dtype).min), float(np.iinfo(dtype).max)
    if spread is None:
        return 0.0, 1.0
    match stretch:
        case "percentile":
            low, high = spread.low, spread.high
        case "deviation":
            low, high = spread.mean - 2 * spread.deviation, spread.mean + 2 * spread.deviation
        case _:
            low, high = spread.least, spread.greatest
    return (low, high) if high > low else (low, low + 1.0)


def steps(values: NDArray[Any], low: float, high: float, gamma: float) -> Bytes:
    """Return values as steps from 0 to 255 between two bounds.

    Examples
    --------
    >>> steps(np.array([-5.0, 0.0, 5.0, 10.0, 99.0]), 0.0, 10.0, 1.0).tolist()
    [0, 0, 128, 255, 255]
    """
    if values.dtype == np.uint8:
        return _steps(np.arange(STEPS, dtype=float), low, high, gamma)[values]
    if values.dtype.kind != "f":
        values = values.astype(np.float64)
    return _steps(values, low, high, gamma)


def _steps(values: NDArray[np.floating[Any]], low: float, high: float, gamma: float) -> Bytes:
    # What stands for nothing may be any number, and bounds by hand as far apart as numbers go.
    with np.errstate(over="ignore", invalid="ignore"):
        share = np.clip((values - low) / (high - low), 0.0, 1.0)
    share = np.nan_to_num(share)
    if gamma != 1.0:
        share **= 1.0 / gamma
    return np.floor(share * (STEPS - 1) + 0.5).astype(np.uint8)


def shaded(colours: Bytes, light: NDArray[np.floating[Any]], flat: float) -> Bytes:
    """Return colours in light and shade; what lies flat keeps its colour.

    Parameters
    ----------
    colours
        (rows, columns, 3).
    light
        (rows, columns), brightness from 0 to 1. [-]
    flat
        Brightness of level ground. [-]
    """
    factor = np.clip(light / np.float32(max(flat, 0.05)), 0.0, 1.6).astype(np.float32)[..., None]
    return np.minimum(colours * factor, 255).astype(np.uint8)
