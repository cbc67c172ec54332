"""Directions and arcs in the plane of the plan. Angles are degrees, from the east as CAD has it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

Place = tuple[float, float]
"""East and north in the plan. [m]"""

CHORD_M: Final = 0.001
"""How far the chords of an arc may lie from it. [m]"""
MOST_CHORDS: Final = 1_000
"""An arc of more chords is made of so many, which lie somewhat farther from it."""
_STRAIGHT: Final = 1e-9
"""A bow that is flatter than so much of its chord is straight. [-]"""


def unit(angle: float) -> Place:
    """Return the step of 1 m in a direction, exact along the axes.

    Parameters
    ----------
    angle
        Counter-clockwise from the east. [°]

    Examples
    --------
    >>> unit(90), unit(180)
    ((0.0, 1.0), (-1.0, 0.0))
    """
    quarter, rest = divmod(angle, 90.0)
    cosine, sine = math.cos(math.radians(rest)), math.sin(math.radians(rest))
    turned = ((cosine, sine), (-sine, cosine), (-cosine, -sine), (sine, -cosine))
    across, up = turned[int(quarter) % 4]
    return across + 0.0, up + 0.0


def direction(start: Place, end: Place) -> float:
    """Return the direction from one place to another, counter-clockwise from the east. [°].

    Examples
    --------
    >>> direction((0, 0), (0, -3))
    270.0
    """
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0])) % 360.0


def azimuth(angle: float) -> float:
    """Return a direction from the north clockwise, of one from the east or the other way. [°].

    Examples
    --------
    >>> azimuth(90.0), azimuth(270.0)
    (0.0, 180.0)
    """
    return (90.0 - angle) % 360.0


def last_direction(places: Sequence[Place]) -> float | None:
    """Return the direction of the last side, None before there is one. [°]."""
    for place in reversed(places[:-1]):
        if place != places[-1]:
            return direction(place, places[-1])
    return None


def along(origin: Place, angle: float, pointer: Place) -> Place:
    """Return the place on a line that is nearest to the pointer.

    Parameters
    ----------
    origin
        A place on the line. [m]
    angle
        Its direction. [°]
    pointer
        Where the pointer is. [m]

    Examples
    --------
    >>> along((1.0, 1.0), 90.0, (5.0, 4.0))
    (1.0, 4.0)
    """
    across, up = unit(angle)
    far = (pointer[0] - origin[0]) * across + (pointer[1] - origin[1]) * up
    return origin[0] + far * across, origin[1] + far * up


def stepped(angle: float, step: float, base: float = 0.0) -> float:
    """Return the nearest of the directions that lie so many degrees apart, counted from one. [°].

    Examples
    --------
    >>> stepped(47.0, 15.0), stepped(47.0, 90.0, base=10.0)
    (45.0, 10.0)
    """
    return (round((angle - base) / step) * step + base) % 360.0


def crossing(origin: Place, angle: float, start: Place, end: Place) -> Place | None:
    """Return where a line meets the line through two places, None where they are parallel."""
    across, up = unit(angle)
    dx, dy = end[0] - start[0], end[1] - start[1]
    across_both = across * dy - up * dx
    if abs(across_both) <= _STRAIGHT * math.hypot(dx, dy):
        return None
    far = ((start[0] - origin[0]) * dy - (start[1] - origin[1]) * dx) / across_both
    return origin[0] + far * across, origin[1] + far * up


# ---- arcs ---------------------------------------------------------------------------------------


def arc_through(start: Place, middle: Place, end: Place, tolerance: float = CHORD_M) -> list[Place]:
    """Return the places of an arc through three, without the first one; the last is the third.

    Parameters
    ----------
    start, middle, end
        On the arc, in this order. [m]
    tolerance
        How far chords may lie from the arc. [m]
    """
    bx, by = middle[0] - start[0], middle[1] - start[1]
    cx, cy = end[0] - start[0], end[1] - start[1]
    doubled = 2.0 * (bx * cy - by * cx)
    if abs(doubled) <= _STRAIGHT * max(bx * bx + by * by, cx * cx + cy * cy):
        return [middle, end] if middle not in {start, end} else [end]
    b, c = bx * bx + by * by, cx * cx + cy * cy
    # The centre, counted from the start: so digits before the point are not lost.
    ux, uy = (cy * b - by * c) / doubled, (bx * c - cx * b) / doubled
    first = math.atan2(-uy, -ux)
    through = (math.atan2(by - uy, bx - ux) - first) % math.tau
    sweep = (math.atan2(cy - uy, cx - ux) - first) % math.tau
    if through > sweep:  # the other way around
        sweep -= math.tau
    return _chords(start, (ux, uy), first, sweep, end, tolerance)


def arc_tangent(start: Place, angle: float, end: Place, tolerance: float = CHORD_M) -> list[Place]:
    """Return the places of an arc that leaves the first place in a direction, without the first.

    Parameters
    ----------
    start, end
        Where it begins and ends. [m]
    angle
        Direction at its beginning, counter-clockwise from the east. [°]
    tolerance
        How far chords may lie from the arc. [m]
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    across, up = unit(angle)
    sideways = across * dy - up * dx
    chord = dx * dx + dy * dy
    if chord == 0 or abs(sideways) <= _STRAIGHT * math.sqrt(chord):
        return [end]
    radius = chord / (2.0 * sideways)  # to the left where positive
    ux, uy = -up * radius, across * radius
    first = math.atan2(-uy, -ux)
    sweep = (math.atan2(dy - uy, dx - ux) - first) % math.tau
    if radius < 0:
        sweep -= math.tau
    return _chords(start, (ux, uy), first, sweep, end, tolerance)


def _chords(  # noqa: PLR0917
    start: Place, centre: Place, first: float, sweep: float, end: Place, tolerance: float
) -> list[Place]:
    radius = math.hypot(*centre)
    step = 2.0 * math.acos(max(1.0 - tolerance / radius, 0.0))
    count = min(max(math.ceil(abs(sweep) / step), 1), MOST_CHORDS)
    angles = (first + sweep * number / count for number in range(1, count))
    x, y = start[0] + centre[0], start[1] + centre[1]
    return [
        *((x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles),
        end,
    ]
