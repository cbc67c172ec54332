"""Bringing files into a plan: chosen fields, one reference system, matched borders, a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from layers.codes import DEFAULT_CODE_SET
from layers.coverage.matching import TOLERANCE, matched
from layers.document import Document
from layers.edit import Edit, LayerDelta
from layers.errors import ImportDataError
from layers.files import columns, crs, fields, shapes, vectors
from layers.files.crs import Box
from layers.files.report import Report, together
from layers.files.vectors import Source
from layers.kind import LayerKind
from layers.kinds import kinds
from layers.layer import Layer
from layers.message import Message
from layers.progress import Progress
from resources.translations import grouped

_LEAST_TOLD_M2: Final = 0.01


@dataclass(frozen=True, slots=True)
class Options:
    """What to take from a file.

    Parameters
    ----------
    path
        The file.
    kind
        Kind of layer that its features become.
    layer
        Layer of the file; None for the only fitting one, or the one named like the kind.
    encoding
        How its texts are to be read; None to judge by their bytes.
    crs
        Its reference system where it says none or a wrong one.
    fields
        Field of the file by column of the kind.
    crs_if_silent
        Its reference system where it says none; does not win over what it says.
    """

    path: Path
    kind: str
    layer: str | None = None
    encoding: str | None = None
    crs: str | None = None
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    crs_if_silent: str | None = None


def new_plan(
    name: str,
    options: Sequence[Options],
    *,
    base_year: int,
    crs: str | None = None,
    set_id: str | None = None,
    progress: Progress | None = None,
) -> tuple[Document, Report]:
    """Return a new plan made of files, and what became of them.

    Parameters
    ----------
    name
        What the plan is called.
    options
        The files; the plan takes the reference system of the parcels, else of the first.
    base_year
        Year from which the age of plantings is counted. [a]
    crs
        Reference system of the plan; None to take it from the files.
    set_id
        Code set.

    Raises
    ------
    ImportDataError
        Where a file cannot be taken, or the reference system is not one of a plan.
    """
    if not options:
        raise ImportDataError("A new plan needs a file: parcels at least, better a red line too.")
    progress = progress or Progress()
    read = [_read(each) for each in options]
    progress.at(0.3)
    leading = next((r for o, r in zip(options, read, strict=True) if o.kind == "parcels"), read[0])
    chosen = _given_plan_crs(crs) if crs is not None else _plan_crs(leading)
    document = Document.new(name, chosen, base_year=base_year, set_id=set_id or DEFAULT_CODE_SET)
    reports: list[Report] = []
    for place, (each, (source, system)) in enumerate(zip(options, read, strict=True)):
        progress.at(0.3 + 0.7 * place / len(options))
        edit, report = _taken(document, each, source, system, replace=False)
        document = document.applied(edit)
        reports.append(report)
    return document, together(reports)


def import_file(
    document: Document,
    options: Options,
    *,
    replace: bool = False,
    progress: Progress | None = None,
) -> tuple[Edit, Report]:
    """Return the edit that brings a file into a plan, and what became of it.

    Parameters
    ----------
    replace
        Whether its features take the place of those of the kind; else they are added.

    Raises
    ------
    ImportDataError
        Where the file cannot be taken; nothing is changed.
    """
    progress = progress or Progress()
    source, system = _read(options)
    progress.at(0.4)
    edit, report = _taken(document, options, source, system, replace=replace)
    progress.at(1.0)
    return edit, report


# ---- reading ------------------------------------------------------------------------------------


def kind_of(id_: str) -> LayerKind:
    """Return a kind by its id.

    Raises
    ------
    ImportDataError
        Where there is none of that name.
    """
    found = kinds().get(id_)
    if found is None:
        raise ImportDataError(
            "There is no kind of layer called {kind}. Known are: {known}.",
            kind=id_,
            known=", ".join(kinds()),
        )
    return found


def _read(options: Options) -> tuple[Source, CRS]:
    source = vectors.read(
        options.path,
        kind_of(options.kind),
        layer=options.layer,
        encoding_name=options.encoding,
    )
    return source, system_of(source, options.crs, options.crs_if_silent)


def system_of(source: Source, given: str | None, if_silent: str | None = None) -> CRS:
    """Return the reference system a file is in.

    Parameters
    ----------
    given
        What the user says; wins over the file.
    if_silent
        What holds where the file says nothing.

    Raises
    ------
    ImportDataError
        Where it is missing, or contradicts the coordinates.
    """
    return crs.source_crs(source.crs or if_silent, given, _box(source.geometries), source.name)


def _box(geometries: NDArray[np.object_]) -> Box | None:
    bounds: NDArray[np.float64] = shapely.bounds(geometries).reshape(-1, 4)
    there = bounds[np.isfinite(bounds).all(axis=1)]
    if len(there) == 0:
        return None
    least, greatest = there[:, :2].min(axis=0).tolist(), there[:, 2:].max(axis=0).tolist()
    return Box(least[0], least[1], greatest[0], greatest[1])


def _plan_crs(leading: tuple[Source, CRS]) -> str:
    source, system = leading
    box = _box(source.geometries)
    if box is None:
        raise ImportDataError("{file} holds no features.", file=source.name)
    return crs.named(crs.plan_crs(system, box))


def _given_plan_crs(text: str) -> str:
    system = crs.parsed(text)
    if not crs.is_plan_crs(system):
        raise ImportDataError(
            "A plan cannot be drawn in {crs}: it needs a projected system in metres with true"
            " areas, such as EPSG:4547.",
            crs=system.name,
        )
    return crs.named(system)


# ---- taking -------------------------------------------------------------------------------------


def _taken(
    document: Document, options: Options, source: Source, system: CRS, *, replace: bool
) -> tuple[Edit, Report]:
    kind = kind_of(options.kind)
    filled = fields.filled(source, kind, options.fields, document.codes)
    fit = shapes.fit(source.geometries, kind)
    if not fit.kept.any():
        raise ImportDataError(
            "{file} holds no features that can be {kind}: {reasons}",
            file=source.name,
            kind=Message(kind.title),
            reasons=Message.joined(fit.dropped or (Message("it is empty."),)),
        )
    placed = crs.transformed(fit.geometries, system, crs.parsed(document.crs))
    repaired = list(fit.repaired)
    layer = document.layer(options.kind)
    there = np.empty(0, object) if replace else layer.geometries
    if kind.coverage:
        there, placed = _matched(there, placed, repaired)
    rows = _rows(filled.values, fit.kept, placed, layer)
    after = _layer(layer, there, rows, document.crs, replace=replace)
    report = Report(
        kind=options.kind,
        file=source.name,
        read=len(source),
        kept=len(rows),
        repaired=tuple(repaired),
        dropped=fit.dropped,
        doubtful=(*source.doubtful, *filled.doubtful),
        encoding=source.encoding,
        crs=crs.named(system),
        fields=MappingProxyType(filled.fields),
        empty=tuple(column.id for column in kind.columns if column.id not in filled.fields),
    )
    title = Message.of("Import {n} features from {file}", n=len(rows), file=source.name)
    return Edit(title, (LayerDelta(options.kind, layer, after),)), report


def _matched(
    there: NDArray[np.object_], new: NDArray[np.object_], repaired: list[Message]
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Return the features of the plan and new ones, with equal vertices along shared borders.

    New vertices move onto those of the plan, which stay; its borders get the vertices they lack.
    """
    near = _neighbours(there, new)
    settled = np.arange(len(near) + len(new)) < len(near)
    result = matched(np.concatenate([there[near], new]), settled=settled)
    if len(result.features):
        repaired.append(
            Message.of(
                "{n} features were matched with their neighbours within 1 mm: vertices moved"
                " or put in: {vertices}, areas changed by {area} in all.",
                n=len(result.features),
                vertices=grouped(result.vertices),
                area=_area(result.area_change_m2),
            )
        )
    if old := int((result.features < len(near)).sum()):
        repaired.append(
            Message.of(
                "{n} of them were in the plan already and have vertices of their new neighbours"
                " now.",
                n=old,
            )
        )
    after = there.copy()
    after[near] = result.geometries[: len(near)]
    return after, result.geometries[len(near) :]


def _area(area_m2: float) -> Message:
    """Return an area in words; below what anybody measures, that it is so small."""
    if area_m2 < _LEAST_TOLD_M2:
        return Message.of("less than {least} m²", least=_LEAST_TOLD_M2)
    return Message.of("{area} m²", area=float(f"{area_m2:.3g}"))


def _neighbours(there: NDArray[np.object_], new: NDArray[np.object_]) -> NDArray[np.intp]:
    """Return the places of features that may touch new ones, and of those that touch these."""
    if not len(there):
        return np.empty(0, np.intp)
    tree = shapely.STRtree(there)
    found = np.unique(tree.query(new, predicate="dwithin", distance=2 * TOLERANCE)[1])
    # A vertex that moves in one of them moves in all that hold it.
    return np.unique(tree.query(there[found], predicate="dwithin", distance=TOLERANCE)[1])


def _rows(
    values: Mapping[str, pd.Series],
    kept: NDArray[np.bool_],
    geometries: NDArray[np.object_],
    layer: Layer,
) -> gpd.GeoDataFrame:
    ids = np.arange(layer.next_id, layer.next_id + len(geometries), dtype=np.int64)
    index = pd.Index(ids, name="fid")
    arrays = {name: series.array[kept] for name, series in values.items()}
    return gpd.GeoDataFrame(pd.DataFrame(arrays, index=index), geometry=geometries)


def _layer(
    layer: Layer,
    there: NDArray[np.object_],
    rows: gpd.GeoDataFrame,
    system: str,
    *,
    replace: bool,
) -> Layer:
    """Return the layer, whose shapes are there, with new rows added; or with them alone."""
    rows = rows.set_crs(system)
    next_id = int(rows.index[-1]) + 1
    if replace or len(layer) == 0:
        return Layer(layer.kind, rows, next_id)
    old = layer.frame
    names = [n for n in (*old.columns, *rows.columns) if n != "geometry"]
    joined: dict[str, Any] = {}
    for name in dict.fromkeys(names):
        joined[name] = _joined(name, old, rows).array
    index = pd.Index(np.concatenate([old.index, rows.index]), name="fid")
    geometries = np.concatenate([there, np.asarray(rows.geometry.array)])
    frame = gpd.GeoDataFrame(pd.DataFrame(joined, index=index), geometry=geometries, crs=system)
    return Layer(layer.kind, frame, next_id)


def _joined(name: str, old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> pd.Series:
    """Return one column of both frames; a further column of two types becomes text."""
    parts = [
        cast("pd.Series", frame[name]) if name in frame.columns else None for frame in (old, new)
    ]
    dtypes = {str(part.dtype) for part in parts if part is not None}
    dtype = dtypes.pop() if len(dtypes) == 1 else "str"
    filled = [
        pd.Series([None] * len(frame), dtype=dtype)
        if part is None
        else part
        if str(part.dtype) == dtype
        else columns.canonical(part).astype("str")
        for part, frame in zip(parts, (old, new), strict=True)
    ]
    return pd.concat(filled, ignore_index=True)
