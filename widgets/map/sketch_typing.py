"""Typing numbers while sketching: what stands in the entry, the place it gives, what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from layers import drafting
from layers.errors import PlanError
from widgets import words
from widgets.map.course import Course, Place, placed
from widgets.map.sketch_entry import SketchEntry
from widgets.map.tool import Pointer, Stroke

PLACE_SIGNS: Final = frozenset("0123456789xXyY")
"""Signs with which a place begins."""
STEP_SIGNS: Final = frozenset(".-@<．－＠＜")
"""Signs with which a step from the last place may begin too."""


class Typing(QObject):
    """Reads the entry of a sketch.

    Parameters
    ----------
    canvas
        The map on which the entry stands.
    course
        Gives the places so far.
    """

    changed = Signal()
    """After the place that the text gives is another one."""
    taken = Signal(object)
    """With a place, after Enter."""

    def __init__(self, canvas: QWidget, course: Callable[[], Course]) -> None:
        super().__init__()
        self._course = course
        self._entry: drafting.Entry | None = None
        self._towards: Place | None = None
        self.trouble = ""
        """Why the text gives no place yet, in the language of the window."""
        self.entry = SketchEntry(canvas)
        self.entry.changed.connect(self._read)
        self.entry.taken.connect(self._take)
        self.entry.left.connect(self._forget)

    def begins_with(self, stroke: Stroke) -> bool:
        """Return whether a key opens the entry."""
        steps = bool(self._course().places) and stroke.text in STEP_SIGNS
        return steps or stroke.text in PLACE_SIGNS

    @property
    def open(self) -> bool:
        """Whether the entry stands on the map."""
        return not self.entry.isHidden()

    @property
    def given(self) -> bool:
        """Whether what is typed means something."""
        return self._entry is not None

    def begin(self, text: str, pointer: Pointer | None) -> None:
        """Open the entry beside the pointer with the first sign."""
        self.entry.begin(text, pointer)

    def follow(self, pointer: Pointer) -> None:
        """Have the entry beside the pointer, where it is open."""
        if self.open:
            self.entry.follow(pointer)

    def put_away(self) -> bool:
        """Close the entry; return whether it was open."""
        was_open = self.open
        self.entry.put_away()
        self._entry, self.trouble = None, ""
        return was_open

    def place(self, pointer: Place) -> Place | None:
        """Return the place that the text gives, None where it gives none.

        Parameters
        ----------
        pointer
            What it is snapped to, for what was not typed.
        """
        self._towards, self.trouble = pointer, ""
        if self._entry is None:
            return None
        course = self._course()
        try:
            return placed(drafting.next_place(self._entry, course.places, pointer, course.locked))
        except PlanError as error:
            self.trouble = words.sentence(error.message)
            return None

    # ---- inside ---------------------------------------------------------------------------------

    def _read(self, text: str) -> None:
        try:
            self._entry = drafting.parse(text) if text.strip() else None
        except PlanError:
            self._entry = None  # said after Enter: most texts are half typed
        self.changed.emit()

    def _take(self, text: str) -> None:
        """Hand the place on, or hold the direction where only that was typed."""
        course = self._course()
        try:
            typed = drafting.parse(text)
            if isinstance(typed, drafting.Polar) and typed.distance is None and course.places:
                course.locked, place = typed.direction(course.places), None
            else:
                place = drafting.next_place(typed, course.places, self._towards, course.locked)
                near = course.places[-1] if course.places else self._towards
                place = drafting.checked_near(place, near)
        except PlanError as error:
            self.entry.complain(words.sentence(error.message))
            return
        self.put_away()
        if place is not None:
            self.taken.emit(placed(place))
        self.changed.emit()

    def _forget(self) -> None:
        self.put_away()
        self.changed.emit()
