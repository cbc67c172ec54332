"""Pixels of a picture of the plan: where each of them lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture of the plan, north above.

    Parameters
    ----------
    west, north
        Place of its upper left corner. [m]
    px_per_m
        Pixels of one metre.
    width, height
        Its size. [px]
    """

    west: float
    north: float
    px_per_m: float
    width: int
    height: int

    def places(self, across: Floats, down: Floats) -> tuple[Floats, Floats]:
        """Return the places in the plan of places on the picture. [m].

        Examples
        --------
        >>> x, y = Pixels(500.0, 900.0, 2.0, 10, 10).places(np.array([4.0]), np.array([6.0]))
        >>> x.tolist(), y.tolist()
        ([502.0], [897.0])
        """
        return self.west + across / self.px_per_m, self.north - down / self.px_per_m

    def part(self, left: int, top: int, width: int, height: int) -> Pixels:
        """Return a part of it, from a pixel on."""
        west = self.west + left / self.px_per_m
        north = self.north - top / self.px_per_m
        return Pixels(west, north, self.px_per_m, width, height)
