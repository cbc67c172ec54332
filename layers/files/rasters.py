"""Rasters as files: what one holds, and pieces of it at its levels of detail.

A file may be of any size: only tiles of the level that is wanted are ever read, and a bounded
number of them is kept. Several threads may read at once; each does so with a handle of its own.
"""

from __future__ import annotations

import contextlib
import threading
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from layers.errors import ImportDataError
from layers.files import crs as systems
from layers.files import raster_beside
from layers.files.raster_tiles import (
    Level,
    Spread,
    Tile,
    Values,
    counted,
    kept_tiles,
    spread_of,
)
from layers.raster import MOST_BANDS

if TYPE_CHECKING:
    from rasterio.transform import Affine
    from rasterio.windows import Window

SUFFIXES: Final = (".tif", ".tiff", ".png", ".jpg", ".jpeg")
DRIVERS: Final = {
    **dict.fromkeys(raster_beside.TIFF, "GTiff"),
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
}
"""What is opened, by its first bytes; a file that points at others, as VRT does, is none."""

SETTINGS: Final[dict[str, Any]] = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",
    "GDAL_PAM_ENABLED": "NO",  # files beside may name other files
    "GDAL_CACHEMAX": 96,  # MB
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
}
MOST_PIXELS_WHOLE: Final = 100_000_000
"""A PNG or JPEG is read from its first row on each time, and so may not be larger."""
LONGEST_SIDE: Final = 10_000_000
MOST_BLOCK_BYTES: Final = 256 * 2**20
TILE: Final = 512
SAMPLE: Final = 1_500_000
"""About so many pixels are read to know how values are spread."""

_numbers = count()


@contextmanager
def sentences(name: str) -> Generator[None]:
    """Turn what GDAL says of a file into a sentence."""
    import rasterio
    from rasterio._err import CPLE_BaseError
    from rasterio.errors import NotGeoreferencedWarning, RasterioError

    # A sentence of ours says it.
    warnings.filterwarnings("ignore", category=NotGeoreferencedWarning)
    try:
        with rasterio.Env(**SETTINGS):
            yield
    except (RasterioError, CPLE_BaseError, OSError, ValueError, MemoryError) as error:
        raise ImportDataError(
            "{name} cannot be read as a raster: {reason}. Wanted is a GeoTIFF, or a PNG or JPEG"
            " with a world file beside it.",
            name=name,
            reason=str(error)[:200] or type(error).__name__,
        ) from error


class RasterFile:
    """A raster file that is open for reading.

    Parameters
    ----------
    path
        The file.
    crs
        Its coordinate system where the file says none or a wrong one.

    Raises
    ------
    ImportDataError
        Where it is missing, none that is read, too large at once, or has no place on the ground.
    """

    def __init__(self, path: Path, crs: str = "") -> None:
        self.path, self.name = path, path.name
        self._number = next(_numbers)
        self._free: dict[tuple[str, int], list[Any]] = {}
        self._lock = threading.Lock()
        self._closed = False
        self._spreads: dict[int, Spread] = {}
        with sentences(self.name):
            if not path.is_file():
                raise ImportDataError(
                    "There is no file {path}. It may have been moved or renamed.", path=str(path)
                )
            raster_beside.refuse_strange(path)
            with opened(str(path), -1) as dataset:
                self._describe(dataset, crs)

    def _describe(self, dataset: Any, crs: str) -> None:  # noqa: ANN401
        self.width, self.height = int(dataset.width), int(dataset.height)
        self.count, self.dtype = int(dataset.count), np.dtype(dataset.dtypes[0])
        self._refuse_strange(dataset)
        self.transform: Affine = dataset.transform
        found = dataset.crs.to_wkt() if dataset.crs else None
        box = self._box(dataset)
        self.crs: CRS = systems.source_crs(found, crs or None, box, self.name)
        if not systems.on_the_earth(self.crs):
            raise ImportDataError(
                "{name} says {crs}, which is not tied to the ground. Give the right coordinate"
                " system.",
                option="--crs",
                name=self.name,
                crs=self.crs.name[:60],
            )
        self._nodata = tuple(dataset.nodatavals)
        kinds = [kind.name for kind in dataset.colorinterp]
        self._alpha = kinds.index("alpha") + 1 if "alpha" in kinds else 0
        flags = {flag.name for flag in dataset.mask_flag_enums[0]}
        self._masked = "per_dataset" in flags and "alpha" not in flags
        self.palette = _palette(dataset) if kinds[0] == "palette" else None
        self.usual_bands = _usual_bands(kinds, self.count)
        blocks = dataset.block_shapes[0]
        self.levels = [_level(str(self.path), -1, (self.width, self.height), self, blocks)]
        for number, factor in enumerate(dataset.overviews(1)):
            size = (-(-self.width // factor), -(-self.height // factor))
            with opened(str(self.path), number) as smaller:
                size = (int(smaller.width), int(smaller.height))
                shape = smaller.block_shapes[0]
            self.levels.append(_level(str(self.path), number, size, self, shape))

    def _refuse_strange(self, dataset: Any) -> None:  # noqa: ANN401
        high, wide = dataset.block_shapes[0]
        whole = dataset.driver != "GTiff" and self.width * self.height > MOST_PIXELS_WHOLE
        heavy = high * wide * self.dtype.itemsize * self.count > MOST_BLOCK_BYTES
        if whole or heavy or max(self.width, self.height) > LONGEST_SIDE or self.count > MOST_BANDS:
            raise ImportDataError(
                "{name} is too large to be read piece by piece: {width} x {height} pixels in"
                " blocks of {wide} x {high}. Write it as a tiled GeoTIFF (COG) first.",
                name=self.name, width=self.width, height=self.height, wide=wide, high=high,
            )  # fmt: skip
        if self.dtype.kind not in "uif":
            raise ImportDataError(
                "{name} holds values of the sort {dtype}; whole numbers and floats can be drawn.",
                name=self.name,
                dtype=str(self.dtype),
            )
        if raster_beside.refers(dataset):
            raise ImportDataError("{name} refers to other files, which is not followed.",
                                  name=self.name)  # fmt: skip

    def _box(self, dataset: Any) -> systems.Box:  # noqa: ANN401
        transform = self.transform
        if transform.is_identity or transform.determinant == 0 or dataset.gcps[0]:
            raise ImportDataError(
                "{name} does not say where it lies. Wanted is a GeoTIFF with a transform, or a"
                " world file beside the picture.",
                name=self.name,
            )
        t = transform
        corners = [
            (t.a * column + t.b * row + t.c, t.d * column + t.e * row + t.f)
            for column in (0, self.width)
            for row in (0, self.height)
        ]
        x, y = zip(*corners, strict=True)
        if not np.isfinite([*x, *y]).all():
            raise ImportDataError("{name} lies nowhere: its corners are no numbers.",
                                  name=self.name)  # fmt: skip
        return systems.Box(min(x), min(y), max(x), max(y))

    # ---- reading --------------------------------------------------------------------------------

    @contextmanager
    def _handle(self, level: Level) -> Generator[Any]:
        """Give a handle that no other thread has; it is kept for the next one."""
        key = (level.path, level.overview)
        with self._lock:
            waiting = self._free.setdefault(key, [])
            dataset = waiting.pop() if waiting else None
        if dataset is None:
            dataset = opened(level.path, level.overview)
        try:
            yield dataset
        finally:
            with self._lock:
                waiting = self._free.get(key)
                keep = not self._closed and waiting is not None and len(waiting) < 2
                if keep and waiting is not None:
                    waiting.append(dataset)
            if not keep:
                dataset.close()

    def kept(self, level: Level, row: int, column: int, bands: tuple[int, ...]) -> Tile | None:
        """Return a tile that was read before, None where it is to be read."""
        return kept_tiles.get((self._number, level, row, column, bands))

    def tile(self, level: Level, row: int, column: int, bands: tuple[int, ...]) -> Tile:
        """Return a tile of some bands, read where it is not kept.

        Raises
        ------
        ImportDataError
            Where the file is gone or damaged there.
        """
        key = (self._number, level, row, column, bands)
        found = kept_tiles.get(key)
        if found is None:
            window = self.window(level, row, column)
            try:
                with sentences(self.name), self._handle(level) as dataset:
                    found = self._read(dataset, window, bands)
            except ImportDataError:
                if level.path == str(self.path):
                    raise
                return self._lost(level, window, bands)
            kept_tiles.put(key, found)
        return found

    def _lost(self, level: Level, window: Window, bands: tuple[int, ...]) -> Tile:
        """Do without the levels of a file that was made from this one and is damaged or gone."""
        self.levels = [one for one in self.levels if one.path != level.path]
        with self._lock:
            gone = [key for key in self._free if key[0] == level.path]
            waiting = [dataset for key in gone for dataset in self._free.pop(key)]
        for dataset in waiting:
            dataset.close()
        with contextlib.suppress(OSError):
            Path(level.path).unlink()  # it is made again when the raster is opened next
        shape = (int(window.height), int(window.width))
        return Tile(np.zeros((len(bands), *shape), self.dtype), np.zeros(shape, np.uint8))

    def window(self, level: Level, row: int, column: int) -> Window:
        """Return where a tile lies within its level. [px]."""
        from rasterio.windows import Window

        left, top = column * level.tile_width, row * level.tile_height
        wide = min(level.tile_width, level.width - left)
        high = min(level.tile_height, level.height - top)
        return Window(left, top, wide, high)  # pyright: ignore[reportCallIssue]

    def _read(self, dataset: Any, window: Window, bands: tuple[int, ...]) -> Tile:  # noqa: ANN401
        values = cast("Values", dataset.read(list(bands), window=window))
        there = np.zeros(values.shape[1:], bool)
        for band, plane in zip(bands, values, strict=True):
            nodata = self._nodata[band - 1]
            here = counted(plane)
            if nodata is not None and not np.isnan(nodata):
                here &= plane != _as_stored(nodata, plane.dtype)
            there |= here
        alpha = np.where(there, np.uint8(255), np.uint8(0))
        if self._masked:
            alpha = np.minimum(alpha, dataset.read_masks(1, window=window))
        elif self._alpha:
            found = dataset.read(self._alpha, window=window)
            full = np.iinfo(found.dtype).max if found.dtype.kind in "ui" else 1.0
            alpha = np.minimum(alpha, (found.astype(float) * (255.0 / full)).clip(0, 255))
        alpha = alpha.astype(np.uint8)
        return Tile(values, None if (alpha == 255).all() else alpha)

    # ---- how values are spread ------------------------------------------------------------------

    def known_spread(self, band: int) -> Spread | None:
        """Return how a band's values are spread where that was found before."""
        return self._spreads.get(band)

    def spread(self, band: int, cancelled: Callable[[], bool] = bool) -> Spread:
        """Return how a band's values are spread, from the coarsest level or tiles all over it."""
        found = self._spreads.get(band)
        if found is None:
            found = spread_of(self._sample(band, cancelled))
            if not cancelled():
                self._spreads[band] = found
        return found

    def _sample(self, band: int, cancelled: Callable[[], bool]) -> NDArray[np.float64]:
        fitting = [one for one in self.levels if one.width * one.height <= 4 * SAMPLE]
        level = fitting[0] if fitting else self.levels[-1]
        rows, columns = (
            -(-level.height // level.tile_height),
            -(-level.width // level.tile_width),
        )
        tile = level.tile_width * level.tile_height
        most = max(4, (4 if fitting else 1) * SAMPLE // tile)
        places = [(row, column) for row in range(rows) for column in range(columns)]
        chosen = places[:: max(1, -(-len(places) // most))]
        found: list[NDArray[np.float64]] = []
        for row, column in chosen:
            if cancelled():
                break
            piece = self.tile(level, row, column, (band,))
            plane = piece.values[0]
            plane = plane[piece.alpha > 0] if piece.alpha is not None else plane.ravel()
            found.append(plane[:: max(1, plane.size * len(chosen) // SAMPLE)].astype(float))
        return np.concatenate(found) if found else np.empty(0)

    def add_level(self, path: Path, factor: int) -> None:
        """Take levels of detail in that lie in another file, made from this one.

        Parameters
        ----------
        path
            A raster of all bands, ``factor`` times as coarse, perhaps with overviews.
        factor
            Pixels of this raster along one side of its pixels. [-]
        """
        with sentences(path.name), opened(str(path), -1) as dataset:
            sizes = [(-1, dataset.width, dataset.height, float(factor))]
            for number, times in enumerate(dataset.overviews(1)):
                wide, high = -(-dataset.width // times), -(-dataset.height // times)
                sizes.append((number, wide, high, float(factor * times)))
        levels = [
            Level(str(path), number, wide, high, scale, scale, TILE, TILE)
            for number, wide, high, scale in sizes
        ]
        finest = [one for one in self.levels if one.scale_x < factor]
        self.levels = [*finest, *levels]

    def close(self) -> None:
        """Let go of the file; threads that still read end with what they have."""
        with self._lock:
            self._closed = True
            waiting = [dataset for handles in self._free.values() for dataset in handles]
            self._free = {key: [] for key in self._free}
        for dataset in waiting:
            dataset.close()


def opened(path: str, overview: int = -1) -> Any:  # noqa: ANN401
    """Return a file, or an overview in it, open for reading."""
    import rasterio

    with Path(path).open("rb") as file:
        head = file.read(4)
    driver = DRIVERS.get(head) or DRIVERS.get(head[:3])
    if driver is None:
        raise ValueError("it begins like no file of these sorts")
    whole = str(Path(path).absolute())  # of others the beginning may be taken for a protocol
    with rasterio.Env(**SETTINGS):
        if overview < 0:
            return rasterio.open(whole, driver=driver)
        return rasterio.open(whole, driver=driver, overview_level=overview)


def _level(
    path: str, number: int, size: tuple[int, int], file: RasterFile, blocks: tuple[int, int]
) -> Level:
    """Return a level whose tiles are made of whole blocks, so that none is read twice."""
    high, wide = blocks
    tile_width = wide if wide > 2 * TILE else wide * max(1, TILE // wide)
    rows = max(1, TILE * TILE // tile_width)
    tile_height = high if high > rows else high * max(1, rows // high)
    width, height = size
    return Level(
        path, number, width, height, file.width / width, file.height / height,
        tile_width, tile_height,
    )  # fmt: skip


def _palette(dataset: Any) -> NDArray[np.uint8]:  # noqa: ANN401
    table = np.zeros((256 if dataset.dtypes[0] == "uint8" else 65_536, 4), np.uint8)
    for value, colour in dataset.colormap(1).items():
        if 0 <= value < len(table):
            table[value] = colour
    return table


def _usual_bands(kinds: list[str], number: int) -> tuple[int, ...]:
    wanted = ("red", "green", "blue")
    if all(kind in kinds for kind in wanted):
        return tuple(kinds.index(kind) + 1 for kind in wanted)
    colours = sum(kind != "alpha" for kind in kinds)
    return (1, 2, 3) if colours >= 3 and number >= 3 else (1,)


def _as_stored(nodata: float, dtype: np.dtype[Any]) -> Any:  # noqa: ANN401
    """Return the value for nothing as the raster's numbers have it: floats are rounded alike."""
    if dtype.kind == "f":
        with np.errstate(over="ignore"):
            return dtype.type(nodata)
    return nodata
