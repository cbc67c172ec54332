"""Where tiles lie in a plan: from the plan's metres to the unit square of the grid and back."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from layers.errors import PlanError
from layers.tiles import gcj02
from layers.tiles.grid import GRIDS, MOST_ZOOM, Grid

Floats = NDArray[np.float64]


class PlacingError(PlanError):
    """A plan whose reference system has no place on the Earth."""


@dataclass(frozen=True, slots=True)
class Placing:
    """The way between a plan's reference system and the tiles of a source.

    Parameters
    ----------
    transformer
        From the plan to longitudes and latitudes of WGS 84.
    grid
        How these lie on the tiles.
    shifted
        Whether the tiles are drawn in GCJ-02.
    """

    transformer: Transformer
    grid: Grid
    shifted: bool = False

    @classmethod
    def of(cls, crs: str, grid: str = "mercator", *, shifted: bool = False) -> Placing:
        """Return the placing of tiles in a plan's reference system.

        Raises
        ------
        PlacingError
            Where the system is not tied to the ground, as that of a building site is.
        """
        try:
            transformer = Transformer.from_crs(
                CRS.from_user_input(crs), "EPSG:4326", always_xy=True
            )
        except (CRSError, ProjError) as error:
            raise PlacingError(
                "A base map needs a reference system tied to the ground, and {crs} is none."
                " Bring the plan into one, as CGCS2000, first.",
                crs=crs[:60],
            ) from error
        return cls(transformer, GRIDS[grid], shifted)

    def unit(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return where places of the plan lie on the unit square, inf where they lie nowhere.

        Far from its meridian a projection gives numbers that mean nothing. They do not come
        back to where they came from, which tells them.

        Parameters
        ----------
        x, y
            Places in the plan's reference system. [m]
        """
        lon, lat = self.transformer.transform(x, y)
        back_x, back_y = self.transformer.transform(lon, lat, direction="INVERSE")
        with np.errstate(invalid="ignore"):
            lost = ~(np.hypot(back_x - x, back_y - y) < 1.0)
        lon, lat = np.where(lost, 0.0, lon), np.where(lost, 0.0, lat)
        if self.shifted:
            lon, lat = gcj02.to_gcj02(lon, lat)
        u, v = self.grid.unit(lon, lat)
        return np.where(lost, np.inf, u), np.where(lost, np.inf, v)

    def place(self, u: Floats, v: Floats) -> tuple[Floats, Floats]:
        """Return the places in the plan of places on the unit square. [m]."""
        lon, lat = self.grid.place(u, v)
        if self.shifted:
            lon, lat = gcj02.to_wgs84(lon, lat)
        x, y = self.transformer.transform(lon, lat, direction="INVERSE")
        return np.asarray(x, np.float64), np.asarray(y, np.float64)

    def zoom(self, x: float, y: float, px_per_m: float, tile_px: int = 256) -> int | None:
        """Return the zoom whose tiles are shown nearest to their own size.

        Parameters
        ----------
        x, y
            Place of the plan at which that holds. [m]
        px_per_m
            Pixels of one metre.
        tile_px
            Width of a tile. [px]

        Returns
        -------
        int or None
            None where the place lies nowhere.
        """
        step = 1.0 / px_per_m
        u, v = self.unit(np.array([x, x + step, x]), np.array([y, y, y - step]))
        if not np.isfinite([u, v]).all():
            return None
        grown = abs((u[1] - u[0]) * (v[2] - v[0]) - (u[2] - u[0]) * (v[1] - v[0]))
        if grown <= 0.0:
            return MOST_ZOOM
        return min(max(round(-math.log2(math.sqrt(grown) * tile_px)), 0), MOST_ZOOM)
