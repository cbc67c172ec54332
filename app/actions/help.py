"""Help: all commands, and what this program is."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtGui import QKeySequence

from app.action import Action
from app.window import Window
from resources.translations import tr
from widgets.dialogs.about import AboutDialog
from widgets.dialogs.commands import CommandsDialog

ORDER: Final = 9


def title() -> str:
    """Return the title of the menu."""
    return tr("&Help")


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands of the menu."""
    return (
        Action(
            "help.commands",
            tr("&Find a command…"),
            partial(_find, window),
            key="Ctrl+K",
            icon="search",
            tooltip=tr("Type a word to find and run any command"),
        ),
        Action(
            "help.about", tr("&About GreenPlat"), partial(_about, window), key="F1", icon="help"
        ),
    )


def _find(window: Window) -> None:
    window.commands.refresh()
    dialog = CommandsDialog([made for _, made in window.commands.all], window)
    dialog.exec()
    chosen = dialog.chosen
    dialog.deleteLater()
    if chosen is not None:
        chosen.trigger()


def _about(window: Window) -> None:
    text = QKeySequence.SequenceFormat.NativeText  # as in the menus
    keys = [(action.title, made.shortcut().toString(text)) for action, made in window.commands.all]
    dialog = AboutDialog(keys, window)
    dialog.exec()
    dialog.deleteLater()
