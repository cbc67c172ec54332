"""XML that is well-formed whatever names and values a plan holds."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree as ET

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    r"""Return a text without the characters that XML cannot hold.

    Examples
    --------
    >>> clean("A\x00B")
    'AB'
    """
    return _FORBIDDEN.sub("", text)


def add(
    parent: ET.Element, tag: str, attributes: dict[str, str] | None = None, text: str = ""
) -> ET.Element:
    """Put an element into another one and return it."""
    found = ET.SubElement(
        parent, tag, {name: clean(value) for name, value in (attributes or {}).items()}
    )
    if text:
        found.text = clean(text)
    return found


def number(value: float) -> str:
    """Return a number as both languages write it.

    Examples
    --------
    >>> number(0.15), number(20_000.0), number(1 / 3)
    ('0.15', '20000', '0.333333333333333')
    """
    return f"{value:.15g}"


def written(root: ET.Element, head: str = "") -> str:
    """Return a document as text, on one line: blanks between elements would enter labels."""
    return head + ET.tostring(root, encoding="unicode")
