"""From Qt's events to where the pointer is in the plan, and a button whose release went astray."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent

from widgets.map.tool import Pointer
from widgets.map.viewport import PixelX, PixelY, Viewport

_LEFT = Qt.MouseButton.LeftButton
_DRAGGING = _LEFT | Qt.MouseButton.MiddleButton


def pointer_of(event: QMouseEvent, viewport: Viewport) -> Pointer:
    """Return where the pointer is, and what is held down."""
    place = event.position()
    across, down = PixelX(place.x()), PixelY(place.y())
    x, y = viewport.place(across, down)
    keys = event.modifiers()
    return Pointer(
        x,
        y,
        across,
        down,
        event.button(),
        event.buttons(),
        shift=bool(keys & Qt.KeyboardModifier.ShiftModifier),
        control=bool(keys & Qt.KeyboardModifier.ControlModifier),
        alt=bool(keys & Qt.KeyboardModifier.AltModifier),
    )


class Hold:
    """The button that draws or drags, while it is held: a dialog that opens takes its release."""

    def __init__(self) -> None:
        self._last: Pointer | None = None

    def note(self, pointer: Pointer) -> Pointer | None:
        """Follow the pointer; return its last place as a release, where the release is lacking.

        Parameters
        ----------
        pointer
            After a press, a move or a release.
        """
        held = bool(pointer.held & _DRAGGING)
        last, self._last = self._last, pointer if held else None
        if last is None or held or pointer.button is not Qt.MouseButton.NoButton:
            return None
        return replace(last, button=_LEFT, held=Qt.MouseButton.NoButton)
