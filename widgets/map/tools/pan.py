"""Moving the map with the hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from typing_extensions import override

from widgets.map.tool import Gesture, MapView, Pointer, Tool


class Pan(Gesture):
    """Draws the map along while a button is held.

    Parameters
    ----------
    view
        The canvas.
    """

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._last: Pointer | None = None

    @override
    def press(self, pointer: Pointer) -> None:
        if pointer.button is Qt.MouseButton.LeftButton:
            self._last = pointer

    @override
    def move(self, pointer: Pointer) -> None:
        if self._last is None:
            return
        across, down = pointer.across - self._last.across, pointer.down - self._last.down
        self._last = pointer
        if across or down:  # the cross follows each change of the view with a move of its own
            self.view.show_viewport(self.view.viewport.panned(across, down))

    @override
    def release(self, pointer: Pointer) -> None:
        self._last = None

    @override
    def cancel(self) -> bool:
        held, self._last = self._last is not None, None
        return held


TOOL = Tool(
    id="pan",
    title="Pan",
    tooltip="Move the map. With any tool: hold the middle button or Space and drag.",
    icon="pan",
    key="H",
    order=10,
    cursor=Qt.CursorShape.OpenHandCursor,
    gesture=Pan,
)
