"""Sheets: the drawings of the plan."""

from __future__ import annotations

from functools import partial
from typing import Final

from app.action import Action
from app.files import export_plan, sheets
from app.window import Window
from resources.translations import tr

ORDER: Final = 8


def title() -> str:
    """Return the title of the menu."""
    return tr("&Sheets")


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands of the menu."""

    def has_plan() -> bool:
        return window.bridge is not None

    return tuple(
        Action(
            f"sheets.{name}",
            f"{shown}…",
            partial(export_plan, window, ".pdf", name),
            icon="file",
            tooltip=tr("Write the sheet {name} as PDF, SVG or picture", name=shown),
            when=has_plan,
        )
        for name, shown in sheets()
    )
