"""Rows of operations as ``greenplat edit`` takes them: one JSON object a line, all or nothing."""

from __future__ import annotations

import importlib
import json
import pkgutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import layers.edits
from layers.document import Document
from layers.edit import Edit
from layers.edits.operation import Operation
from layers.errors import InvalidEditError
from layers.message import Message

BACK: Final = ("undo", "redo")
"""Operations on the operations before them."""


@cache
def operations() -> Mapping[str, Operation]:
    """Return all operations by name, found by looking at the modules of this folder."""
    found: dict[str, Operation] = {}
    for module in pkgutil.iter_modules(layers.edits.__path__):
        if module.name != Path(__file__).stem:
            loaded = importlib.import_module(f"{layers.edits.__name__}.{module.name}")
            found.update({one.name: one for one in getattr(loaded, "OPERATIONS", ())})
    return MappingProxyType(dict(sorted(found.items())))


@dataclass(frozen=True, slots=True)
class Skip:
    """A line that changed nothing.

    Parameters
    ----------
    line
        Its number, from 1.
    text
        Why.
    """

    line: int
    text: Message


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a row of operations made of a plan.

    Parameters
    ----------
    document
        The plan after them.
    edits
        The steps that stand, oldest first; what was undone is not among them.
    done
        Count of lines that changed something.
    skipped
        Lines that changed nothing.
    created, removed
        Ids of the features by kind that were not there before, or are not there any more.
    seconds
        How long it took. [s]
    """

    document: Document
    edits: tuple[Edit, ...]
    done: int
    skipped: tuple[Skip, ...]
    created: Mapping[str, tuple[int, ...]]
    removed: Mapping[str, tuple[int, ...]]
    seconds: float


class _Run:
    """The plan between two lines, with what can be undone and redone."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.edits: list[Edit] = []
        self.undone: list[Edit] = []

    def line(self, text: str) -> Message | None:
        """Carry one line out; return why it changed nothing, None where it changed something."""
        values = _object(text)
        name = values.pop("op", None)
        if not isinstance(name, str):
            raise InvalidEditError(
                "The field op must name an operation. Known are {known}.", known=_names()
            )
        if name in BACK:
            if values:
                raise InvalidEditError("{op} has no further fields.", op=name)
            return self._undo() if name == "undo" else self._redo()
        operation = operations().get(name)
        if operation is None:
            raise InvalidEditError(
                "Operation {op} is not known. Known are {known}.", op=name[:40], known=_names()
            )
        edit = operation.edit(self.document, values)
        if not edit:
            return Message.of("{op} changes nothing: the plan is so already.", op=name)
        self.document = self.document.applied(edit)
        self.edits.append(edit)
        self.undone.clear()
        return None

    def _undo(self) -> Message | None:
        if not self.edits:
            return Message("No operation of this call is left to undo.")
        edit = self.edits.pop()
        self.document = self.document.applied(edit.inverted())
        self.undone.append(edit)
        return None

    def _redo(self) -> Message | None:
        if not self.undone:
            return Message("No operation of this call is left to redo.")
        edit = self.undone.pop()
        self.document = self.document.applied(edit)
        self.edits.append(edit)
        return None


def run(document: Document, lines: Iterable[str]) -> Outcome:
    """Return what operations make of a plan; where one is refused, none has happened.

    Parameters
    ----------
    document
        The plan, which stays as it is.
    lines
        One JSON object each; empty lines are passed over.

    Raises
    ------
    InvalidEditError
        With the number of the line that cannot be carried out, and why.
    """
    started = time.perf_counter()
    state = _Run(document)
    skipped: list[Skip] = []
    done = 0
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix("\ufeff").strip()
        if not text:
            continue
        try:
            reason = state.line(text)
        except InvalidEditError as error:
            raise InvalidEditError(
                "Line {line}: {reason}", line=number, reason=error.message
            ) from error
        if reason is None:
            done += 1
        else:
            skipped.append(Skip(number, reason))
    created, removed = _differences(document, state.document)
    seconds = time.perf_counter() - started
    return Outcome(
        state.document, tuple(state.edits), done, tuple(skipped), created, removed, seconds
    )


def _names() -> str:
    return ", ".join((*operations(), *BACK))


def _object(text: str) -> dict[str, object]:
    try:
        found = json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise InvalidEditError(
            "A line must be a JSON object such as {example}; this one cannot be read: {found}",
            example='{"op": "zone", "ids": [1], "land_use": "M1"}',
            found=text[:60],
        ) from error
    if not isinstance(found, dict):
        raise InvalidEditError(
            "A line must be a JSON object such as {example}; this one is {found}",
            example='{"op": "zone", "ids": [1], "land_use": "M1"}',
            found=text[:60],
        )
    return found


def _refused(constant: str) -> float:
    raise ValueError(constant)


def _differences(
    before: Document, after: Document
) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    created: dict[str, tuple[int, ...]] = {}
    removed: dict[str, tuple[int, ...]] = {}
    for kind, layer in after.layers.items():
        old = before.layer(kind)
        if layer is old:
            continue
        was, now = set(old.ids.tolist()), set(layer.ids.tolist())
        if now - was:
            created[kind] = tuple(sorted(now - was))
        if was - now:
            removed[kind] = tuple(sorted(was - now))
    return created, removed
