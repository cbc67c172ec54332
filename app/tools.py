"""The tools of the map as commands of the window."""

from __future__ import annotations

from functools import partial
from typing import Final

from app.action import Action
from app.window import Window
from widgets import words
from widgets.map.tool import Tool
from widgets.map.tools import tools

_MENUS: Final = {
    "select": "edit",
    "pan": "view",
    "zoom": "view",
    "lasso": "edit",
    "draw": "edit",
    "rectangle": "edit",
    "move": "edit",
    "rotate": "edit",
    "identify": "view",
    "measure": "view",
    "corridor": "green",
    "green": "green",
}
"""Menu of a tool; tools that are not named stand in the menu of the land."""


def tool_actions(window: Window) -> tuple[Action, ...]:
    """Return one command for each tool, in the order of the toolbar."""
    return tuple(_action(window, tool) for tool in tools().values())


def _action(window: Window, tool: Tool) -> Action:
    def usable() -> bool:
        return window.canvas is not None and (not tool.edits or window.documents.editable)

    def chosen() -> bool:
        return window.canvas is not None and window.canvas.tool == tool.id

    return Action(
        f"{_MENUS.get(tool.id, 'land')}.tool_{tool.id}",
        words.declared(tool.title),
        partial(_use, window, tool.id),
        key=tool.key,
        icon=tool.icon,
        tooltip=f"{words.declared(tool.title)}: {words.declared(tool.tooltip)}",
        when=usable,
        checked=chosen,
        toolbar=True,
        on_map=True,
    )


def _use(window: Window, tool: str) -> None:
    if window.canvas is not None:
        window.canvas.use(tool)
        window.canvas.setFocus()
    window.commands.refresh()
