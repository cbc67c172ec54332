"""The small field on the map into which numbers are typed while sketching."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from typing_extensions import override

from resources.translations import tr
from widgets import theme
from widgets.map.tool import Pointer

WIDTH_PX: Final = 210
AWAY_PX: Final = 18
"""How far from the pointer it stands, above it: the read-out stands below."""


class SketchEntry(QLineEdit):
    """Takes what is typed; Enter hands it on, Esc closes.

    Parameters
    ----------
    canvas
        The map that it stands on.
    """

    changed = Signal(str)
    """With the text, while it is typed."""
    taken = Signal(str)
    """With the text, after Enter."""
    left = Signal()
    """After it was closed without Enter."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.hide()
        self.setFixedWidth(WIDTH_PX)
        self.setFont(theme.numeric_font(self.font()))
        self.setPlaceholderText("35.2<90   @10,5   E,N")
        self.setAccessibleName(tr("Distance, angle or place"))
        # Numbers alone: no window of an input method over the map.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self._trouble = QLabel(canvas)
        self._trouble.setObjectName("card")
        self._trouble.setWordWrap(True)
        self._trouble.setFixedWidth(WIDTH_PX + 90)
        self._trouble.setStyleSheet(
            "background: #ffffff; color: #b3261e; border: 1px solid #b3261e;"
            " border-radius: 4px; padding: 4px 6px"
        )
        self._trouble.hide()
        self.textChanged.connect(self._follow_text)

    def begin(self, text: str, pointer: Pointer | None) -> None:
        """Open beside the pointer with the first sign that was typed."""
        if not self.isVisible():
            self.clear()
        self._trouble.hide()
        if pointer is not None:
            self.follow(pointer)
        else:
            self._put(self._canvas.width() / 2, self._canvas.height() / 2)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.insert(text)

    def follow(self, pointer: Pointer) -> None:
        """Stand beside the pointer, inside the map."""
        self._put(pointer.across, pointer.down)

    def complain(self, text: str) -> None:
        """Say below the field what is wrong with it."""
        self._trouble.setText(text)
        self._trouble.adjustSize()
        self._trouble.show()
        self._trouble.raise_()
        self._place_trouble()

    @property
    def trouble(self) -> str:
        """What is wrong with the text, empty where nothing is, or nobody has asked yet."""
        return self._trouble.text() if not self._trouble.isHidden() else ""

    def put_away(self) -> None:
        """Close, and give the keyboard back to the map."""
        self._trouble.hide()
        if self.isHidden():
            return
        held = self.hasFocus()
        self.hide()
        self.clear()
        if held:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- inside ---------------------------------------------------------------------------------

    def _put(self, across: float, down: float) -> None:
        canvas, high = self._canvas, self.sizeHint().height()
        left = min(max(across + AWAY_PX, 0), canvas.width() - self.width())
        top = down - AWAY_PX - high
        if top < 0:
            top = min(down + AWAY_PX, canvas.height() - high)
        self.move(round(left), round(top))
        self._place_trouble()

    def _place_trouble(self) -> None:
        if self._trouble.isHidden():
            return
        canvas, label = self._canvas, self._trouble
        left = min(self.x(), canvas.width() - label.width())
        top = self.y() - label.height() - 4
        if top < 0:
            top = self.y() + self.height() + 4
        label.move(max(left, 0), top)

    def _follow_text(self, text: str) -> None:
        self._trouble.hide()
        if not self.isHidden():
            self.changed.emit(text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit(self.text())
        elif event.key() == Qt.Key.Key_Escape or (
            event.key() == Qt.Key.Key_Backspace and not self.text()
        ):
            self.put_away()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A click on the map takes the place that the text gives; a click elsewhere gives it up.
        if event.reason() not in {
            Qt.FocusReason.MouseFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
        }:
            self._trouble.hide()
