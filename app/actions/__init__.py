"""The commands of the window, one module for each menu, found by looking.

A module holds ``ORDER``, the place of its menu, ``title()``, its title in the language of the
window, and ``actions(window)``, its commands. One without ``title`` adds its commands to the
menus that their ids name; ``ORDER`` is then a number between those of two menus.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from app.tools import tool_actions
from app.window import Window


def install(window: Window) -> None:
    """Give a window all its commands and menus."""
    found: list[ModuleType] = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    ]
    found.sort(key=lambda module: module.ORDER)
    for action in tool_actions(window):
        window.commands.add(action)
    for module in found:
        for action in module.actions(window):
            window.commands.add(action)
    menus = [module for module in found if hasattr(module, "title")]
    window.fill_menus({module.__name__.rpartition(".")[2]: module.title() for module in menus})
