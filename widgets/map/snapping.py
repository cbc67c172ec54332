"""Snapping: what near the pointer a place is taken from, in all layers that are seen.

Only what lies within reach of the pointer is looked at, as arrays; where that is too much to be
told apart by eye, nothing snaps and the map says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from layers import directions
from widgets.map.nearby import Edges, Nearby, nearby
from widgets.map.ragged import Floats, Indices
from widgets.map.snap_choice import SORTS
from widgets.map.tool import MapView, Pointer
from widgets.map.viewport import MapX, MapY

Place = tuple[MapX, MapY]

MOST_EDGES: Final = 160
"""Of more edges near the pointer the nearest are tried for crossings."""
MOST_HELD: Final = 8
"""Edges that are remembered, to be gone on from."""
SAME_M: Final = 1e-6
"""What lies nearer to each other is one place. [m]"""


@dataclass(frozen=True, slots=True)
class Snap:
    """A place that was taken from something.

    Parameters
    ----------
    x, y
        The place; of a vertex to the bit as the feature has it. [m]
    sort
        One of `SORTS`.
    kind, id
        Whose it is; empty and -1 where it belongs to no feature of the plan.
    edge
        The edge that it lies on or goes on from, where there is one.
    """

    x: MapX
    y: MapY
    sort: str
    kind: str = ""
    id: int = -1
    edge: tuple[Place, Place] | None = None

    @property
    def place(self) -> Place:
        """East and north. [m]."""
        return self.x, self.y


@dataclass(slots=True)
class _Found:
    """Places that could be taken, of one sort."""

    xy: Floats
    kinds: Sequence[str] = ()
    ids: Indices = field(default_factory=lambda: np.empty(0, np.int64))
    starts: Floats | None = None
    ends: Floats | None = None


class Snapper:
    """Finds what the pointer snaps to on one canvas.

    Parameters
    ----------
    view
        The canvas.
    """

    def __init__(self, view: MapView) -> None:
        self._view = view
        self._held: list[tuple[Place, Place]] = []
        self.crowded = False
        """Whether too much lay within reach of the pointer the last time."""

    @property
    def held(self) -> tuple[tuple[Place, Place], ...]:
        """Edges that were snapped to, the last one first: they can be gone on from."""
        return tuple(self._held)

    def forget(self) -> None:
        """Forget the edges that were snapped to: a sketch has ended."""
        self._held.clear()

    def snap(self, pointer: Pointer, places: Sequence[Place] = ()) -> Snap | None:
        """Return what the pointer snaps to, None for nothing, and always with Alt held.

        Parameters
        ----------
        pointer
            Where it is.
        places
            Those of the sketch so far: they are vertices too, and perpendiculars start from the
            last one.
        """
        self.crowded = False
        wanted = self._view.snapping
        if pointer.alt or not wanted.on or not wanted.sorts:
            return None
        at, reach = (pointer.x, pointer.y), wanted.reach_px / self._view.viewport.px_per_m
        near = nearby(self._view, at, reach)
        self.crowded = near.crowded
        # Counted from the pointer, so that small differences keep all their digits.
        for sort in SORTS:
            if sort in wanted.sorts:
                found = self._best(sort, near, places, at, reach)
                if found is not None:
                    self._hold(found, near)
                    return found
        return None

    def direction(self, pointer: Pointer) -> float | None:
        """Return the direction of the nearest edge within reach, whatever is switched on. [°]."""
        at = (pointer.x, pointer.y)
        reach = self._view.snapping.reach_px / self._view.viewport.px_per_m
        near = nearby(self._view, at, reach)
        self.crowded = near.crowded
        found = self._best("edge", near, (), at, reach)
        return directions.direction(*found.edge) if found is not None and found.edge else None

    # ---- sorts ----------------------------------------------------------------------------------

    def _best(
        self, sort: str, near: Nearby, places: Sequence[Place], at: Place, reach: float
    ) -> Snap | None:
        match sort:
            case "vertex":
                found = self._vertices(near, places)
            case "intersection":
                found = _crossings(near.edges.nearest(at, MOST_EDGES))
            case "midpoint":
                found = _on(near.edges, near.edges.middles())
            case "perpendicular":
                found = _perpendiculars(near.edges, places)
            case "extension":
                found = self._extensions(near, places, at, reach)
            case "edge":
                found = _on(near.edges, near.edges.feet(at))
            case _:
                found = self._grid(at)
        return _nearest(sort, found, at, reach)

    @staticmethod
    def _vertices(near: Nearby, places: Sequence[Place]) -> _Found:
        own = np.array(places, float).reshape(-1, 2)
        return _Found(
            np.concatenate([near.xy, own]),
            [*near.kinds, *[""] * len(own)],
            np.concatenate([near.ids, np.full(len(own), -1)]),
        )

    def _extensions(self, near: Nearby, places: Sequence[Place], at: Place, reach: float) -> _Found:
        """Return places beyond the ends of edges that were snapped to, crossings first."""
        held = list(self._held)
        if len(places) > 1:
            held.append((places[-2], places[-1]))
        lines = Edges.of(held)
        shares = lines.shares(at)
        lines = lines.taken(np.flatnonzero((shares < 0) | (shares > 1)))
        feet = lines.feet(at, beyond=True)
        close = np.hypot(feet[:, 0] - at[0], feet[:, 1] - at[1]) <= reach
        lines, feet = lines.taken(np.flatnonzero(close)), feet[close]
        met = _met(lines, near.edges.nearest(at, MOST_EDGES), at, reach)
        if met is not None:
            return met
        return _Found(feet, starts=lines.starts, ends=lines.ends)

    def _grid(self, at: Place) -> _Found:
        size = self._view.snapping.grid_m
        return _Found(np.array([[round(at[0] / size) * size, round(at[1] / size) * size]]))

    # ---- edges to go on from --------------------------------------------------------------------

    def _hold(self, found: Snap, near: Nearby) -> None:
        """Remember the edges that end in a vertex that was snapped to, or the edge itself."""
        fresh: list[tuple[Place, Place]] = []
        if found.sort == "vertex":
            edges = near.edges
            meets = np.all(edges.starts == found.place, axis=1)
            meets |= np.all(edges.ends == found.place, axis=1)
            fresh = [_ordered(*edges.row(row)) for row in np.flatnonzero(meets).tolist()]
        elif found.sort in {"edge", "midpoint"} and found.edge is not None:
            fresh = [_ordered(*found.edge)]
        if fresh:
            self._held = list(dict.fromkeys([*fresh, *self._held]))[:MOST_HELD]


def _ordered(start: Place, end: Place) -> tuple[Place, Place]:
    """Return an edge as its neighbour has it too."""
    return (start, end) if start <= end else (end, start)


def _nearest(sort: str, found: _Found, at: Place, reach: float) -> Snap | None:
    if len(found.xy) == 0:
        return None
    away = np.hypot(found.xy[:, 0] - at[0], found.xy[:, 1] - at[1])
    row = int(away.argmin())
    if not away[row] <= reach:
        return None
    x, y = found.xy[row].tolist()
    edge = None
    if found.starts is not None and found.ends is not None:
        (x0, y0), (x1, y1) = found.starts[row].tolist(), found.ends[row].tolist()
        edge = ((MapX(x0), MapY(y0)), (MapX(x1), MapY(y1)))
    kind = found.kinds[row] if found.kinds else ""
    id_ = int(found.ids[row]) if len(found.ids) else -1
    return Snap(MapX(x), MapY(y), sort, kind, id_, edge)


def _on(edges: Edges, xy: Floats) -> _Found:
    """Return a place on each of some edges."""
    return _Found(xy, edges.kinds, edges.ids, edges.starts, edges.ends)


def _perpendiculars(edges: Edges, places: Sequence[Place]) -> _Found:
    """Return where perpendiculars from the last place meet edges."""
    if not places:
        return _Found(np.empty((0, 2)))
    last = places[-1]
    feet = edges.feet(last, beyond=True)
    shares = edges.shares(last)
    right = (shares >= 0) & (shares <= 1)
    right &= np.hypot(feet[:, 0] - last[0], feet[:, 1] - last[1]) > SAME_M
    rows = np.flatnonzero(right)
    return _on(edges.taken(rows), feet[rows])


def _crossings(edges: Edges) -> _Found:
    """Return where edges cross one another between their ends."""
    one, other = np.triu_indices(len(edges), 1)
    if len(one) == 0:
        return _Found(np.empty((0, 2)))
    xy, share, of_other = edges.taken(one).crossings(edges.taken(other))
    within = (share > 0) & (share < 1) & (of_other > 0) & (of_other < 1)
    rows = np.flatnonzero(within)
    return _on(edges.taken(one[rows]), xy[rows])


def _met(lines: Edges, edges: Edges, at: Place, reach: float) -> _Found | None:
    """Return where lines that go on meet edges or one another near the pointer."""
    count, others = len(lines), Edges.joined([edges, lines])
    if count == 0:
        return None
    one = np.repeat(np.arange(count), len(others))
    other = np.tile(np.arange(len(others)), count)
    xy, _, share = lines.taken(one).crossings(others.taken(other))
    # Of edges the part that is there counts; lines that go on have no ends.
    within = (other >= len(edges)) | ((share >= 0) & (share <= 1))
    near = np.hypot(xy[:, 0] - at[0], xy[:, 1] - at[1]) <= reach
    rows = np.flatnonzero(within & near)
    if len(rows) == 0:
        return None
    taken = lines.taken(one[rows])
    return _Found(xy[rows], starts=taken.starts, ends=taken.ends)


def distance_px(view: MapView, one: Place, other: Place) -> float:
    """Return how far two places lie from each other on the canvas. [px]."""
    return math.dist(one, other) * view.viewport.px_per_m
