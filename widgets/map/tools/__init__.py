"""All tools of the map, found by looking at the modules of this folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from widgets.map.tool import Tool


@cache
def tools() -> Mapping[str, Tool]:
    """Return all tools by id, in the order of the tool bar."""
    found: list[Tool] = [
        importlib.import_module(f"{__name__}.{module.name}").TOOL
        for module in pkgutil.iter_modules(__path__)
    ]
    found.sort(key=lambda tool: tool.order)
    return MappingProxyType({tool.id: tool for tool in found})
