"""Sketching on the map: places that are clicked, snapped, traced or typed, one after another.

All tools that draw are a `SketchGesture`; they say what becomes of the places.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Final, cast

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from layers import directions
from layers.document import Document
from layers.edit import Edit
from resources.translations import tr
from widgets.map import edit_preview, sketch_drawing, sketch_keys, snap_signs, tracing
from widgets.map.course import Course, Place
from widgets.map.edit_preview import Preview
from widgets.map.previewing import Previewing
from widgets.map.sketch_typing import Typing
from widgets.map.snapping import Snap, Snapper, distance_px
from widgets.map.tool import Gesture, MapView, Pointer, Stroke

CLOSE_PX: Final = 8.0
"""A click so near to the first place closes the sketch."""
SAME_PX: Final = 6.0
"""A click so near to the last one, as the second of a double click, is the same."""
_lost = itertools.count(1)


class SketchGesture(Gesture):
    """Takes places from clicks and keys, and hands them on when the sketch has ended.

    Tools override `done` and `preview`, and set `least`, `most` and `closed`.

    Parameters
    ----------
    view
        The canvas.
    """

    least: int = 2
    """Fewest different places."""
    most: int = 0
    """A sketch of so many places ends by itself; 0 where it does not."""
    closed: bool = False
    """Whether the sketch goes around an area."""
    snaps: bool = True
    """Whether places are taken from what lies near, and Shift turns in steps."""
    ink: str = sketch_drawing.INK
    """Colour of the sketch, ``#rrggbb``."""

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self.snapper = Snapper(view)
        self.snapped: Snap | None = None
        self.course = Course()
        """The places so far, and what holds for the next one."""
        self._dropped: Course | None = None
        self._pointer: Pointer | None = None
        self._pressed: Pointer | None = None
        self._next: list[Place] = []
        self._previewing = Previewing(view.refresh_overlay)
        self.typing = Typing(cast("QWidget", view), lambda: self.course)
        self.typing.changed.connect(self._refresh)
        self.typing.taken.connect(lambda place: self.add(self.course.up_to(place)))

    # ---- what tools say -------------------------------------------------------------------------

    def done(self, places: list[Place], closed: bool) -> bool | None:  # noqa: FBT001
        """Use the places of a sketch that has ended.

        Parameters
        ----------
        places
            At least `least` different ones; the first is not repeated at the end. [m]
        closed
            Whether the last side goes back to the first place.

        Returns
        -------
        bool or None
            False where the plan refused: the sketch stays, to be put right.
        """
        raise NotImplementedError

    def preview(self, places: list[Place]) -> Preview | None:
        """Return what `done` would make, to be drawn with the sketch; None for nothing.

        Parameters
        ----------
        places
            At least `least` different ones, the pointer's as the last. [m]
        """
        del places
        return None

    def commit(
        self, verb: Callable[[Document], Edit], kind: str = "parcels", *, select: bool = True
    ) -> bool:
        """Make an edit of what was sketched, as `edit_preview.performed` does."""
        return edit_preview.performed(self.view, verb, kind, select=select)

    def obstacle(self, pointer: Pointer) -> str:
        """Return why no sketch can begin here, in the language of the window; empty where one can.

        Called with the first place of each sketch.
        """
        del pointer
        return ""

    def hint(self) -> str:
        """Return what the status bar says while a sketch is under way."""
        return tr(
            "Type numbers for exact places; Backspace takes back, Enter ends. T: along borders,"
            " A: arcs, P and O: parallel or at a right angle to an edge."
        )

    def followed(self) -> None:
        """React to another place: taken, taken back, or under the pointer."""

    # ---- what is there --------------------------------------------------------------------------

    @property
    def places(self) -> list[Place]:
        """The places that were taken."""
        return list(self.course.places)

    @property
    def shown(self) -> list[Place]:
        """The places as they would be after a click: the pointer's, or those of an arc, too."""
        return [*self.course.places, *self._next]

    @property
    def fewest(self) -> int:
        """Fewest different places; three at least where the sketch goes around an area."""
        return max(self.least, 3 if self.closed else 1)

    @property
    def under_way(self) -> bool:
        """Whether there is a sketch."""
        return bool(self.course.places)

    # ---- the pointer ----------------------------------------------------------------------------

    @override
    def press(self, pointer: Pointer) -> None:
        if pointer.button is Qt.MouseButton.RightButton and self.under_way:
            self.end()
        if pointer.button is not Qt.MouseButton.LeftButton:
            return
        before, self._pressed = self._pressed, pointer
        if self.under_way and before is not None and self._same(before, pointer):
            return  # the second click of two
        self._follow(pointer)
        if self._closes(pointer):
            self.end(closed=True)
        else:
            self.add(self._next)

    @override
    def move(self, pointer: Pointer) -> None:
        if self._pressed is not None and not self._same(self._pressed, pointer):
            self._pressed = None
        self._follow(pointer)
        self.typing.follow(pointer)
        self.view.refresh_overlay()

    @override
    def double_click(self, pointer: Pointer) -> None:
        self.end()

    @override
    def leave(self) -> None:
        if not self.typing.open:
            self._pointer, self._next, self.snapped = None, [], None
            self.view.refresh_overlay()

    # ---- places ---------------------------------------------------------------------------------

    def add(self, places: list[Place]) -> None:
        """Take places as the next ones of the sketch."""
        if not self.under_way:
            self.view.bridge.sketch_begun.emit()
            x, y = places[0]
            obstacle = self.obstacle(Pointer(x, y, *self.view.viewport.pixel(x, y)))
            self.view.say(obstacle or self.hint())
            if obstacle:
                return
        if not self.course.add(places):
            return
        if self.most and self.course.different >= self.most:
            self.end()
            return
        self._refresh()

    def take_back(self) -> None:
        """Take the last place back, or all places of the last arc or border."""
        self.course.back()
        self._pressed = None
        self._refresh()

    def again(self) -> None:
        """Take again what was taken back last."""
        self.course.again()
        self._refresh()

    def end(self, *, closed: bool | None = None) -> None:
        """End the sketch and hand its places on; where there are too few it stays.

        Parameters
        ----------
        closed
            Whether the last side goes back to the first place; as the tool has it where None.
        """
        closed = self.closed if closed is None else closed
        places, found, wanted = self.places, self.course.different, self.fewest
        if found < wanted:
            self.view.say(
                tr("This takes {wanted} places; {n} are there yet.", wanted=wanted, n=found)
            )
            return
        if len(places) > 1 and places[0] == places[-1]:
            places, closed = places[:-1], True
        # Taken away first: what is done with it may choose another tool.
        ended, self.course = self.course, Course()
        self.view.say("")
        if self.done(places, closed) is False:
            self.course = ended
            self._refresh()
            return
        self._dropped, self.lost_at = ended, next(_lost)
        self._clear()

    def _same(self, one: Pointer, other: Pointer) -> bool:
        # In the plan: the map may have moved under the cross of the keyboard.
        return distance_px(self.view, (one.x, one.y), (other.x, other.y)) <= SAME_PX

    def _closes(self, pointer: Pointer) -> bool:
        if self.course.different < 3 or self.typing.given:
            return False
        return distance_px(self.view, (pointer.x, pointer.y), self.course.places[0]) <= CLOSE_PX

    def _follow(self, pointer: Pointer) -> None:
        """Work out what a click here would add."""
        self._pointer = pointer
        places = self.course.places
        self.snapped = self.snapper.snap(pointer, places) if self.snaps else None
        place = self.snapped.place if self.snapped is not None else (pointer.x, pointer.y)
        typed = self.typing.place(place)
        if typed is not None:
            place = typed
        elif (held := self.course.held(place, stepping=pointer.shift and self.snaps)) is not None:
            place = self.course.on_line(held, place, self.snapped)
        self._next = self.course.up_to(place)
        if self.course.tracing and places and typed is None and self.snapped is not None:
            way = tracing.traced(self.view, places[-1], place, longer=pointer.shift)
            self._next = way or self._next
        self.followed()

    def _refresh(self) -> None:
        if self._pointer is not None:
            self._follow(self._pointer)
        self.view.refresh_overlay()

    # ---- keys -----------------------------------------------------------------------------------

    @override
    def wants(self, stroke: Stroke) -> bool:
        return sketch_keys.wanted(self, stroke)

    @override
    def take(self, stroke: Stroke) -> None:
        sketch_keys.take(self, stroke)

    def begin_typing(self, text: str) -> None:
        """Open the field for numbers with the first sign."""
        self.typing.begin(text, self._pointer)

    def trace(self) -> None:
        """Follow borders from now on, or no more."""
        self.course.trace()
        self._refresh()

    def bow(self) -> None:
        """Draw straight sides, arcs through three places and arcs from the last side in turn."""
        self.course.bow()
        self._refresh()

    def hold(self, turn: float) -> None:
        """Hold the direction of the edge under the pointer, turned by so many degrees; or let go.

        Without an edge there it is that of the last side.
        """
        held = self.course.locked
        if held is None:
            held = None if self._pointer is None else self.snapper.direction(self._pointer)
            held = directions.last_direction(self.places) if held is None else held
            if held is None:
                self.view.say(tr("Point at an edge first; its direction is then held."))
                return
            self.course.free()
            self.course.locked = (held + turn) % 180.0
        else:
            self.course.locked = None
        self._refresh()

    # ---- dropping -------------------------------------------------------------------------------

    @override
    def cancel(self) -> bool:
        if not self.typing.put_away():
            if not (self.under_way and self.course.bound):
                return self.drop()
            self.course.free()
        self._refresh()
        return True

    def drop(self) -> bool:
        """Drop the sketch, so that it can be brought back; return whether there was one."""
        held = self.under_way
        if held:
            self._dropped, self.lost_at = self.course, next(_lost)
            self.view.say(
                tr("The sketch was dropped. {key} brings it back.", key=sketch_keys.RESTORE_KEY)
            )
        self.course = Course()
        self._clear()
        return held

    @override
    def finish(self) -> None:
        self.typing.put_away()
        self.drop()

    @override
    def restore(self) -> bool:
        if self._dropped is None:
            return False
        back, self._dropped, self.lost_at = self._dropped, None, 0
        if self.under_way:
            self.drop()
        self.course = back
        self.view.say(self.hint())
        self._refresh()
        return True

    def _clear(self) -> None:
        self._pressed, self._next = None, []
        self._previewing.clear()
        self.snapper.forget()
        self.view.refresh_overlay()

    # ---- drawing --------------------------------------------------------------------------------

    def told(self) -> list[str]:
        """Return what the card beside the pointer says, a line each."""
        unit = self.view.bridge.area_unit
        return sketch_drawing.read_out(self.course, self._next, unit, closed=self.closed)

    def paint_on(self, painter: QPainter) -> None:
        """Draw on the sketch, below the read-out, in pixels of the canvas."""

    def _previewed(self) -> Preview | None:
        shown = tuple(dict.fromkeys(self.shown))
        if self._pointer is not None and self._closes(self._pointer) and not self.closed:
            shown = (*self.places, self.places[0])  # as a click would have it
        if not self.under_way or len(shown) < self.fewest:
            return None
        key = (shown, self.view.bridge.document)
        return self._previewing.of(key, lambda: self.preview(list(shown)))

    @override
    def paint(self, painter: QPainter) -> None:
        viewport, pointer = self.view.viewport, self._pointer
        preview = self._previewed()
        if preview is not None:
            edit_preview.draw(painter, preview, viewport)
        refused = preview.refused if preview is not None else ""
        ink = sketch_drawing.REFUSED if refused else self.ink
        sketch_drawing.draw(painter, self.course, self._next, viewport, closed=self.closed, ink=ink)
        self.paint_on(painter)
        if pointer is None:
            return
        beside = QPointF(pointer.across, pointer.down)
        if self.snapped is not None:
            text = tr("closes the sketch") if self._closes(pointer) else ""
            snap_signs.draw(painter, self.snapped, viewport, text)
        elif self.snapper.crowded:
            snap_signs.draw_crowded(painter, beside, viewport)
        if self.under_way:
            lines = [*self.told(), *(preview.told if preview is not None else ())]
            mode, trouble = sketch_drawing.mode_text(self.course), self.typing.trouble or refused
            sketch_drawing.draw_card(painter, lines, beside, viewport, trouble=trouble, mode=mode)
