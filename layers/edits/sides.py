"""Moving sides of features in parallel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.coverage.lookup import Place, holding, rows_of
from layers.document import Document
from layers.edit import Edit
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.rows import layer_of
from layers.edits.vertices import KIND_FIELD, move_vertices, titled, vertex_named, written
from layers.errors import InvalidEditError
from layers.layer import Layer
from layers.message import Message


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
        "Move a side of {kind} by {distance} m", kind=titled(kind), distance=f"{distance:.2f}"
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
    for holder in holding(layer, np.array([first]), None):
        place = int(layer.places(np.array([holder]))[0])
        for ring in rows_of(layer.shapes(np.array([place]))[0]):
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
    raise InvalidEditError("No feature has a side at E {x}, N {y}.", **written(start))


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


def _move_edge(
    document: Document,
    start: Sequence[float],
    end: Sequence[float],
    distance: float,
    kind: str = "parcels",
) -> Edit:
    ends = (vertex_named(document, kind, start), vertex_named(document, kind, end))
    return move_edge(document, *ends, distance, kind)


OPERATIONS: Final = (
    Operation(
        "move_edge",
        (
            Field("start", FieldType.POINT),
            Field("end", FieldType.POINT),
            Field("distance", FieldType.NUMBER),
            KIND_FIELD,
        ),
        _move_edge,
    ),
)
