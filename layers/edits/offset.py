"""Lines parallel to others: set-back lines of parcels, and offsets of borders and lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, cast

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers.document import Document
from layers.edit import Edit
from layers.edits.divide import sides_of
from layers.edits.draw import checked_shape
from layers.edits.move import added
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.road import quadrant_chords
from layers.edits.rows import Ids, layer_of
from layers.edits.split import split
from layers.edits.values import checked_values
from layers.errors import InvalidEditError
from layers.kind import Shape
from layers.kinds import kinds
from layers.message import Message
from layers.prepared import contains_xy

FARTHEST_M: Final = 1_000.0
CUT: Final = "cut"
"""What stands in place of a kind where the line is to cut parcels."""
CONTROL: Final = "control_lines"
_SHARPEST: Final = 5.0


def set_back(
    document: Document,
    ids: Ids,
    distance: float | Sequence[float],
    edge: Sequence[float] | None = None,
) -> Edit:
    """Return the edit that draws the lines behind which buildings of parcels stand.

    Parameters
    ----------
    document
        The plan.
    ids
        Parcels.
    distance
        From the border; one for all parcels, or one for each. [m]
    edge
        A place near the side from which alone buildings stand back, east and north; all sides
        where None. [m]

    Raises
    ------
    InvalidEditError
        Where a parcel is not there or too narrow, or a distance cannot be.
    """
    layer, lines = document.layer("parcels"), document.layer(CONTROL)
    wanted = np.unique(np.asarray(ids, np.int64))
    places = layer.places(wanted)
    given = _distances(distance, len(wanted))
    if len(given) != len(wanted):
        raise InvalidEditError(
            "{n} parcels were named and {found} distances given. Give one for all, or one for"
            " each.",
            n=len(wanted),
            found=len(given),
        )
    numbers = layer.values("number").array.take(places)
    shapes: list[BaseGeometry] = []
    rows: list[dict[str, object]] = []
    parcels = layer.shapes(places)
    for id_, parcel, number, back in zip(wanted.tolist(), parcels, numbers, given, strict=True):
        _check(back, least=0.0)
        line = inner_line(parcel, back) if edge is None else side_line(parcel, edge, back)
        if line is None or line.is_empty:
            raise InvalidEditError(
                "Parcel {id} is too narrow to stand back {distance} m. Give a shorter distance.",
                id=id_,
                distance=f"{back:g}",
            )
        shapes.append(line)
        name = number if isinstance(number, str) else None
        values = {"name": name, "type": "setback", "distance_m": float(back)}
        rows.append(checked_values(document, lines, values))
    title = Message.of("Set-back lines of {n} parcels", n=len(shapes))
    return Edit(title, (added(lines, shapes, rows),) if shapes else ())


def offset(
    document: Document,
    kind: str,
    id: int,  # noqa: A002 - a field of the operation
    distance: float,
    to: str = CONTROL,
    *,
    type: str | None = None,  # noqa: A002 - the name of the column
) -> Edit:
    """Return the edit that draws a line parallel to a feature, or cuts parcels along it.

    Parameters
    ----------
    document
        The plan.
    kind, id
        The feature: a line, or an area, whose border is followed.
    distance
        How far beside it: to the left of a line or outwards where above 0, to the right or
        inwards where below. [m]
    to
        Kind of the new line; ``cut`` where parcels are cut along it instead.
    type
        Its type, for kinds that have such a column.

    Raises
    ------
    InvalidEditError
        Where the feature is not there or has no line, nothing lies so far beside it, or the kind
        holds no lines.
    """
    layer = layer_of(document, kind)
    shape = layer.shapes(layer.places(np.array([id], np.int64)))[0]
    _check(abs(distance), least=0.0)
    line = parallel(shape, distance)
    if line is None or line.is_empty:
        raise InvalidEditError(
            "No line lies {distance} m beside feature {id} of {kind}. Give another distance.",
            distance=f"{distance:g}",
            id=id,
            kind=Message(kinds()[kind].title),
        )
    if to == CUT:
        edit = split(document, line, every=False)
        if not edit:
            raise InvalidEditError("The line beside it crosses no parcel entirely.")
        return edit
    target = layer_of(document, to)
    if kinds()[to].shape is not Shape.LINE:
        raise InvalidEditError(
            "{kind} holds no lines. Choose another layer for the line.",
            kind=Message(kinds()[to].title),
        )
    values: dict[str, object] = {} if type is None else {"type": type}
    if to == CONTROL:
        values = {"type": "other", "distance_m": float(distance), **values}
    row = checked_values(document, target, values)
    title = Message.of("Line {distance} m beside a feature", distance=f"{distance:g}")
    return Edit(title, (added(target, [checked_shape(document, kinds()[to], line)], [row]),))


def _distances(distance: object, count: int) -> list[float]:
    """Return one distance for each parcel, where one for all was given as well."""
    several = cast("list[object]", list(distance)) if isinstance(distance, list | tuple) else None
    found = [distance] * count if several is None else several
    if not all(type(one) in {int, float} for one in found):
        raise InvalidEditError("A distance must be a number of metres, or one for each parcel.")
    return [float(one) for one in found if isinstance(one, int | float)]


def _check(distance: float, least: float) -> None:
    if not (math.isfinite(distance) and least < distance <= FARTHEST_M):
        raise InvalidEditError(
            "The distance must be above 0 and at most {limit} m; {found} is not.",
            limit=f"{FARTHEST_M:g}",
            found=f"{distance:g}",
        )


# ---- lines --------------------------------------------------------------------------------------


def inner_line(polygon: BaseGeometry, distance: float) -> BaseGeometry | None:
    """Return the line within a polygon that lies so far from its border; None where none does."""
    return _as_line(_rings(_grown(polygon, -distance)))


def side_line(parcel: BaseGeometry, place: Sequence[float], distance: float) -> BaseGeometry | None:
    """Return the line within a parcel that is parallel to one of its sides; None where none is.

    Parameters
    ----------
    parcel
        A polygon.
    place
        East and north of a place near the side. [m]
    distance
        From the side, inwards. [m]
    """
    sides = sides_of(parcel)
    away = shapely.distance(shapely.linestrings(sides), shapely.Point(place))
    start, end = sides[int(np.argmin(away))]
    along = (end - start) / np.hypot(*(end - start))
    inwards = np.array([-along[1], along[0]])
    probe = (start + end) / 2 + 1e-3 * inwards
    if not contains_xy(parcel, *probe):
        inwards = -inwards
    reach = math.hypot(parcel.bounds[2] - parcel.bounds[0], parcel.bounds[3] - parcel.bounds[1])
    base = start + distance * inwards
    long = shapely.LineString([base - reach * along, base + reach * along])
    found = shapely.get_parts(shapely.intersection(parcel, long))
    return _as_line([part for part in found if part.geom_type == "LineString"])


def parallel(shape: BaseGeometry | None, distance: float) -> BaseGeometry | None:
    """Return the line beside a line or a border; None where there is none.

    Parameters
    ----------
    shape
        A line or a polygon, or several of them.
    distance
        To the left or outwards where above 0, to the right or inwards where below. [m]
    """
    if shape is None or shape.is_empty:
        return None
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return _as_line(_rings(_grown(shape, distance)))
    if shape.geom_type not in {"LineString", "MultiLineString"}:
        return None
    parts = [
        shapely.offset_curve(part, distance, join_style="mitre", mitre_limit=_SHARPEST)
        for part in shapely.get_parts(shape)
    ]
    return _as_line([one for part in parts for one in shapely.get_parts(part).tolist()])


def _grown(polygon: BaseGeometry, distance: float) -> BaseGeometry:
    return shapely.buffer(
        polygon,
        distance,
        quad_segs=quadrant_chords(abs(distance)),
        join_style="mitre",
        mitre_limit=_SHARPEST,
    )


def _rings(ground: BaseGeometry) -> list[BaseGeometry]:
    # Of several polygons as one shape shapely has no rings.
    return shapely.get_rings(shapely.get_parts(ground)).tolist()


def _as_line(rings: Sequence[BaseGeometry]) -> BaseGeometry | None:
    lines = [shapely.LineString(ring.coords) for ring in rings if ring.length > 0]
    if not lines:
        return None
    return lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)


OPERATIONS: Final = (
    Operation(
        "set_back",
        (
            Field("ids", FieldType.IDS),
            Field("distance", FieldType.ANY),
            Field("edge", FieldType.POINT, required=False, nullable=True),
        ),
        set_back,
    ),
    Operation(
        "offset",
        (
            Field("kind", FieldType.TEXT),
            Field("id", FieldType.ID),
            Field("distance", FieldType.NUMBER),
            Field("to", FieldType.TEXT, required=False),
            Field("type", FieldType.TEXT, required=False, nullable=True),
        ),
        offset,
    ),
)
