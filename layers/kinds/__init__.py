"""All kinds of layer, found by looking at the modules of this folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from layers.kind import LayerKind


@cache
def kinds() -> Mapping[str, LayerKind]:
    """Return all kinds by id, from the lowest on the map to the highest."""
    found: list[LayerKind] = [
        importlib.import_module(f"{__name__}.{module.name}").KIND
        for module in pkgutil.iter_modules(__path__)
    ]
    found.sort(key=lambda kind: kind.order)
    return MappingProxyType({kind.id: kind for kind in found})
