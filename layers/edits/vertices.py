"""Moving, inserting and deleting the vertices of features, in every parcel that shares them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
import shapely
from geopandas.array import GeometryArray
from shapely.geometry.base import BaseGeometry

from layers.coverage.lookup import Place, as_complex, holding, nearest_vertex, side_at
from layers.coverage.matching import TOLERANCE
from layers.coverage.rewriting import rewritten
from layers.coverage.rings import Chains, chains_of_polygons
from layers.document import Document
from layers.edit import Edit, RowsDelta
from layers.edits.draw import checked_shape
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.rows import layer_of
from layers.errors import InvalidEditError
from layers.kind import Shape
from layers.kinds import kinds
from layers.layer import Layer
from layers.message import Message


def move_vertices(
    document: Document,
    moves: Mapping[Place, Place],
    kind: str = "parcels",
    ids: Sequence[int] | None = None,
    *,
    merge_key: str = "",
) -> Edit:
    """Return the edit that moves vertices in every feature that has them.

    A vertex that is moved onto another one of the same border is gone.

    Parameters
    ----------
    document
        The plan.
    moves
        Where each vertex goes, by where it is, to the bit. [m]
    kind
        Id of the kind.
    ids
        Only these features, of kinds that share no borders; all that have the vertex where None.
    merge_key
        The same for edits in a row that make one step.

    Raises
    ------
    InvalidEditError
        Where no feature has a vertex there, or a shape would cross itself or another one.
    """
    layer = layer_of(document, kind)
    sources = np.array([complex(*place) for place in moves], np.complex128)
    targets = np.array([complex(*place) for place in moves.values()], np.complex128)
    if not (np.isfinite(sources).all() and np.isfinite(targets).all()):
        raise InvalidEditError(
            "A vertex can only be moved to a place whose coordinates are numbers."
        )
    holders = holding(layer, sources, ids)
    if not holders:
        raise _no_vertex(layer, moves)
    moved = _changed(layer, holders, lambda chains: chains.moved(sources, targets))
    title = Message.of("Move a vertex of {kind}", kind=titled(kind))
    if len(moves) > 1:
        title = Message.of("Move {n} vertices of {kind}", n=len(moves), kind=titled(kind))
    return _reshaped(document, title, kind, moved, merge_key)


def insert_vertex(
    document: Document, place: Place, kind: str = "parcels", ids: Sequence[int] | None = None
) -> Edit:
    """Return the edit that puts a vertex into the border at a place, on both sides of it.

    Parameters
    ----------
    document
        The plan.
    place
        On a border, to a millimetre. [m]

    Raises
    ------
    InvalidEditError
        Where no border runs there, or it has a vertex there already.
    """
    layer = layer_of(document, kind)
    side = side_at(layer, place, ids=ids)
    if side is None:
        raise InvalidEditError(
            "No border of {kind} runs at E {x}, N {y}.", kind=titled(kind), **written(place)
        )
    start, end = side
    where, first, last = complex(*place), complex(*start), complex(*end)
    along = last - first
    share = ((where - first) * along.conjugate()).real / abs(along) ** 2
    spot = first + share * along
    if min(abs(spot - first), abs(spot - last)) <= TOLERANCE:
        raise InvalidEditError("The border has a vertex at E {x}, N {y} already.", **written(place))
    holders = holding(layer, np.array([first]), ids)
    put = _changed(
        layer,
        holders,
        lambda chains: chains.passing(np.array([first]), np.array([last]), np.array([spot])),
    )
    title = Message.of("Insert a vertex into {kind}", kind=titled(kind))
    return _reshaped(document, title, kind, put)


def delete_vertex(
    document: Document, place: Place, kind: str = "parcels", ids: Sequence[int] | None = None
) -> Edit:
    """Return the edit that takes a vertex out of every feature that has it.

    Raises
    ------
    InvalidEditError
        Where no feature has it, where more than two borders meet in it, or a shape would have too
        few vertices.
    """
    layer = layer_of(document, kind)
    spot = np.array([complex(*place)])
    holders = holding(layer, spot, ids)
    if not holders:
        raise _no_vertex(layer, {place: place})
    if kinds()[kind].coverage and len(holders) > 2:
        raise InvalidEditError(
            "{n} parcels meet in this vertex: without it there would be a gap. Move it instead.",
            n=len(holders),
        )
    taken = _changed(layer, holders, lambda chains: chains.without(spot))
    title = Message.of("Delete a vertex of {kind}", kind=titled(kind))
    return _reshaped(document, title, kind, taken)


# ---- features -----------------------------------------------------------------------------------


def _changed(
    layer: Layer, holders: list[int], change: Callable[[Chains], Chains]
) -> dict[int, BaseGeometry]:
    shapes = layer.shapes(layer.places(np.array(holders, np.int64)))
    if kinds()[layer.kind].shape is Shape.POLYGON:
        chains = change(chains_of_polygons(shapes))
        if (np.diff(chains.starts) < 4).any():
            raise InvalidEditError("A border would have less than three vertices.")
        return dict(zip(holders, chains.polygons(shapes).tolist(), strict=True))
    return {id_: _line(shape, change) for id_, shape in zip(holders, shapes, strict=True)}


def _line(shape: BaseGeometry, change: Callable[[Chains], Chains]) -> BaseGeometry:
    """Return a line or a point after a change of its places."""
    parts = shapely.get_parts(shape)
    xy, owner = shapely.get_coordinates(parts, return_index=True)
    starts = np.searchsorted(owner, np.arange(len(parts) + 1))
    chains = change(
        Chains(as_complex(xy), starts, (), np.arange(len(parts)), np.zeros(len(parts), bool))
    )
    made = []
    for first, last in itertools.pairwise(chains.starts.tolist()):
        places = np.column_stack([chains.points.real, chains.points.imag])[first:last]
        if shape.geom_type.endswith("Point"):
            made.append(shapely.Point(places[0]))
        elif last - first < 2:
            raise InvalidEditError("A line would have less than two vertices.")
        else:
            made.append(shapely.LineString(places))
    return made[0] if len(made) == 1 else shapely.MultiLineString(made)


def _reshaped(
    document: Document,
    title: Message,
    kind: str,
    shapes: dict[int, BaseGeometry],
    merge_key: str = "",
) -> Edit:
    if kinds()[kind].coverage:
        edit = rewritten(document, title, reshaped=shapes, kind=kind, conserve=False)
        return Edit(title, edit.deltas, merge_key)
    layer = document.layer(kind)
    ids = np.array(sorted(shapes), np.int64)
    index = pd.Index(ids, name="fid")
    made = [checked_shape(document, kinds()[kind], shapes[int(id_)]) for id_ in ids]
    held = GeometryArray(layer.shapes(layer.places(ids)), layer.crs)
    before = pd.DataFrame({"geometry": held}, index)
    after = pd.DataFrame({"geometry": GeometryArray(np.array(made, object), layer.crs)}, index)
    return Edit(title, (RowsDelta(kind, before, after),), merge_key)


def _no_vertex(layer: Layer, moves: Mapping[Place, Place]) -> InvalidEditError:
    return InvalidEditError(
        "No feature of {kind} has a vertex at E {x}, N {y}.",
        kind=titled(layer.kind),
        **written(next(iter(moves), (0.0, 0.0))),
    )


def written(place: Place) -> dict[str, str]:
    """Return a place as sentences show it, to the millimetre."""
    return {"x": f"{place[0]:.3f}", "y": f"{place[1]:.3f}"}


def titled(kind: str) -> Message:
    """Return the title of a kind as a message."""
    return Message(kinds()[kind].title)


# ---- the command line ---------------------------------------------------------------------------


def vertex_named(document: Document, kind: str, place: Sequence[float]) -> Place:
    """Return the vertex that coordinates to the centimetre mean, to the bit.

    Raises
    ------
    InvalidEditError
        Where no feature of the kind has one there.
    """
    layer, wanted = layer_of(document, kind), (float(place[0]), float(place[1]))
    found = nearest_vertex(layer, wanted)
    if found is None:
        raise _no_vertex(layer, {wanted: wanted})
    return found


def _move(
    document: Document,
    to: Sequence[float],
    kind: str = "parcels",
    **at: Sequence[float],  # "from" is a word of Python's
) -> Edit:
    target = (float(to[0]), float(to[1]))
    return move_vertices(document, {vertex_named(document, kind, at["from"]): target}, kind)


def _delete(document: Document, at: Sequence[float], kind: str = "parcels") -> Edit:
    return delete_vertex(document, vertex_named(document, kind, at), kind)


def _insert(document: Document, at: Sequence[float], kind: str = "parcels") -> Edit:
    return insert_vertex(document, (float(at[0]), float(at[1])), kind)


KIND_FIELD: Final = Field("kind", FieldType.TEXT, required=False)
"""Whose vertices or sides an operation is about; parcels' where it is not given."""

OPERATIONS: Final = (
    Operation(
        "move_vertex",
        (Field("from", FieldType.POINT), Field("to", FieldType.POINT), KIND_FIELD),
        _move,
    ),
    Operation("insert_vertex", (Field("at", FieldType.POINT), KIND_FIELD), _insert),
    Operation("delete_vertex", (Field("at", FieldType.POINT), KIND_FIELD), _delete),
)
