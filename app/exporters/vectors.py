"""Files of features for other programs: GeoJSON, shapefile, GeoPackage."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from app.exporter import Exporter, Options
from layers.document import Document
from layers.errors import ExportError
from layers.files.geopackage import GEOMETRY
from layers.files.layer_styles import table as layer_styles
from layers.kind import Shape
from layers.kinds import kinds
from layers.layer import Layer
from layers.measure import Results
from layers.progress import Progress

DEFAULT_KIND: Final = "parcels"
NAME_BYTES: Final = 10
TEXT_BYTES: Final = 254
"""What a dBASE file holds at most: bytes of a field's name, bytes of a text."""

_MULTI: Final = MappingProxyType(
    {Shape.POLYGON: "MultiPolygon", Shape.LINE: "MultiLineString", Shape.POINT: "Point"}
)
_DBASE_TYPES: Final = MappingProxyType({**_MULTI, Shape.POLYGON: "Polygon"})


def plain_frame(layer: Layer) -> gpd.GeoDataFrame:
    """Return the rows of a layer in columns that every format can hold, ``fid`` first.

    Whole numbers, numbers, texts and truth values stay; whatever else the user's files brought is
    written as text. Missing values stay missing. A column ``fid`` of the user's becomes ``fid_``.
    """
    frame = layer.frame
    for name in frame.columns:
        values = frame[name]
        if name == "geometry" or pd.api.types.is_numeric_dtype(values.dtype):
            continue
        texts = values.astype("str")
        frame[name] = texts.where(values.notna(), None).astype("str")
    own = {name: _free("fid_", frame.columns) for name in frame.columns if name.lower() == "fid"}
    frame = cast("gpd.GeoDataFrame", frame.rename(columns=own))
    frame.insert(0, "fid", layer.ids)
    return frame


def _free(name: str, taken: Iterable[object]) -> str:
    known = {str(one).lower() for one in taken}
    while name.lower() in known:
        name += "_"
    return name


def short_names(names: Iterable[str]) -> Mapping[str, str]:
    """Return names that fit a dBASE file: at most 10 bytes, unique without regard to case.

    Examples
    --------
    >>> list(short_names(["far", "density_max_pct", "density_max", "用地性质代码"]).values())
    ['far', 'density_ma', 'density_~1', '用地性']
    """
    given: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        short, count = _cut(name, NAME_BYTES), 0
        while short.lower() in taken:
            count += 1
            short = _cut(name, NAME_BYTES - 1 - len(str(count))) + f"~{count}"
        taken.add(short.lower())
        given[name] = short
    return MappingProxyType(given)


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")


def _asked(options: Options) -> str:
    return options.kind or DEFAULT_KIND


def _written(frame: gpd.GeoDataFrame, path: Path, **how: Any) -> None:  # noqa: ANN401
    try:
        pyogrio.write_dataframe(frame, path, **how)
        whole = _is_whole(path, how.get("layer"), len(frame))
    except (DataSourceError, DataLayerError, OSError, sqlite3.Error, struct.error) as error:
        raise _not_whole(path) from error
    if not whole:
        raise _not_whole(path)


def _is_whole(path: Path, layer: str | None, count: int) -> bool:
    """Return whether a file reads back as it was meant: GDAL does not tell of a full disk."""
    match path.suffix.lower():
        case ".shp":
            return _is_whole_shapefile(path, count)
        case ".geojson":
            try:
                return len(json.loads(path.read_bytes())["features"]) == count
            except (ValueError, KeyError):
                return False
        case _:
            with closing(sqlite3.connect(path)) as connection:
                (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            info = pyogrio.read_info(path, layer=layer, force_feature_count=True)
            return answer == "ok" and int(info["features"]) == count


def _is_whole_shapefile(path: Path, count: int) -> bool:
    # Their headers say how long they are: 16-bit words, and rows of a dBASE file.
    for part in (path, path.with_suffix(".shx")):
        (words,) = struct.unpack(">i", part.read_bytes()[24:28])
        if part.stat().st_size != 2 * words:
            return False
    table = path.with_suffix(".dbf")
    rows, head, row = struct.unpack("<4xIHH", table.read_bytes()[:12])
    return rows == count and table.stat().st_size >= head + rows * row


def _not_whole(path: Path) -> ExportError:
    return ExportError(
        "{name} could not be written whole: the disk may be full. Make room, or choose another"
        " place.",
        name=path.name,
    )


def write_geojson(
    document: Document, _results: Results, path: Path, options: Options, _progress: Progress
) -> None:
    """Write one kind in longitude and latitude, outer rings against the clock (RFC 7946)."""
    layer = document.layer(_asked(options))
    frame = plain_frame(layer)
    # The driver turns the coordinates and the rings itself.
    how = {"RFC7946": "YES", "ID_FIELD": str(frame.columns[0]), "WRITE_NAME": "YES"}
    shape = kinds()[layer.kind].shape
    _written(
        frame,
        path,
        driver="GeoJSON",
        layer=layer.kind,
        geometry_type="Unknown" if len(frame) else _MULTI[shape],
        layer_options=how,
    )


def write_shapefile(
    document: Document, _results: Results, path: Path, options: Options, _progress: Progress
) -> None:
    """Write one kind as a shapefile in the plan's CRS, texts in UTF-8."""
    layer = document.layer(_asked(options))
    frame = plain_frame(layer)
    for name in frame.columns:
        if name != "geometry" and not pd.api.types.is_numeric_dtype(frame[name].dtype):
            cut = [None if pd.isna(text) else _cut(text, TEXT_BYTES) for text in frame[name]]
            frame[name] = pd.Series(cut, index=frame.index, dtype="str")
    names = short_names(str(name) for name in frame.columns if name != "geometry")
    _written(
        cast("gpd.GeoDataFrame", frame.rename(columns=dict(names))),
        path,
        driver="ESRI Shapefile",
        geometry_type=_DBASE_TYPES[kinds()[layer.kind].shape],
        encoding="UTF-8",
    )


def write_geopackage(
    document: Document, _results: Results, path: Path, options: Options, progress: Progress
) -> None:
    """Write all kinds that have features, or the one asked for, in the plan's CRS, with styles."""
    asked = [options.kind] if options.kind else [k for k in document.layers if document.layers[k]]
    for place, kind in enumerate(asked or [DEFAULT_KIND]):
        progress.at(place / max(len(asked), 1))
        layer = document.layer(kind)
        shape = kinds()[kind].shape
        _written(
            plain_frame(layer),
            path,
            driver="GPKG",
            layer=kind,
            append=False,
            geometry_type=_MULTI[shape],
            promote_to_multi=shape is not Shape.POINT,
            layer_options={"IDENTIFIER": kinds()[kind].title, "GEOMETRY_NAME": GEOMETRY},
        )
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            layer_styles.write(connection, document, asked or [DEFAULT_KIND])
    except sqlite3.Error as error:
        raise _not_whole(path) from error


EXPORTERS = (
    Exporter(
        id="geojson",
        title="GeoJSON",
        suffixes=(".geojson",),
        options=("kind",),
        write=write_geojson,
    ),
    Exporter(
        id="shapefile",
        title="Shapefile",
        suffixes=(".shp",),
        options=("kind",),
        write=write_shapefile,
        stale=(".dbf", ".shx", ".prj", ".cpg", ".qpj", ".qix", ".sbn", ".sbx", ".qmd", ".shp.xml"),
    ),
    Exporter(
        id="geopackage",
        title="GeoPackage",
        suffixes=(".gpkg",),
        options=("kind",),
        write=write_geopackage,
    ),
)
