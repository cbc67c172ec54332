"""Many factors and settings at once, as sets of assumptions have them, in one step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from layers.document import Document
from layers.edit import Edit, ValueDelta
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.parameters import set_parameter, takes
from layers.errors import PlanError
from layers.message import Message
from layers.parameters import Factor, Value, factors_of

APART: Final = ("plan.code_set", "plan.base_year")
"""Settings that belong to a plan and to no set of assumptions."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A factor or setting that a set has otherwise than the plan.

    Parameters
    ----------
    id
        Its id.
    before, after
        As the plan has it, and as the set would have it.
    """

    id: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a set of assumptions would change.

    Parameters
    ----------
    differences
        What differs and can be taken.
    same
        How many are alike.
    refused
        What cannot be taken, by id, with the reason.
    """

    differences: tuple[Difference, ...]
    same: int
    refused: Mapping[str, Message]


def compared(document: Document, given: Mapping[str, object]) -> Comparison:
    """Return what a set would change in a plan; nothing is changed.

    Parameters
    ----------
    document
        The plan.
    given
        By id a setting's value, or a mapping with ``low``, ``central`` and ``high``.
    """
    differences: list[Difference] = []
    refused: dict[str, Message] = {}
    same = 0
    for id_, value in given.items():
        if id_ in APART:
            refused[id_] = Message.of("It belongs to the plan and to no set of assumptions.")
            continue
        try:
            edit = set_parameter(document, id_, _fitting(document, id_, value))
        except PlanError as error:
            refused[id_] = error.message
            continue
        same += not edit.deltas
        for delta in edit.deltas:
            found = cast("ValueDelta", delta)
            before, after = cast("Value", found.before), cast("Value", found.after)
            differences.append(Difference(found.key, before, after))
    return Comparison(tuple(differences), same, refused)


def _fitting(document: Document, id_: str, value: object) -> object:
    """Return a value without the empty cells of bounds that a factor cannot have."""
    factor = document.parameters.get(id_)
    if not (isinstance(factor, Factor) and isinstance(value, Mapping)):
        return value
    cells = cast("Mapping[str, object]", value)
    return {name: cell for name, cell in cells.items() if cell is not None or takes(factor, name)}


def set_parameters(document: Document, values: Mapping[str, object]) -> Edit:
    """Return the edit that gives many factors and settings other values, all or nothing.

    Parameters
    ----------
    document
        The plan.
    values
        As for `compared`.

    Raises
    ------
    PlanError
        Where one of them cannot be.
    """
    edits = [
        set_parameter(document, id_, _fitting(document, id_, value))
        for id_, value in values.items()
    ]
    deltas = tuple(delta for edit in edits for delta in edit.deltas)
    return Edit(Message.of("Set {n} assumptions", n=len(deltas)), deltas)


def restore_all(document: Document) -> Edit:
    """Return the edit that sets all factors back to what is shipped; settings stay."""
    shipped = factors_of(document.codes)
    deltas = tuple(
        ValueDelta("parameters", id_, value, shipped[id_])
        for id_, value in document.parameters.items()
        if isinstance(value, Factor) and (was := shipped.get(id_)) is not value
        if was is not None and was != value
    )
    return Edit(Message.of("Set {n} factors back", n=len(deltas)), deltas)


OPERATIONS: Final = (
    Operation("parameters", (Field("values", FieldType.VALUES),), set_parameters),
    Operation("reset_all", (), restore_all),
)
