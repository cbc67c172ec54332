"""Horizons of roofs: how high what stands around them reaches, and which sun and sky are left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
Places = NDArray[np.intp]

SECTORS: Final = 72
"""Directions in which a horizon is known: every 5°, clockwise from north. [-]"""
RANKS: Final = 8
"""Numbers by which the horizons of the points of a roof are kept, in each direction. [-]"""
STEPS_90: Final = 255
"""Steps of a kept horizon from 0° to 90°: 0.35° each. [-]"""


@dataclass(frozen=True, slots=True, eq=False)
class Shading:
    """Horizons of roofs, each seen from points all over the roof.

    Of the horizons of a roof's points in one direction the ranks are kept: the k-th number is not
    exceeded at (k + ½) / K of the points. So the share of the roof that the sun reaches is known
    to 1 / K.

    Parameters
    ----------
    ids
        (n,), ids of the roofs, ascending.
    places
        (n,), which row of ``table`` and ``sky`` is a roof's; -1 where nothing is known of it.
    table
        (m, sectors, ranks), horizons in ascending order within a direction, the first direction
        north, the others clockwise. [90/255 °]
    sky
        (m,), share of an evenly bright sky that a level roof has, weighted with the cosine of
        incidence: 1 where nothing stands around it. [-]
    """

    ids: Ids
    places: Places
    table: NDArray[np.uint8]
    sky: Floats

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def known(self) -> NDArray[np.bool_]:
        """(n,), of which roofs the horizon is known."""
        return self.places >= 0

    @property
    def sky_view(self) -> Floats:
        """(n,), the sky view factor of each roof, NaN where it is not known. [-]."""
        return _spread(self.sky, self.places)

    def beam(
        self, azimuth_deg: Floats, elevation_deg: Floats, roofs: Places | slice | None = None
    ) -> NDArray[np.float32]:
        """Return the share of each roof that is in direct sun, NaN where it is not known. [-].

        Parameters
        ----------
        azimuth_deg, elevation_deg
            (h,), where the sun stands, clockwise from true north and above the horizontal. [°]
        roofs
            Places of the roofs that are wanted, to work through many of them in pieces; all where
            None.

        Returns
        -------
        ndarray
            (roofs, h), 0 to 1; 0 for a sun that is not above 0°.

        Examples
        --------
        A roof with a wall of 30° in the south, at noon of two days:

        >>> horizons = np.zeros((1, 72))
        >>> horizons[0, 30:43] = 30.0
        >>> wall = Shading.of_horizons(np.array([7]), horizons)
        >>> wall.beam(np.array([180.0, 180.0]), np.array([25.0, 60.0])).tolist()
        [[0.0, 1.0]]
        """
        azimuth = np.asarray(azimuth_deg, np.float64)
        # Comparisons with NaN are never true: such a sun is below the horizon.
        height = np.asarray(elevation_deg, np.float64) * (STEPS_90 / 90.0)
        up = np.flatnonzero((height > 0.0) & np.isfinite(azimuth))
        places = self.places if roofs is None else self.places[roofs]
        seen = np.flatnonzero(places >= 0)
        found = np.zeros((len(places), len(azimuth)), np.float32)
        found[places < 0] = np.nan
        sectors, ranks = self.table.shape[1:]
        sector = np.rint(azimuth[up] * (sectors / 360.0)).astype(np.intp) % sectors
        # Kept horizons are rounded, the sun is not: on average neither gains.
        bins = np.minimum(np.floor(height[up]), STEPS_90).astype(np.intp)
        rows = places[seen]
        for one in np.unique(sector):
            here = np.flatnonzero(sector == one)
            lit = _lit(self.table[rows, one], ranks)
            found[np.ix_(seen, up[here])] = lit[:, bins[here]]
        return found

    def picked(self, ids: Ids, places: Places) -> Shading:
        """Return the same for other roofs, each with a row of this table, -1 for none."""
        return Shading(ids, places, self.table, self.sky)

    @classmethod
    def of_points(cls, ids: Ids, horizons_deg: Floats, roof: Places) -> Self:
        """Return the shading of roofs from the horizons of their points.

        Parameters
        ----------
        ids
            (n,), ids of the roofs, ascending.
        horizons_deg
            (points, sectors). [°]
        roof
            (points,), to which of the roofs a point belongs, ascending; a roof may have none.
        """
        first = np.searchsorted(roof, np.arange(len(ids) + 1))
        counts = np.diff(first)
        seen = np.flatnonzero(counts)
        sectors = horizons_deg.shape[1]
        table = np.zeros((len(seen), sectors, RANKS), np.uint8)
        share = (np.arange(RANKS) + 0.5) / RANKS
        for row, place in enumerate(seen):
            mine = np.sort(horizons_deg[first[place] : first[place + 1]], axis=0)
            chosen = mine[np.floor(share * len(mine)).astype(np.intp)]
            table[row] = np.rint(chosen.clip(0.0, 90.0) * (STEPS_90 / 90.0)).T
        views = sky_view_of(horizons_deg)
        sky = np.bincount(roof, views, len(ids))[seen] / counts[seen]
        places = np.full(len(ids), -1, np.intp)
        places[seen] = np.arange(len(seen))
        return cls(np.asarray(ids, np.int64), places, table, sky)

    @classmethod
    def of_horizons(cls, ids: Ids, horizons_deg: Floats) -> Self:
        """Return the shading of roofs that have one horizon each, (n, sectors). [°]."""
        return cls.of_points(np.asarray(ids, np.int64), horizons_deg, np.arange(len(ids)))

    @classmethod
    def open(cls, ids: Ids) -> Self:
        """Return the shading of roofs around which nothing stands."""
        return cls.of_horizons(ids, np.zeros((len(ids), SECTORS)))


def sky_view_of(horizons_deg: Floats) -> Floats:
    """Return the sky view factor of level points from their horizons. [-].

    Of an evenly bright sky a level point has ``1/π ∫∫ sin e cos e de da`` over what is above its
    horizon h, which is the mean of ``cos² h`` over all directions (Dozier and Frew 1990, for a
    level surface).

    Parameters
    ----------
    horizons_deg
        (points, sectors), at equal steps of azimuth. [°]

    Examples
    --------
    >>> sky_view_of(np.array([[0.0, 0.0], [45.0, 45.0], [90.0, 0.0]])).round(6).tolist()
    [1.0, 0.5, 0.5]
    """
    return np.square(np.cos(np.deg2rad(horizons_deg))).mean(axis=1, dtype=np.float64)


def _lit(horizons: NDArray[np.uint8], ranks: int) -> NDArray[np.float32]:
    """Return (rows, steps + 1), the share of the ranks up to each height in steps."""
    rows = len(horizons)
    at = np.arange(rows)[:, None] * (STEPS_90 + 1) + horizons
    counted = np.bincount(at.ravel(), minlength=rows * (STEPS_90 + 1))
    up_to = counted.reshape(rows, STEPS_90 + 1).cumsum(axis=1)
    return (up_to / ranks).astype(np.float32)


def _spread(values: Floats, places: Places) -> Floats:
    found = np.full(len(places), np.nan)
    known = places >= 0
    found[known] = values[places[known]]
    return found
