"""Following the border of a feature from one place on it to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from layers.kind import Shape
from widgets.map import border_network, targets
from widgets.map.ragged import Floats
from widgets.map.tool import MapView
from widgets.map.viewport import MapX, MapY

Place = tuple[MapX, MapY]

ON_M: Final = 1e-5
"""A place so near to a border lies on it: snapped places are rounded. [m]"""
MOST_PLACES: Final = 200_000


def traced(view: MapView, start: Place, end: Place, *, longer: bool = False) -> list[Place]:
    """Return the places of a border from one place to another, without the first.

    Parameters
    ----------
    view
        The map, whose seen layers have the borders.
    start, end
        Places on borders; where no feature has both, several are followed that touch. [m]
    longer
        Whether the other way around is wanted, where one feature has both places.

    Returns
    -------
    list of places
        The last one is `end`; none where no borders join the two places.
    """
    if start == end:
        return []
    ways = [
        way
        for line, closed in _borders(view, start, end)
        for way in _ways(line, closed, start, end)
    ]
    if not ways:
        return border_network.way(view, start, end)
    ways.sort(key=_length)
    found = ways[0] if not longer else _other(ways)
    return [*((MapX(x), MapY(y)) for x, y in found[1:-1].tolist()), end]


def _borders(view: MapView, start: Place, end: Place) -> Iterator[tuple[Floats, bool]]:
    """Yield the rings and lines that pass both places, and whether they are closed."""
    x, y = start
    box = (x - ON_M, y - ON_M, x + ON_M, y + ON_M)
    left = MOST_PLACES
    for kind in targets.seen(view):
        layer = view.scene.layers[kind]
        if layer.kind.shape is Shape.POINT:
            continue
        for chunk in layer.chunks:
            for row in chunk.meeting(box).tolist():
                ragged = chunk.ragged
                low, high = int(ragged.features[row]), int(ragged.features[row + 1])
                for ring in range(low, high):
                    xy = ragged.xy[ragged.rings[ring] : ragged.rings[ring + 1]]
                    left -= len(xy)
                    if left < 0:
                        return
                    if _away(xy, start) <= ON_M and _away(xy, end) <= ON_M:
                        yield xy, bool((xy[0] == xy[-1]).all())


def _feet(xy: Floats, place: Place) -> tuple[Floats, Floats]:
    """Return how far a place is from each edge, and where on it its foot lies, 0 to 1."""
    starts, along = xy[:-1], np.diff(xy, axis=0)
    to = np.asarray(place) - starts
    square = np.einsum("ij,ij->i", along, along)
    share = np.einsum("ij,ij->i", to, along) / np.where(square > 0, square, np.inf)
    share = np.clip(share, 0.0, 1.0)
    rest = to - share[:, None] * along
    return np.hypot(rest[:, 0], rest[:, 1]), share


def _away(xy: Floats, place: Place) -> float:
    return float(_feet(xy, place)[0].min()) if len(xy) > 1 else np.inf


def _position(xy: Floats, place: Place) -> float:
    """Return where on a line a place lies: the number of its edge, and the share of it."""
    away, share = _feet(xy, place)
    row = int(away.argmin())
    return row + float(share[row])


def _ways(xy: Floats, closed: bool, start: Place, end: Place) -> list[Floats]:  # noqa: FBT001
    """Return the ways from one place of a line to another, each from `start` to `end`."""
    one, other = _position(xy, start), _position(xy, end)
    forth = _between(xy, min(one, other), max(one, other))
    if not closed:
        return [_joined(start, forth if one <= other else forth[::-1], end)]
    # The other way goes over the place where the ring begins.
    around = np.concatenate(
        [_between(xy, max(one, other), len(xy) - 1.0), xy[:1], _between(xy, 0.0, min(one, other))]
    )
    if one <= other:
        return [_joined(start, forth, end), _joined(start, around[::-1], end)]
    return [_joined(start, forth[::-1], end), _joined(start, around, end)]


def _between(xy: Floats, low: float, high: float) -> Floats:
    """Return the corners that lie between two positions of a line, neither included."""
    numbers = np.arange(int(np.floor(low)) + 1, int(np.ceil(high)))
    return xy[numbers]


def _joined(start: Place, inner: Floats, end: Place) -> Floats:
    """Return a way with its ends; corners that are the ends themselves are not repeated."""
    keep = ~(np.all(inner == start, axis=1) | np.all(inner == end, axis=1))
    return np.concatenate([[start], inner[keep], [end]])


def _length(way: Floats) -> float:
    return float(np.hypot(*np.diff(way, axis=0).T).sum())


def _other(ways: list[Floats]) -> Floats:
    """Return the shortest of the ways that is not the shortest of all by another feature."""
    shortest = _length(ways[0])
    for way in ways[1:]:
        if _length(way) > shortest + ON_M:
            return way
    return ways[0]
