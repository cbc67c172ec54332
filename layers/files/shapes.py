"""Geometries of a file made fit for a kind: of its shape, valid, in the plan's system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.kind import LayerKind, Shape
from layers.message import Message

_SINGLE: Final = {
    Shape.POLYGON: shapely.GeometryType.POLYGON,
    Shape.LINE: shapely.GeometryType.LINESTRING,
    Shape.POINT: shapely.GeometryType.POINT,
}
_MULTI: Final = {
    Shape.POLYGON: shapely.GeometryType.MULTIPOLYGON,
    Shape.LINE: shapely.GeometryType.MULTILINESTRING,
    Shape.POINT: shapely.GeometryType.MULTIPOINT,
}
_WORDS: Final = {
    Shape.POLYGON: Message("polygons"),
    Shape.LINE: Message("lines"),
    Shape.POINT: Message("points"),
}
_LISTED: Final = 10
COORDINATE_LIMIT_M: Final = 1e8
"""Above every projected coordinate, zone numbers before the easting included. [m]"""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Geometries that a kind takes.

    Parameters
    ----------
    geometries
        Those that are kept, in order.
    kept
        Which of the given ones they are.
    repaired, dropped
        What was changed, and what was left out.
    """

    geometries: NDArray[np.object_]
    kept: NDArray[np.bool_]
    repaired: tuple[Message, ...]
    dropped: tuple[Message, ...]


def fit(geometries: NDArray[np.object_], kind: LayerKind) -> Fit:
    """Return what a kind takes of geometries; rows are counted from 1, as in the file."""
    found = geometries.copy()
    repaired: list[Message] = []
    dropped: list[Message] = []
    kept = ~(shapely.is_missing(found) | shapely.is_empty(found))
    _tell(dropped, ~kept, "{n} features without geometry were left out (rows {rows}).")
    finite = _finite(found)
    _tell(
        dropped,
        kept & ~finite,
        "{n} features with coordinates that are no numbers were left out (rows {rows}).",
    )
    kept &= finite
    near = _within(found, COORDINATE_LIMIT_M)
    _tell(
        dropped,
        kept & ~near,
        "{n} features that lie beyond every place on earth were left out (rows {rows}).",
    )
    kept &= near
    found[kept] = [_of_shape(each, kind.shape) for each in found[kept]]
    other = kept & (shapely.is_missing(found) | shapely.is_empty(found))
    if other.any():
        message = "{n} features that are no {shapes} were left out (rows {rows})."
        dropped.append(_rows(message, other, shapes=_WORDS[kind.shape]))
    kept &= ~other
    if kind.shape is Shape.POLYGON:
        _make_valid(found, kept, repaired, dropped)
    elif kind.shape is Shape.LINE:
        short = kept & (shapely.length(found) <= 0.0)
        _tell(dropped, short, "{n} lines without length were left out (rows {rows}).")
        kept &= ~short
    else:
        several = kept & (shapely.get_type_id(found) == _MULTI[Shape.POINT])
        found[several] = shapely.centroid(found[several])
        _tell(repaired, several, "{n} groups of points became their middle (rows {rows}).")
    return Fit(found[kept], kept, tuple(repaired), tuple(dropped))


def _make_valid(
    found: NDArray[np.object_],
    kept: NDArray[np.bool_],
    repaired: list[Message],
    dropped: list[Message],
) -> None:
    broken = kept & ~shapely.is_valid(found)
    if not broken.any():
        return
    reasons = np.full(len(found), "", dtype=object)
    reasons[broken] = [
        str(reason).partition("[")[0] for reason in shapely.is_valid_reason(found[broken])
    ]
    before = shapely.area(found)
    made = shapely.make_valid(found[broken], method="structure", keep_collapsed=False)
    for place, each in zip(np.flatnonzero(broken).tolist(), made, strict=True):
        found[place] = _of_shape(each, Shape.POLYGON)
    hollow = broken & (shapely.is_missing(found) | shapely.is_empty(found))
    _tell(dropped, hollow, "{n} features without any area were left out (rows {rows}).")
    kept &= ~hollow
    whole = broken & ~hollow
    if not whole.any():
        return
    for word in sorted(set(reasons[whole])):
        rows = whole & (reasons == word)
        repaired.append(
            _rows("{n} features were repaired: {reason} (rows {rows}).", rows, reason=Message(word))
        )
    change = float(np.abs(shapely.area(found[whole]) - before[whole]).sum())
    repaired.append(
        Message.of("The repairs changed areas by {area} m² in all.", area=round(change, 3))
    )


def _finite(geometries: NDArray[np.object_]) -> NDArray[np.bool_]:
    return _within(geometries, np.finfo(np.float64).max)


def _within(geometries: NDArray[np.object_], limit: float) -> NDArray[np.bool_]:
    """Return which geometries have no coordinate beyond a limit, nor one that is no number."""
    coordinates, places = shapely.get_coordinates(geometries, return_index=True)
    within = np.ones(len(geometries), bool)
    within[places[~(np.abs(coordinates) <= limit).all(axis=1)]] = False
    return within


def _of_shape(geometry: shapely.Geometry, shape: Shape) -> shapely.Geometry | None:
    """Return the part of a geometry that is of a shape: single where it is one, else multi."""
    type_ = shapely.get_type_id(geometry)
    if type_ == _SINGLE[shape]:
        return geometry
    if type_ == shapely.GeometryType.LINEARRING and shape is Shape.LINE:
        return shapely.LineString(shapely.get_coordinates(geometry))
    if type_ not in {_MULTI[shape], shapely.GeometryType.GEOMETRYCOLLECTION}:
        return None
    return _put_together(geometry, shape)


def _put_together(geometry: shapely.Geometry, shape: Shape) -> shapely.Geometry | None:
    """Return the parts of one shape, out of a collection or a multi-part geometry."""
    parts = shapely.get_parts(geometry)
    while shapely.GeometryType.GEOMETRYCOLLECTION in shapely.get_type_id(parts):
        parts = shapely.get_parts(parts)
    parts = shapely.get_parts(parts)
    parts = parts[(shapely.get_type_id(parts) == _SINGLE[shape]) & ~shapely.is_empty(parts)]
    if len(parts) == 0:
        return None
    if len(parts) == 1:
        return parts[0]
    match shape:
        case Shape.POLYGON:
            return shapely.MultiPolygon(parts.tolist())
        case Shape.LINE:
            return shapely.MultiLineString(parts.tolist())
        case Shape.POINT:
            return shapely.MultiPoint(parts.tolist())


def _tell(messages: list[Message], rows: NDArray[np.bool_], text: str) -> None:
    if rows.any():
        messages.append(_rows(text, rows))


def _rows(text: str, rows: NDArray[np.bool_], **values: object) -> Message:
    numbers = (np.flatnonzero(rows) + 1).tolist()
    listed = ", ".join(map(str, numbers[:_LISTED])) + (" …" if len(numbers) > _LISTED else "")
    return Message.of(text, n=len(numbers), rows=listed, **values)
