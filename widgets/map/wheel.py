"""How far a turn of the wheel, a stroke on a trackpad or a pinch zooms."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent

WHEEL_FACTOR: Final = 1.25
"""What one step of a wheel zooms by."""
FINE_FACTOR: Final = 1.05
"""What it zooms by while Ctrl is held."""
STEP: Final = 120.0
"""What Qt counts as one step of a wheel: 15 degrees in eighths."""
DOUBLE_PX: Final = 240.0
"""Fingers drawn so far over a trackpad double the scale."""
_MOST: Final = 8.0


def zoom_factor(event: QWheelEvent) -> float:
    """Return by what a wheel event zooms; 1 for one that turns sideways.

    A trackpad says in pixels how far the fingers went, and in which phase of the stroke they
    are; a wheel, also one without steps, says its angle.
    """
    stroke = event.pixelDelta().y() if event.phase() is not Qt.ScrollPhase.NoScrollPhase else 0
    fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if stroke:
        steps = stroke / DOUBLE_PX * math.log(2.0) / math.log(WHEEL_FACTOR)
    else:
        steps = event.angleDelta().y() / STEP
    factor = (FINE_FACTOR if fine else WHEEL_FACTOR) ** steps
    return min(max(factor, 1 / _MOST), _MOST)
