"""Titles of steps as a plan file holds them: their text, and what was put into it."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import cast

from layers.message import Message


def told(message: Message) -> dict[str, object]:
    """Return the values of a title; those that are to be translated keep their own values."""
    return {
        name: {"text": value.text, "values": told(value)} if isinstance(value, Message) else value
        for name, value in message.values.items()
    }


def read(text: str, values: Mapping[str, object], depth: int = 4) -> Message:
    """Return a title from a file; one that asks for more than its plain values is kept as text."""
    safe = {key: _value(value, depth) for key, value in values.items()}
    try:
        for _, name, specification, conversion in string.Formatter().parse(text):
            if name is not None and (name not in safe or specification or conversion):
                return Message(text.replace("{", "{{").replace("}", "}}"), {"": ""})
    except ValueError:
        return Message(text.replace("{", "{{").replace("}", "}}"), {"": ""})
    return Message.of(text, **safe)


def _value(value: object, depth: int) -> object:
    """Return a value of a title: plain, or a part that is translated by itself."""
    if isinstance(value, Mapping) and depth:
        part = cast("Mapping[str, object]", value)
        inner = part.get("values")
        values = cast("dict[str, object]", inner) if isinstance(inner, dict) else {}
        return read(str(part.get("text", "")), values, depth - 1)
    return value if isinstance(value, str | int | float) else str(value)
