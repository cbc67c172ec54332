"""Qt's own function for drawing lines, called so that other threads run meanwhile.

PySide6 keeps all of Python waiting while Qt draws. The same function called through `ctypes` does
not, so that two pieces of a map are painted at once. Where Qt's library does not have it under its
known name, `lines` says so and nothing is lost but time.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, cast

import shiboken6
from PySide6 import QtGui
from PySide6.QtGui import QPainter

from widgets.map.ragged import Floats

OFF: Final = "GREENPLAT_PLAIN_QT"
"""Name of the variable of the environment that switches this off, to find out whose fault it is."""
_NAMES: Final = {
    "linux": ("Qt/lib/libQt6Gui.so.6", "_ZN8QPainter9drawLinesEPK6QLineFi"),
    "darwin": ("Qt/lib/QtGui.framework/Versions/A/QtGui", "_ZN8QPainter9drawLinesEPK6QLineFi"),
    "win32": ("Qt6Gui.dll", "?drawLines@QPainter@@QEAAXPEBVQLineF@@H@Z"),
}


def _found() -> Callable[..., object] | None:
    names = _NAMES.get(sys.platform)
    if names is None or os.environ.get(OFF):
        return None
    library = Path(str(QtGui.__file__)).parent / names[0]
    try:
        function = getattr(ctypes.CDLL(str(library)), names[1])
    except (OSError, AttributeError):
        return None
    function.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
    function.restype = None
    return cast("Callable[..., object]", function)


_draw_lines: Callable[..., object] | None = _found()


def lines(painter: QPainter, bite: Floats) -> bool:
    """Draw (n, 4) straight pieces with the painter's pen; return False where Qt cannot be asked.

    Parameters
    ----------
    painter
        An active painter.
    bite
        Contiguous, from x, y to x, y. [px]
    """
    if _draw_lines is None:
        return False
    address = cast("tuple[Any, ...]", shiboken6.getCppPointer(painter))[0]
    _draw_lines(address, bite.ctypes.data, len(bite))
    return True
