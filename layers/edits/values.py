"""Which values a column takes, and the sentence for one that it does not."""

from __future__ import annotations

import math
import numbers
from collections.abc import Collection, Mapping

import pandas as pd

from layers.document import Document
from layers.edits.naming import told
from layers.edits.rows import near
from layers.edits.zone import planned, unknown_code
from layers.errors import InvalidEditError
from layers.kind import Column
from layers.kinds import kinds
from layers.layer import Layer
from layers.message import Message
from layers.mixed import SHARES, codes_of, is_mixed

TEXT_LIMIT = 10_000
"""Characters that a text of the table may have."""


def checked_values(
    document: Document, layer: Layer, values: Mapping[str, object]
) -> dict[str, object]:
    """Return values as the columns of a layer hold them; None for missing.

    Parameters
    ----------
    document
        The plan; its code set and factors say which codes are known.
    layer
        Whose columns they are.
    values
        Values by column.

    Raises
    ------
    InvalidEditError
        Where a column is unknown or does not take its value.
    """
    kind = kinds()[layer.kind]
    columns = [name for name in layer.columns if name != "geometry"]
    found: dict[str, object] = {}
    for name, value in values.items():
        if name not in columns:
            raise InvalidEditError(
                "{kind} has no column {name}. It has {known}.",
                kind=Message(kind.title),
                name=name,
                known=", ".join(columns),
            )
        column = kind.column(name)
        if column is None:
            found[name] = _further(layer.values(name), name, value)
        else:
            found[name] = _declared(document, column, value)
    if layer.kind == "parcels" and "land_use" in found:
        use, shares = found["land_use"], found.get(SHARES)
        mixed = isinstance(use, str) and is_mixed(use)  # a single use leaves shares behind
        found |= planned(
            document,
            use if isinstance(use, str) else None,
            shares if mixed and isinstance(shares, str) else None,
        )
    return found


def _declared(document: Document, column: Column, value: object) -> object:
    title = Message(column.title)
    match column.dtype:
        case "text":
            text = _text(title, value)
            return text if text is None else _allowed(document, column, text)
        case "integer":
            number: float | int | None = _integer(title, value)
        case "number":
            number = _number(title, value)
    if number is not None:
        _within(column, number)
    return number


def _allowed(document: Document, column: Column, text: str) -> str:
    if column.id == "land_use":
        planned(document, text)
    elif column.table == "land_use":
        for code in codes_of(text):
            if code not in document.codes:
                raise unknown_code(code, document.codes)
    elif column.table:
        _one_of(column, text, document.known(column.table))
    elif column.choices:
        _one_of(column, text, column.choices)
    return text


def _one_of(column: Column, text: str, known: Collection[str]) -> None:
    if text in known:
        return
    some = ", ".join(known) if len(known) <= 8 else near(text, known, 8)
    raise InvalidEditError(
        "{column} cannot be {value}. Choose one of {known}.",
        column=Message(column.title),
        value=text,
        known=some,
    )


def _within(column: Column, number: float) -> None:
    low, high = column.low, column.high
    if (low is None or number >= low) and (high is None or number <= high):
        return
    title, unit = Message(column.title), f" {column.unit}" if column.unit else ""
    if low is not None and high is not None:
        raise InvalidEditError(
            "{column} must lie between {low} and {high}{unit}; {value} does not.",
            column=title,
            low=f"{low:g}",
            high=f"{high:g}",
            unit=unit,
            value=f"{number:g}",
        )
    raise InvalidEditError(
        "{column} must be at least {low}{unit}; {value} is less."
        if low is not None
        else "{column} must be at most {high}{unit}; {value} is more.",
        column=title,
        low=f"{low:g}" if low is not None else "",
        high=f"{high:g}" if high is not None else "",
        unit=unit,
        value=f"{number:g}",
    )


def _text(title: Message, value: object) -> str | None:
    if value is None:
        return None
    # Half of a surrogate pair comes in through JSON escapes and can be written to no file.
    if not isinstance(value, str) or "\0" in value or (not value.isascii() and _broken(value)):
        raise InvalidEditError(
            "{column} must be a text; {value} is none.", column=title, value=told(value)
        )
    if len(value) > TEXT_LIMIT:
        raise InvalidEditError(
            "{column} takes up to {limit} characters; this text has {found}.",
            column=title,
            limit=TEXT_LIMIT,
            found=len(value),
        )
    # An empty cell is a missing value.
    return value if value.strip() else None


def _broken(value: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in value)


def _number(title: Message, value: object) -> float | None:
    if value is None or value is pd.NA:
        return None
    if not isinstance(value, bool) and isinstance(value, numbers.Real):
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number
    raise InvalidEditError(
        "{column} must be a number; {value} is none.", column=title, value=told(value)
    )


def _integer(title: Message, value: object) -> int | None:
    number = _number(title, value)
    if number is None:
        return None
    if not number.is_integer() or abs(number) >= 2**53:
        raise InvalidEditError(
            "{column} must be a whole number; {value} is none.", column=title, value=f"{number:g}"
        )
    return int(number)


def _further(column: pd.Series, name: str, value: object) -> object:
    """Return a value for a column of the user's, which says by its dtype what it takes."""
    title = Message(name)
    dtype = column.dtype
    if pd.api.types.is_bool_dtype(dtype):
        if value is None or isinstance(value, bool):
            return value
        raise InvalidEditError(
            "{column} must be true or false; {value} is neither.",
            column=title,
            value=told(value),
        )
    if pd.api.types.is_integer_dtype(dtype):
        number = _integer(title, value)
        return None if number is None else _held(column, title, number)
    if pd.api.types.is_float_dtype(dtype):
        return _number(title, value)
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return _date(column, title, value)
    return _text(title, value)


def _held(column: pd.Series, title: Message, number: int) -> int:
    """Return a whole number that the column is wide enough for."""
    try:
        pd.Series([number], dtype=column.dtype)
    except (OverflowError, ValueError, TypeError) as error:
        raise InvalidEditError(
            "{column} does not hold numbers as large as {value}.", column=title, value=number
        ) from error
    return number


def _date(column: pd.Series, title: Message, value: object) -> object:
    if value is None:
        return None
    try:
        moment = pd.Timestamp(value) if isinstance(value, str) else None
        if moment is not None:
            return pd.Series([moment]).astype(column.dtype).iloc[0]
    except (ValueError, TypeError, OverflowError):
        pass
    raise InvalidEditError(
        "{column} must be a date such as 2024-05-31; {value} is none.",
        column=title,
        value=told(value),
    )
