"""Surface models read as heights in the plan's own cells, whatever file they come from."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.errors import ImportDataError
from layers.files.raster_place import Placed
from layers.files.raster_tiles import Level
from layers.files.rasters import RasterFile
from layers.pixels import Pixels
from layers.progress import Progress
from layers.raster import Raster
from layers.shading.surface import MOST_CELLS, Surface

COARSEST_M: Final = 10.0
"""In coarser cells no roof is told from the ground beside it. [m]"""
FINEST_M: Final = 0.5
"""Finer models are looked at in cells of this size. [m]"""
HIGHEST_M: Final = 9_000.0
"""What lies higher above the sea, or so far below, is no height: -32768 stands for nothing. [m]"""
_BLOCK: Final = 512
_CHUNK: Final = 8 * 2**20

Box = tuple[float, float, float, float]


def stamp_of(path: Path, progress: Progress | None = None) -> str:
    """Return what changes with the content of a file, wherever it lies."""
    digest = hashlib.blake2b(digest_size=16)
    progress = progress or Progress()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                progress.at(0.0)
    except OSError as error:
        raise ImportDataError(
            "The surface model {name} cannot be read: {reason}. Find its file by its row in"
            " Layers, or remove it from the plan.",
            name=path.name,
            reason=error.strerror or str(error),
        ) from error
    return digest.hexdigest()


def surface_of(
    raster: Raster, crs: str, box: Box, margin_m: float, progress: Progress | None = None
) -> Surface:
    """Return the heights of a surface model around a place; NaN where it has none.

    Cells are those of the model where it lies as the plan does; else each cell takes the height
    of the model's cell at its centre.

    Parameters
    ----------
    raster
        The model.
    crs
        The plan's coordinate system.
    box
        West, south, east and north of what is looked at. [m]
    margin_m
        How much around it is read too, as far as the model goes. [m]
    progress
        Told how far it is; may stop the work.

    Raises
    ------
    ImportDataError
        Where the file cannot be read, is a picture, is too coarse, or lies elsewhere.
    """
    file = RasterFile(Path(raster.path), raster.crs)
    try:
        placed = Placed(file, crs)
        _refuse_picture(file)
        grid = _grid(file, placed, box, margin_m)
        return _read(file, placed, grid, progress or Progress())
    finally:
        file.close()


def _refuse_picture(file: RasterFile) -> None:
    if file.palette is not None or (file.count >= 3 and file.dtype == np.uint8):
        raise ImportDataError(
            "{name} is a picture, not a surface model: wanted is a raster of heights in metres."
            " Double click on it in Layers to say what it shows.",
            name=file.name,
        )


def _grid(file: RasterFile, placed: Placed, box: Box, margin_m: float) -> Pixels:
    west, south, east, north = (
        max(box[0] - margin_m, placed.bounds[0]),
        max(box[1] - margin_m, placed.bounds[1]),
        min(box[2] + margin_m, placed.bounds[2]),
        min(box[3] + margin_m, placed.bounds[3]),
    )
    apart = placed.bounds[0] > box[2] or placed.bounds[2] < box[0]
    apart = apart or placed.bounds[1] > box[3] or placed.bounds[3] < box[1]
    if apart or not (east > west and north > south):
        raise ImportDataError(
            "The surface model {name} lies elsewhere: no roof is on it. Look at its coordinate"
            " system: double click on it in Layers.",
            name=file.name,
        )
    one = Pixels((west + east) / 2, (south + north) / 2, 1.0, 1, 1)
    density = placed.density(one)
    own = 1.0 / density if density > 0 else math.inf
    if own > COARSEST_M:
        raise ImportDataError(
            "The cells of the surface model {name} measure {size} m: too coarse to tell roofs from"
            " the ground. Wanted are cells of 2 m or less, at most {most} m.",
            name=file.name,
            size=f"{own:.3g}",
            most=f"{COARSEST_M:g}",
        )
    cell = max(own, FINEST_M, math.sqrt((east - west) * (north - south) / MOST_CELLS))
    if cell <= own * (1 + 1e-9) and placed.fields(one).parallel:
        # The model's own cells: its heights are taken over as they are.
        column, row = placed.pixels(np.array([west]), np.array([north]))
        step = file.transform
        west += (np.floor(column[0] + 1e-6) - column[0]) * abs(step.a)
        north -= (np.floor(row[0] + 1e-6) - row[0]) * abs(step.e)
    columns, rows = (math.ceil(side / cell - 1e-6) for side in (east - west, north - south))
    return Pixels(float(west), float(north), 1.0 / cell, max(columns, 1), max(rows, 1))


def _read(file: RasterFile, placed: Placed, grid: Pixels, progress: Progress) -> Surface:
    density = placed.density(grid)
    fitting = [one for one in file.levels if max(one.scale_x, one.scale_y) <= density * 1.01]
    level = max(fitting or file.levels[:1], key=lambda one: one.scale_x)
    heights = np.full((grid.height, grid.width), np.nan, np.float32)
    for top in range(0, grid.height, _BLOCK):
        progress.at(top / grid.height)
        high = min(_BLOCK, grid.height - top)
        for left in range(0, grid.width, _BLOCK):
            wide = min(_BLOCK, grid.width - left)
            fields = placed.fields(grid.part(left, top, wide, high))
            part = _gathered(file, level, fields.columns, fields.rows, (high, wide))
            heights[top : top + high, left : left + wide] = part
    return Surface(heights, grid.west, grid.north, 1.0 / grid.px_per_m)


def _gathered(
    file: RasterFile,
    level: Level,
    columns: NDArray[np.float64],
    rows: NDArray[np.float64],
    shape: tuple[int, int],
) -> NDArray[np.float32]:
    """Return the heights at columns and rows of the full raster."""
    found = np.full(shape, np.nan, np.float32)
    column, row = (np.broadcast_to(one, shape) for one in (columns, rows))
    with np.errstate(invalid="ignore"):
        there = (column >= 0) & (column < file.width) & (row >= 0) & (row < file.height)
    if not there.any():
        return found
    x = np.minimum((column[there] / level.scale_x).astype(np.intp), level.width - 1)
    y = np.minimum((row[there] / level.scale_y).astype(np.intp), level.height - 1)
    tile_x, tile_y = x // level.tile_width, y // level.tile_height
    values = np.full(len(x), np.nan, np.float32)
    numbers = tile_y * (-(-level.width // level.tile_width)) + tile_x
    for number in np.unique(numbers):
        mine = np.flatnonzero(numbers == number)
        at_y, at_x = int(tile_y[mine[0]]), int(tile_x[mine[0]])
        tile = file.tile(level, at_y, at_x, (1,))
        inside = (y[mine] - at_y * level.tile_height, x[mine] - at_x * level.tile_width)
        with np.errstate(invalid="ignore", over="ignore"):
            taken = tile.values[0][inside].astype(np.float32)
            taken[~(np.abs(taken) <= HIGHEST_M)] = np.nan
        if tile.alpha is not None:
            taken[tile.alpha[inside] == 0] = np.nan
        values[mine] = taken
    found[there] = values
    return found
