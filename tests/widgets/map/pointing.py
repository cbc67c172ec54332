"""The pointer on a canvas, as Qt sends it, and what the canvas shows then."""

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication

from tests.strategies import EAST, NORTH
from tests.widgets.map.pictures import pixels
from widgets.map import render
from widgets.map.viewport import MapX, MapY

LEFT, MIDDLE, RIGHT = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def settle(canvas, qtbot, timeout=30_000):
    def settled():
        return canvas.picture.dirty.isEmpty() and not canvas.renderer.busy

    qtbot.waitUntil(settled, timeout=timeout)


def square(canvas, column, row, x=50.0, y=70.0):
    """The pixel of a place in one of the squares, above the roofs and the corridor."""
    across, down = canvas.viewport.pixel(MapX(EAST + column * 100 + x), MapY(NORTH + row * 100 + y))
    return QPoint(round(across), round(down))


def mouse(canvas, kind, place, button=LEFT, keys=NONE):
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else button
    moved = kind is QEvent.Type.MouseMove
    spot = QPointF(place)
    event = QMouseEvent(
        kind,
        spot,
        canvas.mapToGlobal(spot),
        Qt.MouseButton.NoButton if moved else button,
        held,
        keys,
    )
    QApplication.sendEvent(canvas, event)


def press(canvas, place, button=LEFT, keys=NONE):
    mouse(canvas, QEvent.Type.MouseButtonPress, place, button, keys)


def move(canvas, place, button=LEFT):
    mouse(canvas, QEvent.Type.MouseMove, place, button)


def release(canvas, place, button=LEFT, keys=NONE):
    mouse(canvas, QEvent.Type.MouseButtonRelease, place, button, keys)


def wheel(canvas, place, steps):
    spot = QPointF(place)
    event = QWheelEvent(
        spot,
        canvas.mapToGlobal(spot),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def shown(canvas):
    return pixels(canvas.grab().toImage())


def fresh(canvas):
    """The view as one piece, painted from a scene made anew."""
    view = canvas.view()
    scene = type(canvas.scene).of(canvas.bridge.document)
    piece = render.Piece(
        scene, canvas.picture.grid, view, canvas.bridge.hidden, canvas.bridge.selection
    )
    return pixels(piece.painted())


def kept(canvas):
    """The view as the picture has it."""
    view = canvas.view()
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    canvas.picture.draw(painter, view)
    painter.end()
    return pixels(image)


def selected(canvas, kind="parcels"):
    return canvas.bridge.selection.get(kind, np.empty(0)).tolist()


def land_use(canvas):
    values = canvas.bridge.document.layer("parcels").values("land_use")
    return [
        None if missing else value for value, missing in zip(values, values.isna(), strict=True)
    ]


def click(canvas, place, keys=NONE, button=LEFT):
    press(canvas, place, button, keys)
    release(canvas, place, button, keys)


def drag(canvas, start, end, keys=NONE):
    press(canvas, start, keys=keys)
    move(canvas, (start + end) / 2)
    move(canvas, end)
    release(canvas, end, keys=keys)
