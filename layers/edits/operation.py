"""The words in which a verb is declared for ``greenplat edit``."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from layers.document import Document
from layers.edit import Edit
from layers.errors import InvalidEditError
from layers.message import Message

ID_LIMIT = 2**63
"""Feature ids are below this."""


class FieldType(Enum):
    """What a field of an operation holds; the value is how that is said."""

    IDS = Message("a list of feature ids, such as [1, 2]")
    ID = Message("a feature id, such as 1")
    TEXT = Message("a text")
    NUMBER = Message("a number")
    COUNT = Message("a whole number")
    NUMBERS = Message("a list of numbers")
    POINT = Message("a point, such as [500100.0, 4000200.0]")
    VALUES = Message("an object with a value for each column")
    ANY = Message("a value")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an operation.

    Parameters
    ----------
    name
        Its key in the JSON object.
    type
        What it holds.
    required
        Whether it has to be there.
    nullable
        Whether it may be ``null``.
    """

    name: str
    type: FieldType
    required: bool = True
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """A verb that ``greenplat edit`` knows.

    Parameters
    ----------
    name
        What stands behind ``"op"``.
    fields
        What else the JSON object holds.
    verb
        Gets the plan and the fields that are there, as keywords named like them.
    """

    name: str
    fields: tuple[Field, ...]
    verb: Callable[..., Edit]

    def edit(self, document: Document, values: Mapping[str, object]) -> Edit:
        """Return the edit that the values of a JSON object ask for.

        Raises
        ------
        InvalidEditError
            Where a field is missing, unknown or of another type, or the verb refuses.
        """
        known = {field.name: field for field in self.fields}
        for name in values:
            if name not in known:
                raise InvalidEditError(
                    "{op} has no field {name}. It has {known}.",
                    op=self.name,
                    name=name,
                    known=", ".join(known),
                )
        for field in self.fields:
            if field.name not in values and field.required:
                raise InvalidEditError(
                    "{op} needs the field {name}: {wanted}.",
                    op=self.name,
                    name=field.name,
                    wanted=field.type.value,
                )
        fields = {name: self._checked(known[name], value) for name, value in values.items()}
        return self.verb(document, **fields)

    def _checked(self, field: Field, value: object) -> Any:  # noqa: ANN401
        if (value is None and field.nullable) or _fits(field.type, value):
            return value
        raise InvalidEditError(
            "The field {name} of {op} must be {wanted}; it is {found}.",
            name=field.name,
            op=self.name,
            wanted=field.type.value,
            found=repr(value)[:60],
        )


def _fits(wanted: FieldType, value: object) -> bool:
    match wanted:
        case FieldType.TEXT:
            return isinstance(value, str)
        case FieldType.VALUES:
            return isinstance(value, Mapping)
        case FieldType.ANY:
            return True
        case FieldType.ID | FieldType.COUNT | FieldType.NUMBER:
            return _fits_one(wanted, value)
        case FieldType.IDS | FieldType.NUMBERS | FieldType.POINT:
            return isinstance(value, list) and _fits_all(wanted, value)


def _fits_one(wanted: FieldType, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if wanted is FieldType.NUMBER:
        return math.isfinite(value) and abs(value) < ID_LIMIT
    return isinstance(value, int) and -ID_LIMIT <= value < ID_LIMIT


def _fits_all(wanted: FieldType, values: list[object]) -> bool:
    if wanted is FieldType.IDS:
        return all(_fits_one(FieldType.ID, value) for value in values)
    if wanted is FieldType.POINT and len(values) != 2:
        return False
    return all(_fits_one(FieldType.NUMBER, value) for value in values)
