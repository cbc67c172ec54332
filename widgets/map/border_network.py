"""The shortest way along the borders of several features that touch."""

from __future__ import annotations

import heapq
import math
from typing import Final

import numpy as np

from widgets.map.nearby import Edges, nearby
from widgets.map.tool import MapView
from widgets.map.viewport import MapX, MapY

Place = tuple[MapX, MapY]

MARGIN: Final = 0.75
"""How far around the two places is looked, as a share of their distance. [-]"""
MOST_EDGES: Final = 12_000
"""Among more edges no way is looked for: it must be there at once."""
ON_M: Final = 1e-5
"""A place so near to an edge lies on it. [m]"""


def way(view: MapView, start: Place, end: Place) -> list[Place]:
    """Return the corners of the shortest way along borders, without the first place.

    Parameters
    ----------
    view
        The map, whose seen layers have the borders.
    start, end
        Places on borders. [m]

    Returns
    -------
    list of places
        The last one is `end`; none where the borders near the two do not join them.
    """
    middle = MapX((start[0] + end[0]) / 2), MapY((start[1] + end[1]) / 2)
    near = nearby(view, middle, math.dist(start, end) * (0.5 + MARGIN))
    if near.crowded or not 0 < len(near.edges) <= MOST_EDGES:
        return []
    following = _joined(near.edges, start, end)
    return _shortest(following, start, end) if start in following and end in following else []


def _joined(edges: Edges, start: Place, end: Place) -> dict[Place, set[Place]]:
    """Return which corners follow which; the two places stand between the ends of their edges."""
    following: dict[Place, set[Place]] = {}

    def join(one: Place, other: Place) -> None:
        if one != other:
            following.setdefault(one, set()).add(other)
            following.setdefault(other, set()).add(one)

    pairs = np.hstack([edges.starts, edges.ends]).tolist()
    on = {place: set(_on(edges, place)) for place in (start, end)}
    for row, (x0, y0, x1, y1) in enumerate(pairs):
        corner, other = (MapX(x0), MapY(y0)), (MapX(x1), MapY(y1))
        # Where both lie on one edge they follow each other, whichever comes first.
        between = [place for place, rows in on.items() if row in rows]
        for place in (*between, other):
            join(corner, place)
            corner = place
    return following


def _on(edges: Edges, place: Place) -> list[int]:
    feet = edges.feet(place)
    away = np.hypot(feet[:, 0] - place[0], feet[:, 1] - place[1])
    found: list[int] = np.flatnonzero(away <= ON_M).tolist()
    return found


def _shortest(following: dict[Place, set[Place]], start: Place, end: Place) -> list[Place]:
    """Return the shortest way, looked for towards the end first."""
    before: dict[Place, Place] = {}
    lengths = {start: 0.0}
    waiting = [(math.dist(start, end), start)]
    while waiting:
        _, place = heapq.heappop(waiting)
        if place == end:
            found = [end]
            while found[-1] in before:
                found.append(before[found[-1]])
            return found[-2::-1]
        for other in following[place]:
            length = lengths[place] + math.dist(place, other)
            if length < lengths.get(other, math.inf):
                lengths[other], before[other] = length, place
                heapq.heappush(waiting, (length + math.dist(other, end), other))
    return []
