"""Dividing a parcel into equal parts or parts of given areas, by parallel cuts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.coverage.arrangement import arranged, faces_of
from layers.document import Document
from layers.edit import Edit
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.split import SMALLEST_M2, cut_into
from layers.errors import InvalidEditError
from layers.message import Message
from resources.translations import grouped

MOST_PARTS: Final = 1_000
EXACT_M2: Final = 0.1
"""What targets may exceed the parcel by, and what is no part of its own as a remainder. [m²]"""
STRAIGHT_M: Final = 0.01
"""Corners that lie nearer to a side than this make no side of their own. [m]"""
BEYOND_M: Final = 1.0
EXACT_M: Final = 1e-10
"""A step of Newton's method shorter than this is the last: the next one changes no digit. [m]"""
MOST_TOGETHER: Final = 1_000_000
"""So many pairs of lines and sides are worked out at once."""
PARALLEL: Final = "parallel"
ACROSS: Final = "across"

Floats = NDArray[np.float64]


def divide(
    document: Document,
    id: int,  # noqa: A002 - the name that scripts know
    parts: int | None = None,
    *,
    areas_m2: Sequence[float] | None = None,
    shares: Sequence[float] | None = None,
    edge: int | Sequence[float] | None = None,
    cuts: str | None = None,
) -> Edit:
    """Return the edit that divides a parcel into strips, from one side to the other.

    Cuts are parallel to a side of the parcel or at a right angle to it, and lie so that each
    strip has its area. A strip that a concave parcel has in several pieces is one parcel in
    several parts. What the areas leave over is a part of its own.

    Parameters
    ----------
    document
        The plan.
    id
        The parcel.
    parts
        Into how many equal parts; or
    areas_m2
        Areas of the parts, beginning at the side, or in the west. [m²]; or
    shares
        Their areas in proportion to one another. [-]
    edge
        Number of a side of the outer ring, from 0, or a place near a side, east and north. [m];
        the longest side where None.
    cuts
        ``parallel`` or ``across`` to the side; parallel to one that was chosen, across the
        longest one, where None.

    Raises
    ------
    InvalidEditError
        Where the parcel is not there, the areas exceed it, or what is wanted is not said in one
        of the three ways.
    """
    layer = document.layer("parcels")
    place = int(layer.places(np.array([id]))[0])
    parcel = layer.shapes(np.array([place]))[0]
    targets = _targets(float(parcel.area), parts, areas_m2, shares)
    sweep = Sweep.over(parcel, edge, cuts)
    at = sweep.places_of(np.cumsum(targets)[:-1])
    arrangement = arranged(layer, sweep.lines(at))
    noded = arrangement.polygons[int(np.flatnonzero(arrangement.ids == id)[0])]
    strips = _strips(noded, arrangement.lines, sweep, at)
    number = layer.picked("number", np.array([place]))[0]
    title = Message.of(
        "Divide parcel {number} into {n}",
        number=number if isinstance(number, str) and number.strip() else id,
        n=len(strips),
    )
    return cut_into(document, title, arrangement, {id: np.array([*strips, None], object)[:-1]})


def _strips(
    parcel: BaseGeometry, lines: NDArray[np.object_], sweep: Sweep, at: Floats
) -> list[BaseGeometry]:
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    sides = np.stack([xy[:-1], xy[1:]], axis=1)[owner[1:] == owner[:-1]]
    faces = np.concatenate([faces_of(part, sides) for part in shapely.get_parts(parcel)])
    inner = shapely.get_coordinates(shapely.point_on_surface(faces))
    strip = np.searchsorted(at, sweep.along(inner))
    found = [faces[strip == number] for number in range(len(at) + 1)]
    if not all(len(one) for one in found):
        raise InvalidEditError("A part would be left without ground. Ask for fewer or larger ones.")
    return [
        one[0] if len(one) == 1 else cast("BaseGeometry", shapely.multipolygons(one))
        for one in found
    ]


# ---- areas --------------------------------------------------------------------------------------


def _targets(
    area: float,
    parts: int | None,
    areas_m2: Sequence[float] | None,
    shares: Sequence[float] | None,
) -> Floats:
    """Return the areas of all parts, which sum to that of the parcel. [m²]."""
    if sum(one is not None for one in (parts, areas_m2, shares)) != 1:
        raise InvalidEditError(
            "Say in one way what the parts shall be: a number of equal parts, areas, or shares."
        )
    if parts is not None:
        if not 2 <= parts <= MOST_PARTS:
            raise InvalidEditError(
                "A parcel is divided into 2 to {most} parts; {found} were asked for.",
                most=MOST_PARTS,
                found=parts,
            )
        found = np.full(parts, area / parts)
    else:
        given = _positive(areas_m2 if areas_m2 is not None else shares or ())
        found = given if areas_m2 is not None else given / given.sum() * area
    rest = area - float(found.sum())
    if rest < -EXACT_M2:
        raise InvalidEditError(
            "The areas sum to {wanted} m²; the parcel has {area} m². Take {excess} m² off.",
            wanted=grouped(found.sum(), 2),
            area=grouped(area, 2),
            excess=grouped(-rest, 2),
        )
    if rest > EXACT_M2:
        found = np.append(found, rest)
    else:
        found[-1] += rest
    if len(found) < 2:
        raise InvalidEditError(
            "One area as large as the parcel divides nothing. Give smaller ones."
        )
    if found.min() < SMALLEST_M2:
        raise InvalidEditError(
            "A part would have {area} m²; parts have {least} m² at least.",
            area=f"{found.min():.4f}",
            least=SMALLEST_M2,
        )
    return found


def _positive(given: Sequence[float]) -> Floats:
    found = np.asarray(given, np.float64)
    if not 1 <= len(found) <= MOST_PARTS:
        raise InvalidEditError(
            "Give 1 to {most} areas or shares; there are {found}.",
            most=MOST_PARTS,
            found=len(found),
        )
    if not (np.isfinite(found) & (found > 0)).all():
        raise InvalidEditError("Areas and shares must be numbers above 0.")
    return found


# ---- cuts ---------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Sweep:
    """A straight line that passes over a parcel: how much lies behind it at each place.

    Parameters
    ----------
    start, end
        Both ends of all sides of the parcel, from `middle`. [m]
    middle
        Where places are measured from. [m]
    onward
        The direction in which the line passes, of length 1.
    """

    start: Floats
    end: Floats
    middle: Floats
    onward: Floats

    @classmethod
    def over(
        cls, parcel: BaseGeometry, edge: int | Sequence[float] | None, cuts: str | None
    ) -> Sweep:
        """Return the sweep over a parcel from one of its sides, or along it.

        Raises
        ------
        InvalidEditError
            Where the parcel has no such side, or the cuts are neither parallel nor across.
        """
        if cuts not in {None, PARALLEL, ACROSS}:
            raise InvalidEditError(
                "Cuts are parallel or across to a side; {found} is neither.", found=str(cuts)[:40]
            )
        if edge is None:
            sides = sides_of(parcel)
            side = sides[_longest(sides)]
        else:
            side = _side(parcel, edge)
        along = (side[1] - side[0]) / np.hypot(*(side[1] - side[0]))
        across = cuts == ACROSS or (cuts is None and edge is None)
        middle = np.array(shapely.get_coordinates(parcel.centroid)[0])
        if across:
            onward = along if tuple(np.round(along, 9)) > (0.0, 0.0) else -along
        else:
            onward = np.array([-along[1], along[0]])
            if (middle - side.mean(axis=0)) @ onward < 0:
                onward = -onward
        rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(parcel)))
        xy, owner = shapely.get_coordinates(rings, return_index=True)
        both = (np.stack([xy[:-1], xy[1:]], axis=1) - middle)[owner[1:] == owner[:-1]]
        return cls(both[:, 0], both[:, 1], middle, onward)

    @cached_property
    def _across(self) -> Floats:
        return np.array([self.onward[1], -self.onward[0]])

    @cached_property
    def _sides(self) -> tuple[Floats, Floats, Floats]:
        """Where the line meets sides first and last, and how far they run to the right. [m]."""
        first, last = self.start @ self.onward, self.end @ self.onward
        width = (self.end - self.start) @ self._across
        return np.minimum(first, last), np.maximum(first, last), width

    def along(self, places: Floats) -> Floats:
        """Return how far on places lie in the direction of the sweep. [m]."""
        return (places - self.middle) @ self.onward

    def behind(self, at: Floats) -> tuple[Floats, Floats]:
        """Return the areas behind lines, and how much of each lies within the parcel. [m²], [m].

        Parameters
        ----------
        at
            (n,), where the lines are. [m]

        Notes
        -----
        The sum of ∫ min(v, at) du over the border: v runs on, u to the right, and d min(v, at) /
        dv is 1 behind the line and 0 before it (Green's theorem). Its slope in the place of the
        line is the width there.
        """
        low, high, width = self._sides
        line = at[:, None]
        between = (low < line) & (line < high)
        passed = np.where(high <= line, 1.0, 0.0)
        np.divide(line - low, high - low, out=passed, where=between)
        mean = np.where(between, passed * (low + line) / 2 + (1 - passed) * line, line)
        mean = np.where(high <= line, (low + high) / 2, mean)
        return np.abs(mean @ width), np.abs((1 - passed) @ width)

    def places_of(self, areas: Floats) -> Floats:
        """Return where the line has areas behind it. [m].

        Between the corners of the parcel the area is a parabola in the place of the line.

        Parameters
        ----------
        areas
            Above 0 and below the parcel's. [m²]
        """
        pieces = min(len(areas), math.ceil(len(areas) * len(self.start) / MOST_TOGETHER))
        return np.concatenate([self._places_of(one) for one in np.array_split(areas, pieces)])

    def _places_of(self, areas: Floats) -> Floats:
        corners = np.unique(self.start @ self.onward)
        first, last = np.zeros(len(areas), np.intp), np.full(len(areas), len(corners) - 1)
        # Of hundreds of corners a few are asked for.
        while (last - first > 1).any():
            middle = (first + last) // 2
            nearer = self.behind(corners[middle])[0] < areas
            first, last = np.where(nearer, middle, first), np.where(nearer, last, middle)
        low, high = corners[first], corners[last]
        at = (low + high) / 2
        # Of a parabola Newton's method, kept between the ends, has all digits in a few steps.
        for _ in range(60):
            behind, width = self.behind(at)
            missing = areas - behind
            low, high = np.where(missing > 0, at, low), np.where(missing > 0, high, at)
            step = at + missing / np.maximum(width, np.finfo(float).tiny)
            before = at
            at = np.where((low <= step) & (step <= high), step, (low + high) / 2)
            if np.abs(at - before).max() < EXACT_M:
                break
        return at

    def lines(self, at: Floats) -> BaseGeometry:
        """Return the cuts as lines that reach a little beyond the parcel."""
        beside = self.start @ self._across
        low, high = float(beside.min()) - BEYOND_M, float(beside.max()) + BEYOND_M
        base = self.middle + at[:, None] * self.onward
        ends = np.stack([base + low * self._across, base + high * self._across], axis=1)
        return shapely.MultiLineString(list(ends))


def sides_of(parcel: BaseGeometry) -> Floats:
    """Return (n, 2, 2) both ends of the sides of the outer ring of a parcel's largest part. [m]."""
    parts = shapely.get_parts(parcel)
    largest = parts[int(np.argmax(shapely.area(parts)))]
    xy = shapely.get_coordinates(shapely.get_exterior_ring(largest))
    return np.stack([xy[:-1], xy[1:]], axis=1)


def longest(parcel: BaseGeometry) -> int:
    """Return the number of a side on the longest straight run of a parcel's outer ring.

    Of several as long as it, the one that runs most from west to east.
    """
    return _longest(sides_of(parcel))


def _longest(sides: Floats) -> int:
    ring = shapely.linearrings(np.concatenate([sides[:, 0], sides[:1, 0]]))
    runs = shapely.get_coordinates(shapely.simplify(ring, STRAIGHT_M))
    along = np.abs(runs[1:] - runs[:-1])
    sizes, flat = np.hypot(*along.T).tolist(), along[:, 0].tolist()
    number = max(range(len(along)), key=lambda n: (round(sizes[n], 3), flat[n]))
    run = shapely.LineString(runs[number : number + 2])
    middles = shapely.points(sides.mean(axis=1))
    on_run = np.flatnonzero(shapely.distance(middles, run) <= 2 * STRAIGHT_M)
    lengths = np.hypot(*(sides[:, 1] - sides[:, 0]).T)
    return int(on_run[np.argmax(lengths[on_run])]) if len(on_run) else int(np.argmax(lengths))


def _side(parcel: BaseGeometry, edge: int | Sequence[float]) -> Floats:
    if isinstance(edge, int) and not isinstance(edge, bool):
        sides = sides_of(parcel)
        if not 0 <= edge < len(sides):
            raise InvalidEditError(
                "The parcel has the sides 0 to {last}; {found} is none.",
                last=len(sides) - 1,
                found=edge,
            )
        return sides[edge]
    if isinstance(edge, str) or not isinstance(edge, Sequence) or len(edge) != 2:
        edge = ()
    given = [one for one in edge if type(one) in {int, float} and math.isfinite(one)]
    if len(given) != 2:
        raise InvalidEditError(
            "A side is a number, such as 0, or a place near it, such as [500100.0, 4000200.0]."
        )
    rings = shapely.get_rings(shapely.get_parts(parcel))
    xy, owner = shapely.get_coordinates(rings, return_index=True)
    sides = np.stack([xy[:-1], xy[1:]], axis=1)[owner[1:] == owner[:-1]]
    if not len(sides):
        raise InvalidEditError("The parcel has no ground that could be divided.")
    away = shapely.distance(shapely.linestrings(sides), shapely.Point(given))
    return sides[int(np.argmin(away))]


OPERATIONS: Final = (
    Operation(
        "divide",
        (
            Field("id", FieldType.ID),
            Field("parts", FieldType.COUNT, required=False),
            Field("areas_m2", FieldType.NUMBERS, required=False),
            Field("shares", FieldType.NUMBERS, required=False),
            Field("edge", FieldType.ANY, required=False),
            Field("cuts", FieldType.TEXT, required=False, nullable=True),
        ),
        divide,
    ),
)
