"""Moving, inserting and deleting the vertices of features, in every parcel that shares them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
import shapely
from geopandas.array import GeometryArray
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

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

Place = tuple[float, float]
Shapes = NDArray[np.object_]


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
    holders = _holding(layer, sources, ids)
    if not holders:
        raise _no_vertex(layer, moves)
    moved = _changed(layer, holders, lambda chains: chains.moved(sources, targets))
    title = Message.of("Move a vertex of {kind}", kind=_title(kind))
    if len(moves) > 1:
        title = Message.of("Move {n} vertices of {kind}", n=len(moves), kind=_title(kind))
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
            "No border of {kind} runs at E {x}, N {y}.", kind=_title(kind), **_text(place)
        )
    start, end = side
    where, first, last = complex(*place), complex(*start), complex(*end)
    along = last - first
    share = ((where - first) * along.conjugate()).real / abs(along) ** 2
    spot = first + share * along
    if min(abs(spot - first), abs(spot - last)) <= TOLERANCE:
        raise InvalidEditError("The border has a vertex at E {x}, N {y} already.", **_text(place))
    holders = _holding(layer, np.array([first]), ids)
    put = _changed(
        layer,
        holders,
        lambda chains: chains.passing(np.array([first]), np.array([last]), np.array([spot])),
    )
    title = Message.of("Insert a vertex into {kind}", kind=_title(kind))
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
    holders = _holding(layer, spot, ids)
    if not holders:
        raise _no_vertex(layer, {place: place})
    if kinds()[kind].coverage and len(holders) > 2:
        raise InvalidEditError(
            "{n} parcels meet in this vertex: without it there would be a gap. Move it instead.",
            n=len(holders),
        )
    taken = _changed(layer, holders, lambda chains: chains.without(spot))
    title = Message.of("Delete a vertex of {kind}", kind=_title(kind))
    return _reshaped(document, title, kind, taken)


def move_edge(
    document: Document, start: Place, end: Place, distance: float, kind: str = "parcels"
) -> Edit:
    """Return the edit that moves a side in parallel; its ends slide along the sides beside it.

    Parameters
    ----------
    document
        The plan.
    start, end
        Ends of the side, to the bit. [m]
    distance
        How far, to the left as seen from the start. [m]

    Raises
    ------
    InvalidEditError
        Where no feature has the side, or a shape would cross itself or another one.
    """
    layer = layer_of(document, kind)
    moves = slid(layer, start, end, distance)
    edit = move_vertices(document, moves, kind)
    title = Message.of(
        "Move a side of {kind} by {distance} m", kind=_title(kind), distance=f"{distance:.2f}"
    )
    return Edit(title, edit.deltas)


def slid(layer: Layer, start: Place, end: Place, distance: float) -> dict[Place, Place]:
    """Return where both ends of a side go when it is moved in parallel.

    Each end slides along the side that follows it in the feature to the left; where that one runs
    in the same direction, the end goes straight.

    Parameters
    ----------
    layer
        Whose features have the side.
    start, end
        Its ends, to the bit. [m]
    distance
        How far, to the left as seen from the start. [m]

    Raises
    ------
    InvalidEditError
        Where no feature has the side.
    """
    first, last = complex(*start), complex(*end)
    for holder in _holding(layer, np.array([first]), None):
        place = int(layer.places(np.array([holder]))[0])
        for ring in _rows(layer.shapes(np.array([place]))[0]):
            for here, there in ((first, last), (last, first)):
                at = _side_in(ring, here, there)
                if at is None:
                    continue
                before, after = ring[at - 1 if at else -2], ring[(at + 2) % (len(ring) - 1)]
                shift = distance * 1j * (last - first) / abs(last - first)
                ends = {
                    here: _slid_along(here, before, here + shift, there + shift),
                    there: _slid_along(there, after, here + shift, there + shift),
                }
                return {
                    (float(old.real), float(old.imag)): (float(new.real), float(new.imag))
                    for old, new in ends.items()
                }
    raise InvalidEditError("No feature has a side at E {x}, N {y}.", **_text(start))


def _rows(shape: BaseGeometry) -> list[NDArray[np.complex128]]:
    lines = shapely.get_rings(shape) if shape.area > 0 else shapely.get_parts(shape)
    return [_complex(shapely.get_coordinates(line)) for line in lines]


def _complex(xy: NDArray[np.float64]) -> NDArray[np.complex128]:
    return np.ascontiguousarray(xy).view(np.complex128).ravel()


def _side_in(ring: NDArray[np.complex128], here: complex, there: complex) -> int | None:
    found = np.flatnonzero((ring[:-1] == here) & (ring[1:] == there))
    return int(found[0]) if len(found) else None


def _slid_along(corner: complex, beyond: complex, start: complex, end: complex) -> complex:
    """Return where the line from a corner to what lies beyond it meets a moved side."""
    along, way = end - start, beyond - corner
    turn = (along.conjugate() * way).imag
    if abs(turn) < 1e-3 * abs(along) * abs(way):
        # Nearly the same direction: the end would slide away for ever.
        base = ((corner - start) * along.conjugate()).real / abs(along) ** 2
        return start + base * along
    share = (along.conjugate() * (start - corner)).imag / turn
    return corner + share * way


# ---- features -----------------------------------------------------------------------------------


def _holding(layer: Layer, points: NDArray[np.complex128], ids: Sequence[int] | None) -> list[int]:
    """Return the ids of the features that have one of the points as a vertex."""
    near = [layer.meeting((x, y, x, y)) for x, y in zip(points.real, points.imag, strict=True)]
    places = np.unique(np.concatenate(near)) if near else np.empty(0, np.intp)
    if ids is not None:
        places = places[np.isin(layer.ids[places], np.asarray(ids, np.int64))]
    xy, owner = shapely.get_coordinates(layer.shapes(places), return_index=True)
    hit = np.isin(_complex(xy), points)
    return layer.ids[places[np.unique(owner[hit])]].tolist()


def side_at(
    layer: Layer, place: Place, reach: float = TOLERANCE, ids: Sequence[int] | None = None
) -> tuple[Place, Place] | None:
    """Return both ends of the side nearest to a place, None where none is within reach.

    Parameters
    ----------
    layer
        Whose features have sides.
    place
        Where to look. [m]
    reach
        How far away a side may be. [m]
    ids
        Only the sides of these features; all where None.
    """
    x, y = place
    places = layer.meeting((x - reach, y - reach, x + reach, y + reach))
    if ids is not None:
        places = places[np.isin(layer.ids[places], np.asarray(ids, np.int64))]
    best: tuple[float, Place, Place] | None = None
    spot = complex(x, y)
    for row in itertools.chain.from_iterable(map(_rows, layer.shapes(places))):
        along = row[1:] - row[:-1]
        length = np.abs(along)
        share = np.clip(((spot - row[:-1]) * along.conj()).real / length**2, 0, 1)
        away = np.abs(row[:-1] + share * along - spot)
        at = int(np.argmin(away))
        if away[at] <= reach and (best is None or away[at] < best[0]):
            ends = [(float(one.real), float(one.imag)) for one in row[at : at + 2]]
            best = (float(away[at]), ends[0], ends[1])
    return None if best is None else best[1:]


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
        Chains(_complex(xy), starts, (), np.arange(len(parts)), np.zeros(len(parts), bool))
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
        kind=_title(layer.kind),
        **_text(next(iter(moves), (0.0, 0.0))),
    )


def _text(place: Place) -> dict[str, str]:
    return {"x": f"{place[0]:.3f}", "y": f"{place[1]:.3f}"}


def _title(kind: str) -> Message:
    return Message(kinds()[kind].title)


# ---- the command line ---------------------------------------------------------------------------

NEAR_M: Final = 0.01
"""A vertex that is named by its coordinates may be written to a centimetre. [m]"""


def nearest_vertex(layer: Layer, place: Place, reach: float = NEAR_M) -> Place | None:
    """Return the vertex nearest to a place to the bit, None where none is within reach."""
    x, y = place
    places = layer.meeting((x - reach, y - reach, x + reach, y + reach))
    points = _complex(shapely.get_coordinates(layer.shapes(places)))
    away = np.abs(points - complex(x, y))
    if not len(away) or away.min() > reach:
        return None
    found = points[int(np.argmin(away))]
    return float(found.real), float(found.imag)


def _vertex(document: Document, kind: str, place: Sequence[float]) -> Place:
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
    return move_vertices(document, {_vertex(document, kind, at["from"]): target}, kind)


def _delete(document: Document, at: Sequence[float], kind: str = "parcels") -> Edit:
    return delete_vertex(document, _vertex(document, kind, at), kind)


def _insert(document: Document, at: Sequence[float], kind: str = "parcels") -> Edit:
    return insert_vertex(document, (float(at[0]), float(at[1])), kind)


def _move_edge(
    document: Document,
    start: Sequence[float],
    end: Sequence[float],
    distance: float,
    kind: str = "parcels",
) -> Edit:
    ends = (_vertex(document, kind, start), _vertex(document, kind, end))
    return move_edge(document, *ends, distance, kind)


_KIND: Final = Field("kind", FieldType.TEXT, required=False)

OPERATIONS: Final = (
    Operation(
        "move_vertex", (Field("from", FieldType.POINT), Field("to", FieldType.POINT), _KIND), _move
    ),
    Operation("insert_vertex", (Field("at", FieldType.POINT), _KIND), _insert),
    Operation("delete_vertex", (Field("at", FieldType.POINT), _KIND), _delete),
    Operation(
        "move_edge",
        (
            Field("start", FieldType.POINT),
            Field("end", FieldType.POINT),
            Field("distance", FieldType.NUMBER),
            _KIND,
        ),
        _move_edge,
    ),
)
