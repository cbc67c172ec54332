"""New features, and features taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import shapely
from geopandas.array import GeometryArray
from shapely.geometry.base import BaseGeometry

from layers.arrays import written
from layers.columns import Rows
from layers.document import Document
from layers.edit import Edit, RowsDelta
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.rows import Ids, layer_of
from layers.edits.values import checked_values
from layers.errors import InvalidEditError
from layers.kind import LayerKind, Shape
from layers.kinds import kinds
from layers.layer import Layer
from layers.message import Message
from resources.translations import grouped

REACH_M: Final = 200_000.0
"""How far from everything else in the plan a new feature may lie. [m]"""
COORDINATE_LIMIT_M: Final = 1e8
"""Above every projected coordinate, zone numbers before the easting included. [m]"""

NO_PLACES: Final = np.empty(0, np.intp)

SHAPES: Final[Mapping[Shape, tuple[str, ...]]] = {
    Shape.POLYGON: ("Polygon", "MultiPolygon"),
    Shape.LINE: ("LineString", "MultiLineString"),
    Shape.POINT: ("Point",),
}


def draw(
    document: Document,
    kind: str,
    geometry: BaseGeometry | str,
    values: Mapping[str, object] | None = None,
) -> Edit:
    """Return the edit that adds one feature.

    Parameters
    ----------
    document
        The plan.
    kind
        Id of the kind.
    geometry
        Shape in the plan's CRS, as WKT or shapely; heights are left away. [m]
    values
        Values by column; columns not named are missing.

    Raises
    ------
    InvalidEditError
        Where the shape is not one of this kind, is not valid or lies far away, or a value is
        none that its column takes.
    """
    layer_of(document, kind)
    delta = drawn(document, kind, checked_shape(document, kinds()[kind], geometry), values)
    return Edit(Message.of("Draw: {kind}", kind=Message(kinds()[kind].title)), (delta,))


def drawn(
    document: Document,
    kind: str,
    shape: BaseGeometry,
    values: Mapping[str, object] | None = None,
) -> RowsDelta:
    """Return the part of an edit that adds a feature of a shape that was checked.

    Raises
    ------
    InvalidEditError
        Where a value is none that its column takes.
    """
    layer = document.layer(kind)
    row = checked_values(document, layer, values or {})
    return RowsDelta(kind, layer.taken(NO_PLACES), _row(layer, row, shape))


def delete(document: Document, kind: str, ids: Ids) -> Edit:
    """Return the edit that takes features away.

    Raises
    ------
    InvalidEditError
        Where a feature is not there.
    """
    layer = layer_of(document, kind)
    before = layer.taken(layer.places(np.unique(np.asarray(ids, np.int64))))
    title = Message.of("{kind}: delete {n}", kind=Message(kinds()[kind].title), n=len(before))
    if not len(before):
        return Edit(title, ())
    return Edit(title, (RowsDelta(kind, before, layer.taken(NO_PLACES)),))


def _row(layer: Layer, values: Mapping[str, object], shape: BaseGeometry) -> Rows:
    columns = layer.columns_at(np.array([-1]))
    for name, column in columns.items():
        if (value := values.get(name)) is not None:
            columns[name] = written(column, {0: value})
    columns["geometry"] = GeometryArray(np.array([shape, None], object)[:1], crs=layer.crs)
    return Rows(np.array([layer.next_id], np.int64), columns)


# ---- shapes -------------------------------------------------------------------------------------


def checked_shape(
    document: Document, kind: LayerKind, geometry: BaseGeometry | str
) -> BaseGeometry:
    """Return a shape that a kind takes, in two dimensions.

    Raises
    ------
    InvalidEditError
        Where it is not one of this kind, is not valid, or lies far away.
    """
    found = parsed(geometry) if isinstance(geometry, str) else geometry
    title = Message(kind.title)
    if found.geom_type not in SHAPES[kind.shape]:
        raise InvalidEditError(
            "{kind} takes a {wanted}; a {found} was given.",
            kind=title,
            wanted=SHAPES[kind.shape][0],
            found=found.geom_type,
        )
    if found.is_empty:
        raise InvalidEditError("{kind}: the shape is empty. Nothing was drawn.", kind=title)
    shape = shapely.force_2d(found)
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise InvalidEditError("{kind}: the shape has coordinates that are no numbers.", kind=title)
    if not shapely.is_valid(shape):
        raise InvalidEditError(
            "{kind}: the shape is not valid: {reason}. Draw it without crossing itself.",
            kind=title,
            reason=Message(str(shapely.is_valid_reason(shape)).partition("[")[0]),
        )
    if (kind.shape is Shape.POLYGON and shape.area <= 0) or (
        kind.shape is Shape.LINE and shape.length <= 0
    ):
        raise InvalidEditError("{kind}: the shape has no extent. Nothing was drawn.", kind=title)
    check_place(document, title, shape)
    return shape


def parsed(text: str) -> BaseGeometry:
    """Return the shape that WKT describes.

    Raises
    ------
    InvalidEditError
        Where it is none.
    """
    try:
        with np.errstate(invalid="ignore"):  # what is no number is told by who takes the shape
            return shapely.from_wkt(text)
    except NotImplementedError as error:
        raise InvalidEditError(
            "Arcs cannot be drawn: {found}. Give them as chains of short lines.",
            found=ascii(text)[:60],
        ) from error
    except shapely.errors.GEOSException as error:
        raise InvalidEditError(
            "The geometry must be WKT such as POINT (500100 4000200); this is none: {found}",
            found=ascii(text)[:60],
        ) from error


def check_place(document: Document, title: Message, shape: BaseGeometry) -> None:
    """Refuse a shape that lies far away from the plan.

    Raises
    ------
    InvalidEditError
        Where it does.
    """
    low_x, low_y, high_x, high_y = shape.bounds
    if max(map(abs, shape.bounds)) > COORDINATE_LIMIT_M:
        raise InvalidEditError(
            "{kind}: coordinates up to {limit} m are taken; this shape reaches {found} m.",
            kind=title,
            limit=grouped(COORDINATE_LIMIT_M),
            found=f"{max(map(abs, shape.bounds)):.3g}",
        )
    layers = [layer for layer in document.layers.values() if len(layer)]
    if not layers:
        return
    # Mostly it lies near the first feature that one looks at.
    west, south, east, north = np.concatenate([layer.boxes(np.array([0])) for layer in layers]).T
    if (
        (low_x >= west - REACH_M).any()
        and (low_y >= south - REACH_M).any()
        and (high_x <= east + REACH_M).any()
        and (high_y <= north + REACH_M).any()
    ):
        return
    bounds = [layer.bounds for layer in layers]
    if (
        low_x < min(np.fmin.reduce(found[:, 0]) for found in bounds) - REACH_M
        or low_y < min(np.fmin.reduce(found[:, 1]) for found in bounds) - REACH_M
        or high_x > max(np.fmax.reduce(found[:, 2]) for found in bounds) + REACH_M
        or high_y > max(np.fmax.reduce(found[:, 3]) for found in bounds) + REACH_M
    ):
        raise InvalidEditError(
            "{kind}: the shape lies more than {reach} km from the plan. Coordinates are meters "
            "in the plan's CRS ({crs}), east before north.",
            kind=title,
            reach=f"{REACH_M / 1000:g}",
            crs=document.crs[:40],
        )


OPERATIONS: Final = (
    Operation(
        "draw",
        (
            Field("kind", FieldType.TEXT),
            Field("geometry", FieldType.TEXT),
            Field("values", FieldType.VALUES, required=False, nullable=True),
        ),
        draw,
    ),
    Operation("delete", (Field("kind", FieldType.TEXT), Field("ids", FieldType.IDS)), delete),
)
