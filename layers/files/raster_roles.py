"""What a raster that is brought to a plan is likely to show, and how it is drawn at first."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from layers.files.rasters import SUFFIXES, RasterFile
from layers.raster import Raster, RasterStyle, Role

_NAMES: Final[Mapping[str, Role]] = {
    "dsm": "dsm", "dem": "terrain", "dtm": "terrain", "terrain": "terrain", "srtm": "terrain",
    "irradi": "irradiance", "solar": "irradiance", "ghi": "irradiance",
}  # fmt: skip
"""Parts of the names of files, and what such files show."""


def is_raster(path: Path) -> bool:
    """Return whether a file is one that is laid below a plan, by its ending."""
    return path.suffix.lower() in SUFFIXES


def role_of(path: Path, file: RasterFile) -> Role:
    """Return what a raster is likely to show, by its name and its values."""
    name = path.stem.lower()
    found: Role | None = next((role for word, role in _NAMES.items() if word in name), None)
    if found is not None:
        return found
    heights = file.count == 1 and file.dtype.kind in "if" and file.palette is None
    usual: Role = "dsm" if heights else "imagery"
    return usual


def raster_of(path: Path, role: Role | None = None, crs: str = "") -> Raster:
    """Return a raster to be added to a plan.

    Raises
    ------
    ImportDataError
        Where the file is none that can be drawn.
    """
    file = RasterFile(path, crs)
    shown = role or role_of(path, file)
    file.close()
    style = RasterStyle(hillshade=shown in {"dsm", "terrain"})
    return Raster("", shown, str(path.resolve()), path.stem, crs, style)
