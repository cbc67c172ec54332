"""Choosing features by a click or a box."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import Qt
from typing_extensions import override

from widgets.map import targets
from widgets.map.box import BoxGesture
from widgets.map.ragged import Indices
from widgets.map.tool import Pointer, Tool


class Select(BoxGesture):
    """Selects on the active kind: a click takes one feature, a box takes many."""

    @override
    def target(self, pointer: Pointer) -> tuple[str, Indices] | None:
        return targets.taken(self.view, pointer)

    @override
    def clicked(self, pointer: Pointer) -> None:
        found = targets.taken(self.view, pointer)
        self._select({} if found is None else {found[0]: found[1]}, pointer)

    @override
    def boxed(self, start: Pointer, end: Pointer) -> None:
        active = self.view.bridge.active
        if active not in targets.seen(self.view):
            self._select({}, end)
            return
        layer = self.view.scene.layers[active]
        (west, east), (south, north) = sorted((start.x, end.x)), sorted((start.y, end.y))
        box = (west, south, east, north)
        found = layer.inside(box) if end.across >= start.across else layer.touching(box)
        self._select({active: found}, end)

    def _select(self, found: Mapping[str, Indices], pointer: Pointer) -> None:
        bridge = self.view.bridge
        bridge.select(
            combined(bridge.selection, found, shift=pointer.shift, control=pointer.control)
        )

    @override
    def look(self, start: Pointer, end: Pointer) -> tuple[str, bool]:
        inside = end.across >= start.across
        return ("#0a6cff" if inside else "#2c8a3d"), not inside


def combined(
    old: Mapping[str, Indices], found: Mapping[str, Indices], *, shift: bool, control: bool
) -> Mapping[str, Indices]:
    """Return the selection after a click: Shift adds, Ctrl takes out what was in, else it is new.

    Examples
    --------
    >>> old, hit = {"parcels": np.array([1, 2])}, {"parcels": np.array([2, 3])}
    >>> combined(old, hit, shift=True, control=False)["parcels"].tolist()
    [1, 2, 3]
    >>> combined(old, hit, shift=False, control=True)["parcels"].tolist()
    [1, 3]
    """
    if not shift and not control:
        return found
    join = np.union1d if shift else np.setxor1d
    empty = np.empty(0, np.int64)
    return {
        kind: join(old.get(kind, empty), found.get(kind, empty))
        for kind in dict.fromkeys((*old, *found))
    }


TOOL = Tool(
    id="select",
    title="Select",
    tooltip="Click a feature, or drag a box: to the right takes what lies inside, to the left"
    " all that it touches. Shift adds, Ctrl adds or takes out.",
    icon="select",
    key="V",
    order=0,
    cursor=Qt.CursorShape.ArrowCursor,
    gesture=Select,
)
