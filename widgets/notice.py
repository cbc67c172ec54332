"""A bar above the map for what the user should know, without standing in the way."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from resources.translations import tr
from widgets import theme

_SHOWN_MS: Final = 12_000


class NoticeBar(QFrame):
    """One sentence, which goes away by itself or with its button.

    Parameters
    ----------
    parent
        Owner in Qt.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._sign = QLabel()
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = QToolButton()
        close.setIcon(theme.icon("close", theme.colours().muted))
        close.setToolTip(tr("Close this notice"))
        close.setAccessibleName(tr("Close this notice"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        layout.setSpacing(2 * theme.SPACE)
        layout.addWidget(self._sign)
        layout.addWidget(self.text, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        close.clicked.connect(self.close_notice)
        self.hide()

    def say(self, text: str, *, warning: bool = False) -> None:
        """Show a sentence; a warning stays until it is closed."""
        colours = theme.colours()
        name, colour = ("warning", colours.warning) if warning else ("info", colours.accent)
        self._sign.setPixmap(theme.icon(name, colour).pixmap(18, 18))
        self.text.setText(text)
        self.setProperty("warning", warning)
        self.style().polish(self)
        self.show()
        if warning:
            self._timer.stop()
        else:
            self._timer.start()

    def close_notice(self) -> None:
        """Take the sentence away."""
        self._timer.stop()
        self.hide()
