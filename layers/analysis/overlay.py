"""Laying shapes over one another: what lies inside, what is shared. Whole arrays at a time."""

from __future__ import annotations

from typing import Any, Final, cast

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers.prepared import contains_xy, prepared

Shapes = NDArray[np.object_]
Ids = NDArray[np.int64]
Places = NDArray[np.intp]
Numbers = NDArray[np.float64]

SLIVER_M2: Final = 1e-6
"""Shared ground below this is noise of floating-point coordinates [m²]."""

FEW: Final = 200
"""Up to so many touched rows are brought up to date; more are computed anew."""


def sound(shapes: Shapes) -> Shapes:
    """Return shapes that can be laid over others: none missing, none invalid.

    Examples
    --------
    >>> crossed = shapely.from_wkt("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))")
    >>> [shape.is_valid for shape in sound(np.array([crossed, None]))]
    [True, True]
    """
    bad = ~shapely.is_valid(shapes)
    if not bad.any():
        return shapes
    repaired = shapes.copy()
    # A place that is no number cannot be repaired: the shape has no ground.
    finite = np.array(
        [np.isfinite(shapely.get_coordinates(one)).all() for one in shapes[bad]], bool
    )
    places = np.flatnonzero(bad)
    repaired[places[finite]] = shapely.make_valid(shapes[places[finite]])
    repaired[places[~finite]] = shapely.Polygon()
    repaired[shapely.is_missing(repaired)] = shapely.Polygon()
    return repaired


def polygons_only(shapes: Shapes) -> Shapes:
    """Return shapes without the points and lines that an overlay may leave."""
    mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    if not mixed.any():
        return shapes
    cleaned = shapes.copy()
    cleaned[mixed] = [_polygons_of(shape) for shape in shapes[mixed]]
    return cleaned


def _polygons_of(shape: Any) -> Any:  # noqa: ANN401
    parts = shapely.get_parts(shape)
    flat = shapely.get_dimensions(parts) == 2
    return shapely.union_all(parts[flat]) if flat.any() else shapely.Polygon()


def touching(border: Any, shapes: Shapes) -> Places:  # noqa: ANN401
    """Return the places of the shapes that meet a border line."""
    if shapely.is_empty(border) or not len(shapes):
        return np.empty(0, np.intp)
    edges = segments(border)
    if len(shapes) <= FEW:
        return cast("Places", np.flatnonzero(shapely.intersects(prepared(border), shapes)))
    found = shapely.STRtree(shapes).query(edges, predicate="intersects")
    return cast("Places", np.unique(found[1]))


def segments(lines: Any) -> Shapes:  # noqa: ANN401
    """Return the straight pieces of lines, each as a line of two points."""
    parts = shapely.get_parts(lines)
    points, line = shapely.get_coordinates(parts, return_index=True)
    same = line[:-1] == line[1:]
    pairs = np.stack([points[:-1][same], points[1:][same]], axis=1)
    return cast("Shapes", shapely.linestrings(pairs))


def _first_points(shapes: Shapes) -> NDArray[np.float64]:
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    first = np.full((len(shapes), 2), np.nan)
    owners, places = np.unique(owner, return_index=True)
    first[owners] = points[places]
    return first


def areas_inside(site: Any, shapes: Shapes, areas: Numbers) -> Numbers:  # noqa: ANN401
    """Return how much of each shape lies inside the site [m²].

    Only shapes that meet the border are cut; each other one is in or out as a whole.

    Parameters
    ----------
    site
        The site; None counts everything.
    shapes
        Polygons.
    areas
        Their plane areas. [m²]

    Examples
    --------
    >>> shapes = shapely.box(np.array([0.0, 8.0, 20.0]), 0, np.array([4.0, 12.0, 24.0]), 1)
    >>> areas_inside(shapely.box(0, 0, 10, 10), shapes, shapely.area(shapes)).tolist()
    [4.0, 2.0, 0.0]
    """
    if site is None:
        return areas
    site = prepared(site)
    inside = np.where(_whole_inside(site, shapes), areas, 0.0)
    meeting = touching(shapely.boundary(site), shapes)
    cut = meeting[~shapely.covers(site, shapes[meeting])]
    inside[meeting] = areas[meeting]
    inside[cut] = shapely.area(shapely.intersection(shapes[cut], site))
    return inside


def _whole_inside(site: Any, shapes: Shapes) -> NDArray[np.bool_]:  # noqa: ANN401
    first = _first_points(shapes)
    return contains_xy(site, first[:, 0], first[:, 1])


def lie_inside(site: Any, shapes: Shapes) -> NDArray[np.bool_]:  # noqa: ANN401
    """Return whether the inner point of each shape lies inside the site.

    Examples
    --------
    >>> shapes = shapely.box(np.array([0.0, 8.0]), 0, np.array([4.0, 15.0]), 1)
    >>> lie_inside(shapely.box(0, 0, 10, 10), shapes).tolist()
    [True, False]
    """
    if site is None:
        return np.ones(len(shapes), bool)
    site = prepared(site)
    within = _whole_inside(site, shapes)
    meeting = touching(shapely.boundary(site), shapes)
    points = shapely.point_on_surface(shapes[meeting])
    within[meeting] = shapely.intersects(site, points)
    return within


def clipped(site: Any, shapes: Shapes) -> Shapes:  # noqa: ANN401
    """Return the parts of shapes inside the site; empty where there is none."""
    if site is None or not len(shapes):
        return shapes
    site = prepared(site)
    parts = shapes.copy()
    parts[~_whole_inside(site, shapes)] = shapely.Polygon()
    meeting = touching(shapely.boundary(site), shapes)
    parts[meeting] = shapes[meeting]
    cut = meeting[~shapely.covers(site, shapes[meeting])]
    parts[cut] = polygons_only(shapely.intersection(shapes[cut], site))
    return parts


def unions(shapes: Shapes, owner: Places) -> tuple[Places, Shapes]:
    """Return the union of the shapes of each owner.

    Parameters
    ----------
    shapes
        Polygons.
    owner
        A number for each; they need not be sorted.
    """
    order = np.argsort(owner, kind="stable")
    owners, place = np.unique(owner[order], return_inverse=True)
    bundles = np.asarray(shapely.geometrycollections(shapes[order], indices=place))
    return owners, cast("Shapes", shapely.union_all(bundles[:, None], axis=1))


def by_id(values: NDArray[Any], ids: Ids) -> pd.Series:
    """Return values by feature id, without a copy of either."""
    return pd.Series(values, pd.Index(ids, name="fid", copy=False), copy=False)


def boxes_meet(boxes: Numbers, others: Numbers) -> NDArray[np.bool_]:
    """Return which boxes meet at least one of others.

    Examples
    --------
    >>> boxes = np.array([[0.0, 0, 1, 1], [5, 5, 6, 6]])
    >>> boxes_meet(boxes, np.array([[0.5, 0.5, 3, 3]])).tolist()
    [True, False]
    """
    meet = np.zeros(len(boxes), bool)
    others = others[np.isfinite(others).all(axis=1)]
    if not len(others):
        return meet
    # Most are far from all of them.
    low, high = others[:, :2].min(axis=0), others[:, 2:].max(axis=0)
    near = np.flatnonzero(
        (boxes[:, 0] <= high[0])
        & (boxes[:, 2] >= low[0])
        & (boxes[:, 1] <= high[1])
        & (boxes[:, 3] >= low[1])
    )
    if len(others) > FEW:
        tree = shapely.STRtree(shapely.box(*others.T))
        meet[near[tree.query(shapely.box(*boxes[near].T))[0]]] = True
        return meet
    west, south, east, north = boxes[near].T
    found = np.zeros(len(near), bool)
    for one in others:
        found |= (west <= one[2]) & (east >= one[0]) & (south <= one[3]) & (north >= one[1])
    meet[near] = found
    return meet


def places_of(wanted: Ids, ids: Ids) -> Places:
    """Return where ids stand in an ascending array; -1 where they do not."""
    if not len(ids):
        return np.full(len(wanted), -1, np.intp)
    places = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return np.where(ids[places] == wanted, places, -1).astype(np.intp)
