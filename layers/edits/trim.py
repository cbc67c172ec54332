"""Trimming features to the red line: what lies outside is taken away."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import shapely
from geopandas.array import GeometryArray
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.coverage.carving import carved
from layers.coverage.rewriting import rewritten
from layers.document import Document
from layers.edit import Edit, RowsDelta
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.road import without
from layers.edits.rows import Ids, layer_of
from layers.errors import InvalidEditError
from layers.kind import Shape
from layers.kinds import kinds
from layers.layer import Layer
from layers.message import Message
from layers.prepared import prepared

AROUND_M: Final = 10.0

TYPES: Final = {
    Shape.POLYGON: ("Polygon", "MultiPolygon"),
    Shape.LINE: ("LineString", "MultiLineString"),
    Shape.POINT: ("Point", "MultiPoint"),
}


def trim(document: Document, kind: str, ids: Ids | None = None) -> Edit:
    """Return the edit that cuts features along the red line and takes away what lies outside.

    Parcels and their neighbours keep common vertices; one that is left in several pieces becomes
    several parcels. Other features become what of them lies inside.

    Parameters
    ----------
    document
        The plan.
    kind
        Id of the kind.
    ids
        Feature ids; all features where None.

    Raises
    ------
    InvalidEditError
        Where the plan has no red line, the red line is to be trimmed itself, or a feature is not
        there.
    """
    layer = layer_of(document, kind)
    if kind == "boundary":
        raise InvalidEditError("The red line cannot be trimmed to itself.")
    wanted = layer.ids if ids is None else np.unique(np.asarray(ids, np.int64))
    places = layer.places(wanted)
    site = prepared(site_of(document))
    shapes = layer.shapes(places)
    there = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    outer = there & ~shapely.covers(site, shapes)
    if kinds()[kind].coverage:
        return _coverage_trimmed(document, layer, wanted[outer], site)
    return _trimmed(layer, wanted[outer], site)


def site_of(document: Document) -> BaseGeometry:
    """Return the ground within the red line.

    Raises
    ------
    InvalidEditError
        Where there is none.
    """
    shapes = document.layer("boundary").geometries
    there = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    site = shapely.union_all(shapely.make_valid(there, method="structure"))
    if site.is_empty:
        raise InvalidEditError("The plan has no red line. Draw it, or import it, first.")
    return site


def _title(layer: Layer, cut: int, gone: int) -> Message:
    return Message.of(
        "{kind}: {n} cut along the red line, {gone} taken away",
        kind=Message(kinds()[layer.kind].title),
        n=cut,
        gone=gone,
    )


def _coverage_trimmed(
    document: Document, layer: Layer, ids: NDArray[np.int64], site: BaseGeometry
) -> Edit:
    if not len(ids):
        return Edit(_title(layer, 0, 0), ())
    shapes = layer.shapes(layer.places(ids))
    # Most of what lies outside does so entirely, and needs no cutting.
    outer = ~shapely.intersects(site, shapes) | shapely.touches(site, shapes)
    gone, cut = ids[outer], ids[~outer]
    title = _title(layer, len(cut), len(gone))
    if not len(cut):
        return rewritten(document, title, removed=gone.tolist(), conserve=False)
    west, south, east, north = shapely.total_bounds(shapes[~outer]).tolist()
    box = shapely.box(west - AROUND_M, south - AROUND_M, east + AROUND_M, north + AROUND_M)
    outside = shapely.difference(box, site)
    spared = set(layer.ids.tolist()) - set(cut.tolist())
    carving = carved(layer, outside, spared, without=gone.tolist())
    swallowed = sum(not left for left in carving.left.values())
    title = _title(layer, len(carving.left) - swallowed, len(gone) + swallowed)
    return without(document, title, carving, gone=gone.tolist())


def _trimmed(layer: Layer, ids: NDArray[np.int64], site: BaseGeometry) -> Edit:
    types = TYPES[kinds()[layer.kind].shape]
    kept: dict[int, BaseGeometry] = {}
    gone: list[int] = []
    for id_, shape in zip(ids.tolist(), layer.shapes(layer.places(ids)), strict=True):
        inside = shapely.intersection(shapely.make_valid(shape), site)
        found = [part for part in shapely.get_parts(inside) if not part.is_empty]
        parts = [part for part in found if part.geom_type in types]
        if not parts:
            gone.append(id_)
        else:
            kept[id_] = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    deltas: list[RowsDelta] = []
    if gone:
        before = pd.DataFrame(layer.rows(np.asarray(gone, np.int64)))
        deltas.append(RowsDelta(layer.kind, before, before.iloc[:0]))
    if kept:
        index = pd.Index(list(kept), dtype=np.int64, name="fid")
        old = layer.shapes(layer.places(index.to_numpy()))
        new = np.array([*kept.values(), None], object)[:-1]
        before, after = (
            pd.DataFrame({"geometry": GeometryArray(one, crs=layer.crs)}, index)
            for one in (old, new)
        )
        deltas.append(RowsDelta(layer.kind, before, after))
    return Edit(_title(layer, len(kept), len(gone)), tuple(deltas))


OPERATIONS: Final = (
    Operation(
        "trim",
        (
            Field("kind", FieldType.TEXT),
            Field("ids", FieldType.IDS, required=False, nullable=True),
        ),
        trim,
    ),
)
