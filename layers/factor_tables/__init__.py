"""The shipped factors and the settings, found by looking at the modules of this folder.

A module takes part by ``factors(codes)``, which yields the factors of a plan with a code set; by
``GROUPS``, the English titles of its groups of factors; and by ``SETTINGS``, the settings that
belong to them.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType, ModuleType

from layers.codes import CodeSet
from layers.factor import Factor
from layers.setting import Setting


@cache
def _modules() -> tuple[ModuleType, ...]:
    found = (
        importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)
    )
    return tuple(sorted(found, key=lambda module: module.ORDER))


def factors(codes: CodeSet) -> Iterator[Factor]:
    """Yield all shipped factors of a plan with a code set, in the order of the tables."""
    for module in _modules():
        yield from module.factors(codes)


@cache
def settings() -> Mapping[str, Setting]:
    """Return all settings by id, in their order."""
    found = [one for module in _modules() for one in getattr(module, "SETTINGS", ())]
    return MappingProxyType({one.id: one for one in found})


@cache
def groups() -> Mapping[str, str]:
    """Return the groups of factors with their English titles, in their order."""
    found: dict[str, str] = {}
    for module in _modules():
        found.update(module.GROUPS)
    return MappingProxyType(found)
