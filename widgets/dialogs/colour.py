"""A button that shows a colour and lets another one be chosen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QPushButton, QWidget

from resources.translations import tr
from widgets import theme

_SWATCH_PX = 20


def colour_text(colour: QColor) -> str:
    """Return a colour as styles write it.

    Examples
    --------
    >>> colour_text(QColor(47, 158, 80)), colour_text(QColor(47, 158, 80, 82))
    ('#2f9e50', '#2f9e5052')
    """
    found = colour.name()
    return found if colour.alpha() == 255 else f"{found}{colour.alpha():02x}"


def ask_colour(parent: QWidget, present: str) -> str:
    """Return the colour that the user chooses, empty where none was."""
    found = QColorDialog.getColor(
        theme.colour_of(present) if present else QColor("#808080"),
        parent,
        tr("Colour"),
        QColorDialog.ColorDialogOption.ShowAlphaChannel,
    )
    return colour_text(found) if found.isValid() else ""


class ColourButton(QPushButton):
    """A colour.

    Parameters
    ----------
    name
        What it colours, for those who hear the window.
    none
        What it says where there is no colour.
    """

    changed = Signal()

    def __init__(self, name: str, none: str) -> None:
        super().__init__()
        self._none = none
        self._colour = ""
        self.setAutoDefault(False)  # Enter in a dialog means its OK
        self.setIconSize(QSize(_SWATCH_PX, _SWATCH_PX))
        self.setAccessibleName(name)
        self.clicked.connect(self.choose)

    @property
    def colour(self) -> str:
        """The colour, ``#rrggbb`` or ``#rrggbbaa``, empty for none."""
        return self._colour

    def show_colour(self, colour: str) -> None:
        """Show a colour without telling that it is another one."""
        self._colour = colour
        self.setIcon(theme.swatch(colour, "#80808080"))
        self.setText(colour or self._none)

    def choose(self) -> None:
        """Ask for another colour."""
        self.take(ask_colour(self, self._colour))

    def take(self, colour: str) -> None:
        """Take another colour; nothing where it is empty."""
        if colour and colour != self._colour:
            self.show_colour(colour)
            self.changed.emit()

    def clear(self) -> None:
        """Take no colour."""
        if self._colour:
            self.show_colour("")
            self.changed.emit()
