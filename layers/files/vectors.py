"""Reading vector files: GeoPackage, shapefile and GeoJSON, known by what is in them.

No other driver of GDAL is ever asked: a virtual file, a service or a pipeline could reach beyond
the file that the user chose.
"""

from __future__ import annotations

import json
import re
import struct
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import pyogrio.raw
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

from layers.errors import ImportDataError
from layers.files import columns, encoding, wkb
from layers.files.plain import in_bounds, plain
from layers.kind import LayerKind, Shape
from layers.message import Message
from resources.translations import grouped

_WORDS: Final = {
    Shape.POLYGON: Message("polygon"),
    Shape.LINE: Message("line"),
    Shape.POINT: Message("point"),
}
_SHAPES: Final = {
    Shape.POLYGON: ("Polygon", "Surface"),
    Shape.LINE: ("LineString", "Curve"),
    Shape.POINT: ("Point",),
}
_OPEN_TYPES: Final = ("Unknown", "GeometryCollection")
_GEOJSON_TYPES: Final = (
    "FeatureCollection|Feature|GeometryCollection|(?:Multi)?(?:Polygon|LineString|Point)"
)
_READ_ERRORS: Final = (DataSourceError, DataLayerError, FieldError, GeometryError)
_MOST_BYTES: Final = 16 * 2**30
_MOST_ROWS: Final = 20_000_000
_MOST_FIELDS: Final = 1_000
_HEAD: Final = 65_536


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A layer of a file, as it was read.

    Parameters
    ----------
    name
        Name of the file.
    layer
        Name of the layer in it.
    fields
        Columns in the types in which the plan holds them, by their names in the file.
    geometries
        Geometries without heights; None where a row has none or it cannot be read.
    crs
        What the file says about its reference system, None where it says nothing.
    encoding
        How its texts were read.
    doubtful
        What the user should look at.
    total
        How many features the layer has; more than there are here where only some were read.
    """

    name: str
    layer: str
    fields: dict[str, pd.Series]
    geometries: NDArray[np.object_]
    crs: str | None
    encoding: str
    doubtful: tuple[Message, ...] = ()
    total: int = 0

    def __len__(self) -> int:
        return len(self.geometries)


def read(
    path: Path,
    kind: LayerKind,
    *,
    layer: str | None = None,
    encoding_name: str | None = None,
    most: int | None = None,
) -> Source:
    """Return the layer of a file that brings features of a kind.

    Parameters
    ----------
    layer
        Its name in the file; None for the only one of the kind's shape, or the one named like it.
    encoding_name
        How its texts are to be read; None to judge by their bytes.
    most
        How many features are read, for a first look; None for all.

    Raises
    ------
    ImportDataError
        Where the file is not there, not one of the three sorts, or holds nothing of the shape.
    """
    driver = _driver(path)
    if driver == "ESRI Shapefile":
        return _read(str(path.absolute()), path, driver, kind, layer, encoding_name, most)
    try:
        with plain(path) as place, in_bounds(place) as sound:
            return _read(f"{driver}:{sound}", path, driver, kind, layer, None, most)
    except OSError as error:
        raise _unreadable(path, error) from error


def _read(  # noqa: PLR0917  the choices of one call
    opened: str,
    path: Path,
    driver: str,
    kind: LayerKind,
    layer: str | None,
    encoding_name: str | None,
    most: int | None,
) -> Source:
    chosen = _layer(opened, path, kind, layer)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            # Byte by byte: a .cpg that lies would stop GDAL at the names of the fields.
            raw: dict[str, Any] = {"encoding": "ISO-8859-1"} if driver == "ESRI Shapefile" else {}
            info = pyogrio.read_info(opened, layer=chosen, **raw)
            _refuse_beyond(info, driver, path)
            if driver == "ESRI Shapefile":
                found = _shapefile(opened, path, chosen, encoding_name, most)
                return replace(found, total=max(int(info["features"]), len(found)))
            options: dict[str, Any] = {"IMMUTABLE": "YES"} if driver == "GPKG" else {}
            meta, rows = pyogrio.read_arrow(opened, layer=chosen, max_features=most, **options)
            fields, notes = _fields(rows, [str(name) for name in meta["fields"]])
            try:
                found = _geometries(rows, meta)
            except NotImplementedError:
                # Only GDAL's other reader makes lines of arcs.
                options |= {"max_features": most, "columns": []}
                found = _shapes(pyogrio.raw.read(opened, layer=chosen, **options)[2])
                notes.append(Message.of("Arcs were read as chains of short lines."))
        except (*_READ_ERRORS, pa.ArrowException, UnicodeError, RuntimeError) as error:
            raise _unreadable(path, error) from error
    total = max(int(info["features"]), len(rows))
    return Source(path.name, chosen, fields, found, meta["crs"], "UTF-8", tuple(notes), total)


# ---- which sort of file -------------------------------------------------------------------------


def _driver(path: Path) -> str:
    """Return the driver for a file by its first bytes; its name's ending has to agree."""
    if not path.is_file():
        raise ImportDataError(
            "There is no file {path}. It may have been moved or renamed.", path=str(path)
        )
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise _unreadable(path, error) from error
    if size > _MOST_BYTES:
        raise ImportDataError(
            "{path} is too large: {size} GB, and {most} GB is the most that can be read.",
            path=path.name,
            size=round(size / 2**30, 1),
            most=_MOST_BYTES // 2**30,
        )
    suffix = path.suffix.lower()
    if head[:4] == struct.pack(">i", 9994) and suffix == ".shp":
        return "ESRI Shapefile"
    if head[:16] == b"SQLite format 3\0" and head[68:72] in {b"GPKG", b"GP10", b"GP11"}:
        return "GPKG"
    if suffix in {".geojson", ".json"} and _is_geojson(head):
        return "GeoJSON"
    raise ImportDataError(
        "{path} holds no geodata that can be read. Wanted is a GeoPackage (.gpkg), a shapefile"
        " (.shp with .shx and .dbf beside it) or GeoJSON (.geojson).",
        path=path.name,
    )


def _is_geojson(head: bytes) -> bool:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    pattern = rb'"type"\s*:\s*"(?:' + _GEOJSON_TYPES.encode() + rb')"'
    return text.startswith(b"{") and re.search(pattern, text) is not None


def _refuse_beyond(info: dict[str, Any], driver: str, path: Path) -> None:
    if info.get("driver", driver) != driver:
        raise _unreadable(path, RuntimeError(info.get("driver")))
    if int(info["features"]) > _MOST_ROWS or len(info["fields"]) > _MOST_FIELDS:
        raise ImportDataError(
            "{path} is too large: {rows} features and {fields} fields; {most} features and"
            " {most_fields} fields is the most that can be read.",
            path=path.name,
            rows=grouped(int(info["features"])),
            fields=len(info["fields"]),
            most=grouped(_MOST_ROWS),
            most_fields=_MOST_FIELDS,
        )


def _unreadable(path: Path, error: BaseException) -> ImportDataError:
    missing = [
        ending
        for ending in (".shx",)
        if path.suffix.lower() == ".shp"
        and not any(path.with_suffix(e).exists() for e in (ending, ending.upper()))
    ]
    if missing:
        return ImportDataError(
            "{path} cannot be read without the file {other} beside it. Copy it there.",
            path=path.name,
            other=path.with_suffix(missing[0]).name,
        )
    reason = error.strerror if isinstance(error, OSError) and error.strerror else None
    return ImportDataError(
        "{path} cannot be read: {reason}. Save it again in the program it came from.",
        path=path.name,
        reason=reason or Message("it is damaged"),
    )


# ---- which layer --------------------------------------------------------------------------------


def _layer(opened: str, path: Path, kind: LayerKind, wanted: str | None) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            listed = [(str(n), t) for n, t in pyogrio.list_layers(opened).tolist()]
        except (*_READ_ERRORS, RuntimeError, UnicodeError) as error:
            raise _unreadable(path, error) from error
    if not listed:
        raise ImportDataError("{path} holds no layers.", path=path.name)
    names = [name for name, _ in listed]
    if wanted is not None:
        if wanted not in names:
            raise ImportDataError(
                "{path} has no layer {layer}. It has: {names}.",
                path=path.name,
                layer=wanted,
                names=", ".join(names),
            )
        return wanted
    fitting = [name for name, type_ in listed if _fits(type_, kind.shape)]
    if not fitting:
        raise ImportDataError(
            "{path} has no {shape} layer, which {kind} need. It has: {names}.",
            path=path.name,
            shape=_WORDS[kind.shape],
            kind=Message(kind.title),
            names=", ".join(f"{name} ({type_ or '–'})" for name, type_ in listed),
        )
    if len(fitting) == 1:
        return fitting[0]
    aliases = [kind.id, *kind.aliases]
    for alias in aliases:
        for name in fitting:
            if name.casefold() == alias.casefold():
                return name
    raise ImportDataError(
        "{path} has several layers that can be {kind}: {names}. Say which one with --layer.",
        path=path.name,
        kind=Message(kind.title),
        names=", ".join(fitting),
    )


def _fits(type_: str | None, shape: Shape) -> bool:
    if type_ is None:
        return False
    plain = type_.replace("2.5D ", "").removeprefix("Multi").split(" ")[0]
    return (
        plain in _OPEN_TYPES
        or plain.removeprefix("Curve") in _SHAPES[shape]
        or (plain.startswith("Compound") and shape is Shape.LINE)
    )


# ---- what is in it ------------------------------------------------------------------------------


def _geometries(rows: columns.ArrowTable, meta: dict[str, Any]) -> NDArray[np.object_]:
    name = meta["geometry_name"] or "wkb_geometry"
    if name not in rows.column_names:
        return np.full(len(rows), None, dtype=object)
    return _shapes(rows.column(name).to_numpy(zero_copy_only=False))


def _shapes(cells: NDArray[np.object_]) -> NDArray[np.object_]:
    # Shapes in shapes without end would end the program; they are as good as none.
    bodies: list[bytes | None] = cells.tolist()
    deep = [body is not None and wkb.is_deep(body) for body in bodies]
    if any(deep):
        cells = cells.copy()
        cells[deep] = None
    with np.errstate(invalid="ignore"):  # coordinates that are no numbers are told later
        return shapely.force_2d(shapely.from_wkb(cells, on_invalid="ignore"))


def _fields(
    rows: columns.ArrowTable, names: Sequence[str]
) -> tuple[dict[str, pd.Series], list[Message]]:
    found: dict[str, pd.Series] = {}
    notes: list[Message] = []
    for name in names:
        column = rows.column(name)
        if pa.types.is_nested(column.type):
            texts = [
                None if value is None else json.dumps(value, ensure_ascii=False, default=str)
                for value in column.to_pylist()
            ]
            found[name] = pd.Series(texts, dtype="str")
            continue
        series = columns.from_arrow(column)
        if series is None:
            notes.append(Message.of("The field {name} holds no text or numbers.", name=name))
        else:
            found[name] = series
    return found, notes


def _shapefile(opened: str, path: Path, layer: str, manual: str | None, most: int | None) -> Source:
    """Return a shapefile; its texts are read byte by byte first, and then judged as a whole."""
    meta, rows = pyogrio.read_arrow(opened, layer=layer, encoding="ISO-8859-1", max_features=most)
    raw_names = [str(name) for name in meta["fields"]]
    names = [name.encode("latin-1", "replace") for name in raw_names]
    texts = {
        place: [None if v is None else v.encode("latin-1") for v in rows.column(name).to_pylist()]
        for place, name in enumerate(raw_names)
        if pa.types.is_string(rows.column(name).type)
    }
    read_texts = encoding.decoded(names, texts, declared=_declared_encoding(path), manual=manual)
    fields: dict[str, pd.Series] = {}
    for place, raw in enumerate(raw_names):
        name = _unused(read_texts.names[place].strip() or f"field_{place + 1}", fields)
        if place in read_texts.columns:
            fields[name] = pd.Series(read_texts.columns[place], dtype="str")
        elif (series := columns.from_arrow(rows.column(raw))) is not None:
            fields[name] = series
    return Source(
        path.name,
        layer,
        fields,
        _geometries(rows, meta),
        _projection(path, cast("str | None", meta["crs"])),
        read_texts.encoding,
        read_texts.doubtful,
    )


def _unused(name: str, taken: dict[str, pd.Series]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free


def _projection(path: Path, found: str | None) -> str | None:
    """Return what GDAL understood, or the text of the .prj where that is all there is."""
    if found is not None:
        return found
    text = _beside(path, ".prj")
    return text.decode("utf-8", "replace").strip() or None if text else None


def _declared_encoding(path: Path) -> str | None:
    text = _beside(path, ".cpg")
    if text is not None and (name := text.decode("ascii", "ignore").strip()):
        return name
    head = _beside(path, ".dbf", most=32)
    return encoding.of_language_driver(head[29]) if head and len(head) >= 30 else None


def _beside(path: Path, ending: str, most: int = 4096) -> bytes | None:
    for place in (path.with_suffix(ending), path.with_suffix(ending.upper())):
        try:
            with place.open("rb") as file:
                return file.read(most)
        except OSError:
            continue
    return None
