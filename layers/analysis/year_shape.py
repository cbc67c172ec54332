"""The shape of a year of sun on planes, kept while planes and sky are the same.

Where a table says what roofs yield, hours and months only take their shape from the sun; it is the
same whatever is said of usable roofs, modules and yields, and these are asked again and again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.analysis.planes import HOURS, Planes, System, months
from layers.analysis.sky import Sky

Numbers = NDArray[np.float64]
Piece = tuple[slice, int, NDArray[np.intp], Numbers]
"""Some planes, a month, its bright hours, and what 1 kWp in each plane yields in them."""

AT_ONCE: Final = 64
"""Planes that are computed together."""
MOST: Final = 128
"""Planes whose hours are kept: 5 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class YearShape:
    """What 1 kWp in each plane yields, up to a factor that all have in common.

    Parameters
    ----------
    sky, planes
        The sun, and where modules look.
    monthly
        (planes, 12), by month. [kWh/kWp]
    pieces
        The same by hour; empty where it is computed again when asked for.
    """

    sky: Sky
    planes: Planes
    monthly: Numbers
    pieces: tuple[Piece, ...]

    def hourly(self, kwp: Numbers) -> Numbers:
        """Return what all planes yield together, (8760,). [kWh].

        Parameters
        ----------
        kwp
            (planes,), power in each plane. [kWp]
        """
        found = np.zeros(HOURS)
        for some, _, hours, kwh in self.pieces or _pieces(self.sky, self.planes):
            found[hours] += kwp[some] @ kwh
        return found


def year_shape(sky: Sky, planes: Planes) -> YearShape:
    """Return the shape of a year on planes; the last ones asked for are kept.

    Parameters
    ----------
    sky
        The sun over the plan; another object is another sky.
    planes
        Where modules look.
    """
    parts = planes.tilt_deg, planes.azimuth_deg, planes.flush
    return _kept(sky, *(part.tobytes() for part in parts))


@lru_cache(maxsize=2)
def _kept(sky: Sky, tilt: bytes, azimuth: bytes, flush: bytes) -> YearShape:
    planes = Planes(np.frombuffer(tilt), np.frombuffer(azimuth), np.frombuffer(flush, bool))
    monthly = np.zeros((len(planes), 12))
    kept: list[Piece] = []
    for piece in _pieces(sky, planes):
        some, month, _, kwh = piece
        monthly[some, month] = kwh.sum(axis=1)
        if len(planes) <= MOST:
            kept.append(piece)
    return YearShape(sky, planes, monthly, tuple(kept))


def _pieces(sky: Sky, planes: Planes) -> Iterator[Piece]:
    system = System()  # of a shape nothing is known but its form
    for start in range(0, len(planes), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        for month, found in enumerate(months(sky, planes.some(some), system)):
            yield some, month, found.hours, found.ac_kwh_kwp
