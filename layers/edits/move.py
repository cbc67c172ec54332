"""Moving, rotating and duplicating features; parcels take free ground alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
import shapely
from geopandas.array import GeometryArray
from numpy.typing import NDArray
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from layers.coverage.rewriting import Piece, rewritten
from layers.coverage.settling import settled
from layers.document import Document
from layers.edit import Edit, RowsDelta
from layers.edits.draw import check_place
from layers.edits.inheritance import Numbers
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.rows import Ids, layer_of
from layers.errors import InvalidEditError
from layers.kinds import kinds
from layers.layer import Layer
from layers.message import Message

FARTHEST_M: Final = 1e6
"""How far features can be moved at once. [m]"""

Shapes = NDArray[np.object_]
Change = Callable[[BaseGeometry], BaseGeometry]


def move(document: Document, kind: str, ids: Ids, dx: float, dy: float) -> Edit:
    """Return the edit that moves features.

    Parcels lie on free ground afterwards: what others hold there stays theirs. The ground that
    they leave belongs to no parcel.

    Parameters
    ----------
    document
        The plan.
    kind
        Id of the kind.
    ids
        Feature ids.
    dx, dy
        How far to the east and to the north. [m]

    Raises
    ------
    InvalidEditError
        Where a feature is not there or would lie far away, or a parcel would have no ground.
    """
    title = Message.of("{kind}: move {n}", kind=_title(kind), n=len(np.unique(np.asarray(ids))))
    if _distance(dx, dy) == 0:
        return Edit(title, ())
    return _changed(document, title, kind, ids, lambda shape: affinity.translate(shape, dx, dy))


def rotate(
    document: Document,
    kind: str,
    ids: Ids,
    angle: float,
    centre: Sequence[float] | None = None,
) -> Edit:
    """Return the edit that rotates features together.

    Parameters
    ----------
    document
        The plan.
    kind
        Id of the kind.
    ids
        Feature ids.
    angle
        Counter-clockwise. [°]
    centre
        What stays where it is, east and north; the middle of the box around them where None. [m]

    Raises
    ------
    InvalidEditError
        Where a feature is not there or would lie far away, or a parcel would have no ground.
    """
    title = Message.of("{kind}: rotate {n}", kind=_title(kind), n=len(np.unique(np.asarray(ids))))
    if not math.isfinite(angle):
        raise InvalidEditError("The angle must be a number of degrees.")
    around = middle(document, kind, ids) if centre is None else (centre[0], centre[1])
    turned = angle % 360.0
    if turned == 0:
        return Edit(title, ())
    return _changed(
        document, title, kind, ids, lambda shape: affinity.rotate(shape, turned, origin=around)
    )


def duplicate(document: Document, kind: str, ids: Ids, dx: float, dy: float) -> Edit:
    """Return the edit that puts copies of features beside them, with their values.

    Copies of parcels get the ground that is free there, and numbers of their own.

    Parameters
    ----------
    document
        The plan.
    kind
        Id of the kind.
    ids
        Feature ids.
    dx, dy
        How far to the east and to the north the copies lie. [m]

    Raises
    ------
    InvalidEditError
        Where a feature is not there, or a copy would lie far away or have no ground.
    """
    _distance(dx, dy)
    layer = layer_of(document, kind)
    wanted = np.unique(np.asarray(ids, np.int64))
    before = layer.shapes(layer.places(wanted))
    shapes = _moved(document, kind, before, lambda shape: affinity.translate(shape, dx, dy))
    title = Message.of("{kind}: duplicate {n}", kind=_title(kind), n=len(wanted))
    if not shapes:
        return Edit(title, ())
    if not kinds()[kind].coverage:
        return Edit(title, (added(layer, shapes, parents=wanted.tolist()),))
    numbers = Numbers(layer)
    own = layer.values("number").array.take(layer.places(wanted))
    values = [{"number": numbers.parts(number, 1)[0]} for number in own]
    pieces = [
        Piece(shape, row, parent)
        for shape, row, parent in zip(shapes, values, wanted.tolist(), strict=True)
    ]
    return arrived(document, title, pieces)


def move_all(
    document: Document,
    selection: Mapping[str, Ids],
    dx: float,
    dy: float,
    *,
    copies: bool = False,
) -> Edit:
    """Return one edit that moves features of several kinds, or puts copies of them there.

    Parameters
    ----------
    document
        The plan.
    selection
        Feature ids by kind.
    dx, dy
        How far to the east and to the north. [m]
    copies
        Whether the features stay where they are and copies are made.
    """
    verb = duplicate if copies else move
    return _together(verb(document, kind, ids, dx, dy) for kind, ids in selection.items())


def rotate_all(
    document: Document,
    selection: Mapping[str, Ids],
    angle: float,
    centre: Sequence[float] | None = None,
) -> Edit:
    """Return one edit that rotates features of several kinds together.

    Parameters
    ----------
    document
        The plan.
    selection
        Feature ids by kind.
    angle
        Counter-clockwise. [°]
    centre
        What stays where it is; the middle of the box around all of them where None. [m]
    """
    if centre is None and selection:
        bounds = [
            document.layer(kind).bounds[document.layer(kind).places(np.asarray(ids, np.int64))]
            for kind, ids in selection.items()
        ]
        every = np.concatenate(bounds)
        if not len(every) or not np.isfinite(every).all():
            raise InvalidEditError("Choose features with a shape to be rotated.")
        centre = ((every[:, :2].min(axis=0) + every[:, 2:].max(axis=0)) / 2).tolist()
    return _together(rotate(document, kind, ids, angle, centre) for kind, ids in selection.items())


def _together(edits: Iterable[Edit]) -> Edit:
    found = list(edits)
    if not found:
        raise InvalidEditError("Nothing is selected. Select features first.")
    deltas = tuple(delta for edit in found for delta in edit.deltas)
    return Edit(Message.joined(edit.title for edit in found), deltas)


def middle(document: Document, kind: str, ids: Ids) -> tuple[float, float]:
    """Return the middle of the box around features. [m]."""
    layer = layer_of(document, kind)
    bounds = layer.bounds[layer.places(np.unique(np.asarray(ids, np.int64)))]
    if not len(bounds) or not np.isfinite(bounds).all():
        raise InvalidEditError("Choose features with a shape to be rotated.")
    low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    east, north = ((low + high) / 2).tolist()
    return east, north


def _title(kind: str) -> Message:
    return Message(kinds()[kind].title if kind in kinds() else kind)


def _distance(dx: float, dy: float) -> float:
    if not (math.isfinite(dx) and math.isfinite(dy)) or max(abs(dx), abs(dy)) > FARTHEST_M:
        raise InvalidEditError(
            "Features are moved by {limit} km at most in one step.", limit=f"{FARTHEST_M / 1e3:g}"
        )
    return math.hypot(dx, dy)


def _moved(document: Document, kind: str, before: Shapes, change: Change) -> list[BaseGeometry]:
    """Return shapes after a movement, which leaves them as sound as they are."""
    if any(shape is None or shape.is_empty for shape in before):
        raise InvalidEditError("A feature without a shape cannot be moved.")
    after = [change(shape) for shape in before]
    if after:
        # One look at all of them: each for itself would be compared with the whole plan.
        around = shapely.box(*shapely.total_bounds(np.array([*after, None], object)).tolist())
        check_place(document, _title(kind), around)
    return after


def _changed(document: Document, title: Message, kind: str, ids: Ids, change: Change) -> Edit:
    layer = layer_of(document, kind)
    wanted = np.unique(np.asarray(ids, np.int64))
    before = layer.shapes(layer.places(wanted))
    after = _moved(document, kind, before, change)
    if not after:
        return Edit(title, ())
    if kinds()[kind].coverage:
        return _coverage_moved(document, title, wanted, after)
    index = pd.Index(wanted, name="fid")
    return Edit(
        title,
        (
            RowsDelta(
                kind,
                pd.DataFrame({"geometry": _column(layer, before.tolist())}, index),
                pd.DataFrame({"geometry": _column(layer, after)}, index),
            ),
        ),
    )


def _coverage_moved(
    document: Document, title: Message, ids: NDArray[np.int64], after: list[BaseGeometry]
) -> Edit:
    layer = document.layer("parcels")
    arrangement, found = settled(layer, after, ids.tolist())
    shapes = _all_there(found)
    beside = arrangement.passing(np.array([*shapes, None], object)[:-1])
    reshaped = dict(zip(ids.tolist(), shapes, strict=True))
    return rewritten(document, title, reshaped=beside | reshaped, conserve=False)


def arrived(document: Document, title: Message, pieces: Sequence[Piece]) -> Edit:
    """Return the edit that puts parcels on the ground that is free for them.

    Parameters
    ----------
    document
        The plan.
    title
        What the step is called.
    pieces
        The parcels, with the ground that they would like.

    Raises
    ------
    InvalidEditError
        Where no ground is free for one of them.
    """
    layer = document.layer("parcels")
    arrangement, found = settled(layer, [piece.geometry for piece in pieces])
    shapes = _all_there(found)
    return rewritten(
        document,
        title,
        reshaped=arrangement.passing(np.array([*shapes, None], object)[:-1]),
        created=[
            Piece(shape, piece.values, piece.parent)
            for shape, piece in zip(shapes, pieces, strict=True)
        ],
        conserve=False,
    )


def _all_there(found: Sequence[BaseGeometry | None]) -> list[BaseGeometry]:
    there = [shape for shape in found if shape is not None]
    if len(there) < len(found):
        raise InvalidEditError(
            "For {n} of {all} parcels no ground is free there: it belongs to others. Choose"
            " another place.",
            n=len(found) - len(there),
            all=len(found),
        )
    return there


def added(
    layer: Layer,
    shapes: Sequence[BaseGeometry],
    values: Sequence[Mapping[str, object]] = (),
    parents: Sequence[int] = (),
) -> RowsDelta:
    """Return the rows of new features that are no parcels.

    Parameters
    ----------
    layer
        Where they come to be.
    shapes
        Their checked shapes.
    values
        Checked values of each; none where empty.
    parents
        Features whose values each of them gets; none where empty.
    """
    ids = np.arange(layer.next_id, layer.next_id + len(shapes))
    index = pd.Index(ids, dtype=np.int64, name="fid")
    places = np.full(len(shapes), -1, np.intp)
    if len(parents):
        places = layer.places(np.asarray(parents, np.int64))
    columns: dict[str, object] = {}
    for name in layer.columns[:-1]:
        column = layer.values(name).array.take(places, allow_fill=True)
        for row, given in enumerate(values):
            if name in given:
                column[row] = pd.NA if given[name] is None else given[name]
        columns[name] = column
    columns["geometry"] = _column(layer, list(shapes))
    before = layer.plain_rows(np.empty(0, np.intp))
    return RowsDelta(layer.kind, before, pd.DataFrame(columns, index))


def _column(layer: Layer, shapes: list[BaseGeometry]) -> GeometryArray:
    return GeometryArray(np.array([*shapes, None], object)[:-1], crs=layer.crs)


_WHICH: Final = (Field("kind", FieldType.TEXT), Field("ids", FieldType.IDS))
_HOW_FAR: Final = (Field("dx", FieldType.NUMBER), Field("dy", FieldType.NUMBER))

OPERATIONS: Final = (
    Operation("move", (*_WHICH, *_HOW_FAR), move),
    Operation(
        "rotate",
        (
            *_WHICH,
            Field("angle", FieldType.NUMBER),
            Field("centre", FieldType.POINT, required=False, nullable=True),
        ),
        rotate,
    ),
    Operation("duplicate", (*_WHICH, *_HOW_FAR), duplicate),
)
