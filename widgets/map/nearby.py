"""Corners and edges of all that is seen near a place, as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from layers.kind import Shape
from widgets.map import targets
from widgets.map.chunk import Chunk
from widgets.map.ragged import Floats, Indices, Ragged
from widgets.map.tool import MapView
from widgets.map.viewport import Bounds, MapX, MapY

Place = tuple[MapX, MapY]

MOST_FEATURES: Final = 1_500
"""Where more features lie within reach, the map is too small to tell their corners apart."""
MOST_PLACES: Final = 60_000
"""Corners that are looked through, of all features within reach; large ones count by runs."""
LARGE: Final = 1_000
"""Of a feature with more corners only the runs are looked at that pass the place."""
RUN: Final = 128
"""Corners in a run."""
_NO_ROWS: Final = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Straight lines between two corners that follow one another.

    Parameters
    ----------
    starts, ends
        (n, 2), the corners. [m]
    kinds, ids
        Whose they are.
    """

    starts: Floats
    ends: Floats
    kinds: Sequence[str]
    ids: Indices

    def __len__(self) -> int:
        return len(self.starts)

    @classmethod
    def of(cls, pairs: Sequence[tuple[Place, Place]]) -> Self:
        """Return lines that belong to no feature."""
        xy = np.array(pairs, float).reshape(-1, 2, 2)
        nobody = tuple("" for _ in pairs)
        return cls(xy[:, 0], xy[:, 1], nobody, np.full(len(xy), -1))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the edges of several, in their order."""
        return cls(
            np.concatenate([np.empty((0, 2)), *(part.starts for part in parts)]),
            np.concatenate([np.empty((0, 2)), *(part.ends for part in parts)]),
            list(chain.from_iterable(part.kinds for part in parts)),
            np.concatenate([_NO_ROWS, *(part.ids for part in parts)]),
        )

    def taken(self, rows: Indices) -> Self:
        """Return some of the edges."""
        numbers: list[int] = rows.tolist()
        kinds = [self.kinds[row] for row in numbers]
        return type(self)(self.starts[rows], self.ends[rows], kinds, self.ids[rows])

    def row(self, number: int) -> tuple[Place, Place]:
        """Return the two corners of one edge, to the bit."""
        (x0, y0), (x1, y1) = self.starts[number].tolist(), self.ends[number].tolist()
        return (MapX(x0), MapY(y0)), (MapX(x1), MapY(y1))

    def shares(self, place: Place) -> Floats:
        """Return where the feet of perpendiculars lie: 0 at the start, 1 at the end."""
        along = self.ends - self.starts
        square = np.einsum("ij,ij->i", along, along)
        to = np.asarray(place) - self.starts
        return np.einsum("ij,ij->i", to, along) / np.where(square > 0, square, np.inf)

    def feet(self, place: Place, *, beyond: bool = False) -> Floats:
        """Return the places of the edges that are nearest to one, (n, 2).

        Parameters
        ----------
        place
            The one. [m]
        beyond
            Whether edges go on behind their ends.
        """
        share = self.shares(place)
        if not beyond:
            share = np.clip(share, 0.0, 1.0)
        feet = self.starts + share[:, None] * (self.ends - self.starts)
        feet[share == 1.0] = self.ends[share == 1.0]
        return feet

    def middles(self) -> Floats:
        """Return the places in the middle of the edges, (n, 2)."""
        return self.starts + (self.ends - self.starts) / 2

    def nearest(self, place: Place, most: int) -> Self:
        """Return at most so many of the edges, those nearest to a place."""
        if len(self) <= most:
            return self
        feet = self.feet(place)
        away = np.hypot(feet[:, 0] - place[0], feet[:, 1] - place[1])
        return self.taken(np.argpartition(away, most)[:most])

    def crossings(self, others: Self) -> tuple[Floats, Floats, Floats]:
        """Return where lines through edges meet those of as many others, and the shares on both.

        Where two are parallel these are not finite.
        """
        along, across = self.ends - self.starts, others.ends - others.starts
        between = others.starts - self.starts
        turned = along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0]
        lengths = np.hypot(*along.T) * np.hypot(*across.T)
        turned = np.where(np.abs(turned) > 1e-12 * lengths, turned, np.nan)
        share = (between[:, 0] * across[:, 1] - between[:, 1] * across[:, 0]) / turned
        of_other = (between[:, 0] * along[:, 1] - between[:, 1] * along[:, 0]) / turned
        return self.starts + share[:, None] * along, share, of_other


@dataclass(frozen=True, slots=True, eq=False)
class Nearby:
    """What lies within reach of a place.

    Parameters
    ----------
    xy
        (n, 2), corners. [m]
    kinds, ids
        Whose they are.
    edges
        Edges that pass.
    crowded
        Whether too much lies there: then nothing was looked at.
    """

    xy: Floats
    kinds: Sequence[str]
    ids: Indices
    edges: Edges
    crowded: bool = False


NOTHING: Final = Nearby(np.empty((0, 2)), [], _NO_ROWS, Edges.of([]))
CROWDED: Final = Nearby(np.empty((0, 2)), [], _NO_ROWS, Edges.of([]), crowded=True)


def nearby(view: MapView, place: Place, reach: float) -> Nearby:
    """Return corners and edges of all features that are seen, within reach of a place.

    Those of the kind that is worked on come first, then from above to below.

    Parameters
    ----------
    view
        The map.
    place
        Around where. [m]
    reach
        How far to each side. [m]
    """
    x, y = place
    box = (x - reach, y - reach, x + reach, y + reach)
    active = view.bridge.active
    found: list[tuple[str, Chunk, Indices]] = []
    features = places = 0
    for kind in sorted(targets.seen(view), key=lambda kind: kind != active):
        for chunk in view.scene.layers[kind].chunks:
            rows = chunk.meeting(box)
            if len(rows):
                features += len(rows)
                places += int(np.minimum(_sizes(chunk.ragged, rows), LARGE).sum())
                found.append((kind, chunk, rows))
    if features > MOST_FEATURES or places > MOST_PLACES:
        return CROWDED
    parts = [part for kind, chunk, rows in found for part in _parts(kind, chunk, rows, box)]
    if not parts:
        return NOTHING
    return Nearby(
        np.concatenate([part.xy for part in parts]),
        list(chain.from_iterable(part.kinds for part in parts)),
        np.concatenate([part.ids for part in parts]),
        Edges.joined([part.edges for part in parts]),
    )


def _sizes(ragged: Ragged, rows: Indices) -> Indices:
    """Return how many places each of some features has."""
    return ragged.rings[ragged.features[rows + 1]] - ragged.rings[ragged.features[rows]]


def _parts(kind: str, chunk: Chunk, rows: Indices, box: Bounds) -> Iterator[Nearby]:
    ragged = chunk.ragged
    sizes = _sizes(ragged, rows)
    small = rows[sizes <= LARGE]
    if len(small):
        taken = ragged.taken(small)
        owner = np.repeat(chunk.ids[small], sizes[sizes <= LARGE])
        yield _within(kind, taken.xy, _edges_of(taken.rings), owner, box, ragged.shape)
    for row in rows[sizes > LARGE].tolist():
        first = int(ragged.rings[ragged.features[row]])
        for low, high in _runs(ragged, row, box):
            xy = ragged.xy[first + low : first + high]
            owner = np.broadcast_to(chunk.ids[row], len(xy))
            rings = ragged.rings[ragged.features[row] : ragged.features[row + 1] + 1]
            edges = np.ones(max(len(xy) - 1, 0), bool)
            ends = rings[1:-1] - 1 - first - low
            edges[ends[(ends >= 0) & (ends < len(edges))]] = False
            yield _within(kind, xy, edges, owner, box, ragged.shape)


def _edges_of(rings: Indices) -> NDArray[np.bool_]:
    """Return whether an edge goes from each place to the next: none from ring to ring."""
    edges = np.ones(max(int(rings[-1]) - 1, 0), bool)
    edges[rings[1:-1] - 1] = False
    return edges


def _runs(ragged: Ragged, row: int, box: Bounds) -> list[tuple[int, int]]:
    """Return from where to where places of a large feature may lie in a box.

    A run ends with the first place of the next one, so that no edge is lost between them.
    """
    first, last = (int(ragged.rings[ragged.features[at]]) for at in (row, row + 1))
    if row not in ragged.runs:
        xy = ragged.xy[first:last]
        starts = np.arange(0, last - first, RUN)
        ends = xy[np.minimum(starts + RUN, last - first - 1)]
        low = np.minimum(np.minimum.reduceat(xy, starts), ends)
        ragged.runs[row] = np.hstack([low, np.maximum(np.maximum.reduceat(xy, starts), ends)])
    west, south, east, north = box
    bounds = ragged.runs[row]
    meets = (bounds[:, 0] <= east) & (bounds[:, 2] >= west)
    meets &= (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
    numbers: list[int] = np.flatnonzero(meets).tolist()
    return [(number * RUN, min((number + 1) * RUN + 1, last - first)) for number in numbers]


def _within(  # noqa: PLR0917
    kind: str,
    xy: Floats,
    edges: NDArray[np.bool_],
    owner: Indices,
    box: Bounds,
    shape: Shape,
) -> Nearby:
    """Return corners in a box, and the edges that may pass it.

    Parameters
    ----------
    kind
        Whose they are.
    xy
        (n, 2), corners. [m]
    edges
        (n - 1,), whether there is an edge from each corner to the next.
    owner
        (n,), the feature of each corner.
    box
        The box. [m]
    shape
        Points have no edges.
    """
    west, south, east, north = box
    x, y = xy[:, 0], xy[:, 1]
    left, right, below, above = x < west, x > east, y < south, y > north
    inside = np.flatnonzero(~(left | right | below | above))
    kinds = [kind] * len(inside)
    if shape is Shape.POINT:
        return Nearby(xy[inside], kinds, owner[inside], Edges.of([]))
    # An edge with both ends on the same side of the box does not pass it.
    misses = left[:-1] & left[1:]
    for side in (right, below, above):
        misses |= side[:-1] & side[1:]
    first = np.flatnonzero(edges & ~misses)
    found = Edges(xy[first], xy[first + 1], [kind] * len(first), owner[first])
    return Nearby(xy[inside], kinds, owner[inside], found)
