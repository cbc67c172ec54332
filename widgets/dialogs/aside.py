"""Where a dialog stands whose work is seen on the map at once."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget


def stand_aside(dialog: QDialog, parent: QWidget | None) -> None:
    """Put a dialog to the right edge of its window, where it leaves the map to be seen."""
    if parent is not None:
        edge = parent.frameGeometry()
        down = (edge.height() - dialog.height()) // 2
        dialog.move(max(edge.right() - dialog.width(), edge.left()), edge.top() + max(down, 0))
