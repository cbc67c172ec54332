"""What the keys of the map mean that move and enlarge it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from widgets.map.tool import Stroke

KEY_FACTOR: Final = 1.5
ENTERS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
ZOOMS: Final = {
    Qt.Key.Key_Plus: KEY_FACTOR,
    Qt.Key.Key_Equal: KEY_FACTOR,
    Qt.Key.Key_Minus: 1 / KEY_FACTOR,
}
_ARROWS: Final = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


def stroke_of(event: QKeyEvent) -> Stroke:
    """Return what Qt tells of a key as tools know it."""
    return Stroke(Qt.Key(event.key()), event.modifiers(), event.text())


def pan_share(key: Qt.Key, keys: Qt.KeyboardModifier) -> tuple[float, float] | None:
    """Return by what share of the map an arrow draws it along, None for another key.

    Parameters
    ----------
    key
        The key.
    keys
        With Shift it is further, with Ctrl a little.
    """
    if key not in _ARROWS:
        return None
    across, down = _ARROWS[key]
    share = 0.125
    if keys & Qt.KeyboardModifier.ShiftModifier:
        share = 0.5
    elif keys & Qt.KeyboardModifier.ControlModifier:
        share = 1 / 64
    return across * share, down * share
