"""Values of indicators that planners type, with the source that they come from."""

from __future__ import annotations

import math
from typing import Final

from layers.document import Document
from layers.edit import Edit, ValueDelta
from layers.edits.naming import told
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.parameters import set_parameter
from layers.edits.rows import near
from layers.errors import InvalidEditError
from layers.factor_tables.indicators import YES, Item, items, quantities, target_of
from layers.message import Message
from layers.parameters import Factor

LONGEST: Final = 1000
"""Characters of a source."""
_ABOVE: Final = frozenset({"sink_ratio", "pv_share"})
"""Shares that may be more than all."""
_WORDS: Final = {
    "yes": 1.0,
    "是": 1.0,
    "有": 1.0,
    "具备": 1.0,
    "完善": 1.0,
    "no": 0.0,
    "否": 0.0,
    "无": 0.0,
    "不具备": 0.0,
    "不完善": 0.0,
}


def set_indicator(
    document: Document,
    id: str,  # noqa: A002
    value: object = None,
    source: str | None = None,
) -> Edit:
    """Return the edit that types the value of an indicator, or takes what is typed away.

    Parameters
    ----------
    document
        The plan.
    id
        Id of an indicator, or of the quantity that several of them share.
    value
        A number, or yes or no where it asks for that; None to take it away. [unit of the
        indicator]
    source
        Where the value comes from; what is there stays where None.

    Raises
    ------
    InvalidEditError
        Where there is no such indicator, or the value cannot be.
    """
    item = quantities().get(items()[id].quantity if id in items() else id)
    if item is None:
        raise InvalidEditError(
            "There is no indicator {id}. Names like it are {near}.",
            id=id,
            near=near(id, [*items(), *quantities()]),
        )
    key = f"typed.{item.quantity}"
    before = document.parameters.get(key)
    known = before if isinstance(before, Factor) else None
    name = _named(document, item)
    if value is None:
        if before is None:
            raise InvalidEditError("Nothing is typed for the indicator {title}.", title=name)
        title = Message.of("Take back what is typed for {title}", title=name)
        return Edit(title, (ValueDelta("parameters", key, before, None),))
    text = known.source if source is None and known is not None else _source(source)
    after = Factor(
        key,
        item.title,
        item.title_zh,
        item.unit,
        None,
        _value(name, item, value),
        None,
        text,
        confidence="user",
    )
    deltas = (ValueDelta("parameters", key, before, after),) if before != after else ()
    return Edit(Message.of("Type the indicator {title}", title=name), deltas)


def _source(source: str | None) -> str:
    text = (source or "").strip()
    if len(text) > LONGEST or "\0" in text:
        raise InvalidEditError(
            "A source is a text of up to {most} characters; this one has {found}.",
            most=LONGEST,
            found=len(text),
        )
    return text


_NAMES: Final = {
    "energy_tce": Message.of("Energy use of the park"),
    "sink_ratio": Message.of("Sink to emission ratio"),
}
"""Names of what has no target, and therefore no factor that is called so."""


def _named(document: Document, item: Item) -> Message:
    target = document.parameters.get(f"target.{item.id}")
    if isinstance(target, Factor):
        return Message(target.title)
    return _NAMES.get(item.quantity, Message(item.title))


def _value(name: Message, item: Item, value: object) -> float:
    if item.unit == YES:
        found = _WORDS.get(str(value).strip().casefold())
        if found is None and isinstance(value, int | float) and value in {0, 1}:
            found = float(value)
        if found is None:
            raise InvalidEditError(
                "{title} is answered by yes or no; {value} is neither.",
                title=name,
                value=told(value),
            )
        return found
    if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
        raise InvalidEditError(
            "{title} must be a number; {value} is none.", title=name, value=told(value)
        )
    most = 100.0 if item.unit == "%" and item.quantity not in _ABOVE else math.inf
    if item.unit == "%" and not 0 <= value <= most:
        raise InvalidEditError(
            "{title} is a share from 0 to 100 %; {value} is none.", title=name, value=f"{value:g}"
        )
    return float(value)


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def set_target(document: Document, id: str, text: str) -> Edit:  # noqa: A002
    """Return the edit that gives an indicator another target.

    Parameters
    ----------
    document
        The plan.
    id
        Id of the indicator.
    text
        A number, a bound as ``≥ 40``, or a range as ``0.8-1.2``; a number alone keeps the side of
        the target that is there.

    Raises
    ------
    InvalidEditError
        Where there is no such indicator, it has no target, or the text says none.
    """
    item, key = items().get(id), f"target.{id}"
    before = document.parameters.get(key)
    if item is None or not isinstance(before, Factor):
        raise InvalidEditError(
            "There is no target of an indicator {id}. Names like it are {near}.",
            id=id,
            near=near(id, [one for one in items() if f"target.{one}" in document.parameters]),
        )
    found = target_of(text, "<=" if before.low is None and before.high is not None else ">=")
    if found is None:
        raise InvalidEditError(
            "{value} is no target. Give a number, a bound such as ≥ 40, or a range such as"
            " 0.8-1.2.",
            value=text[:60],
        )
    return set_parameter(document, key, {"low": found.low, "high": found.high})


OPERATIONS: Final = (
    Operation(
        "indicator",
        (
            Field("id", FieldType.TEXT),
            Field("value", FieldType.ANY, nullable=True),
            Field("source", FieldType.TEXT, required=False, nullable=True),
        ),
        set_indicator,
    ),
    Operation("target", (Field("id", FieldType.TEXT), Field("text", FieldType.TEXT)), set_target),
)
