"""A bar over the top of the map for what the user should know; nothing moves for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget
from typing_extensions import override

from resources.translations import tr
from widgets import theme
from widgets.words import hint

_SHOWN_MS: Final = 12_000


class NoticeBar(QFrame):
    """One sentence, which goes away by itself, with its button or with the next success.

    Parameters
    ----------
    parent
        What it lies over, along its upper edge.
    free_px
        Width that it leaves free at the right, for what stands there.
    """

    def __init__(self, parent: QWidget, free_px: int = 0) -> None:
        super().__init__(parent)
        self._free_px = free_px
        self._over = parent
        self.setAutoFillBackground(True)
        parent.installEventFilter(self)
        self.setObjectName("notice")
        self._sign = QLabel()
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)  # names in it come from anywhere
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
        self.action = QPushButton()
        self.action.clicked.connect(self._act)
        self._run: Callable[[], object] = list
        layout.addWidget(self.action, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        close.clicked.connect(self.close_notice)
        self.hide()

    def say(self, text: str, *, warning: bool = False) -> None:
        """Show a sentence for a while."""
        colours = theme.colours()
        name, colour = ("warning", colours.warning) if warning else ("info", colours.accent)
        self._sign.setPixmap(theme.icon(name, colour).pixmap(18, 18))
        self.text.setText(text)
        self.text.setToolTip("")
        self.action.hide()
        self.setProperty("warning", warning)
        self.style().polish(self)
        self.show()
        self._place()
        self.raise_()
        self._timer.start()

    def offer(self, title: str, run: Callable[[], object], details: str = "") -> None:
        """Give the sentence that is shown a button, and details; it stays until it is closed.

        Parameters
        ----------
        title
            What the button says.
        run
            What it does; the bar goes away.
        details
            What the sentence leaves out, shown where the pointer rests on it.
        """
        self._run = run
        self.action.setText(title)
        self.action.show()
        self.text.setToolTip(hint(details))
        self._timer.stop()
        self._place()

    def _act(self) -> None:
        self.close_notice()
        self._run()

    @property
    def warns(self) -> bool:
        """Whether a warning is shown."""
        return not self.isHidden() and bool(self.property("warning"))

    def close_warning(self) -> None:
        """Take a warning away: what came after it went well."""
        if self.warns:
            self.close_notice()

    def close_notice(self) -> None:
        """Take the sentence away."""
        self._timer.stop()
        self.hide()

    def _place(self) -> None:
        """Lie along the upper edge, as high as the sentence needs."""
        wide = self._over.width() - self._free_px
        self.setGeometry(
            0, 0, wide, max(self.heightForWidth(wide), self.minimumSizeHint().height())
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)
