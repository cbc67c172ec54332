"""Green corridors joined to the network, and green land along water."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.coverage.arrangement import meeting
from layers.document import Document
from layers.edit import Edit
from layers.edits.draw import checked_shape, draw, parsed
from layers.edits.move import added
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.road import quadrant_chords, red_line
from layers.edits.rows import Ids
from layers.edits.split import checked_line
from layers.edits.values import checked_values
from layers.errors import InvalidEditError
from layers.kinds import kinds
from layers.message import Message
from resources.translations import grouped

JOIN_M: Final = 5.0
"""An end of a corridor that lies so near to green land or another corridor is joined to it. [m]"""
WIDEST_M: Final = 2_000.0
FARTHEST_M: Final = 1_000.0
SMALLEST_M2: Final = 1.0
"""Smaller pieces of green along water are none. [m²]"""
NETWORK: Final = ("corridors", "greens")


def corridor(
    document: Document,
    line: BaseGeometry | str,
    width_m: float,
    *,
    cover: str | None = None,
    type: str | None = None,  # noqa: A002 - the name of the column
    name: str | None = None,
    join: float = JOIN_M,
) -> Edit:
    """Return the edit that draws a green corridor, its ends joined to the green that is there.

    Parameters
    ----------
    document
        The plan.
    line
        Its middle, as shapely or WKT in the plan's CRS. [m]
    width_m
        Its width. [m]
    cover, type, name
        Values of these columns.
    join
        Ends that lie nearer than this to another corridor's middle or to green land are moved
        there; 0 leaves them. [m]

    Raises
    ------
    InvalidEditError
        Where the line crosses itself, or a value is none that its column takes.
    """
    middle = checked_line(parsed(line) if isinstance(line, str) else line)
    middle = checked_shape(document, kinds()["corridors"], shapely.remove_repeated_points(middle))
    if not (math.isfinite(width_m) and 0 < width_m <= WIDEST_M):
        raise InvalidEditError(
            "The width of a corridor must be above 0 and at most {limit} m; {found} is not.",
            limit=f"{WIDEST_M:g}",
            found=f"{width_m:g}",
        )
    if not (math.isfinite(join) and 0 <= join <= FARTHEST_M):
        raise InvalidEditError(
            "Ends are joined over 0 to {limit} m; {found} is not between them.",
            limit=f"{FARTHEST_M:g}",
            found=f"{join:g}",
        )
    shape, ends = joined_ends(document, middle, join)
    values = {"width_m": float(width_m), "cover": cover, "type": type, "name": name}
    edit = draw(document, "corridors", shape, values)
    told = (
        "Corridor of {width} m",
        "Corridor of {width} m, one end of it joined to other green",
        "Corridor of {width} m, both ends of it joined to other green",
    )
    title = Message.of(told[ends], width=f"{width_m:g}")
    return Edit(title, edit.deltas)


def joined_ends(document: Document, line: BaseGeometry, join: float) -> tuple[BaseGeometry, int]:
    """Return a line whose ends lie on the green network where they were near, and how many do.

    Parameters
    ----------
    document
        The plan.
    line
        One line.
    join
        How near an end must lie to be moved. [m]
    """
    xy = shapely.get_coordinates(line)
    if line.geom_type != "LineString" or (xy[0] == xy[-1]).all():
        return line, 0
    count = 0
    for end in (0, -1):
        place = _on_network(document, xy[end], join)
        if place is not None:
            xy[end] = place
            count += 1
    moved = shapely.remove_repeated_points(shapely.LineString(xy))
    return (moved, count) if moved.is_simple and moved.length > 0 else (line, 0)


def _on_network(
    document: Document, end: NDArray[np.float64], join: float
) -> NDArray[np.float64] | None:
    """Return the place on the green network that is nearest to an end; None where none is near."""
    spot = shapely.Point(end)
    found: list[tuple[float, NDArray[np.float64]]] = []
    for kind in NETWORK:
        layer = document.layer(kind)
        for shape in layer.shapes(meeting(layer, spot, join)):
            nearest = shapely.get_point(shapely.shortest_line(shape, spot), 0)
            found.append(
                (float(shapely.distance(shape, spot)), shapely.get_coordinates(nearest)[0])
            )
    return min(found, key=lambda one: one[0])[1] if found else None


def buffer_water(document: Document, ids: Ids, distance: float, cover: str | None = None) -> Edit:
    """Return the edit that makes green land along the banks of water.

    It reaches as far as wanted from the bank, within the red line, and leaves out water and green
    land that is there.

    Parameters
    ----------
    document
        The plan.
    ids
        Features of water.
    distance
        How far from the bank. [m]
    cover
        What grows there.

    Raises
    ------
    InvalidEditError
        Where a feature is not there, the distance cannot be, or no ground is left.
    """
    if not (math.isfinite(distance) and 0 < distance <= FARTHEST_M):
        raise InvalidEditError(
            "The distance must be above 0 and at most {limit} m; {found} is not.",
            limit=f"{FARTHEST_M:g}",
            found=f"{distance:g}",
        )
    water, greens = document.layer("water"), document.layer("greens")
    places = water.places(np.unique(np.asarray(ids, np.int64)))
    shapes = water.shapes(places)
    whole = shapely.union_all(shapely.make_valid(shapes[~shapely.is_missing(shapes)]))
    if whole.is_empty:
        raise InvalidEditError("Choose water with a shape, to have green land along it.")
    bank = shapely.buffer(whole, distance, quad_segs=quadrant_chords(distance))
    taken = [layer.shapes(meeting(layer, bank, 0.0)) for layer in (water, greens)]
    left = shapely.difference(bank, shapely.union_all(shapely.make_valid(np.concatenate(taken))))
    site = red_line(document, bank)
    if site is not None or len(document.layer("boundary")):
        left = shapely.intersection(left, site if site is not None else shapely.Polygon())
    parts = [
        part
        for part in shapely.get_parts(left)
        if part.geom_type == "Polygon" and part.area >= SMALLEST_M2
    ]
    if not parts:
        raise InvalidEditError(
            "Along this water no ground is left within the red line that is not green already."
        )
    row = checked_values(document, greens, {"cover": cover, "role": "riverside"})
    title = Message.of(
        "Green of {distance} m along water: {area} m²",
        distance=f"{distance:g}",
        area=grouped(sum(part.area for part in parts)),
    )
    return Edit(title, (added(greens, parts, [row] * len(parts)),))


_TEXT: Final = tuple(
    Field(name, FieldType.TEXT, required=False, nullable=True) for name in ("cover", "type", "name")
)

OPERATIONS: Final = (
    Operation(
        "corridor",
        (
            Field("line", FieldType.TEXT),
            Field("width_m", FieldType.NUMBER),
            *_TEXT,
            Field("join", FieldType.NUMBER, required=False),
        ),
        corridor,
    ),
    Operation(
        "buffer_water",
        (Field("ids", FieldType.IDS), Field("distance", FieldType.NUMBER), _TEXT[0]),
        buffer_water,
    ),
)
