"""Roads: a centre line with a width becomes road land, carved out of the parcels."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers.arrays import listed
from layers.coverage.arrangement import meeting
from layers.coverage.carving import Carving, carved
from layers.coverage.rewriting import Piece, rewritten
from layers.document import Document
from layers.edit import Edit
from layers.edits.draw import checked_shape, drawn, parsed
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.split import checked_line, pieces_of
from layers.edits.zone import planned
from layers.errors import InvalidEditError
from layers.kinds import kinds
from layers.layer import Layer
from layers.message import Message
from resources.translations import grouped

ROAD_LAND: Final = ("GB50137-2011:S1", "MNR2023:1207")
"""Classes of the shipped sets that are land of roads."""
EXISTING: Final = "land_use_existing"
"""Column of parcels that says what their land is today."""
WIDEST_M: Final = 200.0
LARGEST_FILLET_M: Final = 500.0
CHORD_M: Final = 0.01
"""How far the chords of a rounded corner lie beside its arc at most. [m]"""
GRID_M: Final = 1e-4
"""Corners of roads lie on a grid of this, so that no two of one corner lie beside another. [m]"""
_OFF_M: Final = 5e-4
_SEAM_M: Final = 0.05
_SMALLEST_M2: Final = 0.01


def road(
    document: Document,
    line: BaseGeometry | str,
    width: float,
    *,
    fillet: float = 0.0,
    name: str | None = None,
    land_use: str | None = None,
) -> Edit:
    """Return the edit that makes road land along a centre line.

    Parcels give the land that the road takes; what is left of one in several pieces becomes
    several parcels. Road land that is there already stays as it is, and shares the vertices of
    what joins it. The centre line becomes a feature of the roads.

    Inner corners of bends, and those at junctions with road land that is there, are rounded:
    together with that land the road is widened by the radius and narrowed again, which leaves
    arcs in the corners. The arcs are chords that lie within `CHORD_M` of them.

    Parameters
    ----------
    document
        The plan.
    line
        The centre line, as shapely or WKT in the plan's CRS. [m]
    width
        Between the red lines of the road. [m]
    fillet
        Radius of the corners; 0 leaves them sharp. [m]
    name
        Of the road.
    land_use
        Code of the road land; that for roads of the plan's code set where None.

    Raises
    ------
    InvalidEditError
        Where the line crosses itself, the width or the radius cannot be, or the code is unknown.
    """
    centre = checked_line(parsed(line) if isinstance(line, str) else line)
    centre = checked_shape(document, kinds()["roads"], shapely.remove_repeated_points(centre))
    _check_sizes(width, fillet)
    values = planned(document, land_use if land_use is not None else road_code(document))
    layer = document.layer("parcels")
    ground, spared = road_ground(document, centre, width, fillet)
    carving = carved(layer, ground, spared, red_line(document, ground))
    made = carving.ground
    gone = sum(not left for left in carving.left.values())
    title = Message.of(
        "Road of {width} m: {area} m² out of {n} parcels; {gone} of them gone"
        if gone
        else "Road of {width} m: {area} m² out of {n} parcels",
        width=f"{width:g}",
        area=grouped(sum(one.area for one in made)),
        n=len(carving.taken),
        **({"gone": gone} if gone else {}),
    )
    roads = [Piece(shape, values | _existing(layer, carving, shape)) for shape in made]
    land = without(document, title, carving, roads)
    line_delta = drawn(document, "roads", centre, {"name": name, "width_m": float(width)})
    return Edit(title, (*land.deltas, line_delta))


def _existing(layer: Layer, carving: Carving, shape: BaseGeometry) -> dict[str, str]:
    """Return what the land of a road is today: a road that is planned does not change it.

    One parcel has one existing use; it is that of most of the ground that has any.
    """
    ids = np.fromiter(carving.taken, np.int64, len(carving.taken))
    uses = listed(layer.picked(EXISTING, layer.places(ids)))
    areas: dict[str, float] = {}
    for use, given in zip(uses, carving.taken.values(), strict=True):
        if use:
            ground = shapely.area(shapely.intersection(shape, list(given))).sum()
            areas[use] = areas.get(use, 0.0) + float(ground)
    return {EXISTING: max(areas, key=lambda use: areas[use])} if areas else {}


def without(
    document: Document,
    title: Message,
    carving: Carving,
    created: Collection[Piece] = (),
    gone: Collection[int] = (),
) -> Edit:
    """Return the edit that takes ground from parcels, and puts others there.

    What is left of a parcel in one piece stays this parcel; several pieces are new ones.

    Parameters
    ----------
    document
        The plan.
    title
        What the step is called.
    carving
        What the parcels give, and what is left of them.
    created
        What comes to be on this ground.
    gone
        Further parcels that are no more.
    """
    if not (carving.left or created or gone):
        return Edit(title, ())
    layer = document.layer("parcels")
    reshaped = {id_: left[0] for id_, left in carving.left.items() if len(left) == 1}
    reshaped |= carving.grown
    several = {
        id_: np.array([*left, None], object)[:-1]
        for id_, left in carving.left.items()
        if len(left) > 1
    }
    pieces = [*pieces_of(layer, several), *created]
    shapes = np.array([*reshaped.values(), *(piece.geometry for piece in pieces), None], object)
    changed = {*carving.left, *carving.grown, *gone}
    return rewritten(
        document,
        title,
        reshaped=carving.arrangement.passing(shapes[:-1], changed) | reshaped,
        created=pieces,
        removed=[*(id_ for id_, left in carving.left.items() if len(left) != 1), *gone],
        conserve=False,
    )


def _check_sizes(width: float, fillet: float) -> None:
    if not (math.isfinite(width) and 0 < width <= WIDEST_M):
        raise InvalidEditError(
            "The width of a road must be above 0 and at most {limit} m; {found} is not.",
            limit=f"{WIDEST_M:g}",
            found=f"{width:g}",
        )
    if not (math.isfinite(fillet) and 0 <= fillet <= LARGEST_FILLET_M):
        raise InvalidEditError(
            "The radius of corners must lie between 0 and {limit} m; {found} does not.",
            limit=f"{LARGEST_FILLET_M:g}",
            found=f"{fillet:g}",
        )


# ---- codes --------------------------------------------------------------------------------------


def road_code(document: Document) -> str:
    """Return the code of road land in the plan's code set.

    Raises
    ------
    InvalidEditError
        Where a set of the plan's own has no class that counts as road land.
    """
    codes = document.codes
    for code in codes.classes:
        if codes.lies_in(code, ROAD_LAND):
            return code
    raise InvalidEditError(
        "The code set {set} has no class for the land of roads. Give the code that it shall have.",
        set=Message(codes.title),
    )


def road_land(document: Document, shape: BaseGeometry) -> list[int]:
    """Return the ids of the parcels of road land that a shape meets."""
    layer = document.layer("parcels")
    places = meeting(layer, shape)
    used = listed(layer.picked("land_use", places))
    known = {code: document.codes.lies_in(code, ROAD_LAND) for code in set(used) - {None}}
    return [
        id_
        for id_, code in zip(layer.ids[places].tolist(), used, strict=True)
        if known.get(code, False)
    ]


def red_line(document: Document, shape: BaseGeometry) -> BaseGeometry | None:
    """Return the ground within the red line around a shape; None where there is none."""
    layer = document.layer("boundary")
    places = meeting(layer, shape)
    found = shapely.union_all(layer.shapes(places)) if len(places) else None
    return None if found is None or found.is_empty else found


# ---- ground -------------------------------------------------------------------------------------


def road_ground(
    document: Document, centre: BaseGeometry, width: float, fillet: float
) -> tuple[BaseGeometry, list[int]]:
    """Return the ground of a road, and the road land that it meets.

    Parameters
    ----------
    document
        The plan.
    centre
        The centre line. [m]
    width
        Between the red lines. [m]
    fillet
        Radius of the corners. [m]
    """
    layer = document.layer("parcels")
    ribbon = _ribbon(centre, width)
    reach = shapely.buffer(ribbon, width + 4 * fillet, quad_segs=2)
    ids = road_land(document, reach)
    others = _united(layer, ids, reach)
    parts = [ribbon]
    if not others.is_empty:
        parts += _up_to(centre, width, ribbon, others)
    body = shapely.union_all(parts)
    if fillet > 0:
        body = shapely.union_all([body, *_corners(body, others, fillet)])
    body = shapely.simplify(shapely.set_precision(body, GRID_M), _OFF_M)
    return body, ids


def _ribbon(line: BaseGeometry, width: float) -> BaseGeometry:
    return shapely.buffer(line, width / 2, cap_style="flat", join_style="mitre", mitre_limit=2.0)


def _united(layer: Layer, ids: Collection[int], around: BaseGeometry) -> BaseGeometry:
    if not ids:
        return shapely.MultiPolygon()
    shapes = layer.shapes(layer.places(np.asarray(list(ids), np.int64)))
    return shapely.union_all(shapely.intersection(shapes, around))


def _up_to(
    centre: BaseGeometry, width: float, ribbon: BaseGeometry, others: BaseGeometry
) -> list[BaseGeometry]:
    """Return what lies between the ends of a road and road land that an end comes to.

    An end that meets other road land at an angle would leave a wedge between them.
    """
    found: list[BaseGeometry] = []
    for part in shapely.get_parts(centre):
        xy = shapely.get_coordinates(part)
        if (xy[0] == xy[-1]).all():
            continue
        for end, inner in ((xy[0], xy[1]), (xy[-1], xy[-2])):
            if shapely.Point(end).distance(others) > width / 2:
                continue
            onward = (end - inner) / np.hypot(*(end - inner)) * 2 * width
            further = _ribbon(shapely.LineString([end, end + onward]), width)
            last = _ribbon(shapely.LineString([end + 0.99 * onward, end + onward]), width)
            rest = shapely.difference(further, shapely.union(others, ribbon))
            for piece in shapely.get_parts(rest).tolist():
                between = piece.distance(ribbon) < GRID_M and piece.distance(others) < GRID_M
                # One that goes on past the other road is no wedge.
                if between and piece.area > _SMALLEST_M2 and not piece.intersects(last):
                    wider = shapely.buffer(piece, _SEAM_M, join_style="mitre")
                    found.append(shapely.intersection(wider, shapely.union_all([further, ribbon])))
    return found


def _corners(body: BaseGeometry, others: BaseGeometry, fillet: float) -> list[BaseGeometry]:
    """Return what rounds the inner corners of a road and those between it and other road land."""
    if others.is_empty and shapely.convex_hull(body).area - body.area < _SMALLEST_M2:
        return []  # no inner corner
    whole = shapely.union(body, others)
    wide = shapely.buffer(whole, fillet, join_style="mitre", mitre_limit=10.0)
    closed = shapely.buffer(wide, -fillet, quad_segs=quadrant_chords(fillet))
    found: list[BaseGeometry] = []
    for piece in shapely.get_parts(shapely.difference(closed, whole)).tolist():
        if piece.area > _SMALLEST_M2 and piece.distance(body) < GRID_M:
            # A little of what it touches comes along, for a seam without slivers.
            wider = shapely.buffer(piece, _SEAM_M, join_style="mitre")
            found.append(shapely.intersection(wider, closed))
    return found


def quadrant_chords(radius: float) -> int:
    """Return how many chords a quarter of a circle needs to lie within `CHORD_M` of it.

    Examples
    --------
    >>> quadrant_chords(12.0), quadrant_chords(0.005)
    (20, 1)
    """
    if radius <= CHORD_M:
        return 1
    return max(1, math.ceil(math.pi / 4 / math.acos(1 - CHORD_M / radius)))


OPERATIONS: Final = (
    Operation(
        "road",
        (
            Field("line", FieldType.TEXT),
            Field("width", FieldType.NUMBER),
            Field("fillet", FieldType.NUMBER, required=False),
            Field("name", FieldType.TEXT, required=False, nullable=True),
            Field("land_use", FieldType.TEXT, required=False, nullable=True),
        ),
        road,
    ),
)
