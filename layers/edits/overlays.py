"""What is drawn over the plan, as its green network: remembered in it by name."""

from __future__ import annotations

import json
from typing import Final

from layers.document import Document
from layers.edit import Edit, ValueDelta
from layers.message import Message

KEY: Final = "overlays"
"""Name of the text among the plan's properties that holds their names, as JSON."""
MOST: Final = 100
_LONGEST: Final = 80


def overlays(document: Document) -> tuple[str, ...]:
    """Return the names of what is drawn over a plan, each once; what in its file is none is not.

    Names that this version does not know are among them, so that they are not lost.
    """
    names = (
        one
        for one in document.listed(KEY)[:MOST]
        if isinstance(one, str) and 0 < len(one) <= _LONGEST
    )
    return tuple(dict.fromkeys(names))


def switched(shown: tuple[str, ...], name: str, *, on: bool) -> tuple[str, ...]:
    """Return what is drawn when one more is, or one less.

    Examples
    --------
    >>> switched(("network",), "chains", on=True)
    ('network', 'chains')
    >>> switched(("network", "chains"), "network", on=False)
    ('chains',)
    """
    others = tuple(one for one in shown if one != name)
    return (*others, name) if on else others


def switch(document: Document, name: str, *, on: bool) -> Edit:
    """Return the edit that has something drawn over a plan, or no more.

    Parameters
    ----------
    document
        The plan.
    name
        Of what is drawn.
    on
        Whether it is drawn from now on.
    """
    before = document.properties.get(KEY)
    after = switched(overlays(document), name, on=on)
    text = json.dumps(after, ensure_ascii=False) if after else None
    same = after == overlays(document)
    deltas = () if same else (ValueDelta("properties", KEY, before, text),)
    return Edit(Message.of("Change what is drawn over the plan"), deltas)
