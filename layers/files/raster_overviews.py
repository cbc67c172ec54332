"""Coarser levels of a raster that has none, made once and kept in the user's cache.

The raster itself, and the folder it is in, are left as they are.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import platformdirs
from numpy.typing import NDArray

from layers.errors import ImportDataError
from layers.files.raster_tiles import counted
from layers.files.rasters import RasterFile, opened, sentences
from layers.progress import Progress

if TYPE_CHECKING:
    from rasterio.transform import Affine

FACTOR: Final = 4
"""Pixels of the raster along a side of the finest level that is made."""
WANTED_ABOVE: Final = 4096 * 4096
"""A raster with more pixels, and no level of at most so many, is given levels."""
MOST_BYTES: Final = 4 * 2**30
"""Size of the cache, beyond which the files used longest ago go."""
_ROWS: Final = 512


def folder() -> Path:
    """Return where the levels are kept."""
    return platformdirs.user_cache_path("greenplat", appauthor=False) / "rasters"


def wanted(file: RasterFile) -> bool:
    """Return whether a raster is too large to be shown without levels that it does not have."""
    return all(level.width * level.height > WANTED_ABOVE for level in file.levels)


def place_of(file: RasterFile) -> Path:
    """Return where the levels of a raster are, which changes when the raster does."""
    status = file.path.stat()
    said = f"{file.path.resolve()}|{status.st_mtime_ns}|{status.st_size}"
    return folder() / f"{hashlib.sha256(said.encode()).hexdigest()[:32]}.tif"


def add_kept(file: RasterFile) -> bool:
    """Give a raster the levels that were made earlier; return whether there are any."""
    place = place_of(file)
    if not place.is_file():
        return False
    try:
        file.add_level(place, FACTOR)
    except ImportDataError:  # damaged: it is made again
        with contextlib.suppress(OSError):
            place.unlink()
        return False
    with contextlib.suppress(OSError):
        os.utime(place)
    return True


def make(file: RasterFile, progress: Progress | None = None) -> None:
    """Make the levels of a raster, keep them and give them to it.

    Each pixel is the mean of those there are in the 4 x 4 that it stands for.

    Raises
    ------
    ImportDataError
        Where the raster cannot be read, or the cache cannot be written.
    CancelledError
        Where the work was stopped.
    """
    progress = progress or Progress()
    place = place_of(file)
    with sentences(file.name):
        place.parent.mkdir(parents=True, exist_ok=True)
        aside = place.with_name(f"{place.stem}.{secrets.token_hex(4)}.unfinished.tif")
        try:
            _write(file, aside, progress)
            aside.replace(place)
        finally:
            aside.unlink(missing_ok=True)
    _tidy(place)
    file.add_level(place, FACTOR)


def _write(file: RasterFile, aside: Path, progress: Progress) -> None:
    import rasterio
    from rasterio.enums import Resampling

    wide, high = -(-file.width // FACTOR), -(-file.height // FACTOR)
    with opened(str(file.path)) as source:
        profile: dict[str, Any] = {
            "driver": "GTiff", "width": wide, "height": high, "count": file.count,
            "dtype": source.dtypes[0], "nodata": source.nodatavals[0], "crs": source.crs,
            "transform": _coarser(source.transform), "tiled": True,
            "blockxsize": 512, "blockysize": 512, "compress": "DEFLATE", "zlevel": 1,
            "BIGTIFF": "IF_SAFER", "INTERLEAVE": "BAND",
        }  # fmt: skip
        with rasterio.open(aside, "w", **profile) as target:
            target.colorinterp = source.colorinterp
            if file.palette is not None:
                target.write_colormap(1, source.colormap(1))
            for top in range(0, high, _ROWS):
                progress.at(0.9 * top / high)
                _write_rows(file, (source, target), top)
    with rasterio.open(aside, "r+") as target:
        smaller = [2**n for n in range(1, 12) if max(wide, high) >> n >= 256]
        if smaller:
            way = Resampling.nearest if file.palette is not None else Resampling.average
            target.build_overviews(smaller, way)
    progress.at(1.0)


def _coarser(way: Affine) -> Affine:
    times = float(FACTOR)
    return type(way)(way.a * times, way.b * times, way.c, way.d * times, way.e * times, way.f)


def _write_rows(file: RasterFile, pair: tuple[Any, Any], top: int) -> None:
    source, target = pair
    rows = min(_ROWS, target.height - top)
    first, last = top * FACTOR, min((top + rows) * FACTOR, file.height)
    # Strips as wide as the raster are read from left to right, tiles one column after another.
    for left in range(0, target.width, 1024):
        wide = min(1024, target.width - left)
        right = min((left + wide) * FACTOR, file.width)
        window = ((first, last), (left * FACTOR, right))
        for band in range(1, file.count + 1):
            plane = source.read(band, window=window)
            target.write(
                _means(plane, source.nodatavals[band - 1], exact=file.palette is not None),
                band,
                window=((top, top + rows), (left, left + wide)),
            )


def _means(plane: NDArray[Any], nodata: float | None, *, exact: bool) -> NDArray[Any]:
    """Return the mean of each 4 x 4 values; a part of a square counts as a square."""
    if exact:
        return plane[::FACTOR, ::FACTOR]
    spare = (-plane.shape[0] % FACTOR, -plane.shape[1] % FACTOR)
    plane = np.pad(plane, ((0, spare[0]), (0, spare[1])), mode="edge")
    squares = plane.reshape(plane.shape[0] // FACTOR, FACTOR, -1, FACTOR)
    if nodata is None and plane.dtype.kind != "f":
        return np.rint(squares.mean(axis=(1, 3), dtype=np.float32)).astype(plane.dtype)
    there = counted(squares)
    if nodata is not None and not np.isnan(nodata):
        there &= squares != (plane.dtype.type(nodata) if plane.dtype.kind == "f" else nodata)
    number = there.sum(axis=(1, 3))
    total = np.where(there, squares, 0).sum(axis=(1, 3), dtype=np.float64)
    mean = total / np.maximum(number, 1)
    if plane.dtype.kind != "f":
        mean = np.rint(mean)
    empty = np.nan if nodata is None else nodata
    return np.where(number > 0, mean, empty).astype(plane.dtype)


def _tidy(newest: Path) -> None:
    """Remove what was used longest ago until the cache is as small as it should be."""
    with contextlib.suppress(OSError):
        files = sorted(newest.parent.glob("*.tif"), key=lambda one: one.stat().st_mtime)
        size = sum(one.stat().st_size for one in files)
        for one in files:
            if size <= MOST_BYTES or one == newest:
                break
            size -= one.stat().st_size
            one.unlink()
