"""Features of a layer that are drawn together, with their classes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from layers.kind import Shape
from widgets.map.detail import Detail, Thinned
from widgets.map.ragged import Indices, Ragged
from widgets.map.thinning import KEPT, OWN, Codes
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
        places = places[(self.ids[places] == ids) & self.alive[places]]
        # As a rule they are asked for in their order.
        return places if (places[1:] > places[:-1]).all() else np.unique(places)

    def meeting(self, bounds: Bounds) -> Indices:
        """Return the rows of living features whose bounds meet some bounds, ascending."""
        rows = self.ragged.meeting(bounds)
        return rows[self.alive[rows]]

    def coded(self, rows: Indices) -> tuple[Ragged, Codes]:
        """Return some of the shapes and the codes of their places; all detail without levels."""
        ragged, places = self.ragged.parted(rows)
        return ragged, _codes(self)[places]

    def taken(self, rows: Indices) -> Self:
        """Return some of the features, in the order of `rows`, without their levels of detail."""
        return type(self)(
            self.ids[rows], self.ragged.taken(rows), self.classes[rows], np.ones(len(rows), bool)
        )

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

    def without(self, rows: Indices) -> Self:
        """Return the chunk after features were removed or put into a later one."""
        if len(rows) == 0:
            return self
        alive = self.alive.copy()
        alive[rows] = False
        return replace(self, alive=alive)


def steps_of(chunks: Iterable[Chunk], shape: Shape) -> tuple[int, ...]:
    """Return the levels of detail that chunks of one shape keep, () where none are known.

    Those of the first chunk hold for all: what a chunk of few features would find worth being
    kept is another list after each edit, and with it the level at which all of them are drawn.
    """
    of_shape = (one.detail for one in chunks if one.ragged.shape is shape)
    return next((one.steps for one in of_shape if one is not None and one.known), ())


def joined(chunks: list[Chunk], steps: tuple[int, ...] = ()) -> Chunk:
    """Return the living features of chunks of one shape as one chunk, with their levels of detail.

    Parameters
    ----------
    chunks
        At least one, with their ids in any order; no feature lives in two of them.
    steps
        The levels of detail that are kept; those worth it where none are given.
    """
    there = [one for one in chunks if len(one.ids)] or chunks[:1]
    ids = np.concatenate([one.ids for one in there])
    rows = np.flatnonzero(np.concatenate([one.alive for one in there]))
    rows = rows[ids[rows].argsort()]
    ragged, places = Ragged.concatenated([one.ragged for one in there]).parted(rows)
    classes = np.concatenate([one.classes for one in there])
    found = Chunk(ids[rows], ragged, classes[rows], np.ones(len(rows), bool))
    if all(one.detail is None for one in there):
        return found
    codes = np.concatenate([_codes(one) for one in there])
    return replace(found, detail=Detail(ragged, codes[places], steps))


def _codes(chunk: Chunk) -> Codes:
    """Return the codes of all places; without levels all are drawn at all scales."""
    known = None if chunk.detail is None else chunk.detail.codes
    return np.full(len(chunk.ragged.xy), OWN | KEPT, np.uint8) if known is None else known


def _extents(ragged: Ragged) -> tuple[float, float]:
    """Return how much ground features stand on, and the size of the largest. [m², m].

    The ground is that of the squares that hold a corner of one: not what lies between two places
    far apart, and not the features' own areas, for those of roofs are small.
    """
    there = np.isfinite(ragged.bounds[0])
    # Those of a million are not copied for nothing.
    west, south, east, north = ragged.bounds if there.all() else ragged.bounds[:, there]
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
