"""A surface: heights of what stands on the ground, in square cells that lie as the plan does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Cells = NDArray[np.intp]

MOST_CELLS: Final = 36_000_000
"""Of a surface that is worked with: 144 MB. A larger one is looked at in coarser cells."""
FINE_M: Final = 1.0
COARSE_M: Final = 2.0
"""Cells of a surface that is made from roofs alone; the coarse ones for large plans. [m]"""
_FINE_UP_TO: Final = 16_000_000
_COARSE: Final = 8
"""Cells in a row that are counted as one where the share with data is asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Heights above any one level, the first row in the north.

    Parameters
    ----------
    heights
        (rows, columns), NaN where nothing is known. [m]
    west, north
        Place of its upper left corner in the plan. [m]
    cell_m
        Edge of a cell. [m]
    """

    heights: NDArray[np.float32]
    west: float
    north: float
    cell_m: float

    @property
    def transform(self) -> Any:  # noqa: ANN401
        """The affine map from columns and rows to the plan, as rasterio takes it."""
        from rasterio.transform import from_origin

        return from_origin(self.west, self.north, self.cell_m, self.cell_m)

    def with_heights(self, heights: NDArray[np.float32]) -> Surface:
        """Return the same cells with other heights."""
        return replace(self, heights=heights)

    def known_share(self, boxes: NDArray[np.float64], reach_m: float) -> NDArray[np.float64]:
        """Return of how much of the ground around boxes the heights are known. [-].

        Parameters
        ----------
        boxes
            (n, 4), west, south, east and north. [m]
        reach_m
            How far around. [m]
        """
        rows, columns = (-(-side // _COARSE) for side in self.heights.shape)
        known = np.zeros((rows * _COARSE, columns * _COARSE), np.float32)
        known[: self.heights.shape[0], : self.heights.shape[1]] = ~np.isnan(self.heights)
        coarse = known.reshape(rows, _COARSE, columns, _COARSE).mean(axis=(1, 3), dtype=float)
        sums = np.zeros((rows + 1, columns + 1))
        sums[1:, 1:] = coarse.cumsum(axis=0).cumsum(axis=1)
        step = self.cell_m * _COARSE
        left = np.floor((boxes[:, 0] - reach_m - self.west) / step)
        right = np.ceil((boxes[:, 2] + reach_m - self.west) / step)
        top = np.floor((self.north - boxes[:, 3] - reach_m) / step)
        bottom = np.ceil((self.north - boxes[:, 1] + reach_m) / step)
        whole = (right - left) * (bottom - top)
        left, right = (side.clip(0, columns).astype(np.intp) for side in (left, right))
        top, bottom = (side.clip(0, rows).astype(np.intp) for side in (top, bottom))
        inside = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        return np.clip(inside / np.maximum(whole, 1.0), 0.0, 1.0)


def flat_surface(boxes: NDArray[np.float64]) -> Surface:
    """Return level ground below roofs, to lay them on where no surface model is at hand.

    Parameters
    ----------
    boxes
        (n, 4), bounds of the roofs. [m]
    """
    west, south = np.nanmin(boxes[:, 0]), np.nanmin(boxes[:, 1])
    east, north = np.nanmax(boxes[:, 2]), np.nanmax(boxes[:, 3])
    area = (east - west) * (north - south)
    cell = FINE_M if area / FINE_M**2 <= _FINE_UP_TO else COARSE_M
    cell = max(cell, float(np.sqrt(area / MOST_CELLS)))
    west, north = np.floor(west / cell - 1) * cell, np.ceil(north / cell + 1) * cell
    rows, columns = int((north - south) / cell) + 2, int((east - west) / cell) + 2
    return Surface(np.zeros((rows, columns), np.float32), float(west), float(north), cell)
