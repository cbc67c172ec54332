"""The words in which a command of ``greenplat`` is declared."""

from __future__ import annotations

import importlib
import pkgutil
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Command:
    """A command, declared once in a module of ``app.commands``.

    Modules of commands import what is heavy inside their functions, so that help is there at once.

    Parameters
    ----------
    name
        What is typed.
    title
        What it does, in English.
    arguments
        Adds its arguments to a parser.
    run
        Carries it out; PlanError where that cannot be done.
    data
        Whether it prints data, and so takes ``--json``.
    """

    name: str
    title: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], None]
    data: bool = True


@cache
def commands() -> Mapping[str, Command]:
    """Return all commands by name, found by looking at the modules of ``app.commands``."""
    package = importlib.import_module("app.commands")
    found: list[Command] = [
        importlib.import_module(f"{package.__name__}.{module.name}").COMMAND
        for module in pkgutil.iter_modules(package.__path__)
    ]
    order = ("sample", "new", "import", "info", "totals", "why", "check", "edit", "export")
    found.sort(key=lambda command: order.index(command.name) if command.name in order else 99)
    return MappingProxyType({command.name: command for command in found})
