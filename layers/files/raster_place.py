"""Which pixel of a raster lies where in the plan, in doubles and in any coordinate system."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from layers.files import crs as systems
from layers.files.rasters import RasterFile
from layers.pixels import Pixels

if TYPE_CHECKING:
    from rasterio.transform import Affine

Floats = NDArray[np.float64]

STEP: Final = 16
"""Every so many pixels of a picture a place is transformed; between them it is interpolated."""
ERROR_PX: Final = 0.05
"""By how much interpolated places may be wrong at most, else more are transformed."""
_EDGE: Final = 33


@dataclass(frozen=True, slots=True, eq=False)
class Fields:
    """Column and row of the full raster below the centre of each pixel of a picture.

    Parameters
    ----------
    columns, rows
        (1, width) and (height, 1) for a raster that lies parallel to the picture, else both
        (height, width). [px of the raster]
    """

    columns: Floats
    rows: Floats

    @property
    def parallel(self) -> bool:
        """Whether a column of the picture is in one column of the raster."""
        return self.columns.shape[0] == 1 and self.rows.shape[1] == 1


class Placed:
    """A raster in the plan's coordinate system.

    Parameters
    ----------
    file
        The raster.
    crs
        The plan's coordinate system.
    """

    def __init__(self, file: RasterFile, crs: str) -> None:
        self.file = file
        self._plan = systems.parsed(crs)
        same = file.crs == self._plan or (
            systems.epsg(file.crs) is not None
            and systems.epsg(file.crs) == systems.epsg(self._plan)
        )
        self._same = bool(same)
        self._local = threading.local()
        # The origin is subtracted first: eastings of eight digits leave no room for more.
        forward: Affine = file.transform
        self._origin = (float(forward.c), float(forward.f))
        turned = ~type(forward)(forward.a, forward.b, 0.0, forward.d, forward.e, 0.0)
        self._inverse = (turned.a, turned.b, turned.d, turned.e)
        self.bounds = self._bounds()

    def _transformer(self) -> Transformer:
        """Return the way from the plan into the raster's system; each thread has its own."""
        found: Transformer | None = getattr(self._local, "found", None)
        if found is None:
            found = Transformer.from_crs(self._plan, self.file.crs, always_xy=True)
            self._local.found = found
        return found

    def pixels(self, x: NDArray[Any], y: NDArray[Any]) -> tuple[Floats, Floats]:
        """Return column and row of the full raster at places of the plan. [m]."""
        if not self._same:
            x, y = self._transformer().transform(x, y)
        east, south = np.asarray(x) - self._origin[0], np.asarray(y) - self._origin[1]
        a, b, d, e = self._inverse
        return a * east + b * south, d * east + e * south

    def _bounds(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north in the plan, from points along the edge. [m]."""
        file, t = self.file, np.linspace(0.0, 1.0, _EDGE)
        column = np.concatenate([t, t, 0 * t, 0 * t + 1]) * file.width
        row = np.concatenate([0 * t, 0 * t + 1, t, t]) * file.height
        way = file.transform
        x = way.a * column + way.b * row + way.c
        y = way.d * column + way.e * row + way.f
        if not self._same:
            back = Transformer.from_crs(file.crs, self._plan, always_xy=True)
            x, y = back.transform(x, y)
        x, y = np.asarray(x, float), np.asarray(y, float)
        good = np.isfinite(x) & np.isfinite(y)
        if not good.any():
            return np.nan, np.nan, np.nan, np.nan
        return (
            float(x[good].min()), float(y[good].min()), float(x[good].max()), float(y[good].max())
        )  # fmt: skip

    def fields(self, grid: Pixels) -> Fields:
        """Return which pixels of the raster lie below those of a picture."""
        x = grid.west + (np.arange(grid.width) + 0.5) / grid.px_per_m
        y = grid.north - (np.arange(grid.height) + 0.5) / grid.px_per_m
        if self._same:
            _, b, d, _ = self._inverse
            if b == 0.0 and d == 0.0:
                columns, _ = self.pixels(x, np.full_like(x, y[0]))
                _, rows = self.pixels(np.full_like(y, x[0]), y)
                return Fields(columns[None, :], rows[:, None])
            return Fields(*self.pixels(x[None, :], y[:, None]))
        return self._interpolated(grid)

    def _interpolated(self, grid: Pixels) -> Fields:
        step = STEP
        while step > 1:
            columns, rows = self._knots(grid, step)
            allowed = ERROR_PX * max(self.density(grid), 1e-9)
            if _bent(columns) < allowed and _bent(rows) < allowed:
                break
            step //= 2
        columns, rows = self._knots(grid, step)
        shape = (grid.height, grid.width)
        return Fields(_spread(columns, step, shape), _spread(rows, step, shape))

    def _knots(self, grid: Pixels, step: int) -> tuple[Floats, Floats]:
        across = np.arange(-(-grid.width // step) + 1) * step + 0.5
        down = np.arange(-(-grid.height // step) + 1) * step + 0.5
        x, y = np.meshgrid(grid.west + across / grid.px_per_m, grid.north - down / grid.px_per_m)
        return self.pixels(x, y)

    def jacobian(self, grid: Pixels) -> Floats:
        """Return by how many columns and rows one goes on per metre east and north, [[c],[r]]."""
        x = grid.west + grid.width / grid.px_per_m / 2
        y = grid.north - grid.height / grid.px_per_m / 2
        if self._same:
            a, b, d, e = self._inverse
            return np.array([[a, b], [d, e]])
        h = max(1.0, 1.0 / grid.px_per_m)
        column, row = self.pixels(np.array([x - h, x + h, x, x]), np.array([y, y, y - h, y + h]))
        return np.array(
            [
                [column[1] - column[0], column[3] - column[2]],
                [row[1] - row[0], row[3] - row[2]],
            ]
        ) / (2 * h)

    def density(self, grid: Pixels) -> float:
        """Return how many pixels of the full raster lie along one pixel of a picture."""
        turned = self.jacobian(grid)
        found = float(np.sqrt(abs(np.linalg.det(turned)))) / grid.px_per_m
        return found if np.isfinite(found) else 0.0


def _bent(knots: Floats) -> float:
    """Return by how much the middle between knots is off a straight line, at most."""
    if not np.isfinite(knots).all():
        return np.inf
    found = 0.0
    for values in (knots, knots.T):
        if values.shape[0] > 2:
            bend = values[:-2] - 2 * values[1:-1] + values[2:]
            found = max(found, float(np.abs(bend).max()) / 8)
    return found


def _spread(knots: Floats, step: int, shape: tuple[int, int]) -> Floats:
    """Return values at all pixels, linear between knots."""
    if step == 1:
        return knots[: shape[0], : shape[1]]

    def along(values: Floats, size: int) -> Floats:
        place = np.arange(size) / step
        at = np.minimum(place.astype(int), values.shape[0] - 2)
        part = (place - at)[:, None]
        return values[at] * (1 - part) + values[at + 1] * part

    return along(along(knots, shape[0]).T, shape[1]).T
