"""A plan's own land-use code set, taken from a table, exchanged, and taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast

from layers.codes import OWN
from layers.document import Document
from layers.edit import Delta, Edit, ValueDelta
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.parameters import class_factors
from layers.errors import InvalidEditError
from layers.message import Message
from layers.own_codes import STORED, OwnClass, checked, own_set, text_of

COLUMNS: Final = tuple(OwnClass.__dataclass_fields__)
NAME_LIMIT: Final = 80
"""Characters that the name of a set can have."""


def own_codes(document: Document, name: str, classes: object) -> Edit:
    """Return the edit that gives the plan an own code set beside the shipped ones.

    The plan's parcels follow it once the plan's code set is changed to it. Where it has been
    already, classes that the new set lacks are unknown codes.

    Parameters
    ----------
    document
        The plan.
    name
        What the set is called.
    classes
        A list with an object for each class: ``code``, ``name``, ``name_zh``, ``parent``,
        ``colour`` and ``counts_as``, as a table of an own set has them.

    Raises
    ------
    InvalidEditError
        Where the name is empty or a row cannot be; with all that is wrong.
    """
    title = " ".join(name.split())
    if not title or len(title) > NAME_LIMIT:
        raise InvalidEditError(
            "An own code set needs a name of up to {most} characters.", most=NAME_LIMIT
        )
    if not isinstance(classes, Sequence) or isinstance(classes, str):
        raise InvalidEditError(
            "The classes of an own code set are a list of objects with code and name."
        )
    rows = [_row(place, row) for place, row in enumerate(classes, start=1)]
    found = checked(rows)
    if found.problems:
        raise InvalidEditError("{problem}", problem=found.problems[0])
    text = text_of(title, found.classes)
    before = document.parameters.get(STORED)
    if text == before:
        return Edit(Message.of("Change nothing"), ())
    deltas: list[Delta] = [ValueDelta("parameters", STORED, before, text)]
    if document.codes.id == OWN:
        deltas += [
            ValueDelta("parameters", key, old, new)
            for key, (old, new) in class_factors(document, own_set(text)).items()
            if old != new
        ]
        # What is drawn by code follows this setting.
        deltas.append(ValueDelta("parameters", "plan.code_set", OWN, OWN))
    return Edit(
        Message.of("Take the code set {name} with {n} classes", name=title, n=len(found.classes)),
        tuple(deltas),
    )


def _row(place: int, row: object) -> Mapping[str, object]:
    if not isinstance(row, Mapping):
        raise InvalidEditError(
            "Row {row} must be an object with code and name; it is {found}.",
            row=place,
            found=ascii(row)[:60],
        )
    given = cast("Mapping[str, object]", row)
    for key in given:
        if key not in COLUMNS:
            raise InvalidEditError(
                "Row {row}: a class has no {name}. It has {known}.",
                row=place,
                name=str(key)[:40],
                known=", ".join(COLUMNS),
            )
    return given


def remove_own_codes(document: Document) -> Edit:
    """Return the edit that takes the plan's own code set away.

    Raises
    ------
    InvalidEditError
        Where the plan has none, or its parcels follow it.
    """
    before = document.parameters.get(STORED)
    if before is None:
        raise InvalidEditError("The plan has no code set of its own.")
    if document.codes.id == OWN:
        raise InvalidEditError(
            "The plan follows its own code set {name}. Change the plan's code set first.",
            name=Message(document.codes.title),
        )
    return Edit(
        Message.of("Take away the plan's own code set"),
        (ValueDelta("parameters", STORED, before, None),),
    )


OPERATIONS: Final = (
    Operation(
        "own_codes",
        (Field("name", FieldType.TEXT), Field("classes", FieldType.ANY)),
        own_codes,
    ),
    Operation("remove_own_codes", (), remove_own_codes),
)
