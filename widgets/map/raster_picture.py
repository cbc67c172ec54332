"""A raster as a picture of a part of the plan, pixel by pixel at its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from layers.files.raster_place import Fields, Placed
from layers.files.raster_tiles import Level, Spread, Tile
from layers.files.rasters import RasterFile
from layers.pixels import Pixels
from layers.raster import Raster
from widgets.map import raster_colours
from widgets.map.hillshade import gradient, shade

Bytes = NDArray[np.uint8]
Fetch = Callable[[Level, int, int, tuple[int, ...]], Tile | None]
"""Gives a tile, or None where it is not there yet."""

_STEEPEST: Final = 1e6
MOST_VALUES: Final = 48_000_000
"""Values of a raster that are put together for one picture; it takes a coarser level for more."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Pixels of a level, put together from tiles.

    Parameters
    ----------
    level
        The level.
    left, top
        Where they begin. [px of the level]
    values
        (bands, rows, columns).
    alpha
        (rows, columns).
    complete
        Whether all tiles were there.
    """

    level: Level
    left: int
    top: int
    values: NDArray[Any]
    alpha: Bytes
    complete: bool


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Colours of a part of a grid.

    Parameters
    ----------
    left, top
        Where in the grid it begins. [px]
    rgba
        (rows, columns, 4), not premultiplied.
    complete
        Whether it is as sharp as it can be.
    """

    left: int
    top: int
    rgba: Bytes
    complete: bool


def part_of(placed: Placed, grid: Pixels) -> tuple[int, int, int, int] | None:
    """Return left, top, width and height of the pixels that a raster can reach, None for none."""
    west, south, east, north = placed.bounds
    if not np.isfinite(placed.bounds).all():
        return None
    k = grid.px_per_m
    left = max(0, int(np.floor(np.clip((west - grid.west) * k, -1, grid.width + 1))) - 1)
    right = min(
        grid.width, int(np.ceil(np.clip((east - grid.west) * k, -1, grid.width + 1))) + 1
    )  # fmt: skip
    top = max(0, int(np.floor(np.clip((grid.north - north) * k, -1, grid.height + 1))) - 1)
    bottom = min(
        grid.height, int(np.ceil(np.clip((grid.north - south) * k, -1, grid.height + 1))) + 1
    )  # fmt: skip
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def level_for(placed: Placed, grid: Pixels) -> int:
    """Return the number of the coarsest level that is as sharp as the picture."""
    density = placed.density(grid) * 1.05
    fine = [i for i, level in enumerate(placed.file.levels) if level.scale_x <= density]
    return fine[-1] if fine else 0


def bands_of(raster: Raster, file: RasterFile) -> tuple[int, ...]:
    """Return the bands that are shown."""
    wanted = raster.style.bands or (file.usual_bands if raster.role == "imagery" else (1,))
    there = tuple(band for band in wanted if band <= file.count)
    return there if len(there) == len(wanted) else (1,)


def picture(
    raster: Raster,
    placed: Placed,
    grid: Pixels,
    fetch: Fetch,
    cancelled: Callable[[], bool] = bool,
) -> Picture | None:
    """Return a raster below the pixels of a grid; None where there is nothing of it.

    Parameters
    ----------
    raster
        How it is drawn.
    placed
        The file and its place.
    grid
        The picture.
    fetch
        Gives tiles.
    cancelled
        Asked between tiles; what is made is dropped once it says yes.
    """
    reach = part_of(placed, grid)
    if reach is None:
        return None
    part = grid.part(*reach)
    fields = placed.fields(part)
    bands = bands_of(raster, placed.file)
    window = _window(placed, fields, level_for(placed, grid), bands, (fetch, cancelled))
    if window is None or cancelled():
        return None
    rgba = _coloured(raster, placed, fields, window, part)
    return Picture(reach[0], reach[1], rgba, window.complete)


def is_readable(placed: Placed, grid: Pixels) -> bool:
    """Return whether a picture can be made without reading too much of the file."""
    reach = part_of(placed, grid)
    if reach is None:
        return True
    level = placed.file.levels[level_for(placed, grid)]
    across = placed.density(grid) / level.scale_x
    return reach[2] * across * reach[3] * across <= MOST_VALUES


# ---- from tiles ---------------------------------------------------------------------------------


def _window(
    placed: Placed,
    fields: Fields,
    first: int,
    bands: tuple[int, ...],
    source: tuple[Fetch, Callable[[], bool]],
) -> Window | None:
    """Return what lies below some fields, from a level whose tiles are there; else with holes."""
    levels, fetch = placed.file.levels, source[0]
    first = min(first, len(levels) - 1)  # damaged ones are dropped by other threads
    box = _box(fields, levels[first], placed.file)
    if box is None:
        return None
    found = _put_together(levels[first], box, bands, source)
    if found is None or found.complete:
        return found
    # What is missing is on its way: until it comes, a coarser level fills the picture.
    for level in levels[first + 1 :]:
        coarser = _box(fields, level, placed.file)
        if coarser is None or not _all_kept(placed.file, level, coarser, bands):
            continue
        other = _put_together(level, coarser, bands, (fetch, source[1]))
        if other is not None:
            return Window(level, other.left, other.top, other.values, other.alpha, False)
    return found


def _box(fields: Fields, level: Level, file: RasterFile) -> tuple[int, int, int, int] | None:
    """Return the columns and rows of a level that are needed, with one pixel around them."""
    columns, rows = fields.columns, fields.rows
    if not fields.parallel:
        good = np.isfinite(columns) & np.isfinite(rows)
        columns, rows = columns[good], rows[good]
    if columns.size == 0 or rows.size == 0:
        return None
    left, right = float(columns.min()), float(columns.max())
    top, bottom = float(rows.min()), float(rows.max())
    if right < 0 or bottom < 0 or left >= file.width or top >= file.height:
        return None
    first = max(0, int(max(left, 0) / level.scale_x) - 1)
    last = min(level.width, int(min(right, file.width) / level.scale_x) + 2)
    high = max(0, int(max(top, 0) / level.scale_y) - 1)
    low = min(level.height, int(min(bottom, file.height) / level.scale_y) + 2)
    if (last - first) * (low - high) > MOST_VALUES:
        return None
    return first, high, last, low


def _tiles(level: Level, box: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    left, top, right, bottom = box
    return [
        (row, column)
        for row in range(top // level.tile_height, (bottom - 1) // level.tile_height + 1)
        for column in range(left // level.tile_width, (right - 1) // level.tile_width + 1)
    ]


def _all_kept(
    file: RasterFile, level: Level, box: tuple[int, int, int, int], bands: tuple[int, ...]
) -> bool:
    return all(file.kept(level, *place, bands) is not None for place in _tiles(level, box))


def _put_together(
    level: Level,
    box: tuple[int, int, int, int],
    bands: tuple[int, ...],
    source: tuple[Fetch, Callable[[], bool]],
) -> Window | None:
    fetch, cancelled = source
    left, top, right, bottom = box
    values: NDArray[Any] | None = None
    alpha = np.zeros((bottom - top, right - left), np.uint8)
    complete = True
    for row, column in _tiles(level, box):
        if cancelled():
            return None
        tile = fetch(level, row, column, bands)
        if tile is None:
            complete = False
            continue
        if values is None:
            values = np.zeros((len(bands), *alpha.shape), tile.values.dtype)
        x, y = column * level.tile_width, row * level.tile_height
        high, wide = tile.values.shape[1:]
        here = (
            slice(max(y, top) - top, min(y + high, bottom) - top),
            slice(max(x, left) - left, min(x + wide, right) - left),
        )
        there = (
            slice(max(y, top) - y, min(y + high, bottom) - y),
            slice(max(x, left) - x, min(x + wide, right) - x),
        )
        values[:, *here] = tile.values[:, *there]
        alpha[here] = 255 if tile.alpha is None else tile.alpha[there]
    if values is None:
        values = np.zeros((len(bands), *alpha.shape), np.uint8)
    return Window(level, left, top, values, alpha, complete)


# ---- to colours ---------------------------------------------------------------------------------


def _coloured(
    raster: Raster, placed: Placed, fields: Fields, window: Window, grid: Pixels
) -> Bytes:
    columns, rows = fields.columns, fields.rows
    file, level = placed.file, window.level
    with np.errstate(invalid="ignore"):
        inside = (columns >= 0) & (columns < file.width) & (rows >= 0) & (rows < file.height)
        at_x = np.nan_to_num(np.floor(columns / level.scale_x), nan=0.0, posinf=0.0, neginf=0.0)
        at_y = np.nan_to_num(np.floor(rows / level.scale_y), nan=0.0, posinf=0.0, neginf=0.0)
    high, wide = window.alpha.shape
    x = np.clip(at_x.astype(np.int64) - window.left, 0, wide - 1)
    y = np.clip(at_y.astype(np.int64) - window.top, 0, high - 1)
    rgba = np.empty((grid.height, grid.width, 4), np.uint8)
    rgba[..., 3] = np.where(inside, window.alpha[y, x], 0)
    bands = bands_of(raster, file)
    spreads = [file.known_spread(band) for band in bands]
    if file.palette is not None and len(bands) == 1 and raster.role == "imagery":
        found = file.palette[np.clip(window.values[0][y, x], 0, len(file.palette) - 1)]
        rgba[..., :3] = found[..., :3]
        rgba[..., 3] = np.minimum(rgba[..., 3], found[..., 3])
        return rgba
    for band, spread in enumerate(spreads if len(bands) == 3 else ()):
        rgba[..., band] = _steps(raster, window.values[band][y, x], spread)
    if len(bands) == 1:
        index = _steps(raster, window.values[0][y, x], spreads[0])
        rgba[..., :3] = raster_colours.ramp(raster.ramp)[index]
        if raster.style.hillshade and raster.heights:
            rgba[..., :3] = _lit(raster, placed, window, (x, y), (rgba[..., :3], grid))
    return rgba


def _steps(raster: Raster, values: NDArray[Any], spread: Spread | None) -> Bytes:
    stretch = raster_colours.stretch_of(raster, values.dtype)
    low, high = raster_colours.bounds(raster.style, stretch, spread, values.dtype)
    return raster_colours.steps(values, low, high, raster.style.gamma)


def _lit(
    raster: Raster,
    placed: Placed,
    window: Window,
    at: tuple[NDArray[np.int64], NDArray[np.int64]],
    onto: tuple[Bytes, Pixels],
) -> Bytes:
    """Return colours lit as the heights stand; slopes are those of the raster's own pixels."""
    colours, grid = onto
    # Heights, unlike coordinates, are exact to a millimetre in floats of 32 bits.
    with np.errstate(over="ignore"):  # of what stands for nothing
        heights = window.values[0].astype(np.float32)
    if not window.alpha.all():
        heights[window.alpha == 0] = np.nan
    right, down = gradient(np.pad(heights, 1, mode="edge"))
    style, scales = raster.style, np.array([window.level.scale_x, window.level.scale_y])
    (column_east, column_north), (row_east, row_north) = (
        placed.jacobian(grid) / scales[:, None] * style.exaggeration
    )
    x, y = at
    right, down = np.nan_to_num(right[y, x]), np.nan_to_num(down[y, x])
    # Whatever a damaged file holds: beyond this a slope is a wall.
    with np.errstate(over="ignore", invalid="ignore"):
        east = _slope(right * np.float32(column_east) + down * np.float32(row_east))
        north = _slope(right * np.float32(column_north) + down * np.float32(row_north))
    light = shade(east, north, style.azimuth, style.altitude)
    flat = float(np.sin(np.radians(style.altitude)))
    return raster_colours.shaded(colours, light, flat)


def _slope(rise: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    return np.nan_to_num(np.clip(rise, -_STEEPEST, _STEEPEST))
