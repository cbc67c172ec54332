"""Tiles of rasters: which there are, what they hold, and those that were read last."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Values = NDArray[Any]
Mask = NDArray[np.uint8]

MOST_KEPT_BYTES: Final = 256 * 2**20
GREATEST: Final = 1e18
"""Floats beyond it stand for nothing, said or not: the fill values of programs are such, and
nothing that is measured. [unit of the raster]"""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of detail.

    Parameters
    ----------
    path, overview
        File that holds it, and the number of the overview in it; -1 for the file itself.
    width, height
        Its size. [px]
    scale_x, scale_y
        Pixels of the full raster in one of its pixels. [-]
    tile_width, tile_height
        Size of what is read at once. [px]
    """

    path: str
    overview: int
    width: int
    height: int
    scale_x: float
    scale_y: float
    tile_width: int
    tile_height: int


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A piece that was read.

    Parameters
    ----------
    values
        (bands, rows, columns), as the file has them.
    alpha
        (rows, columns), 0 where there is nothing, 255 where all is; None for all.
    """

    values: Values
    alpha: Mask | None


@dataclass(frozen=True, slots=True)
class Spread:
    """How the values of a band are spread, as a sample of it says. [unit of the raster]."""

    least: float
    greatest: float
    mean: float
    deviation: float
    low: float
    high: float


class Kept:
    """Tiles that were read last, as many as fit."""

    def __init__(self, most: int) -> None:
        self._most, self._bytes = most, 0
        self._tiles: OrderedDict[object, Tile] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object) -> Tile | None:
        """Return a tile by its name, None where it is not kept."""
        with self._lock:
            found = self._tiles.get(key)
            if found is not None:
                self._tiles.move_to_end(key)
            return found

    def put(self, key: object, tile: Tile) -> None:
        """Keep a tile; those used longest ago go where there is no more room."""
        with self._lock:
            old = self._tiles.pop(key, None)
            self._bytes += _bytes(tile) - (_bytes(old) if old is not None else 0)
            self._tiles[key] = tile
            while self._bytes > self._most and len(self._tiles) > 1:
                _, gone = self._tiles.popitem(last=False)
                self._bytes -= _bytes(gone)


def _bytes(tile: Tile) -> int:
    return int(tile.values.nbytes + (0 if tile.alpha is None else tile.alpha.nbytes))


kept_tiles = Kept(MOST_KEPT_BYTES)


def counted(values: Values) -> NDArray[np.bool_]:
    """Return which values are numbers of something, and no fill values.

    Examples
    --------
    >>> counted(np.array([1.0, np.nan, np.inf, -3.4e38])).tolist()
    [True, False, False, False]
    """
    if values.dtype.kind != "f":
        return np.ones(values.shape, bool)
    return np.abs(values) <= GREATEST


def spread_of(values: NDArray[np.float64]) -> Spread:
    """Return how values are spread; from 0 to 1 where there are none."""
    values = values[counted(values)]
    if len(values) == 0:
        return Spread(0.0, 1.0, 0.5, 0.5, 0.0, 1.0)
    low, high = np.percentile(values, [2.0, 98.0])
    return Spread(
        float(values.min()), float(values.max()), float(values.mean()), float(values.std()),
        float(low), float(high),
    )  # fmt: skip
