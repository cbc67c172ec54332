"""A list under a field of what its text may go on with; the keyboard stays in the field."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit
from typing_extensions import override

from widgets import theme
from widgets.offers import Finder, Offer

MOST_LINES: Final = 9
_WIDEST_PX: Final = 520
_ENDING: Final = frozenset(
    {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End}
    | {Qt.Key.Key_Return, Qt.Key.Key_Enter}
)
"""After these the list no longer belongs to where the cursor is."""
_TEXT: Final = Qt.ItemDataRole.UserRole


class Completion(QListWidget):
    """Offers while typing; Tab takes the first, the arrows and Enter another, Esc none.

    Ctrl+Space shows all that may stand at the cursor.

    Parameters
    ----------
    field
        Where is typed.
    find
        Tells what the text before the cursor may go on with.
    """

    def __init__(self, field: QLineEdit | QPlainTextEdit, find: Finder) -> None:
        super().__init__(field)
        self._field, self._find = field, find
        self._start = 0
        self._putting = False
        self.setObjectName("offers")
        # A window that never takes the keyboard: typing goes on in the field.
        self.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(self.put)
        field.installEventFilter(self)
        if isinstance(field, QLineEdit):
            field.textEdited.connect(self._follow_text)
        else:
            field.textChanged.connect(self._follow_text)

    def _follow_text(self) -> None:
        if self._field.hasFocus() and not self._putting:
            self.offer()

    def _before(self) -> str:
        """Return the text up to the cursor."""
        if isinstance(self._field, QLineEdit):
            return self._field.text()[: self._field.cursorPosition()]
        # Qt counts in units of UTF-16; the text of a cursor spares the counting.
        cursor = self._field.textCursor()
        cursor.setPosition(0, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText().replace("\N{PARAGRAPH SEPARATOR}", "\n")

    def offer(self, *, asked: bool = False) -> None:
        """Show what the text may go on with, or nothing where there is none."""
        self._start, found = self._find(self._before(), asked)
        self.clear()
        for one in found:
            self.addItem(_item(one))
        self.setCurrentRow(-1)
        if found:
            self._place()
            self.show()
            self.raise_()
        else:
            self.hide()

    def _place(self) -> None:
        """Lie under the word that is being typed, or above it where there is no room below."""
        lines = min(self.count(), MOST_LINES)
        frame = 2 * self.frameWidth()
        wide = self.sizeHintForColumn(0) + frame + 6 * theme.SPACE
        if self.count() > MOST_LINES:
            wide += self.verticalScrollBar().sizeHint().width()
        self.resize(min(wide, _WIDEST_PX), lines * self.sizeHintForRow(0) + frame)
        found = self._field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        at = QRectF(found).toRect()
        low, high = QPoint(at.left(), at.bottom() + 2), QPoint(at.left(), at.top() - 2)
        place = self._field.mapToGlobal(low)
        room = self._field.screen().availableGeometry()
        if place.y() + self.height() > room.bottom():
            place = self._field.mapToGlobal(high) - QPoint(0, self.height())
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        self.move(place)

    def put(self, item: QListWidgetItem) -> None:
        """Put an offer in the place of the word that is being typed."""
        text = str(item.data(_TEXT))
        before = self._before()
        self._putting = True
        try:
            if isinstance(self._field, QLineEdit):
                rest = self._field.text()[len(before) :]
                self._field.setText(before[: self._start] + text + rest)
                self._field.setCursorPosition(self._start + len(text))
            else:
                cursor = self._field.textCursor()
                for _ in before[self._start :]:
                    cursor.movePosition(
                        QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor
                    )
                cursor.insertText(text)
                self._field.setTextCursor(cursor)
        finally:
            self._putting = False
        self.hide()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field:
            if event.type() in {QEvent.Type.FocusOut, QEvent.Type.Hide}:
                self.hide()
            elif event.type() in {QEvent.Type.Move, QEvent.Type.Resize} and self.isVisible():
                self._place()  # the row of the field is laid out anew while typing
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._press(event)
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        """Return whether a key was meant for the list."""
        key = event.key()
        if key == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.offer(asked=True)
            return True
        return self.isVisible() and self._choose(key)

    def _choose(self, key: int) -> bool:
        """Return whether a key chose, took or refused an offer."""
        chosen = self.currentItem()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            step = 1 if key == Qt.Key.Key_Down else -1
            first = -1 if step > 0 else 0
            row = (self.currentRow() if chosen else first) + step
            self.setCurrentRow(row % self.count())
        elif key == Qt.Key.Key_Tab or (key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and chosen):
            self.put(chosen or self.item(0))
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            if key in _ENDING:
                self.hide()
            return False
        return True


def _item(offer: Offer) -> QListWidgetItem:
    item = QListWidgetItem(f"{offer.text.strip()}    {offer.title}".rstrip())
    item.setData(_TEXT, offer.text)
    return item
