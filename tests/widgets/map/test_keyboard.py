"""Keys that move and enlarge the map."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from widgets.map.keyboard import pan_share, stroke_of

NONE = Qt.KeyboardModifier.NoModifier


def test_arrows_draw_the_map_along_by_a_share_of_it():
    assert pan_share(Qt.Key.Key_Left, NONE) == (0.125, 0)
    assert pan_share(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier) == (0, -0.5)
    assert pan_share(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier) == (0, 1 / 64)
    assert pan_share(Qt.Key.Key_T, NONE) is None


def test_a_key_is_told_with_what_it_types():
    shift = Qt.KeyboardModifier.ShiftModifier
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Less, shift, "<")
    found = stroke_of(event)
    assert (found.key, found.keys, found.text) == (Qt.Key.Key_Less, shift, "<")
