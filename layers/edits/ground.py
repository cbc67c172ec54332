"""New parcels on free ground, and holes in parcels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers.coverage.arrangement import Arrangement, arranged, meeting
from layers.coverage.rewriting import Piece, rewritten
from layers.document import Document
from layers.edit import Edit
from layers.edits.draw import checked_shape, parsed
from layers.edits.naming import named
from layers.edits.numbering import numbers_beside
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.values import checked_values
from layers.errors import InvalidEditError
from layers.kinds import kinds
from layers.layer import Layer
from layers.message import Message
from resources.translations import grouped

SMALLEST_M2: Final = 0.01
"""Free ground smaller than this is a matter of decimals. [m²]"""
NEAR_M: Final = 100.0
"""Free ground is looked for in a square of so far around a place first. [m]"""
FARTHEST_M: Final = 1e7
"""No ground is larger: beyond it a shape has a corner that is no place on Earth. [m]"""

Place = Sequence[float]


def draw_parcel(
    document: Document,
    geometry: BaseGeometry | str,
    values: Mapping[str, object] | None = None,
) -> Edit:
    """Return the edit that makes a parcel of the free ground within a polygon.

    Parcels that are there keep their ground; those at the border share its vertices. Free ground
    in several parts makes several parcels.

    Parameters
    ----------
    document
        The plan.
    geometry
        A polygon, as WKT or shapely. [m]
    values
        Values by column.

    Raises
    ------
    InvalidEditError
        Where the polygon is not sound, or no free ground lies within it.
    """
    layer = document.layer("parcels")
    shape = checked_shape(
        document, kinds()["parcels"], parsed(geometry) if isinstance(geometry, str) else geometry
    )
    row = checked_values(document, layer, values or {})
    arrangement = arranged(layer, shape, around=shape)
    parts = [part for part in free_parts(arrangement, shape) if part.area >= SMALLEST_M2]
    if not parts:
        raise InvalidEditError(
            "All ground within the polygon belongs to parcels. Split or reshape these, or draw"
            " where the ground is free."
        )
    title = Message("Draw a parcel")
    if len(parts) > 1:
        title = Message.of("Draw {n} parcels", n=len(parts))
    return rewritten(
        document,
        title,
        reshaped=arrangement.passing(np.array(parts, object)),
        created=[
            Piece(part, one) for part, one in zip(parts, _numbered(layer, parts, row), strict=True)
        ],
        conserve=False,
    )


def _numbered(
    layer: Layer, parts: Sequence[BaseGeometry], row: Mapping[str, object]
) -> list[Mapping[str, object]]:
    """Return the values of new parcels; a number that is not given goes on from the neighbours'."""
    if "number" in row:
        return [row] * len(parts)
    return [{**row, "number": number} for number in numbers_beside(layer, parts)]


def free_parts(arrangement: Arrangement, shape: BaseGeometry) -> list[BaseGeometry]:
    """Return the ground within a polygon that belongs to no parcel, the largest part first.

    Parameters
    ----------
    arrangement
        The parcels around the polygon, with the vertices of its border.
    shape
        The polygon.
    """
    drawn = drawn_polygon(arrangement, shape)
    left = shapely.difference(drawn, shapely.union_all(arrangement.polygons))
    parts = [part for part in shapely.get_parts(left) if part.geom_type == "Polygon"]
    return sorted(parts, key=lambda part: -part.area)


def drawn_polygon(arrangement: Arrangement, shape: BaseGeometry) -> BaseGeometry:
    """Return a polygon with the vertices that its border has in common with parcels."""
    faces = shapely.get_parts(shapely.polygonize(arrangement.lines))
    inner = shapely.buffer(shape, 1e-3)
    held = faces[shapely.contains(inner, shapely.point_on_surface(faces))]
    if not len(held):
        raise InvalidEditError(
            "The polygon's border runs along those of parcels so closely that nothing is left of"
            " it. Snap it to their corners."
        )
    return shapely.coverage_union_all(held)


def draw_hole(
    document: Document,
    id: int,  # noqa: A002 - a field of the operation
    geometry: BaseGeometry | str,
    *,
    fill: bool = False,
) -> Edit:
    """Return the edit that takes the ground within a polygon out of a parcel.

    Parameters
    ----------
    document
        The plan.
    id
        The parcel.
    geometry
        A polygon, as WKT or shapely. [m]
    fill
        Whether what is taken out becomes a parcel without values, rather than free ground.

    Raises
    ------
    InvalidEditError
        Where the polygon is not sound, or has no ground of the parcel or all of it.
    """
    layer = document.layer("parcels")
    layer.places(np.array([id]))
    shape = checked_shape(
        document, kinds()["parcels"], parsed(geometry) if isinstance(geometry, str) else geometry
    )
    arrangement = arranged(layer, shape, around=shape)
    place = int(np.searchsorted(arrangement.ids, id))
    if place >= len(arrangement.ids) or arrangement.ids[place] != id:
        raise InvalidEditError("The polygon lies outside parcel {id}.", id=named(layer, [id]))
    drawn = drawn_polygon(arrangement, shape)
    taken = _polygons(shapely.intersection(arrangement.polygons[place], drawn))
    left = _polygons(shapely.difference(arrangement.polygons[place], drawn))
    if taken.is_empty or left.is_empty:
        raise InvalidEditError(
            "The polygon must hold a part of parcel {id}, and leave another part of it.",
            id=named(layer, [id]),
        )
    pieces = [Piece(part) for part in shapely.get_parts(taken)] if fill else []
    reshaped = arrangement.passing(np.array([taken, left], object), [id])
    return rewritten(
        document,
        Message.of("Cut a hole into parcel {id}", id=named(layer, [id])),
        reshaped={**reshaped, id: left},
        created=pieces,
        conserve=fill,
    )


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if len(parts) == 1:
        return parts[0]
    return shapely.MultiPolygon(parts)


def fill_gap(document: Document, at: Place, values: Mapping[str, object] | None = None) -> Edit:
    """Return the edit that makes a parcel of the free ground at a place.

    Parameters
    ----------
    document
        The plan.
    at
        A place on free ground that parcels enclose, or parcels and the red line. [m]
    values
        Values by column.

    Raises
    ------
    InvalidEditError
        Where a parcel lies there, or nothing encloses the ground.
    """
    gap = gap_at(document, (float(at[0]), float(at[1])))
    edit = draw_parcel(document, gap, values)
    title = Message.of("Fill a gap of {area} m²", area=grouped(gap.area, 1))
    return Edit(title, edit.deltas)


def gap_at(document: Document, place: tuple[float, float]) -> BaseGeometry:
    """Return the free ground at a place.

    Raises
    ------
    InvalidEditError
        Where a parcel lies there, or nothing encloses the ground.
    """
    layer, spot = document.layer("parcels"), shapely.Point(place)
    if len(meeting(layer, spot, 0.0)):
        raise InvalidEditError(
            "A parcel lies at E {x}, N {y}. Point at free ground.",
            x=f"{place[0]:.2f}",
            y=f"{place[1]:.2f}",
        )
    site = _site(document)
    if site is not None and not site.contains(spot):
        site = None
    limits = _limits(layer, site)
    reach = NEAR_M
    while True:
        window = spot.buffer(reach, cap_style="square")
        within = window if site is None else shapely.intersection(site, window)
        near = layer.shapes(meeting(layer, window))
        with np.errstate(over="ignore", invalid="ignore"):  # of corners beyond the Earth
            left = shapely.difference(within, shapely.union_all(near))
        found = next((part for part in shapely.get_parts(left) if part.contains(spot)), None)
        if found is not None and not found.intersects(window.exterior):
            return found
        if found is None or window.contains(limits) or reach > FARTHEST_M:
            raise InvalidEditError(
                "Nothing encloses the ground at E {x}, N {y}: neither parcels nor the red line.",
                x=f"{place[0]:.2f}",
                y=f"{place[1]:.2f}",
            )
        reach *= 2


def _site(document: Document) -> BaseGeometry | None:
    shapes = document.layer("boundary").geometries
    there = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    if not len(there):
        return None
    return shapely.union_all(shapely.make_valid(there, method="structure"))


def _limits(layer: Layer, site: BaseGeometry | None) -> BaseGeometry:
    bounds = [box for box in layer.bounds if np.isfinite(box).all()]
    if site is not None:
        bounds.append(np.array(site.bounds))
    if not bounds:
        return shapely.Point()
    found = np.array(bounds)
    return shapely.box(*found[:, :2].min(axis=0), *found[:, 2:].max(axis=0))


_VALUES: Final = Field("values", FieldType.VALUES, required=False, nullable=True)

OPERATIONS: Final = (
    Operation("draw_parcel", (Field("geometry", FieldType.TEXT), _VALUES), draw_parcel),
    Operation(
        "draw_hole",
        (
            Field("id", FieldType.ID),
            Field("geometry", FieldType.TEXT),
            Field("fill", FieldType.ANY, required=False),
        ),
        draw_hole,
    ),
    Operation("fill_gap", (Field("at", FieldType.POINT), _VALUES), fill_gap),
)
