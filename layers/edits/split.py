"""Splitting parcels by lines; neighbours get the new vertices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.coverage.arrangement import Arrangement, arranged
from layers.coverage.rewriting import Piece, rewritten
from layers.coverage.rings import found_in
from layers.document import Document
from layers.edit import Edit
from layers.edits.draw import parsed
from layers.edits.inheritance import Numbers, additive_columns, shares_of
from layers.edits.naming import named
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.rows import Ids, layer_of
from layers.errors import InvalidEditError
from layers.layer import Layer
from layers.message import Message

Shapes = NDArray[np.object_]

SMALLEST_M2: Final = 0.01
"""A cut that would leave less than this is taken for a line that misses. [m²]"""


def split(
    document: Document,
    line: BaseGeometry | str,
    ids: Ids | None = None,
    *,
    every: bool = True,
) -> Edit:
    """Return the edit that cuts parcels along a line; the parts are new parcels.

    A parcel is cut where the line crosses it entirely. Parts have the parcel's values; what is
    counted, as residents are, is shared by area. Neighbours get the vertices of the cut.

    Parameters
    ----------
    document
        The plan.
    line
        A line, several ones or the outline of polygons, as shapely or WKT in the plan's CRS. [m]
    ids
        Parcels to be cut; all that the line crosses where None.
    every
        Whether all of the named parcels must be crossed, rather than one at least.

    Raises
    ------
    InvalidEditError
        Where a named parcel is not there or is not crossed, or the line crosses itself.
    """
    layer = document.layer("parcels")
    cutter = checked_line(parsed(line) if isinstance(line, str) else line)
    wanted = None if ids is None else np.unique(np.asarray(ids, np.int64))
    if wanted is not None:
        layer.places(wanted)
    arrangement = arranged(layer, cutter)
    if wanted is None:
        places = arrangement.crossed.tolist()
    else:  # one that is not crossed has one face
        places = np.flatnonzero(found_in(wanted, arrangement.ids)).tolist()
    faces = {place: arrangement.faces(place) for place in places}
    cut = {
        int(arrangement.ids[place]): found
        for place, found in faces.items()
        if len(found) > 1 and found[-1].area >= SMALLEST_M2
    }
    missed = [] if wanted is None else [id_ for id_ in wanted.tolist() if id_ not in cut]
    if missed and (every or not cut):
        raise InvalidEditError(
            "The line does not cross {ids} entirely. Draw it from border to border.",
            ids=named(layer, missed),
        )
    if not cut:
        return Edit(Message.of("The line cuts no parcel"), ())
    parts = sum(map(len, cut.values()))
    if len(cut) == 1:
        title = Message.of(
            "Split parcel {id} into {parts}", id=named(layer, list(cut)), parts=parts
        )
    else:
        title = Message.of("Split {n} parcels into {parts}", n=len(cut), parts=parts)
    return cut_into(document, title, arrangement, cut)


def cut_into(
    document: Document,
    title: Message,
    arrangement: Arrangement,
    cut: Mapping[int, Shapes],
) -> Edit:
    """Return the edit that puts parts in the place of parcels.

    Parameters
    ----------
    document
        The plan.
    title
        What the step is called.
    arrangement
        The parcels around, with the vertices of the cut.
    cut
        The parts by the parcel's id.
    """
    layer = document.layer("parcels")
    return rewritten(
        document,
        title,
        reshaped=arrangement.beside(cut),
        created=pieces_of(layer, cut),
        removed=list(cut),
    )


def pieces_of(layer: Layer, cut: Mapping[int, Shapes]) -> list[Piece]:
    """Return the parts of parcels with their numbers and shares, the largest of each first.

    Parameters
    ----------
    layer
        The parcels.
    cut
        The parts by the parcel's id.
    """
    counted = additive_columns(layer)
    places = layer.places(np.array(list(cut), np.int64))
    held = layer.columns_at(places, ["number", *counted])
    numbers = Numbers(layer, held["number"])
    pieces: list[Piece] = []
    for row, (parent, shapes) in enumerate(cut.items()):
        names = numbers.parts(held["number"][row], len(shapes))
        shares = shares_of({name: held[name][row] for name in counted}, shapely.area(shapes))
        for shape, name, share in zip(shapes, names, shares, strict=True):
            pieces.append(Piece(shape, {**share, "number": name}, parent))
    return pieces


def split_by_layer(document: Document, kind: str, ids: Ids | None = None) -> Edit:
    """Return the edit that cuts parcels along the features of another layer.

    Parameters
    ----------
    document
        The plan.
    kind
        Id of a kind of lines or polygons; the outlines of these cut.
    ids
        Parcels to be cut; all that are crossed where None.

    Raises
    ------
    InvalidEditError
        Where the kind has no lines, or a named parcel is not crossed.
    """
    shapes = layer_of(document, kind).geometries
    there = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    outlines = np.where(shapely.area(there) > 0, shapely.boundary(there), there)
    lines = shapely.union_all(outlines[shapely.length(outlines) > 0])
    if lines.is_empty:
        raise InvalidEditError(
            "The layer {kind} has no lines to split by. Choose one with lines or polygons.",
            kind=kind,
        )
    return split(document, lines, ids)


def checked_line(line: BaseGeometry) -> BaseGeometry:
    """Return a line that can cut: finite, with a length, not crossing itself.

    Raises
    ------
    InvalidEditError
        Where it is none.
    """
    if line.geom_type in {"Polygon", "MultiPolygon"}:
        line = shapely.boundary(line)
    if line.geom_type not in {"LineString", "MultiLineString", "LinearRing"}:
        raise InvalidEditError(
            "A line is wanted, such as LINESTRING (0 0, 10 10); a {found} was given.",
            found=line.geom_type,
        )
    line = shapely.force_2d(line)
    if not np.isfinite(shapely.get_coordinates(line)).all() or not line.length > 0:
        raise InvalidEditError("The line has no length. Draw it across a parcel.")
    if line.geom_type != "MultiLineString" and not line.is_simple:
        raise InvalidEditError("The line crosses itself. Draw it without a loop.")
    return line


OPERATIONS: Final = (
    Operation(
        "split",
        (
            Field("line", FieldType.TEXT),
            Field("ids", FieldType.IDS, required=False, nullable=True),
        ),
        split,
    ),
    Operation(
        "split_by_layer",
        (
            Field("kind", FieldType.TEXT),
            Field("ids", FieldType.IDS, required=False, nullable=True),
        ),
        split_by_layer,
    ),
)
