"""The toolbar: tools of the map, undo and redo, and the scale."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QComboBox, QSizePolicy, QToolBar, QWidget

from app.action import ActionSet
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge

SCALES: Final = (500, 1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000)
_ICON_PX: Final = 20


def scale_text(denominator: float) -> str:
    """Return a scale as it is written.

    Examples
    --------
    >>> scale_text(5000.2).replace(words.THIN, "'")
    "1:5'000"
    """
    return f"1:{words.number(round(denominator))}"


def typed_scale(text: str) -> float | None:
    """Return the denominator of a typed scale, None where it is none.

    Examples
    --------
    >>> typed_scale("1:2,500"), typed_scale("1：10000"), typed_scale("near")
    (2500.0, 10000.0, None)
    """
    digits = re.sub(rf"[\s{words.THIN},，']", "", text.replace("：", ":")).rpartition(":")[2]
    try:
        denominator = float(digits)
    except ValueError:
        return None
    return denominator if 1 <= denominator <= 1e8 else None


class ToolBar(QToolBar):
    """Commands that are marked for the toolbar, and the scale box.

    Parameters
    ----------
    parent
        The window.
    """

    scale_chosen = Signal(float)
    """With the denominator of the scale that was chosen or typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Toolbar"), parent)
        self.setObjectName("toolbar")
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.setMovable(False)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.scale = QComboBox()
        self.scale.setEditable(True)
        self.scale.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.scale.setToolTip(tr("Scale of the map"))
        self.scale.setAccessibleName(tr("Scale of the map"))
        self.scale.setFixedWidth(28 * theme.SPACE)
        for denominator in SCALES:
            self.scale.addItem(scale_text(denominator))
        self._bridge: Bridge | None = None
        self.scale.textActivated.connect(self._choose)
        line = self.scale.lineEdit()
        if line is not None:  # a typed scale is no item of the list, and activates nothing
            line.returnPressed.connect(lambda: self._choose(line.text()))

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

    def show_scale(self, denominator: float) -> None:
        """Show the scale of the map."""
        line = self.scale.lineEdit()
        if line is None or not line.hasFocus():
            self.scale.setEditText(scale_text(denominator))

    def _choose(self, text: str) -> None:
        denominator = typed_scale(text)
        if denominator is not None:
            self.scale_chosen.emit(denominator)
