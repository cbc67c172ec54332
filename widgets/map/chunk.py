"""Features of a layer that are drawn together, with their classes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from widgets.map.detail import Detail, Thinned, leaning
from widgets.map.ragged import Indices, Ragged
from widgets.map.thinning import Codes
from widgets.map.viewport import Bounds

Classes = NDArray[np.int32]
BLOCK: Final = 8.0
"""Edge of the squares that tell where features are, in their usual size. [-]"""


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Features of a layer that were read together.

    Parameters
    ----------
    ids
        (f,), feature ids, ascending.
    ragged
        Their shapes.
    classes
        (f,), which look of the layer each has.
    alive
        (f,), False where the feature is gone or stands in a later chunk.
    anchors
        Places of names by row, as far as they were asked for; the one thing that grows. [m]
    detail
        Levels of detail of the shapes; None where they are not known.
    extents
        How much ground the features stand on and how large the largest is, once that was asked
        for. [m², m]
    """

    ids: Indices
    ragged: Ragged
    classes: Classes
    alive: NDArray[np.bool_]
    anchors: dict[int, tuple[float, float]] = field(default_factory=dict[int, tuple[float, float]])
    detail: Detail | None = None
    extents: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])

    def crowding(self, px_per_m: float) -> float:
        """Return how many places are drawn for each pixel, where a metre has so many pixels.

        Of the features as they were read, wherever in the plan: neither a piece of the picture
        nor an edit makes another number of it, only another scale and levels of detail.
        """
        ground, _ = self._extents()
        if ground <= 0:
            return 0.0
        detail = self.detail
        count = len(self.ragged.xy) if detail is None else detail.count(detail.level(px_per_m))
        return count / (ground * px_per_m**2)

    @property
    def largest(self) -> float:
        """How wide or high the largest feature is, as they were read. [m]."""
        return self._extents()[1]

    def _extents(self) -> tuple[float, float]:
        if not self.extents:
            self.extents.append(_extents(self.ragged))
        return self.extents[0]

    def thinned(self, rows: Indices, px_per_m: float) -> Thinned:
        """Return some of the shapes as they are drawn where a metre has so many pixels."""
        if self.detail is None:
            return Thinned.whole(self.ragged.taken(rows))
        return self.detail.taken(self.detail.level(px_per_m), rows)

    def positions(self, ids: Indices) -> Indices:
        """Return the rows of those of the ids that are here and alive, ascending."""
        if len(self.ids) == 0:
            return np.empty(0, np.int64)
        places = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        places = places[self.ids[places] == ids]
        return np.unique(places[self.alive[places]])

    def meeting(self, bounds: Bounds) -> Indices:
        """Return the rows of living features whose bounds meet some bounds, ascending."""
        rows = self.ragged.meeting(bounds)
        return rows[self.alive[rows]]

    def coded(self, ids: Indices) -> tuple[Ragged, Codes] | None:
        """Return the shapes of some ids and the codes of their places, None without levels."""
        if self.detail is None or not self.detail.known:
            return None
        return self.detail.part(self.positions(ids))

    def leaning(self, ids: Indices, lost: list[tuple[Ragged, Codes]]) -> Indices:
        """Return the ids of those that have lines drawn with features that are lost.

        Parameters
        ----------
        ids
            Ids of the features that are lost.
        lost
            Their shapes and the codes of their places.
        """
        if self.detail is None:
            return np.empty(0, np.int64)
        there = self.alive.copy()
        there[self.positions(ids)] = False
        return self.ids[leaning(self.detail, there, lost)]

    def with_classes(self, ids: Indices, numbers: Classes) -> Self:
        """Return the chunk with other classes for those of the ids that it has."""
        if len(self.ids) == 0 or len(ids) == 0:
            return self
        places = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        here = self.ids[places] == ids
        if not here.any():
            return self
        classes = self.classes.copy()
        classes[places[here]] = numbers[here]
        return replace(self, classes=classes)

    def without(self, ids: Indices) -> Self:
        """Return the chunk after features were removed or put into a later one."""
        places = self.positions(ids)
        if len(places) == 0:
            return self
        alive = self.alive.copy()
        alive[places] = False
        return replace(self, alive=alive)


def _extents(ragged: Ragged) -> tuple[float, float]:
    """Return how much ground features stand on, and the size of the largest. [m², m].

    The ground is that of the squares that hold a corner of one: not what lies between two places
    far apart, and not the features' own areas, for those of roofs are small.
    """
    west, south, east, north = ragged.bounds[:, np.isfinite(ragged.bounds[0])]
    if len(west) == 0:
        return 0.0, 0.0
    sizes = np.maximum(east - west, north - south)
    edge = BLOCK * float(np.median(sizes))
    if edge <= 0:
        return 0.0, float(sizes.max())
    column = np.floor((west - west.min()) / edge)
    row = np.floor((south - south.min()) / edge)
    squares = len(np.unique(column + row * (column.max() + 1.0)))
    return squares * edge**2, float(sizes.max())
