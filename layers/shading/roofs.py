"""Roofs on a surface: the cells of each, the heights that they stand at, and points all over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.shading.horizons import Floats, Ids
from layers.shading.surface import Cells, Surface

POINTS: Final = 24
"""Points of a roof from which it is looked around, at most. [-]"""
PARAPET_M: Final = 1.5
"""What of a roof stands so little above or below its middle height is taken for level with it:
parapets, ducts, and the noise of a surface model. [m]"""
RIDGE_M: Final = 6.0
"""The same for pitched roofs: how they turn to the sun is a matter of tilt and azimuth. [m]"""
SHOWN: Final = 0.5
"""A surface model shows a roof where it stands at least this share of its height above the ground
around it; another one is laid on it with the height that the plan says. [-]"""
AROUND_M: Final = 20.0
"""Up to so far from a roof the lowest twentieth of the heights is taken for the ground. [m]"""
STOREY_M: Final = 3.5
"""Height of a storey of a roof that says its floors and no height. [m]"""
_GROUND_PERCENT: Final = 5.0
_STRIP: Final = 256
"""Rows of the surface in which cells are found at once: GDAL holds Python's lock meanwhile."""


@dataclass(frozen=True, slots=True, eq=False)
class Roofs:
    """Roofs of a plan, as far as their shading asks.

    Parameters
    ----------
    ids
        (n,), ascending.
    shapes
        (n,), polygons.
    boxes
        (n, 4), west, south, east and north. [m]
    heights
        (n,), above the ground, NaN where the plan does not say. [m]
    pitched
        (n,), which are pitched.
    """

    ids: Ids
    shapes: NDArray[np.object_]
    boxes: Floats
    heights: Floats
    pitched: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)

    def picked(self, places: Cells) -> Self:
        """Return some of them."""
        return type(self)(
            self.ids[places],
            self.shapes[places],
            self.boxes[places],
            self.heights[places],
            self.pitched[places],
        )


def heights_of(height_m: Floats, floors: Floats) -> Floats:
    """Return heights of roofs above the ground, NaN where neither height nor floors say it. [m].

    Examples
    --------
    >>> heights_of(np.array([12.0, np.nan, np.nan]), np.array([2.0, 4.0, np.nan])).tolist()
    [12.0, 14.0, nan]
    """
    found = np.where(np.isnan(height_m), floors * STOREY_M, height_m)
    return np.where(found > 0, found, np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A surface with the roofs on it.

    Parameters
    ----------
    surface
        The heights.
    cells
        Flat places of all cells of roofs, those of one roof after those of another.
    starts
        (n + 1,), where the cells of each roof begin.
    inner
        Which of the cells lie in the roof with all their neighbours.
    raised
        (n,), height with which a roof was laid on the ground, 0 where the surface shows it. [m]
    """

    surface: Surface
    cells: Cells
    starts: Cells
    inner: NDArray[np.bool_]
    raised: Floats

    def points(self, most: int = POINTS) -> tuple[Cells, Cells, Cells]:
        """Return row, column and roof of points spread evenly over each roof.

        They stand where no neighbour lies beside the roof, where it has such cells: those at its
        edge are half of the roof and half of the street.
        """
        owner = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        wide = self.surface.heights.shape[1]
        row, column = self.cells // wide, self.cells % wide
        known = ~np.isnan(self.surface.heights.ravel()[self.cells])
        inner = self.inner & known
        has_inner = np.bincount(owner[inner], minlength=len(self.starts) - 1) > 0
        wanted = np.flatnonzero(np.where(has_inner[owner], inner, known))
        row, column, owner = row[wanted], column[wanted], owner[wanted]
        # The first cells by these fractions lie evenly, however the roof is shaped (R2 sequence).
        first = np.searchsorted(owner, np.arange(len(self.starts) - 1))
        at = np.minimum(first, max(len(owner) - 1, 0))[owner] if len(owner) else owner
        turn = (column - column[at]) * 0.7548776662466927 + (row - row[at]) * 0.5698402909980532
        order = np.lexsort((turn - np.floor(turn), owner))
        rank = np.arange(len(order)) - first[owner[order]]
        chosen = np.sort(order[rank < most])
        return row[chosen], column[chosen], owner[chosen]


def laid(surface: Surface, roofs: Roofs) -> Laid:
    """Return a surface with roofs on it: those that it does not show are laid on its ground.

    What little stands out of a roof or lies below its middle is brought level with it.

    Parameters
    ----------
    surface
        Heights, of a surface model or of level ground.
    roofs
        All roofs of the plan, in any order.
    """
    cells, starts, inner = _cells(surface, roofs)
    heights = surface.heights.copy()
    flat = heights.ravel()
    raised = np.zeros(len(roofs))
    for place in range(len(roofs)):
        mine = slice(starts[place], starts[place + 1])
        found = flat[cells[mine]]
        found = found[~np.isnan(found)]
        if not len(found):
            continue
        middle = _middle(flat, cells[mine], inner[mine])
        wanted = roofs.heights[place]
        if wanted > 0:
            ground = _ground(surface, roofs.boxes[place])
            if middle - ground < SHOWN * wanted:
                raised[place] = wanted
                top = np.float32(ground + wanted)
                flat[cells[mine]] = np.fmax(flat[cells[mine]], top)
                continue
        near = RIDGE_M if roofs.pitched[place] else PARAPET_M
        own = flat[cells[mine]]
        flat[cells[mine]] = np.where(np.abs(own - middle) <= near, np.float32(middle), own)
    return Laid(surface.with_heights(heights), cells, starts, inner, raised)


def _middle(flat: NDArray[np.float32], cells: Cells, inner: NDArray[np.bool_]) -> float:
    """Return the median height of a roof, at its edges only where it is nothing else. [m]."""
    for chosen in (cells[inner], cells):
        found = flat[chosen]
        found = found[~np.isnan(found)]
        if len(found):
            return float(np.median(found))
    return np.nan


def _ground(surface: Surface, box: Floats) -> float:
    """Return the height of the ground around a roof. [m]."""
    cell = surface.cell_m
    left, right = (
        int((side - surface.west) / cell) for side in (box[0] - AROUND_M, box[2] + AROUND_M)
    )
    top, bottom = (
        int((surface.north - side) / cell) for side in (box[3] + AROUND_M, box[1] - AROUND_M)
    )
    part = surface.heights[max(top, 0) : bottom + 1, max(left, 0) : right + 1]
    part = part[~np.isnan(part)]
    return float(np.percentile(part, _GROUND_PERCENT)) if len(part) else np.nan


def _cells(surface: Surface, roofs: Roofs) -> tuple[Cells, Cells, NDArray[np.bool_]]:
    """Return the cells whose centres lie in each roof, where each begins, and which are inside."""
    numbers = _numbers(surface, roofs)
    inside = np.ones(numbers.shape, bool)
    for axis in (0, 1):
        same = np.diff(numbers, axis=axis) == 0
        ahead = (slice(None),) * axis
        inside[(*ahead, slice(1, None))] &= same
        inside[(*ahead, slice(None, -1))] &= same
    cells = np.flatnonzero(numbers)
    owner = numbers.ravel()[cells] - 1
    small, below = _between(surface, roofs, np.bincount(owner, minlength=len(roofs)) == 0)
    cells, owner = np.concatenate([cells, below]), np.concatenate([owner, small])
    order = np.argsort(owner, kind="stable")
    cells, owner = cells[order], owner[order]
    starts = np.searchsorted(owner, np.arange(len(roofs) + 1))
    return cells, starts, inside.ravel()[cells] & (numbers.ravel()[cells] == owner + 1)


def _between(surface: Surface, roofs: Roofs, bare: NDArray[np.bool_]) -> tuple[Cells, Cells]:
    """Return roofs that cover no centre of a cell, or lie below others, and a cell of each."""
    places = np.flatnonzero(bare & (shapely.area(roofs.shapes) > 0))
    points = shapely.point_on_surface(roofs.shapes[places])
    rows, columns = surface.heights.shape
    row = np.floor((surface.north - shapely.get_y(points)) / surface.cell_m)
    column = np.floor((shapely.get_x(points) - surface.west) / surface.cell_m)
    there = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
    cells = row[there].astype(np.intp) * columns + column[there].astype(np.intp)
    return places[there], cells


def _numbers(surface: Surface, roofs: Roofs) -> NDArray[np.int32]:
    """Return of each cell the number of the roof over its centre, from 1; 0 for none."""
    from rasterio.features import rasterize

    # Of roofs that overlap the smaller one lies above, whatever their order.
    area = shapely.area(roofs.shapes)
    west, south, east, north = roofs.boxes.T
    order = np.lexsort((north, east, south, west, -area))
    order = order[area[order] > 0]
    found = np.zeros(surface.heights.shape, np.int32)
    for top in range(0, len(found), _STRIP):
        strip = found[top : top + _STRIP]
        upper = surface.north - top * surface.cell_m
        lower = upper - len(strip) * surface.cell_m
        here = order[(south[order] < upper) & (north[order] > lower)]
        pairs: list[tuple[Any, int]] = [(roofs.shapes[place], int(place) + 1) for place in here]
        if pairs:
            way = replace(surface, north=upper).transform
            strip[:] = rasterize(pairs, strip.shape, transform=way, dtype="int32")
    return found
