"""Telling all about what lies under the pointer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from typing_extensions import override

from resources.translations import tr
from widgets.map import targets
from widgets.map.ragged import Indices
from widgets.map.tool import Gesture, MapView, Pointer, Tool


class Identify(Gesture):
    """A click tells about the features of all layers at that place; it selects nothing.

    Parameters
    ----------
    view
        The canvas.
    """

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._pressed = False

    @override
    def press(self, pointer: Pointer) -> None:
        self._pressed = pointer.button is Qt.MouseButton.LeftButton

    @override
    def release(self, pointer: Pointer) -> None:
        if not self._pressed or pointer.button is not Qt.MouseButton.LeftButton:
            return
        self._pressed = False
        found = targets.all_under(self.view, pointer)
        self.view.say("" if found else tr("There is no feature at this place."))
        self.view.bridge.identify(found)

    @override
    def target(self, pointer: Pointer) -> tuple[str, Indices] | None:
        return targets.taken(self.view, pointer)

    @override
    def cancel(self) -> bool:
        held, self._pressed = self._pressed, False
        self.view.say("")
        return held


TOOL = Tool(
    id="identify",
    title="Identify",
    tooltip="Click a place to see all that is known of the features there, on all layers.",
    icon="identify",
    key="I",
    order=5,
    cursor=Qt.CursorShape.WhatsThisCursor,
    gesture=Identify,
)
