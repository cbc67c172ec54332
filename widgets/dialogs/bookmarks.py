"""The bookmarks of the plan: naming, ordering and deleting them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from layers.edits.bookmarks import Bookmark
from resources.translations import tr
from widgets import theme, words

_SIZE: Final = (460, 380)
_PLACE: Final = Qt.ItemDataRole.UserRole


class BookmarksDialog(QDialog):
    """A list of bookmarks that can be renamed in place, moved and deleted; OK keeps it.

    Parameters
    ----------
    bookmarks
        The bookmarks as they are.
    parent
        The window.
    """

    def __init__(self, bookmarks: Sequence[Bookmark], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bookmarks = tuple(bookmarks)
        self.setWindowTitle(tr("Bookmarks"))
        self.resize(*_SIZE)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Bookmarks"))
        self.list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        for place, bookmark in enumerate(self._bookmarks):
            item = QListWidgetItem(theme.icon("bookmark"), bookmark.name)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsEditable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            item.setData(_PLACE, place)
            item.setToolTip(
                f"N {words.number(bookmark.y)}  E {words.number(bookmark.x)}"
                f"  1:{words.number(round(bookmark.scale))}"
            )
            self.list.addItem(item)
        self._lay_out()
        self.list.setCurrentRow(0)
        self._show_usable()

    def _lay_out(self) -> None:
        self.rename = QPushButton(tr("&Rename"))
        self.up = QPushButton(tr("Move &up"))
        self.down = QPushButton(tr("Move &down"))
        self.delete = QPushButton(tr("De&lete"))
        note = QLabel(tr("A double click renames; dragging changes the order."))
        note.setObjectName("muted")
        note.setWordWrap(True)
        side = QVBoxLayout()
        side.setSpacing(2 * theme.SPACE)
        for button in (self.rename, self.up, self.down, self.delete):
            button.setAutoDefault(False)
            side.addWidget(button)
        side.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(2 * theme.SPACE)
        body.addWidget(self.list, 1)
        body.addLayout(side)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * theme.SPACE)
        layout.addLayout(body, 1)
        layout.addWidget(note)
        layout.addWidget(buttons)
        self.rename.clicked.connect(self._rename)
        self.up.clicked.connect(lambda: self.move_by(-1))
        self.down.clicked.connect(lambda: self.move_by(1))
        self.delete.clicked.connect(self.delete_current)
        self.list.currentRowChanged.connect(self._show_usable)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)

    @property
    def kept(self) -> tuple[Bookmark, ...]:
        """The bookmarks as the list has them; one whose name was emptied keeps its old one."""
        items = [self.list.item(row) for row in range(self.list.count())]
        found = [(self._bookmarks[item.data(_PLACE)], item.text().strip()) for item in items]
        return tuple(replace(bookmark, name=name or bookmark.name) for bookmark, name in found)

    def _rename(self) -> None:
        item = self.list.currentItem()
        self.list.editItem(item)

    def move_by(self, step: int) -> None:
        """Move the marked bookmark up or down."""
        row = self.list.currentRow()
        other = row + step
        if row >= 0 and 0 <= other < self.list.count():
            self.list.insertItem(other, self.list.takeItem(row))
            self.list.setCurrentRow(other)

    def delete_current(self) -> None:
        """Take the marked bookmark out of the list."""
        row = self.list.currentRow()
        if row >= 0:
            self.list.takeItem(row)
        self._show_usable()

    def _show_usable(self, *_: object) -> None:
        row, count = self.list.currentRow(), self.list.count()
        self.rename.setEnabled(row >= 0)
        self.delete.setEnabled(row >= 0)
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < count - 1)
