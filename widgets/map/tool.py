"""The word for a tool of the map: what the pointer does. The cases stand in ``tools/``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QPainter

from widgets.bridge import Bridge
from widgets.map.ragged import Indices
from widgets.map.scene import Scene
from widgets.map.snap_choice import Snapping
from widgets.map.viewport import MapX, MapY, PixelX, PixelY, Viewport


@dataclass(frozen=True, slots=True)
class Stroke:
    """A key pressed on the map.

    Parameters
    ----------
    key
        The key.
    keys
        What is held down with it.
    text
        What it types; empty for none.
    """

    key: Qt.Key
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    text: str = ""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, and what is held down.

    Parameters
    ----------
    x, y
        Place in the plan. [m]
    across, down
        Place on the canvas. [px]
    button
        The button that was pressed or released; none while moving.
    held
        Buttons held down.
    shift, control, alt
        Whether these keys are held down.
    """

    x: MapX
    y: MapY
    across: PixelX
    down: PixelY
    button: Qt.MouseButton = Qt.MouseButton.NoButton
    held: Qt.MouseButton = Qt.MouseButton.NoButton
    shift: bool = False
    control: bool = False
    alt: bool = False


class MapView(Protocol):
    """What a tool may know of the canvas and ask of it."""

    @property
    def bridge(self) -> Bridge:
        """The plan, the selection, and edits."""
        ...

    @property
    def scene(self) -> Scene:
        """What is to be seen."""
        ...

    @property
    def viewport(self) -> Viewport:
        """What of it is shown."""
        ...

    @property
    def snapping(self) -> Snapping:
        """What the pointer snaps to."""
        ...

    def show_viewport(self, viewport: Viewport) -> None:
        """Show another part of the plan."""
        ...

    def refresh_overlay(self) -> None:
        """Ask for the tool's drawing to be drawn again."""
        ...

    def say(self, text: str) -> None:
        """Show a translated sentence beside the map, empty for none."""
        ...


class Gesture(QObject):
    """What a tool does with the pointer on one canvas; tools override what they need.

    Parameters
    ----------
    view
        The canvas.
    """

    lost_at: int = 0
    """When something was dropped that can be brought back, the larger the later; 0 for nothing."""

    def __init__(self, view: MapView) -> None:
        super().__init__()
        self.view = view

    def begin(self) -> None:
        """Get ready: the tool was chosen."""

    def finish(self) -> None:
        """Put away what is half done: another tool was chosen."""
        self.cancel()

    def press(self, pointer: Pointer) -> None:
        """React to a button pressed."""

    def move(self, pointer: Pointer) -> None:
        """React to the pointer moved, with or without a button."""

    def release(self, pointer: Pointer) -> None:
        """React to a button released."""

    def double_click(self, pointer: Pointer) -> None:
        """React to a double click, which follows a press and a release."""

    def leave(self) -> None:
        """React to the pointer gone from the map."""

    def target(self, pointer: Pointer) -> tuple[str, Indices] | None:
        """Return the kind and the ids that a click would take, to be outlined; None for nothing."""
        del pointer
        return None

    def cancel(self) -> bool:
        """Drop what is half done, as Escape does; return whether there was something."""
        return False

    def key(self, key: Qt.Key) -> bool:
        """React to a key; return whether it was meant for the tool."""
        del key
        return False

    def wants(self, stroke: Stroke) -> bool:
        """Return whether a key belongs to what is half done, even where it is a command's."""
        del stroke
        return False

    def take(self, stroke: Stroke) -> None:
        """React to a key that the tool wants."""

    def restore(self) -> bool:
        """Bring back what was dropped last; return whether there was something."""
        return False

    def copied(self) -> str:
        """Return what Ctrl+C takes from the tool; empty where there is nothing."""
        return ""

    def paint(self, painter: QPainter) -> None:
        """Draw on top of the map, in pixels of the canvas."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool, declared once.

    Parameters
    ----------
    id
        Its name in settings and commands.
    title
        What the tool bar says, in English.
    tooltip
        What it does and how, in English.
    icon
        Name of a shipped icon.
    key
        Key that chooses it.
    order
        Its place in the tool bar.
    cursor
        Shape of the pointer.
    gesture
        Makes its gesture for a canvas.
    edits
        Whether it changes the plan, and so is off where the plan is read-only.
    """

    id: str
    title: str
    tooltip: str
    icon: str
    key: str
    order: int
    cursor: Qt.CursorShape
    gesture: Callable[[MapView], Gesture]
    edits: bool = False
