"""A style as text: on the clipboard, and in a file of its own."""

from __future__ import annotations

import json
from typing import Final

from PySide6.QtGui import QGuiApplication

from layers.style import Style

MARK: Final = "greenplat_style"
"""Stands at the beginning of the text, so that it is told from any other."""


def text_of(style: Style) -> str:
    """Return a style as text."""
    # A file leaves out what is infinite, and so can JSON be read by anybody.
    return json.dumps({MARK: style.plain()}, ensure_ascii=False, allow_nan=False)


def style_in(text: str) -> Style | None:
    """Return the style that a text says, None where it says something else."""
    if MARK not in text[:60]:
        return None
    try:
        found = json.loads(text)[MARK]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return Style.read(found) if isinstance(found, dict) else None


def copy(style: Style) -> None:
    """Put a style on the clipboard, as text that another window of the program reads."""
    QGuiApplication.clipboard().setText(text_of(style))


def copied() -> Style | None:
    """Return the style on the clipboard, None where there is something else or nothing."""
    return style_in(QGuiApplication.clipboard().text())
