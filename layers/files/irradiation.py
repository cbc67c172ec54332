"""What each square of the roofs gets of sun and sky in a year, as a GeoTIFF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyproj
from numpy.typing import NDArray

from layers.analysis.clock import OFFSET, offset_h
from layers.analysis.sky import Sky, clear_sky, sky_of
from layers.document import Document
from layers.errors import InvalidEditError, ProjectFileError
from layers.files import atomic
from layers.files.shading import Part, ground_of, roofs_of, true_north
from layers.progress import Progress
from layers.shading.march import horizons
from layers.shading.roofs import Laid, Roofs
from layers.shading.sun_share import irradiation, sky_weights
from layers.weather import STORED, weather_in

SECTORS: Final = 36
"""Directions in which is looked from each cell: every 10°. [-]"""
NODATA: Final = -9999.0
_CHUNK: Final = 65_536
"""Cells whose horizons are held at once."""
_AIR: Final = (15.0, 1.0)
"""Air and wind of a computed sky, on which irradiation does not rest. [°C], [m/s]"""


@dataclass(frozen=True, slots=True)
class Irradiated:
    """What was written.

    Parameters
    ----------
    path
        The GeoTIFF.
    cells
        How many cells lie on roofs.
    cell_m
        Their edge. [m]
    mean, open_sky
        Irradiation of the roofs on the level, and what they would get under an open sky.
        [kWh/(m²·a)]
    clear
        Whether the sky had no clouds, so that both are upper bounds.
    """

    path: Path
    cells: int
    cell_m: float
    mean: float
    open_sky: float
    clear: bool


def irradiate(document: Document, path: Path, progress: Progress | None = None) -> Irradiated:
    """Write the irradiation on the level of each cell of the roofs of a plan. [kWh/(m²·a)].

    ``G = Σ DNI sin e [e > h] + V Σ DHI`` over the hours of the year, with the horizon h in the
    sun's direction and the sky view factor V of the cell. What roofs and walls reflect is left out.

    Parameters
    ----------
    document
        The plan, with its surface model and its weather; without them on level ground, and under a
        sky without clouds.
    path
        The file, which is written all or not at all.
    progress
        Told how far it is; may stop the work.

    Raises
    ------
    InvalidEditError
        Where the plan has no roofs, or none of them lies on its surface model.
    ImportDataError
        Where its surface model cannot be used.
    ProjectFileError
        Where the file cannot be written.
    """
    progress = progress or Progress()
    roofs = roofs_of(document)
    raster, ground = ground_of(document, roofs, Part(progress, 0.0, 0.15))
    cells = _known(ground, roofs, level=raster is None)
    if not len(cells):
        raise InvalidEditError(
            "No roof has a height: neither a surface model says it, nor the columns height_m and"
            " floors of the rooftops."
        )
    sky = _sky(document, roofs)
    level = sky.dni * np.sin(np.deg2rad(np.maximum(sky.elevation_deg, 0.0))) / 1000.0
    beam = sky_weights(sky.azimuth_deg, sky.elevation_deg, level, SECTORS)
    diffuse = float(sky.dhi.sum()) / 1000.0
    surface = ground.surface
    wide = surface.heights.shape[1]
    turn = true_north(document.crs, surface)
    found = np.empty(len(cells), np.float32)
    for first in range(0, len(cells), _CHUNK):
        part = cells[first : first + _CHUNK]
        begin, end = (0.15 + 0.8 * at / len(cells) for at in (first, first + len(part)))
        around = horizons(
            surface, part // wide, part % wide,
            sectors=SECTORS, turn_deg=turn, progress=Part(progress, begin, end),
        )  # fmt: skip
        found[first : first + len(part)] = irradiation(around, beam, diffuse)
    progress.at(0.95)
    _write(document, ground, cells, found, path)
    return Irradiated(
        path,
        len(cells),
        surface.cell_m,
        float(found.mean(dtype=np.float64)),
        float(beam.sum()) + diffuse,
        sky.clear,
    )


def _known(ground: Laid, roofs: Roofs, *, level: bool) -> NDArray[np.intp]:
    """Return the cells of roofs whose height is known, row by row."""
    known = ~np.isnan(ground.surface.heights.ravel()[ground.cells])
    if level:
        owner = np.repeat(np.arange(len(roofs)), np.diff(ground.starts))
        known &= (roofs.heights > 0)[owner]
    return np.unique(ground.cells[known])


def _sky(document: Document, roofs: Roofs) -> Sky:
    weather = weather_in(document.parameters.get(STORED))
    way = pyproj.Transformer.from_crs(document.crs, "EPSG:4326", always_xy=True)
    west, south, east, north = roofs.boxes[~np.isnan(roofs.boxes[:, 0])].T
    lon, lat = way.transform((west.min() + east.max()) / 2, (south.min() + north.max()) / 2)
    lon, lat = round(float(lon), 2), round(float(lat), 2)
    offset = offset_h(document.parameters.get(OFFSET), lon, lat)
    if weather is not None:
        return sky_of(weather, offset, exact=True)
    turbidity = document.parameters.get("plan.turbidity")
    linke = float(turbidity) if isinstance(turbidity, int | float) else None
    return clear_sky(lon, lat, offset, linke, _AIR)


def _write(
    document: Document,
    ground: Laid,
    cells: NDArray[np.intp],
    values: NDArray[np.float32],
    path: Path,
) -> None:
    import rasterio
    from rasterio.errors import RasterioError
    from rasterio.windows import Window, transform

    surface = ground.surface
    wide = surface.heights.shape[1]
    rows, columns = cells // wide, cells % wide
    top, left = int(rows.min()), int(columns.min())
    high, across = int(rows.max()) + 1 - top, int(columns.max()) + 1 - left
    picture = np.full((high, across), NODATA, np.float32)
    picture[rows - top, columns - left] = values
    window = Window(left, top, across, high)  # pyright: ignore[reportCallIssue]
    profile: dict[str, Any] = {
        "driver": "GTiff", "width": across, "height": high, "count": 1, "dtype": "float32",
        "crs": document.crs, "transform": transform(window, surface.transform), "nodata": NODATA,
        "compress": "deflate", "predictor": 3, "tiled": True, "blockxsize": 256, "blockysize": 256,
    }  # fmt: skip
    try:
        with (
            atomic.replacing(path.resolve(), None) as beside,
            rasterio.open(beside, "w", **profile) as file,
        ):
            file.write(picture, 1)
            file.set_band_description(1, "kWh/(m2 a)")
    except (RasterioError, OSError) as error:
        raise ProjectFileError(
            "{path} could not be written: {reason}.", path=str(path), reason=str(error)[:200]
        ) from error
