"""Which features lie under a point, along a line or in a box, exactly."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.kind import Shape
from widgets.map.ragged import Indices, Ragged
from widgets.map.viewport import Bounds


def under(ragged: Ragged, x: float, y: float, tolerance: float = 0.0) -> Indices:
    """Return the rows of features at a place, ascending.

    Polygons must hold the place; of lines and points any place within the tolerance counts.

    Parameters
    ----------
    x, y
        Place in the plan's CRS. [m]
    tolerance
        How far a line or a point may be away. [m]
    """
    if ragged.shape is Shape.POLYGON:
        rows = ragged.meeting((x, y, x, y))
        return rows[_holding(ragged, rows, x, y)]
    rows = ragged.meeting((x - tolerance, y - tolerance, x + tolerance, y + tolerance))
    near = shapely.distance(ragged.taken(rows).geometries(), shapely.points(x, y)) <= tolerance
    return rows[near]


def _holding(ragged: Ragged, rows: Indices, x: float, y: float) -> NDArray[np.bool_]:
    """Return which rows hold a place: their outline crosses the ray to the east an odd time."""
    near = ragged.taken(rows)
    if len(near.xy) == 0:
        return np.zeros(len(rows), bool)
    across, up = near.xy[:, 0] - x, near.xy[:, 1] - y
    above = up > 0
    crossing = above[:-1] != above[1:]
    # From one ring to the next there is no edge.
    crossing[near.rings[1:-1] - 1] = False
    hits = np.flatnonzero(crossing)
    x0, y0, x1, y1 = across[hits], up[hits], across[hits + 1], up[hits + 1]
    hits = hits[x0 - y0 * (x1 - x0) / (y1 - y0) > 0]
    owner = np.searchsorted(near.vertices, hits, side="right") - 1
    return np.bincount(owner, minlength=len(rows)) % 2 == 1


def outlined(ragged: Ragged, x: float, y: float, tolerance: float) -> Indices:
    """Return the rows of features whose outline, line or point lies within a tolerance, ascending.

    Parameters
    ----------
    x, y
        Place in the plan's CRS. [m]
    tolerance
        How far the outline may be away. [m]
    """
    rows = ragged.meeting((x - tolerance, y - tolerance, x + tolerance, y + tolerance))
    shapes = ragged.taken(rows).geometries()
    lines = shapely.boundary(shapes) if ragged.shape is Shape.POLYGON else shapes
    return rows[shapely.distance(lines, shapely.points(x, y)) <= tolerance]


def inside(ragged: Ragged, bounds: Bounds) -> Indices:
    """Return the rows of features that lie in a box entirely, ascending."""
    west, south, east, north = bounds
    mine = ragged.bounds
    found = (mine[0] >= west) & (mine[1] >= south) & (mine[2] <= east) & (mine[3] <= north)
    return np.flatnonzero(found & (mine[0] <= mine[2]))


def touching(ragged: Ragged, bounds: Bounds) -> Indices:
    """Return the rows of features that lie in a box at least in part, ascending."""
    rows = ragged.meeting(bounds)
    whole = np.isin(rows, inside(ragged, bounds), assume_unique=True)
    doubtful = rows[~whole]
    meets = shapely.intersects(ragged.taken(doubtful).geometries(), shapely.box(*bounds))
    return np.sort(np.concatenate([rows[whole], doubtful[meets]]))


def along(ragged: Ragged, start: tuple[float, float], end: tuple[float, float]) -> Indices:
    """Return the rows of features that a straight line touches, ascending."""
    (x0, y0), (x1, y1) = start, end
    rows = ragged.meeting((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    line = shapely.linestrings([start, end]) if start != end else shapely.points(start)
    return rows[shapely.intersects(ragged.taken(rows).geometries(), line)]
