"""Help: all commands, and what this program is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtGui import QKeySequence

from app.action import Action
from app.window import Window
from resources.translations import current, tr
from widgets.dialogs.about import AboutDialog
from widgets.dialogs.commands import CommandsDialog
from widgets.dialogs.guide import FIRST_PAGE, GuideWindow

ORDER: Final = 9
_DOCS: Final = Path(__file__).parents[2] / "docs"


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
            "help.guide",
            tr("&User guide"),
            partial(_guide, window),
            key="F1",
            icon="help",
            tooltip=tr("Read how things are done, in a window beside the plan"),
            when=lambda: _pages() is not None,
        ),
        Action("help.about", tr("&About GreenPlat"), partial(_about, window), separated=True),
    )


def _pages() -> Path | None:
    """Return the folder of the guide in the language of the window; None where it was left out."""
    for language in (current().language, "en"):
        folder = _DOCS / language
        if (folder / FIRST_PAGE).is_file():
            return folder
    return None


def _guide(window: Window) -> None:
    folder = _pages()
    if folder is not None:
        GuideWindow(folder, window).show()


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
