"""All commands in one list that can be searched."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from resources.translations import tr
from widgets import theme
from widgets.words import without_mnemonic

_SIZE = (620, 440)


class CommandsDialog(QDialog):
    """A line to type in, and the commands that fit; Enter takes the marked one.

    Parameters
    ----------
    actions
        The commands; their data is the title of their submenu.
    parent
        The window.
    """

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen: QAction | None = None
        self.setWindowTitle(tr("Commands"))
        self.resize(*_SIZE)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Type a word of a command"))
        self.search.setClearButtonEnabled(True)
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, self.list.header().ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, self.list.header().ResizeMode.ResizeToContents)
        self.empty = QLabel(tr("No command has these words in its name."))
        self.empty.setObjectName("muted")
        self._actions = [action for action in actions if action.isVisible()]
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * theme.SPACE)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        layout.addWidget(self.empty)
        self.search.textChanged.connect(self.show_found)
        self.search.returnPressed.connect(self._take)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        self.search.installEventFilter(self)
        self.show_found("")

    def show_found(self, text: str) -> None:
        """Show the commands that hold all typed words, those that can be used first."""
        words = text.casefold().split()
        found = [
            action for action in self._actions if all(word in _searched(action) for word in words)
        ]
        found.sort(key=lambda action: not action.isEnabled())
        self.list.clear()
        for action in found:
            key = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
            item = QTreeWidgetItem([_title(action), key])
            item.setIcon(0, action.icon())
            item.setToolTip(0, action.toolTip())
            item.setData(0, Qt.ItemDataRole.UserRole, self._actions.index(action))
            item.setDisabled(not action.isEnabled())
            self.list.addTopLevelItem(item)
        self.empty.setVisible(not found)
        self._mark(0)

    def _mark(self, row: int) -> None:
        item = self.list.topLevelItem(max(0, min(row, self.list.topLevelItemCount() - 1)))
        if item is not None:
            self.list.setCurrentItem(item)

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is None or item.isDisabled():
            return
        self.chosen = self._actions[item.data(0, Qt.ItemDataRole.UserRole)]
        self.accept()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows in the line move the mark in the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._mark(self.list.currentIndex().row() + step)
                return True
        return super().eventFilter(watched, event)


def _title(action: QAction) -> str:
    """Return what it is called, behind the title of the submenu that holds it."""
    title = without_mnemonic(action.text())
    return f"{action.data()} › {title}" if action.data() else title


def _searched(action: QAction) -> str:
    return f"{_title(action)} {action.toolTip()}".casefold()
