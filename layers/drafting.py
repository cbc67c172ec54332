"""Drawing by numbers: what a planner types while sketching, and the place that it gives.

========================== =====================================================================
``35.2``                   so far in the direction of the pointer, or of the lock
``35.2<90``                so far at an angle from the east, counter-clockwise, as in CAD
``35.2<N45``               so far at an azimuth, from the north clockwise, as surveyors have it
``35.2<L90``, ``35.2<R90`` so far, turned to the left or to the right from the last side
``<30``, ``<N45``          the angle alone: it is held, and the pointer says how far
``@10,5``                  10 m to the east and 5 m to the north of the last place
``512345.678,3901234.567`` the place itself, east before north
``X=3901234.567 Y=512345.678`` the same as Chinese coordinate lists have it: X is the north
========================== =====================================================================

Places that are typed are the numbers that were typed, to the bit. Angles are degrees, also as
``45°30'15"``. Full-width signs of a Chinese keyboard are taken as the others.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from layers.directions import Place, along, direction, last_direction, unit
from layers.errors import PlanError
from resources.translations import grouped

LONGEST_M: Final = 1e6
"""A side that is longer was mistyped. [m]"""
LARGEST_M: Final = 1e8
"""Above every projected coordinate, zone numbers before the easting included. [m]"""

_SIGNS: Final = str.maketrans("′″−", "'\"-")
_NUMBER: Final = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_ANGLE: Final = (
    rf"(?P<base>[nlr]?)\s*(?P<degrees>{_NUMBER})\s*°?"
    r"(?:(?<=°)\s*(?P<minutes>\d+(?:\.\d*)?)\s*'\s*(?:(?P<seconds>\d+(?:\.\d*)?)\s*\")?)?"
)
_POLAR: Final = re.compile(rf"(?P<distance>{_NUMBER})?\s*<\s*{_ANGLE}")
_DISTANCE: Final = re.compile(_NUMBER)
_PAIR: Final = re.compile(rf"(@?)\s*({_NUMBER})\s*[,;\s]\s*({_NUMBER})")
_BASES: Final = {"": "east", "n": "north", "l": "left", "r": "right"}
_NAMED: Final = re.compile(
    rf"([xyen])\s*[:=]?\s*({_NUMBER})\s*[,;\s]\s*([xyen])\s*[:=]?\s*({_NUMBER})"
)


class DraftingError(PlanError):
    """A typed text that gives no place."""


@dataclass(frozen=True, slots=True)
class Absolute:
    """A place itself. [m]."""

    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Relative:
    """A step from the last place. [m]."""

    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Polar:
    """A distance, a direction, or both.

    Parameters
    ----------
    distance
        From the last place; None where the pointer says how far. [m]
    angle
        Direction; None where the pointer says it. [°]
    base
        From where the angle counts: ``east`` counter-clockwise, ``north`` clockwise, ``left`` or
        ``right`` from the last side.
    """

    distance: float | None = None
    angle: float | None = None
    base: str = "east"

    def direction(self, places: Sequence[Place]) -> float | None:
        """Return the direction counter-clockwise from the east, None without an angle. [°].

        Raises
        ------
        DraftingError
            Where it counts from the last side and there is none yet.
        """
        if self.angle is None or self.base == "east":
            return self.angle
        if self.base == "north":
            return 90.0 - self.angle
        last = last_direction(places)
        if last is None:
            raise DraftingError(
                "An angle to the left or the right counts from the last side, and there is none"
                " yet. Type it from the east, as {example}, or from the north, as {other}.",
                example="35.2<90",
                other="35.2<N45",
            )
        return last + self.angle if self.base == "left" else last - self.angle


Entry = Absolute | Relative | Polar


# ---- reading ------------------------------------------------------------------------------------


def parse(text: str) -> Entry:
    """Return what a typed text means.

    Raises
    ------
    DraftingError
        Where it means nothing, with what could be typed.

    Examples
    --------
    >>> parse("35.2<N45")
    Polar(distance=35.2, angle=45.0, base='north')
    >>> parse("X=3901234.567 Y=40512345.678")
    Absolute(east=40512345.678, north=3901234.567)
    """
    shown = unicodedata.normalize("NFKC", text.translate(_SIGNS)).strip()
    entry = _parsed(shown.lower())
    if entry is None:
        raise DraftingError(
            "This is no distance or place: {found}. Type 35.2, 35.2<90, 35.2<N45, @10,5 or"
            " 512345.678,3901234.567.",
            found=shown[:40],
        )
    return _checked(entry)


def _parsed(text: str) -> Entry | None:
    if _DISTANCE.fullmatch(text):
        return Polar(float(text))
    if found := _POLAR.fullmatch(text):
        distance = found["distance"]
        far = None if distance is None else float(distance)
        return Polar(far, _degrees(found), _BASES[found["base"]])
    if found := _PAIR.fullmatch(text):
        made = Relative if found[1] else Absolute
        return made(float(found[2]), float(found[3]))
    if found := _NAMED.fullmatch(text):
        given = {found[1]: float(found[2]), found[3]: float(found[4])}
        for east, north in (("y", "x"), ("e", "n")):
            if given.keys() == {east, north}:
                return Absolute(given[east], given[north])
    return None


def _degrees(found: re.Match[str]) -> float:
    degrees = float(found["degrees"])
    parts = float(found["minutes"] or 0) / 60 + float(found["seconds"] or 0) / 3600
    return degrees + math.copysign(parts, degrees)


def _checked(entry: Entry) -> Entry:
    match entry:
        case Absolute(east=one, north=other):
            largest, limit = max(abs(one), abs(other)), LARGEST_M
        case Relative(east=one, north=other):
            largest, limit = max(abs(one), abs(other)), LONGEST_M
        case Polar(distance=distance):
            largest, limit = abs(distance or 0.0), LONGEST_M
            if distance == 0:
                raise DraftingError("A distance of 0 m leads nowhere. Type how far the next is.")
    if largest > limit:
        raise DraftingError(
            "Up to {limit} m are taken here; {found} m were typed.",
            limit=grouped(limit),
            found=grouped(largest, 3),
        )
    return entry


# ---- the next place -----------------------------------------------------------------------------


def next_place(
    entry: Entry,
    places: Sequence[Place],
    pointer: Place | None,
    locked: float | None = None,
) -> Place:
    """Return the place that an entry gives.

    Parameters
    ----------
    entry
        What was typed.
    places
        The places so far. [m]
    pointer
        Where the pointer is, for what was not typed; None where it is not on the map. [m]
    locked
        Direction that is held, counter-clockwise from the east; None for none. [°]

    Raises
    ------
    DraftingError
        Where something is missing: a place to go on from, or a direction.
    """
    if isinstance(entry, Absolute):
        return entry.east, entry.north
    if not places:
        raise DraftingError(
            "There is no place yet from which this could be measured. Click the first one or type"
            " it, as {example}.",
            example="512345.678,3901234.567",
        )
    x, y = places[-1]
    if isinstance(entry, Relative):
        return x + entry.east, y + entry.north
    direction = entry.direction(places)
    if direction is None:
        direction = _towards(places[-1], pointer, locked)
    distance = entry.distance
    if distance is None:
        # On the line in this direction, beside the pointer.
        return places[-1] if pointer is None else along(places[-1], direction, pointer)
    across, up = unit(direction)
    return x + distance * across, y + distance * up


def checked_near(place: Place, near: Place | None) -> Place:
    """Return a typed place that lies where the map is.

    Parameters
    ----------
    place
        The place. [m]
    near
        What the map shows; None where that is not known. [m]

    Raises
    ------
    DraftingError
        Where it is far from it: a comma was typed for a point, or east and north exchanged.
    """
    far = 0.0 if near is None else math.dist(place, near)
    if far > LONGEST_M:
        raise DraftingError(
            "This place lies {far} km from what the map shows. East stands before north, a comma"
            " between them; decimals stand behind a point, as in 35.2.",
            far=grouped(far / 1_000),
        )
    return place


def _towards(last: Place, pointer: Place | None, locked: float | None) -> float:
    """Return the direction of the pointer, of the lock on the pointer's side where one is held."""
    if locked is not None:
        across, up = unit(locked)
        behind = (
            pointer is not None
            and (pointer[0] - last[0]) * across + (pointer[1] - last[1]) * up < 0
        )
        return locked + 180.0 if behind else locked
    if pointer is None or pointer == last:
        raise DraftingError(
            "A distance needs a direction. Move the pointer to where the side goes, or type the"
            " angle too, as {example}.",
            example="35.2<90",
        )
    return direction(last, pointer)
