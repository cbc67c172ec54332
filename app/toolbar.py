"""The toolbar: tools of the map, undo and redo, and the scale."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QToolBar, QWidget
from typing_extensions import override

from app.action import ActionSet
from resources.translations import tr
from widgets import theme, words
from widgets.scale_box import typed_scale

SCALES: Final = (500, 1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000)
_ICON_PX: Final = 20
_SMALL_PX: Final = 15


def scale_text(denominator: float) -> str:
    """Return a scale as it is written.

    Examples
    --------
    >>> scale_text(5000.2).replace(words.THIN, "'")
    "1:5'000"
    """
    return f"1:{words.number(round(denominator))}"


class ToolBar(QToolBar):
    """Commands that are marked for the toolbar, and the scale box.

    Parameters
    ----------
    parent
        The window.
    """

    scale_chosen = Signal(float)
    """With the denominator of the scale that was chosen or typed."""
    left = Signal()
    """After Esc in the scale box: the map takes the keyboard."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Toolbar"), parent)
        self.setObjectName("toolbar")
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.setMovable(False)
        self._needed_px = 0
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.scale = QComboBox()
        self.scale.setEditable(True)
        self.scale.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.scale.setToolTip(tr("Scale of the map"))
        self.scale.setAccessibleName(tr("Scale of the map"))
        # Whatever the letters: as wide as the smallest scale.
        widest = self.scale.fontMetrics().horizontalAdvance(scale_text(1e8))
        self.scale.setFixedWidth(max(32 * theme.SPACE, widest + 12 * theme.SPACE))
        for denominator in SCALES:
            self.scale.addItem(scale_text(denominator))
        self._denominator = 0.0
        self.scale.textActivated.connect(self._choose)
        line = self.scale.lineEdit()
        if line is not None:  # a typed scale is no item of the list, and activates nothing
            line.returnPressed.connect(lambda: self._choose(line.text()))
        self.scale.installEventFilter(self)  # which has the keyboard in place of its line

    def fill(self, commands: ActionSet) -> None:
        """Put in the commands that are marked for the toolbar."""
        tools = QActionGroup(self)
        for action, made in commands.all:
            if action.toolbar and action.checked is not None:
                tools.addAction(made)
                self.addAction(made)
        self.addSeparator()
        for action, made in commands.all:
            if action.toolbar and action.checked is None:
                self.addAction(made)
        room = QWidget()
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(room)
        self.addWidget(self.scale)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the commands smaller where the scale box would have no room."""
        super().resizeEvent(event)
        wide = self.iconSize().width() == _ICON_PX
        if wide:
            self._needed_px = self.sizeHint().width()
        tight = event.size().width() < self._needed_px
        if tight is wide:
            side = _SMALL_PX if tight else _ICON_PX
            self.setIconSize(QSize(side, side))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the size at which the smaller commands and the scale box have just their room."""
        buttons = sum(not action.icon().isNull() for action in self.actions())
        spare = buttons * (self.iconSize().width() - _SMALL_PX)
        return QSize(self.sizeHint().width() - spare, super().minimumSizeHint().height())

    def show_scale(self, denominator: float) -> None:
        """Show the scale of the map."""
        self._denominator = denominator
        line = self.scale.lineEdit()
        if line is None or not line.hasFocus():
            self.scale.setEditText(scale_text(denominator))

    def _choose(self, text: str) -> None:
        denominator = typed_scale(text)
        if denominator is not None:
            self.scale_chosen.emit(denominator)
        self._show_again()

    def _show_again(self) -> None:
        """Write the scale of the map as it is: what was typed is taken, or was none."""
        if self._denominator:
            self.scale.setEditText(scale_text(self._denominator))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Mark the scale when its field is entered, so that typing replaces it; Esc leaves it."""
        line = self.scale.lineEdit()
        if watched is self.scale and line is not None:
            if event.type() == QEvent.Type.FocusIn:
                QTimer.singleShot(0, line, line.selectAll)  # after the click has put the cursor
            elif event.type() == QEvent.Type.FocusOut:
                self._show_again()
            elif _is_escape(event):
                self._show_again()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)


def _is_escape(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    return event.key() == Qt.Key.Key_Escape
