"""The course of a sketch: its places, how they came, and what holds for the next one."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Final

from layers import directions
from widgets.map.snapping import Snap
from widgets.map.viewport import MapX, MapY

Place = tuple[MapX, MapY]

STEP_DEG: Final = 15.0
"""With Shift held sides turn by so much. [°]"""


def placed(place: tuple[float, float]) -> Place:
    """Return a place that was computed as one of the map."""
    return MapX(place[0]), MapY(place[1])


@dataclass(slots=True)
class Course:
    """Places one after another.

    Parameters
    ----------
    places
        Those that were taken. [m]
    steps
        How many of them each click or typed text has added: an arc adds many.
    undone
        Places of the steps that were taken back, the last one last.
    locked
        Direction that is held for the next side, counter-clockwise from the east. [°]
    arc
        ``three`` for an arc through three places, ``tangent`` for one from the last side.
    middle
        Second place of an arc through three.
    tracing
        Whether borders are followed.
    """

    places: list[Place] = field(default_factory=list[Place])
    steps: list[int] = field(default_factory=list[int])
    undone: list[list[Place]] = field(default_factory=list[list[Place]])
    locked: float | None = None
    arc: str = ""
    middle: Place | None = None
    tracing: bool = False

    @property
    def different(self) -> int:
        """How many different places there are."""
        return len(set(self.places))

    @property
    def marks(self) -> list[Place]:
        """The places at the ends of steps: those between are of an arc or a border."""
        ends = itertools.accumulate(self.steps)
        return [*self.places[:1], *(self.places[end - 1] for end in ends if end > 1)]

    @property
    def bound(self) -> bool:
        """Whether anything but a straight side to the pointer is wanted."""
        return self.locked is not None or bool(self.arc) or self.tracing

    def free(self) -> None:
        """Go on straight to the pointer."""
        self.locked, self.arc, self.middle, self.tracing = None, "", None, False

    def add(self, places: list[Place]) -> bool:
        """Take places; return whether anything was taken. Places on the last one are left away."""
        last = self.places[-1] if self.places else None
        if self.arc == "three" and last is not None and self.middle is None and len(places) == 1:
            self.middle = places[0] if places[0] != last else None
            return self.middle is not None
        fresh = [place for place in places if place != last]
        if not fresh:
            return False
        self.places += fresh
        self.steps.append(len(fresh))
        self.undone.clear()
        self.middle = self.locked = None
        return True

    def back(self) -> None:
        """Take the last step back."""
        if self.middle is not None:
            self.middle = None
        elif self.steps:
            count = self.steps.pop()
            self.undone.append(self.places[-count:])
            del self.places[-count:]

    def again(self) -> None:
        """Take again what was taken back last."""
        if self.undone:
            places = self.undone.pop()
            self.places += places
            self.steps.append(len(places))

    def bow(self) -> None:
        """Draw straight sides, arcs through three places and arcs from the last side in turn."""
        turns = ["", "three", "tangent"] if len(self.places) > 1 else ["", "three"]
        following = turns.index(self.arc) + 1 if self.arc in turns else 0
        self.free()
        self.arc = turns[following % len(turns)]

    def trace(self) -> None:
        """Follow borders from now on, or no more."""
        tracing = not self.tracing
        self.free()
        self.tracing = tracing

    # ---- the next place -------------------------------------------------------------------------

    def held(self, place: Place, *, stepping: bool) -> float | None:
        """Return the direction of the next side where one is held, in steps where wanted. [°]."""
        if not self.places or self.tracing:
            return None
        if self.locked is None and stepping and place != self.places[-1]:
            base = directions.last_direction(self.places) or 0.0
            return directions.stepped(directions.direction(self.places[-1], place), STEP_DEG, base)
        return self.locked

    def on_line(self, direction: float, place: Place, snapped: Snap | None) -> Place:
        """Return the place in a direction: where it meets an edge, else beside the pointer."""
        last = self.places[-1]
        if snapped is not None and snapped.sort == "edge" and snapped.edge is not None:
            met = directions.crossing(last, direction, *snapped.edge)
            if met is not None:
                return placed(met)
        return placed(directions.along(last, direction, place))

    def up_to(self, place: Place) -> list[Place]:
        """Return the places up to the next one: several of an arc, else the one."""
        if not self.places or place == self.places[-1]:
            return [place]
        last = self.places[-1]
        if self.arc == "three" and self.middle is not None:
            return [placed(one) for one in directions.arc_through(last, self.middle, place)]
        angle = directions.last_direction(self.places)
        if self.arc == "tangent" and angle is not None:
            return [placed(one) for one in directions.arc_tangent(last, angle, place)]
        return [place]
