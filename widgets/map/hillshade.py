"""How light falls on heights: numbers alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


def gradient(heights: Floats) -> tuple[Floats, Floats]:
    """Return by how much heights rise from one column, and from one row, to the next.

    Horn's third-order differences, weights 1, 2, 1 over 2 x 4 pixels [1]_. A missing neighbour
    counts as high as the middle, so that what surrounds a hole is shaded too.

    Parameters
    ----------
    heights
        (rows + 2, columns + 2), with one pixel around what is asked for; nan where missing. [m]

    Returns
    -------
    tuple
        Rise to the right and rise downwards, (rows, columns) each. [m per pixel]

    References
    ----------
    .. [1] Horn, B. K. P. (1981): Hill shading and the reflectance map. Proceedings of the IEEE
       69(1), 14-47. doi:10.1109/PROC.1981.11918

    Examples
    --------
    A plane that rises by 3 m from column to column and falls by 1 m from row to row:

    >>> rows, columns = np.mgrid[0:3, 0:3]
    >>> right, down = gradient(3.0 * columns - 1.0 * rows)
    >>> float(right[0, 0]), float(down[0, 0])
    (3.0, -1.0)
    """
    middle = heights[1:-1, 1:-1]
    holes = bool(np.isnan(heights).any())

    def at(row: int, column: int) -> Floats:
        rows, columns = heights.shape
        found = heights[1 + row : rows - 1 + row, 1 + column : columns - 1 + column]
        return np.where(np.isnan(found), middle, found) if holes else found

    above_left, above_right, below_left, below_right = at(-1, -1), at(-1, 1), at(1, -1), at(1, 1)
    right = (above_right + 2 * at(0, 1) + below_right) - (above_left + 2 * at(0, -1) + below_left)
    down = (below_left + 2 * at(1, 0) + below_right) - (above_left + 2 * at(-1, 0) + above_right)
    return right / 8.0, down / 8.0


def shade(east: Floats, north: Floats, azimuth: float, altitude: float) -> Floats:
    """Return how bright a surface is, from 0 in the shade to 1 where it faces the light.

    The cosine of the angle between the surface's normal and the light, as a surface that
    scatters alike in all directions has it.

    Parameters
    ----------
    east, north
        By how much it rises per metre, with its exaggeration. [-]
    azimuth, altitude
        Where the light comes from, clockwise from north, and how high it stands. [°]

    Examples
    --------
    A slope of 45° down to the north-west, lit from there at 45°, faces the light:

    >>> half = float(np.sqrt(0.5))
    >>> round(float(shade(np.array(half), np.array(-half), 315.0, 45.0)), 6)
    1.0
    """
    turn, high = np.radians(azimuth), np.radians(altitude)
    to_light = -(east * np.sin(turn) + north * np.cos(turn)) * np.cos(high) + np.sin(high)
    return np.clip(to_light / np.sqrt(1.0 + east**2 + north**2), 0.0, 1.0)
