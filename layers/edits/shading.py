"""The shading of roofs as part of a plan: kept there once it was computed, and taken out."""

from __future__ import annotations

from layers.document import Document
from layers.edit import Edit, ValueDelta
from layers.errors import InvalidEditError
from layers.message import Message
from layers.shading.keeping import NAME, KeptShading

SECTION = "enclosed"


def keep_shading(document: Document, kept: KeptShading) -> Edit:
    """Return the edit that keeps the shading of roofs in a plan, in place of what was known.

    Parameters
    ----------
    document
        The plan.
    kept
        What was computed, for this plan or as it was a moment ago: of roofs that have changed
        since, it is told that theirs does not hold.
    """
    before = document.enclosed.get(NAME)
    after = kept.enclosure()
    deltas = () if before == after else (ValueDelta(SECTION, NAME, before, after),)
    return Edit(Message.of("Compute the shading of roofs"), deltas)


def remove_shading(document: Document) -> Edit:
    """Return the edit that takes the shading of roofs out of a plan.

    Raises
    ------
    InvalidEditError
        Where it holds none.
    """
    before = document.enclosed.get(NAME)
    if before is None:
        raise InvalidEditError("The plan holds no shading of roofs.")
    return Edit(
        Message.of("Remove the shading of roofs"), (ValueDelta(SECTION, NAME, before, None),)
    )
