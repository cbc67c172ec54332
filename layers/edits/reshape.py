"""Reshaping a parcel by a line: land passes between it and its neighbours."""

from __future__ import annotations

from typing import Final, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.coverage.arrangement import Arrangement, arranged, faces_of, meeting
from layers.coverage.ground import coverage_union
from layers.coverage.matching import TOLERANCE
from layers.coverage.rewriting import rewritten
from layers.document import Document
from layers.edit import Edit
from layers.edits.draw import parsed
from layers.edits.naming import named
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.split import checked_line
from layers.errors import InvalidEditError
from layers.layer import Layer
from layers.message import Message
from resources.translations import grouped

Shapes = NDArray[np.object_]


def reshape(document: Document, line: BaseGeometry | str, id: int | None = None) -> Edit:  # noqa: A002
    """Return the edit that makes a line the border of a parcel where it leaves its ground.

    What lies between the line and the parcel's border outside goes to the parcel; what the line
    cuts off inside goes to the neighbour with the longest border there, or to nobody.

    Parameters
    ----------
    document
        The plan.
    line
        A line that begins and ends on the parcel's border or within it. [m]
    id
        The parcel; where None, the one in which the line begins, else the one it hardly enters.

    Raises
    ------
    InvalidEditError
        Where the line encloses nothing with the parcel's border, or would take a whole neighbour.
    """
    layer = document.layer("parcels")
    cutter = checked_line(parsed(line) if isinstance(line, str) else line)
    if id is not None:
        layer.places(np.array([id]))
    near = arranged(layer, cutter)
    chosen = _chosen(near, cutter, id)
    if chosen is None:
        raise InvalidEditError(
            "The line must leave a parcel and come back to its border: it encloses nothing now."
        )
    place, enclosed, cut_off = chosen
    # What changes hands may border on parcels that the line itself does not come near.
    around = shapely.geometrycollections([cutter, *enclosed, *cut_off])
    wider = cast("BaseGeometry", around)
    same = np.array_equal(meeting(layer, wider), near.places)
    whole = near if same else arranged(layer, cutter, wider)
    place = int(np.searchsorted(whole.ids, near.ids[place]))
    parts: dict[int, list[BaseGeometry]] = {place: [whole.faces(place)[0]]}
    for other in range(len(whole.ids)):
        if other != place and len(enclosed):
            _pass_on(whole, other, enclosed, parts, place, layer=layer)
    parts[place].extend(_free(whole, enclosed))
    for piece in cut_off:
        neighbour = _neighbour(whole, place, piece)
        if neighbour is not None:
            parts.setdefault(neighbour, [whole.polygons[neighbour]]).append(piece)
    shapes = {int(whole.ids[at]): _joined(found) for at, found in parts.items()}
    beside = whole.passing(np.array(list(shapes.values()), object), shapes)
    edit = rewritten(
        document,
        Message("Reshape"),
        reshaped={**beside, **shapes},
        conserve=False,
    )
    change = shapes[int(whole.ids[place])].area - whole.before[place].area
    title = Message.of(
        "Reshape parcel {id} by {area} m²",
        id=named(layer, [int(whole.ids[place])]),
        area=("+" if change > 0 else "") + grouped(change, 1),
    )
    return Edit(title, edit.deltas)


def _chosen(
    arrangement: Arrangement, line: BaseGeometry, id_: int | None
) -> tuple[int, Shapes, Shapes] | None:
    """Return the parcel to be reshaped, what it encloses with the line, and what is cut off."""
    found: list[tuple[bool, float, int, Shapes, Shapes]] = []
    start = shapely.Point(line.coords[0]) if line.geom_type == "LineString" else None
    for place, shape in enumerate(arrangement.polygons):
        if id_ is not None and arrangement.ids[place] != id_:
            continue
        faces = arrangement.faces(place)
        cut_off = faces[1:]
        enclosed = _enclosed(arrangement, place)
        if len(cut_off) or len(enclosed):
            begins = start is not None and shape.contains(start)
            inside = shapely.intersection(shape, line).length
            found.append((not begins, inside, place, enclosed, cut_off))
    if not found:
        return None
    _, _, place, enclosed, cut_off = min(found, key=lambda one: one[:3])
    return place, enclosed, cut_off


def _enclosed(arrangement: Arrangement, place: int) -> Shapes:
    """Return the ground outside a parcel that lies between its border and the lines."""
    shape = arrangement.polygons[place]
    around = shapely.box(*arrangement.bounds).buffer(1.0)
    outside = shapely.difference(around, shape)
    faces = np.concatenate(
        [faces_of(part, arrangement.line_sides) for part in shapely.get_parts(outside)]
    )
    rim = around.exterior
    # What reaches the rim of the box is not enclosed; a hole that no line cuts is the parcel's.
    held = ~shapely.intersects(faces, rim)
    lines = shapely.union_all(arrangement.lines)
    along = shapely.length(shapely.intersection(shapely.boundary(faces), lines)) > TOLERANCE
    return faces[held & along]


def _pass_on(
    arrangement: Arrangement,
    other: int,
    enclosed: Shapes,
    parts: dict[int, list[BaseGeometry]],
    gaining: int,
    *,
    layer: Layer,
) -> None:
    """Give the faces of another parcel that are enclosed to the one that is reshaped."""
    faces = arrangement.faces(other)
    spots = shapely.point_on_surface(faces)
    taken = np.array([bool(shapely.contains(enclosed, spot).any()) for spot in spots])
    if not taken.any():
        return
    if taken.all():
        raise InvalidEditError(
            "The line would take all of parcel {id}. Merge the two instead.",
            id=named(layer, [int(arrangement.ids[other])]),
        )
    parts[gaining].extend(faces[taken])
    parts.setdefault(other, []).extend(faces[~taken])


def _free(arrangement: Arrangement, enclosed: Shapes) -> list[BaseGeometry]:
    """Return the enclosed ground that belongs to no parcel."""
    if not len(enclosed):
        return []
    left = shapely.difference(shapely.union_all(enclosed), shapely.union_all(arrangement.polygons))
    return [part for part in shapely.get_parts(left) if part.area > 0]


def _neighbour(arrangement: Arrangement, place: int, piece: BaseGeometry) -> int | None:
    """Return the parcel with the longest border on a piece, None where none has one."""
    shared = shapely.length(
        shapely.intersection(shapely.boundary(arrangement.polygons), piece.boundary)
    )
    shared[place] = 0.0
    best = int(np.argmax(shared))
    return best if shared[best] > TOLERANCE else None


def _joined(parts: list[BaseGeometry]) -> BaseGeometry:
    if len(parts) == 1:
        return parts[0]
    # Parcels that lie over one another hand on the same ground twice.
    found = coverage_union(np.array(parts, object))
    return shapely.union_all(parts) if found is None else found


OPERATIONS: Final = (
    Operation(
        "reshape",
        (
            Field("line", FieldType.TEXT),
            Field("id", FieldType.ID, required=False, nullable=True),
        ),
        reshape,
    ),
)
