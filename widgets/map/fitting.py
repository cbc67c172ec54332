"""Where a box has room inside an area: by arithmetic on all areas at once, no geometry objects."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from widgets.map.chunk import Chunk
from widgets.map.ragged import Floats, Indices, Ragged

MOST_ANCHORS: Final = 200_000
"""Places kept with a chunk before they are forgotten."""
FLAT: Final = 0.4
"""Boxes of text are so many times as high as wide, more or less: 1 : 2.5. [-]"""


def centroids(ragged: Ragged) -> Floats:
    """Return the centres of gravity of areas as (n, 2), holes taken off. [m].

    Of an area without ground it is the middle of its bounds.
    """
    middles = _middles(ragged)
    if len(ragged.xy) == 0:
        return middles
    owners, starts, ends = _edges(ragged, middles)
    cross = starts[:, 0] * ends[:, 1] - starts[:, 1] * ends[:, 0]
    doubled = np.bincount(owners, cross, len(ragged))
    sums = np.stack(
        [np.bincount(owners, (starts + ends)[:, n] * cross, len(ragged)) for n in (0, 1)], 1
    )
    solid = np.abs(doubled) > 0
    middles[solid] += sums[solid] / (3 * doubled[solid, None])
    return middles


def _middles(ragged: Ragged) -> Floats:
    """Return the middles of bounds as (n, 2); 0 for what is empty."""
    there = np.flatnonzero(ragged.bounds[0] <= ragged.bounds[2])
    middles = np.zeros((len(ragged), 2))
    middles[there] = ((ragged.bounds[:2][:, there] + ragged.bounds[2:][:, there]) / 2).T
    return middles


def fit(ragged: Ragged, middles: Floats, across: Floats, up: Floats) -> NDArray[np.bool_]:
    """Return in which areas a box around a place lies with all of it.

    Parameters
    ----------
    ragged
        The areas.
    middles
        (n, 2), of each area's box. [m]
    across, up
        (n,), half the width and height of each area's box. [m]
    """
    count = len(ragged)
    west, south, east, north = ragged.bounds
    x, y = middles.T
    inside = (x - across >= west) & (x + across <= east) & (y - up >= south) & (y + up <= north)
    near = np.flatnonzero(inside)
    if len(near) == 0:
        return inside
    middles, across, up = middles[near], across[near], up[near]
    owners, starts, ends = _edges(ragged if len(near) == count else ragged.taken(near), middles)
    # An edge meets a box unless one of three lines parts them: upright, level, along the edge.
    centre, half = (starts + ends) / 2, np.abs(ends - starts) / 2
    wide, high = across[owners], up[owners]
    meets = (np.abs(centre[:, 0]) < wide + half[:, 0]) & (np.abs(centre[:, 1]) < high + half[:, 1])
    step = (ends - starts) / 2
    along = np.abs(step[:, 0] * centre[:, 1] - step[:, 1] * centre[:, 0])
    meets &= along < wide * half[:, 1] + high * half[:, 0]
    crossed = np.bincount(owners[meets], minlength=len(near)) > 0
    # The middle lies in the area where a ray from it to the east crosses an odd number of edges.
    over = (starts[:, 1] > 0) != (ends[:, 1] > 0)
    rise = np.where(over, ends[:, 1] - starts[:, 1], 1.0)
    hits = over & (starts[:, 0] - starts[:, 1] * (ends - starts)[:, 0] / rise > 0)
    holds = np.bincount(owners[hits], minlength=len(near)) % 2 == 1
    inside[near] = holds & ~crossed
    return inside


def _edges(ragged: Ragged, middles: Floats) -> tuple[Indices, Floats, Floats]:
    """Return whose each edge is, and its ends from its area's place on."""
    owner = np.repeat(np.arange(len(ragged)), np.diff(ragged.vertices))
    xy = ragged.xy - middles[owner]
    true = np.ones(len(xy), bool)
    true[ragged.rings[1:] - 1] = False  # from one ring to the next there is no edge
    firsts = np.flatnonzero(true)
    return owner[firsts], xy[firsts], xy[firsts + 1]


def poles(ragged: Ragged) -> Floats:
    """Return the places in areas with the most room for a line of text, as (n, 2). [m].

    The middle of the largest circle inside, of areas pressed together from the sides: a circle
    there is as wide here as text is.
    """
    origin = _middles(ragged)
    owner = np.repeat(np.arange(len(ragged)), np.diff(ragged.vertices))
    pressed = (ragged.xy - origin[owner]) * np.array([FLAT, 1.0])
    areas = replace(ragged, xy=pressed).geometries()
    found = np.full((len(ragged), 2), np.nan)
    sound = np.flatnonzero(shapely.area(areas) > 0)
    west, south, east, north = ragged.bounds[:, sound]
    sizes = np.minimum((east - west) * FLAT, north - south)
    try:
        circles = shapely.maximum_inscribed_circle(
            areas[sound], tolerance=np.maximum(sizes / 16, 1e-3)
        )
        points = shapely.get_point(circles, 0)
    except shapely.GEOSException:
        # An outline that crosses itself has no such circle.
        points = shapely.point_on_surface(areas[sound])
    found[sound] = np.stack([shapely.get_x(points), shapely.get_y(points)], 1)
    found = found / np.array([FLAT, 1.0]) + origin
    return np.where(np.isfinite(found), found, origin)


def poles_of(chunk: Chunk, rows: Indices) -> Floats:
    """Return the places with the most room of some features; kept with the chunk, being dear.

    Several threads may ask: what is missing is worked out by each, and kept by the last one.
    """
    known = chunk.anchors
    found = [known.get(row) for row in rows.tolist()]
    missing = [place for place, one in enumerate(found) if one is None]
    if missing:
        asked = rows[missing]
        places = poles(chunk.ragged.taken(asked)).tolist()
        added = {row: (x, y) for row, (x, y) in zip(asked.tolist(), places, strict=True)}
        if len(known) + len(added) > MOST_ANCHORS:
            known.clear()
        known.update(added)
        for place, row in zip(missing, asked.tolist(), strict=True):
            found[place] = added[row]
    return np.array(found, np.float64).reshape(-1, 2)
