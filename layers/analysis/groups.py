"""Features in groups that lie together, so that not all of them need be objects at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.analysis.overlay import Numbers, Places

MOST: Final = 4_096
"""Features of a group."""
ALIKE: Final = 16.0
"""Features in one group differ at most so many times in size: a river that is as long as the plan
would stretch the group of its small neighbours over all of it. [-]"""


def groups(boxes: Numbers, most: int = 0) -> list[Places]:
    """Return the features in groups, each ascending; what has no place is in none of them.

    Parameters
    ----------
    boxes
        (n, 4), west, south, east and north; NaN where there is none. [m]
    most
        Features of a group; as many as are worth it where 0.

    Examples
    --------
    >>> west = np.array([0.0, 9.0, 1.0, 8.0, np.nan])
    >>> boxes = np.stack([west, west * 0, west + 1, west * 0 + 1], axis=1)
    >>> [group.tolist() for group in groups(boxes, 2)]
    [[0, 2], [1, 3]]
    """
    most = most or MOST
    there = np.flatnonzero(np.isfinite(boxes).all(axis=1))
    if len(there) <= most:
        return [there] if len(there) else []
    west, south, east, north = boxes.T
    sizes = np.maximum(east - west, north - south)[there]
    usual = max(float(np.median(sizes)), 1e-3)
    grades = np.floor(np.log(np.maximum(sizes / usual, 1.0)) / np.log(ALIKE))
    middles = ((west + east) / 2.0, (south + north) / 2.0)
    return [
        group
        for grade in np.unique(grades)
        for group in _halved(there[grades == grade], middles, most)
    ]


def _halved(places: Places, middles: tuple[Numbers, Numbers], most: int) -> Iterator[Places]:
    if len(places) <= most:
        yield np.sort(places)
        return
    x, y = (values[places] for values in middles)
    along = x if np.ptp(x) >= np.ptp(y) else y
    half = len(places) // 2
    order = np.argpartition(along, half)
    yield from _halved(places[order[:half]], middles, most)
    yield from _halved(places[order[half:]], middles, most)


def around(group: Places, boxes: Numbers) -> tuple[float, float, float, float]:
    """Return the box around the boxes of some features. [m]."""
    low, high = boxes[group, :2].min(axis=0), boxes[group, 2:].max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def with_neighbours(boxes: Numbers, most: int = 0) -> Iterator[tuple[Places, NDArray[np.bool_]]]:
    """Yield each group with all features whose boxes meet one of its own, and others near.

    Yields
    ------
    The features, ascending, and which of them are the group's own: of these nothing that is near
    is missing.
    """
    west, south, east, north = boxes.T
    for group in groups(boxes, most):
        low_x, low_y, high_x, high_y = around(group, boxes)
        near = (west <= high_x) & (east >= low_x) & (south <= high_y) & (north >= low_y)
        own = np.zeros(len(boxes), bool)
        own[group] = True
        places = np.flatnonzero(near)
        yield places, own[places]
