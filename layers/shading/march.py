"""Horizons by marching over a surface: step by step away from each point, many points at once.

What stands highest above the horizontal along a direction is the horizon there (Dozier, Bruno and
Downey 1981).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.errors import CancelledError
from layers.progress import Progress
from layers.shading.horizons import SECTORS
from layers.shading.surface import Surface

REACH_M: Final = 2_000.0
"""How far is looked. A tower of 100 m is 3° high there; the curvature of the earth hides 0.3 m of
it, which is left out. [m]"""
GROWTH: Final = 0.02
"""Steps grow with distance: by so much of it, and never less than a cell. [-]"""
BLOCK: Final = 4_096
"""Points worked on at once: their numbers stay in the processor's cache."""
_MOST_THREADS: Final = 4

Offsets = list[tuple[int, int, float]]


def distances(cell_m: float, reach_m: float = REACH_M) -> NDArray[np.float64]:
    """Return how far from a point it is looked. [m].

    Examples
    --------
    >>> found = distances(2.0)
    >>> len(found), found[:3].tolist(), round(float(found[-1] / found[-2]), 2)
    (201, [2.0, 4.0, 6.0], 1.02)
    """
    found = [cell_m]
    while (following := found[-1] + max(cell_m, GROWTH * found[-1])) <= reach_m:
        found.append(following)
    return np.array(found)


def horizons(
    surface: Surface,
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    *,
    sectors: int = SECTORS,
    turn_deg: float = 0.0,
    reach_m: float = REACH_M,
    progress: Progress | None = None,
) -> NDArray[np.float32]:
    """Return how high the horizon is around points on a surface, never below 0. [°].

    From the centre of a point's cell it is looked from cell to cell along each direction, to where
    the surface stands highest above the horizontal: ``h = max atan((z - z₀) / d)``, with ``d`` the
    distance to the near side of the cell, where the wall of a building stands. What has no data is
    open.

    Against steps of half a cell all the way, in a city on hills of 1,400 buildings, horizons are
    0.04° low on average, and 0.04° off; what is thinner than 2 % of its distance may lie between
    two steps and be missed.

    Parameters
    ----------
    surface
        Heights.
    rows, columns
        (points,), cells of the surface.
    sectors
        Number of directions at equal steps, the first true north, clockwise.
    turn_deg
        Direction of true north on the surface's grid, clockwise from its rows' up. [°]
    reach_m
        How far is looked. [m]
    progress
        Told how far it is; may stop the work.

    Returns
    -------
    ndarray
        (points, sectors).
    """
    progress = progress or Progress()
    cell = surface.cell_m
    steps = distances(cell, reach_m)
    margin = int(steps[-1] / cell) + 2
    top, left, bottom, right = _around(rows, columns)
    padded = np.full((bottom - top + 2 * margin, right - left + 2 * margin), -np.inf, np.float32)
    _lay(padded, surface.heights, top - margin, left - margin)
    wide = padded.shape[1]
    flat = padded.ravel()
    base = (rows - top + margin) * wide + (columns - left + margin)
    ways = [_offsets(angle, cell, steps) for angle in _angles(sectors, turn_deg)]
    found = np.zeros((len(base), sectors), np.float32)

    def one_block(first: int) -> None:
        points = base[first : first + BLOCK]
        own = flat.take(points)
        at, rise = np.empty(len(points), np.intp), np.empty(len(points), np.float32)
        for sector, way in enumerate(ways):
            if progress.cancelled:
                raise CancelledError
            best = np.zeros(len(points), np.float32)
            for down, across, share in way:
                np.add(points, down * wide + across, out=at)
                flat.take(at, out=rise, mode="clip")
                rise -= own
                rise *= np.float32(share)
                np.maximum(best, rise, out=best)
            found[first : first + BLOCK, sector] = best
            ended.append(None)

    ended: list[None] = []
    blocks = range(0, len(base), BLOCK)
    for _ in _side_by_side(one_block, blocks):
        progress.at(len(ended) / max(len(blocks) * sectors, 1))
    return np.rad2deg(np.arctan(found, out=found), out=found)


def _around(rows: NDArray[np.intp], columns: NDArray[np.intp]) -> tuple[int, int, int, int]:
    """Return top, left, bottom and right of the cells in which points lie."""
    if not len(rows):
        return 0, 0, 1, 1
    return int(rows.min()), int(columns.min()), int(rows.max()) + 1, int(columns.max()) + 1


def _lay(into: NDArray[np.float32], heights: NDArray[np.float32], top: int, left: int) -> None:
    """Copy what of the heights lies in a window that begins at a cell; no data is far below."""
    first, before = max(top, 0), max(left, 0)
    last = min(top + into.shape[0], heights.shape[0])
    behind = min(left + into.shape[1], heights.shape[1])
    if last > first and behind > before:
        part = heights[first:last, before:behind]
        target = into[first - top : last - top, before - left : behind - left]
        np.copyto(target, part, where=~np.isnan(part))


def _angles(sectors: int, turn_deg: float) -> NDArray[np.float64]:
    return np.deg2rad(np.arange(sectors) * (360.0 / sectors) + turn_deg)


def _offsets(angle: float, cell_m: float, steps: NDArray[np.float64]) -> Offsets:
    """Return cells to look at in a direction: rows down, columns across, and 1 / distance."""
    east, north = np.sin(angle), np.cos(angle)
    across = np.rint(steps * east / cell_m).astype(int)
    down = np.rint(-steps * north / cell_m).astype(int)
    _, first = np.unique(np.stack([down, across]), axis=1, return_index=True)
    first = np.sort(first)
    down, across = down[first], across[first]
    # A wall stands at the near side of its first cell, not in the middle.
    half = 0.5 * cell_m / max(abs(east), abs(north))
    away = np.hypot(down, across) * cell_m - half
    there = (down != 0) | (across != 0)
    return [
        (int(d), int(a), float(1.0 / metres))
        for d, a, metres in zip(down[there], across[there], away[there], strict=True)
    ]


def _side_by_side(work: Callable[[int], None], pieces: range) -> Iterator[None]:
    """Work on pieces with as many threads as there are cores; yield now and then meanwhile.

    Numpy lets go of Python's lock, so that the window goes on.
    """
    threads = max(1, min(_MOST_THREADS, os.cpu_count() or 1))
    with ThreadPoolExecutor(threads) as pool:
        waiting = {pool.submit(work, piece) for piece in pieces}
        try:
            while waiting:
                ended, waiting = wait(waiting, timeout=0.1, return_when=FIRST_COMPLETED)
                for one in ended:
                    one.result()
                yield
        finally:
            for one in waiting:
                one.cancel()
