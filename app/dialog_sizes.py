"""Sizes of dialogs that the user gave them, as they were at the last time."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QDialog

from app.settings import Settings

LEAST_PX: Final = 120


def restore(settings: Settings, dialog: QDialog) -> None:
    """Give a dialog the size it had when it was closed last, as far as the screen has room."""
    size = settings.sizes.get(_name(dialog))
    if size is None:
        return
    room = dialog.screen().availableGeometry().size()
    least = dialog.minimumSizeHint()
    dialog.resize(
        max(min(size[0], room.width()), least.width(), LEAST_PX),
        max(min(size[1], room.height()), least.height(), LEAST_PX),
    )


def opened(settings: Settings, dialog: QDialog) -> bool:
    """Open a dialog in its size, note the one it is closed with, return whether it was accepted."""
    restore(settings, dialog)
    before = dialog.size()
    accepted = bool(dialog.exec())
    if dialog.size() != before:
        settings.sizes[_name(dialog)] = [dialog.width(), dialog.height()]
    return accepted


def _name(dialog: QDialog) -> str:
    return type(dialog).__name__
