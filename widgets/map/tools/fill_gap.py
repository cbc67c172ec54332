"""Making parcels of free ground with one click."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter
from typing_extensions import override

from layers.edits.ground import fill_gap, gap_at
from layers.errors import PlanError
from layers.prepared import contains_xy
from resources.translations import tr
from widgets import words
from widgets.map import card, edit_preview
from widgets.map.edit_preview import Preview
from widgets.map.tool import Gesture, MapView, Pointer, Tool


class FillGap(Gesture):
    """Makes a parcel of the free ground that is clicked: a gap, or land within the red line.

    Parameters
    ----------
    view
        The canvas.
    """

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._shown: Preview | None = None
        self._at: Pointer | None = None

    @override
    def press(self, pointer: Pointer) -> None:
        if pointer.button is not Qt.MouseButton.LeftButton:
            return
        bridge = self.view.bridge
        following = bridge.document.layer("parcels").next_id
        bridge.seal()
        if bridge.attempt(lambda plan: fill_gap(plan, (pointer.x, pointer.y))):
            ids = bridge.document.layer("parcels").ids
            bridge.select({"parcels": ids[np.searchsorted(ids, following) :]})
            self._forget()

    @override
    def move(self, pointer: Pointer) -> None:
        self._at = pointer
        shown = self._shown
        if (
            shown is not None
            and shown.shapes
            and contains_xy(shown.shapes[0], pointer.x, pointer.y)
        ):
            self.view.refresh_overlay()
            return
        try:
            gap = gap_at(self.view.bridge.document, (pointer.x, pointer.y))
        except PlanError as error:
            self._shown = None
            self.view.say(words.sentence(error.message))
        else:
            area = words.area_with_sign(gap.area, self.view.bridge.area_unit)
            self._shown = Preview((gap,), (), (tr("Free ground of {area}", area=area),))
            self.view.say("")
        self.view.refresh_overlay()

    @override
    def leave(self) -> None:
        self._forget()

    @override
    def cancel(self) -> bool:
        held = self._shown is not None
        self._forget()
        return held

    def _forget(self) -> None:
        self._shown = self._at = None
        self.view.say("")
        self.view.refresh_overlay()

    @override
    def paint(self, painter: QPainter) -> None:
        if self._shown is not None and self._at is not None:
            edit_preview.draw(painter, self._shown, self.view.viewport)
            beside = QPointF(self._at.across, self._at.down)
            card.draw(painter, list(self._shown.told), beside, self.view.viewport)


TOOL = Tool(
    id="fill_gap",
    title="Fill a gap",
    tooltip="Click free ground that parcels or the red line enclose to make a parcel of it.",
    icon="fill",
    key="F",
    order=46,
    cursor=Qt.CursorShape.PointingHandCursor,
    gesture=FillGap,
    edits=True,
)
