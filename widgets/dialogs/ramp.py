"""A list of colour ramps with their pictures."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox

from layers.classing import Ramp, ramp_of, ramps
from layers.style import Style
from resources.translations import tr
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


def show_ramp(box: QComboBox, style: Style) -> bool:
    """Show from which ramp the classes of a style are; return whether it runs backwards.

    Colours that are from none of the list, as those of a file or chosen by hand, are a ramp of
    their own at its end, so that other classes can have them too.
    """
    own = next((n for n in range(box.count()) if isinstance(box.itemData(n), Ramp)), -1)
    box.removeItem(own)  # nothing where there is none
    found = ramp_of(style)
    if found is not None and box.findData(found[0].id) >= 0:
        box.setCurrentIndex(box.findData(found[0].id))
        return found[1]
    if style.ramp:
        ramp = Ramp("", "Own colours", "sequential", style.ramp)
        box.addItem(picture(ramp), tr("Own colours"), ramp)
        box.setCurrentIndex(box.count() - 1)
    return False


def chosen_ramp(box: QComboBox) -> Ramp:
    """Return the ramp that is chosen."""
    found = box.currentData()
    return found if isinstance(found, Ramp) else ramps()[found]


def picture(ramp: Ramp) -> QIcon:
    """Return a picture of a ramp."""
    pixmap = QPixmap(PICTURE_PX * 2)
    painter = QPainter(pixmap)
    for x, colour in enumerate(ramp.colours(pixmap.width())):
        painter.fillRect(x, 0, 1, pixmap.height(), QColor(colour))
    painter.end()
    return QIcon(pixmap)
