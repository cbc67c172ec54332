"""The small bar on the map with what a tool needs to know: a width, a radius, a cover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFrame, QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from widgets import theme
from widgets.spin import DoubleSpinBox

AWAY_PX: Final = 10
"""From the upper edge of the map."""
_CHOICE_WIDTH: Final = 45

_remembered: dict[str, float | str] = {}


class OptionBar(QFrame):
    """Numbers and choices of a tool, remembered until the program ends.

    Parameters
    ----------
    canvas
        The map that it stands on.
    tool
        Id of the tool.
    """

    changed = Signal()
    """After a number or a choice is another one."""

    def __init__(self, canvas: QWidget, tool: str) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._tool = tool
        self._fields: dict[str, QDoubleSpinBox | QComboBox] = {}
        self.hide()
        self.setObjectName("options")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*[2 * theme.SPACE, theme.SPACE] * 2)
        self._row.setSpacing(theme.SPACE)
        canvas.installEventFilter(self)

    def add_number(
        self, id_: str, title: str, value: float, most: float, *, least: float = 0.0
    ) -> None:
        """Add a length in metres.

        Parameters
        ----------
        id_
            Its name.
        title
            What stands before it.
        value
            What it is at first. [m]
        most, least
            What it can be. [m]
        """
        field = DoubleSpinBox()
        field.setRange(least, most)
        field.setDecimals(2)
        field.setSuffix(" m")
        field.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        found = _remembered.get(self._key(id_), value)
        field.setValue(found if isinstance(found, float) else value)
        field.valueChanged.connect(lambda: self._note(id_))
        self._add(id_, title, field)

    def add_choice(
        self, id_: str, title: str, choices: Sequence[tuple[str, str]], value: str
    ) -> None:
        """Add a choice among values, each with its title."""
        field = QComboBox()
        for one, shown in choices:
            field.addItem(shown, one)
        field.setMaximumWidth(_CHOICE_WIDTH * theme.SPACE)
        place = field.findData(_remembered.get(self._key(id_), value))
        field.setCurrentIndex(max(place, 0))
        field.currentIndexChanged.connect(lambda: self._note(id_))
        self._add(id_, title, field)

    def _add(self, id_: str, title: str, field: QDoubleSpinBox | QComboBox) -> None:
        label = QLabel(title)
        label.setBuddy(field)
        field.setAccessibleName(title)
        field.installEventFilter(self)
        self._fields[id_] = field
        self._row.addWidget(label)
        self._row.addWidget(field)

    def number(self, id_: str) -> float:
        """Return a number. [m]."""
        field = self._fields[id_]
        return field.value() if isinstance(field, QDoubleSpinBox) else 0.0

    def set_number(self, id_: str, value: float) -> None:
        """Make a number another one. [m]."""
        field = self._fields[id_]
        if isinstance(field, QDoubleSpinBox):
            field.setValue(value)

    def choice(self, id_: str) -> str:
        """Return the value that is chosen."""
        field = self._fields[id_]
        return str(field.currentData()) if isinstance(field, QComboBox) else ""

    def set_choice(self, id_: str, value: str) -> None:
        """Choose another value."""
        field = self._fields[id_]
        if isinstance(field, QComboBox):
            field.setCurrentIndex(max(field.findData(value), 0))

    def _key(self, id_: str) -> str:
        return f"{self._tool}.{id_}"

    def _note(self, id_: str) -> None:
        field = self._fields[id_]
        number = isinstance(field, QDoubleSpinBox)
        _remembered[self._key(id_)] = field.value() if number else self.choice(id_)
        self.changed.emit()

    # ---- its place ------------------------------------------------------------------------------

    def open(self) -> None:
        """Stand at the upper edge of the map, in the middle."""
        self.adjustSize()
        self._put()
        self.show()
        self.raise_()

    def _put(self) -> None:
        self.move(max((self._canvas.width() - self.width()) // 2, 0), AWAY_PX)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._canvas and event.type() is QEvent.Type.Resize:
            self._put()
        elif watched is not self._canvas and isinstance(event, QKeyEvent):
            # Enter and Esc give the keyboard back to the map, and end no sketch there.
            wanted = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}
            if wanted and event.type() is QEvent.Type.KeyPress:
                if isinstance(watched, QDoubleSpinBox):
                    watched.interpretText()
                self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            # Letters typed here are no keys of tools.
            if event.type() is QEvent.Type.ShortcutOverride and event.text():
                event.accept()
                return True
        return super().eventFilter(watched, event)
