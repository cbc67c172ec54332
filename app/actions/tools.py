"""Tools: what the pointer does on the map."""

from __future__ import annotations

from functools import partial
from typing import Final

from app.action import Action
from app.window import Window
from resources.translations import tr
from widgets import words
from widgets.map.tool import Tool
from widgets.map.tools import tools

ORDER: Final = 2.5


def title() -> str:
    """Return the title of the menu."""
    return tr("&Tools")


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands of the menu."""
    return tuple(_action(window, tool) for tool in tools().values())


def _action(window: Window, tool: Tool) -> Action:
    def usable() -> bool:
        return window.canvas is not None and (not tool.edits or window.documents.editable)

    def chosen() -> bool:
        return window.canvas is not None and window.canvas.tool == tool.id

    return Action(
        f"tools.{tool.id}",
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
