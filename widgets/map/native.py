"""Qt's own functions for drawing and for ending a page, called so that other threads run.

PySide6 keeps all of Python waiting while Qt draws, and while it packs what was drawn on a page.
The same functions called through `ctypes` do not, so that two pieces of a map are painted at once
and the window answers while a large page is written. Where Qt's library does not have them under
their known names, nothing is lost but time.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, cast

import shiboken6
from PySide6 import QtGui
from PySide6.QtGui import QBrush, QColor, QPainter

from widgets.map.ragged import Floats

OFF: Final = "GREENPLAT_PLAIN_QT"
"""Name of the variable of the environment that switches this off, to find out whose fault it is."""
MOST: Final = 1 << 30
_ITANIUM: Final = (
    "_ZN8QPainter9drawLinesEPK6QLineFi",
    "_ZN8QPainter3endEv",
    "_ZN8QPainter11drawPolygonEPK7QPointFiN2Qt8FillRuleE",
)
_NAMES: Final = {
    "linux": ("Qt/lib/libQt6Gui.so.6", *_ITANIUM),
    "darwin": ("Qt/lib/QtGui.framework/Versions/A/QtGui", *_ITANIUM),
    "win32": (
        "Qt6Gui.dll",
        "?drawLines@QPainter@@QEAAXPEBVQLineF@@H@Z",
        "?end@QPainter@@QEAA_NXZ",
        "?drawPolygon@QPainter@@QEAAXPEBVQPointF@@HW4FillRule@Qt@@@Z",
    ),
}
_DRAW_LINES: Final = 1
_END: Final = 2
_DRAW_POLYGON: Final = 3
_TAKES: Final = {
    _DRAW_LINES: (ctypes.c_void_p, ctypes.c_int),
    _END: (),
    _DRAW_POLYGON: (ctypes.c_void_p, ctypes.c_int, ctypes.c_int),
}
_WINDING: Final = 1

Function = Callable[..., object]


def _found(which: int) -> Function | None:
    """Return one of Qt's functions, None where it is not to be had."""
    names = _NAMES.get(sys.platform)
    if names is None or os.environ.get(OFF):
        return None
    library = Path(str(QtGui.__file__)).parent / names[0]
    try:
        function = getattr(ctypes.CDLL(str(library)), names[which])
    except (OSError, AttributeError):
        return None
    function.argtypes = (ctypes.c_void_p, *_TAKES[which])
    function.restype = ctypes.c_bool if which == _END else None
    return cast("Function", function)


_draw_lines: Function | None = _found(_DRAW_LINES)
_end: Function | None = _found(_END)
_draw_polygon: Function | None = _found(_DRAW_POLYGON)


def lines(painter: QPainter, bite: Floats, most: int = MOST) -> bool:
    """Draw (n, 4) straight pieces with the painter's pen; return False where Qt cannot be asked.

    Parameters
    ----------
    painter
        An active painter.
    bite
        Contiguous, from x, y to x, y. [px]
    most
        How many Qt is given at once.
    """
    if _draw_lines is None:
        return False
    address = _address(painter)
    first, stride = bite.ctypes.data, bite.itemsize * 4
    for begin in range(0, len(bite), most):
        _draw_lines(address, first + begin * stride, min(most, len(bite) - begin))
    return True


def areas(
    painter: QPainter, xy: Floats, ends: Sequence[int], brushes: Sequence[QBrush | QColor]
) -> bool:
    """Draw areas with the painter's pen; return False where Qt cannot be asked.

    Parameters
    ----------
    painter
        An active painter; its brush is another one afterwards.
    xy
        (n, 2), contiguous: the outlines one after another, each filled by winding. [px]
    ends
        Where each of them ends.
    brushes
        What each is filled with.
    """
    if _draw_polygon is None:
        return False
    # Both are looked up once: that costs more than a small area.
    address, first, stride = _address(painter), xy.ctypes.data, xy.itemsize * 2
    begin = 0
    for end, brush in zip(ends, brushes, strict=True):
        painter.setBrush(brush)
        _draw_polygon(address, first + begin * stride, end - begin, _WINDING)
        begin = end
    return True


def ended(painter: QPainter) -> bool:
    """End a painter, and return whether what it has drawn is written."""
    return painter.end() if _end is None else bool(_end(_address(painter)))


def _address(painter: QPainter) -> int:
    return cast("tuple[Any, ...]", shiboken6.getCppPointer(painter))[0]
