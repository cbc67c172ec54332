"""Rings and lines as rows of places, into which further places are put."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
Points = NDArray[np.complex128]
"""Places as x + iy, so that one is a value to be compared and looked up. [m]"""
Numbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Chains:
    """Rows of places, one for each ring or line.

    Parameters
    ----------
    points
        Places of all rows, one row after another.
    starts
        Where each row begins, and the end of the last.
    offsets
        Further levels of polygons, as `shapely.to_ragged_array` gives them; empty for lines.
    owners
        For each row, the shape that it belongs to.
    touched
        For each shape, whether a place was moved or put in.
    """

    points: Points
    starts: Numbers
    offsets: tuple[Numbers, ...]
    owners: Numbers
    touched: NDArray[np.bool_]

    @cached_property
    def sides(self) -> Numbers:
        """For each side, where in the places it begins."""
        begins = np.ones(len(self.points), bool)
        begins[self.starts[1:] - 1] = False
        return np.flatnonzero(begins)

    def ends(self, sides: Numbers) -> tuple[Points, Points]:
        """Return both ends of sides."""
        at = self.sides[sides]
        return self.points[at], self.points[at + 1]

    @cached_property
    def side_boxes(self) -> NDArray[np.float64]:
        """(4, n), west, south, east and north of the sides. [m]."""
        first, last = self.points[self.sides], self.points[self.sides + 1]
        low = np.minimum(first.real, last.real), np.minimum(first.imag, last.imag)
        high = np.maximum(first.real, last.real), np.maximum(first.imag, last.imag)
        return np.stack([*low, *high])

    def moved(self, sources: Points, targets: Points) -> Chains:
        """Return rows in which some places are others, without any that follow an equal one."""
        order = np.argsort(sources)
        sources, targets = sources[order], targets[order]
        at = np.minimum(np.searchsorted(sources, self.points), len(sources) - 1)
        hit = sources[at] == self.points
        points = np.where(hit, targets[at], self.points)
        keep = np.ones(len(points), bool)
        keep[1:] = points[1:] != points[:-1]
        # A row of one place would be no line: it stays, and what is made of it says so.
        keep[self.starts[:-1]] = True
        touched = self.touched | self._owning(np.flatnonzero(hit))
        return replace(self, points=points, touched=touched).keeping(keep)

    def keeping(self, keep: NDArray[np.bool_]) -> Chains:
        """Return the rows with some of their places only."""
        counted = np.concatenate([[0], np.cumsum(keep)])
        return replace(
            self,
            points=self.points[keep],
            starts=counted[self.starts],
            touched=self.touched | self._owning(np.flatnonzero(~keep)),
        )

    def without(self, points: Points) -> Chains:
        """Return the rows without some places; a ring that began at one begins at the next."""
        gone = np.isin(self.points, points)
        begins = gone[self.starts[:-1]] & bool(self.offsets)
        made = self.points.copy()
        for row in np.flatnonzero(begins):
            first, last = int(self.starts[row]), int(self.starts[row + 1])
            ring = made[first : last - 1]
            follows = np.flatnonzero(~gone[first : last - 1])
            if len(follows):
                turned = np.roll(ring, -int(follows[0]))
                made[first:last] = np.append(turned, turned[0])
        return replace(self, points=made).keeping(~np.isin(made, points))

    def passing(self, start: Points, end: Points, places: Points) -> Chains:
        """Return rows that pass through places on the sides between two ends, in any direction."""
        first, last = _sorted_ends(self.points[self.sides], self.points[self.sides + 1])
        start, end = _sorted_ends(start, end)
        # Few sides have an end with those wanted: each with all of these is little work.
        maybe = np.flatnonzero(among(start, first))
        same = first[maybe, None] == start
        same &= last[maybe, None] == end
        side, place = np.nonzero(same)
        return self.with_places(maybe[side], places[place])

    def with_places(self, sides: Numbers, places: Points) -> Chains:
        """Return rows with places put into sides, in the order in which they lie along them."""
        first, last = self.ends(sides)
        along = last - first
        share = ((places - first) * along.conj()).real
        order = np.lexsort((share, sides))
        sides, places = sides[order], places[order]
        again = np.zeros(len(sides), bool)
        again[1:] = (sides[1:] == sides[:-1]) & (places[1:] == places[:-1])
        sides, places = sides[~again], places[~again]
        at = self.sides[sides] + 1
        return replace(
            self,
            points=np.insert(self.points, at, places),
            starts=self.starts + np.searchsorted(at, self.starts, side="left"),
            touched=self.touched | self._owning(at),
        )

    def _owning(self, at: Numbers) -> NDArray[np.bool_]:
        rows = np.searchsorted(self.starts, at, side="right") - 1
        found = np.zeros(len(self.touched), bool)
        found[self.owners[np.minimum(rows, len(self.owners) - 1)]] = True
        return found

    def polygons(self, before: Shapes) -> Shapes:
        """Return the rows as polygons; those without a change are the ones before."""
        result = before.copy()
        if not self.touched.any():
            return result
        rings, features = self.offsets
        xy = self.points.view(np.float64).reshape(-1, 2)
        made = shapely.from_ragged_array(shapely.GeometryType.POLYGON, xy, (self.starts, rings))
        owner = np.repeat(np.arange(len(before)), np.diff(features))
        touched = self.touched[owner]
        made, owner = np.asarray(made, object)[touched], owner[touched]
        one = shapely.get_type_id(before)[owner] == shapely.GeometryType.POLYGON
        result[owner[one]] = made[one]
        if not one.all():
            shapely.multipolygons(made[~one], indices=owner[~one], out=result)
        return result

    def lines(self, before: Shapes) -> Shapes:
        """Return the rows as line strings; those without a change are the ones before."""
        result = before.copy()
        for row in np.flatnonzero(self.touched):
            points = self.points[self.starts[row] : self.starts[row + 1]]
            xy = np.column_stack([points.real, points.imag])
            result[row] = shapely.LineString(xy) if len(xy) > 1 else shapely.LineString()
        return result


def among(known: Points, asked: Points) -> NDArray[np.bool_]:
    """Return which places are among known ones: of few `np.isin` takes several times as long."""
    return found_in(np.sort(known), asked)


def found_in(ordered: NDArray[Any], asked: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which places or ids are among known ones in order, as `numpy.sort` has them."""
    if not len(ordered):
        return np.zeros(len(asked), bool)
    return ordered[np.minimum(ordered.searchsorted(asked), len(ordered) - 1)] == asked


def _sorted_ends(first: Points, last: Points) -> tuple[Points, Points]:
    turned = (first.real > last.real) | ((first.real == last.real) & (first.imag > last.imag))
    return np.where(turned, last, first), np.where(turned, first, last)


def chains_of_polygons(polygons: Shapes) -> Chains:
    """Return the rings of polygons and multipolygons."""
    parts, of_part = shapely.get_parts(polygons, return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    xy, of_place = shapely.get_coordinates(rings, return_index=True)
    return Chains(
        _points(xy),
        np.searchsorted(of_place, np.arange(len(rings) + 1)),
        (
            np.searchsorted(of_ring, np.arange(len(parts) + 1)),
            np.searchsorted(of_part, np.arange(len(polygons) + 1)),
        ),
        of_part[of_ring],
        np.zeros(len(polygons), bool),
    )


def chains_of_lines(lines: Shapes) -> Chains:
    """Return lines as rows of places."""
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    starts = np.searchsorted(owner, np.arange(len(lines) + 1))
    return Chains(_points(xy), starts, (), np.arange(len(lines)), np.zeros(len(lines), bool))


def corners_of(shapes: Shapes) -> Points:
    """Return the places of all rings or lines in the order in which rows of them hold these."""
    return _points(shapely.get_coordinates(shapes))


def _points(xy: NDArray[np.float64]) -> Points:
    return np.ascontiguousarray(xy[:, :2]).view(np.complex128).ravel()
