"""The panels around the map, found by looking at the modules of this folder.

A module with a panel holds ``PANEL``, its declaration. Panels read the bridge and never one
another.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from widgets.panel import Panel


@cache
def panels() -> tuple[Panel, ...]:
    """Return all panels in the order of their places."""
    found: list[Panel] = []
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        panel = getattr(loaded, "PANEL", None)
        if isinstance(panel, Panel):
            found.append(panel)
    return tuple(sorted(found, key=lambda panel: (panel.area, panel.order)))
