"""The ground around some lines: which parcels lie there, and what the lines cut them into."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.coverage.matching import TOLERANCE
from layers.coverage.nodes import noded
from layers.coverage.rings import Points, among, chains_of_polygons, corners_of, found_in
from layers.layer import Layer
from layers.prepared import contains_xy, prepared

MANY: Final = 500
"""Where the box of a line meets more parcels than this, the boxes of pieces of it are looked at."""
PIECES: Final = 32

Shapes = NDArray[np.object_]
Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Arrangement:
    """Parcels near some lines, with a common vertex wherever a line meets a border.

    Parameters
    ----------
    places
        Where the parcels stand in their layer, ascending.
    ids
        Their feature ids.
    before
        The parcels as they are in the layer.
    polygons
        The same with the vertices of the lines; the same objects where there are none.
    lines
        The lines, with the vertices of the borders.
    """

    places: Places
    ids: NDArray[np.int64]
    before: Shapes
    polygons: Shapes
    lines: Shapes

    @cached_property
    def noded(self) -> Places:
        """Which of the parcels got a vertex, as places in `ids`."""
        both = zip(self.polygons.tolist(), self.before.tolist(), strict=True)
        return np.flatnonzero([one is not other for one, other in both])

    def beside(self, ids: Collection[int]) -> dict[int, BaseGeometry]:
        """Return the other parcels that have a new vertex on the border of some, by id.

        They get the vertices on these borders alone: what a line does farther away is nothing to
        them.

        Parameters
        ----------
        ids
            Parcels whose ground is given new shapes.
        """
        own = [place for place, id_ in enumerate(self.ids.tolist()) if id_ in ids]
        return self.passing(self.polygons[own], ids) if own else {}

    def passing(self, shapes: Shapes, without: Collection[int] = ()) -> dict[int, BaseGeometry]:
        """Return the parcels that get a vertex of some shapes, with these vertices alone, by id.

        Parameters
        ----------
        shapes
            Ground that is made of the lines and of these parcels.
        without
            Parcels that are not wanted.
        """
        ids = self.ids.tolist()
        places = [place for place in self.noded.tolist() if ids[place] not in without]
        if not places:
            return {}
        after = self.polygons[places]
        chains = chains_of_polygons(after)
        owner = chains.owners.repeat(np.diff(chains.starts))
        new = self._new(places, chains.points, owner)
        wanted = new & found_in(np.sort(corners_of(shapes)), chains.points)
        some = np.bincount(owner[wanted], minlength=len(places)) > 0
        every = np.bincount(owner[new & ~wanted], minlength=len(places)) == 0
        if not (some <= every).all():
            keep = wanted | ~new
            after = chains.keeping(keep).polygons(after)
        found = zip(places, after.tolist(), (some | every).tolist(), strict=True)
        return {ids[place]: shape for place, shape, there in found if there}

    def _new(self, places: Sequence[int], points: Points, owner: Places) -> NDArray[np.bool_]:
        """Return which vertices of some parcels they had not before.

        Parameters
        ----------
        places
            Of the parcels in `ids`.
        points
            Their vertices, those of one after those of another.
        owner
            Whose each of them is, as its number among the places.
        """
        before = self.before[places]
        new = ~among(corners_of(before), points)
        gained = np.bincount(owner, minlength=len(places)) - shapely.get_num_coordinates(before)
        # A vertex that one of them got may be one that another one had.
        for number in np.flatnonzero(np.bincount(owner[new], minlength=len(places)) != gained):
            own = owner == number
            new[own] = ~among(corners_of(before[[number]]), points[own])
        return new

    @cached_property
    def line_sides(self) -> NDArray[np.float64]:
        """(n, 2, 2), both ends of each side of the lines. [m]."""
        return sides_of(self.lines[shapely.length(self.lines) > 0])

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of all parcels and lines. [m]."""
        west, south, east, north = shapely.total_bounds(
            np.concatenate([self.polygons, self.lines])
        ).tolist()
        return west, south, east, north

    @cached_property
    def crossed(self) -> Places:
        """Which of the parcels a line runs through, as places in `ids`."""
        if not len(self.line_sides):
            return np.empty(0, np.intp)
        middles = shapely.points(self.line_sides.mean(axis=1))
        tree = shapely.STRtree(cast("Shapes", middles))
        found = tree.query(self.polygons, predicate="contains")
        return np.unique(found[0])

    def faces(self, place: int) -> Shapes:
        """Return what the lines cut a parcel into, the largest first; itself where nothing.

        A line that ends within the parcel cuts nothing there. Parts of a parcel in several
        parts that no line cuts stay with the nearest piece.

        Parameters
        ----------
        place
            Place of the parcel in `ids`.
        """
        if place not in self._known:
            self._known[place] = self._faces(place)
        return self._known[place]

    @cached_property
    def _known(self) -> dict[int, Shapes]:
        """Faces of parcels that were asked for."""
        return {}

    def _faces(self, place: int) -> Shapes:
        polygon = self.polygons[place]
        pieces = [faces_of(part, self.line_sides) for part in shapely.get_parts(polygon)]
        cut = [found for found in pieces if len(found) > 1]
        if not cut:
            return np.array([polygon], object)
        faces = np.concatenate(cut)
        for found in pieces:
            if len(found) == 1:
                nearest = int(np.argmin(shapely.distance(faces, found[0])))
                parts = [*shapely.get_parts(faces[nearest]), found[0]]
                faces[nearest] = shapely.MultiPolygon(parts)
        order = np.argsort(-shapely.area(faces), kind="stable")
        return faces[order]


def arranged(
    layer: Layer,
    lines: BaseGeometry,
    around: BaseGeometry | None = None,
    without: Collection[int] = (),
) -> Arrangement:
    """Return the parcels near lines, with common vertices.

    Parameters
    ----------
    layer
        A coverage.
    lines
        Lines, several ones or a polygon, whose rings are taken; those that cross one another get
        a vertex there.
    around
        Ground that holds the lines, whose parcels are wanted though no line meets them.
    without
        Parcels that count as not there.

    Raises
    ------
    InvalidEditError
        Where the lines run along borders so closely that no common vertices are found.
    """
    polygonal = lines.geom_type in {"Polygon", "MultiPolygon"}
    simple = shapely.boundary(lines) if polygonal else lines
    parts = shapely.get_parts(simple if simple.is_simple else shapely.node(simple))
    cutters = parts[shapely.length(parts) > 0]
    for number, cutter in enumerate(cutters):
        if cutter.geom_type == "LinearRing":
            cutters[number] = shapely.LineString(cutter.coords)
    near = meeting(layer, simple if around is None else around)
    if without:
        near = near[~np.isin(layer.ids[near], np.asarray(list(without), np.int64))]
    before = layer.shapes(near)
    if len(near) and len(cutters):
        polygons, cutters = noded(before, cutters)
    else:
        polygons = before
    return Arrangement(near, layer.ids[near], before, polygons, cutters)


def meeting(layer: Layer, shape: BaseGeometry, distance: float = TOLERANCE) -> Places:
    """Return the places of the features that a shape meets or comes near, ascending.

    Parameters
    ----------
    layer
        Any layer.
    shape
        Ground or lines.
    distance
        How near counts. [m]
    """
    west, south, east, north = shape.bounds
    if not np.isfinite(west):
        return np.empty(0, np.intp)
    places = layer.meeting((west - distance, south - distance, east + distance, north + distance))
    if len(places) > MANY and shape.length > 0:
        places = places[_boxed(layer.bounds[places], shape, distance)]
    return places[shapely.dwithin(layer.shapes(places), prepared(shape), distance)]


def _boxed(bounds: NDArray[np.float64], shape: BaseGeometry, distance: float) -> NDArray[np.bool_]:
    """Return which boxes meet the box of a piece of a shape: a diagonal line meets few parcels."""
    if shape.area > 0:
        return np.ones(len(bounds), bool)
    pieces = shapely.segmentize(shape, shape.length / PIECES)
    xy = shapely.get_coordinates(pieces)
    edges = np.linspace(0, len(xy) - 1, min(PIECES, len(xy) - 1) + 1).round().astype(np.intp)
    found = np.zeros(len(bounds), bool)
    for first, last in itertools.pairwise(edges.tolist()):
        low, high = xy[first : last + 1].min(axis=0), xy[first : last + 1].max(axis=0)
        found |= (
            (bounds[:, 0] <= high[0] + distance)
            & (bounds[:, 1] <= high[1] + distance)
            & (bounds[:, 2] >= low[0] - distance)
            & (bounds[:, 3] >= low[1] - distance)
        )
    return found


def faces_of(polygon: BaseGeometry, sides: NDArray[np.float64]) -> Shapes:
    """Return what the sides of lines cut a polygon into; the polygon alone where nothing.

    Parameters
    ----------
    polygon
        One with a vertex wherever a line meets its border.
    sides
        (n, 2, 2), both ends of each side of the lines. [m]
    """
    west, south, east, north = polygon.bounds
    x, y = ((sides[:, 0] + sides[:, 1]) / 2).T
    boxed = np.flatnonzero((x > west) & (x < east) & (y > south) & (y < north))
    if len(boxed):
        boxed = boxed[contains_xy(polygon, x[boxed], y[boxed])]
    if not len(boxed):
        return np.array([polygon], object)
    every = np.concatenate([sides_of(shapely.get_rings(polygon)), sides[boxed]])
    turned = (every[:, 0, 0] > every[:, 1, 0]) | (
        (every[:, 0, 0] == every[:, 1, 0]) & (every[:, 0, 1] > every[:, 1, 1])
    )
    every[turned] = every[turned][:, ::-1]
    different = distinct(every)
    lines = cast("Shapes", shapely.linestrings(different))
    faces = shapely.get_parts(shapely.polygonize(lines))
    held = faces[shapely.contains(polygon, shapely.point_on_surface(faces))]
    return held if len(held) > 1 else np.array([polygon], object)


def distinct(sides: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return sides once each, in the order of their coordinates.

    Parameters
    ----------
    sides
        (n, 2, 2), both ends of each. [m]
    """
    flat = sides.reshape(-1, 4)
    # What `np.unique` finds with an axis, in a fraction of the time.
    ordered = flat[np.lexsort(flat.T[::-1])]
    first = np.ones(len(ordered), bool)
    first[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    return ordered[first].reshape(-1, 2, 2)


def sides_of(lines: Shapes) -> NDArray[np.float64]:
    """Return (n, 2, 2), both ends of each side of lines or rings. [m]."""
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    follows = owner[1:] == owner[:-1]
    return np.stack([xy[:-1], xy[1:]], axis=1)[follows]
