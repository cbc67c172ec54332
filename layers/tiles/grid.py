"""The grid of tiles: the world as a unit square that each zoom halves once more."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EARTH_M: Final = 2.0 * math.pi * 6_378_137.0
"""Width of the unit square of web Mercator at the equator. [m]"""
MOST_ZOOM: Final = 24
NORTHMOST: Final = 89.9
"""Latitude beyond which nothing is sought in web Mercator, which never ends. [°]"""


class Tile(NamedTuple):
    """A tile by its zoom, column from the west and row from the north."""

    z: int
    x: int
    y: int

    @property
    def parent(self) -> Tile:
        """The tile of the zoom below that holds this one."""
        return Tile(self.z - 1, self.x // 2, self.y // 2)

    @property
    def children(self) -> tuple[Tile, ...]:
        """The four tiles of the zoom above that lie in this one."""
        z, x, y = self.z + 1, self.x * 2, self.y * 2
        return Tile(z, x, y), Tile(z, x + 1, y), Tile(z, x, y + 1), Tile(z, x + 1, y + 1)

    @property
    def quadkey(self) -> str:
        """Its name in one word, a figure from 0 to 3 for each zoom from 1 on.

        Examples
        --------
        >>> Tile(3, 3, 5).quadkey
        '213'
        """
        bits = range(self.z - 1, -1, -1)
        return "".join(str((self.x >> bit & 1) + 2 * (self.y >> bit & 1)) for bit in bits)

    def holds(self, other: Tile) -> bool:
        """Return whether another tile lies in this one or is it."""
        depth = other.z - self.z
        return depth >= 0 and (other.x >> depth, other.y >> depth) == (self.x, self.y)


@dataclass(frozen=True, slots=True)
class Span:
    """Tiles of one zoom in a rectangle, the last column and row included."""

    z: int
    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def around(cls, z: int, u: Floats, v: Floats) -> Self:
        """Return the tiles in which places of the unit square lie, cut to those there are."""
        last, side = (1 << z) - 1, float(1 << z)
        columns = np.clip(np.floor(np.array([u.min(), u.max()]) * side), 0, last).astype(int)
        rows = np.clip(np.floor(np.array([v.min(), v.max()]) * side), 0, last).astype(int)
        return cls(z, int(columns[0]), int(rows[0]), int(columns[1]), int(rows[1]))

    def __len__(self) -> int:
        return (self.right - self.left + 1) * (self.bottom - self.top + 1)

    @property
    def tiles(self) -> list[Tile]:
        """The tiles, those in the middle first."""
        middle_x, middle_y = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        found = [
            Tile(self.z, x, y)
            for y in range(self.top, self.bottom + 1)
            for x in range(self.left, self.right + 1)
        ]
        found.sort(key=lambda tile: abs(tile.x - middle_x) + abs(tile.y - middle_y))
        return found

    def meets(self, tile: Tile) -> bool:
        """Return whether a tile of this zoom or of a smaller one shows something of these."""
        depth = self.z - tile.z
        if depth < 0:
            return False
        across = self.left >> depth <= tile.x <= self.right >> depth
        return across and self.top >> depth <= tile.y <= self.bottom >> depth


@dataclass(frozen=True, slots=True)
class Grid:
    """How longitudes and latitudes lie on the unit square, (0, 0) being its upper left corner.

    Parameters
    ----------
    id
        ``mercator`` for EPSG:3857, ``degrees`` for EPSG:4326 and EPSG:4490, as the matrix sets
        ``c`` of Tianditu are: zoom 1 has two tiles of 180°.
    """

    id: str

    def unit(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Return where places lie on the unit square. [-]."""
        u = (lon + 180.0) / 360.0
        if self.id == "degrees":
            return u, (90.0 - lat) / 360.0
        cut = np.radians(np.clip(lat, -NORTHMOST, NORTHMOST))
        return u, 0.5 - np.arcsinh(np.tan(cut)) / (2.0 * np.pi)

    def place(self, u: Floats, v: Floats) -> tuple[Floats, Floats]:
        """Return the longitudes and latitudes of places on the unit square. [°]."""
        lon = u * 360.0 - 180.0
        if self.id == "degrees":
            return lon, 90.0 - v * 360.0
        return lon, np.degrees(np.arctan(np.sinh((0.5 - v) * 2.0 * np.pi)))


GRIDS: Final = {id_: Grid(id_) for id_ in ("mercator", "degrees")}
"""The grids there are, by their ids."""
