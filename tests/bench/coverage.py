"""Generated parcels to measure with: an exact coverage with wiggly borders, clusters and holes.

Rectangles would make every comparison void: they have no detail that could be dropped and no
border that could be shared wrongly. Here each border is a line of its own that both neighbours
have to the bit; parcels have about 33 places; one in fifty has a hole, every other one of which is
filled by a parcel of its own and the rest are ponds that belong to nobody.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import numpy as np
import platformdirs
import shapely
from numpy.typing import NDArray

VERSION: Final = 1
"""Part of the cache's name: another number where the shapes become others."""
CRS: Final = "EPSG:4527"
"""CGCS2000, 3-degree zone 39: eastings of eight digits."""
SPACING_M: Final = 120.0
WEST_M: Final = 39_512_345.0
SOUTH_M: Final = 3_891_234.0
BETWEEN: Final = 8
"""Places of a border between its two ends; some of them are left out."""
HOLE_SHARE: Final = 0.02
HOLE_PLACES: Final = 12

Floats = NDArray[np.float64]


def generated(n: int, seed: int = 0, *, cached: bool = True) -> NDArray[np.object_]:
    """Return `n` polygons that cover the ground without overlaps and with shared vertices.

    Parameters
    ----------
    n
        How many, at least 100.
    seed
        Another number gives other shapes; the same gives the same.
    cached
        Whether they are kept in the platform's cache folder for the next time.
    """
    path = cache_folder() / f"coverage-{VERSION}-{n}-{seed}.npz"
    if cached and path.is_file():
        with np.load(path) as arrays:
            return _polygons(arrays["xy"], arrays["rings"], arrays["polygons"])
    xy, rings, polygons = _arrays(n, np.random.default_rng(seed))
    if cached:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(f".{os.getpid()}.npz")
        np.savez(half, xy=xy, rings=rings, polygons=polygons)
        half.replace(path)
    return _polygons(xy, rings, polygons)


def cache_folder() -> Path:
    """Return where generated coverages are kept."""
    return Path(platformdirs.user_cache_dir("greenplat")) / "bench"


def _polygons(xy: Floats, rings: NDArray[np.int64], polygons: NDArray[np.int64]) -> NDArray:
    return shapely.from_ragged_array(shapely.GeometryType.POLYGON, xy, (rings, polygons))


def _arrays(n: int, random: np.random.Generator) -> tuple[Floats, NDArray, NDArray]:
    """Return places, where rings begin and where polygons begin."""
    holes = round(n * HOLE_SHARE)
    filled = holes // 2
    cells = n - filled
    wide = int(np.ceil(np.sqrt(cells * 1.7)))
    high = int(np.ceil(cells / wide))
    shells, counts = _shells(wide, high, cells, random)
    with_hole = np.sort(random.choice(cells, holes, replace=False))
    ponds = _ponds(shells, counts, with_hole, random)

    # Each cell is a polygon of its shell and perhaps a hole; fillings come behind as polygons.
    per_cell = np.ones(cells, np.int64)
    per_cell[with_hole] = 2
    polygons = np.concatenate([[0], np.cumsum(np.append(per_cell, np.ones(filled, np.int64)))])
    lengths = np.empty(polygons[-1], np.int64)
    firsts = polygons[:cells]
    lengths[firsts] = counts
    lengths[firsts[with_hole] + 1] = HOLE_PLACES + 1
    lengths[polygons[cells] :] = HOLE_PLACES + 1
    rings = np.concatenate([[0], np.cumsum(lengths)])
    xy = np.empty((rings[-1], 2))
    kind = np.zeros(len(lengths), np.int8)
    kind[firsts[with_hole] + 1] = 1
    kind[polygons[cells] :] = 2
    owner = np.repeat(kind, lengths)
    xy[owner == 0] = shells
    xy[owner == 1] = ponds[:, ::-1].reshape(-1, 2)
    xy[owner == 2] = ponds[random.permutation(holes)[:filled]].reshape(-1, 2)
    return xy, rings, polygons


def _shells(
    wide: int, high: int, cells: int, random: np.random.Generator
) -> tuple[Floats, NDArray[np.int64]]:
    """Return the closed shells of the cells one after another, and how many places each has."""
    nodes = _nodes(wide, high, random)
    across, keep_across = _borders(nodes[:, :-1], nodes[:, 1:], random)
    up, keep_up = _borders(nodes[:-1], nodes[1:], random)

    def backwards(ends: Floats, border: Floats, keep: NDArray[np.bool_]) -> tuple:
        places = np.concatenate([ends[:, :, None], border[:, :, :0:-1]], axis=2)
        return places, np.concatenate([keep[:, :, :1], keep[:, :, :0:-1]], axis=2)

    sides = [
        (across[:-1], keep_across[:-1]),
        (up[:, 1:], keep_up[:, 1:]),
        backwards(nodes[1:, 1:], across[1:], keep_across[1:]),
        backwards(nodes[1:, :-1], up[:, :-1], keep_up[:, :-1]),
        (across[:-1, :, :1], keep_across[:-1, :, :1]),
    ]
    places = np.concatenate([side[0] for side in sides], axis=2)
    keep = np.concatenate([side[1] for side in sides], axis=2)
    places = places.reshape(wide * high, -1, 2)[:cells]
    keep = keep.reshape(wide * high, -1)[:cells]
    return places[keep], keep.sum(axis=1)


def _nodes(wide: int, high: int, random: np.random.Generator) -> Floats:
    """Return (high + 1, wide + 1, 2) corners: a shaken grid, drawn together around towns."""
    x, y = np.meshgrid(np.arange(wide + 1.0), np.arange(high + 1.0))
    nodes = np.stack([x, y], axis=2) + random.uniform(-0.17, 0.17, (high + 1, wide + 1, 2))
    reach = 12.0
    for row in np.arange(reach, high + reach, 3 * reach):
        for column in np.arange(reach, wide + reach, 3 * reach):
            town = np.array([column, row]) + random.uniform(-reach / 3, reach / 3, 2)
            low = np.maximum((town[::-1] - 4 * reach).astype(int), 0)
            top = (town[::-1] + 4 * reach).astype(int)
            around = nodes[low[0] : top[0], low[1] : top[1]]
            away = around - town
            pull = np.exp(-(away**2).sum(axis=2, keepdims=True) / (2 * reach**2))
            around -= 0.4 * pull * away
    return np.round(nodes * SPACING_M, 3) + np.array((WEST_M, SOUTH_M))


def _borders(
    starts: Floats, ends: Floats, random: np.random.Generator
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return each border as its start and the places between, and which of them are kept."""
    shape = starts.shape[:2]
    share = np.arange(BETWEEN + 1) / (BETWEEN + 1)
    along = ends - starts
    aside = np.stack([-along[..., 1], along[..., 0]], axis=-1)
    # Two waves that vanish at both ends, so that borders meeting at a corner do not cross.
    wave = sum(
        random.uniform(-height, height, (*shape, 1)) * np.sin(np.pi * waves * share)
        for waves, height in ((1, 0.05), (2, 0.04), (5, 0.015))
    )
    wave = wave + random.uniform(-0.006, 0.006, (*shape, BETWEEN + 1)) * np.sin(np.pi * share)
    places = (
        starts[:, :, None]
        + along[:, :, None] * share[:, None]
        + aside[:, :, None] * wave[..., None]
    )
    keep = random.random((*shape, BETWEEN + 1)) > 0.12
    keep[..., 0] = True
    places = np.round(places, 3)
    places[:, :, 0] = starts
    return places, keep


def _ponds(
    shells: Floats, counts: NDArray[np.int64], rows: NDArray, random: np.random.Generator
) -> Floats:
    """Return (h, places, 2) closed rings, counter-clockwise, in the middle of some shells."""
    stops = np.cumsum(counts)
    middle = np.add.reduceat(shells, stops - counts)[rows] / counts[rows, None]
    first = shells[(stops - counts)[rows]]
    radius = np.hypot(*(first - middle).T) * 0.22
    angle = np.linspace(0, 2 * np.pi, HOLE_PLACES, endpoint=False)
    reach = radius[:, None] * random.uniform(0.7, 1.1, (len(rows), HOLE_PLACES))
    ring = np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=2) + middle[:, None]
    ring = np.round(ring, 3)
    return np.concatenate([ring, ring[:, :1]], axis=1)
