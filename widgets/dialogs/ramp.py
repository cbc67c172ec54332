"""A list of colour ramps with their pictures."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox

from layers.classing import Ramp, ramps
from widgets import words

PICTURE_PX: Final = QSize(96, 14)


def ramp_box() -> QComboBox:
    """Return a list of the ramps that go from less to more."""
    box = QComboBox()
    box.setIconSize(PICTURE_PX)
    for ramp in ramps().values():
        if ramp.use != "qualitative":
            box.addItem(picture(ramp), words.declared(ramp.title), ramp.id)
    return box


def picture(ramp: Ramp) -> QIcon:
    """Return a picture of a ramp."""
    pixmap = QPixmap(PICTURE_PX * 2)
    painter = QPainter(pixmap)
    for x, colour in enumerate(ramp.colours(pixmap.width())):
        painter.fillRect(x, 0, 1, pixmap.height(), QColor(colour))
    painter.end()
    return QIcon(pixmap)
