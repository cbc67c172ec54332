"""Files beside a raster that are read with it: levels and masks as other programs make them.

GDAL opens whatever stands there, a list of files elsewhere too. Here only what is itself a TIFF is
read, and none that names other files.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from layers.errors import ImportDataError

if TYPE_CHECKING:
    import rasterio

TIFF: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
"""First bytes of a TIFF in its four sorts."""
_ENDS: Final = (".ovr", ".msk", ".ovr.ovr", ".msk.ovr", ".ovr.msk")
_OLD: Final = b"EHFA_HEADER_TAG"
"""How Erdas Imagine's files begin, which name others."""


def refuse_strange(path: Path) -> None:
    """Refuse a raster whose files beside it lead elsewhere.

    Raises
    ------
    ImportDataError
        Where one does.
    """
    strange = any(_leads_elsewhere(one) for one in _tiffs(path))
    if strange or any(_head(one).startswith(_OLD) for one in _old(path)):
        raise ImportDataError("{name} refers to other files, which is not followed.",
                              name=path.name)  # fmt: skip


def refers(dataset: rasterio.DatasetReader) -> bool:
    """Return whether a file says that its levels are in another one."""
    return bool(dataset.tags(ns="OVERVIEWS"))


def _tiffs(path: Path) -> Iterator[Path]:
    names = (path.name + one for end in _ENDS for one in (end, end.upper()))
    yield from (one for one in map(path.with_name, names) if one.exists())


def _old(path: Path) -> Iterator[Path]:
    names = (stem + end for stem in (path.stem, path.name) for end in (".aux", ".AUX"))
    yield from (one for one in map(path.with_name, names) if one.exists())


def _leads_elsewhere(path: Path) -> bool:
    if _head(path)[:4] not in TIFF:
        return True
    import rasterio

    with rasterio.open(path, driver="GTiff") as dataset:
        return refers(dataset)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_OLD))
