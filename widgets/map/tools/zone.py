"""Painting land use on parcels."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from typing_extensions import override

from layers.codes import OWN, CodeSet
from layers.document import Document
from layers.edit import Edit, RowsDelta
from layers.message import Message
from layers.mixed import SHARES, typed, without_shares
from resources.translations import tr
from widgets import words
from widgets.map import labelling, symbols
from widgets.map.paths import path_of
from widgets.map.ragged import Indices
from widgets.map.tool import Gesture, MapView, Pointer, Tool

_strokes = itertools.count(1)
_SPARED: Final = frozenset({"S", "E1", "12", "17"})
"""Streets and water of both code sets: a stroke over plots leaves them as they are."""

_SPARED_CLASSES: Final = frozenset(
    {"GB50137-2011:S", "GB50137-2011:E1", "MNR2023:12", "MNR2023:17"}
)


class ZoneBrush(Gesture):
    """Gives each parcel that the pointer touches the brush's land use; a stroke is one step.

    Parameters
    ----------
    view
        The canvas.
    """

    land_use_changed = Signal(str)
    """With the code that the brush has now."""

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._land_use = ""
        self._last: Pointer | None = None
        self._painted: Indices = np.empty(0, np.int64)
        self._changed = 0
        self._stroke = ""
        self._sparing = False
        self._skipped = False
        self._hover: int | None = None
        self._at: Pointer | None = None

    @property
    def land_use(self) -> str:
        """Code that the brush paints; empty before one was chosen."""
        return self._land_use

    @land_use.setter
    def land_use(self, code: str) -> None:
        if code != self._land_use:
            self._land_use = code
            self.land_use_changed.emit(code)
            self.view.refresh_overlay()

    # ---- the pointer ----------------------------------------------------------------------------

    @override
    def press(self, pointer: Pointer) -> None:
        if pointer.button is Qt.MouseButton.RightButton and self._last is None:
            self._pick(pointer)
        if pointer.button is not Qt.MouseButton.LeftButton:
            return
        if not self._land_use:
            self.view.say(tr("Choose a land use first, or take one with a right click."))
            return
        self._last, self._changed, self._skipped = pointer, 0, False
        self.view.say("")
        self._painted = np.empty(0, np.int64)
        self._stroke = f"zone-{next(_strokes)}"
        self._sparing = not self._spared(self._under(pointer)).any()
        self._paint_to(pointer)

    @override
    def move(self, pointer: Pointer) -> None:
        self._at = pointer
        if self._last is not None:
            self._paint_to(pointer)
        found = self._under(pointer)
        hover = int(found[-1]) if len(found) else None
        if hover != self._hover or self._land_use:
            self._hover = hover
            self.view.refresh_overlay()

    @override
    def release(self, pointer: Pointer) -> None:
        if pointer.button is Qt.MouseButton.LeftButton and self._last is not None:
            self._last = None
            self.view.bridge.seal()

    @override
    def leave(self) -> None:
        self._hover = self._at = None
        self.view.refresh_overlay()

    @override
    def cancel(self) -> bool:
        held, self._last = self._last is not None, None
        if held and self._changed:
            self.view.bridge.withdraw()
        self._hover = None
        self.view.refresh_overlay()
        return held

    # ---- the plan -------------------------------------------------------------------------------

    def _under(self, pointer: Pointer) -> Indices:
        if "parcels" in self.view.bridge.hidden:
            return np.empty(0, np.int64)
        return self.view.scene.layers["parcels"].under(pointer.x, pointer.y, 0.0)

    def _pick(self, pointer: Pointer) -> None:
        ids = self._under(pointer)
        if len(ids) == 0:
            return
        layer, id_ = self.view.bridge.document.layer("parcels"), int(ids[-1])
        value, shares = (layer.values(name).loc[id_] for name in ("land_use", SHARES))
        if not pd.isna(value):
            self.land_use = typed(str(value), None if pd.isna(shares) else str(shares))
            name = words.land_use(self.view.bridge.document.codes, self.land_use)
            self.view.say(tr("The brush paints {code} now.", code=name))

    def _paint_to(self, pointer: Pointer) -> None:
        """Paint what lies between the last place and this one, each parcel once in a stroke."""
        if self._last is None:
            return
        if "parcels" in self.view.bridge.hidden:
            self.view.say(tr("Show the parcels to paint on them."))
            return
        layer = self.view.scene.layers["parcels"]
        touched = layer.along((self._last.x, self._last.y), (pointer.x, pointer.y))
        self._last = pointer
        fresh = np.setdiff1d(touched, self._painted)
        if self._sparing:
            spared = self._spared(fresh)
            fresh = fresh[~spared]
            self._tell_skipped(skipped=bool(spared.any()))
        if len(fresh) == 0:
            return
        self._painted = np.union1d(self._painted, fresh)
        if not self.view.bridge.attempt(lambda document: self._edit(document, fresh)):
            self._last = None  # told once; the rest of the drag would only say it again

    def _spared(self, ids: Indices) -> NDArray[np.bool_]:
        """Return which parcels are streets or water."""
        values = self.view.bridge.document.layer("parcels").values("land_use").loc[ids]
        codes = self.view.bridge.document.codes
        return np.array([_is_spared(codes, code) for code in values.tolist()], bool)

    def _tell_skipped(self, *, skipped: bool) -> None:
        if skipped and not self._skipped:
            self._skipped = True
            self.view.say(
                tr("Streets and water were left as they are; start on one, or click it, to paint.")
            )

    def _edit(self, document: Document, ids: Indices) -> Edit:
        """Return the next part of the stroke, under the title of the whole of it."""
        from layers.edits.zone import zone

        edit = zone(document, ids, self._land_use, merge_key=self._stroke)
        self._changed += sum(
            len(delta.ids) for delta in edit.deltas if isinstance(delta, RowsDelta)
        )
        title = Message.of("Zone {n} parcels as {code}", n=self._changed, code=self._land_use)
        return replace(edit, title=title)

    # ---- drawing --------------------------------------------------------------------------------

    @override
    def paint(self, painter: QPainter) -> None:
        viewport = self.view.viewport
        if self._hover is not None:
            layer = self.view.scene.layers["parcels"]
            painter.setPen(QPen(QColor("#1b1b1b"), 2.0))
            painter.setBrush(QColor(255, 255, 255, 56))
            for ragged in layer.ragged_of(np.array([self._hover])):
                painter.drawPath(path_of(viewport.pixels(ragged.xy), ragged.rings))
        if self._at is not None and self._land_use:
            self._paint_swatch(painter, QPointF(self._at.across + 14, self._at.down + 14))

    def _paint_swatch(self, painter: QPainter, corner: QPointF) -> None:
        """Draw beside the pointer what the brush will paint."""
        code = self.view.bridge.document.codes.colour(without_shares(self._land_use))
        painter.setPen(QPen(QColor("#3a3a3a"), 1.0))
        painter.setBrush(symbols.colour(code) if code else Qt.BrushStyle.NoBrush)
        painter.drawRect(round(corner.x()), round(corner.y()), 14, 14)
        font, viewport = painter.font(), self.view.viewport
        wide = painter.fontMetrics().horizontalAdvance(self._land_use) + 2
        box = QRectF(corner.x() + 20, corner.y() - 1, wide, 16)
        labelling.write(painter, self._land_use, box, font, viewport.px_per_mm, colour="#1b1b1b")


def _is_spared(codes: CodeSet, code: object) -> bool:
    if not isinstance(code, str):
        return False
    if codes.id == OWN:
        return codes.lies_in(code, _SPARED_CLASSES)
    found = codes.classes.get(code)
    while found is not None:
        if found.code in _SPARED:
            return True
        found = codes.classes.get(found.parent)
    return False


TOOL = Tool(
    id="zone",
    title="Zone brush",
    tooltip="Click or drag over parcels to give them the chosen land use. A right click takes"
    " the land use under the pointer; Esc takes the stroke back. Dragging leaves streets and"
    " water as they are.",
    icon="brush",
    key="B",
    order=20,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=ZoneBrush,
    edits=True,
)
